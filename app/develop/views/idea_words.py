"""What is said of files, drafts and withdrawn ideas where something is refused."""

from __future__ import annotations

from flask_babel import gettext as _

from app.core.refused_files import WhyNot
from app.develop.refusals import Why


def about_ideas() -> dict[Why, tuple[str, str]]:
    return {
        Why.WITHDRAWN: (
            _("This idea is withdrawn"),
            _("Its author has withdrawn it: it takes no votes and no comments."),
        ),
        Why.TOO_MANY_DRAFTS: (
            _("You have as many drafts as one person may keep"),
            _("Post one of your drafts or delete it first."),
        ),
        Why.TOO_MANY_FILES: (
            _("These are too many files"),
            _("An idea has at most 5 files. Remove one first."),
        ),
    }


def why_not_taken(why: WhyNot) -> str:
    allowed = _("Allowed are pictures (JPEG, PNG, GIF, WebP) and documents (PDF, DOCX).")
    return {
        WhyNot.EMPTY: _("The file is empty."),
        WhyNot.TOO_LARGE: _("The file is too large: at most 5 MB a picture, 10 MB a document."),
        WhyNot.KIND: _("This kind of file cannot be taken.") + " " + allowed,
        WhyNot.BROKEN: _("The file is damaged or not what its name says.") + " " + allowed,
        WhyNot.TOO_MANY_PIXELS: _(
            "The picture is too large: at most 10 million pixels, 24 million for a JPEG."
        ),
        WhyNot.MACROS: _("The document has macros. Save it without them (as .docx), please."),
        WhyNot.UNPACKS_TOO_LARGE: _("The document becomes too large when it is opened."),
        WhyNot.HARMFUL: _("The file looks harmful and was not taken."),
    }[why]
