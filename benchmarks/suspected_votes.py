"""A replay of June 2024 in Bangkok: 12,314 votes from three addresses in one day.

Here they come inside the votes of 10,000 real people, among them thousands of telephones behind
three addresses of their carrier, an office of 200 behind one address, a school, and a meeting where
150 people sign up and vote within the hour for the idea they were asked to vote for.

    python benchmarks/suspected_votes.py [SEED …]

The votes are looked at once a day, by the function that the worker calls every ten minutes. Says
how many of the flood are flagged (recall) and how many real people (false positives), for several
ways to make the flood. The exit status is 1 where the plain flood falls below 95% recall or takes
more than 1% of the real people with it.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.develop.queries.doubts import LOOK_BACK
from app.develop.suspicion import DAY, HOUR, MINUTE, Cast, Doubt, by_network

FLOOD, REAL, IDEAS = 12_314, 10_000, 40
FLOODED = ("flood-0", "flood-1", "flood-2")
SECOND_WAVE = ("flood-3", "flood-4", "flood-5")
DAYS = 7
ON_A_CARRIER = 0.4
OFFICE, SCHOOL, MEETING = 200, 600, 150
RECALL, FALSE_POSITIVES = 0.95, 0.01
START = 20_000 * DAY
Vote = tuple[str, Cast]


class Simulation:
    """Voters numbered from 1, real people first. A week; the flood comes on its fourth day."""

    def __init__(self, seed: int, scale: float = 1.0) -> None:
        self.dice, self.scale = random.Random(seed), scale
        self.person = 0
        self.popular = [1 / (rank + 2) for rank in range(IDEAS)]

    def real(self) -> list[Vote]:
        groups = [*self.office(), *self.school(), *self.meeting()]
        people = len({vote.person for _network, vote in groups})
        homes = max(0, int(REAL * self.scale) - people)
        return groups + [vote for _ in range(homes) for vote in self.at_home()]

    def at_home(self) -> Iterator[Vote]:
        """A home line with a few people, or one of thousands of telephones behind a carrier's
        address; accounts of any age."""
        network = f"home-{self.dice.randrange(int(REAL * self.scale) // 2 + 1)}"
        if self.dice.random() < ON_A_CARRIER:
            network = f"carrier-{self.dice.randrange(3)}"
        at = self.waking(DAYS)
        age = self.dice.choice((self.dice.uniform(MINUTE, HOUR), self.dice.uniform(0, 300 * DAY)))
        yield from self.votes(network, at, at - age, self.dice.choice((1, 1, 2, 3)))

    def office(self) -> Iterator[Vote]:
        """Through one working day, by people who have had accounts for up to a year."""
        for _ in range(int(OFFICE * max(self.scale, 0.5))):
            at = START + 3 * DAY + self.dice.gauss(12, 2.2) * HOUR
            age = self.dice.uniform(DAY, 365 * DAY)
            yield from self.votes("office", at, at - age, self.dice.choice((1, 2, 3)))

    def school(self) -> Iterator[Vote]:
        """Class by class over a week, each with new accounts, for what each pupil likes."""
        pupils = int(SCHOOL * max(self.scale, 0.5))
        for number in range(pupils):
            lesson = number * 20 // pupils
            at = START + (lesson // 4) * DAY + (9 + lesson % 4) * HOUR + self.dice.uniform(0, HOUR)
            yield from self.votes("school", at, at - self.dice.uniform(2, 30) * MINUTE, 2)

    def meeting(self) -> Iterator[Vote]:
        """150 people, one Wi-Fi, one idea, one hour."""
        for _ in range(MEETING):
            at = START + 3 * DAY + 14 * HOUR + self.dice.betavariate(2, 3) * HOUR
            yield self.vote("hall", at, at - self.dice.uniform(1, 12) * MINUTE, idea=7)

    def flood(self, way: str) -> list[Vote]:
        return [self.one_of_the_flood(way) for _ in range(int(FLOOD * self.scale))]

    def one_of_the_flood(self, way: str) -> Vote:
        networks = ("office", "carrier-0", "school") if way == "among real people" else FLOODED
        network = self.dice.choice(networks)
        at, age = START + 3 * DAY + self.dice.uniform(0, DAY), self.dice.uniform(5, 60)
        idea = 3
        if way == "in two waves":
            wave = self.dice.randrange(2)
            network = self.dice.choice((FLOODED, SECOND_WAVE)[wave])
            at = START + 5 * wave * DAY + self.dice.uniform(0, DAY)
        elif way == "in two hours":
            at = START + 3 * DAY + 20 * HOUR + self.dice.uniform(0, 2 * HOUR)
        elif way == "by day only":
            at = START + 3 * DAY + self.dice.uniform(9, 18) * HOUR
        elif way == "accounts a week old":
            age = self.dice.uniform(6.0, 7.5) * DAY
        elif way == "half of it as decoys":
            idea = 3 if self.dice.random() < 0.5 else self.dice.randrange(IDEAS)
        elif way == "old accounts of all ages":
            age = self.dice.uniform(0, 365 * DAY)
        return self.vote(network, at, at - age, idea)

    def waking(self, days: int) -> float:
        hour = min(max(self.dice.gauss(15, 4.5), 0), 23.9)
        return START + self.dice.randrange(days) * DAY + hour * HOUR

    def votes(self, network: str, at: float, made_at: float, count: int) -> Iterator[Vote]:
        first = self.vote(network, at, made_at, self.liked())
        yield first
        for number in range(1, count):
            later = at + number * self.dice.uniform(20, 300)
            cast = Cast(self.person, (first[1].idea + number) % IDEAS, 1, later, made_at)
            yield network, cast

    def vote(self, network: str, at: float, made_at: float, idea: int) -> Vote:
        self.person += 1
        return network, Cast(self.person, idea, 1, at, made_at)

    def liked(self) -> int:
        return self.dice.choices(range(IDEAS), self.popular)[0]


WAYS = (
    "through the day", "in two hours", "by day only", "accounts a week old",
    "half of it as decoys", "old accounts of all ages", "in two waves", "among real people",
)  # fmt: skip
PLAIN = WAYS[0]


def day_by_day(votes: list[Vote]) -> dict[int, Doubt]:
    """Who is in doubt in the end, where somebody looks at each midnight of the week."""
    found: dict[int, Doubt] = {}
    for day in range(1, DAYS + 1):
        now = START + day * DAY
        cast = [(network, vote) for network, vote in votes if vote.at < now]
        found = by_network(cast, found.keys(), now - LOOK_BACK.total_seconds()) | found
    return found


def measure(way: str, seed: int, scale: float = 1.0) -> tuple[float, float]:
    """The shares of the flood, and of real people, that are flagged."""
    simulation = Simulation(seed, scale)
    real = simulation.real()
    people, flood = simulation.person, simulation.flood(way)
    flagged = day_by_day([*real, *flood])
    wrongly = sum(person <= people for person in flagged)
    return (len(flagged) - wrongly) / len(flood), wrongly / people


def main(seeds: list[int]) -> int:
    failed = False
    for way in WAYS:
        for seed in seeds:
            began = time.perf_counter()
            recall, wrongly = measure(way, seed)
            seconds = time.perf_counter() - began
            print(f"{way:26} seed {seed}  recall {recall:6.1%}  real people {wrongly:6.2%}"
                  f"  {seconds:.1f} s")  # fmt: skip
            failed |= way == PLAIN and (recall < RECALL or wrongly > FALSE_POSITIVES)
    return 1 if failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A flood of votes among real ones.")
    parser.add_argument("seeds", metavar="SEED", type=int, nargs="*", default=[1, 2, 3])
    sys.exit(main(parser.parse_args().seeds))
