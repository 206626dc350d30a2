"""Personal data out of a text before anyone else sees it.

Works on text as written as well as on normalised text: Thai digits and invisible characters
between digits do not hide a number. Everything that is not personal data stays untouched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

MASKS = ("[id]", "[email]", "[line]", "[phone]", "[plate]")
"""What may stand in a masked text, in the order in which the kinds are looked for."""

ID_DIGITS = 13
_GAP = r"[\s.\-–\u200b-\u200d\u2060\ufeff]{0,3}"

# Thirteen digits together, or grouped as printed on the card: 1-4-5-2-1.
_ZERO_WIDTH = "[\u200b-\u200d\u2060\ufeff]*"
_ID = re.compile(
    r"(?<![\d\-])"
    + _GAP.join(_ZERO_WIDTH.join([r"\d"] * length) for length in (1, 4, 5, 2, 1))
    + r"(?!\d)"
)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,6}"
)
_LINE = re.compile(
    r"((?<![a-zA-Z])line|ไลน์|ไลน)"
    r"((?:\s{0,2}@?(?:(?<![a-zA-Z])id|ไอดี|ไอดี้)\s{0,2}(?:คือ|[:：=.])?\s{0,2}|\s{0,2}[:：=]\s{0,2}|\s{0,2}(?=@)))"
    r"(@?[a-z0-9][a-z0-9._\-]{2,29})",
    re.IGNORECASE,
)
_PHONE = re.compile(
    rf"(?<![\d\-/])(?:"
    rf"(?:\+|[0๐]{{2}})?(?:6{{2}}|๖๖){_GAP}\(?[0๐]?\)?{_GAP}[1-9๑-๙](?:{_GAP}\d){{7,8}}"  # +66
    rf"|\(?[0๐]{_GAP}[689๖๘๙](?:\)?{_GAP}\d){{8}}"  # mobile: ten digits
    rf"|\(?[0๐]{_GAP}[2-57๒-๕๗](?:\)?{_GAP}\d){{7}}"  # land line: nine digits
    rf")(?!\d)"
)
_TWO_LETTERS = r"[ก-ฮ]{2,3}"
_PLATE_NAMED = re.compile(
    rf"(ทะเบียน(?:รถ)?(?:ยนต์|จักรยานยนต์)?(?:เลขที่|หมายเลข|คือ)?\s{{0,2}}[:：]?\s{{0,2}})"
    rf"(\d?\s?{_TWO_LETTERS}[\s\-]{{0,2}}\d{{1,4}}(?!\d))"
)
# Without the word "plate" beside it: 1กก 1234. Units of measure (2กม 1500) are no plates.
_UNITS = "กม|กก|ซม|มม|ตร|ลบ|มล|ชม|ตม|นท|มค|กพ|มี|เม|พค|มิ|กค|สค|กย|ตค|พย|ธค|พศ|คศ"
_PLATE_BARE = re.compile(
    rf"(?<![\dก-๙])\d(?!(?:{_UNITS})\s?\d)[ก-ฮ]{{2}}[\s\-]{{0,2}}\d{{3,4}}(?!\d)"
)


def mask(text: str) -> tuple[str, Counter[str]]:
    """Return ``text`` with personal data replaced, and how many of each kind were replaced.

    Kinds are the keys of the counter: ``id`` (13 digits whose check digit is right), ``email``,
    ``line``, ``phone`` and ``plate``; each stands in the text as ``[kind]``. Short public
    numbers (1111, 191) and numbers that are no personal data stay.

    >>> mask("โทร 081-234-5678 หรือ somchai@example.com")[0]
    'โทร [phone] หรือ [email]'
    """
    counts: Counter[str] = Counter()
    if not _may_hold_personal_data(text):
        return text, counts
    for kind, pattern, replace in _RULES:
        text = _replace_all(text, kind, pattern, replace, counts)
    return text, counts


def is_thai_id(digits: str) -> bool:
    """Whether 13 digits are a Thai personal number: weights 13…2, modulo 11 (Interior Ministry).

    Any decimal digits will do; anything else than thirteen of them is no such number.
    """
    if len(digits) != ID_DIGITS or not digits.isdecimal():
        return False
    numbers = [int(digit) for digit in digits]
    total = sum(number * (ID_DIGITS - place) for place, number in enumerate(numbers[:-1]))
    return (11 - total % 11) % 10 == numbers[-1]


def _may_hold_personal_data(text: str) -> bool:
    return "@" in text or any(map(str.isdecimal, text)) or _LINE.search(text) is not None


def _replace_all(
    text: str,
    kind: str,
    pattern: re.Pattern[str],
    replace: Callable[[re.Match[str]], str | None],
    counts: Counter[str],
) -> str:
    def one(match: re.Match[str]) -> str:
        replacement = replace(match)
        if replacement is None:
            return match.group()
        counts[kind] += 1
        return replacement

    return pattern.sub(one, text)


def _mask_id(match: re.Match[str]) -> str | None:
    digits = "".join(filter(str.isdecimal, match.group()))
    return "[id]" if is_thai_id(digits) else None


def _mask_line(match: re.Match[str]) -> str:
    return f"{match.group(1)}{match.group(2)}[line]"


def _mask_named_plate(match: re.Match[str]) -> str:
    return f"{match.group(1)}[plate]"


_RULES: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    ("id", _ID, _mask_id),
    ("email", _EMAIL, lambda _: "[email]"),
    ("line", _LINE, _mask_line),
    ("phone", _PHONE, lambda _: "[phone]"),
    ("plate", _PLATE_NAMED, _mask_named_plate),
    ("plate", _PLATE_BARE, lambda _: "[plate]"),
)
