"""Named reads of Develop, a file a theme. None makes more queries for more rows."""

from app.develop.queries.challenges import (
    Figures,
    challenges,
    challenges_of_issues,
    extensions,
    figures,
    figures_of,
    is_open_at,
    open_challenges,
    selected_issues,
    topics_of,
    with_issue,
)
from app.develop.queries.comments import (
    comments,
)
from app.develop.queries.counters import (
    COUNTED,
    Difference,
    counted,
    counter_differences,
)
from app.develop.queries.ideas import (
    ORDERS,
    Order,
    ideas,
    reread,
    supported_by,
    with_challenge,
)
from app.develop.queries.moderation import (
    Shown,
    comments_to_moderate,
    ideas_to_moderate,
)
from app.develop.queries.people import (
    named,
    shown_to,
)

__all__ = [
    "COUNTED",
    "ORDERS",
    "Difference",
    "Figures",
    "Order",
    "Shown",
    "challenges",
    "challenges_of_issues",
    "comments",
    "comments_to_moderate",
    "counted",
    "counter_differences",
    "extensions",
    "figures",
    "figures_of",
    "ideas",
    "ideas_to_moderate",
    "is_open_at",
    "named",
    "open_challenges",
    "reread",
    "selected_issues",
    "shown_to",
    "supported_by",
    "topics_of",
    "with_challenge",
    "with_issue",
]
