"""What all pages of Develop share: the blueprint, how a refusal is said, limits kept kindly."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import Blueprint, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests

from app.core import limits, markdown
from app.core.access import current_actor
from app.core.db import db, rollback
from app.core.forms import Form
from app.core.refusals import Refused
from app.develop import rules
from app.develop.models import Comment, Idea, IdeaDraft
from app.develop.refusals import Why
from app.develop.views.answer_words import about_answers
from app.develop.views.idea_words import about_ideas
from app.develop.views.moderation_words import about_moderation
from app.develop.views.vote_words import about_votes

bp = Blueprint("develop", __name__)
bp.add_app_template_filter(markdown.render, "markdown")

IDEAS_A_DAY = limits.Limit("ideas", 20, 86_400)
COMMENTS_AN_HOUR = limits.Limit("comments", 60, 3_600)
Loaded = TypeVar("Loaded")


@bp.context_processor
def _names() -> dict[str, Any]:
    """Templates ask the rules themselves: `rules.can_vote(actor, idea)`."""
    return {"rules": rules, "actor": current_actor()}


def said(why: Why, refusal: Refused | None = None) -> tuple[str, str]:
    """A refusal's title and advice."""
    words = (
        {
            Why.NOT_ALLOWED: (_("You may not do this"), _("Your account may not do this.")),
            Why.ISSUE_NOT_SELECTED: (
                _("This issue is not selected"),
                _("A challenge is opened from a selected issue. Select the issue first."),
            ),
            Why.BAD_PHASES: (
                _("The dates do not fit together"),
                _("A phase closes after it opens, and voting may not close before ideas open."),
            ),
            Why.ALREADY_PUBLISHED: (
                _("This challenge is already published"),
                _("Its question and its dates are what people answer to: they stay as they are."),
            ),
            Why.NOT_PUBLISHED: (
                _("This challenge is not published yet"),
                _("People can take part once it is published."),
            ),
            Why.ALL_OVER: (
                _("All dates of this challenge lie in the past"),
                _("Give it later dates before you publish it."),
            ),
            Why.NOT_LONGER: (
                _("The new closing time is not later"),
                _("A phase can be made longer, never shorter."),
            ),
            Why.IS_OVER: (
                _("This phase is over"),
                _("To open it again, say so expressly and give the reason: everybody will see it."),
            ),
            Why.HIDDEN: (
                _("This idea is hidden"),
                _("A moderator has hidden it: it takes no support and no comments."),
            ),
            Why.HELD: (
                _("This idea waits for a moderator"),
                _("Others see it once a moderator has looked: then it takes votes and comments."),
            ),
            Why.NOT_OPEN_YET: (
                _("This is not open yet"),
                _("The challenge's page says from when on it will be."),
            ),
            Why.OVER: (
                _("This is over"),
                _(
                    "The time for it has ended. What was given in time counts; "
                    "nothing was changed now."
                ),
            ),
            Why.EDIT_TIME_OVER: (
                _("The time to change this comment is over"),
                _(
                    "A comment can be changed for 15 minutes. "
                    "You can withdraw it and write another."
                ),
            ),
            Why.OWN_COMMENT: (
                _("This comment is your own"),
                _("Whether it helps is for others to say."),
            ),
            Why.COMMENT_GONE: (
                _("This comment is not there any more"),
                _("It was withdrawn by its author, or a moderator has hidden it."),
            ),
            Why.OF_ANOTHER_FAMILY: (
                _("This idea is of another family by now"),
                _(
                    "An idea is of one family at most. "
                    "It can join this one after leaving the other."
                ),
            ),
            Why.NOT_LINKABLE: (
                _("This idea can be in no family now"),
                _("It is hidden, withdrawn, closed, or of another challenge."),
            ),
            Why.SAME_IDEA: (
                _("This is the idea itself"),
                _("Choose the other idea, which says the same and stays open."),
            ),
            Why.OWN_IDEA: (
                _("The other idea is your own"),
                _("Nobody closes an idea in favour of their own: somebody else looks at it."),
            ),
            Why.OTHER_CHALLENGE: (
                _("The other idea answers another challenge"),
                _("An idea is closed only in favour of one of the same challenge."),
            ),
            Why.OTHER_NOT_OPEN: (
                _("The other idea is not open"),
                _("It is hidden, withdrawn, or closed itself. Choose one that people can support."),
            ),
            Why.NOTHING_TO_DO: (
                _("This was done already"),
                _("Somebody else was quicker. Look at the page again."),
            ),
        }
        | about_votes(refusal)
        | about_ideas()
        | about_moderation()
        | about_answers()
    )
    return words[why]


@bp.errorhandler(Refused)
def refused(refusal: Refused) -> ResponseReturnValue:
    """409 in plain words, with what was typed; 403 where it is the account that may not."""
    title, advice = said(refusal.why, refusal)
    rollback()
    status = 403 if refusal.why is Why.NOT_ALLOWED else 409
    if wants_json():
        return make_response(jsonify(message=f"{title}. {advice}"), status)
    page = render_template(
        "develop/refused.html", title=title, advice=advice, typed=_typed(), back=_back()
    )
    return make_response(page, status)


def _typed() -> list[tuple[str, str]]:
    """What the refused form held in words, each with its name: to be copied from the page."""
    names = {
        "title": _("Title"), "question": _("Question"), "description": _("Description"),
        "body": _("Text"), "text": _("Text"), "reason": _("Reason"), "note": _("Note"),
        "answer": _("Answer"),
    }  # fmt: skip
    typed = [(name, request.form.get(field, "")) for field, name in names.items()]
    return [(name, words) for name, words in typed if words.strip()]


def _back() -> str:
    """The nearest page that the reader may still see of what the request was about."""
    draft, comment = _asked_for(IdeaDraft, "draft_id"), _asked_for(Comment, "comment_id")
    if draft and rules.owns_draft(current_actor(), draft):
        return url_for("develop.draft", draft_id=draft.id)
    idea = comment.idea if comment else _asked_for(Idea, "idea_id")
    if idea and rules.can_see_idea(current_actor(), idea):
        anchor = f"comment-{comment.id}" if comment else None
        return url_for("develop.idea", idea_id=idea.id, _anchor=anchor)
    challenge_id = idea.challenge_id if idea else (request.view_args or {}).get("challenge_id")
    if challenge_id:
        return url_for("develop.challenge", challenge_id=challenge_id)
    return url_for("develop.challenges")


def _asked_for(model: type[Loaded], argument: str) -> Loaded | None:
    ident = (request.view_args or {}).get(argument)
    return db.session.get(model, ident) if ident else None


def wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def within(limit: limits.Limit, form: Form, message: str) -> int | None:
    """Count one act. Past the limit: put `message` into the form, so that no text is lost.

    Returns the seconds to wait, or None. Commits the count: call it before anything is changed.
    """
    try:
        limits.hit(limit, str(current_actor().actor_id))
    except TooManyRequests as refusal:
        form.form_errors.append(message)
        return int(str(refusal.retry_after))
    return None


def wait_a_while(page: str, seconds: int) -> ResponseReturnValue:
    response = make_response(page, 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def thanks(written: Idea | Comment, done: str) -> str:
    """What is said to whoever wrote it: `done`, or that it waits."""
    waits = _("Thank you. A moderator looks at what you wrote before others see it.")
    return done if written.held_at is None else waits
