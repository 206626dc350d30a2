"""What became of an issue, and what may: later stages say it, and Diagnose shows their links.

Develop and the stages after it may import this slice, never the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.diagnose.models import Issue


@dataclass(frozen=True)
class Onward:
    """Something made of an issue, e.g. a challenge. `state` is a short translated line."""

    issue_id: int
    text: str
    href: str
    state: str = ""


Provider = Callable[[Sequence[int]], list[Onward]]
"""What one slice made of these issues, as far as the reader may see it.

In a number of queries that does not grow with the issues.
"""
_providers: list[Provider] = []


def contribute(provider: Provider) -> Provider:
    """Register a slice's provider (as a decorator)."""
    _providers.append(provider)
    return provider


@dataclass(frozen=True)
class Offer:
    """A way onward that the reader may take now. `text` is translated."""

    text: str
    href: str


Offerer = Callable[[Issue], Offer | None]
"""What one slice lets the reader make of an issue."""
_offerers: list[Offerer] = []


def offer(offerer: Offerer) -> Offerer:
    """Register a slice's offerer (as a decorator)."""
    _offerers.append(offerer)
    return offerer


def offers(issue: Issue) -> list[Offer]:
    return [found for offerer in _offerers if (found := offerer(issue)) is not None]


def made_of(issue_ids: Sequence[int]) -> dict[int, list[Onward]]:
    """Every issue's links onward; an empty list where nothing was made of it yet."""
    found: dict[int, list[Onward]] = {issue_id: [] for issue_id in issue_ids}
    for provider in _providers if issue_ids else ():
        for link in provider(issue_ids):
            found[link.issue_id].append(link)
    return found
