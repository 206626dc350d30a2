"""Which votes are in doubt: crowds behind one network that vote alike, and unlike others. Pure.

Many people vote from one address: an office, a school, a hall in which everybody was asked to sign
up, thousands of telephones behind one address of their carrier. So an address alone says nothing.
What is weighed is a *crowd*: voters of one network, within a day, whose accounts were made within
three days of each other. Each kind of evidence gives it points:

    size         how much larger it is than what a full hall holds: one point a doubling, at most 4
    alike        how much more of it voted for one thing (the same way on the same idea) than voters
                 of small networks did: a tenth more 0, six tenths more 2
    new          how many had made their account within the hour before: none 0, all 2
    day and night   in how many hours of the day it voted: up to twelve 0, all twenty-four 2
    pace         how like a machine it kept time (even gaps, or faster than people type): up to 2

A crowd that votes much as others do (alike below 1) is never in doubt: that is a busy network.
Else the bar is 6, and 7 for a crowd whose accounts were made at any time. A hall of 150 who sign up
and vote for one idea within the hour has 4; an office whose people like different things is no
crowd; thousands of accounts made to vote for one idea have 8 and more. In doubt are only those of
a crowd who voted for that one thing.

What this cannot tell apart: a few hundred paid people in one place from a meeting. What it does not
see: accounts spread over many networks, and floods of votes that change nothing.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean, pstdev

MINUTE, HOUR, DAY = 60, 3_600, 86_400
BAR, BAR_OF_ANY_AGE = 6.0, 7.0
LEAST_ALIKE = 1.0
SMALLEST = 30
"""Fewer voters are no crowd, whatever they do."""
HALL = 200
WINDOW = DAY
MADE_WITHIN = 3 * DAY
WAKING_HOURS = 12
MOST_A_MINUTE = 40
"""More voters from one network in a minute than can have typed: not one meeting's Wi-Fi."""
EVEN = 0.25
"""Gaps whose spread is under this share of their mean are a clock's, not people's."""


class Doubt(StrEnum):
    """What weighed most."""

    CROWD = "crowd"
    """More new accounts than a hall holds, voting alike."""
    ROUND_THE_CLOCK = "round_the_clock"
    PACE = "pace"


@dataclass(frozen=True, slots=True)
class Cast:
    """A vote as it stands. Times are seconds; `made_at` is when the voter's account was made."""

    person: int
    idea: int
    value: int
    at: float
    made_at: float


@dataclass(frozen=True)
class Evidence:
    """The points of a crowd, by kind."""

    size: float
    alike: float
    new: float
    day_and_night: float
    pace: float

    @property
    def score(self) -> float:
        return self.size + self.alike + self.new + self.day_and_night + self.pace

    @property
    def doubt(self) -> Doubt:
        if self.pace >= 1:
            return Doubt.PACE
        return Doubt.ROUND_THE_CLOCK if self.day_and_night >= 1 else Doubt.CROWD


Crowd = Sequence[Cast]
Thing = tuple[int, int]
"""An idea, and how it was voted on."""
Shares = Mapping[Thing, float]


def doubted(votes: Iterable[Cast], elsewhere: Shares) -> dict[int, Doubt]:
    """The voters in doubt among the votes of one challenge that came from one network.

    `elsewhere`: of the challenge's voters in small networks, which share voted for each thing.
    """
    found: dict[int, Doubt] = {}
    for crowd, bar in crowds(sorted(votes, key=lambda vote: vote.at)):
        if len(voters(crowd)) < SMALLEST:
            continue
        evidence = weigh(crowd, elsewhere)
        if evidence.alike >= LEAST_ALIKE and evidence.score >= bar:
            pushed = {
                thing for thing, excess in _excess(crowd, elsewhere).items()
                if _alike(excess) >= LEAST_ALIKE
            }  # fmt: skip
            who = {vote.person for vote in crowd if (vote.idea, vote.value) in pushed}
            found = dict.fromkeys(who, evidence.doubt) | found
    return found


def crowds(votes: Sequence[Cast]) -> Iterator[tuple[list[Cast], float]]:
    """Crowds with the bar that holds for them. `votes` in the order of time.

    Windows of a day, each beginning half a day after the one before; in each the accounts that were
    made together, the largest group first, and at last all of the window whatever their age.
    """
    times = [vote.at for vote in votes]
    start, end = (times[0], times[-1]) if votes else (0.0, -1.0)
    while start <= end:
        window = votes[bisect_left(times, start) : bisect_left(times, start + WINDOW)]
        rest = window
        while len(voters(together := _made_together(rest))) >= SMALLEST:
            yield together, BAR
            members = voters(together)
            rest = [vote for vote in rest if vote.person not in members]
        yield list(window), BAR_OF_ANY_AGE
        start += WINDOW / 2


def weigh(crowd: Crowd, elsewhere: Shares) -> Evidence:
    count = len(voters(crowd))
    made = {vote.person: vote for vote in reversed(crowd)}.values()
    new = sum(vote.at - vote.made_at < HOUR for vote in made)
    hours = len({int(vote.at // HOUR) % 24 for vote in crowd})
    return Evidence(
        size=_between(math.log2(count / HALL), 4),
        alike=_alike(max(_excess(crowd, elsewhere).values())),
        new=2 * new / count,
        day_and_night=_between((hours - WAKING_HOURS) / 6, 2),
        pace=_pace([vote.at for vote in made]),
    )


def voters(crowd: Crowd) -> set[int]:
    return {vote.person for vote in crowd}


def _made_together(votes: Sequence[Cast]) -> list[Cast]:
    """The most votes of accounts that were made within some days of each other, in their order."""
    ages = sorted({vote.person: vote.made_at for vote in votes}.values())
    ends = [bisect_right(ages, age + MADE_WITHIN) for age in ages]
    if not ages:
        return []
    first = max(range(len(ages)), key=lambda start: ends[start] - start)
    low, high = ages[first], ages[first] + MADE_WITHIN
    return [vote for vote in votes if low <= vote.made_at <= high]


def shares(votes: Iterable[Cast]) -> dict[Thing, float]:
    """Which share of the voters voted for each thing."""
    people: set[int] = set()
    things: Counter[Thing] = Counter()
    for vote in votes:
        people.add(vote.person)
        things[vote.idea, vote.value] += 1
    return {thing: count / len(people) for thing, count in things.items()}


def _excess(crowd: Crowd, elsewhere: Shares) -> dict[Thing, float]:
    """How much more of the crowd than of others voted for each thing."""
    return {thing: share - elsewhere.get(thing, 0.0) for thing, share in shares(crowd).items()}


def _alike(excess: float) -> float:
    return _between((excess - 0.1) * 4, 2)


def _pace(times: Iterable[float]) -> float:
    """Two points for a minute that no people could fill, or for gaps as even as a clock's."""
    times = sorted(times)
    if max(Counter(int(time // MINUTE) for time in times).values()) > MOST_A_MINUTE:
        return 2.0
    gaps = [later - sooner for sooner, later in pairwise(times)]
    if len(gaps) < SMALLEST - 1 or not (mean := fmean(gaps)):
        return 0.0
    return 2.0 if pstdev(gaps) < EVEN * mean else 0.0


def _between(points: float, most: float) -> float:
    return min(max(points, 0.0), most)


def by_network(
    votes: Iterable[tuple[str | None, Cast]],
    known: Set[int] = frozenset(),
    since: float = -math.inf,
) -> dict[int, Doubt]:
    """The voters in doubt among all votes of one challenge, each with its network.

    Crowds of votes that were cast `since` are weighed, against voters of small networks at any
    time: what an earlier crowd pushed says nothing of what people like. For the same reason those
    who are `known` to be in doubt are left out there. A vote whose network is forgotten (None) is
    of no crowd.
    """
    networks: dict[str | None, list[Cast]] = defaultdict(list)
    for network, vote in votes:
        networks[network].append(vote)
    small = networks.pop(None, [])
    large = []
    for cast in networks.values():
        if len(voters(cast)) >= SMALLEST:
            large.append(cast)
        else:
            small += cast
    elsewhere = shares(vote for vote in small if vote.person not in known)
    found: dict[int, Doubt] = {}
    for cast in large:
        found |= doubted((vote for vote in cast if vote.at >= since), elsewhere)
    return found
