"""Words for enums: each enum has its own, whatever its values are called elsewhere."""

from __future__ import annotations

from enum import StrEnum

from app.core.labels import Labels


class Door(StrEnum):
    OPEN = "open"


class Question(StrEnum):
    OPEN = "open"


def test_two_enums_with_one_value_keep_their_own_words() -> None:
    words = Labels()
    words.update({Door.OPEN: "offen"})
    words.update({Question.OPEN: "unbeantwortet"})
    assert (words[Door.OPEN], words[Question.OPEN]) == ("offen", "unbeantwortet")
