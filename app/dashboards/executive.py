"""The executive's dashboard: what a filter's figures say, ready for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.models import ParticipantGroup
from app.core.actors import Actor
from app.core.i18n import in_language, show_date, show_number
from app.core.labels import label
from app.dashboards import charts, links, periods, queries
from app.dashboards.counting import STAGES, Scope
from app.dashboards.figures import FIGURES
from app.dashboards.panels import Panel, Row, bar_panel, by_bucket, number, share, time_panel
from app.dashboards.periods import Period, Preset
from app.dashboards.queries import Counted, GroupCounts, Totals
from app.diagnose.models import AnalysisRun, Channel, Issue, IssueState
from app.diagnose.rules.issues import visible_states
from app.missions.models import MissionGroup
from app.missions.open_now import OpenItem, open_items

MANY_TIMES = 3
"""Beyond this, a rise in per cent tells a reader less than the two numbers."""
AT_WORK = (IssueState.SELECTED, IssueState.SHORTLISTED, IssueState.CANDIDATE)
"""The states of issues that are listed, those that went furthest first."""


@dataclass(frozen=True)
class View:
    """What the reader filtered by."""

    period: Period
    preset: Preset | None
    """The preset that the period is: from October to December two of them mean the same days."""
    group: MissionGroup | None
    groups: Sequence[MissionGroup]
    reader: Actor

    @property
    def compared(self) -> Period:
        return periods.before(self.period, self.preset)

    def scope(self, period: Period | None = None) -> Scope:
        return Scope.of(period or self.period, self.group.id if self.group else None)


@dataclass(frozen=True)
class Tile:
    """One number with its change. `note` says what it does not count."""

    key: str
    name: str
    value: int
    change: str
    href: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Report:
    view: View
    totals: Totals
    tiles: Sequence[Tile]
    panels: Sequence[Panel]
    issues: Sequence[Issue]
    open_now: Sequence[OpenItem]


def report(view: View) -> Report:
    """All figures of the page, in a number of queries that does not depend on what they count."""
    now, before = queries.totals(view.scope(), view.scope(view.compared))
    panels = [
        _over_time(view),
        *([] if view.group else [_by_mission_group(view)]),
        _by_stage(view),
        _by_channel(view),
        _by_participant_group(view),
        _topics(view),
        _issues(view),
        _leading_ideas(view, now.votes),
    ]
    visible = [state for state in AT_WORK if state in visible_states(view.reader)]
    listed = queries.issues(*visible, mission_group_id=view.group.id if view.group else None)
    return Report(view, now, _tiles(view, now, before), panels, listed, _open_now(view))


# --- single numbers -------------------------------------------------------------------------------


def change(now: int, before: int) -> str:
    """What became of a number since the period before, in words."""
    if now == before:
        return _("as many as before")
    if before == 0:
        return _("none before")
    values = {"percent": share(abs(now - before), before), "before": show_number(before)}
    if now > MANY_TIMES * before:
        return _("up from %(before)s", before=values["before"])
    if now > before:
        return _("up %(percent)s from %(before)s", **values)
    return _("down %(percent)s from %(before)s", **values)


def _tiles(view: View, now: Totals, before: Totals) -> list[Tile]:
    ways = {
        "submissions": links.submissions(view.period, view.group),
        "ideas": links.link("develop.challenges"),
    }
    notes = {"people": _unsigned(now)}
    return [
        Tile(
            key,
            str(FIGURES[key].name),
            getattr(now, key),
            change(getattr(now, key), getattr(before, key)),
            ways.get(key),
            notes.get(key, ""),
        )
        for key in ("submissions", "people", "ideas", "votes", "comments")
    ]


def _unsigned(found: Totals) -> str:
    if not found.unsigned_submissions:
        return ""
    return ngettext(
        "beside %(num)s submission without an author",
        "beside %(num)s submissions without an author",
        found.unsigned_submissions,
    )


# --- panels ---------------------------------------------------------------------------------------


def kind_names() -> dict[str, str]:
    keys = {"submission": "submissions", "idea": "ideas", "vote": "votes", "comment": "comments"}
    return {kind: str(FIGURES[keys[kind]].name) for kind in STAGES}


def most(rows: Sequence[Row]) -> Row | None:
    """The row with the largest first value; None where there is nothing."""
    largest = max(rows, key=lambda row: row.values[0] or 0, default=None)
    return largest if largest and largest.values[0] else None


def nothing() -> str:
    return _("No participation in this period")


def _over_time(view: View) -> Panel:
    cut = periods.buckets(view.period)
    sums = by_bucket(queries.by_day(view.scope()), cut)
    names = kind_names()
    series = [(names[kind], charts.KIND_COLOURS[kind], sums[kind]) for kind in sums]
    records = links.submissions(view.period, view.group)
    return time_panel(_busiest, view.period, series, records)


def _busiest(names: Sequence[str], sums: Sequence[int]) -> str:
    if not any(sums):
        return nothing()
    place = max(range(len(sums)), key=lambda i: sums[i])
    return _(
        "Most participation: %(when)s, with %(count)s contributions",
        when=names[place],
        count=show_number(sums[place]),
    )


def _by_mission_group(view: View) -> Panel:
    found = queries.by_mission_group(view.scope())
    rows = [_group_row(view, group, found.get(group.id)) for group in view.groups]
    if None in found:
        rows.append(_group_row(view, None, found[None]))
    names = kind_names()
    head = [_("Mission group"), _("All"), *names.values(), str(FIGURES["people"].name)]
    title = _leader_title(rows, _("%(name)s took part most: %(share)s of all contributions"))
    return bar_panel("by_mission_group", title, head, rows, records=links.submissions(view.period))


def _group_row(view: View, group: MissionGroup | None, found: GroupCounts | None) -> Row:
    found = found or GroupCounts(None, 0, 0, 0, 0, 0)
    values = (found.contributions, found.submissions, found.ideas, found.votes, found.comments)
    name = in_language(group, "name") if group else _("Not sure which")
    if group is None:
        href = links.submissions(view.period, group=links.NO_GROUP)
    else:
        href = links.submissions(view.period, group)
    return Row(name, (*values, found.people), href, group.colour if group else charts.GREY)


def _leader_title(rows: Sequence[Row], sentence: str) -> str:
    leader = most(rows)
    if leader is None:
        return nothing()
    whole = sum(row.values[0] or 0 for row in rows)
    part = leader.values[0] or 0
    return sentence % {"name": leader.name, "share": share(part, whole), "count": number(part)}


def _by_stage(view: View) -> Panel:
    found = queries.counted("by_stage", view.scope())
    carried = set(STAGES.values())
    ways = {
        "diagnose": links.submissions(view.period, view.group),
        "develop": links.link("develop.challenges"),
    }
    rows = [
        _row(in_language(stage, "name"), found.get(stage.key.value), ways.get(stage.key.value))
        for stage in queries.stages()
        if stage.key in carried
    ]
    title = _leader_title(rows, _("%(share)s of all contributions came in the stage %(name)s"))
    head = [_("Stage"), _("Contributions"), str(FIGURES["people"].name)]
    return bar_panel("by_stage", title, head, rows)


def _by_channel(view: View) -> Panel:
    found = queries.counted("by_channel", view.scope())
    rows = [
        _row(
            label(channel),
            found[channel],
            links.submissions(view.period, view.group, channel=channel.value),
        )
        for channel in sorted(found, key=lambda c: (-found[c].count, list(Channel).index(c)))
    ]
    title = _leader_title(rows, _("%(share)s of submissions came by the channel %(name)s"))
    return bar_panel("by_channel", title, _submission_head(_("Channel")), rows)


def _by_participant_group(view: View) -> Panel:
    found = queries.counted("by_participant_group", view.scope())
    rows = [
        _row(
            label(group),
            found.get(group),
            links.submissions(view.period, view.group, participant=group.value),
        )
        for group in ParticipantGroup
    ]
    title = _leader_title(rows, _("Among those who said who they are, %(share)s: %(name)s"))
    if None in found:
        rows.append(_row(_("did not say"), found[None], colour=charts.GREY))
    head = _submission_head(_("Participant group"))
    return bar_panel("by_participant_group", title, head, rows)


def _submission_head(first: str) -> list[str]:
    return [first, str(FIGURES["submissions"].name), _("Authors")]


def _row(
    name: str, found: Counted | None, href: str | None = None, colour: str = charts.BLUE
) -> Row:
    found = found or Counted(None, 0)
    return Row(name, (found.count, found.people), href, colour)


def _topics(view: View) -> Panel:
    run = queries.latest_analysis()
    rows = [
        _row(found.of.title, found, links.link("diagnose.topic", topic_id=found.of.id))
        for found in queries.largest_topics(view.scope())
    ]
    head = _submission_head(_("Topic"))
    if not rows:
        return Panel("topics", _no_topics(run), None, head, rows)
    title = _(
        "Largest topic: %(name)s, %(count)s submissions",
        name=rows[0].name,
        count=number(rows[0].values[0]),
    )
    records = links.link("diagnose.run", run_id=run.id) if run else None
    return bar_panel("topics", title, head, rows, records=records, note=_run_note(run))


def _no_topics(run: AnalysisRun | None) -> str:
    if run is None:
        return _("No analysis has been finished yet")
    return _("None of this period's submissions is in a topic of the latest analysis")


def _run_note(run: AnalysisRun | None) -> str:
    if run is None:
        return ""
    return _("Analysis “%(title)s” of %(date)s", title=run.title, date=show_date(run.created_at))


def _issues(view: View) -> Panel:
    found = queries.issues_by_state(view.scope())
    rows = [
        Row(label(state), (count,), links.link("diagnose.issues", state=state.value))
        for state, count in found.items()
    ]
    total = sum(found.values())
    title = ngettext(
        "%(selected)s of %(num)s policy issue is selected",
        "%(selected)s of %(num)s policy issues are selected",
        total,
        selected=found[IssueState.SELECTED],
    )
    records = links.link("diagnose.issues")
    head = [_("State"), _("Policy issues")]
    if not total:
        return Panel("issues", _("No policy issue has been made yet"), None, head, (), records)
    return bar_panel("issues", title, head, rows, records=records)


def _leading_ideas(view: View, votes: int) -> Panel:
    rows = [
        Row(
            found.of.title,
            (found.count,),
            links.link("develop.idea", idea_id=found.of.id),
            colour=charts.KIND_COLOURS["vote"],
        )
        for found in queries.leading_ideas(view.scope())
    ]
    head, records = [_("Idea"), _("Votes")], links.link("develop.challenges")
    if not rows:
        return Panel("leading_ideas", _("No votes in this period"), None, head, rows, records)
    values: dict[str, Any] = {"name": rows[0].name, "count": number(rows[0].values[0])}
    title = _("“%(name)s” leads with %(count)s of %(total)s votes", total=number(votes), **values)
    return bar_panel("leading_ideas", title, head, rows, records=records)


def _open_now(view: View) -> list[OpenItem]:
    ours = (None, view.group.id) if view.group else None
    return [item for item in open_items() if ours is None or item.mission_group_id in ours]
