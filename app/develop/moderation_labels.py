"""The reader's words for the enums of moderation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.develop.models import Action, AppealOutcome, HoldReason, HouseRule
from app.develop.queries.queue import CaseKind

MODERATION_WORDS: tuple[Mapping[Any, Any], ...] = (
    {
        HouseRule.INSULT: _l("Insult"),
        HouseRule.HATE: _l("Hate"),
        HouseRule.PERSONAL_DATA: _l("Personal data"),
        HouseRule.ADVERTISING: _l("Advertising"),
        HouseRule.REPEATED: _l("Repeated text"),
        HouseRule.OFF_TOPIC: _l("Off the subject"),
        HouseRule.UNLAWFUL: _l("Against the law"),
        HouseRule.IMPERSONATION: _l("Passing for somebody else"),
    },
    {
        HoldReason.LINKS: _l("it holds links"),
        HoldReason.REPEATED: _l("the same text was posted before"),
        HoldReason.NEW_ACCOUNTS: _l("many new accounts write from one network"),
    },
    {
        Action.HIDE: _l("Hidden"),
        Action.RESTORE: _l("Restored"),
        Action.RELEASE: _l("Let be seen"),
        Action.DISMISS: _l("Let stand"),
        Action.WARN: _l("Warned"),
        Action.SUSPEND: _l("Suspended"),
        Action.REINSTATE: _l("Reinstated"),
    },
    {
        AppealOutcome.UPHELD: _l("The decision stands"),
        AppealOutcome.OVERTURNED: _l("The decision is taken back"),
    },
    {
        CaseKind.ALL: _l("All"),
        CaseKind.REPORTS: _l("Reports"),
        CaseKind.HELD: _l("Held posts"),
        CaseKind.APPEALS: _l("Appeals"),
    },
)
