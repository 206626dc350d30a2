"""Specifications of charts, as Plotly reads them: plain dicts, made without Plotly.

Colours of kinds are those of Okabe and Ito, which colour-blind readers tell apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import category

Spec = dict[str, Any]

BLUE = "#0072B2"
GREY = "#6B7280"
KIND_COLOURS = {
    "submission": BLUE,
    "idea": "#E69F00",
    "vote": "#009E73",
    "comment": "#CC79A7",
}
LINE_HEIGHT = 19
LETTERS_A_LINE = 12
"""About as many fit beside the bars of a narrow chart, where names are wrapped."""
LONGEST_NAME = 48


@dataclass(frozen=True)
class Bar:
    """One bar. `value` None: not published, so nothing is drawn. `href`: the records behind it."""

    name: str
    value: int | None
    text: str
    colour: str = BLUE
    href: str | None = None


def bars(items: Sequence[Bar]) -> Spec:
    """Bars from left to right, the first on top."""
    names = _told_apart([_short(bar.name) for bar in items])
    most = max((bar.value or 0 for bar in items), default=0)
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [bar.value for bar in items],
        "y": names,
        "text": [bar.text for bar in items],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": [bar.colour for bar in items]},
        "customdata": [bar.href for bar in items],
        "hoverinfo": "none",
    }
    layout = {
        "height": _row_height(names) * len(items) + 24,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "xaxis": {"range": [0, most * 1.3 or 1], "visible": False},
        "yaxis": {"autorange": "reversed", "type": "category"},
        "showlegend": False,
    }
    return {"data": [trace], "layout": layout}


def _row_height(names: Sequence[str]) -> int:
    """Pixels for the longest name; the marks above and below Thai letters take no room."""
    longest = max(sum(category(c) != "Mn" for c in name) for name in names)
    return 14 + LINE_HEIGHT * min(4, max(1, -(-longest // LETTERS_A_LINE)))


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def _told_apart(names: Sequence[str]) -> list[str]:
    """Plotly lays bars of the same name on each other: later ones get invisible marks."""
    return [name + "\u200b" * names[:place].count(name) for place, name in enumerate(names)]


def columns(names: Sequence[str], series: Sequence[tuple[str, str, Sequence[int | None]]]) -> Spec:
    """Columns over time, one stacked on the other; `series`: (name, colour, values)."""
    traces = [
        {
            "type": "bar",
            "name": name,
            "x": list(names),
            "y": list(values),
            "marker": {"color": colour},
        }
        for name, colour, values in series
    ]
    layout = {
        "height": 340,
        "barmode": "stack",
        "bargap": 0.25,
        "xaxis": {"type": "category"},
        "yaxis": {"rangemode": "tozero"},
        "showlegend": len(traces) > 1,
        "hovermode": "x unified",
    }
    return {"data": traces, "layout": layout}
