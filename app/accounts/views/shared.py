"""What several pages of this slice share."""

from __future__ import annotations

from typing import Any, cast

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import TooManyRequests

from app.accounts import guards, queries
from app.accounts.forms import AgainForm, PasswordForm
from app.accounts.models import Person
from app.accounts.refusals import Why
from app.core.access import current_actor
from app.core.i18n import show_number
from app.core.labels import label


def me() -> Person:
    return cast(Person, current_actor())


def gave_the_password(form: AgainForm | PasswordForm, person: Person) -> bool:
    """Whether the form is filled in and holds the person's password; says in it what is wrong."""
    if not form.validate_on_submit():
        return False
    guards.count_password_again(person)
    if queries.authenticate(person.email, form.present.data) is None:
        form.present.errors = [label(Why.NOT_THE_PASSWORD)]
        return False
    return True


def too_often(error: TooManyRequests, template: str, **values: Any) -> ResponseReturnValue:
    """The form again, with how long to wait and what else helps."""
    retry = error.retry_after
    seconds = retry if isinstance(retry, int) else 60
    untried = _("What you typed was not tried.")
    values["form"].form_errors.append(f"{_wait(seconds)} {untried}")
    response = make_response(render_template(template, too_often=True, **values), 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _wait(seconds: int) -> str:
    minutes = -(-seconds // 60)
    if minutes <= 90:
        return ngettext(
            "That was too often. Try again in %(shown)s minute.",
            "That was too often. Try again in %(shown)s minutes.",
            minutes, shown=show_number(minutes),
        )  # fmt: skip
    hours = -(-minutes // 60)
    return _("That was too often. Try again in %(hours)s hours.", hours=show_number(hours))
