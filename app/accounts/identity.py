"""When two addresses are the same one: case, width, stacked Thai marks and invisible characters.

Nothing is shortened or guessed here: `bobbb@…` and `bobb@…` are two people.
"""

from __future__ import annotations

import re
import unicodedata

_THAI_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
# Drawn as nothing, though Unicode calls them letters or marks
_INVISIBLE = dict.fromkeys([0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10)])


def email_key(address: str) -> str:
    """What is unique in the database: one spelling for what readers see as one address."""
    folded = unicodedata.normalize("NFKC", address.translate(_INVISIBLE)).casefold()
    folded = unicodedata.normalize("NFKC", folded)  # folding case can bring new compositions
    visible = "".join(_plain_digit(c) for c in folded if unicodedata.category(c)[0] not in "CZ")
    return _THAI_MARKS.sub(_in_one_order, visible).replace("เเ", "แ")


def visible_name(name: str) -> str:
    """A display name without what is not seen, or turns the direction of what follows it."""
    shown = " ".join(name.translate(_INVISIBLE).split())
    return "".join(c for c in shown if unicodedata.category(c) not in _HIDDEN).strip()


_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _plain_digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def _in_one_order(marks: re.Match[str]) -> str:
    """NFKC has taken ำ apart into ํ and า: น้ำ and นํ้า differ only in the order of their marks."""
    return "".join(sorted(set(marks.group())))
