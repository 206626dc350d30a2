"""What one has agreed to, and taking it back."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import commands, queries
from app.accounts.models import Purpose
from app.accounts.rules import is_signed_in
from app.accounts.views.blueprint import bp
from app.accounts.views.shared import me
from app.core.access import allow
from app.core.db import commit
from app.core.paging import page_number

TAKEN_BACK_HERE = frozenset({Purpose.SUBMISSION, Purpose.VOTE})
"""An account cannot be kept without consent to it: taking that back is erasing the account."""


@bp.get("/account/consents")
@allow(is_signed_in)
def consents() -> ResponseReturnValue:
    page = queries.consents_page(me(), page_number())
    return render_template("accounts/consents.html", page=page, taken_back_here=TAKEN_BACK_HERE)


@bp.post("/account/consents/<purpose>/withdraw")
@allow(is_signed_in)
def withdraw_consent(purpose: str) -> ResponseReturnValue:
    if purpose not in TAKEN_BACK_HERE:
        abort(404)
    commands.withdraw_consent(me(), Purpose(purpose))
    commit()
    flash(_("Taken back, from now on. You are asked anew before you do it again."))
    return redirect(url_for("accounts.consents"))
