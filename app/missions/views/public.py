"""What everybody reads: the home page, the process, a mission group, the groups' colours."""

from __future__ import annotations

from flask import Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.core.access import allow, anyone, current_actor
from app.missions import group_parts, overview, queries
from app.missions.models import MissionGroup
from app.missions.open_now import open_items
from app.missions.rules import can_edit_framework, is_colour
from app.missions.views.blueprint import bp

COLOURS_SECONDS = 300


@bp.get("/")
@allow(anyone)
def home() -> ResponseReturnValue:
    items, groups = open_items(), queries.mission_groups()
    return render_template(
        "missions/home.html",
        calls=overview.calls(items, groups),
        groups=overview.groups_now(groups, items),
        stages=queries.stages(),
    )


@bp.get("/process")
@allow(anyone)
def process() -> ResponseReturnValue:
    return render_template(
        "missions/process.html",
        stages=queries.stages(),
        groups=queries.mission_groups_with_units(),
    )


@bp.get("/missions/<slug>")
@allow(anyone)
def mission_group(slug: str) -> ResponseReturnValue:
    group = group_or_404(slug)
    return render_template(
        "missions/mission_group.html",
        now=overview.group_now(group),
        may_edit=can_edit_framework(current_actor()),
        parts=group_parts.parts(group),
    )


@bp.get("/missions.css")
@allow(anyone)
def colours() -> ResponseReturnValue:
    """Each mission group's accent: colour is data, and pages may hold no style of their own."""
    rules = [
        f'[data-mission="{group.slug}"]{{--accent:{group.colour}}}'
        for group in queries.mission_groups()
        if is_colour(group.colour)
    ]
    return _stylesheet("\n".join(rules))


def group_or_404(slug: str) -> MissionGroup:
    group = queries.mission_group(slug)
    if group is None:
        abort(404)
    return group


def _stylesheet(text: str) -> Response:
    response = make_response(text)
    response.mimetype = "text/css"
    response.headers["Cache-Control"] = f"public, max-age={COLOURS_SECONDS}"
    response.add_etag()
    response.make_conditional(request)
    return response
