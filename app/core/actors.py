"""What a rule needs to know of whoever asks: a person or nobody."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class Actor(Protocol):
    """Somebody who asks for something. `accounts` has the two kinds: `Person` and `Guest`."""

    @property
    def actor_id(self) -> int | None:
        """The person's id; None for a guest."""

    @property
    def role_names(self) -> frozenset[str]:
        """Names of the roles held now; empty for a guest or a suspended person."""
