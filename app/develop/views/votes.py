"""Votes: forms that work alone, and in place by a script; consent before the first one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import (
    current_app,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from app.accounts import consent
from app.accounts.commands.consents import give_consent
from app.accounts.models import Person, Purpose
from app.core import networks
from app.core.access import allow, current_actor, load_or_404
from app.core.actors import Actor
from app.core.db import commit_and_keep
from app.core.i18n import show_number
from app.core.pages import own_path
from app.develop import commands, queries, rules
from app.develop.commands import Voted
from app.develop.models import Idea
from app.develop.views.shared import bp, wants_json

Verb = Callable[..., Voted]


@bp.post("/ideas/<int:idea_id>/support")
@allow(rules.can_take_part)
def support(idea_id: int) -> ResponseReturnValue:
    return _vote(idea_id, commands.support_idea)


@bp.post("/ideas/<int:idea_id>/oppose")
@allow(rules.can_take_part)
def oppose(idea_id: int) -> ResponseReturnValue:
    return _vote(idea_id, commands.oppose_idea)


@bp.post("/ideas/<int:idea_id>/support/withdraw")
@allow(rules.can_take_part)
def withdraw_support(idea_id: int) -> ResponseReturnValue:
    """Of an idea that is no longer shown too, by those who hold a vote on it."""
    idea = load_or_404(Idea, idea_id, see=_sees_or_holds_a_vote, load=queries.idea_as_it_is)
    voted = commands.withdraw_support(current_actor(), idea)
    commit_and_keep()
    return _answer(idea, voted)


@bp.get("/ideas/<int:idea_id>/vote/consent")
@allow(rules.can_take_part)
def vote_consent(idea_id: int) -> ResponseReturnValue:
    """What a vote may show, how it is kept, and the question: asked once, before the first vote."""
    idea = load_or_404(Idea, idea_id, see=rules.can_see_idea)
    page = url_for("develop.idea", idea_id=idea.id)
    against = request.args.get("against") == "1" and rules.is_up_or_down(idea.challenge)
    return render_template(
        "develop/vote_consent.html",
        idea=idea, against=against, version=consent.VOTE_VERSION,
        back=own_path(request.args.get("next"), page),
    )  # fmt: skip


def _vote(idea_id: int, verb: Verb) -> ResponseReturnValue:
    actor = current_actor()
    idea = load_or_404(Idea, idea_id, see=rules.can_see_idea, load=queries.idea_as_it_is)
    if rules.must_consent(actor) and rules.can_vote(actor, idea):
        if request.form.get("agree") != consent.VOTE_VERSION:
            return _ask_for_consent(idea, against=verb is commands.oppose_idea)
        give_consent(cast(Person, actor), Purpose.VOTE)
    voted = verb(actor, idea, networks.tag(networks.network()))
    # The answer is drawn after it: other voters wait for the idea's counter until the commit
    commit_and_keep()
    return _answer(idea, voted)


def _sees_or_holds_a_vote(actor: Actor, idea: Idea) -> bool:
    return rules.can_see_idea(actor, idea) or queries.has_vote(actor, idea)


def _ask_for_consent(idea: Idea, *, against: bool) -> ResponseReturnValue:
    page = url_for(
        "develop.vote_consent", idea_id=idea.id, against="1" if against else None,
        next=own_path(request.form.get("next"), url_for("develop.idea", idea_id=idea.id)),
    )  # fmt: skip
    if wants_json():
        message = _("Before your first vote we ask for your consent.")
        return make_response(jsonify(message=message, href=page), 428)
    return redirect(page, 303)


def _answer(idea: Idea, voted: Voted) -> ResponseReturnValue:
    told = _tell(idea, voted)
    if wants_json():
        return jsonify(_in_place(idea, voted) | {"message": told})
    flash(Markup("{} {}").format(told, _receipt(voted)) if voted.receipt else told)
    page = url_for("develop.idea", idea_id=idea.id)
    if not rules.can_see_idea(current_actor(), idea):
        page = url_for("develop.my_ballot", challenge_id=idea.challenge_id)
    return redirect(own_path(request.form.get("next"), page) + f"#support-{idea.id}")


def _in_place(idea: Idea, voted: Voted) -> dict[str, Any]:
    """The box as it is now, and what stands elsewhere on the page."""
    box = render_template(
        "develop/support_box.html", idea=idea, voted=voted, receipt=_receipt(voted)
    )
    answer = {"html": box, "mine": voted.mine, "count": voted.votes_count,
              "against": voted.against_count, "supported": voted.mine == 1}  # fmt: skip
    if voted.used is not None:
        answer["left_html"] = render_template(
            "develop/votes_left.html", challenge=idea.challenge, used=voted.used
        )
    return answer


def _receipt(voted: Voted) -> Markup:
    """The voter's receipt and a way to learn what it is for."""
    if voted.receipt is None:
        return Markup("")
    told = escape(_("Your receipt: %(code)s", code=voted.receipt))
    if "develop.ledger" not in current_app.view_functions:
        return told
    link = Markup('<a href="{}">{}</a>').format(url_for("develop.ledger"), _("What is this?"))
    return Markup("{} · {}").format(told, link)


def _tell(idea: Idea, voted: Voted) -> str:
    if voted.mine == 0:
        done = _("Your vote is withdrawn.")
    elif voted.mine < 0:
        done = _("Your vote against this idea counts.")
    else:
        done = _("Your vote counts.")
    return f"{done} {_figures(idea, voted)}"


def _figures(idea: Idea, voted: Voted) -> str:
    shown = show_number(voted.votes_count)
    if rules.is_up_or_down(idea.challenge):
        against = show_number(voted.against_count)
        return _("%(shown)s for, %(against)s against.", shown=shown, against=against)
    return ngettext(
        "%(shown)s person supports this idea.", "%(shown)s people support this idea.",
        voted.votes_count, shown=shown,
    )  # fmt: skip
