"""What authors are told of families and closed ideas: sentences made when they are read."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.accounts.notices import SENTENCES, sentence

SENTENCES["family.asked"] = sentence(
    _l("%(asker)s asks your idea into the family “%(family)s”. Your votes stay yours.")
)
SENTENCES["family.agreed"] = sentence(_l("Its author agreed: it is of the family “%(family)s”."))
SENTENCES["family.declined"] = sentence(
    _l("Its author would rather not have it in the family “%(family)s”.")
)
SENTENCES["idea.closed"] = sentence(
    _l("It was closed, as it says the same as “%(other)s”. Its page tells why; its votes stay.")
)
SENTENCES["idea.reopened"] = sentence(_l("It is open again."))
