"""When two posts say nearly the same: fingerprints of texts, with nothing in them but arithmetic.

A text is first brought to what a reader takes from it: no invisible characters, look-alike letters
as one, digits, signs, tone marks and drawn-out letters gone, links all alike. Its overlapping runs
of `GRAM` characters are then hashed. Two things are kept of them:

- a simhash of 64 bits, by which two texts are compared: `distance` counts the bits that differ;
- four bands, by which candidates are found in an index. A band is of two of the least hashes
  (minima are kept when something is inserted, which no quarter of a simhash is).

The numbers below were chosen by measuring: see tests/develop/test_fingerprints.py.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass
from typing import Final

from analytics.text.normalise import normalise

MOST_CHARACTERS: Final = 2_000
"""What comes after is not looked at: the time for a text is bounded."""
SHORT: Final = 24
"""Below this many letters, texts are alike by chance ("เห็นด้วยครับ"): only equal ones count."""
NEAR: Final = 16
"""Bits by which the simhashes of near texts may differ; those of unrelated ones differ by about 30.

Measured: of a flood over a comment of 70 characters and more, 97 to 100 in 100 come together, over
one of 45 to 70 characters 92 on average. Of 827 organic texts six groups of two or three do, which
say the same, and one pair by chance.
"""
GRAM: Final = 3
MOST_RUNS: Final = 160
"""Those with the least hashes stand for a long text: inserting words changes few of them."""
BANDS: Final = 4
_SLOTS: Final = 2 * BANDS
_MASK: Final = (1 << 64) - 1

_HOST = r"(?<![a-z0-9.-])[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){0,4}\.[a-z]{2,6}(?![a-z0-9.-])"
_LINK = re.compile(rf"https?://[^\s\u0e00-\u0e7f]+|{_HOST}(?:/[^\s\u0e00-\u0e7f]*)?")
_NOT_WORDS = re.compile(r"[^\w\u0e31\u0e34-\u0e3a\u0e47\u0e4d]|_")
_DIGITS = re.compile(r"\d+")
_LONG_NUMBER = re.compile(r"\d{5,}")
"""A telephone number and the like; "number 3" and "number 4" are different short texts."""
_REPEATS = re.compile(r"(\D)\1+", re.DOTALL)
_LOOK_ALIKE = str.maketrans(
    "аеорсухікѕјԁһԛԝвмнтαορτυνικεßłøđıʟɢ",
    "aeopcyxiksjdhqwbmhtaoptuvikesloditg",
)
"""Letters of other alphabets that are drawn as Latin ones."""


@dataclass(frozen=True)
class Fingerprint:
    """Of one text. `short`: too short for anything but being equal."""

    simhash: int
    bands: tuple[int, int, int, int]
    short: bool

    @property
    def hexadecimal(self) -> str:
        """The simhash as 16 digits."""
        return f"{self.simhash:016x}"


def fingerprint(text: str) -> Fingerprint:
    plain = _plain(text)
    essence = _without_repeats(_DIGITS.sub("0", plain))
    if len(essence) < SHORT:
        return _of_short(_without_repeats(_LONG_NUMBER.sub("0", plain)))
    hashes = _hashes(essence)
    return Fingerprint(_simhash(hashes), _bands(hashes), short=False)


def distance(one: int, other: int) -> int:
    """How many bits of two simhashes differ."""
    return (one ^ other).bit_count()


def _plain(text: str) -> str:
    """What is left of a text when all that is easily varied is gone, numbers aside."""
    plain = normalise(text[:MOST_CHARACTERS]).casefold().translate(_LOOK_ALIKE)
    return _NOT_WORDS.sub("", _LINK.sub("00000", plain))


def _without_repeats(text: str) -> str:
    return _REPEATS.sub(r"\1", text)


def _of_short(essence: str) -> Fingerprint:
    digest = hashlib.blake2b(essence.encode(), digest_size=8).digest()
    quarters = [int.from_bytes(digest[at : at + 2]) for at in range(0, 8, 2)]
    return Fingerprint(int.from_bytes(digest), tuple(quarters), short=True)  # type: ignore[arg-type]


def _hashes(essence: str) -> list[int]:
    """The hashes of all runs of `GRAM` characters, each once; of a long text, a fixed choice."""
    data, width, crc = essence.encode("utf-32-le"), 4 * GRAM, zlib.crc32
    runs = {crc(data[at : at + width]) for at in range(0, len(data) - width + 1, 4)}
    return [_mixed(run) for run in sorted(runs)[:MOST_RUNS]]


def _mixed(value: int) -> int:
    """64 bits that depend on every bit of `value`: the last step of splitmix64."""
    value = (value + 0x9E3779B97F4A7C15) & _MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)


_SPREAD = [sum(((byte >> bit) & 1) << (16 * bit) for bit in range(8)) for byte in range(256)]
"""A byte's bits as eight counters of 16 bits each, so that one addition counts eight bits."""


def _simhash(hashes: list[int]) -> int:
    """Bit by bit, what most of the hashes have."""
    counters = [0] * 8
    for value in hashes:
        for place, byte in enumerate(value.to_bytes(8)):
            counters[place] += _SPREAD[byte]
    half, found = len(hashes) / 2, 0
    for counter in counters:
        for bit in range(7, -1, -1):
            found = (found << 1) | (((counter >> (16 * bit)) & 0xFFFF) > half)
    return found


def _bands(hashes: list[int]) -> tuple[int, int, int, int]:
    """The least hash in each of eight classes, two of them to a band of 31 bits."""
    least = [_MASK] * _SLOTS
    for value in hashes:
        slot = value % _SLOTS
        least[slot] = min(least[slot], value)
    pairs = [least[at] ^ _mixed(least[at + 1]) for at in range(0, _SLOTS, 2)]
    return tuple((pair >> 20) & 0x7FFFFFFF for pair in pairs)  # type: ignore[return-value]


_ADDRESS = re.compile(
    r"(?:https?://|(?<![a-z0-9])www\.)(?:(?!https?://)[^\s,;<>()\[\]\"'\u0e00-\u0e7f])*"
    r"|(?<![a-z0-9.@-])[a-z0-9-]{1,40}\."
    r"(?:com|net|org|info|biz|me|ly|io|cc|xyz|top|site|online|shop|store|club|vip|bet|win|app|link|"
    r"live|asia|tv|gg|(?:co|ac|go|in|or)\.th)(?![a-z0-9])"
)


def links_in(text: str) -> int:
    """How many addresses of web pages a text holds, also where invisible signs break them up."""
    return sum(1 for _ in _ADDRESS.finditer(normalise(text).casefold()))


def pieces(text: str) -> list[tuple[str, bool]]:
    """The text in pieces of what is seen, and of what is not: the latter as names, True beside.

    `"ซื้อ\\u200b\\u200bเลย"` → `[("ซื้อ", False), ("U+200B ×2", True), ("เลย", False)]`.
    """
    found, end = [], 0
    for run in _UNSEEN.finditer(text):
        found.append((text[end : run.start()], False))
        times = f" ×{len(run.group())}" if len(run.group()) > 1 else ""
        found.append((f"U+{ord(run.group()[0]):04X}{times}", True))
        end = run.end()
    return [piece for piece in [*found, (text[end:], False)] if piece[0]]


_UNSEEN = re.compile(
    "([\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U000e0000-\U000e0fff])\\1*"
)
"""The same invisible sign, once or more."""
