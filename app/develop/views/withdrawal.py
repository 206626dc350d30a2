"""An author withdraws an idea, after reading what that means, and may bring it back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import allow, current_actor, load_or_404
from app.core.db import commit
from app.core.refusals import Refused
from app.develop import commands, queries, rules
from app.develop.models import Idea
from app.develop.refusals import Why
from app.develop.views.shared import bp

GONE = 410


@bp.get("/ideas/<int:idea_id>/withdraw")
@allow(rules.can_take_part)
def withdraw_form(idea_id: int) -> ResponseReturnValue:
    idea = _own(idea_id)
    if not rules.can_withdraw(current_actor(), idea):
        raise Refused(Why.NOTHING_TO_DO)
    return render_template("develop/withdraw.html", idea=idea, challenge=idea.challenge)


@bp.post("/ideas/<int:idea_id>/withdraw")
@allow(rules.can_take_part)
def withdraw_idea(idea_id: int) -> ResponseReturnValue:
    commands.withdraw_idea(current_actor(), _own(idea_id))
    commit()
    flash(_("Your idea is withdrawn."))
    return redirect(url_for("develop.idea", idea_id=idea_id))


@bp.post("/ideas/<int:idea_id>/bring-back")
@allow(rules.can_take_part)
def bring_idea_back(idea_id: int) -> ResponseReturnValue:
    commands.bring_idea_back(current_actor(), _own(idea_id))
    commit()
    flash(_("Your idea is back, with its votes and comments."))
    return redirect(url_for("develop.idea", idea_id=idea_id))


def withdrawn_page(idea: Idea) -> tuple[str, int]:
    """For everybody else: that it was here and is gone by its author's wish; none of its words."""
    return render_template("develop/withdrawn.html", idea=idea, challenge=idea.challenge), GONE


def _own(idea_id: int) -> Idea:
    return load_or_404(
        Idea, idea_id, see=rules.can_see_idea, do=rules.owns_idea, options=queries.with_challenge()
    )
