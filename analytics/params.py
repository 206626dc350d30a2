"""What a run may be told. Everything has a default; the default finds the number of topics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from analytics.errors import InputError

FEWEST_COMMENTS = 10
MOST_TOPICS = 500


@dataclass(frozen=True, kw_only=True)
class Params:
    """Parameters of a run; two runs with equal parameters and data give equal bytes.

    topics: how many topics to make; None finds the number from the data.
    seed: of every random choice. Any integer from 0 to 2**32 - 1.
    least_topics, most_topics: bounds of the search when ``topics`` is None.
    least_comments: fewer different comments than this are refused (``too_few``).
    max_chars: characters of one comment that are read; the rest is ignored and counted.
    least_fit: a comment that resembles its topic less (cosine, 0 to 1) is left out.
    terms: distinctive words and phrases reported for each topic.
    quotes: representative comments reported for each topic.
    consensus_runs: clusterings that are combined into one; more are steadier and slower.
    stability_runs: resamplings behind each topic's stability; 0 leaves the figure out.
    extra_words: names the tokeniser is to keep whole, beside its own list.
    extra_stop_words: words that are to count as saying nothing about the subject.
    """

    topics: int | None = None
    seed: int = 0
    least_topics: int = 5
    most_topics: int = 40
    least_comments: int = FEWEST_COMMENTS
    max_chars: int = 5_000
    least_fit: float = 0.05
    terms: int = 10
    quotes: int = 5
    consensus_runs: int = 16
    stability_runs: int = 10
    extra_words: tuple[str, ...] = ()
    extra_stop_words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "extra_words", tuple(self.extra_words))
        object.__setattr__(self, "extra_stop_words", tuple(self.extra_stop_words))
        if self.topics is not None:
            self._check_integer("topics", 2, MOST_TOPICS)
        for name, low, high in _INTEGERS:
            self._check_integer(name, low, high)
        self._check("most_topics", self.most_topics >= self.least_topics, "at least least_topics")
        self._check("least_fit", _is_number(self.least_fit) and 0 <= self.least_fit < 1, _FIT_RULE)
        for name in ("extra_words", "extra_stop_words"):
            words = getattr(self, name)
            self._check(name, all(isinstance(word, str) for word in words), "a list of words")

    def _check_integer(self, name: str, low: int, high: int) -> None:
        value = getattr(self, name)
        is_integer = isinstance(value, int) and not isinstance(value, bool)
        rule = f"a whole number from {low} to {high}"
        self._check(name, is_integer and low <= value <= high, rule)

    def _check(self, name: str, is_right: bool, rule: str) -> None:
        if not is_right:
            raise InputError("bad_param", name=name, rule=rule, value=getattr(self, name))

    def to_dict(self) -> dict[str, Any]:
        """A dictionary that `json.dumps` takes and `from_dict` turns back."""
        values = asdict(self)
        return {
            key: list(value) if isinstance(value, tuple) else value for key, value in values.items()
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Params:
        """Parameters out of stored JSON; an unknown name is refused (``bad_param``)."""
        known = {field.name for field in fields(cls)}
        for name in values:
            if name not in known:
                rule = "one of " + ", ".join(sorted(known))
                raise InputError("bad_param", name="parameter", rule=rule, value=name)
        return cls(**values)


_FIT_RULE = "a number from 0 up to, not including, 1"
_INTEGERS = (
    ("seed", 0, 2**32 - 1),
    ("least_topics", 2, MOST_TOPICS),
    ("most_topics", 2, MOST_TOPICS),
    ("least_comments", 3, 1_000_000),
    ("max_chars", 20, 5_000),
    ("terms", 1, 50),
    ("quotes", 1, 50),
    ("consensus_runs", 1, 100),
    ("stability_runs", 0, 100),
)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
