"""Thai and English are complete: every message of the code and templates, in both."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.core import catalogues
from app.core.i18n import LANGUAGES, TRANSLATIONS, merged

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
CASES = [(name, code) for name in catalogues.slices() for code in LANGUAGES]


def strings(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@pytest.mark.parametrize(("slice_name", "code"), CASES)
def test_every_message_is_translated(slice_name: str, code: str) -> None:
    with (TRANSLATIONS / code / f"{slice_name}.po").open("rb") as stream:
        known = read_po(stream, locale=code)
    missing = []
    for message in catalogues.extract(slice_name):
        if not message.id:
            continue
        there = known.get(message.id, message.context)
        if there is None or there.fuzzy or not all(strings(there.string)):
            missing.append(strings(message.id)[0])
    assert missing == []


@pytest.mark.parametrize(("slice_name", "code"), CASES)
def test_translations_keep_the_placeholders(slice_name: str, code: str) -> None:
    with (TRANSLATIONS / code / f"{slice_name}.po").open("rb") as stream:
        messages = [message for message in read_po(stream, locale=code) if message.id]
    for message in messages:
        wanted = set(PLACEHOLDER.findall(strings(message.id)[-1]))
        for string in strings(message.string):
            assert set(PLACEHOLDER.findall(string)) == wanted, f"{message.id!r} → {string!r}"


def test_thai_translations_are_thai() -> None:
    """A message copied instead of translated shows up here; names stay as they are."""
    names = {"Ruamkid", "English", "CSV", "XLSX", "Markdown", "ID"}
    copied = []
    for path in sorted((TRANSLATIONS / "th").glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, locale="th"):
                text = strings(message.string)[0] if message.id else ""
                bare = PLACEHOLDER.sub("", text)
                if re.search(r"[A-Za-z]{3}", bare) and not re.search(r"[ก-๙]", bare):
                    copied += [text] if bare.strip() not in names else []
    assert copied == []


def test_no_catalogue_belongs_to_a_slice_that_is_gone() -> None:
    for code in LANGUAGES:
        found = {Path(path).stem for path in (TRANSLATIONS / code).glob("*.po")}
        assert found == set(catalogues.slices())


def test_one_message_has_one_translation() -> None:
    """All catalogues are read as one: of two translations of a message, one would be nowhere."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for path in sorted((TRANSLATIONS / "th").glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, locale="th"):
                if message.id:
                    key = strings(message.id)[0]
                    found.setdefault(key, set()).add(strings(message.string))
    assert {key: both for key, both in found.items() if len(both) > 1} == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_one_slice_counts_is_countable_though_another_only_names_it(code: str) -> None:
    sources = sorted((TRANSLATIONS / code).glob("*.po"))
    together = merged(sources, code)
    for path in sources:
        with path.open("rb") as stream:
            counted = [one.id for one in read_po(stream, locale=code) if one.pluralizable]
        assert [id for id in counted if together[id].id != id] == []
