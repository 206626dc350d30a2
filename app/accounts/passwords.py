"""Passwords: hashed with argon2, compared in the same time for everybody, weak ones refused."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from app.accounts import common_passwords

FEWEST, MOST = 10, 200
FEWEST_DIFFERENT = 5
LONGEST_NUMBER = 14
"""Digits alone are a telephone number, a date or an id: refused below this length."""
PART_THAT_TELLS = 4
"""From how many characters on a part of a name or address counts as such."""
UNUSABLE = "!"
COMMON_WORDS = frozenset(
    unicodedata.normalize("NFKC", word)
    for word in Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8").split()
)
"""What is common here, beside the lists of leaked passwords of the world."""

ROWS_OF_KEYS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujmikolp", "ๆไำพะัีรนยบล", "ฟหกดเ้่าสวง", "ผปแอิืทมใฝ",
    "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
)  # fmt: skip
LONGEST_ROW = max(map(len, ROWS_OF_KEYS))


class Weakness(StrEnum):
    """Why a password is refused; the forms have the words."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    ONLY_A_NUMBER = "only_a_number"
    REPETITION = "repetition"
    ROW_OF_KEYS = "row_of_keys"
    COMMON = "common"
    NAMES_YOU = "names_you"


def hash_password(password: str) -> str:
    return _hasher().hash(_one_spelling(password))


def unusable() -> str:
    """In place of a hash: nobody can sign in with any password until one is set."""
    return UNUSABLE


def is_usable(password_hash: str) -> bool:
    """False for somebody who has set none yet: they come in by a provider, or by a mailed link."""
    return password_hash != UNUSABLE


def matches(password_hash: str | None, password: str) -> bool:
    """Whether it is the password. None (no such account) takes as long, and is False."""
    usable = password_hash is not None and password_hash != UNUSABLE
    try:
        _hasher().verify(password_hash if usable else _nobodys(), _one_spelling(password))  # type: ignore[arg-type]
    except (VerificationError, InvalidHashError):
        return False
    return usable


def is_outdated(password_hash: str) -> bool:
    """Hashed with other parameters than today's: to be made anew when its owner next signs in."""
    return _hasher().check_needs_rehash(password_hash)


def weakness(password: str, *names: str) -> Weakness | None:
    """What is wrong with a password, if anything. `names`: its owner's address and name."""
    plain = _one_spelling(password).casefold()
    if not FEWEST <= len(plain) <= MOST:  # first: the others take long over a long text
        return Weakness.TOO_SHORT if len(plain) < FEWEST else Weakness.TOO_LONG
    return next((why for is_so, why in CHECKS if is_so(plain)), None) or _tells(plain, names)


def _one_spelling(password: str) -> str:
    """Keyboards write ำ in more than one way; the owner types the same password."""
    return unicodedata.normalize("NFKC", password)


def _hasher() -> PasswordHasher:
    return _cheap() if current_app.testing else _strong()


@lru_cache(maxsize=1)
def _strong() -> PasswordHasher:
    return PasswordHasher()


@lru_cache(maxsize=1)
def _cheap() -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@lru_cache(maxsize=2)
def _hash_of_nothing(hasher: PasswordHasher) -> str:
    return hasher.hash(secrets.token_urlsafe(32))


def _nobodys() -> str:
    return _hash_of_nothing(_hasher())


def _repeats(plain: str) -> bool:
    """Few different characters, or one short piece over and over."""
    return len(set(plain)) < FEWEST_DIFFERENT or re.fullmatch(r"(.{1,6}?)\1+", plain) is not None


def _is_short_number(plain: str) -> bool:
    return plain.isdecimal() and len(plain) < LONGEST_NUMBER


def _follows_keys(plain: str) -> bool:
    """Nothing but walks along the keyboard or the alphabet, forwards or backwards."""
    rest, taken = plain, 0
    while rest:
        most = min(len(rest), LONGEST_ROW)
        step = next((n for n in range(most, 2, -1) if _is_walk(rest[:n])), 1)
        taken += step if step > 1 else 0
        rest = rest[step:]
    return len(plain) - taken < PART_THAT_TELLS


def _is_walk(piece: str) -> bool:
    return any(piece in row or piece[::-1] in row for row in ROWS_OF_KEYS)


def _is_common(plain: str) -> bool:
    seen = set(common_passwords.disguises(plain))
    return any(_is_known(one) or _halves_are_known(one) for one in seen if one)


def _is_known(word: str) -> bool:
    return word in COMMON_WORDS or word in common_passwords.commonest()


def _halves_are_known(word: str) -> bool:
    return any(_is_known(word[:n]) and _is_known(word[n:]) for n in range(1, len(word)))


def _tells(plain: str, names: tuple[str, ...]) -> Weakness | None:
    """When little is left of the password without its owner's address and name."""
    parts = (part for name in names for part in re.split(r"[\s@._+\-]+", _one_spelling(name)))
    rest = plain
    for part in sorted((p.casefold() for p in parts), key=len, reverse=True):
        if len(part) >= PART_THAT_TELLS:
            rest = rest.replace(part, "")
    return Weakness.NAMES_YOU if rest != plain and len(rest) < FEWEST else None


CHECKS: tuple[tuple[Callable[[str], bool], Weakness], ...] = (
    (_is_short_number, Weakness.ONLY_A_NUMBER),
    (_repeats, Weakness.REPETITION),
    (_follows_keys, Weakness.ROW_OF_KEYS),
    (_is_common, Weakness.COMMON),
)
