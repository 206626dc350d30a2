"""Limits count in the database, so that they hold across processes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.exceptions import TooManyRequests

from app.core import clock, limits
from app.core.db import db
from app.core.models import LimitCounter

THREE_A_MINUTE = limits.Limit("test", 3, 60)
NOON = datetime(2026, 11, 24, 12, 0, 20, tzinfo=UTC)


def test_past_the_limit_comes_a_refusal_that_says_when_to_try_again(app: Flask) -> None:
    with clock.frozen(NOON):
        for _ in range(3):
            limits.hit(THREE_A_MINUTE, "203.0.113.5")
        with pytest.raises(TooManyRequests) as refused:
            limits.hit(THREE_A_MINUTE, "203.0.113.5")
        assert refused.value.retry_after == 40
        limits.hit(THREE_A_MINUTE, "203.0.113.6")
    with clock.frozen(NOON + timedelta(seconds=40)):
        limits.hit(THREE_A_MINUTE, "203.0.113.5")


def test_who_was_counted_is_not_stored(app: Flask) -> None:
    limits.hit(THREE_A_MINUTE, "mali@example.org")
    keys = db.session.scalars(sa.select(LimitCounter.key)).all()
    assert len(keys) == 1
    assert "mali" not in keys[0]


def test_a_count_is_never_mixed_with_unfinished_changes(app: Flask) -> None:
    db.session.add(LimitCounter(key="x", window_start=0, count=1))
    with pytest.raises(RuntimeError):
        limits.hit(THREE_A_MINUTE, "203.0.113.5")


def test_old_windows_are_forgotten(app: Flask) -> None:
    with clock.frozen(NOON - timedelta(days=3)):
        limits.hit(THREE_A_MINUTE, "203.0.113.5")
    limits.forget(NOON - timedelta(days=1))
    db.session.commit()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(LimitCounter)) == 0
