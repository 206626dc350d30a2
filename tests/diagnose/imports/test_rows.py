"""One row as a submission, guesses by names, and rows that repeat others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from app.diagnose import import_words
from app.diagnose.importing.check import Checked, Checker, Plan
from app.diagnose.importing.compare import Compared, compare
from app.diagnose.importing.fields import Field, guess, plain
from app.diagnose.tables import Row

NOW = datetime(2026, 11, 24, tzinfo=UTC)
HEADER = ["text", "day", "channel", "mission", "group", "who", "id"]
PLAN = Plan(
    columns={
        "text": "text", "created_at": "day", "channel": "channel", "mission_group": "mission",
        "participant_group": "group", "person": "who", "id": "id",
    },
    channel="social",
    mission_group_id=7,
    participant_group="citizen",
)  # fmt: skip
CHECKER = Checker(HEADER, PLAN, {plain("ด้านสังคมดิจิทัล"): 3}, NOW)


def check(**cells: str) -> Checked:
    return CHECKER.check(
        Row(5, [({"text": "น้ำท่วม"} | cells).get(name, "") for name in HEADER], 0.5)
    )


def test_what_no_cell_says_is_taken_from_the_whole_file() -> None:
    assert check().values == {
        "text": "น้ำท่วม", "source_id": "#5", "source_person": None, "said_at": NOW,
        "channel": "social", "mission_group_id": 7, "participant_group": "citizen",
    }  # fmt: skip


def test_what_cells_say_goes_first() -> None:
    values = check(
        day="29/02/2567", channel="โทรศัพท์", mission="ด้าน สังคมดิจิทัล", group="Business",
        who="p1", id="A-9",
    ).values  # fmt: skip
    assert values["said_at"] == datetime(2024, 2, 28, 17, tzinfo=UTC)
    assert (values["channel"], values["mission_group_id"]) == ("telephone", 3)
    assert (values["participant_group"], values["source_person"]) == ("business", "p1")
    assert values["source_id"] == "A-9"


@pytest.mark.parametrize(
    ("cells", "reason", "column"),
    [
        ({"text": "  "}, "empty_text", "text"),
        ({"text": "ก" * 5001}, "too_long_text", "text"),
        ({"day": "29/02/2564"}, "no_day", "day"),
        ({"day": "01/01/2570"}, "future_day", "day"),
        ({"channel": "นกพิราบ"}, "unknown_channel", "channel"),
        ({"mission": "ด้านการบิน"}, "unknown_mission_group", "mission"),
        ({"group": "มนุษย์ต่างดาว"}, "unknown_participant_group", "group"),
        ({"who": "x" * 65}, "too_long_person", "who"),
        ({"id": "x" * 101}, "too_long_id", "id"),
    ],
)
def test_each_fault_names_its_column(cells: dict[str, Any], reason: str, column: str) -> None:
    assert [(fault.reason, fault.column) for fault in check(**cells).faults] == [(reason, column)]


def test_all_faults_of_a_row_are_told_at_once() -> None:
    reasons = [fault.reason for fault in check(text="", day="เมื่อวาน", channel="?").faults]
    assert reasons == ["empty_text", "no_day", "unknown_channel"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (Row(2, ["น้ำท่วม"], 0.1), "too_few_cells"),
        (Row(2, [*["a"] * 7, "b"], 0.1), "too_many_cells"),
        (Row(2, [], 0.1, is_torn=True), "torn"),
    ],
)
def test_a_row_of_the_wrong_shape(row: Row, reason: str) -> None:
    assert [fault.reason for fault in CHECKER.check(row).faults] == [reason]


def test_empty_cells_at_the_end_do_no_harm() -> None:
    assert CHECKER.check(Row(2, ["น้ำท่วม", *[""] * 9], 0.1)).faults == []


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (["id", "created_at", "text", "types"],
         {"id": "id", "created_at": "created_at", "text": "text"}),
        (["ลำดับที่", "วันที่รับเรื่อง", "ข้อความ", "ช่องทาง"],
         {"id": "ลำดับที่", "created_at": "วันที่รับเรื่อง", "text": "ข้อความ", "channel": "ช่องทาง"}),
        (["Comment ID", "Created At", "Comment"],
         {"id": "Comment ID", "created_at": "Created At", "text": "Comment"}),
        (["anything"], {"text": "anything"}),
        (["foo", "bar"], {}),
        (["text", "reason not taken"], {"text": "text"}),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_their_names(header: list[str], found: dict[str, str]) -> None:
    assert {field.value: column for field, column in guess(header).items()} == found


def test_every_field_has_a_name_for_the_page() -> None:
    assert set(import_words.FIELDS) == set(Field)


def test_rows_that_repeat_are_told_with_what_they_repeat() -> None:
    rows = [Checked(Row(n, [], 0.0), values={"text": text}) for n, text in enumerate("abacd", 2)]
    bad = CHECKER.check(Row(9, [], 0.0, is_torn=True))

    def stored(hashes: Sequence[str]) -> Mapping[str, int]:
        return {"0c" * 32: 77} if "0c" * 32 in hashes else {}

    found = list(compare([*rows, bad], lambda text: f"0{text}" * 32, stored))
    told = [(r.repeats_row, r.repeats_id) for r in found if isinstance(r, Compared)]
    assert told == [(None, None), (None, None), (2, None), (None, 77), (None, None)]
    assert found[-1] is bad
