"""Background work of Develop: importing this package registers its jobs."""

from app.develop.jobs import similar

__all__ = ["similar"]
