"""The text that people agree to. A change of its meaning is a new version."""

from __future__ import annotations

from datetime import date

VERSION = "1"
IN_FORCE_FROM = date(2026, 11, 1)
