"""What an idea costs."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.forms import Form
from app.develop.forms.fields import MOST_BAHT, WholeNumber, check_between


class CostForm(Form):
    """Empty: the idea has no cost, and cannot be chosen."""

    cost = WholeNumber(_l("Cost in baht"))

    def validate_cost(self, field: Any) -> None:
        check_between(field, 1, MOST_BAHT)
