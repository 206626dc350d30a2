"""What becomes of personal data."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts import consent
from app.accounts.cookies import cookies
from app.accounts.views.blueprint import bp
from app.core import retention
from app.core.access import allow, anyone


@bp.get("/privacy")
@allow(anyone)
def privacy() -> ResponseReturnValue:
    return render_template(
        "accounts/privacy.html", consent=consent, retention=retention.rules(), cookies=cookies()
    )
