"""What stands on the patterns page: words and figures as real as may be, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from app.core.forms import Form, at_most, required
from app.core.paging import Page


@dataclass(frozen=True)
class Sample:
    """Something that has names in both languages, as rows of the framework do."""

    slug: str
    name_th: str
    name_en: str


class SampleForm(Form):
    title = StringField(_l("Title"), [required(), at_most(120)])
    body = TextAreaField(_l("Description"), [required(), at_most(2000)])
    group = RadioField(
        _l("Participant group"),
        choices=[
            ("citizen", "ประชาชน · Citizen"),
            ("government", "ภาครัฐ · Government"),
            ("business", "ภาคธุรกิจเอกชน · Business"),
            ("stakeholder", "ผู้มีส่วนได้ส่วนเสีย · Stakeholder"),
        ],
    )
    channel = SelectField(
        _l("Channel"), choices=[("web", "เว็บไซต์ · Web"), ("paper", "กระดาษ · Paper")]
    )
    agree = BooleanField("ยินยอมให้ใช้ความเห็นนี้ในการจัดทำนโยบาย · I consent")


GROUPS = (
    Sample("digital-economy", "ด้านเศรษฐกิจดิจิทัล", "Digital economy"),
    Sample("digital-society", "ด้านสังคมดิจิทัล", "Digital society"),
    Sample("digital-infrastructure", "ด้านโครงสร้างพื้นฐานดิจิทัล", "Digital infrastructure"),
    Sample("space-affairs", "ด้านกิจการอวกาศ", "Space affairs"),
    Sample("de-fund", "กองทุนพัฒนาดิจิทัลเพื่อเศรษฐกิจและสังคม", "Digital Economy and Society Fund"),
)
COUNTS = (184, 231, 402, 57, 38)
MONTHS = ("ก.ค. 2569", "ส.ค. 2569", "ก.ย. 2569", "ต.ค. 2569", "พ.ย. 2569")


def bars() -> dict[str, Any]:
    """A chart of a count a mission group, each bar opening its records."""
    names = [group.name_th for group in GROUPS]
    trace = {
        "type": "bar", "orientation": "h", "y": names, "x": list(COUNTS),
        "customdata": [f"/patterns?group={group.slug}" for group in GROUPS],
        "hovertemplate": "%{y}: %{x:,}<extra></extra>",
    }  # fmt: skip
    return {"data": [trace], "layout": {"yaxis": {"autorange": "reversed"}, "height": 320}}


def lines() -> dict[str, Any]:
    """A chart of two series over months, which the server names for its readers."""
    first = {"type": "scatter", "mode": "lines+markers", "name": "เว็บไซต์", "x": list(MONTHS)}
    second = {**first, "name": "โทรศัพท์", "line": {"dash": "dot"}}
    return {
        "data": [first | {"y": [40, 85, 120, 96, 160]}, second | {"y": [62, 58, 44, 71, 65]}],
        "layout": {"xaxis": {"type": "category"}, "yaxis": {"rangemode": "tozero"}, "height": 320},
    }


def context() -> dict[str, Any]:
    """What the template needs."""
    typed = MultiDict({"title": "", "body": "เน็ตหมู่บ้านช้ามาก", "channel": "web", "agree": "y"})
    refused = SampleForm(formdata=typed, meta={"csrf": False})
    refused.validate()
    return {
        "groups": GROUPS,
        "counts": list(zip(GROUPS, COUNTS, strict=True)),
        "form": refused,
        "page": Page(rows=[], number=5, per_page=20, total=1_234),
        "bars": bars(),
        "lines": lines(),
    }
