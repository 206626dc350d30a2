"""A self-contained page that tells what a run found: tables, a map, quotations."""

from __future__ import annotations

import base64
import importlib.util
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template

from analytics.report.charts import map_chart, sizes_chart
from analytics.report.texts import TEXTS
from analytics.result import RunResult, Topic

_PAGE = Path(__file__).parent / "page.html"
_CONTESTED = 0.1  # separation under which the comments of a topic sit between topics
_UNSTEADY = 0.5  # stability under which a topic dissolves (Hennig 2007)


def build_report(result: RunResult, *, lang: str = "th", title: str = "") -> str:
    """HTML of the report in ``lang`` ("th" or "en"); needs no network and no other file."""
    say = TEXTS[lang]
    charts = [map_chart(result, say), sizes_chart(result, say)]
    return Template(_PAGE.read_text(encoding="utf-8")).substitute(
        {name: escape(text) for name, text in say.items()},
        fonts=_font_faces(),
        lang=lang,
        source=escape(title),
        summary=_summary(result, say),
        map=charts[0],
        sizes=charts[1],
        overview=_overview(result, say),
        topics="\n".join(_topic(topic, say) for topic in result.topics),
        went_in=_pairs(_counts(result, say)),
        left_out=_left_out(result, say),
        masked=_pairs((f"[{kind}]", f"{times:,}") for kind, times in result.masked.items()),
        parameters=_pairs(_parameters(result)),
        versions=_pairs((name, number) for name, number in result.versions.items()),
        data_hash=result.data_hash,
    )


def _font_faces() -> str:
    """Sarabun inside the page, out of the installed package: some machines have no Thai font."""
    spec = importlib.util.find_spec("fontpkg_sarabun")
    if spec is None or spec.origin is None:
        return ""
    folder = Path(spec.origin).parent / "files"
    faces = ((400, "Sarabun-Regular.ttf"), (700, "Sarabun-Bold.ttf"))
    return "\n".join(
        f"@font-face {{ font-family: Sarabun; font-weight: {weight}; src: "
        f'url("data:font/ttf;base64,{base64.b64encode((folder / file).read_bytes()).decode()}"); }}'
        for weight, file in faces
        if (folder / file).exists()
    )


def _summary(result: RunResult, say: dict[str, str]) -> str:
    counts = result.counts
    return escape(
        say["summary_text"].format(
            topics=counts["topics"],
            assigned=f"{counts['assigned']:,}",
            received=f"{counts['received']:,}",
            left_out=f"{counts['left_out']:,}",
        )
    )


def _overview(result: RunResult, say: dict[str, str]) -> str:
    head = (
        say["topic"],
        say["comments"],
        say["people"],
        say["terms"],
        say["coherence"],
        say["stability"],
        say["remarks"],
    )
    rows = (
        (
            f'<a href="#topic-{topic.id}">{escape(topic.label)}</a>',
            f"{topic.comments:,}",
            "–" if topic.people is None else f"{topic.people:,}",
            escape(", ".join(term.text for term in topic.terms[:6])),
            _figure(topic.coherence),
            _stability(topic),
            escape(_remarks(topic, say)),
        )
        for topic in result.topics
    )
    return _table(head, rows, numeric=(1, 2, 4, 5))


def _remarks(topic: Topic, say: dict[str, str]) -> str:
    remarks = []
    if topic.separation < _CONTESTED:
        remarks.append(say["contested"])
    if topic.stability is not None and topic.stability.mean < _UNSTEADY:
        remarks.append(say["unsteady"])
    return ", ".join(remarks)


def _stability(topic: Topic) -> str:
    steady = topic.stability
    return "–" if steady is None else f"{steady.mean:.2f} ({steady.low:.2f}–{steady.high:.2f})"


def _topic(topic: Topic, say: dict[str, str]) -> str:
    quotes = "\n".join(
        f"<li><blockquote>{escape(quote.text)}</blockquote>"
        f"<span>{escape(say['comment'])} {escape(str(quote.id))}</span></li>"
        for quote in topic.quotes
    )
    facts = [
        (say["terms"], ", ".join(term.text for term in topic.terms)),
        (say["phrases"], ", ".join(term.text for term in topic.phrases)),
    ]
    facts += [(say["channels"], _tally(topic.channels)), (say["groups"], _tally(topic.groups))]
    if topic.first_at and topic.last_at:
        facts.append((say["period"], f"{topic.first_at[:10]} – {topic.last_at[:10]}"))
    return (
        f'<section id="topic-{topic.id}"><h3>{topic.id + 1}. {escape(topic.label)} '
        f"<small>{topic.comments:,} {escape(say['comments'])}</small></h3>"
        f"{_pairs((name, value) for name, value in facts if value)}"
        f"<h4>{escape(say['quotes'])}</h4><ol class='quotes'>{quotes}</ol></section>"
    )


def _tally(counts: object) -> str:
    items = sorted(dict(counts).items(), key=lambda item: (-item[1], item[0]))  # type: ignore[call-overload]
    return ", ".join(f"{name} {times:,}" for name, times in items[:8])


def _counts(result: RunResult, say: dict[str, str]) -> Iterable[tuple[str, str]]:
    names = ("received", "different", "duplicates", "truncated", "assigned", "left_out")
    return ((say[f"count_{name}"], f"{result.counts[name]:,}") for name in names)


def _left_out(result: RunResult, say: dict[str, str]) -> str:
    reasons: dict[str, list[str]] = {}
    for item in result.left_out:
        reasons.setdefault(item.reason, []).append(str(item.id))
    rows = (
        (escape(say[f"reason_{reason}"]), f"{len(ids):,}", escape(", ".join(ids[:20])))
        for reason, ids in sorted(reasons.items())
    )
    if not reasons:
        return f"<p>{escape(say['nothing_left_out'])}</p>"
    return _table((say["reason"], say["comments"], say["first_ids"]), rows, numeric=(1,))


def _parameters(result: RunResult) -> Iterable[tuple[str, str]]:
    for name, value in result.params.to_dict().items():
        if value not in (None, []):
            yield name, str(value)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[int] = ()) -> str:
    """A table out of cells that are HTML already."""
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in head)
    lines = (
        "<tr>"
        + "".join(
            f'<td class="number">{cell}</td>' if column in numeric else f"<td>{cell}</td>"
            for column, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wide"><table><thead><tr>{titles}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    lines = (f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in pairs)
    return f"<dl>{''.join(lines)}</dl>"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
