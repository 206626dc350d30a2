"""A receipt to look for; a group of votes in doubt to decide on."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.core.forms import Form, at_most, required
from app.develop.forms.fields import REASON_CHARACTERS, says_something
from app.develop.suspicion import Doubt

RECEIPT = re.compile("[0-9a-f]{20}")


def _without_gaps(value: Any) -> Any:
    """People copy a code in pieces, and in capitals."""
    return re.sub(r"[\s\-–]+", "", value).lower() if isinstance(value, str) else value


class ReceiptForm(Form):
    receipt = StringField(_l("Receipt"), [required(), at_most(100)], filters=[_without_gaps])

    def validate_receipt(self, field: Any) -> None:
        if not RECEIPT.fullmatch(field.data or ""):
            raise ValidationError(
                str(_l("A receipt is 20 characters, from 0 to 9 and a to f. Please compare yours."))
            )


class DoubtForm(Form):
    """What is decided about a group: its network's tag ("" where it is not known) and its doubt."""

    reason = TextAreaField(_l("Reason"), [required(), says_something, at_most(REASON_CHARACTERS)])
    network = HiddenField(validators=[at_most(32)])
    doubt = HiddenField()

    def validate_doubt(self, field: Any) -> None:
        if field.data not in list(Doubt):
            raise ValidationError(str(_l("Please choose one of those offered.")))
