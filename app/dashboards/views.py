"""Pages of figures: the executive's dashboard, the public's figures, what each figure means."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.core import navigation
from app.core.access import allow, anyone, current_actor
from app.dashboards import executive as executive_report
from app.dashboards import links, panels, periods, public, queries, words
from app.dashboards.figures import FIGURES
from app.dashboards.forms import FilterForm
from app.dashboards.rules import can_see_dashboard

bp = Blueprint("dashboards", __name__)


@bp.get("/dashboard")
@allow(can_see_dashboard)
def executive() -> ResponseReturnValue:
    groups = list(queries.mission_groups())
    form = FilterForm(groups, request.args)
    presets = [(which, text, periods.preset(which)) for which, text in words.PRESETS.items()]
    page = {"form": form, "presets": presets, "report": None}
    if not form.validate():
        return render_template("dashboards/executive.html", **page), 422
    view = executive_report.View(*form.chosen(), form.mission_group, groups, current_actor())
    form.show(view.period, view.preset)
    page["report"] = executive_report.report(view)
    return render_template("dashboards/executive.html", **page)


@bp.get("/figures")
@allow(anyone)
def figures() -> ResponseReturnValue:
    return render_template(
        "dashboards/figures.html", report=public.figures(), names=public.tile_names()
    )


@bp.get("/figures/definitions")
@allow(anyone)
def definitions() -> ResponseReturnValue:
    return render_template("dashboards/definitions.html", figures=FIGURES.values())


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    navigation.add(app, "public", 40, _l("Participation figures"), "dashboards.figures")
    navigation.add(app, "work", 5, _l("Dashboard"), "dashboards.executive")
    app.jinja_env.globals.update(period_days=words.days, period_name=words.name, link=links.link)
    app.jinja_env.filters["shown"] = panels.number
