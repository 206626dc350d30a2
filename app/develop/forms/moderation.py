"""A moderator's reason."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    TextAreaField,
)

from app.core.forms import Form, at_most, required
from app.develop.forms.fields import (
    REASON_CHARACTERS,
    says_something,
)


class ReasonForm(Form):
    reason = TextAreaField(_l("Reason"), [required(), says_something, at_most(REASON_CHARACTERS)])
    next = HiddenField()
