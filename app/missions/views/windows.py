"""When a stage is open: its windows, opened and closed by an administrator."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.access import allow, current_actor
from app.core.addresses import number
from app.core.db import commit, db, rollback
from app.core.refusals import Refused
from app.missions import commands, queries
from app.missions.forms import StageForm, WindowForm
from app.missions.models import Stage, StageKey, StageWindow
from app.missions.rules import can_edit_framework
from app.missions.views.blueprint import bp

UNPROCESSABLE = 422


@bp.post("/stages/<key>/windows")
@allow(can_edit_framework)
def open_window(key: str) -> ResponseReturnValue:
    stage, form = stage_or_404(key), WindowForm().offer(queries.mission_groups())
    if not form.validate():
        return stage_page(stage, StageForm(formdata=None, obj=stage), form), UNPROCESSABLE
    commands.open_window(
        current_actor(),
        stage.key,
        mission_group_id=form.mission_group_id,
        opens_at=form.opens_at,
        closes_at=form.closes_at,
    )
    commit()
    flash(_("The stage will be open in that time."))
    return redirect(url_for("missions.edit_stage", key=key))


@bp.post("/stages/<key>/windows/close")
@allow(can_edit_framework)
def close_window(key: str) -> ResponseReturnValue:
    window = _window_or_404(stage_or_404(key))
    try:
        commands.close_window(current_actor(), window)
    except Refused:
        rollback()
        flash(_("It was closed already."), "warning")
    else:
        commit()
        flash(_("It is closed now."))
    return redirect(url_for("missions.edit_stage", key=key))


def stage_or_404(key: str) -> Stage:
    if key not in list(StageKey):
        abort(404)
    stage = db.session.get(Stage, StageKey(key))
    return stage or abort(404)


def stage_page(stage: Stage, form: StageForm, window_form: WindowForm) -> str:
    groups = queries.mission_groups()
    return render_template(
        "missions/edit_stage.html",
        stage=stage,
        form=form,
        window_form=window_form.offer(groups),
        windows=[window for window in queries.windows() if window.stage == stage.key],
        groups={group.id: group for group in groups},
        now=clock.now(),
    )


def _window_or_404(stage: Stage) -> StageWindow:
    asked = request.form.get("window_id", type=number)
    window = db.session.get(StageWindow, asked) if asked else None
    if window is None or window.stage != stage.key:
        abort(404)
    return window
