"""What may be published about people."""

from __future__ import annotations

SMALLEST_CELL = 10
"""No count of people or of what they wrote is published that is smaller."""
