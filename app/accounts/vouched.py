"""That a provider has vouched for whoever uses this browser: in its cookie for half an hour."""

from __future__ import annotations

from dataclasses import dataclass

from flask import session

from app.accounts import oidc
from app.core import clock

KEPT_AS = "vouched"
LASTS_SECONDS = 1_800
"""As long as the link by which an account begins."""


@dataclass(frozen=True)
class Vouched:
    provider: oidc.Provider
    subject_hash: str
    way: str

    @staticmethod
    def keep(provider: oidc.Provider, subject_hash: str, way: str) -> None:
        session[KEPT_AS] = {
            "provider": provider.key, "subject": subject_hash, "way": way,
            "at": int(clock.now().timestamp()),
        }  # fmt: skip

    @staticmethod
    def forget() -> None:
        session.pop(KEPT_AS, None)


def vouched() -> Vouched | None:
    held = session.get(KEPT_AS)
    if held is None or clock.now().timestamp() - held["at"] > LASTS_SECONDS:
        return None
    provider = oidc.PROVIDERS.get(held["provider"])
    return Vouched(provider, held["subject"], held["way"]) if provider else None
