"""Error pages in the site's own look, in the reader's language, that say what to do."""

from __future__ import annotations

import logging

import sqlalchemy as sa
from flask import Flask, Response, current_app, make_response
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from app.core.db import rollback
from app.core.i18n import ask_nobody, language

log = logging.getLogger(__name__)
RETRY_SECONDS = 5


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _known)
    app.register_error_handler(sa.exc.OperationalError, _database_away)
    app.register_error_handler(Exception, _unknown)


def explain(code: int) -> tuple[str, str]:
    """Title and advice for a status code."""
    known = {
        400: (
            _("We could not read what was sent"),
            _("Go back, check what you filled in and send it again."),
        ),
        403: (
            _("This is not open to you"),
            _("If you think it should be, ask the administrator for the role that it needs."),
        ),
        404: (
            _("There is no such page"),
            _("It may have been moved or withdrawn. Begin from the home page or search."),
        ),
        405: (_("This address cannot be used that way"), _("Go back and use the page's buttons.")),
        413: (
            _("This is too large"),
            _("Send a smaller file, or divide it into several."),
        ),
        429: (
            _("That was too often"),
            _("Please wait a while and try again. Nothing of what was stored before is lost."),
        ),
        503: (
            _("We are busy for a moment"),
            _("Please try again in a few seconds. What you sent was not stored."),
        ),
    }
    return known.get(
        code,
        (
            _("Something went wrong on our side"),
            _("It has been noted. Please try again; if it stays, tell the administrator."),
        ),
    )


def page(code: int, *, title: str | None = None, advice: str | None = None) -> Response:
    """The error page for `code`. Never reads the database: it may be what failed."""
    ask_nobody()
    known_title, known_advice = explain(code)
    # Past render_template: among its context processors is one that looks the reader up
    template = current_app.jinja_env.get_template("core/error.html")
    html = template.render(code=code, title=title or known_title, advice=advice or known_advice)
    return make_response(html, code)


def _settle_language() -> None:
    """The reader's own language, where it can be known; from here on the database is left alone."""
    try:
        language()
    except sa.exc.SQLAlchemyError:
        log.warning("the reader's language cannot be looked up")
    ask_nobody()


def _known(error: HTTPException) -> Response:
    rollback()
    _settle_language()
    if isinstance(error, SecurityError):  # no page of ours has an address there
        return Response("ชื่อเว็บไซต์ไม่ถูกต้อง · unknown host name\n", 400, mimetype="text/plain")
    if error.response is not None:
        return make_response(error.response)
    if isinstance(error, CSRFError):
        return page(
            400,
            title=_("This form has expired"),
            advice=_("Go back, reload the page and send it again. Your text is still in the form."),
        )
    response = page(error.code or 500)
    retry = getattr(error, "retry_after", None)
    if retry:
        response.headers["Retry-After"] = str(int(retry))
    return response


def _database_away(error: sa.exc.OperationalError) -> Response:
    log.error("database: %s", error.orig)
    rollback()
    response = page(503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _unknown(error: Exception) -> Response:
    log.exception("unexpected error", exc_info=error)
    rollback()
    return page(500)
