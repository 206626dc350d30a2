"""The charts of the report, as HTML. The first brings plotly.js along, inline."""

from __future__ import annotations

from html import escape

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from analytics.result import RunResult

MOST_POINTS = 3_000  # comments drawn; more make the page slow and the map no clearer
_FONT = "Sarabun, 'Noto Sans Thai', Tahoma, sans-serif"
_COLOURS = ("#1f5fa8", "#b45309", "#17795e", "#9d2f5f", "#5b4ea3", "#6b7280")


def map_chart(result: RunResult, say: dict[str, str]) -> str:
    """Topics as circles by number of comments, comments as points around them."""
    figure = go.Figure(layout=_layout(say["map_title"], height=620))
    _add_comments(figure, result)
    _add_topics(figure, result, say)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, scaleanchor="x")
    return f"<script>{get_plotlyjs()}</script>" + _html(figure, "map", say["map_title"])


def sizes_chart(result: RunResult, say: dict[str, str]) -> str:
    """Comments of each topic, and people where they are known."""
    topics = result.topics[::-1]
    names = [f"{topic.id + 1}. {topic.label}" for topic in topics]
    figure = go.Figure(layout=_layout(say["sizes_title"], height=160 + 32 * len(topics)))
    counts = {"comments": [topic.comments for topic in topics]}
    if all(topic.people is not None for topic in topics):
        counts["people"] = [topic.people or 0 for topic in topics]
    for colour, (name, values) in zip(_COLOURS, counts.items(), strict=False):
        figure.add_bar(x=values, y=names, orientation="h", name=say[name], marker_color=colour)
    figure.update_yaxes(automargin=True)
    return _html(figure, "sizes", say["sizes_title"])


def _add_comments(figure: go.Figure, result: RunResult) -> None:
    step = max(1, -(-len(result.assignments) // MOST_POINTS))
    shown = result.assignments[::step]
    figure.add_scatter(
        x=[item.x for item in shown],
        y=[item.y for item in shown],
        mode="markers",
        marker={
            "size": 5,
            "opacity": 0.45,
            "color": [_COLOURS[item.topic % len(_COLOURS)] for item in shown],
        },
        text=[f"{escape(str(item.id))} → {item.topic + 1}" for item in shown],
        hoverinfo="text",
        showlegend=False,
    )


def _add_topics(figure: go.Figure, result: RunResult, say: dict[str, str]) -> None:
    topics = result.topics
    figure.add_scatter(
        x=[topic.x for topic in topics],
        y=[topic.y for topic in topics],
        mode="markers+text",
        marker={
            "size": [14 + 40 * (t.comments / topics[0].comments) ** 0.5 for t in topics],
            "color": [_COLOURS[topic.id % len(_COLOURS)] for topic in topics],
            "opacity": 0.35,
        },
        text=[f"{topic.id + 1}. {escape(topic.label.split(' · ')[0])}" for topic in topics],
        textfont={"size": 13, "color": "#111827"},
        hovertext=[f"{escape(t.label)}: {t.comments:,} {say['comments']}" for t in topics],
        hoverinfo="text",
        showlegend=False,
    )


def _layout(title: str, height: int) -> go.Layout:
    return go.Layout(
        title={"text": title, "font": {"size": 18}, "x": 0.01},
        font={"family": _FONT, "size": 14},
        height=height,
        margin={"l": 20, "r": 20, "t": 60, "b": 40},
        paper_bgcolor="white",
        plot_bgcolor="white",
    )


def _html(figure: go.Figure, name: str, title: str) -> str:
    chart = figure.to_html(
        full_html=False,
        include_plotlyjs=False,
        div_id=f"chart-{name}",
        config={"displaylogo": False, "responsive": True},
    )
    return f'<figure aria-label="{escape(title)}">{chart}</figure>'
