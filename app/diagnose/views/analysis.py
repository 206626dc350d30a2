"""Pages of analysis: the runs, a new one, one with its topics, one topic."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import ParticipantGroup
from app.core import clock
from app.core.access import allow, current_actor, load_or_404
from app.core.db import commit
from app.core.i18n import show_date
from app.core.paging import page_number, paginate
from app.core.tables import csv_response
from app.diagnose import run_words, topic_map
from app.diagnose.commands import analysis as commands
from app.diagnose.forms.analysis import (
    NameForm,
    NoiseForm,
    RunForm,
    SelectionForm,
    arguments_of,
    arguments_to_repeat,
    name_form,
)
from app.diagnose.forms.issues import ToIssueForm
from app.diagnose.models import AnalysisRun, Channel, Topic
from app.diagnose.queries import analysis as queries
from app.diagnose.queries import issues as issue_queries
from app.diagnose.rules import analysis as rules
from app.diagnose.rules.issues import can_make_issues, can_promote
from app.diagnose.selection import Selection
from app.diagnose.views.blueprint import bp
from app.missions.queries import mission_groups

TOPICS_PER_PAGE = 50
ASSIGNMENTS = ("id", "topic", "topic_name", "weight", "left_out", "duplicate_of")


@bp.get("/diagnose/runs")
@allow(rules.can_read_analysis)
def runs() -> ResponseReturnValue:
    page = paginate(queries.runs(), page_number())
    counts = queries.topics_by_run([run.id for run in page.rows])
    return render_template(
        "diagnose/analysis/runs.html",
        page=page,
        topics=counts,
        can_start=rules.can_start_run(current_actor()),
    )


@bp.get("/diagnose/runs/new")
@allow(rules.can_start_run)
def new_run() -> ResponseReturnValue:
    choice = _selection_form(request.args)
    choice.validate()
    form = RunForm(formdata=None, title=_("Analysis of %(day)s", day=show_date(clock.now())))
    for name in ("title", "topics", "seed"):
        form[name].data = request.args.get(name, form[name].data)
    return _new_run_page(choice, form)


@bp.post("/diagnose/runs")
@allow(rules.can_start_run)
def start_run() -> ResponseReturnValue:
    choice, form = _selection_form(request.form), RunForm()
    is_good = form.validate_on_submit()
    if not (choice.validate() and is_good):
        return _new_run_page(choice, form), 422
    run = commands.start_run(
        current_actor(),
        title=form.title.data,
        selection=choice.selection(),
        topics=form.topics.data,
        seed=form.seed.data,
    )
    commit()
    return redirect(url_for("diagnose.run", run_id=run.id))


def _selection_form(arguments: Any) -> SelectionForm:
    form = SelectionForm(arguments)
    form.offer(mission_groups(), queries.recent_imports())
    return form


def _new_run_page(choice: SelectionForm, form: RunForm) -> str:
    selection = Selection() if choice.errors else choice.selection()
    return render_template(
        "diagnose/analysis/new_run.html",
        choice=choice,
        form=form,
        covered=None if choice.errors else queries.coverage(selection),
        kept=list(arguments_of(selection)),
    )


@bp.get("/diagnose/runs/<int:run_id>")
@allow(rules.can_read_analysis)
def run(run_id: int) -> ResponseReturnValue:
    found = load_or_404(AnalysisRun, run_id, see=rules.can_see_run)
    actor = current_actor()
    shown = {
        "run": found,
        "words": run_words,
        "chosen": _chosen_words(Selection.from_json(found.selection)),
        "again": arguments_to_repeat(found),
        "can_start": rules.can_start_run(actor),
        "can_cancel": rules.can_cancel_run(actor, found),
    }
    if not rules.has_findings(found):
        return render_template("diagnose/analysis/run_waiting.html", **shown)
    return render_template("diagnose/analysis/run.html", **shown, **_topics(found))


def _topics(found: AnalysisRun) -> dict[str, Any]:
    page = paginate(queries.topics(found.id), page_number(), TOPICS_PER_PAGE)
    everything = queries.topics_of(found.id) if page.pages > 1 else list(page.rows)
    points = queries.map_points(found.id, found.submissions_count or 0)
    return {
        "page": page,
        "quotes": queries.quotes(page.rows),
        "issues": queries.issues_of([topic.id for topic in page.rows]),
        "can_make_issues": can_make_issues(current_actor()),
        "map": topic_map.figure(everything, points, _href),
        "sampled": len(points),
        "everything": everything,
    }


def _href(topic: Topic) -> str:
    return url_for("diagnose.topic", topic_id=topic.id)


def _chosen_words(selection: Selection) -> dict[str, Any]:
    """What the selection restricts, for the reader."""
    named = {group.id: group for group in mission_groups()}
    return {
        "groups": [named.get(ident) if ident else None for ident in selection.mission_group_ids],
        "channels": selection.channels,
        "batch": queries.import_batch(selection.import_id),
        "from_date": selection.from_date,
        "to_date": selection.to_date,
    }


@bp.get("/diagnose/runs/<int:run_id>/status")
@allow(rules.can_read_analysis)
def run_status(run_id: int) -> ResponseReturnValue:
    job = load_or_404(AnalysisRun, run_id, see=rules.can_see_run).job
    return {
        "state": job.state.value,
        "progress": job.progress,
        "stage_text": run_words.stage(job.stage),
        "is_over": job.is_over,
    }


@bp.post("/diagnose/runs/<int:run_id>/cancel")
@allow(rules.can_read_analysis)
def cancel_run(run_id: int) -> ResponseReturnValue:
    found = load_or_404(AnalysisRun, run_id, see=rules.can_see_run, do=rules.can_cancel_run)
    if commands.cancel_run(current_actor(), found):
        flash(_("The run was asked to stop; nothing of it will be stored."))
    else:
        flash(_("The run was over already."), "warning")
    commit()
    return redirect(url_for("diagnose.run", run_id=run_id))


@bp.get("/diagnose/runs/<int:run_id>/comments")
@allow(rules.can_read_analysis)
def run_comments(run_id: int) -> ResponseReturnValue:
    found = load_or_404(AnalysisRun, run_id, see=rules.can_see_run)
    which = request.args.get("which", queries.Records.ALL, type=queries.Records)
    page = paginate(queries.records(found.id, which), page_number(), scalars=False)
    repeated = [item.duplicate_of_id for item, _s, _t in page.rows if item.duplicate_of_id]
    return render_template(
        "diagnose/analysis/run_comments.html",
        run=found,
        which=which,
        page=page,
        originals=queries.texts_of(repeated),
        words=run_words,
    )


@bp.get("/diagnose/runs/<int:run_id>/assignments.csv")
@allow(rules.can_read_analysis)
def run_assignments(run_id: int) -> ResponseReturnValue:
    load_or_404(AnalysisRun, run_id, see=rules.can_see_run)
    rows = queries.assignment_rows(run_id)
    return csv_response(f"run-{run_id}-assignments.csv", ASSIGNMENTS, rows)


@bp.get("/diagnose/topics/<int:topic_id>")
@allow(rules.can_read_analysis)
def topic(topic_id: int) -> ResponseReturnValue:
    found = load_or_404(Topic, topic_id, see=rules.can_see_topic)
    return _topic_page(found, name_form(found), NoiseForm(formdata=None))


def _topic_page(found: Topic, naming: NameForm, noise: NoiseForm) -> str:
    group = request.args.get("group", None, type=ParticipantGroup)
    channel = request.args.get("channel", None, type=Channel)
    query = queries.comments_of(found.id, group, channel)
    actor = current_actor()
    issues = queries.issues_of([found.id])[found.id]
    candidates = ToIssueForm(formdata=None)
    taken = {issue.id for issue in issues}
    if can_promote(actor, found):
        candidates.offer([i for i in issue_queries.candidates() if i.id not in taken])
    return render_template(
        "diagnose/analysis/topic.html",
        topic=found,
        page=paginate(query, page_number(), scalars=False),
        group=group,
        channel=channel,
        groups=ParticipantGroup,
        channels=Channel,
        issues=issues,
        history=queries.history_of(found.id),
        words=run_words,
        naming=naming,
        noise=noise,
        candidates=candidates,
        can_curate=rules.can_curate_topic(actor, found),
        can_promote=can_promote(actor, found),
    )


@bp.post("/diagnose/topics/<int:topic_id>/name")
@allow(rules.can_read_analysis)
def rename_topic(topic_id: int) -> ResponseReturnValue:
    found = load_or_404(Topic, topic_id, see=rules.can_see_topic, do=rules.can_curate_topic)
    form = NameForm()
    if not form.validate_on_submit():
        return _topic_page(found, form, NoiseForm(formdata=None)), 422
    commands.rename_topic(current_actor(), found, form.name.data)
    commit()
    flash(_("The topic has its new name."))
    return redirect(_href(found))


@bp.post("/diagnose/topics/<int:topic_id>/noise")
@allow(rules.can_read_analysis)
def mark_noise(topic_id: int) -> ResponseReturnValue:
    found = load_or_404(Topic, topic_id, see=rules.can_see_topic, do=rules.can_curate_topic)
    form = NoiseForm()
    if not form.validate_on_submit():
        return _topic_page(found, name_form(found), form), 422
    change = commands.unmark_noise if found.is_noise else commands.mark_noise
    change(current_actor(), found, form.reason.data)
    commit()
    flash(_("The topic is marked as noise.") if found.is_noise else _("The mark was taken back."))
    return redirect(_href(found))
