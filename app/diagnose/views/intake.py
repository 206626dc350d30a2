"""What citizens see of intake: the form, the receipt, their own list."""

from __future__ import annotations

import secrets

from flask import (
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as browser_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import TooManyRequests

from app.core import clock, limits, mail, networks
from app.core.access import allow, anyone, current_actor
from app.core.db import commit
from app.core.paging import page_number, paginate
from app.diagnose import consent
from app.diagnose.commands import intake as commands
from app.diagnose.forms.intake import SubmitForm
from app.diagnose.models import Submission
from app.diagnose.queries import intake as queries
from app.diagnose.rules.intake import can_list_own, can_submit, submissions_are_open
from app.diagnose.rules.issues import visible_states
from app.diagnose.views.blueprint import bp
from app.diagnose.views.journey import steps
from app.missions.models import MissionGroup
from app.missions.queries import mission_groups

SUBMIT_LIMIT = limits.Limit("submit", 60, 3600)
"""An hour from one network: many people sit behind an office's or a school's address."""
SAME_WORDS_SECONDS = 600
"""How long the same words from the same browser are the same submission."""
BROWSER = "submits_as"


@bp.get("/submit")
@allow(can_submit)
def submit() -> ResponseReturnValue:
    groups = _open_groups()
    if groups is None:
        return render_template("diagnose/intake/closed.html", opens_at=_next_opening())
    _renew_browser()
    return _page(_form(groups))


@bp.post("/submit")
@allow(can_submit)
def send() -> ResponseReturnValue:
    form = _form(_open_groups() or [])
    if not form.validate():
        return _page(form), 422
    try:
        limits.hit(SUBMIT_LIMIT, networks.network())
        submission = commands.receive(current_actor(), _browser(), **form.words())
    except TooManyRequests as error:
        form.form_errors.append(_("Very many came from your network. Please send it again later."))
        return _page(form), 429, {"Retry-After": str(error.retry_after)}
    except commands.Closed:
        form.form_errors.append(_("Submissions are closed now, so this was not sent."))
        return _page(form), 422
    commit()
    flash(_("Thank you. We have received what you wrote."))
    return redirect(url_for("diagnose.receipt", receipt=submission.receipt), 303)


@bp.get("/receipts/<receipt>")
@allow(anyone)
def receipt(receipt: str) -> ResponseReturnValue:
    found = _by_receipt(receipt)
    journey = queries.journey(found.id, visible_states(current_actor()))
    page = render_template(
        "diagnose/intake/receipt.html",
        submission=found,
        link=mail.absolute(url_for("diagnose.receipt", receipt=receipt)),
        steps=[] if found.withdrawn_at else steps(found, journey),
    )
    return _unlisted(page)


@bp.post("/receipts/<receipt>/withdraw")
@allow(anyone)
def withdraw(receipt: str) -> ResponseReturnValue:
    submission = _by_receipt(receipt)
    if submission.withdrawn_at is None:
        commands.withdraw(current_actor(), submission)
        commit()
        browser_session.pop(BROWSER, None)  # the same words again would be a new submission
        flash(_("You have withdrawn it."))
    return redirect(url_for("diagnose.receipt", receipt=receipt), 303)


@bp.get("/my/submissions")
@allow(can_list_own)
def my_submissions() -> ResponseReturnValue:
    page = paginate(queries.own(current_user.id), page_number())
    counted = queries.issues_counted([submission.id for submission in page.rows])
    return render_template("diagnose/intake/mine.html", page=page, issues_counted=counted)


def _open_groups() -> list[MissionGroup] | None:
    """The mission groups that take submissions now; None: submissions are closed everywhere."""
    windows, now = queries.stage_windows(), clock.now()
    if not submissions_are_open(windows, None, now):
        return None
    return [group for group in mission_groups() if submissions_are_open(windows, group.id, now)]


def _next_opening() -> object:
    now = clock.now()
    return min((w.opens_at for w in queries.stage_windows() if w.opens_at > now), default=None)


def _form(groups: list[MissionGroup]) -> SubmitForm:
    group = getattr(current_user, "participant_group", None)
    form = SubmitForm(
        mission_group=request.args.get("mission_group", ""),
        participant_group=group.value if group else "",
    )
    form.offer(groups)
    return form


def _page(form: SubmitForm) -> str:
    return render_template("diagnose/intake/submit.html", form=form, version=consent.VERSION)


def _by_receipt(receipt: str) -> Submission:
    return queries.by_receipt(receipt) or abort(404)


def _unlisted(page: str) -> Response:
    """Whoever has the link may read it; search engines and other sites must not learn it."""
    response = make_response(page)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _browser() -> str:
    """This browser's secret, kept in its signed cookie."""
    if BROWSER not in browser_session:
        _renew_browser()
    return str(browser_session[BROWSER][0])


def _renew_browser() -> None:
    now = int(clock.now().timestamp())
    secret, since = browser_session.get(BROWSER) or ("", 0)
    if not secret or now - since > SAME_WORDS_SECONDS:
        browser_session[BROWSER] = [secrets.token_urlsafe(16), now]
