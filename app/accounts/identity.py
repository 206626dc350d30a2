"""When two addresses are the same one, and when two names look alike.

Case, width, invisible characters, stacked Thai marks, letters of other alphabets that look like
Latin ones, and what mail servers leave out of an address. Nothing is shortened or guessed:
`bobbb@…` and `bobb@…` are two people.
"""

from __future__ import annotations

import re
import unicodedata

_THAI_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
# Drawn as nothing, though Unicode calls them letters or marks
_INVISIBLE = dict.fromkeys([0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10)])
# Small letters of Cyrillic, Greek, Armenian and others that are drawn as a Latin one
_LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕԁһӏԛԝквнмтгпѵүөαβεζημονρυχικτγωςϲϳօոսցհզյıȷɑɡɩʟℓꜱ",
    "aeopcyxijsdhlqwkbhmtrnvyoabeznmovpuxiktywccjonughqjijagills",
)
# What is drawn alike in many fonts: 1, | and i with l
_DRAWN_ALIKE = str.maketrans("01|i35", "ollles")
_DOTLESS_MAIL = {"gmail.com", "googlemail.com"}
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def email_key(address: str) -> str:
    """What is unique in the database: one spelling for what reaches or looks like one address.

    A tag after `+` is the owner's own note; Gmail leaves dots out as well.
    """
    plain = spelling_key(address).translate(_LOOK_ALIKES)
    name, at, host = plain.rpartition("@")
    name = name.split("+", 1)[0] or name
    if host in _DOTLESS_MAIL:
        name, host = name.replace(".", "") or name, "gmail.com"
    return f"{name}{at}{host}"


def spelling_key(text: str) -> str:
    """One spelling for what readers see as the same letters."""
    folded = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).casefold()
    folded = unicodedata.normalize("NFKC", folded)  # folding case can bring new compositions
    visible = "".join(_plain_digit(c) for c in folded if unicodedata.category(c)[0] not in "CZ")
    return _THAI_MARKS.sub(_in_one_order, visible).replace("เเ", "แ")


def name_key(name: str) -> str:
    """Equal for names that readers take for one another: signs between the letters do not tell."""
    plain = spelling_key(name).translate(_LOOK_ALIKES).translate(_DRAWN_ALIKE)
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LMN")


def visible_name(name: str) -> str:
    """A display name without what is not seen, or turns the direction of what follows it."""
    shown = " ".join(name.translate(_INVISIBLE).split())
    return "".join(c for c in shown if unicodedata.category(c) not in _HIDDEN).strip()


def _plain_digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def _in_one_order(marks: re.Match[str]) -> str:
    """NFKC has taken ำ apart into ํ and า: น้ำ and นํ้า differ only in the order of their marks."""
    return "".join(sorted(set(marks.group())))


RESERVED_NAMES = frozenset(
    map(
        name_key,
        ("admin", "administrator", "moderator", "staff", "official", "system", "support",
         "Ruamkid", "Deleted account", "ร่วมคิด", "ทีมงานร่วมคิด", "แอดมิน", "ผู้ดูแล", "ผู้ดูแลระบบ",
         "เจ้าหน้าที่", "เจ้าหน้าที่รัฐ", "สดช.", "ลบบัญชีแล้ว",
         "ลบบัญชีแล้ว · deleted account"),
    )
)  # fmt: skip
"""Names that only the office may speak under."""
