"""Who may do what in a challenge, and when: rules as sentences, a file a theme."""

from app.develop.rules.challenges import (
    can_edit_challenge,
    can_edit_terms,
    can_extend,
    can_manage_challenges,
    can_open_challenge,
    can_publish,
    can_see_challenge,
    is_selected,
)
from app.develop.rules.comments import (
    can_comment,
    can_see_comment,
)
from app.develop.rules.ideas import (
    can_edit_idea,
    can_post_idea,
    can_see_idea,
    can_take_part,
    is_author,
    is_visible,
    owns_idea,
)
from app.develop.rules.moderation import (
    can_hide,
    can_moderate,
    can_restore,
)
from app.develop.rules.phases import (
    OPEN_IN,
    Act,
    ChallengeState,
    PhaseState,
    challenge_state,
    is_over,
    is_published,
    phase_state,
    takes,
)
from app.develop.rules.reasons import (
    why_not,
    why_not_on,
)
from app.develop.rules.votes import (
    can_vote,
)

__all__ = [
    "OPEN_IN",
    "Act",
    "ChallengeState",
    "PhaseState",
    "can_comment",
    "can_edit_challenge",
    "can_edit_idea",
    "can_edit_terms",
    "can_extend",
    "can_hide",
    "can_manage_challenges",
    "can_moderate",
    "can_open_challenge",
    "can_post_idea",
    "can_publish",
    "can_restore",
    "can_see_challenge",
    "can_see_comment",
    "can_see_idea",
    "can_take_part",
    "can_vote",
    "challenge_state",
    "is_author",
    "is_over",
    "is_published",
    "is_selected",
    "is_visible",
    "owns_idea",
    "phase_state",
    "takes",
    "why_not",
    "why_not_on",
]
