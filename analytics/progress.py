"""How far a run is: a fraction, and the stage it is in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

Item = TypeVar("Item")


class Stage(StrEnum):
    """The stages of a run, in their order. Their values are keys for a caller who translates."""

    NORMALISE = "normalise"
    TOKENISE = "tokenise"
    FEATURES = "features"
    CLUSTER = "cluster"
    DESCRIBE = "describe"
    MAP = "map"
    MEASURE = "measure"


Callback = Callable[[float, str], None]

# Where each stage begins, as a fraction of the whole: shares of time on 27,000 messages.
_BEGINS = {
    Stage.NORMALISE: 0.0,
    Stage.TOKENISE: 0.15,
    Stage.FEATURES: 0.35,
    Stage.CLUSTER: 0.5,
    Stage.DESCRIBE: 0.8,
    Stage.MAP: 0.88,
    Stage.MEASURE: 0.93,
}
_ENDS = {earlier: _BEGINS[later] for earlier, later in pairwise(_BEGINS)} | {Stage.MEASURE: 1.0}
_STEPS = 25  # reports a stage at most: often enough to look alive and to cancel within a second


class Progress:
    """Turns progress within a stage into progress of the run, and tells the callback.

    An exception that the callback raises (a cancelled job) passes through untouched.
    """

    def __init__(self, callback: Callback | None = None) -> None:
        self.callback = callback

    def at(self, stage: Stage, done: float = 0.0) -> None:
        """Report that ``done`` (0 to 1) of ``stage`` is over."""
        if self.callback is not None:
            begin, end = _BEGINS[stage], _ENDS[stage]
            self.callback(round(begin + min(max(done, 0.0), 1.0) * (end - begin), 4), str(stage))

    def each(self, stage: Stage, items: Iterable[Item], total: int) -> Iterator[Item]:
        """Yield ``items`` and report on the way, ``_STEPS`` times at most."""
        self.at(stage)
        every = max(1, total // _STEPS)
        for number, item in enumerate(items, start=1):
            yield item
            if number % every == 0:
                self.at(stage, number / total)
