"""The published rules, and what is published of how they are kept."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.access import allow, anyone
from app.core.i18n import language, thai_year
from app.core.labels import label
from app.core.privacy import SMALLEST_CELL
from app.develop import moderation_news as _news  # noqa: F401  says what news of moderation means
from app.develop.house_rules import RULES
from app.develop.models import Comment, HoldReason, HouseRule, Idea
from app.develop.queries import moderation_report as reports
from app.develop.views.shared import bp


@bp.app_template_filter("month")
def show_month(day: date) -> str:
    """`พฤศจิกายน 2569`, `November 2026`."""
    year = thai_year(day) if language() == "th" else day.year
    return f"{format_date(day, 'LLLL', locale=language())} {year}"


@bp.app_template_global("held_reason")
def held_reason(value: str | Idea | Comment) -> str:
    """Why a post waits for a moderator, in the reader's words."""
    kept = value if isinstance(value, str) else (value.held_for or "")
    return label(HoldReason(kept)) if kept in list(HoldReason) else kept


@bp.app_template_global("all_house_rules")
def all_house_rules() -> list[HouseRule]:
    return list(HouseRule)


@bp.get("/rules")
@allow(anyone)
def house_rules() -> ResponseReturnValue:
    return render_template("develop/moderation/rules.html", house_rules=RULES)


@bp.get("/moderation/report")
@allow(anyone)
def moderation_report() -> ResponseReturnValue:
    return render_template(
        "develop/moderation/statistics.html",
        report=reports.moderation_report(),
        by_rule=reports.BY_RULE,
        counted=reports.COUNTED,
        smallest=SMALLEST_CELL,
    )
