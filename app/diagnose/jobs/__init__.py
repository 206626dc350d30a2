"""Background work of Diagnose: importing this package registers its jobs."""

from __future__ import annotations

from app.diagnose.jobs import analysis, imports, retention

__all__ = ["analysis", "imports", "retention"]
