"""An idea that says the same as another: closed with a link and a reason, and opened again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import allow, current_actor, load_or_404
from app.core.db import commit, db
from app.develop import commands, queries, rules
from app.develop.forms import DuplicateForm, ReasonForm
from app.develop.models import Idea
from app.develop.views.shared import bp


@bp.get("/ideas/<int:idea_id>/duplicate")
@allow(rules.arranges_ideas)
def close_idea_form(idea_id: int) -> ResponseReturnValue:
    idea = load_or_404(Idea, idea_id, see=rules.can_see_idea, do=rules.can_close_idea)
    return _page(DuplicateForm(), idea)


@bp.post("/ideas/<int:idea_id>/duplicate")
@allow(rules.arranges_ideas)
def close_idea(idea_id: int) -> ResponseReturnValue:
    idea = load_or_404(Idea, idea_id, see=rules.can_see_idea)
    form = DuplicateForm()
    if not form.validate_on_submit():
        return _page(form, idea), 422
    other = db.session.get(Idea, form.other_id())
    if other is None or not rules.can_see_idea(current_actor(), other):
        form.form_errors.append(_("There is no idea at this address."))
        return _page(form, idea), 422
    commands.close_as_duplicate(current_actor(), idea, other, str(form.reason.data))
    commit()
    flash(_("The idea is closed. Its votes stay, and its author is told."))
    return redirect(url_for("develop.idea", idea_id=idea_id))


@bp.post("/ideas/<int:idea_id>/reopen")
@allow(rules.arranges_ideas)
def reopen_idea(idea_id: int) -> ResponseReturnValue:
    idea = load_or_404(Idea, idea_id, see=rules.can_see_idea)
    form = ReasonForm()
    if not form.validate_on_submit():
        return render_template("develop/reopen.html", form=form, idea=idea), 422
    commands.reopen_idea(current_actor(), idea, str(form.reason.data))
    commit()
    flash(_("The idea is open again."))
    return redirect(url_for("develop.idea", idea_id=idea_id))


def _page(form: DuplicateForm, idea: Idea) -> str:
    actor, search = current_actor(), request.args.get("q", "").strip()[:200]
    offered = queries.choices(idea.challenge, idea, search)
    return render_template(
        "develop/close_duplicate.html",
        form=form, idea=idea, search=search,
        choices=[one for one in offered if not rules.is_author(actor, one.idea)],
    )  # fmt: skip
