"""Votes at the same moment against two real server processes: one row a person, true counters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks import votes
from tests.conftest import BACKENDS

VOTES = 60


@pytest.mark.slow
@pytest.mark.parametrize("backend", BACKENDS)
def test_sixty_votes_at_once(
    backend: str, new_database: Callable[[str], dict[str, object]]
) -> None:
    votes.check(votes.measure(new_database(backend), VOTES), VOTES)
