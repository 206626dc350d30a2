"""What Diagnose holds of a person: the opinions that they sent while signed in."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from app.accounts import personal_data
from app.accounts.models import Person
from app.core.db import db
from app.diagnose.models import Submission


@personal_data.contribute("submissions", _l("Opinions you sent"))
def submissions(person: Person) -> Iterator[personal_data.Row]:
    own = sa.select(Submission).where(Submission.person_id == person.id).order_by(Submission.id)
    for row in db.session.scalars(own.options(joinedload(Submission.mission_group))):
        yield {
            "said_at": row.said_at, "text": row.text, "channel": row.channel,
            "mission_group": row.mission_group.name_th if row.mission_group else None,
            "participant_group": row.participant_group,
            "consent_version": row.consent_version, "withdrawn_at": row.withdrawn_at,
            "receipt": row.receipt,
        }  # fmt: skip
