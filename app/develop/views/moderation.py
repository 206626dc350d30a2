"""A moderator looks through what is new, hides with a reason, and restores."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import allow, current_actor, load_or_404
from app.core.actors import Actor
from app.core.db import commit
from app.core.pages import own_path
from app.core.paging import page_number
from app.develop import commands, queries, rules
from app.develop.forms import ReasonForm
from app.develop.models import Comment, Idea
from app.develop.queries import Shown
from app.develop.views.shared import bp

Verb = Callable[[Actor, Any, str], None]


@bp.get("/moderation")
@allow(rules.can_moderate)
def moderation() -> ResponseReturnValue:
    wanted = request.args.get("show", "")
    shown = Shown(wanted) if wanted in list(Shown) else Shown.VISIBLE
    kind = "comments" if request.args.get("kind") == "comments" else "ideas"
    read = queries.comments_to_moderate if kind == "comments" else queries.ideas_to_moderate
    return render_template(
        "develop/moderation.html",
        page=read(shown, page_number()),
        kind=kind,
        shown=shown,
        all_shown=list(Shown),
    )


@bp.post("/ideas/<int:idea_id>/hide")
@allow(rules.can_moderate)
def hide_idea(idea_id: int) -> ResponseReturnValue:
    idea = load_or_404(Idea, idea_id, see=rules.can_see_idea)
    return _moderate(idea, commands.hide_idea, _("The idea is hidden."))


@bp.post("/ideas/<int:idea_id>/restore")
@allow(rules.can_moderate)
def restore_idea(idea_id: int) -> ResponseReturnValue:
    idea = load_or_404(Idea, idea_id, see=rules.can_see_idea)
    return _moderate(idea, commands.restore_idea, _("The idea can be seen again."))


@bp.post("/comments/<int:comment_id>/hide")
@allow(rules.can_moderate)
def hide_comment(comment_id: int) -> ResponseReturnValue:
    comment = load_or_404(Comment, comment_id, see=rules.can_see_comment)
    return _moderate(comment, commands.hide_comment, _("The comment is hidden."))


@bp.post("/comments/<int:comment_id>/restore")
@allow(rules.can_moderate)
def restore_comment(comment_id: int) -> ResponseReturnValue:
    comment = load_or_404(Comment, comment_id, see=rules.can_see_comment)
    return _moderate(comment, commands.restore_comment, _("The comment can be seen again."))


def _moderate(written: Idea | Comment, verb: Verb, done: str) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate_on_submit():
        return render_template("develop/reason.html", form=form, written=written), 422
    verb(current_actor(), written, form.reason.data)
    commit()
    flash(done)
    return redirect(own_path(form.next.data, url_for("develop.moderation")))
