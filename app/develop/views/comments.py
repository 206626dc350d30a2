"""The discussion of an idea: comments, replies, changes, and what is found helpful."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.access import allow, anyone, current_actor, load_or_404
from app.core.actors import Actor
from app.core.db import commit
from app.core.i18n import show_number
from app.core.pages import own_path
from app.core.paging import page_number
from app.core.refusals import Refused
from app.develop import commands, queries, rules
from app.develop import comment_news as _news  # noqa: F401  says what news of comments means
from app.develop.commands import Helpful
from app.develop.forms import CommentForm, EditCommentForm, ReplyForm
from app.develop.models import Comment, Idea, Stance
from app.develop.queries import ThreadOrder, Wanted
from app.develop.refusals import Why
from app.develop.rules import Act
from app.develop.views.shared import (
    COMMENTS_AN_HOUR,
    bp,
    thanks,
    wait_a_while,
    wants_json,
    within,
)

Verb = Callable[[Actor, Comment], Helpful]


def _wanted_threads(idea: Idea) -> Wanted:
    """What the address asks for; what it may not or cannot ask for is left out."""
    order, stance = request.args.get("sort", ""), request.args.get("stance", "")
    asked = request.args.get("unanswered") == "1"
    return Wanted(
        order=ThreadOrder(order) if order in list(ThreadOrder) else ThreadOrder.FAIR,
        stance=Stance(stance) if stance in list(Stance) else None,
        unanswered=asked and rules.can_see_unanswered(current_actor(), idea),
    )


def _comment_form(idea: Idea) -> CommentForm | None:
    """The form below the discussion; None where this reader may not comment."""
    if not rules.can_comment(current_actor(), idea):
        return None
    return with_people(CommentForm(formdata=None), idea)


def with_people(form: CommentForm, idea: Idea) -> CommentForm:
    form.offer(queries.participants(current_actor(), idea))
    return form


def discussion_of(idea: Idea, form: CommentForm | None = None) -> dict[str, Any]:
    """What the discussion on an idea's page needs. `form`: one that was refused."""
    actor, wanted = current_actor(), _wanted_threads(idea)
    return {
        "discussion": queries.discussion(actor, idea, wanted, page_number()),
        "wanted": wanted,
        "form": form or _comment_form(idea),
    }


def too_often() -> str:
    return _("You have written as many comments as one person may in an hour. Please wait.")


@bp.get("/comments/<int:comment_id>")
@allow(anyone)
def thread(comment_id: int) -> ResponseReturnValue:
    """A thread with all its replies. A reply's address leads to its place there."""
    found = load_or_404(Comment, comment_id, see=rules.can_see_its_idea)
    if found.parent_id is not None:
        if not rules.can_see_comment(current_actor(), found):
            abort(404)
        page = queries.page_of_reply(current_actor(), found)
        return redirect(_address("develop.thread", found, page, comment_id=found.parent_id))
    seen = queries.thread(current_actor(), found, page_number())
    if seen is None:
        abort(404)
    return render_template("develop/thread.html", idea=found.idea, first=seen[0], page=seen[1])


@bp.get("/comments/<int:comment_id>/reply")
@allow(rules.can_take_part)
def reply_form(comment_id: int) -> ResponseReturnValue:
    found = load_or_404(Comment, comment_id, see=rules.can_see_comment)
    if not rules.can_reply(current_actor(), found):
        raise Refused(_why_no_reply(found))
    return _reply_page(found, _replying(found))


@bp.post("/comments/<int:comment_id>/reply")
@allow(rules.can_take_part)
def reply(comment_id: int) -> ResponseReturnValue:
    found = load_or_404(Comment, comment_id, see=rules.can_see_comment)
    form = _replying(found)
    if not form.validate_on_submit():
        return _reply_page(found, form), 422
    if wait := within(COMMENTS_AN_HOUR, form, too_often()):
        return wait_a_while(_reply_page(found, form), wait)
    actor = current_actor()
    posted = commands.reply_to(actor, found, str(form.body.data), form.mentions.data or ())
    told = thanks(posted, _("Thank you. Your reply is posted."))
    address = where_it_stands(posted, found.parent or found)
    commit()
    flash(told)
    return redirect(address)


@bp.get("/comments/<int:comment_id>/edit")
@allow(rules.can_take_part)
def edit_comment_form(comment_id: int) -> ResponseReturnValue:
    found = load_or_404(Comment, comment_id, see=rules.can_see_comment, do=rules.owns_comment)
    if not rules.can_edit_comment(current_actor(), found):
        raise Refused(_why_no_edit(found))
    form = EditCommentForm(data={"body": found.body, "stance": found.stance.value})
    return _edit_page(found, form)


@bp.post("/comments/<int:comment_id>/edit")
@allow(rules.can_take_part)
def edit_comment(comment_id: int) -> ResponseReturnValue:
    form = EditCommentForm()
    found = load_or_404(Comment, comment_id, see=rules.can_see_comment, do=rules.owns_comment)
    if not form.validate_on_submit():
        return _edit_page(found, form), 422
    body, stance = str(form.body.data), form.chosen
    commands.edit_comment(current_actor(), found, body=body, stance=stance)
    told = thanks(found, _("The changes are kept."))
    address = where_it_stands(found, found.parent or found)
    commit()
    flash(told)
    return redirect(address)


@bp.post("/comments/<int:comment_id>/withdraw")
@allow(rules.can_take_part)
def withdraw_comment(comment_id: int) -> ResponseReturnValue:
    found = load_or_404(Comment, comment_id, see=rules.can_see_comment, do=rules.owns_comment)
    idea_id = found.idea_id
    commands.withdraw_comment(current_actor(), found)
    commit()
    flash(_("Your comment is withdrawn. Replies to it stay."))
    return redirect(url_for("develop.idea", idea_id=idea_id) + "#comments")


@bp.post("/comments/<int:comment_id>/helpful")
@allow(rules.can_take_part)
def find_helpful(comment_id: int) -> ResponseReturnValue:
    return _react(comment_id, commands.find_helpful, helpful=True)


@bp.post("/comments/<int:comment_id>/helpful/withdraw")
@allow(rules.can_take_part)
def take_back_helpful(comment_id: int) -> ResponseReturnValue:
    return _react(comment_id, commands.take_back_helpful, helpful=False)


def _react(comment_id: int, verb: Verb, *, helpful: bool) -> ResponseReturnValue:
    found = load_or_404(Comment, comment_id, see=rules.can_see_comment)
    result = verb(current_actor(), found)
    told = _tell(result.count, helpful)
    if wants_json():
        html = render_template(
            "develop/helpful_box.html", comment=found, count=result.count, helpful=helpful
        )
        answer: ResponseReturnValue = jsonify(html=html, message=told, count=result.count)
    else:
        flash(told)
        page = url_for("develop.idea", idea_id=found.idea_id)
        answer = redirect(own_path(request.form.get("next"), page) + f"#comment-{comment_id}")
    commit()
    return answer


def _tell(count: int, helpful: bool) -> str:
    done = _("You find this comment helpful.") if helpful else _("Your mark is taken back.")
    shown = show_number(count)
    now = ngettext(
        "%(shown)s person finds it helpful.", "%(shown)s people find it helpful.",
        count, shown=shown,
    )  # fmt: skip
    return f"{done} {now}"


def where_it_stands(comment: Comment, first: Comment) -> str:
    """The address of a comment on its idea's page, in the default order."""
    page = queries.page_of_thread(current_actor(), first)
    return _address("develop.idea", comment, page, idea_id=comment.idea_id)


def _address(endpoint: str, comment: Comment, page: int, **values: Any) -> str:
    address = url_for(endpoint, page=page if page > 1 else None, **values)
    return f"{address}#comment-{comment.id}"


def _replying(answered: Comment) -> ReplyForm:
    """The one who is answered is mentioned anyway, and not among those to choose from."""
    form = ReplyForm()
    people = queries.participants(current_actor(), answered.idea)
    form.offer(one for one in people if one.id != answered.author_id)
    return form


def _reply_page(answered: Comment, form: ReplyForm) -> str:
    return render_template(
        "develop/comment_reply.html", form=form, comment=answered, idea=answered.idea
    )


def _edit_page(comment: Comment, form: EditCommentForm) -> str:
    return render_template(
        "develop/comment_edit.html", form=form, comment=comment, idea=comment.idea
    )


def _why_no_reply(comment: Comment) -> Why:
    if not rules.is_visible(comment):
        return Why.COMMENT_GONE
    return rules.why_not_on(current_actor(), comment.idea, Act.COMMENT)


def _why_no_edit(comment: Comment) -> Why:
    if rules.is_visible(comment) and not rules.is_just_written(comment):
        return Why.EDIT_TIME_OVER
    return _why_no_reply(comment)
