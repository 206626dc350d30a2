"""How refusals of official answers are said."""

from __future__ import annotations

from flask_babel import gettext as _

from app.develop.refusals import Why


def about_answers() -> dict[Why, tuple[str, str]]:
    return {
        Why.ALREADY_ANSWERED: (
            _("This is answered already"),
            _("There is one answer. The unit that gave it can change it."),
        ),
        Why.NO_FAMILY: (
            _("This idea is of no family"),
            _("Answer the idea itself."),
        ),
        Why.NO_SUCH_STEP: (
            _("The answer cannot go to that state from where it is"),
            _("Somebody may have changed it meanwhile. Look at the page again."),
        ),
        Why.NO_REASON: (
            _("A reason is needed"),
            _("“Not now” says why not now."),
        ),
    }
