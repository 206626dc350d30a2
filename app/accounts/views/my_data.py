"""One's own data: to read, to take home, and to have erased."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask import Response, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from app.accounts import archive, commands, guards, passwords, personal_data, sessions
from app.accounts.data_words import column_name, shown
from app.accounts.forms import AgainForm, EraseForm
from app.accounts.rules import is_signed_in
from app.accounts.views.blueprint import bp
from app.accounts.views.shared import gave_the_password, me, too_often
from app.core import clock
from app.core.access import allow, anyone
from app.core.db import commit, rollback
from app.core.labels import label
from app.core.refusals import Refused

SHOWN = 20
"""Rows of each part on the page; all of them are in the archive."""


@dataclass(frozen=True)
class Section:
    key: str
    title: Any
    rows: list[personal_data.Row]
    has_more: bool


@bp.get("/account/data", endpoint="my_data")
@allow(is_signed_in)
def page() -> ResponseReturnValue:
    return _page(AgainForm())


@bp.post("/account/data.zip")
@allow(is_signed_in)
def take_data() -> ResponseReturnValue:
    """After the password: whoever finds a browser open must not carry everything away."""
    form = AgainForm()
    if not gave_the_password(form, me()):
        return _page(form, 422)
    try:
        guards.count_archive(me())
    except TooManyRequests as error:
        return too_often(error, "accounts/my_data.html", form=form, **_context())
    commands.note_export(me())
    stream = archive.make(me())
    commit()
    day = clock.now().astimezone(clock.BANGKOK).date().isoformat()
    response: Response = send_file(
        stream, mimetype="application/zip", as_attachment=True,
        download_name=f"ruamkid-{day}.zip", max_age=0,
    )  # fmt: skip
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/account/erase", endpoint="erase")
@allow(is_signed_in)
def erase_page() -> ResponseReturnValue:
    return _erase_page(EraseForm())


@bp.post("/account/erase")
@allow(is_signed_in)
def erase_me() -> ResponseReturnValue:
    form, person = EraseForm(), me()
    if not gave_the_password(form, person):
        return _erase_page(form, 422)
    try:
        commands.erase(person, words=bool(form.words.data))
    except Refused as refused:
        rollback()
        form.form_errors.append(label(refused.why))
        return _erase_page(form, 422)
    commit()
    sessions.end()
    response = redirect(url_for("accounts.erased"))
    guards.forget_device(response)
    return response


@bp.get("/account/erased")
@allow(anyone)
def erased() -> ResponseReturnValue:
    return render_template("accounts/erased.html")


def _erase_page(form: EraseForm, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "accounts/erase.html", form=form, has_password=passwords.is_usable(me().password_hash)
    ), status


def _page(form: AgainForm, status: int = 200) -> ResponseReturnValue:
    return render_template("accounts/my_data.html", form=form, **_context()), status


def _context() -> dict[str, Any]:
    person = me()
    return {
        "sections": [_section(part) for part in personal_data.parts()],
        "most": SHOWN,
        "has_password": passwords.is_usable(person.password_hash),
        "column": column_name,
        "value": shown,
    }


def _section(part: personal_data.Part) -> Section:
    rows = list(islice(part.rows(me()), SHOWN + 1))
    return Section(part.key, part.title, rows[:SHOWN], len(rows) > SHOWN)
