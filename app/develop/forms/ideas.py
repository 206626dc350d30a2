"""An idea as it is written."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    StringField,
    SubmitField,
    TextAreaField,
)

from app.core.forms import Form, at_most, required
from app.develop.forms.fields import (
    BODY_CHARACTERS,
    TITLE_CHARACTERS,
    one_kind_of_newline,
    says_something,
)


class IdeaForm(Form):
    title = StringField(_l("Title"), [required(), says_something, at_most(TITLE_CHARACTERS)])
    body = TextAreaField(
        _l("Your idea"),
        [required(), says_something, at_most(BODY_CHARACTERS)],
        filters=[one_kind_of_newline],
    )
    preview = SubmitField(_l("Preview"))
