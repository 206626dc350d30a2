"""How often news comes by mail."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from app.accounts.forms import one_of
from app.accounts.models import DigestEvery
from app.core.forms import Form, choices
from app.core.labels import label


class DigestForm(Form):
    every = RadioField(
        _l("How often"), [one_of(DigestEvery)],
        choices=lambda: choices(DigestEvery, label), validate_choice=False,
    )  # fmt: skip
