"""Background work of accounts: importing this registers it."""

from app.accounts.jobs import digests, retention

__all__ = ["digests", "retention"]
