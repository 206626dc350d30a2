"""Background work of Develop: importing this package registers its jobs."""

from app.develop.jobs import ledger, orders, similar

__all__ = ["ledger", "orders", "similar"]
