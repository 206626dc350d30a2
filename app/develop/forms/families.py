"""Ideas chosen into a family, and the one in whose favour another is closed."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import Form, at_most, required
from app.develop.forms.fields import REASON_CHARACTERS, TITLE_CHARACTERS, says_something

MOST_CHOSEN = 10
_NUMBER_AT_THE_END = re.compile(r"(?:^|/ideas/)([0-9]{1,9})(?:[/?#].*)?$")


class AskForm(Form):
    """`ideas`: numbers of ideas; which ones may be asked is the command's to say."""

    ideas = SelectMultipleField(
        _l("Ideas"), coerce=int, choices=[], validate_choice=False,
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
    )  # fmt: skip

    def validate_ideas(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Choose at least one idea."))
        if len(field.data) > MOST_CHOSEN or max(field.data) >= 2**31:
            raise ValidationError(_("Choose fewer ideas at a time."))


class FamilyTitleForm(Form):
    title = StringField(
        _l("Name of the family"), [required(), says_something, at_most(TITLE_CHARACTERS)]
    )


class FamilyForm(FamilyTitleForm, AskForm):
    pass


class DuplicateForm(Form):
    """The other idea: one of those offered, or by its address."""

    other = HiddenField()
    address = StringField(_l("Address or number of another idea"), [at_most(300)])
    reason = TextAreaField(_l("Reason"), [required(), says_something, at_most(REASON_CHARACTERS)])

    def validate_address(self, field: Any) -> None:
        if self.other_id() is None:
            raise ValidationError(_("Choose one of the ideas, or give the address of another."))

    def other_id(self) -> int | None:
        given = (self.address.data or "").strip() or (self.other.data or "").strip()
        found = _NUMBER_AT_THE_END.search(given)
        ident = int(found.group(1)) if found else None
        return ident if ident is not None and ident < 2**31 else None
