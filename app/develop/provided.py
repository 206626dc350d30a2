"""What Develop tells earlier stages: which challenges are open, and what became of an issue."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.access import current_actor
from app.core.i18n import show_number
from app.core.labels import label
from app.develop import queries, rules
from app.develop.models import Challenge
from app.develop.queries import Figures
from app.diagnose import onward
from app.diagnose.models import Issue
from app.missions import open_now
from app.missions.models import StageKey


@open_now.contribute
def open_challenges() -> list[open_now.OpenItem]:
    challenges = queries.open_challenges()
    figures = queries.figures([challenge.id for challenge in challenges])
    return [_item(challenge, figures.get(challenge.id, Figures())) for challenge in challenges]


def _item(challenge: Challenge, figures: Figures) -> open_now.OpenItem:
    open_phases = [p for p in challenge.phases if rules.phase_state(p) is rules.PhaseState.OPEN]
    return open_now.OpenItem(
        stage=StageKey.DEVELOP,
        mission_group_id=challenge.issue.mission_group_id,
        title=challenge.title,
        href=_href(challenge),
        closes_at=min(phase.closes_at for phase in open_phases),
        facts=_facts(figures),
    )


def _facts(figures: Figures) -> str:
    ideas = ngettext(
        "%(shown)s idea", "%(shown)s ideas", figures.ideas, shown=show_number(figures.ideas)
    )
    votes = ngettext(
        "%(shown)s vote", "%(shown)s votes", figures.votes, shown=show_number(figures.votes)
    )
    return f"{ideas}, {votes}"


@onward.contribute
def challenges_of_issues(issue_ids: Sequence[int]) -> list[onward.Onward]:
    return [
        onward.Onward(
            issue_id=challenge.issue_id,
            text=challenge.title,
            href=_href(challenge),
            state=label(rules.challenge_state(challenge)),
        )
        for challenge in queries.challenges_of_issues(current_actor(), issue_ids)
    ]


@onward.offer
def open_a_challenge(issue: Issue) -> onward.Offer | None:
    actor = current_actor()
    if not rules.can_open_challenge(actor, issue):
        return None
    return onward.Offer(_("Open a challenge"), url_for("develop.challenge_form", issue_id=issue.id))


def _href(challenge: Challenge) -> str:
    return url_for("develop.challenge", challenge_id=challenge.id)
