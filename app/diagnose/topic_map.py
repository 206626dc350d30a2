"""The map of a run as a Plotly figure: plain dictionaries, no library imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from app.diagnose.models import Topic
from app.diagnose.queries.analysis import MapPoint

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#7A6A00", "#555555")
"""Okabe and Ito's, told apart by colour-blind readers; yellow darkened, black lightened."""
SIGNS = ("circle", "square", "diamond", "triangle-up", "cross", "star", "x", "hexagon")
NOISE = "#AAB2BA"
NAME_CHARACTERS = 24
CHARACTER_WIDTH, LINE_HEIGHT = 0.012, 0.055
"""Of a name on the map, as shares of the map's width and height on a desk's screen."""


def figure(
    topics: Sequence[Topic], points: Iterable[MapPoint], href: Callable[[Topic], str]
) -> dict[str, Any]:
    """Comments as dots in the colour and sign of their topic; centres with the topics' names.

    Each dot and centre carries its topic's address as `customdata`.
    """
    by_topic: dict[int, list[MapPoint]] = {topic.id: [] for topic in topics}
    for point in points:
        by_topic[point.topic_id].append(point)
    dots = [_dots(topic, by_topic[topic.id], href(topic)) for topic in topics if by_topic[topic.id]]
    return {"data": [*dots, _centres(topics, href)], "layout": _layout()}


def look(topic: Topic) -> tuple[str, str]:
    """Colour and sign. Sixty-four topics differ from one another before one comes again."""
    colour = NOISE if topic.is_noise else COLOURS[topic.number % len(COLOURS)]
    row = topic.number // len(COLOURS)
    return colour, SIGNS[(topic.number + row) % len(SIGNS)]


def _dots(topic: Topic, points: Sequence[MapPoint], href: str) -> dict[str, Any]:
    colour, sign = look(topic)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": topic.title,
        "x": [round(point.x, 3) for point in points],
        "y": [round(point.y, 3) for point in points],
        "customdata": [href] * len(points),
        "hovertemplate": "%{fullData.name}<extra></extra>",
        "marker": {"color": colour, "symbol": sign, "size": 5, "opacity": 0.45},
    }


def _centres(topics: Sequence[Topic], href: Callable[[Topic], str]) -> dict[str, Any]:
    looks = [look(topic) for topic in topics]
    largest = max((topic.people_count for topic in topics), default=1) or 1
    named = _with_room(topics)
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": "",
        "x": [round(topic.x, 3) for topic in topics],
        "y": [round(topic.y, 3) for topic in topics],
        "text": [_short(topic.title) if topic.id in named else "" for topic in topics],
        "hovertext": [topic.title for topic in topics],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "textposition": "top center",
        "textfont": {"size": 13, "color": "#1B2733"},
        "cliponaxis": False,
        "customdata": [href(topic) for topic in topics],
        "marker": {
            "color": [colour for colour, _sign in looks],
            "symbol": [sign for _colour, sign in looks],
            "size": [round(9 + 13 * (t.people_count / largest) ** 0.5, 1) for t in topics],
            "line": {"color": "#FFFFFF", "width": 1.5},
        },
    }


def _with_room(topics: Sequence[Topic]) -> set[int]:
    """Ids of the topics that are named: most people first, where no name lies there yet."""
    wide = _spread([topic.x for topic in topics])
    high = _spread([topic.y for topic in topics])
    taken: list[tuple[float, float, float]] = []
    named = set()
    for topic in sorted(topics, key=lambda topic: (topic.is_noise, -topic.people_count)):
        x, y = topic.x / wide, topic.y / high
        half = len(_short(topic.title)) * CHARACTER_WIDTH / 2
        if all(abs(x - ox) > half + oh or abs(y - oy) > LINE_HEIGHT for ox, oy, oh in taken):
            taken.append((x, y, half))
            named.add(topic.id)
    return named


def _spread(values: Sequence[float]) -> float:
    return (max(values) - min(values)) or 1.0 if values else 1.0


def _short(text: str) -> str:
    return text if len(text) <= NAME_CHARACTERS else text[: NAME_CHARACTERS - 1].rstrip() + "…"


def _layout() -> dict[str, Any]:
    axis = {"visible": False, "zeroline": False, "showgrid": False}
    return {
        "showlegend": False,
        "height": 520,
        "margin": {"l": 8, "r": 8, "t": 24, "b": 8},
        "xaxis": axis,
        "yaxis": axis,
        "hovermode": "closest",
    }
