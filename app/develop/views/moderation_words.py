"""What is said when a report, a decision or an appeal is refused."""

from __future__ import annotations

from flask_babel import gettext as _

from app.develop.refusals import Why


def about_moderation() -> dict[Why, tuple[str, str]]:
    return {
        Why.NO_RULE: (
            _("A rule is missing"),
            _("Choose the published rule by which you decide: the author reads it."),
        ),
        Why.NOT_A_MEMBER: (
            _("This is not for moderators to decide"),
            _("Staff and one's own account are for an administrator."),
        ),
        Why.NOT_TO_REPORT: (
            _("This cannot be reported"),
            _("You can report what others wrote and everybody sees."),
        ),
        Why.REPORTED_ALREADY: (
            _("You have reported this already"),
            _("Thank you. A moderator looks at it; you are told what comes of it."),
        ),
        Why.NOT_TO_APPEAL: (
            _("There is nothing to appeal against here"),
            _("The decision has been taken back, or takes nothing from you."),
        ),
        Why.APPEALED_ALREADY: (
            _("You have appealed already"),
            _("Each decision gets one second look. You are told what comes of it."),
        ),
        Why.OWN_DECISION: (
            _("Somebody else settles this"),
            _("You took the decision, or it concerns you: another moderator looks at it."),
        ),
    }
