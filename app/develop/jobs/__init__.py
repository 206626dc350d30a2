"""Background work of Develop: importing this package registers its jobs."""

from app.develop.jobs import orders, similar

__all__ = ["orders", "similar"]
