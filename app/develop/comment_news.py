"""What is said of comments in people's news."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.accounts.notices import SENTENCES, sentence

SENTENCES["comment.mention"] = sentence(_l("%(author)s mentioned you in a comment."))
