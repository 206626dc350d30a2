"""The files in seed_data, for the tests that look at them."""

from __future__ import annotations

from pathlib import Path

SEED = Path(__file__).resolve().parents[2] / "seed_data"
MISSION_GROUPS = {
    "digital-economy",
    "digital-society",
    "digital-infrastructure",
    "space-affairs",
    "de-fund",
}
COLUMNS = ["id", "text", "mission_group", "channel", "participant_group", "created_at", "person"]


def read(name: str) -> str:
    return (SEED / name).read_text(encoding="utf-8")
