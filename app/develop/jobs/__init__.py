"""Background work of Develop: importing this package registers its jobs."""

from app.develop.jobs import counting, doubts, ledger, orders, phases, retention, similar

__all__ = ["counting", "doubts", "ledger", "orders", "phases", "retention", "similar"]
