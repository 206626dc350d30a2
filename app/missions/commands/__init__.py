"""Verbs on the framework: rule, change, audit entry. They flush, never commit.

Whoever catches `Refused` rolls back.
"""

from app.missions.commands.framework import (
    GROUP_FIELDS,
    STAGE_FIELDS,
    UNIT_FIELDS,
    add_unit,
    close_window,
    edit_mission_group,
    edit_stage,
    edit_unit,
    open_window,
)
from app.missions.commands.places import seed_places
from app.missions.commands.seed import seed_framework

__all__ = [
    "GROUP_FIELDS", "STAGE_FIELDS", "UNIT_FIELDS", "add_unit", "close_window",
    "edit_mission_group", "edit_stage", "edit_unit", "open_window", "seed_framework", "seed_places",
]  # fmt: skip
