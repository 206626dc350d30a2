"""What is said when a vote, a cost or a ballot is refused."""

from __future__ import annotations

from flask_babel import gettext as _

from app.core.i18n import show_number
from app.core.refusals import Refused
from app.develop.refusals import NotEnoughLeft, Why

Words = dict[Why, tuple[str, str]]


def about_votes(refusal: Refused | None) -> Words:
    return _about_ballots(refusal) | _about_costs()


def _about_ballots(refusal: Refused | None) -> Words:
    return {
        Why.NEEDS_CONSENT: (
            _("Your consent is needed first"),
            _("A vote may show a political opinion: we keep it only with your express consent."),
        ),
        Why.DUPLICATE: (
            _("This idea is closed"),
            _("It says the same as another idea, which its page names. You can vote there."),
        ),
        Why.NOT_THIS_BALLOT: (
            _("This challenge is voted on in another way"),
            _("Its page says how."),
        ),
        Why.NO_VOTES_LEFT: (
            _("You have used all your votes"),
            _("Take one back from another idea first. Your votes stand on the page “My votes”."),
        ),
        Why.NOT_ENOUGH_LEFT: (_("Your budget does not suffice"), _what_is_missing(refusal)),
        Why.BAD_BALLOT: (
            _("The ballot is not complete"),
            _("A fixed number of votes needs that number, a budget needs its total."),
        ),
        Why.FUND_ONLY: (
            _("A budget to share out is for the Fund alone"),
            _("Choose another ballot: no other mission group grants money."),
        ),
        Why.NOT_CLOSED_YET: (
            _("Voting is not over yet"),
            _("Results are counted once voting has closed."),
        ),
    }


def _about_costs() -> Words:
    return {
        Why.NO_COST: (
            _("This idea has no cost"),
            _("It cannot be chosen, as the office has not said what it costs."),
        ),
        Why.COSTS_TOO_MUCH: (
            _("This idea costs more than there is in all"),
            _("It cannot be chosen in this ballot."),
        ),
        Why.COST_CHANGED: (
            _("The cost of this idea was changed at this moment"),
            _("Nothing of your vote was kept. Look at the page again, then decide."),
        ),
        Why.COSTS_ARE_FIXED: (
            _("Costs cannot be changed any more"),
            _("Voting has begun: people choose by the costs as they stand."),
        ),
    }


def _what_is_missing(refusal: Refused | None) -> str:
    if not isinstance(refusal, NotEnoughLeft):
        return _("Take another idea out first.")
    return _(
        "This needs %(needed)s baht, you have %(left)s left: take another idea out first.",
        needed=show_number(refusal.needed), left=show_number(refusal.left),
    )  # fmt: skip
