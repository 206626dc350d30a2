"""Small cells are not published, nor anything they could be worked out from.

A cell under `SMALLEST_CELL` is left out. Whoever knows the total could still subtract what is
shown, so more cells are left out, the smallest first, until at least two are missing and they hold
`SMALLEST_CELL` or more together: then each missing one may be anything from 0 to that sum.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

from app.core.privacy import SMALLEST_CELL

Key = TypeVar("Key", bound=Hashable)


def total_shown(total: int) -> int | None:
    """The total, or None where it is itself too small."""
    return total if total >= SMALLEST_CELL else None


def cells_shown(cells: Mapping[Key, int]) -> dict[Key, int | None]:
    """The cells of one table whose total is published with it; None: not shown.

    The cells must be all parts of the total. Their total is shown by `total_shown`.
    """
    left_out = {key for key, count in cells.items() if count < SMALLEST_CELL}
    rest = sorted((key for key in cells if key not in left_out), key=lambda key: cells[key])
    while left_out and rest and not _is_safe(left_out, cells):
        left_out.add(rest.pop(0))
    return {key: None if key in left_out else count for key, count in cells.items()}


def _is_safe(left_out: set[Key], cells: Mapping[Key, int]) -> bool:
    return len(left_out) >= 2 and sum(cells[key] for key in left_out) >= SMALLEST_CELL


def parts_shown(
    parts: Mapping[Key, int], whole: int, whole_is_shown: bool
) -> dict[Key, int | None]:
    """Some parts of a whole that may have further ones, which stay unnamed.

    Where the whole is not shown, neither is any part: their sum would tell of it.
    """
    if not whole_is_shown:
        return dict.fromkeys(parts)
    unnamed = object()
    others = whole - sum(parts.values())
    cells: dict[Hashable, int] = dict(parts.items())
    if others:
        cells[unnamed] = others
    shown = cells_shown(cells)
    return {key: shown[key] for key in parts}
