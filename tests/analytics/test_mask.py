from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.text import mask
from analytics.text.mask import is_thai_id

VALID_ID = "1101700203450"


def with_check_digit(twelve: str) -> str:
    return next(twelve + digit for digit in "0123456789" if is_thai_id(twelve + digit))


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("โทร 081-234-5678", "โทร [phone]"),
        ("โทร ๐๘๑ ๒๓๔ ๕๖๗๘", "โทร [phone]"),
        ("02-123-4567 และ (02) 1234567", "[phone] และ [phone]"),
        ("+66 81 234 5678", "[phone]"),
        ("081\u200b2345678", "[phone]"),
        ("เขียนถึง a.b-c@mail.go.th", "เขียนถึง [email]"),
        (f"บัตร {VALID_ID}", "บัตร [id]"),
        ("บัตร 1-1017-00203-45-0", "บัตร [id]"),
        ("ไลน์ไอดี somchai_99", "ไลน์ไอดี [line]"),
        ("Line ID: x.y.z", "Line ID: [line]"),
        ("LINE @shop", "LINE [line]"),
        ("ทะเบียนรถ กข 1234 กรุงเทพ", "ทะเบียนรถ [plate] กรุงเทพ"),
        ("รถ 2กข-5678", "รถ [plate]"),
    ],
)
def test_masks(written: str, masked: str) -> None:
    assert mask(written)[0] == masked


@pytest.mark.parametrize(
    "text",
    [
        "สายด่วน 1111 และ 191",
        "เลขที่เอกสาร 1101700203451",  # the check digit is wrong
        "งบ 100000000 บาท",
        "ระยะ 5กม 1500 เมตร",
        "วันที่ 2023-05-17 10:22:33",
        "online เป็นเส้น line",
        "ติดตามทวิตเตอร์ @ผู้ว่า",
        "",
    ],
)
def test_leaves_alone_what_is_no_personal_data(text: str) -> None:
    assert mask(text) == (text, {})


def test_counts_each_kind() -> None:
    _, counts = mask(f"{VALID_ID} 0812345678 0898765432 a@b.co")
    assert counts == {"id": 1, "phone": 2, "email": 1}


@given(st.text("0123456789", min_size=12, max_size=12))
def test_every_valid_id_is_masked(twelve: str) -> None:
    number = with_check_digit(twelve)
    assert mask(f"เลข {number} ครับ")[0] == "เลข [id] ครับ"


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(1, 9))
def test_one_check_digit_alone_is_right(twelve: str, off: int) -> None:
    wrong = (int(with_check_digit(twelve)[-1]) + off) % 10
    assert not is_thai_id(f"{twelve}{wrong}")


@given(st.from_regex(r"0[689][0-9]{8}", fullmatch=True), st.sampled_from(["", "-", " ", "."]))
def test_every_mobile_number_is_masked(number: str, gap: str) -> None:
    written = gap.join((number[:3], number[3:6], number[6:]))
    assert mask(f"โทร {written} นะ")[0] == "โทร [phone] นะ"


@given(st.text(max_size=80))
def test_masking_twice_finds_nothing_more(text: str) -> None:
    assert mask(mask(text)[0])[1] == {}
