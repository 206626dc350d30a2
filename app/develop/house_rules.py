"""The published rules in words: what each asks, and an example of what it means and what not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.develop.models import HouseRule


@dataclass(frozen=True)
class RuleWords:
    asks: Any
    meant: Any
    """An example of what breaks the rule."""
    not_meant: Any
    """An example of what does not, though it may look like it."""


RULES: dict[HouseRule, RuleWords] = {
    HouseRule.INSULT: RuleWords(
        _l("Please speak about the matter, not against the person: no insults, threats, mockery."),
        _l("“Whoever wrote this has no brain.”"),
        _l("“This plan wastes money, and the office should admit it.” Sharp criticism is welcome."),
    ),
    HouseRule.HATE: RuleWords(
        _l(
            "Everybody's dignity counts: nobody is run down or threatened for their origin,"
            " religion, sex, age, disability or the region they come from."
        ),
        _l("“People from that province are all thieves; keep them out.”"),
        _l("“Services in my province are worse than elsewhere. Why?”"),
    ),
    HouseRule.PERSONAL_DATA: RuleWords(
        _l(
            "Please give away nobody's personal data: no telephone numbers, addresses, numbers of"
            " identity cards or pictures of private persons, your own included."
        ),
        _l("“Call Mr. Somchai of house 12 at this number and tell him.”"),
        _l("“The director said at the public hearing on Monday that …” An office is no secret."),
    ),
    HouseRule.ADVERTISING: RuleWords(
        _l(
            "No advertising: nothing that is there to sell, to recruit, or to lead to a page that"
            " does."
        ),
        _l("“Easy loans, approved in five minutes: add our LINE.”"),
        _l("“Estonia does this already, here is the report: …” A source helps everybody."),
    ),
    HouseRule.REPEATED: RuleWords(
        _l("Please say a thing once. The same text again and again drowns the others."),
        _l("One text under twenty ideas, or a copied text from many accounts."),
        _l("“I agree”, said by many people. To support an idea, a vote is better still."),
    ),
    HouseRule.OFF_TOPIC: RuleWords(
        _l("Please keep to the question of the challenge, or to the idea that you comment on."),
        _l("Football results under an idea about village internet."),
        _l("“This will only work if schools take part.” What an idea depends on belongs to it."),
    ),
    HouseRule.UNLAWFUL: RuleWords(
        _l("Nothing that the law forbids: fraud, gambling, defamation, calls to violence."),
        _l("Links to gambling pages, or instructions for breaking into somebody's account."),
        _l("“This law should be changed, because …” Saying so is what this place is for."),
    ),
    HouseRule.IMPERSONATION: RuleWords(
        _l("Please speak for yourself: nobody passes for another person or for an office."),
        _l("An account called “Ministry news” that is not the ministry's."),
        _l("A name that is not your real one. You need not give that."),
    ),
}
