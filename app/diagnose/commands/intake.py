"""Verbs of intake: receive a submission, write one down, withdraw one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from flask import current_app

from analytics.text.mask import mask
from analytics.text.normalise import normalise
from app.accounts.models import Consent, ParticipantGroup, Purpose
from app.core import audit, clock
from app.core.access import refuse
from app.core.actors import Actor
from app.core.db import db
from app.core.search import search_text
from app.diagnose import consent
from app.diagnose.models import Channel, Submission
from app.diagnose.queries.intake import by_receipt, stage_windows
from app.diagnose.rules.intake import (
    can_record_submission,
    can_submit,
    can_withdraw,
    submissions_are_open,
)


class Closed(Exception):
    """Submissions are not open now, or not for this mission group."""


def text_hash(text: str) -> str:
    """Of the normalised text: the same for texts that differ in spelling noise only."""
    return hashlib.sha256(normalise(text).encode("utf-8", "surrogatepass")).hexdigest()


def masked(text: str) -> str:
    """The text with personal data hidden, as `Submission.public_text` has it."""
    return mask(text)[0]


def receive(
    actor: Actor,
    browser: str,
    *,
    text: str,
    mission_group_id: int | None,
    participant_group: ParticipantGroup | None,
) -> Submission:
    """Take what came through the public form, with consent. Raises `Closed`.

    The receipt follows from the text and from `browser`, a secret of that browser's session: the
    same words sent twice are one submission, whichever of two requests comes first.
    """
    if not can_submit(actor):
        refuse(actor)
    if not submissions_are_open(stage_windows(), mission_group_id, clock.now()):
        raise Closed
    receipt = _receipt(browser, text_hash(text), mission_group_id)
    return by_receipt(receipt) or _add_once(
        actor,
        receipt,
        text=text,
        channel=Channel.WEB,
        mission_group_id=mission_group_id,
        participant_group=participant_group,
        person_id=actor.actor_id,
    )


def record(
    actor: Actor,
    *,
    text: str,
    channel: Channel,
    mission_group_id: int | None,
    participant_group: ParticipantGroup | None,
    said_at: datetime | None,
) -> Submission:
    """Write down what somebody said in another way. `said_at` None: now."""
    if not can_record_submission(actor):
        refuse(actor)
    submission = _new(
        text=text,
        receipt=secrets.token_urlsafe(32),
        channel=channel,
        mission_group_id=mission_group_id,
        participant_group=participant_group,
        collector_id=actor.actor_id,
        said_at=said_at or clock.now(),
    )
    db.session.add(submission)
    db.session.flush()
    audit.record(actor, "submission.record", submission, after=_kept(submission))
    return submission


def withdraw(actor: Actor, submission: Submission) -> None:
    """Take it out of lists and of later analyses. The holder of the receipt still sees it."""
    if not can_withdraw(actor, submission):
        refuse(actor)
    submission.withdrawn_at = clock.now()
    db.session.flush()
    audit.record(actor, "submission.withdraw", submission)


def _receipt(browser: str, hashed: str, mission_group_id: int | None) -> str:
    secret = current_app.config["SECRET_KEY"].encode()
    said = f"receipt:{browser}:{hashed}:{mission_group_id}".encode()
    digest = hmac.new(secret, said, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _add_once(actor: Actor, receipt: str, **values: Any) -> Submission:
    submission = _new(receipt=receipt, **values)
    try:
        with db.session.begin_nested():
            db.session.add(submission)
    except sa.exc.IntegrityError:  # the other of two requests was first
        return cast(Submission, by_receipt(receipt))
    audit.record(actor, "submission.receive", submission, after=_kept(submission))
    _note_consent(actor)
    return submission


def _new(*, text: str, **values: Any) -> Submission:
    return Submission(
        text=text,
        search_text=search_text(text),
        text_hash=text_hash(text),
        consent_version=consent.VERSION,
        **values,
    )


def _note_consent(actor: Actor) -> None:
    """Beside the submission's own: what a signed-in person has agreed to, in one list."""
    if actor.actor_id is None:
        return
    known = sa.select(Consent.id).where(
        Consent.person_id == actor.actor_id,
        Consent.purpose == Purpose.SUBMISSION,
        Consent.version == consent.VERSION,
        Consent.withdrawn_at.is_(None),
    )
    if db.session.scalar(known) is None:
        db.session.add(
            Consent(person_id=actor.actor_id, purpose=Purpose.SUBMISSION, version=consent.VERSION)
        )
        db.session.flush()


def _kept(submission: Submission) -> dict[str, Any]:
    """What the audit log keeps: never the words themselves."""
    group = submission.participant_group
    return {
        "channel": submission.channel.value,
        "mission_group_id": submission.mission_group_id,
        "participant_group": group.value if group else None,
        "consent": submission.consent_version,
    }
