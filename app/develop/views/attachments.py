"""Files of ideas: taken out of a form, and sent to whoever may see the idea."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from app.core import limits, uploads
from app.core.access import allow, anyone, load_or_404
from app.core.files import clean_name
from app.core.refused_files import NotTaken, WhyNot
from app.core.uploads import Prepared
from app.develop import rules
from app.develop.details import ABOUT_CHARACTERS, MOST_FILES, FileChanges
from app.develop.forms import DraftForm
from app.develop.models import Attachment
from app.develop.views.idea_words import why_not_taken
from app.develop.views.shared import bp, within

UPLOADS_AN_HOUR = limits.Limit("idea-files", 60, 3_600)
Failure = tuple[str, WhyNot]


@bp.get("/attachments/<int:attachment_id>")
@allow(anyone)
def attachment(attachment_id: int) -> ResponseReturnValue:
    """For saving. Whether the reader may see it is asked each time."""
    found = load_or_404(Attachment, attachment_id, see=rules.can_see_attachment)
    return uploads.serve(found.file, keep=rules.is_public(found))


@bp.get("/attachments/<int:attachment_id>/picture")
@allow(anyone)
def picture(attachment_id: int) -> ResponseReturnValue:
    """An image in a page; 404 for anything else."""
    found = load_or_404(Attachment, attachment_id, see=rules.can_see_attachment)
    return uploads.serve(found.file, inline=True, keep=rules.is_public(found))


def too_many_uploads(form: DraftForm) -> int | None:
    """Count the request where it brings files. Past the limit: the seconds to wait.

    Commits the count, and so ends the transaction: pictures are made anew while nobody waits.
    """
    if not form.files.data:
        return None
    message = _("You have sent as many files as one person may in an hour. Please wait.")
    return within(UPLOADS_AN_HOUR, form, message)


def taken_files(form: DraftForm, there: Sequence[Attachment]) -> FileChanges:
    """What the form asks to do with files. What is wrong with one is said beside the field."""
    sent = form.files.data or []
    about = {row.id: _about(row) for row in there}
    removed = frozenset(row.id for row in there if str(row.id) in request.form.getlist("remove"))
    room = MOST_FILES - len(there) + len(removed)
    prepared, failures = _prepared(sent[:room])
    problems = [f"{name}: {why_not_taken(why)}" for name, why in failures]
    if len(sent) > room:
        problems.append(_("At most %(max)s files an idea, please.", max=MOST_FILES))
    if problems:
        form.files.errors = [" ".join(problems)]
    return FileChanges(tuple(prepared), about, removed)


def _prepared(sent: Sequence[FileStorage]) -> tuple[list[Prepared], list[Failure]]:
    """No text is looked up in here: that would ask the database who reads, and hold it."""
    prepared, failures = [], []
    for upload in sent:
        name = upload.filename or ""
        try:
            prepared.append(uploads.prepare(upload.stream, name))
        except NotTaken as refusal:
            failures.append((clean_name(name), refusal.why))
    return prepared, failures


def _about(row: Attachment) -> str:
    text = request.form.get(f"about-{row.id}", row.description)
    return " ".join(text.replace("\x00", "").split())[:ABOUT_CHARACTERS]
