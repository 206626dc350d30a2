"""Ideas and the comments on them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import allow, anyone, current_actor, load_or_404
from app.core.db import commit
from app.core.refusals import Refused
from app.develop import commands, queries, rules
from app.develop.forms import CommentForm, IdeaForm
from app.develop.models import Challenge, Idea
from app.develop.rules import Act
from app.develop.views.challenges import chain
from app.develop.views.comments import (
    discussion_of,
    too_often,
    wait_a_while,
    where_it_stands,
    with_people,
)
from app.develop.views.shared import COMMENTS_AN_HOUR, IDEAS_A_DAY, bp, within
from app.develop.views.similar import similar_to_typed


@bp.get("/ideas/<int:idea_id>")
@allow(anyone)
def idea(idea_id: int) -> ResponseReturnValue:
    options = queries.with_challenge()
    found = load_or_404(Idea, idea_id, see=rules.can_see_idea, options=options)
    return _idea_page(found)


def _idea_page(found: Idea, form: CommentForm | None = None) -> str:
    actor = current_actor()
    return render_template(
        "develop/idea.html",
        idea=found,
        challenge=found.challenge,
        votes=queries.my_votes(actor, found.challenge, [found]),
        box=queries.family_box(actor, found),
        steps=chain(found.challenge, found),
        **discussion_of(found, form),
    )


@bp.get("/challenges/<int:challenge_id>/ideas/new")
@allow(rules.can_take_part)
def idea_form(challenge_id: int) -> ResponseReturnValue:
    options = queries.with_issue()
    found = load_or_404(Challenge, challenge_id, see=rules.can_see_challenge, options=options)
    if not rules.can_post_idea(current_actor(), found):
        raise Refused(rules.why_not(current_actor(), found, Act.POST))
    return _form_page(IdeaForm(), found)


@bp.post("/challenges/<int:challenge_id>/ideas/new")
@allow(rules.can_take_part)
def post_idea(challenge_id: int) -> ResponseReturnValue:
    options, form = queries.with_issue(), IdeaForm()
    found = load_or_404(Challenge, challenge_id, see=rules.can_see_challenge, options=options)
    if not form.validate_on_submit():
        return _form_page(form, found), 422
    if form.preview.data:
        return _form_page(form, found)
    message = _("You have posted as many ideas as one person may in a day. Please go on tomorrow.")
    if wait := within(IDEAS_A_DAY, form, message):
        return wait_a_while(_form_page(form, found), wait)
    posted = commands.post_idea(current_actor(), found, title=form.title.data, body=form.body.data)
    idea_id = posted.id
    commit()
    flash(_("Thank you. Your idea is posted."))
    return redirect(url_for("develop.idea", idea_id=idea_id))


@bp.get("/ideas/<int:idea_id>/edit")
@allow(rules.can_take_part)
def edit_idea_form(idea_id: int) -> ResponseReturnValue:
    found = load_or_404(Idea, idea_id, see=rules.can_see_idea, do=rules.owns_idea)
    if not rules.can_edit_idea(current_actor(), found):
        raise Refused(rules.why_not_on(current_actor(), found, Act.EDIT))
    form = IdeaForm(data={"title": found.title, "body": found.body})
    return _form_page(form, found.challenge, found)


@bp.post("/ideas/<int:idea_id>/edit")
@allow(rules.can_take_part)
def edit_idea(idea_id: int) -> ResponseReturnValue:
    form = IdeaForm()
    found = load_or_404(Idea, idea_id, see=rules.can_see_idea, do=rules.owns_idea)
    if not form.validate_on_submit():
        return _form_page(form, found.challenge, found), 422
    if form.preview.data:
        return _form_page(form, found.challenge, found)
    commands.edit_idea(current_actor(), found, title=form.title.data, body=form.body.data)
    commit()
    flash(_("The changes are kept."))
    return redirect(url_for("develop.idea", idea_id=idea_id))


def _form_page(form: IdeaForm, challenge: Challenge, idea: Idea | None = None) -> str:
    return render_template(
        "develop/idea_form.html", form=form, challenge=challenge, idea=idea,
        similar=similar_to_typed(form, challenge, idea),
    )  # fmt: skip


@bp.post("/ideas/<int:idea_id>/comments")
@allow(rules.can_take_part)
def comment(idea_id: int) -> ResponseReturnValue:
    options, actor = queries.with_challenge(), current_actor()
    found = load_or_404(Idea, idea_id, see=rules.can_see_idea, options=options)
    form = with_people(CommentForm(), found)
    if not form.validate_on_submit():
        return _idea_page(found, form), 422
    if wait := within(COMMENTS_AN_HOUR, form, too_often()):
        return wait_a_while(_idea_page(found, form), wait)
    posted = commands.comment_on(
        actor, found, str(form.body.data), stance=form.chosen, mentions=form.mentions.data or ()
    )
    address = where_it_stands(posted, posted)
    commit()
    flash(_("Thank you. Your comment is posted."))
    return redirect(address)
