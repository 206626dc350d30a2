"""What people are told of moderation: sentences made when they are read."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Notification
from app.accounts.notices import SENTENCES, sentence
from app.core.labels import label
from app.develop.models import Action, AppealOutcome, HouseRule


def _hidden(news: Notification) -> str:
    rule = label(HouseRule(news.details["rule"]))
    return _("A moderator has hidden what you wrote, by the rule “%(rule)s”.", rule=rule)


def _warned(news: Notification) -> str:
    rule = label(HouseRule(news.details["rule"]))
    return _("A moderator asks you to keep to the rule “%(rule)s”.", rule=rule)


def _suspended(news: Notification) -> str:
    rule = label(HouseRule(news.details["rule"]))
    return _("Your account is suspended, by the rule “%(rule)s”.", rule=rule)


def _report_settled(news: Notification) -> str:
    if news.details["action"] == Action.HIDE.value:
        return _("Thank you for your report: a moderator has hidden it.")
    return _("Thank you for your report. A moderator looked, and let it stand.")


def _appeal_settled(news: Notification) -> str:
    if news.details["outcome"] == AppealOutcome.OVERTURNED.value:
        return _("Your appeal was right: the decision is taken back.")
    return _("Your appeal was looked at: the decision stands. The page says why.")


SENTENCES["moderation.hide"] = _hidden
SENTENCES["moderation.restore"] = sentence(
    _l("What you wrote can be seen again: a moderator has restored it.")
)
SENTENCES["moderation.release"] = sentence(_l("A moderator has looked: everybody sees it now."))
SENTENCES["moderation.warn"] = _warned
SENTENCES["moderation.suspend"] = _suspended
SENTENCES["moderation.reinstate"] = sentence(_l("Your account is open again."))
SENTENCES["moderation.undone"] = sentence(
    _l("A decision about you was taken back: all is as it was before.")
)
SENTENCES["moderation.report_settled"] = _report_settled
SENTENCES["moderation.appeal_settled"] = _appeal_settled
