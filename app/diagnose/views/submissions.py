"""What staff see of intake: the list, one submission with its chain, writing one down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.core import clock
from app.core.access import allow, current_actor, load_or_404
from app.core.clock import BANGKOK
from app.core.db import commit
from app.core.paging import page_number, paginate
from app.core.tables import csv_response
from app.diagnose.commands import intake as commands
from app.diagnose.forms.intake import FilterForm, RecordForm, arguments_of_list
from app.diagnose.models import Submission
from app.diagnose.queries import analysis as analysis_queries
from app.diagnose.queries import intake as queries
from app.diagnose.rules.analysis import can_read_analysis, can_start_run
from app.diagnose.rules.imports import can_import
from app.diagnose.rules.intake import (
    can_read_submissions,
    can_record_submission,
    can_see_submission,
)
from app.diagnose.rules.issues import visible_states
from app.diagnose.views.blueprint import bp
from app.diagnose.views.journey import steps
from app.missions.queries import mission_groups

COLUMNS = (
    "id", "text", "mission_group", "channel", "participant_group", "created_at", "received_at",
    "import",
)  # fmt: skip


@bp.get("/diagnose/submissions")
@allow(can_read_submissions)
def submissions() -> ResponseReturnValue:
    form = _filters()
    valid = form.validate()
    wanted = form.wanted() if valid else queries.Wanted()
    return render_template(
        "diagnose/intake/submissions.html",
        form=form,
        page=paginate(queries.submissions(wanted), page_number()),
        filtered=valid and wanted != queries.Wanted(),
        arguments=MultiDict(arguments_of_list(wanted)).to_dict(flat=False),
        may_record=can_record_submission(current_actor()),
        may_analyse=can_start_run(current_actor()),
    ), (200 if valid else 422)


@bp.get("/diagnose/submissions.csv")
@allow(can_read_submissions)
def submissions_file() -> ResponseReturnValue:
    form = _filters()
    if not form.validate():
        return redirect(url_for("diagnose.submissions") + "?" + request.query_string.decode())
    day = clock.now().astimezone(BANGKOK).date().isoformat()
    rows = (list(_row(submission)) for submission in queries.each_of(form.wanted()))
    return csv_response(f"submissions-{day}.csv", COLUMNS, rows)


@bp.get("/diagnose/submissions/<int:submission_id>")
@allow(can_read_submissions)
def submission(submission_id: int) -> ResponseReturnValue:
    actor = current_actor()
    found = load_or_404(
        Submission, submission_id, see=can_see_submission, options=queries.provenance()
    )
    journey = queries.journey(found.id, visible_states(actor))
    return render_template(
        "diagnose/intake/submission.html",
        submission=found,
        steps=steps(found, journey, open_topics=can_read_analysis(actor)),
        may_open_import=can_import(actor),
    )


@bp.get("/diagnose/submissions/new")
@allow(can_record_submission)
def new_submission() -> ResponseReturnValue:
    return _record_page(_record_form())


@bp.post("/diagnose/submissions/new")
@allow(can_record_submission)
def record_submission() -> ResponseReturnValue:
    form = _record_form()
    if not form.validate():
        return _record_page(form), 422
    recorded = commands.record(current_actor(), **form.words())
    commit()
    flash(
        _("Written down. Give the link below to the person, so that they see what becomes of it.")
    )
    return redirect(url_for("diagnose.receipt", receipt=recorded.receipt), 303)


def _filters() -> FilterForm:
    form = FilterForm(request.args)
    form.offer(mission_groups(), analysis_queries.recent_imports())
    return form


def _row(submission: Submission) -> Iterator[Any]:
    yield submission.id
    yield submission.public_text
    yield submission.mission_group.slug if submission.mission_group else ""
    yield submission.channel.value
    yield submission.participant_group.value if submission.participant_group else ""
    yield submission.said_at.astimezone(BANGKOK).isoformat(timespec="seconds")
    yield submission.received_at.astimezone(BANGKOK).isoformat(timespec="seconds")
    yield submission.import_id or ""


def _record_form() -> RecordForm:
    form = RecordForm()
    form.offer(mission_groups())
    return form


def _record_page(form: RecordForm) -> str:
    return render_template("diagnose/intake/record.html", form=form)
