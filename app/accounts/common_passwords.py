"""The commonest passwords of leaked lists, by rank, and the disguises that people give them.

The list is zxcvbn's. Of its 800 kB of word lists a web process needs the first 3,000 passwords:
they are read out of the package's file, which is not imported.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

RANKS = 3_000
_ENOUGH_CHARACTERS = 64_000

# What a key gives with the Thai layout (Kedmanee) switched on or off by mistake
_LATIN_KEYS = (
    "1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?"
)
_THAI_KEYS = 'ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'
_TO_LATIN = str.maketrans(_THAI_KEYS, _LATIN_KEYS)
_TO_THAI = str.maketrans(_LATIN_KEYS, _THAI_KEYS)
_LEET = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "+": "t"}
_LEETS = tuple(str.maketrans(_LEET | {"1": one, "!": one}) for one in "il")
# Not \W: Thai vowels above and below are no letters to Python
_SIGNS = rf"[\d\s{re.escape(string.punctuation)}]+"
_AROUND, _BETWEEN = re.compile(f"^{_SIGNS}|{_SIGNS}$"), re.compile(_SIGNS)
_SARA_AM = ("\u0e4d\u0e32", "\u0e33")


@cache
def commonest() -> frozenset[str]:
    """The first 3,000 by rank, in small letters."""
    with _file().open(encoding="utf-8") as stream:
        text = stream.read(_ENOUGH_CHARACTERS)
    found = re.search(r'"passwords":\s*"([^"]+)', text)
    words = found.group(1).split(",")[:RANKS] if found else []
    if len(words) < RANKS:
        raise RuntimeError("zxcvbn keeps its list of passwords in another way now")
    return frozenset(word.casefold() for word in words)


def disguises(plain: str) -> Iterator[str]:
    """What `plain` may be made of: other keyboard, digits for letters, signs around or between."""
    core = _AROUND.sub("", plain)
    typed = (plain, core, _in_latin(plain), _in_latin(core), core.translate(_TO_THAI))
    for seen in dict.fromkeys((*typed, *(core.translate(leet) for leet in _LEETS))):
        yield seen
        yield _BETWEEN.sub("", seen)


def _in_latin(plain: str) -> str:
    return plain.replace(*_SARA_AM).translate(_TO_LATIN).casefold()


def _file() -> Path:
    spec = find_spec("zxcvbn")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("zxcvbn is not installed: pip install -r requirements.txt")
    return Path(spec.submodule_search_locations[0]) / "frequency_lists.py"
