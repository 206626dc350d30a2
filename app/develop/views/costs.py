"""What each idea of a budget ballot costs: set by the office until voting opens."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import allow, current_actor, load_or_404
from app.core.db import commit
from app.core.paging import page_number
from app.core.refusals import Refused
from app.develop import commands, queries, rules
from app.develop.forms import CostForm
from app.develop.models import Challenge, Idea
from app.develop.refusals import Why
from app.develop.views.shared import bp


@bp.get("/challenges/<int:challenge_id>/costs")
@allow(rules.can_set_costs)
def costs(challenge_id: int) -> ResponseReturnValue:
    options = queries.with_units()
    found = load_or_404(
        Challenge, challenge_id, see=rules.can_see_challenge, do=rules.can_set_costs_of,
        options=options,
    )  # fmt: skip
    if not rules.is_budget(found):
        raise Refused(Why.NOT_THIS_BALLOT)
    return _page(found)


@bp.post("/ideas/<int:idea_id>/cost")
@allow(rules.can_set_costs)
def set_cost(idea_id: int) -> ResponseReturnValue:
    idea = load_or_404(Idea, idea_id, see=rules.can_see_idea, do=rules.can_set_cost)
    form, challenge = CostForm(prefix=f"i{idea.id}"), idea.challenge
    if not form.validate_on_submit():
        return _page(challenge, form, idea), 422
    commands.set_cost(current_actor(), idea, form.cost.data)
    title, page = idea.title, page_number()
    commit()
    flash(_("The cost of “%(title)s” is kept.", title=title))
    return redirect(url_for("develop.costs", challenge_id=challenge.id, page=page))


def _page(challenge: Challenge, typed: CostForm | None = None, on: Idea | None = None) -> str:
    """`typed`: what was sent for the idea `on` and did not fit; it stands in its form again."""
    page = queries.ideas_to_cost(challenge, page_number())
    forms = {
        idea.id: CostForm(formdata=None, prefix=f"i{idea.id}", cost=idea.cost) for idea in page.rows
    }
    if typed and on:
        forms[on.id] = typed
    return render_template(
        "develop/costs.html", challenge=challenge, page=page, forms=forms, typed=typed,
        without=queries.ideas_without_cost(challenge),
    )  # fmt: skip
