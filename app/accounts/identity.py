"""When two addresses or names are the same one: case, width, look-alikes and invisible marks."""

from __future__ import annotations

import unicodedata

from analytics.text.normalise import normalise


def email_key(address: str) -> str:
    """What is unique in the database. Compatibility forms folded, invisible characters dropped."""
    folded = normalise(unicodedata.normalize("NFKC", address))
    visible = "".join(c for c in folded if unicodedata.category(c)[0] not in "CZ")
    return visible.casefold()
