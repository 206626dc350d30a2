"""Reports, texts that say the same, decisions and appeals."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.core.db import Json, Model, UtcDateTime, enum_type
from app.develop.models.comments import Comment
from app.develop.models.ideas import Idea

POSTS: tuple[type[Idea] | type[Comment], ...] = (Idea, Comment)
POST_KEY: dict[type[Any], str] = {Idea: "idea_id", Comment: "comment_id"}
"""The column by which a report or a decision names its post."""
ONE_POST = "(idea_id IS NULL) <> (comment_id IS NULL)"


class HouseRule(StrEnum):
    """The published rules, by which every decision gives its reason."""

    INSULT = "insult"
    HATE = "hate"
    PERSONAL_DATA = "personal_data"
    ADVERTISING = "advertising"
    REPEATED = "repeated"
    OFF_TOPIC = "off_topic"
    UNLAWFUL = "unlawful"
    IMPERSONATION = "impersonation"


class HoldReason(StrEnum):
    """Why a post waits for a moderator."""

    LINKS = "links"
    REPEATED = "repeated"
    NEW_ACCOUNTS = "new_accounts"


class TextGroup(Model):
    """Posts that say nearly the same, whatever invisible characters stand between.

    `simhash` is of the first one, as 16 hexadecimal digits; the bands are what near ones are found
    by. See `develop.fingerprints`.
    """

    __tablename__ = "text_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    simhash: Mapped[str] = mapped_column(sa.String(16), unique=True)
    band_0: Mapped[int] = mapped_column(index=True)
    band_1: Mapped[int] = mapped_column(index=True)
    band_2: Mapped[int] = mapped_column(index=True)
    band_3: Mapped[int] = mapped_column(index=True)
    short: Mapped[bool] = mapped_column(default=False)
    """Of a few equal words, such as many people write: no sign of a flood."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Report(Model):
    """Somebody says that a post breaks a rule."""

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    reporter_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    rule: Mapped[HouseRule] = mapped_column(enum_type(HouseRule, "report_rule"))
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    """The very moment of the decision that settled it: undoing that opens the report again."""

    idea: Mapped[Idea | None] = relationship()
    comment: Mapped[Comment | None] = relationship()
    reporter: Mapped[Person] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("reporter_id", "idea_id"),
        sa.UniqueConstraint("reporter_id", "comment_id"),
        sa.CheckConstraint(ONE_POST, name="reports_one_post"),
    )


class Action(StrEnum):
    HIDE = "hide"
    RESTORE = "restore"
    RELEASE = "release"
    """Let a held post be seen."""
    DISMISS = "dismiss"
    """Nothing is wrong with it."""
    WARN = "warn"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"


class Decision(Model):
    """What a moderator did, to which post or person, by which rule, and what took it back."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[Action] = mapped_column(enum_type(Action, "moderation_action"))
    rule: Mapped[HouseRule | None] = mapped_column(enum_type(HouseRule, "decision_rule"))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    """The moderator's own words to the author."""
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    """Whom it concerns: the author, or who is warned or suspended."""
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    batch: Mapped[str] = mapped_column(sa.String(32), index=True)
    """Shared by decisions taken at once, over a group of posts or several people."""
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """What undoing it puts back: the columns of the post that it changed, as they were."""
    waited_seconds: Mapped[int | None]
    """From the first report, or from when the post was held."""
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id])
    idea: Mapped[Idea | None] = relationship()
    comment: Mapped[Comment | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint(
            "idea_id IS NULL OR comment_id IS NULL", name="decides_on_one_post_at_most"
        ),
        sa.CheckConstraint(
            "rule IS NOT NULL OR action NOT IN ('hide', 'warn', 'suspend')", name="rules_are_named"
        ),
    )


class AppealOutcome(StrEnum):
    UPHELD = "upheld"
    """The decision stands."""
    OVERTURNED = "overturned"


class Appeal(Model):
    """The author asks for a second look. Once a decision."""

    __tablename__ = "appeals"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decisions.id"), unique=True)
    text: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    outcome: Mapped[AppealOutcome | None] = mapped_column(enum_type(AppealOutcome, "outcome"))
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    decision: Mapped[Decision] = relationship()

    __table_args__ = (
        sa.CheckConstraint(
            "(outcome IS NULL) = (settled_at IS NULL)", name="settled_with_an_outcome"
        ),
    )
