"""Results of a vote, once it is over: with doubtful votes and without, and how it was counted."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import allow, anyone, current_actor, load_or_404
from app.core.db import commit
from app.core.paging import page_number
from app.develop import commands, queries, rules
from app.develop.models import Challenge, CountMethod
from app.develop.views.shared import bp


@bp.get("/challenges/<int:challenge_id>/results")
@allow(anyone)
def results(challenge_id: int) -> ResponseReturnValue:
    options = queries.with_issue()
    found = load_or_404(Challenge, challenge_id, see=rules.can_see_challenge, options=options)
    if not rules.results_are_in(found):
        return render_template("develop/results_later.html", challenge=found)
    page = queries.ranked(found, page_number())
    return render_template(
        "develop/results.html",
        challenge=found, page=page, voters=queries.voters(found),
        doubted=queries.tallies(found.id),
        **(_counted(found) if rules.is_budget(found) else {}),
    )  # fmt: skip


@bp.post("/challenges/<int:challenge_id>/results/count")
@allow(rules.can_manage_challenges)
def count_again(challenge_id: int) -> ResponseReturnValue:
    found = load_or_404(Challenge, challenge_id, see=rules.can_see_challenge)
    commands.count_again(current_actor(), found)
    commit()
    flash(_("The ballot is being counted again. Look at this page in a minute."))
    return redirect(url_for("develop.results", challenge_id=challenge_id))


def _counted(challenge: Challenge) -> dict[str, Any]:
    """Counts by method, and what the two methods and the two sets of voters make of the ideas."""
    rows = queries.ballot_counts(challenge)
    counts = {(row.method, row.without_suspected): row for row in rows}
    funded = {key: set(row.result["funded"]) for key, row in counts.items()}
    return {
        "counts": counts,
        "titles": queries.titles(challenge),
        "methods": list(CountMethod),
        "only_greedy": _difference(funded, CountMethod.GREEDY, CountMethod.EQUAL_SHARES),
        "only_shares": _difference(funded, CountMethod.EQUAL_SHARES, CountMethod.GREEDY),
        "changed": [
            method for method in CountMethod if counts
            and funded[method, False] != funded[method, True]
        ],
    }  # fmt: skip


def _difference(funded: dict[Any, set[int]], one: CountMethod, other: CountMethod) -> list[int]:
    return sorted(funded.get((one, False), set()) - funded.get((other, False), set()))
