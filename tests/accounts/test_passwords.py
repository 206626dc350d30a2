"""Which passwords are refused, and that hashes tell nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from app.accounts import passwords
from app.accounts.common_passwords import commonest
from app.accounts.passwords import Weakness, weakness

ROOT = Path(__file__).resolve().parents[2]
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
        ("P@55w0rd2569!", Weakness.COMMON),
        ("m0nk3y_dr4g0n", Weakness.COMMON),
        ("!!!Ch4rl1e!!!", Weakness.COMMON),
        ("ยฟหหไนพก1234", Weakness.COMMON),  # password, with the Thai layout on
        ("isylzjko2569", Weakness.COMMON),  # รหัสผ่าน, with the Thai layout off
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


def test_the_three_thousand_commonest_are_refused_plain_and_disguised() -> None:
    words = commonest()
    assert len(words) > 2_900  # some differ in capitals alone
    assert {"123456", "password", "letmein", "dragon"} <= words
    taken = [word for word in words if weakness(word) is None]
    dressed = [f"{word.capitalize()}2569!!!!" for word in words if word.isalpha()]
    assert taken == []
    assert [word for word in dressed if weakness(word) is None] == []


def test_the_list_costs_a_process_little() -> None:
    """Measured where it is read: the package itself would add 15 MB."""
    script = (
        "import sys, psutil; me = psutil.Process(); import app.accounts.passwords as p\n"
        "before = me.memory_info().rss; assert p.weakness('letmeinletmein!!') is not None\n"
        "print((me.memory_info().rss - before) >> 20, 'zxcvbn' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    megabytes, imported = done.stdout.split()
    assert int(megabytes) < 4
    assert imported == "False"
