"""The texts that people agree to. A change of a text's meaning is a new version."""

from __future__ import annotations

from datetime import date

VERSION = "2"
IN_FORCE_FROM = date(2026, 11, 24)

VOTE_VERSION = "1"
"""Of what people agree to before their first vote: that it may show a political opinion."""
