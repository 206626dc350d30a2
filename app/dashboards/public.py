"""The public's figures of the last twelve months. No cell under 10, nor a way to work one out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.core.i18n import in_language, show_number
from app.core.suppression import cells_shown, parts_shown, total_shown
from app.dashboards import charts, links, periods, queries
from app.dashboards.counting import Scope
from app.dashboards.executive import kind_names, most, nothing
from app.dashboards.figures import FIGURES
from app.dashboards.panels import Number, Panel, Row, bar_panel, by_bucket, number, time_panel
from app.dashboards.periods import Bucket, Period, Preset
from app.dashboards.queries import Counted, GroupCounts, Totals
from app.diagnose.models import Issue, IssueState
from app.missions.models import MissionGroup
from app.missions.open_now import OpenItem, open_items

TILES = ("submissions", "people", "ideas", "votes", "comments")
COUNTED = ("submissions", "ideas", "votes")
"""What the public sees by mission group."""
Shown = dict[int | None, Number]


@dataclass(frozen=True)
class PublicFigures:
    """`is_empty`: nobody has taken part yet."""

    period: Period
    totals: dict[str, Number]
    is_empty: bool
    panels: Sequence[Panel]
    selected: Sequence[Issue]
    groups: Sequence[MissionGroup]
    open_now: Sequence[OpenItem]


def figures() -> PublicFigures:
    period = periods.preset(Preset.TWELVE_MONTHS)
    scope = Scope.of(period)
    [totals] = queries.totals(scope)
    groups, found = queries.mission_groups(), queries.by_mission_group(scope)
    shown = _columns(found, queries.groups_with_challenges())
    panels = [
        _by_month(period, scope),
        _by_mission_group(groups, found, shown),
        _leading_ideas(scope, found, shown["votes"]),
    ]
    selected = queries.issues(IssueState.SELECTED)
    return PublicFigures(
        period=period,
        totals=shown_totals(totals),
        is_empty=totals.is_nothing,
        panels=panels,
        selected=selected,
        groups=groups,
        open_now=open_items(),
    )


def tile_names() -> dict[str, str]:
    return {key: str(FIGURES[key].name) for key in TILES}


def shown_totals(found: Totals) -> dict[str, Number]:
    """The single numbers. With and without an author are parts of the submissions: as cells."""
    shown = {name: total_shown(getattr(found, name)) for name in TILES}
    unsigned = found.unsigned_submissions
    authors = cells_shown({"signed": found.submissions - unsigned, "unsigned": unsigned})
    return shown | {"unsigned_submissions": authors["unsigned"]}


def _columns(groups: dict[int | None, GroupCounts], challenged: set[int]) -> dict[str, Shown]:
    """Each kind of act by mission group. A group without any row here had nothing to count.

    Where no challenge was published everybody knows that there are no ideas and votes. Such a 0
    can hide no other cell, so it is none; that of a group with a challenge is a small cell.
    """
    chosen = {key: set(groups) if key == "submissions" else challenged for key in COUNTED}
    return {
        key: cells_shown({i: getattr(groups[i], key) for i in groups if i in chosen[key]})
        for key in COUNTED
    }


def _by_month(period: Period, scope: Scope) -> Panel:
    cut = periods.buckets(period)
    sums = by_bucket(queries.by_day(scope), cut)["submission"]
    begun = next((place for place, count in enumerate(sums) if count), 0)
    kept: list[Bucket] = cut[begun:]
    shown = cells_shown(dict(enumerate(sums[begun:])))
    series = [(kind_names()["submission"], charts.BLUE, [shown[i] for i in range(len(kept))])]
    return time_panel(_busiest, period, series, kept=kept)


def _busiest(names: Sequence[str], sums: Sequence[int]) -> str:
    if not any(sums):
        return _("Too few submissions to be shown by month")
    place = max(range(len(sums)), key=lambda i: sums[i])
    count = show_number(sums[place])
    return _("Most submissions: %(when)s, with %(count)s", when=names[place], count=count)


def _by_mission_group(
    groups: Sequence[MissionGroup], found: dict[int | None, GroupCounts], shown: dict[str, Shown]
) -> Panel:
    rows = [_group_row(group, shown) for group in groups if group.id in found]
    if None in found:
        rows.append(_group_row(None, shown))
    head = [_("Mission group"), *(str(FIGURES[key].name) for key in COUNTED)]
    leader = most(rows)
    title = nothing() if not rows else _("Too few submissions to be shown by mission group")
    if leader:
        count = number(leader.values[0])
        title = _("%(name)s has most submissions: %(count)s", name=leader.name, count=count)
    return bar_panel("by_mission_group", title, head, rows)


def _group_row(group: MissionGroup | None, shown: dict[str, Shown]) -> Row:
    group_id = group.id if group else None
    values = [shown[key][group_id] for key in COUNTED if group_id in shown[key]]
    rest = "" if len(values) == len(COUNTED) else _("no challenge yet")
    href = links.link("missions.mission_group", slug=group.slug) if group else None
    name = in_language(group, "name") if group else _("Not sure which")
    return Row(name, values, href, group.colour if group else charts.GREY, rest)


def _leading_ideas(scope: Scope, groups: dict[int | None, GroupCounts], by_group: Shown) -> Panel:
    leading = queries.leading_ideas(scope)
    shown = _votes_shown(leading, groups, by_group)
    rows = [
        Row(
            found.of.title,
            (shown[found.of.id],),
            links.link("develop.idea", idea_id=found.of.id),
        )
        for found in leading
    ]
    head = [_("Idea"), _("Votes")]
    if not rows:
        return Panel("leading_ideas", _("No votes in this period"), None, head, rows)
    title = _("“%(name)s” has most votes so far", name=rows[0].name)
    return Panel("leading_ideas", title, None, head, rows)  # most are too small for a chart


def _votes_shown(
    leading: Sequence[Counted], groups: dict[int | None, GroupCounts], by_group: Shown
) -> Shown:
    """The leading ideas' votes are parts of their mission group's."""
    shown: Shown = {}
    for group_id in {_group_of(found) for found in leading}:
        parts = {found.of.id: found.count for found in leading if _group_of(found) == group_id}
        whole = groups[group_id].votes
        shown |= parts_shown(parts, whole, by_group.get(group_id) is not None)
    return shown


def _group_of(found: Counted) -> int:
    group_id: int = found.of.challenge.issue.mission_group_id
    return group_id
