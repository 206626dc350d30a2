"""Posts one by one: looked through, hidden with a reason, restored, let stand."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import allow, current_actor, load_or_404
from app.core.db import commit
from app.core.pages import own_path
from app.core.paging import page_number
from app.develop import queries, rules
from app.develop.commands import moderation as commands
from app.develop.commands.deciding import Reason
from app.develop.forms.moderation import ReasonForm, RuledForm
from app.develop.models import Comment, Idea
from app.develop.queries import Shown
from app.develop.views.shared import bp

Post = Idea | Comment


@bp.get("/moderation/posts")
@allow(rules.can_moderate)
def all_posts() -> ResponseReturnValue:
    wanted = request.args.get("show", "")
    shown = Shown(wanted) if wanted in list(Shown) else Shown.VISIBLE
    kind = "comments" if request.args.get("kind") == "comments" else "ideas"
    read = queries.comments_to_moderate if kind == "comments" else queries.ideas_to_moderate
    return render_template(
        "develop/moderation/posts.html",
        page=read(shown, page_number()),
        kind=kind,
        shown=shown,
        all_shown=list(Shown),
    )


@bp.post("/ideas/<int:idea_id>/hide")
@allow(rules.can_moderate)
def hide_idea(idea_id: int) -> ResponseReturnValue:
    return _hide(load_or_404(Idea, idea_id, see=rules.can_see_idea), _("The idea is hidden."))


@bp.post("/comments/<int:comment_id>/hide")
@allow(rules.can_moderate)
def hide_comment(comment_id: int) -> ResponseReturnValue:
    found = load_or_404(Comment, comment_id, see=rules.can_see_comment)
    return _hide(found, _("The comment is hidden."))


@bp.post("/ideas/<int:idea_id>/restore")
@allow(rules.can_moderate)
def restore_idea(idea_id: int) -> ResponseReturnValue:
    found = load_or_404(Idea, idea_id, see=rules.can_see_idea)
    return _restore(found, _("The idea can be seen again."))


@bp.post("/comments/<int:comment_id>/restore")
@allow(rules.can_moderate)
def restore_comment(comment_id: int) -> ResponseReturnValue:
    found = load_or_404(Comment, comment_id, see=rules.can_see_comment)
    return _restore(found, _("The comment can be seen again."))


@bp.post("/ideas/<int:idea_id>/let-stand")
@allow(rules.can_moderate)
def let_idea_stand(idea_id: int) -> ResponseReturnValue:
    return _let_stand(load_or_404(Idea, idea_id, see=rules.can_see_idea))


@bp.post("/comments/<int:comment_id>/let-stand")
@allow(rules.can_moderate)
def let_comment_stand(comment_id: int) -> ResponseReturnValue:
    return _let_stand(load_or_404(Comment, comment_id, see=rules.can_see_comment))


def _hide(written: Post, done: str) -> ResponseReturnValue:
    form = RuledForm()
    if not form.validate_on_submit():
        return _ask_again(form, written)
    reason = Reason(form.note.data, form.house_rule)
    return _do(lambda: commands.hide(current_actor(), written, reason), done)


def _restore(written: Post, done: str) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate_on_submit():
        return _ask_again(form, written)
    reason = Reason(form.reason.data)
    return _do(lambda: commands.restore(current_actor(), written, reason), done)


def _let_stand(written: Post) -> ResponseReturnValue:
    return _do(lambda: commands.let_stand(current_actor(), written), _("It stands as it is."))


def _do(act: Callable[[], object], done: str) -> ResponseReturnValue:
    act()
    commit()
    flash(done)
    return redirect(own_path(request.form.get("next"), url_for("develop.moderation")))


def _ask_again(form: RuledForm | ReasonForm, written: Post) -> ResponseReturnValue:
    return render_template("develop/moderation/reason.html", form=form, written=written), 422
