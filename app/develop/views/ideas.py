"""An idea's page, and the comments on it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import allow, anyone, current_actor, load_or_404
from app.core.actors import Actor
from app.core.db import commit
from app.core.guest_pages import same_for_all_guests
from app.develop import commands, queries, rules
from app.develop.forms import CommentForm
from app.develop.models import Idea
from app.develop.views.answers import answer_box
from app.develop.views.challenges import chain
from app.develop.views.comments import discussion_of, too_often, where_it_stands, with_people
from app.develop.views.shared import COMMENTS_AN_HOUR, bp, thanks, wait_a_while, within
from app.develop.views.sharing import share_idea
from app.develop.views.withdrawal import withdrawn_page


@bp.get("/ideas/<int:idea_id>")
@allow(anyone)
@same_for_all_guests
def idea(idea_id: int) -> ResponseReturnValue:
    options = (*queries.with_challenge(), *queries.with_place())
    see = rules.can_see_idea_or_that_it_is_gone
    found = load_or_404(Idea, idea_id, see=see, options=options)
    if not rules.can_see_idea(current_actor(), found):
        return withdrawn_page(found)
    return _idea_page(found)


def _idea_page(found: Idea, form: CommentForm | None = None) -> str:
    actor = current_actor()
    return render_template(
        "develop/idea.html",
        idea=found,
        challenge=found.challenge,
        votes=queries.my_votes(actor, found.challenge, [found]),
        steps=chain(found.challenge, found),
        **_beside(actor, found),
        share=share_idea(found),
        **discussion_of(found, form),
    )


def _beside(actor: Actor, idea: Idea) -> dict[str, Any]:
    """What an idea may have beside its words and its discussion, most ideas little of it."""
    has = queries.what_stands_beside(idea)
    return {
        "tags": queries.tags_on([idea]).get(idea.id, []) if has.tags else [],
        "attachments": queries.attachments(idea) if has.attachments else [],
        "changes": queries.changes(idea),
        "family": queries.family_box(actor, idea) if has.family else queries.FamilyBox(),
        "box": answer_box(idea) if has.answer else None,
    }


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
    told = thanks(posted, _("Thank you. Your comment is posted."))
    address = where_it_stands(posted, posted)
    commit()
    flash(told)
    return redirect(address)
