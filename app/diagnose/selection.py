"""Which submissions an analysis run takes: as chosen on the page, and as kept with the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.diagnose.models import Channel


@dataclass(frozen=True)
class Selection:
    """Empty fields restrict nothing. `None` among the mission groups is "not sure"."""

    mission_group_ids: tuple[int | None, ...] = ()
    channels: tuple[Channel, ...] = ()
    import_id: int | None = None
    from_date: date | None = None
    to_date: date | None = None
    """The last day that counts, in Bangkok."""

    def to_json(self) -> dict[str, Any]:
        return {
            "mission_group_ids": list(self.mission_group_ids),
            "channels": [channel.value for channel in self.channels],
            "import_id": self.import_id,
            "from_date": self.from_date.isoformat() if self.from_date else None,
            "to_date": self.to_date.isoformat() if self.to_date else None,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Selection:
        return cls(
            mission_group_ids=tuple(kept.get("mission_group_ids") or ()),
            channels=tuple(Channel(value) for value in kept.get("channels") or ()),
            import_id=kept.get("import_id"),
            from_date=_day(kept.get("from_date")),
            to_date=_day(kept.get("to_date")),
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
