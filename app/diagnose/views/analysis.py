"""Pages of analysis."""

from __future__ import annotations

from app.diagnose.views.blueprint import bp

__all__ = ["bp"]
