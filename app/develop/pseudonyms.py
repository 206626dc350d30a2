"""What the ledger calls a voter, and what the voter holds: both from a key of the person's own.

Without the key nobody can tell who a pseudonym is, nor whose receipt it is: erasing a person
destroys the key, and the ledger stays as it is.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from app.develop import rules
from app.develop.models import Challenge, Choice, Idea


def voter(key: str, challenge: Challenge, idea_id: int) -> str:
    """32 hexadecimal digits.

    Where a voter has only so much to give in all it is one a challenge, so that anyone can check
    that rule. Elsewhere a voter has another one on each idea, and nobody can join them.
    """
    linked = rules.is_rationed(challenge)
    scope = f"challenge:{challenge.id}" if linked else f"idea:{idea_id}"
    return _keyed(key, f"voter:{scope}")[:32]


def receipt(key: str, idea: Idea, choice: Choice, at: datetime) -> str:
    """20 hexadecimal digits, which tell nothing of the choice. `at` is when exactly it was made."""
    return _keyed(key, f"receipt:{idea.id}:{choice.value}:{at.isoformat()}")[:20]


def receipt_hash(receipt: str) -> str:
    """What is stored of a receipt."""
    return hashlib.sha256(receipt.encode()).hexdigest()


def _keyed(key: str, text: str) -> str:
    return hmac.new(bytes.fromhex(key), text.encode(), hashlib.sha256).hexdigest()
