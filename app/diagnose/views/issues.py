"""Pages of policy issues: the list, one with its evidence, and what staff do to it."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import allow, anyone, current_actor, load_or_404
from app.core.addresses import number
from app.core.db import commit, rollback
from app.core.paging import page_number, paginate
from app.core.privacy import SMALLEST_CELL
from app.diagnose import onward
from app.diagnose.commands import issues as commands
from app.diagnose.forms.issues import PromoteForm, StepForm, ToIssueForm, WordingForm
from app.diagnose.models import Issue, IssueState, Topic
from app.diagnose.queries import analysis as analysis_queries
from app.diagnose.queries import issues as queries
from app.diagnose.rules import issues as rules
from app.diagnose.rules.analysis import can_read_analysis, can_see_topic
from app.diagnose.views.blueprint import bp
from app.missions.models import MissionGroup
from app.missions.queries import mission_groups

MOST_TOPICS = 100
"""The public is told of fewer people than this only that they are fewer."""


@bp.get("/issues")
@allow(anyone)
def issues() -> ResponseReturnValue:
    visible = rules.visible_states(current_actor())
    state = request.args.get("state", None, type=IssueState)
    slug = request.args.get("group", "")
    groups = mission_groups()
    chosen = next((group for group in groups if group.slug == slug), None)
    states = [state] if state in visible else visible
    page = paginate(queries.issues(states, chosen.id if chosen else None), page_number())
    return render_template(
        "diagnose/issues/issues.html",
        page=page,
        evidence=queries.evidence([issue.id for issue in page.rows]),
        groups=groups,
        group=chosen,
        state=state if state in visible else None,
        states=visible,
        **_reader(),
    )


def _reader() -> dict[str, Any]:
    """Whether this reader opens the records, and is told small numbers."""
    opens_records = can_read_analysis(current_actor())
    return {"opens_records": opens_records, "fewest": 0 if opens_records else SMALLEST_CELL}


@bp.get("/issues/<int:issue_id>")
@allow(anyone)
def issue(issue_id: int) -> ResponseReturnValue:
    found = load_or_404(Issue, issue_id, see=rules.can_see_issue, options=queries.PAGE)
    return _issue_page(found)


def _issue_page(found: Issue, step: StepForm | None = None) -> str:
    actor = current_actor()
    topics = [link.topic for link in found.topic_links]
    steps = rules.steps_open_to(actor, found)
    form = step or StepForm(formdata=None)
    form.offer(steps)
    return render_template(
        "diagnose/issues/issue.html",
        issue=found,
        topics=sorted(topics, key=lambda topic: -topic.people_count),
        quotes=analysis_queries.quotes(topics),
        evidence=queries.evidence([found.id])[found.id],
        onward=onward.made_of([found.id])[found.id],
        offers=onward.offers(found),
        steps=steps,
        form=form,
        can_edit=rules.can_edit_issue(actor, found),
        can_change_topics=rules.can_change_topics(actor, found),
        **_reader(),
    )


@bp.get("/issues/new")
@allow(rules.can_make_issues)
def new_issue() -> ResponseReturnValue:
    topics = _asked_topics(request.args.getlist("topic", type=number))
    if not topics:
        flash(_("Tick a topic or several first; topics marked as noise cannot be used."), "warning")
        return redirect(url_for("diagnose.runs"))
    form = PromoteForm(formdata=None)
    if len(topics) == 1:
        form.title.data = topics[0].title
    return _new_issue_page(topics, form)


@bp.post("/issues")
@allow(rules.can_make_issues)
def create_issue() -> ResponseReturnValue:
    topics = _asked_topics(request.form.getlist("topic", type=number))
    form = PromoteForm()
    form.offer(mission_groups())
    if not topics:
        abort(400)
    if not form.validate_on_submit():
        return _new_issue_page(topics, form), 422
    made = commands.promote(
        current_actor(),
        topics,
        title=form.title.data,
        summary=form.summary.data,
        mission_group=_group(form),
        reason=form.reason.data,
    )
    commit()
    flash(_("The candidate issue is made."))
    return redirect(url_for("diagnose.issue", issue_id=made.id))


def _asked_topics(ids: list[int]) -> list[Topic]:
    found = queries.topics_by_id(ids[:MOST_TOPICS])
    return [topic for topic in found if rules.can_promote(current_actor(), topic)]


def _new_issue_page(topics: list[Topic], form: PromoteForm) -> str:
    form.offer(mission_groups())
    return render_template(
        "diagnose/issues/new_issue.html",
        topics=topics,
        quotes=analysis_queries.quotes(topics),
        issues=analysis_queries.issues_of([topic.id for topic in topics]),
        form=form,
    )


def _group(form: WordingForm) -> MissionGroup:
    chosen = int(form.mission_group.data)
    return next(group for group in mission_groups() if group.id == chosen)


@bp.get("/issues/<int:issue_id>/edit")
@allow(rules.can_move_issues)
def edit_issue(issue_id: int) -> ResponseReturnValue:
    found = load_or_404(Issue, issue_id, see=rules.can_see_issue, do=rules.can_edit_issue)
    form = WordingForm(formdata=None)
    form.offer(mission_groups())
    form.fill(found)
    return render_template("diagnose/issues/edit_issue.html", issue=found, form=form)


@bp.post("/issues/<int:issue_id>/edit")
@allow(rules.can_move_issues)
def save_issue(issue_id: int) -> ResponseReturnValue:
    found = load_or_404(Issue, issue_id, see=rules.can_see_issue, do=rules.can_edit_issue)
    form = WordingForm()
    form.offer(mission_groups())
    if not form.validate_on_submit():
        return render_template("diagnose/issues/edit_issue.html", issue=found, form=form), 422
    commands.edit_issue(
        current_actor(),
        found,
        title=form.title.data,
        summary=form.summary.data,
        mission_group=_group(form),
    )
    commit()
    flash(_("The issue is changed."))
    return redirect(url_for("diagnose.issue", issue_id=issue_id))


@bp.post("/issues/<int:issue_id>/steps")
@allow(rules.can_move_issues)
def step_issue(issue_id: int) -> ResponseReturnValue:
    found = load_or_404(Issue, issue_id, see=rules.can_see_issue, options=queries.PAGE)
    form = StepForm()
    form.offer(rules.steps_open_to(current_actor(), found))
    if not form.validate_on_submit():
        return _issue_page(found, form), 422
    try:
        commands.step_issue(current_actor(), found, IssueState(form.to.data), form.reason.data)
        commit()
        flash(_("The issue has its new state."))
    except commands.StepRefused as refused:
        rollback()
        flash(_step_refused(refused.code), "danger")
    return redirect(url_for("diagnose.issue", issue_id=issue_id))


def _step_refused(code: str) -> str:
    if code == "in_use":
        return str(
            _("Something was made of this issue already: it can be closed, but not put back.")
        )
    return str(_("Somebody else moved this issue meanwhile. Look at its state before you go on."))


@bp.post("/issues/<int:issue_id>/topics/<int:topic_id>/remove")
@allow(rules.can_make_issues)
def remove_issue_topic(issue_id: int, topic_id: int) -> ResponseReturnValue:
    found = load_or_404(Issue, issue_id, see=rules.can_see_issue, do=rules.can_change_topics)
    topic = load_or_404(Topic, topic_id, see=can_see_topic)
    try:
        commands.remove_topic(current_actor(), found, topic)
        commit()
        flash(_("The topic is no longer part of the issue."))
    except commands.LastTopic:
        rollback()
        flash(_("An issue stands on evidence: its last topic cannot be taken away."), "danger")
    return redirect(url_for("diagnose.issue", issue_id=issue_id))


@bp.post("/diagnose/topics/<int:topic_id>/issue")
@allow(rules.can_make_issues)
def add_issue_topic(topic_id: int) -> ResponseReturnValue:
    topic = load_or_404(Topic, topic_id, see=can_see_topic, do=rules.can_promote)
    form = ToIssueForm()
    form.offer(queries.candidates())
    if not form.validate_on_submit():
        flash(_("Choose one of the candidate issues."), "danger")
        return redirect(url_for("diagnose.topic", topic_id=topic_id))
    ident = int(form.issue.data)
    found = load_or_404(Issue, ident, see=rules.can_see_issue, do=rules.can_change_topics)
    commands.add_topic(current_actor(), found, topic)
    commit()
    flash(_("The topic is part of the issue."))
    return redirect(url_for("diagnose.issue", issue_id=ident))
