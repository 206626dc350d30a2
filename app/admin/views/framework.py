"""The way to what an administrator edits of the framework."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.admin.views.blueprint import bp
from app.core.access import allow
from app.missions import queries
from app.missions.rules import can_edit_framework


@bp.get("/framework")
@allow(can_edit_framework)
def framework() -> ResponseReturnValue:
    return render_template(
        "admin/framework.html",
        groups=queries.mission_groups_with_units(),
        units=queries.units(),
        stages=queries.stages(),
    )
