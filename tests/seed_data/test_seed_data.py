"""The starting data is complete, consistent, sourced, and about nobody real."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from tests.support.seed_files import MISSION_GROUPS, SEED, read

FILES = (
    "framework.json", "people.json", "submissions.csv", "ideas.json", "happenings.json",
    "README.md",
)  # fmt: skip

STAGES = ["diagnose", "discover", "develop", "deliver", "monitoring"]
PARTICIPANT_GROUPS = {"citizen", "government", "business", "stakeholder"}
CHANNELS = {"web", "email", "telephone", "social", "paper", "meeting", "api"}
ROLES = {
    "member",
    "moderator",
    "officer",
    "analyst",
    "coordinator",
    "executive",
    "administrator",
}


def ascii_digits(text: str) -> str:
    return text.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))


# The framework


def test_the_framework_has_its_parts(framework: dict[str, Any]) -> None:
    assert {group["slug"] for group in framework["mission_groups"]} == MISSION_GROUPS
    assert [stage["slug"] for stage in framework["stages"]] == STAGES
    assert {group["slug"] for group in framework["participant_groups"]} == PARTICIPANT_GROUPS


@pytest.mark.parametrize(
    "part", ["units", "mission_groups", "stages", "participant_groups", "notes"]
)
def test_each_item_of_the_framework_says_where_it_comes_from(
    framework: dict[str, Any], part: str
) -> None:
    for item in framework[part]:
        source = item["provenance"]
        assert source["document"] == framework["source"]["id"]
        assert source["part"] in {"memorandum", "attached_measure", "both"}
        assert source["section"]


@pytest.mark.parametrize("part", ["mission_groups", "stages", "participant_groups"])
def test_names_and_descriptions_are_in_both_languages(framework: dict[str, Any], part: str) -> None:
    for item in framework[part]:
        for field in [name for name in item if name.endswith("_th")]:
            assert re.search("[ก-๙]", item[field])
            assert re.search("[A-Za-z]", item[field.removesuffix("_th") + "_en"])


def test_mission_groups_name_units_that_exist_and_units_all_have_a_group(
    framework: dict[str, Any],
) -> None:
    known = {unit["abbreviation"] for unit in framework["units"]}
    named = {unit for group in framework["mission_groups"] for unit in group["units"]}
    assert named == known


def test_only_the_unit_that_the_document_names_in_full_has_a_name(
    framework: dict[str, Any],
) -> None:
    named = {u["abbreviation"]: u["name_th"] for u in framework["units"] if u["name_th"]}
    assert named == {"ยศ.": "กองยุทธศาสตร์และแผนงาน"}


def test_where_the_copies_differ_the_attached_measure_is_followed(
    framework: dict[str, Any],
) -> None:
    units = {group["slug"]: group["units"] for group in framework["mission_groups"]}
    (note,) = [note for note in framework["notes"] if note["id"] == "two-copies"]
    for difference in note["differences"]:
        assert difference["attached_measure"] in units[difference["mission_group"]]
        assert difference["memorandum"] not in units[difference["mission_group"]]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_accents_can_be_read_on_white_and_differ(framework: dict[str, Any]) -> None:
    accents = [group["accent"] for group in framework["mission_groups"]]
    assert len(set(accents)) == len(accents)
    assert all(1.05 / (luminance(accent) + 0.05) >= 4.5 for accent in accents)


# People


def test_there_is_somebody_for_each_role(people: dict[str, dict[str, Any]]) -> None:
    roles = Counter(person["role"] for person in people.values())
    assert set(roles) == ROLES
    assert roles["member"] == 14
    assert roles["officer"] == 3
    assert roles["analyst"] == roles["moderator"] == 2


def test_accounts_are_distinct_and_at_an_example_address(
    people: dict[str, dict[str, Any]],
) -> None:
    addresses = [person["email"] for person in people.values()]
    assert len(set(addresses)) == len(addresses)
    assert all(address.endswith("@example.org") for address in addresses)


def test_people_belong_to_units_and_groups_that_exist(
    people: dict[str, dict[str, Any]], framework: dict[str, Any]
) -> None:
    units = {unit["abbreviation"] for unit in framework["units"]}
    for person in people.values():
        assert person["unit"] is None or person["unit"] in units
        assert person["participant_group"] in PARTICIPANT_GROUPS
        assert (person["role"] != "officer") or person["unit"]


def test_no_password_is_kept_here(people: dict[str, dict[str, Any]]) -> None:
    assert not any("password" in field for person in people.values() for field in person)


# Submissions


def test_there_are_enough_submissions_from_enough_people(
    submissions: list[dict[str, str]],
) -> None:
    assert len(submissions) >= 520
    persons = Counter(row["person"] for row in submissions)
    guests = persons.pop("")
    assert guests >= 40
    assert len(persons) >= 350
    assert max(persons.values()) >= 10
    assert all(re.fullmatch(r"p\d{3}", person) for person in persons)


def test_submissions_hold_valid_values(submissions: list[dict[str, str]]) -> None:
    for row in submissions:
        assert row["text"].strip()
        assert row["mission_group"] in MISSION_GROUPS | {""}
        assert row["channel"] in CHANNELS
        assert row["participant_group"] in PARTICIPANT_GROUPS


def test_submissions_cover_every_group_and_channel(submissions: list[dict[str, str]]) -> None:
    assert {row["mission_group"] for row in submissions} == MISSION_GROUPS | {""}
    assert {row["channel"] for row in submissions} == CHANNELS
    assert {row["participant_group"] for row in submissions} == PARTICIPANT_GROUPS


def test_submissions_are_numbered_in_order_of_time(submissions: list[dict[str, str]]) -> None:
    assert [row["id"] for row in submissions] == [
        f"s{i:04d}" for i in range(1, len(submissions) + 1)
    ]
    times = [datetime.fromisoformat(row["created_at"]) for row in submissions]
    assert times == sorted(times)
    assert times[0] >= datetime.fromisoformat("2025-10-01T00:00:00+07:00")
    assert times[-1] < datetime.fromisoformat("2026-11-16T00:00:00+07:00")


def test_submissions_differ_in_length_and_language(submissions: list[dict[str, str]]) -> None:
    lengths = [len(row["text"]) for row in submissions]
    assert sum(length < 25 for length in lengths) >= 40
    assert sum(length > 400 for length in lengths) >= 8
    english = [row for row in submissions if not re.search("[ก-๙]", row["text"])]
    assert 20 <= len(english) <= 60
    assert any(re.search("[๐-๙]", row["text"]) for row in submissions)
    assert any("\n" in row["text"] for row in submissions)


def test_only_the_intended_submissions_are_repeated(submissions: list[dict[str, str]]) -> None:
    texts = Counter(row["text"] for row in submissions)
    repetitions = sum(count - 1 for count in texts.values())
    assert 5 <= repetitions <= 12


def opening(text: str) -> str:
    return re.sub(r"[\W_]+", "", ascii_digits(text).lower())[:16]


def test_submissions_are_not_cut_from_one_pattern(submissions: list[dict[str, str]]) -> None:
    long_enough = {row["text"] for row in submissions if len(row["text"]) > 40}
    openings = Counter(opening(text) for text in long_enough)
    assert max(openings.values()) <= 3


# Nobody real


def thirteen_digit_ids(text: str) -> list[str]:
    found = re.findall(r"(?<!\d)\d(?:[ -]?\d){12}(?!\d)", ascii_digits(text))
    return [re.sub(r"\D", "", number) for number in found]


def passes_checksum(number: str) -> bool:
    total = sum(
        int(digit) * weight for digit, weight in zip(number, range(13, 1, -1), strict=False)
    )
    return (11 - total % 11) % 10 == int(number[-1])


def test_ids_are_invented_but_pass_the_checksum(submissions: list[dict[str, str]]) -> None:
    numbers = [number for row in submissions for number in thirteen_digit_ids(row["text"])]
    assert len(numbers) >= 3
    assert all(number.startswith("00000000") for number in numbers)
    assert all(passes_checksum(number) for number in numbers)


@pytest.mark.parametrize("name", FILES)
def test_ids_telephones_and_addresses_are_invented(name: str) -> None:
    text = ascii_digits(read(name))
    assert all(number.startswith("00000000") for number in thirteen_digit_ids(text))
    telephones = re.findall(r"(?<![\d-])0\d{1,2}[- ]?\d{3}[- ]?\d{4}(?!\d)", text)
    assert all(re.fullmatch(r"(02|080)[- ]?000[- ]?000\d", number) for number in telephones)
    domains = re.findall(r"[\w.+-]+@([\w.-]+\w)", text)
    assert set(domains) <= {"example.org", "example.com"}


ORDINARY_WORDS = re.compile("นายก|นายทุน|นายหน้า|นายจ้าง|นางแบบ|นางฟ้า")
TITLE_AND_NAME = re.compile(r"(?<![ก-๙])(?:นางสาว|นาง|นาย|น\.ส\.)\s?[ก-๙]+\s+[ก-๙]+")


@pytest.mark.parametrize("name", FILES)
def test_nobody_is_named_with_a_title_as_in_an_official_paper(name: str) -> None:
    assert not TITLE_AND_NAME.search(ORDINARY_WORDS.sub("", read(name)))


@pytest.mark.parametrize("name", FILES)
def test_files_are_utf8_without_bom(name: str) -> None:
    assert not (SEED / name).read_bytes().startswith(b"\xef\xbb\xbf")
