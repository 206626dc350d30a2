"""Follow an idea, a challenge or a mission group; what one follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app.accounts.rules import is_signed_in
from app.core.access import allow, current_actor, load_or_404
from app.core.actors import Actor
from app.core.db import commit
from app.core.i18n import in_language
from app.core.pages import own_path
from app.core.paging import page_number
from app.develop import commands, queries, rules
from app.develop import following_news as _news  # noqa: F401  says what news of these means
from app.develop.models import Challenge, Idea
from app.develop.rules import Followed
from app.develop.views.shared import bp, wants_json
from app.missions import group_parts
from app.missions.models import MissionGroup
from app.missions.queries import mission_group

Verb = Callable[[Actor, Any], None]


@bp.get("/following")
@allow(is_signed_in)
def following() -> ResponseReturnValue:
    page = queries.followed(current_actor(), page_number())
    return render_template("develop/following.html", page=page)


@bp.post("/ideas/<int:idea_id>/follow")
@allow(rules.can_take_part)
def follow_idea(idea_id: int) -> ResponseReturnValue:
    return _change(_idea(idea_id), commands.follow)


@bp.post("/ideas/<int:idea_id>/unfollow")
@allow(is_signed_in)
def unfollow_idea(idea_id: int) -> ResponseReturnValue:
    return _change(_idea(idea_id), commands.unfollow)


@bp.post("/challenges/<int:challenge_id>/follow")
@allow(rules.can_take_part)
def follow_challenge(challenge_id: int) -> ResponseReturnValue:
    return _change(_challenge(challenge_id), commands.follow)


@bp.post("/challenges/<int:challenge_id>/unfollow")
@allow(is_signed_in)
def unfollow_challenge(challenge_id: int) -> ResponseReturnValue:
    return _change(_challenge(challenge_id), commands.unfollow)


@bp.post("/missions/<slug>/follow")
@allow(rules.can_take_part)
def follow_mission_group(slug: str) -> ResponseReturnValue:
    return _change(_group(slug), commands.follow)


@bp.post("/missions/<slug>/unfollow")
@allow(is_signed_in)
def unfollow_mission_group(slug: str) -> ResponseReturnValue:
    return _change(_group(slug), commands.unfollow)


def _idea(idea_id: int) -> Idea:
    return load_or_404(Idea, idea_id, see=rules.can_see_idea)


def _challenge(challenge_id: int) -> Challenge:
    return load_or_404(Challenge, challenge_id, see=rules.can_see_challenge)


def _group(slug: str) -> MissionGroup:
    found = mission_group(slug)
    if found is None:
        abort(404)
    return found


def _change(thing: Followed, verb: Verb) -> ResponseReturnValue:
    """A form that works alone, and in place where a script sends it."""
    actor = current_actor()
    verb(actor, thing)
    follows = verb is commands.follow
    told = (
        _("You follow this: news of it comes to you.")
        if follows
        else _("You no longer follow this.")
    )
    # Made before the commit: reading the thing after it would begin another transaction
    html = follow_box(thing, follows=follows) if wants_json() else ""
    way = own_path(request.form.get("next"), url_for("develop.following"))
    commit()
    if html:
        return jsonify(html=html, message=told)
    flash(told)
    return redirect(way)


@group_parts.contribute
def group_box(group: MissionGroup) -> Markup:
    """The button on a mission group's page."""
    return follow_box(group)


@bp.context_processor
def _names() -> dict[str, Any]:
    return {"follow_box": follow_box}


def follow_box(thing: Followed, *, follows: bool | None = None) -> Markup:
    """The button to follow a thing or to leave off; empty for whom it is not. At most one query."""
    actor = current_actor()
    if follows is None:
        follows = queries.follows(actor, thing)
    if not (follows or rules.can_follow(actor, thing)):
        return Markup("")
    kind, values = _address(thing)
    html = render_template(
        "develop/follow_box.html", follows=follows, name=_name(thing),
        action=url_for(f"develop.{'unfollow' if follows else 'follow'}_{kind}", **values),
        back=url_for(_PAGES[kind], **values),
    )  # fmt: skip
    return Markup(html)  # noqa: S704  our own template's, which escapes


_PAGES = {
    "idea": "develop.idea",
    "challenge": "develop.challenge",
    "mission_group": "missions.mission_group",
}


def _address(thing: Followed) -> tuple[str, dict[str, Any]]:
    if isinstance(thing, Idea):
        return "idea", {"idea_id": thing.id}
    if isinstance(thing, Challenge):
        return "challenge", {"challenge_id": thing.id}
    return "mission_group", {"slug": thing.slug}


def _name(thing: Followed) -> str:
    return in_language(thing, "name") if isinstance(thing, MissionGroup) else thing.title
