"""What leads here from other sites: a list to embed, and cards for shared addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from app.accounts.models import Guest
from app.core.access import allow, anyone, load_or_404
from app.core.assets import DAY, YEAR
from app.core.i18n import DEFAULT, LANGUAGES
from app.core.mail import absolute
from app.core.security import let_others_frame
from app.develop import cards, impressions, queries, rules
from app.develop.cards import Card
from app.develop.models import Challenge, Idea
from app.develop.queries import Order
from app.develop.views.shared import bp

EMBEDDED = 5
EMBED_KEPT_SECONDS = 60
DESCRIPTION_CHARACTERS = 200
OUR_NAME = "ร่วมคิด Ruamkid"


@dataclass(frozen=True)
class Share:
    """What another site shows of a shared address: absolute ones, as it is read from outside."""

    title: str
    description: str
    url: str
    image: str


@bp.get("/embed/challenges/<int:challenge_id>")
@allow(anyone)
def embed(challenge_id: int) -> ResponseReturnValue:
    """The first ideas, for a frame on another site: the same for everybody, without cookies."""
    options = queries.with_issue()
    found = load_or_404(Challenge, challenge_id, see=rules.can_share_challenge, options=options)
    page = queries.ideas(Guest(), found, Order.FAIR, "", 1)
    impressions.of(page.rows[:EMBEDDED])()
    with force_locale(_asked_language()):
        shown = render_template(
            "develop/embed.html", challenge=found, ideas=page.rows[:EMBEDDED], total=page.total
        )
    response = make_response(shown)
    response.headers["Cache-Control"] = f"public, max-age={EMBED_KEPT_SECONDS}"
    return let_others_frame(response)


def _asked_language() -> str:
    """By the address alone: no cookie goes to a frame on another site."""
    asked = request.args.get("language", "")
    return asked if asked in LANGUAGES else DEFAULT


@bp.get("/challenges/<int:challenge_id>/card.png")
@allow(anyone)
def challenge_card(challenge_id: int) -> ResponseReturnValue:
    options = queries.with_issue()
    found = load_or_404(Challenge, challenge_id, see=rules.can_share_challenge, options=options)
    return _send(_card_of_challenge(found))


@bp.get("/ideas/<int:idea_id>/card.png")
@allow(anyone)
def idea_card(idea_id: int) -> ResponseReturnValue:
    options = queries.with_challenge()
    found = load_or_404(Idea, idea_id, see=rules.can_share_idea, options=options)
    return _send(_card_of_idea(found))


def _send(card: Card) -> ResponseReturnValue:
    """For ever under an address that names the content, else for a day."""
    response = Response(cards.png(card), mimetype="image/png")
    response.set_etag(card.version)
    is_named = request.args.get("v") == card.version
    kept = f"max-age={YEAR}, immutable" if is_named else f"max-age={DAY}"
    response.headers["Cache-Control"] = f"public, {kept}"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response.make_conditional(request)


def share_challenge(challenge: Challenge) -> Share | None:
    if not rules.can_share_challenge(Guest(), challenge):
        return None
    where = {"challenge_id": challenge.id}
    version = _card_of_challenge(challenge).version
    return Share(
        challenge.title, challenge.question, _absolute("develop.challenge", **where),
        _absolute("develop.challenge_card", v=version, **where),
    )  # fmt: skip


def share_idea(idea: Idea) -> Share | None:
    if not rules.can_share_idea(Guest(), idea):
        return None
    where, version = {"idea_id": idea.id}, _card_of_idea(idea).version
    return Share(
        idea.title, _plain_start(idea.body), _absolute("develop.idea", **where),
        _absolute("develop.idea_card", v=version, **where),
    )  # fmt: skip


def _absolute(endpoint: str, **values: str | int) -> str:
    return absolute(url_for(endpoint, **values))  # type: ignore[arg-type]


def _plain_start(markdown: str) -> str:
    words = " ".join(re.sub(r"[#*_>`|\[\]]", " ", markdown).split())
    long = len(words) > DESCRIPTION_CHARACTERS
    return words[:DESCRIPTION_CHARACTERS].rstrip() + "…" if long else words


def _card_of_challenge(challenge: Challenge) -> Card:
    group = challenge.issue.mission_group
    return Card(challenge.title, group.name_th, OUR_NAME, group.colour)


def _card_of_idea(idea: Idea) -> Card:
    challenge = idea.challenge
    return Card(idea.title, challenge.title, OUR_NAME, challenge.issue.mission_group.colour)
