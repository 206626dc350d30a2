"""One row of a file as a submission, or all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from app.diagnose.importing.days import NoDay, moment_of
from app.diagnose.importing.fields import CHANNELS, PARTICIPANT_GROUPS, Field, plain
from app.diagnose.rules.intake import MOST_CHARACTERS
from app.diagnose.tables import Row

LONGEST_ID, LONGEST_PERSON = 100, 64
AHEAD = timedelta(days=1)
"""Clocks differ; what lies further ahead is a mistyped year."""


@dataclass(frozen=True)
class Plan:
    """What an analyst said of a file: the column of each field, and values where none gives one."""

    columns: Mapping[Any, str]
    """By the names of `Field`."""
    channel: str
    mission_group_id: int | None = None
    participant_group: str | None = None
    declaration: str = ""
    take_duplicates: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a row; `reason` is translated by the pages.

    empty_text, too_long_text, too_long_id, too_long_person, no_day, future_day, unknown_channel,
    unknown_mission_group, unknown_participant_group, too_many_cells, too_few_cells, torn.
    """

    reason: str
    column: str | None = None


@dataclass(slots=True)
class Checked:
    """A row as read. It is good where `faults` is empty; `values` is then a submission's."""

    row: Row
    faults: list[Fault] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)


class Checker:
    """Checks the rows of one file, which came in at `received_at`: nothing in it is said later."""

    def __init__(
        self,
        header: Sequence[str],
        plan: Plan,
        mission_groups: Mapping[str, int],
        received_at: datetime,
    ) -> None:
        self._width = len(header)
        self._plan = plan
        self._mission_groups = mission_groups
        self._received_at = received_at
        self._places = {name: list(header).index(plan.columns[name]) for name in plan.columns}

    def check(self, row: Row) -> Checked:
        checked = Checked(row, list(self._shape(row)))
        if not checked.faults:
            for read in (self._text, self._id, self._person, self._moment, self._kinds):
                read(checked)
        return checked

    def _shape(self, row: Row) -> Iterator[Fault]:
        if row.is_torn:
            yield Fault("torn")
        elif len(row.cells) < self._width:
            yield Fault("too_few_cells")
        elif any(cell.strip() for cell in row.cells[self._width :]):
            yield Fault("too_many_cells")

    def _cell(self, checked: Checked, name: Field) -> str:
        place = self._places.get(name.value)
        return "" if place is None else checked.row.cells[place].strip()

    def _fault(self, checked: Checked, reason: str, name: Field) -> None:
        checked.faults.append(Fault(reason, self._plan.columns[name.value]))

    def _text(self, checked: Checked) -> None:
        text = self._cell(checked, Field.TEXT).replace("\r\n", "\n").replace("\r", "\n")
        if not text:
            self._fault(checked, "empty_text", Field.TEXT)
        elif len(text) > MOST_CHARACTERS:
            self._fault(checked, "too_long_text", Field.TEXT)
        checked.values["text"] = text

    def _id(self, checked: Checked) -> None:
        ident = self._cell(checked, Field.ID)
        if len(ident) > LONGEST_ID:
            self._fault(checked, "too_long_id", Field.ID)
        checked.values["source_id"] = ident or f"#{checked.row.number}"

    def _person(self, checked: Checked) -> None:
        person = self._cell(checked, Field.PERSON)
        if len(person) > LONGEST_PERSON:
            self._fault(checked, "too_long_person", Field.PERSON)
        checked.values["source_person"] = person or None

    def _moment(self, checked: Checked) -> None:
        cell = self._cell(checked, Field.CREATED_AT)
        checked.values["said_at"] = self._received_at
        if not cell:
            return
        try:
            said_at = moment_of(cell).astimezone(UTC)
        except NoDay:
            self._fault(checked, "no_day", Field.CREATED_AT)
            return
        if said_at > self._received_at + AHEAD:
            self._fault(checked, "future_day", Field.CREATED_AT)
        checked.values["said_at"] = said_at

    def _kinds(self, checked: Checked) -> None:
        """What has a known set of values; an empty cell takes the value said for the whole file."""
        plan = self._plan
        for name, known, otherwise, key in (
            (Field.CHANNEL, CHANNELS, plan.channel, "channel"),
            (Field.MISSION_GROUP, self._mission_groups, plan.mission_group_id, "mission_group_id"),
            (
                Field.PARTICIPANT_GROUP,
                PARTICIPANT_GROUPS,
                plan.participant_group,
                "participant_group",
            ),
        ):
            cell = self._cell(checked, name)
            checked.values[key] = known.get(plain(cell)) if cell else otherwise
            if cell and checked.values[key] is None:
                self._fault(checked, f"unknown_{name.value}", name)
