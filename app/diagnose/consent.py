"""What somebody agrees to who sends us a submission. The words are in `intake/consent.html`.

Change the version whenever the words change in meaning: each submission keeps its own.
"""

from __future__ import annotations

VERSION = "2026-1"
"""Of what people agree to on the public form, or are told when staff write down their words."""

DECLARED = "declared"
"""For imported submissions: the analyst's declaration, kept with the import, stands for it."""
