"""One spelling for what a Thai reader sees as one word.

The rules run in a fixed order, each relying on the ones before; the whole is idempotent.
The length caps of the tokeniser are not here: a normalised text may still be long.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

CONSONANTS = "ก-ฮ"
TONES = "่-๋"  # mai ek to mai chattawa
_TOP = f"{TONES}์"  # what stands on top of a vowel: a tone or thanthakhat
_VOWEL_MARKS = "ัิ-ฺ็ํ๎"
_MARKS = f"{_VOWEL_MARKS}{_TOP}"
_FOLLOW = "ะาๅ"

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]+"
)
_SPACES = re.compile(r"[^\S\n]+")
_NEWLINES = re.compile(r" ?\n[ \n]*")
_FOLLOW_THEN_TOP = re.compile(f"([{_FOLLOW}])([{_TOP}ํ]+)")
_MARK_RUN = re.compile(f"(?<![{_MARKS}])[{_MARKS}]+า?")
_ONE_VOWEL_MARK = re.compile(f"[{_VOWEL_MARKS}]")
_ONE_TOP_MARK = re.compile(f"[{_TOP}]")
_LAKKHANG = re.compile("(?<![ฤฦ])ๅ")
_VOWEL_REPEAT = re.compile("([ะาำเแโใไๆฯ])\\1+")
_LETTER_REPEAT = re.compile(r"([^\W\d_])\1{2,}")
_LAUGHTER = re.compile(r"(?<!\d)5{4,}(?!\d)")
_SIGN_REPEAT = re.compile(r"([^\w\s])\1{3,}")


def normalise(text: str) -> str:
    """Return ``text`` in one canonical spelling.

    Compatibility forms are folded (NFKC, with sara am kept whole), invisible characters
    dropped, Thai digits made Arabic, marks ordered and unstacked (``นํ้า`` → ``น้ำ``), ``เเ`` →
    ``แ``, drawn-out letters shortened (``มากกกก`` → ``มาก``, ``5555`` → ``555``) and white space
    collapsed; a line break stays one line break. Letter case and punctuation are kept.

    >>> normalise("เเย่มากกกก นํ้าไม่ไหล ๒ วัน")
    'แย่มาก น้ำไม่ไหล 2 วัน'
    """
    # Twice: folding can bring new invisible characters to light, dropping them new sequences.
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    text = _tidy_space(text).translate(_THAI_DIGITS)
    if _is_thai(text):
        text = _fix_marks(text)
    return _shorten_repeats(text)


def _tidy_space(text: str) -> str:
    text = "\n".join(text.splitlines())
    return _NEWLINES.sub("\n", _SPACES.sub(" ", text)).strip()


def _is_thai(text: str) -> bool:
    return not text.isascii() and any("\u0e00" <= char <= "\u0e7f" for char in set(text))


def _fix_marks(text: str) -> str:
    text = text.replace("เเ", "แ")
    text = _LAKKHANG.sub("า", text)
    text = _FOLLOW_THEN_TOP.sub(r"\2\1", text)
    text = _MARK_RUN.sub(_canonical_marks, text)
    return _VOWEL_REPEAT.sub(r"\1", text)


def _canonical_marks(match: re.Match[str]) -> str:
    """One vowel mark, then one tone, whatever was stacked; nothing where no letter carries it."""
    before = match.string[match.start() - 1 : match.start()]
    return _canonical_run("ก" <= before <= "ฮ", match.group())


@lru_cache(maxsize=4096)
def _canonical_run(has_base: bool, run: str) -> str:
    tail = "า" if run.endswith("า") else ""
    if not has_base:
        return tail
    vowels, tops = _ONE_VOWEL_MARK.findall(run), _ONE_TOP_MARK.findall(run)
    top = tops[-1] if tops else ""
    if tail and "ํ" in vowels:
        return f"{top}ำ"
    return f"{vowels[0] if vowels else ''}{top}{tail}"


def _shorten_repeats(text: str) -> str:
    text = _LETTER_REPEAT.sub(_shorter_letter, text)
    text = _LAUGHTER.sub("555", text)
    return _SIGN_REPEAT.sub(r"\1\1\1", text)


def _shorter_letter(match: re.Match[str]) -> str:
    """Thai letters to one; Latin to two, since ``good`` is commoner than ``god``; www stays."""
    letter, run = match.group(1), match.group()
    if letter in "wW" and len(run) == 3:
        return run
    return letter * 2 if letter.isascii() else letter
