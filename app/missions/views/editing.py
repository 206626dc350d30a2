"""What an administrator edits: mission groups, units, stages."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import allow, current_actor, load_or_404
from app.core.actors import Actor
from app.core.db import commit, rollback
from app.core.refusals import Refused
from app.missions import commands, queries
from app.missions.forms import MissionGroupForm, StageForm, UnitForm, WindowForm
from app.missions.models import MissionGroup, Unit
from app.missions.refusals import Why
from app.missions.rules import can_edit_framework
from app.missions.views.blueprint import bp
from app.missions.views.public import group_or_404
from app.missions.views.windows import stage_or_404, stage_page

UNPROCESSABLE = 422


def may_edit(actor: Actor, _row: Any) -> bool:
    return can_edit_framework(actor)


@bp.get("/missions/<slug>/edit")
@allow(can_edit_framework)
def edit_mission_group(slug: str) -> ResponseReturnValue:
    group = group_or_404(slug)
    form = MissionGroupForm(obj=group).offer(queries.units())
    form.units.data = [unit.id for unit in group.units]
    return _group_page(group, form)


@bp.post("/missions/<slug>/edit")
@allow(can_edit_framework)
def save_mission_group(slug: str) -> ResponseReturnValue:
    group, units = group_or_404(slug), queries.units()
    form = MissionGroupForm().offer(units)
    if not form.validate():
        return _group_page(group, form), UNPROCESSABLE
    values = {name: value for name, value in form.data.items() if name in commands.GROUP_FIELDS}
    chosen = [unit for unit in units if unit.id in (form.units.data or [])]
    commands.edit_mission_group(current_actor(), group, units=chosen, **values)
    commit()
    flash(_("The mission group was saved."))
    return redirect(url_for("missions.mission_group", slug=slug))


def _group_page(group: MissionGroup, form: MissionGroupForm) -> str:
    return render_template("missions/edit_mission_group.html", group=group, form=form)


@bp.get("/units")
@allow(can_edit_framework)
def units() -> ResponseReturnValue:
    return _units_page(UnitForm())


@bp.post("/units")
@allow(can_edit_framework)
def add_unit() -> ResponseReturnValue:
    form = UnitForm()
    try:
        if not form.validate():
            return _units_page(form), UNPROCESSABLE
        commands.add_unit(current_actor(), **form.values())
    except Refused as refused:
        return _units_page(_told(form, refused)), UNPROCESSABLE
    commit()
    flash(_("The unit was added."))
    return redirect(url_for("missions.units"))


@bp.get("/units/<int:unit_id>/edit")
@allow(can_edit_framework)
def edit_unit(unit_id: int) -> ResponseReturnValue:
    unit = load_or_404(Unit, unit_id, see=may_edit)
    return render_template("missions/edit_unit.html", unit=unit, form=UnitForm(obj=unit))


@bp.post("/units/<int:unit_id>/edit")
@allow(can_edit_framework)
def save_unit(unit_id: int) -> ResponseReturnValue:
    unit, form = load_or_404(Unit, unit_id, see=may_edit), UnitForm()
    try:
        if not form.validate():
            return render_template("missions/edit_unit.html", unit=unit, form=form), UNPROCESSABLE
        commands.edit_unit(current_actor(), unit, **form.values())
    except Refused as refused:
        form = _told(form, refused)
        return render_template("missions/edit_unit.html", unit=unit, form=form), UNPROCESSABLE
    commit()
    flash(_("The unit was saved."))
    return redirect(url_for("missions.units"))


def _units_page(form: UnitForm) -> str:
    return render_template("missions/units.html", units=queries.units(), form=form)


def _told(form: UnitForm, refused: Refused) -> UnitForm:
    """The form, saying why its command was refused."""
    rollback()
    if refused.why is not Why.CODE_TAKEN:
        raise refused
    form.code.errors = [_("Another unit has this abbreviation.")]
    return form


@bp.get("/stages/<key>/edit")
@allow(can_edit_framework)
def edit_stage(key: str) -> ResponseReturnValue:
    stage = stage_or_404(key)
    return stage_page(stage, StageForm(obj=stage), WindowForm(formdata=None))


@bp.post("/stages/<key>/edit")
@allow(can_edit_framework)
def save_stage(key: str) -> ResponseReturnValue:
    stage, form = stage_or_404(key), StageForm()
    if not form.validate():
        return stage_page(stage, form, WindowForm(formdata=None)), UNPROCESSABLE
    values = {name: value for name, value in form.data.items() if name in commands.STAGE_FIELDS}
    commands.edit_stage(current_actor(), stage, **values)
    commit()
    flash(_("The stage was saved."))
    return redirect(url_for("missions.edit_stage", key=key))
