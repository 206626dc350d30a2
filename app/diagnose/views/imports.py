"""Imports: a file is uploaded, its columns mapped, its rows checked, then all good ones taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import files
from app.core.access import allow, current_actor, load_or_404
from app.core.db import commit, rollback
from app.core.models import JobState
from app.core.paging import page_number, paginate
from app.core.tables import csv_response
from app.diagnose import import_words
from app.diagnose.commands import imports as commands
from app.diagnose.forms.imports import ConfirmForm, PlanForm, ReadForm, UploadForm
from app.diagnose.models import ImportBatch, ImportProblem, ImportState
from app.diagnose.queries import imports as queries
from app.diagnose.rules import imports as rules
from app.diagnose.tables import NotATable, Table, detect
from app.diagnose.views.blueprint import bp
from app.missions.queries import mission_groups


@bp.get("/diagnose/imports")
@allow(rules.can_import)
def imports() -> ResponseReturnValue:
    return _list_page(UploadForm())


@bp.post("/diagnose/imports")
@allow(rules.can_import)
def upload_file() -> ResponseReturnValue:
    form = UploadForm()
    if not form.validate():
        return _list_page(form), 422
    sent = form.file.data
    try:
        table = detect(sent.stream)
    except NotATable as error:
        form.file.errors = [import_words.why_no_table(error.code)]
        return _list_page(form), 422
    batch = commands.upload(current_actor(), sent.stream, sent.filename, table)
    commit()
    return _back_to(batch)


@bp.get("/diagnose/imports/<int:batch_id>")
@allow(rules.can_import)
def import_batch(batch_id: int) -> ResponseReturnValue:
    batch = _load(batch_id)
    if rules.is_at_work(batch):
        return render_template("diagnose/imports/at_work.html", batch=batch, words=import_words)
    if batch.state == ImportState.CHECKED:
        return _checked_page(batch)
    if batch.state == ImportState.UPLOADED:
        return _prepare_page(batch)
    count = queries.imported_count(batch.id)
    return render_template("diagnose/imports/over.html", batch=batch, count=count)


@bp.get("/diagnose/imports/<int:batch_id>/columns")
@allow(rules.can_import)
def import_columns(batch_id: int) -> ResponseReturnValue:
    """Back to the columns, after a check."""
    batch = _load(batch_id)
    if not rules.can_prepare(current_actor(), batch):
        return _back_to(batch)
    return _prepare_page(batch)


@bp.post("/diagnose/imports/<int:batch_id>/read-as")
@allow(rules.can_import)
def read_import_as(batch_id: int) -> ResponseReturnValue:
    batch = _load(batch_id, do=rules.can_prepare)
    form = ReadForm.of(Table.from_json(batch.format))
    if not form.validate():
        return _prepare_page(batch, read=form), 422
    try:
        with files.path_of(batch.file).open("rb") as stream:
            table = detect(stream, **form.overrides())
    except (NotATable, FileNotFoundError) as error:
        form.form_errors.append(import_words.why_no_table(getattr(error, "code", "gone")))
        return _prepare_page(batch, read=form), 422
    commands.read_as(current_actor(), batch, table)
    commit()
    return _back_to(batch)


@bp.post("/diagnose/imports/<int:batch_id>/check")
@allow(rules.can_import)
def check_import(batch_id: int) -> ResponseReturnValue:
    batch = _load(batch_id)
    table = Table.from_json(batch.format) if batch.format else None
    if table is None or not rules.can_prepare(current_actor(), batch):
        return _moved_on(batch)
    form = PlanForm.of(table, {}, mission_groups())
    if not form.validate():
        return _prepare_page(batch, plan=form), 422
    return _do(batch, lambda: commands.check(current_actor(), batch, form.plan()))


@bp.post("/diagnose/imports/<int:batch_id>/confirm")
@allow(rules.can_import)
def confirm_import(batch_id: int) -> ResponseReturnValue:
    batch = _load(batch_id)
    take = bool(ConfirmForm().take_duplicates.data)
    return _do(batch, lambda: commands.confirm(current_actor(), batch, take_duplicates=take))


@bp.post("/diagnose/imports/<int:batch_id>/stop")
@allow(rules.can_import)
def stop_import(batch_id: int) -> ResponseReturnValue:
    batch = _load(batch_id)
    return _do(batch, lambda: commands.stop(current_actor(), batch))


@bp.post("/diagnose/imports/<int:batch_id>/discard")
@allow(rules.can_import)
def discard_import(batch_id: int) -> ResponseReturnValue:
    batch = _load(batch_id)
    return _do(batch, lambda: commands.discard(current_actor(), batch))


@bp.get("/diagnose/imports/<int:batch_id>/status")
@allow(rules.can_import)
def import_status(batch_id: int) -> ResponseReturnValue:
    """How far the background work is, for the page that waits for it."""
    job = _load(batch_id).job
    return {
        "progress": job.progress if job else 1.0,
        "stage_text": import_words.stage(job.stage if job else ""),
        "is_over": job is None or job.state not in (JobState.QUEUED, JobState.RUNNING),
    }


@bp.get("/diagnose/imports/<int:batch_id>/bad-rows.csv")
@allow(rules.can_import)
def bad_rows(batch_id: int) -> ResponseReturnValue:
    """The bad rows as they stand in the file, to be mended and imported again."""
    batch = _load(batch_id)
    header = list(batch.format.get("header", []))
    rows = _rows_with_reasons(header, queries.each_bad(batch.id))
    name = batch.file.name.rsplit(".", 1)[0]
    return csv_response(f"{name}-bad-rows.csv", [*header, _("reason not taken")], rows)


def _rows_with_reasons(header: list[str], found: Iterable[ImportProblem]) -> Iterator[list[str]]:
    for _number, faults in groupby(found, key=lambda problem: problem.row_number):
        problems = list(faults)
        reasons = " ".join(f"{p.column}: {_said(p)}" if p.column else _said(p) for p in problems)
        yield [*(str(problems[0].values.get(name, "")) for name in header), reasons]


def _said(problem: ImportProblem) -> str:
    beyond = problem.values.get("", [])
    return import_words.reason(problem) + (f" ({' · '.join(beyond)})" if beyond else "")


def _load(batch_id: int, do: Any = None) -> ImportBatch:
    return load_or_404(
        ImportBatch, batch_id, see=rules.can_see_batch, do=do, options=queries.with_file()
    )


def _do(batch: ImportBatch, verb: Any) -> ResponseReturnValue:
    try:
        verb()
    except commands.NotNow:
        return _moved_on(batch)
    commit()
    return _back_to(batch)


def _moved_on(batch: ImportBatch) -> ResponseReturnValue:
    address = _back_to(batch)
    rollback()
    flash(_("That is not possible any more; here is how the import stands now."), "warning")
    return address


def _back_to(batch: ImportBatch) -> ResponseReturnValue:
    return redirect(url_for("diagnose.import_batch", batch_id=batch.id), 303)


def _list_page(form: UploadForm) -> str:
    page = paginate(queries.batches(), page_number())
    return render_template("diagnose/imports/imports.html", form=form, page=page)


def _prepare_page(
    batch: ImportBatch, *, read: ReadForm | None = None, plan: PlanForm | None = None
) -> str:
    table = Table.from_json(batch.format)
    return render_template(
        "diagnose/imports/prepare.html",
        batch=batch,
        table=table,
        read=read or ReadForm.of(table),
        plan=plan or PlanForm.of(table, batch.mapping, mission_groups()),
        failed=_why_failed(batch),
        words=import_words,
    )


def _why_failed(batch: ImportBatch) -> str | None:
    job = batch.job
    failed = job is not None and job.state == JobState.FAILED
    return import_words.why_failed(job.error_code) if job and failed else None


def _checked_page(batch: ImportBatch) -> str:
    duplicates = request.args.get("show") == "duplicates"
    page = paginate(queries.problems(batch.id, duplicates=duplicates), page_number())
    return render_template(
        "diagnose/imports/checked.html",
        batch=batch,
        page=page,
        duplicates=duplicates,
        repeated=queries.repeated(page.rows),
        form=ConfirmForm(),
        may_confirm=rules.can_confirm(current_actor(), batch),
        failed=_why_failed(batch),
        words=import_words,
    )
