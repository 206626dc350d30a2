"""Background work of accounts: importing this registers it."""

from app.accounts.jobs import digests

__all__ = ["digests"]
