"""A comment as it is written."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    TextAreaField,
)

from app.core.forms import Form, at_most, required
from app.develop.forms.fields import (
    COMMENT_CHARACTERS,
    one_kind_of_newline,
    says_something,
)


class CommentForm(Form):
    body = TextAreaField(
        _l("Your comment"),
        [required(), says_something, at_most(COMMENT_CHARACTERS)],
        filters=[one_kind_of_newline],
    )
