"""Twins of an address are one; different addresses stay different."""

from __future__ import annotations

import pytest

from app.accounts.identity import email_key, name_key, visible_name


@pytest.mark.parametrize(
    "twin",
    ["Mali@Example.ORG", "ｍａｌｉ@example.org", "ma\u200bli@example.org", "mali@example.org\ufeff",
     "ma\u00adli@example.org", "\u202emali@example.org", "mali@exam\u2060ple.org",
     "mal\ufe0fi@example.org", "m\u3164ali@example.org", " mali@example.org ",
     "mаli@example.org", "MАLІ@example.org", "malı@example.org", "mali@ехаmрlе.org",
     "mɑli@example.org", "mαli@example.org", "mali+idea@example.org", "mali+@example.org"],
)  # fmt: skip
def test_what_looks_the_same_is_the_same(twin: str) -> None:
    assert email_key(twin) == email_key("mali@example.org")


@pytest.mark.parametrize(
    "spelling",
    ["น\u0e49\u0e4d\u0e32@ไทย.ไทย", "น\u0e4d\u0e49\u0e32@ไทย.ไทย", "น\u0e49\u0e33@ไทย.ไทย"],
)
def test_three_spellings_of_water_are_one(spelling: str) -> None:
    assert email_key(spelling) == email_key("น้ำ@ไทย.ไทย")


def test_thai_digits_and_letters_written_in_two_parts() -> None:
    assert email_key("mali๑@example.org") == email_key("mali1@example.org")
    assert email_key("เเมว@ไทย.ไทย") == email_key("แมว@ไทย.ไทย")


@pytest.mark.parametrize(
    ("one", "other"),
    [("bobbbb@example.org", "bobbb@example.org"), ("a5555@example.org", "a55555@example.org"),
     ("กกก@ไทย.ไทย", "กก@ไทย.ไทย"), ("a.b@example.org", "ab@example.org"),
     ("mali1@example.org", "malil@example.org"), ("+b@example.org", "+c@example.org"),
     ("a.b@gmail.com.example.org", "ab@gmail.com.example.org"), ("ปา@ไทย.ไทย", "ป่า@ไทย.ไทย")],
)  # fmt: skip
def test_different_people_are_not_made_one(one: str, other: str) -> None:
    assert email_key(one) != email_key(other)


@pytest.mark.parametrize(
    "spelling",
    ["m.a.l.i@gmail.com", "mali+ruamkid@gmail.com", "M.Ali+1+2@GoogleMail.com", "mаli@gmail.com"],
)
def test_gmail_leaves_dots_out(spelling: str) -> None:
    assert email_key(spelling) == email_key("mali@gmail.com")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ada", "АDА"), ("Ada", "a\u200bda"), ("Ada", "Ａｄａ"), ("Modda", "M0dda"),
     ("admin", "Adm1n"), ("น้ำใส", "น\u0e49\u0e4d\u0e32ใส"), ("แมว", "เเมว"),
     ("ก่ี", "กี่"), ("Ada L.", "ada-l")],
)  # fmt: skip
def test_names_that_look_alike(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Ada", "Adam"), ("ปา", "ป่า"), ("ฟ้า", "ฟา")])
def test_names_that_do_not(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_a_key_of_a_key_is_itself() -> None:
    for address in (
        "+@example.org",
        "a+b+c@gmail.com",
        "ＭＡＬＩ@example.org",
        "น\u0e4d\u0e49\u0e32@ไทย.ไทย",
        "straße@example.org",
    ):
        assert email_key(email_key(address)) == email_key(address)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("  ฟ้า   ใส ", "ฟ้า ใส"), ("A\u202ednim\u202c", "Adnim"), ("\u200b\u2060", ""),
     ("a\tb\nc", "a b c")],
)  # fmt: skip
def test_a_name_is_what_is_seen_of_it(typed: str, shown: str) -> None:
    assert visible_name(typed) == shown
