"""The shape of what people send, and what is said when it does not fit."""

from app.develop.forms.challenges import (
    ChallengeForm,
    ChallengeWordsForm,
    ExtendForm,
)
from app.develop.forms.comments import (
    CommentForm,
    EditCommentForm,
    ReplyForm,
)
from app.develop.forms.fields import (
    BODY_CHARACTERS,
    COMMENT_CHARACTERS,
    INPUT_FORMAT,
    REASON_CHARACTERS,
    TITLE_CHARACTERS,
    BangkokTime,
    a_time,
    check_later,
    one_kind_of_newline,
    says_something,
)
from app.develop.forms.ideas import (
    IdeaForm,
)
from app.develop.forms.moderation import (
    ReasonForm,
)

__all__ = [
    "BODY_CHARACTERS",
    "COMMENT_CHARACTERS",
    "INPUT_FORMAT",
    "REASON_CHARACTERS",
    "TITLE_CHARACTERS",
    "BangkokTime",
    "ChallengeForm",
    "ChallengeWordsForm",
    "CommentForm",
    "EditCommentForm",
    "ExtendForm",
    "IdeaForm",
    "ReasonForm",
    "ReplyForm",
    "a_time",
    "check_later",
    "one_kind_of_newline",
    "says_something",
]
