"""What was done, and what is being done: the audit log and the jobs."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.admin import commands, queries
from app.admin.forms import AuditLogFilter, JobsFilter
from app.admin.rules import can_see_audit_log, can_tend_job, can_tend_jobs
from app.admin.views.blueprint import bp
from app.admin.words import ACTIONS, JOBS, OBJECTS, roles_said, said
from app.core.access import allow, current_actor, load_or_404
from app.core.db import commit
from app.core.models import Job, JobState
from app.core.paging import page_number

PAGES = {
    "people": ("admin.person", "person_id"),
    "submissions": ("diagnose.submission", "submission_id"),
    "import_batches": ("diagnose.import_batch", "batch_id"),
    "analysis_runs": ("diagnose.run", "run_id"),
    "topics": ("diagnose.topic", "topic_id"),
    "issues": ("diagnose.issue", "issue_id"),
    "challenges": ("develop.challenge", "challenge_id"),
    "ideas": ("develop.idea", "idea_id"),
    "idea_families": ("develop.family", "family_id"),
    "comments": ("develop.thread", "comment_id"),
}
"""Where the objects of the audit log have pages."""


def object_url(object_type: str, object_id: str) -> str | None:
    """The page of an object that the log names, if its kind has one."""
    endpoint, argument = PAGES.get(object_type, ("", ""))
    if endpoint not in current_app.view_functions or not object_id.isdecimal():
        return None
    values: dict[str, Any] = {argument: int(object_id)}
    return url_for(endpoint, **values)


@bp.get("/audit")
@allow(can_see_audit_log)
def audit_log() -> ResponseReturnValue:
    form = AuditLogFilter(queries.audit_object_types(), formdata=request.args)
    return render_template(
        "admin/audit_log.html",
        form=form,
        page=queries.audit_entries(form.chosen(), page_number()),
        actions=queries.audit_actions(),
        object_url=object_url,
        action_said=partial(said, ACTIONS),
        object_said=partial(said, OBJECTS),
        roles_said=roles_said,
    )


@bp.get("/jobs")
@allow(can_tend_jobs)
def jobs() -> ResponseReturnValue:
    form = JobsFilter(queries.job_kinds(), formdata=request.args)
    kind = form.kind.data or ""
    return render_template(
        "admin/jobs.html",
        form=form,
        page=queries.jobs(form.state.data or "", kind, page_number()),
        counts=queries.job_counts(),
        states=JobState,
        kind_said=partial(said, JOBS),
    )


@bp.post("/jobs/<int:job_id>/cancel")
@allow(can_tend_jobs)
def cancel_job(job_id: int) -> ResponseReturnValue:
    job = load_or_404(Job, job_id, see=can_tend_job)
    if commands.cancel_job(current_actor(), job):
        commit()
        flash(_("Job %(number)s is asked to stop.", number=job_id))
    else:
        flash(_("Job %(number)s was over already.", number=job_id), "warning")
    return redirect(url_for("admin.jobs"))


@bp.post("/jobs/<int:job_id>/retry")
@allow(can_tend_jobs)
def retry_job(job_id: int) -> ResponseReturnValue:
    job = load_or_404(Job, job_id, see=can_tend_job)
    if commands.retry_job(current_actor(), job):
        commit()
        flash(_("Job %(number)s waits for a worker again.", number=job_id))
    else:
        flash(_("Only a job that failed can be run again."), "warning")
    return redirect(url_for("admin.jobs"))
