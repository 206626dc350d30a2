"""Which passwords are refused, and that hashes tell nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accounts import passwords
from app.accounts.passwords import Weakness, weakness

OWNER = ("somchai.jaidee@example.org", "สมชาย ใจดี")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", Weakness.TOO_SHORT),
        ("Tr0ub4d&3", Weakness.TOO_SHORT),
        ("ก" * 201, Weakness.TOO_LONG),
        ("0812345678", Weakness.ONLY_A_NUMBER),
        ("1101700203451", Weakness.ONLY_A_NUMBER),
        ("aaaaaaaaaaaa", Weakness.REPETITION),
        ("abcabcabcabc", Weakness.REPETITION),
        ("กขกขกขกขกขกข", Weakness.REPETITION),
        ("qwertyuiop123", Weakness.ROW_OF_KEYS),
        ("poiuytrewq", Weakness.ROW_OF_KEYS),
        ("1q2w3e4r5t6y", Weakness.ROW_OF_KEYS),
        ("ฟหกดเ้่าสวง", Weakness.ROW_OF_KEYS),
        ("Password123!", Weakness.COMMON),
        ("Thailand2569", Weakness.COMMON),
        ("iloveyouthailand", Weakness.COMMON),
        ("รหัสผ่าน1234", Weakness.COMMON),
        ("somchai2530", Weakness.NAMES_YOU),
        ("JaideeSomchai1", Weakness.NAMES_YOU),
        ("สมชาย123456", Weakness.NAMES_YOU),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(password: str, why: Weakness) -> None:
    assert weakness(password, *OWNER) is why


@pytest.mark.parametrize(
    "password",
    ["ฝนตกที่ปลายดอยทุกเย็น", "three boats under the bridge", "vD9#kq2LmX", "แมวสามตัวกินปลาทู",
     "somchai likes seven mangoes"],
)  # fmt: skip
def test_good_passwords_are_taken(password: str) -> None:
    assert weakness(password, *OWNER) is None


def test_a_hash_matches_its_password_alone(app: Flask) -> None:
    hashed = passwords.hash_password("แมวสามตัวกินปลาทู")
    assert hashed.startswith("$argon2id$")
    assert passwords.matches(hashed, "แมวสามตัวกินปลาทู")
    assert not passwords.matches(hashed, "แมวสามตัวกินปลาทุ")


def test_the_same_word_spelt_by_two_keyboards_is_one_password(app: Flask) -> None:
    hashed = passwords.hash_password("น้ำเย็นๆ ในลำธาร")
    assert passwords.matches(hashed, "น้ํา".replace("ํา", "\u0e4d\u0e32") + "เย็นๆ ในล\u0e4d\u0e32ธาร")


@pytest.mark.parametrize("stored", [None, "!", "no hash at all"])
def test_what_is_no_hash_matches_nothing(app: Flask, stored: str | None) -> None:
    assert not passwords.matches(stored, "!")
    assert not passwords.matches(stored, "no hash at all")


def test_outside_tests_the_parameters_are_strong(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "TESTING", False)
    hashed = passwords.hash_password("แมวสามตัวกินปลาทู")
    assert "m=65536,t=3,p=4" in hashed
    monkeypatch.setitem(app.config, "TESTING", True)
    assert passwords.is_outdated(hashed)
