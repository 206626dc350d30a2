"""Days as offices write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import BANGKOK
from app.diagnose.importing.days import NoDay, moment_of

DAYS = st.dates(date(1900, 1, 1), date(2399, 12, 31))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("29/02/2567", "2024-02-29T00:00:00+07:00"),
        ("2567-02-29", "2024-02-29T00:00:00+07:00"),
        ("2024-02-29T10:11:12Z", "2024-02-29T10:11:12+00:00"),
        ("2024-02-29 10:11:12.345678", "2024-02-29T10:11:12+07:00"),
        ("2024-02-29T10:11+0900", "2024-02-29T10:11:00+09:00"),
        ("16 พ.ค. 2561 14.04 น.", "2018-05-16T14:04:00+07:00"),
        ("16 พฤษภาคม พ.ศ. 2561", "2018-05-16T00:00:00+07:00"),
        ("๑๖/๐๕/๒๕๖๑", "2018-05-16T00:00:00+07:00"),
        ("1.5.2018", "2018-05-01T00:00:00+07:00"),
        ("16-May-2018", "2018-05-16T00:00:00+07:00"),
    ],
)
def test_it_is_read(text: str, moment: str) -> None:
    assert moment_of(text).isoformat() == moment


@pytest.mark.parametrize(
    "text",
    ["29/02/2564", "2564-02-29", "31/04/2567", "05/17/2023", "1/1/67", "2024-02-29 25:00", "",
     "วันนี้", "2024-02-29 10:00 +99:99", "45350", "16 พงค. 2561", "01/01/1442"],
)  # fmt: skip
def test_it_is_no_day(text: str) -> None:
    with pytest.raises(NoDay):
        moment_of(text)


@given(
    DAYS,
    st.sampled_from(["{d}/{m}/{y}", "{d:02}/{m:02}/{b}", "{y:04}-{m:02}-{d:02}", "{d}-{m}-{b}"]),
)
def test_every_day_comes_back_whatever_its_era(day: date, shape: str) -> None:
    text = shape.format(d=day.day, m=day.month, y=day.year, b=day.year + 543)
    midnight = datetime(day.year, day.month, day.day, tzinfo=BANGKOK)
    assert moment_of(text) == midnight


@given(st.text(max_size=40))
def test_no_text_makes_it_stumble(text: str) -> None:
    with suppress(NoDay):
        assert moment_of(text).tzinfo is not None
