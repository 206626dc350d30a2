"""What Develop holds of a person: what they wrote, voted, followed, reported and asked again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, selectinload

from app.accounts import personal_data
from app.accounts.models import Person
from app.core import files
from app.core.db import db
from app.develop import pseudonyms, rules
from app.develop.models import (
    CHOICES,
    AnswerRating,
    Appeal,
    Attachment,
    Challenge,
    Comment,
    CommentReaction,
    Decision,
    Follow,
    Idea,
    IdeaDraft,
    IdeaVersion,
    IdeaVote,
    Report,
    VoteFlag,
)

Rows = Iterator[personal_data.Row]


@personal_data.contribute("ideas", _l("Your ideas"))
def ideas(person: Person) -> Rows:
    own = sa.select(Idea).where(Idea.author_id == person.id).order_by(Idea.id)
    options = (joinedload(Idea.challenge), selectinload(Idea.tags), joinedload(Idea.province),
               joinedload(Idea.district))  # fmt: skip
    for idea in db.session.scalars(own.options(*options)):
        yield {
            "number": idea.id, "challenge": idea.challenge.title, "title": idea.title,
            "body": idea.body, "tags": [tag.name for tag in idea.tags],
            "province": idea.province.name_th if idea.province else None,
            "district": idea.district.name_th if idea.district else None, "cost": idea.cost,
            "posted_at": idea.created_at, "edited_at": idea.edited_at,
            "withdrawn_at": idea.withdrawn_at, "hidden_at": idea.hidden_at,
            "hidden_reason": idea.hidden_reason, "closed_reason": idea.closed_reason,
        }  # fmt: skip


@personal_data.contribute("idea_versions", _l("How your ideas read before"))
def versions(person: Person) -> Rows:
    own = sa.select(IdeaVersion).join(IdeaVersion.idea).where(Idea.author_id == person.id)
    for row in db.session.scalars(own.order_by(IdeaVersion.idea_id, IdeaVersion.number)):
        yield {
            "idea": row.idea_id, "version": row.number, "title": row.title, "body": row.body,
            "details": row.details, "written_at": row.written_at,
        }  # fmt: skip


@personal_data.contribute("drafts", _l("Your drafts"))
def drafts(person: Person) -> Rows:
    own = sa.select(IdeaDraft).where(IdeaDraft.author_id == person.id).order_by(IdeaDraft.id)
    for row in db.session.scalars(own.options(joinedload(IdeaDraft.challenge))):
        yield {
            "challenge": row.challenge.title, "title": row.title, "body": row.body,
            "details": row.details, "saved_at": row.saved_at,
        }  # fmt: skip


@personal_data.contribute("files", _l("Files you added"))
def attachments(person: Person) -> Rows:
    for row in _attachments(person):
        yield {
            "name": _inside(row), "description": row.description, "idea": row.idea_id,
            "draft": row.draft_id, "bytes": row.file.size, "added_at": row.file.uploaded_at,
        }  # fmt: skip


@personal_data.contribute("comments", _l("Your comments"))
def comments(person: Person) -> Rows:
    own = sa.select(Comment).where(Comment.author_id == person.id).order_by(Comment.id)
    for row in db.session.scalars(own.options(joinedload(Comment.idea))):
        yield {
            "idea": _title(person, row.idea), "stance": row.stance, "text": row.body,
            "posted_at": row.created_at, "edited_at": row.edited_at,
            "withdrawn_at": row.withdrawn_at, "hidden_at": row.hidden_at,
            "hidden_reason": row.hidden_reason,
        }  # fmt: skip


@personal_data.contribute("votes", _l("Your votes, with their receipts"))
def votes(person: Person) -> Rows:
    own = sa.select(IdeaVote, Idea).join(Idea, Idea.id == IdeaVote.idea_id)
    own = own.where(IdeaVote.person_id == person.id).order_by(IdeaVote.cast_at, Idea.id)
    for vote, idea in db.session.execute(own.options(joinedload(Idea.challenge))):
        yield {
            "number": idea.id, "idea": _title(person, idea), "challenge": idea.challenge.title,
            "vote": CHOICES[vote.value], "cast_at": vote.cast_at,
            "receipt": _receipt(person, idea, vote), "network_code": vote.network,
        }  # fmt: skip


@personal_data.contribute("vote_doubts", _l("Where your votes are or were in doubt"))
def doubts(person: Person) -> Rows:
    """That there is one, as `/my-votes` says; not which check raised it: cheats would learn."""
    own = sa.select(VoteFlag, Challenge).join(Challenge, Challenge.id == VoteFlag.challenge_id)
    mine = own.where(VoteFlag.person_id == person.id).order_by(VoteFlag.id)
    for flag, challenge in db.session.execute(mine):
        yield {
            "challenge": challenge.title, "since": flag.flagged_at, "settled_at": flag.cleared_at,
        }  # fmt: skip


@personal_data.contribute("helpful", _l("Comments you found helpful"))
def reactions(person: Person) -> Rows:
    own = sa.select(CommentReaction.at, Comment).join(
        Comment, Comment.id == CommentReaction.comment_id
    )
    mine = own.where(CommentReaction.person_id == person.id).order_by(CommentReaction.comment_id)
    for at, comment in db.session.execute(mine.options(joinedload(Comment.idea))):
        is_shown = rules.is_visible(comment) and rules.is_visible(comment.idea)
        yield {"number": comment.id, "comment": comment.body if is_shown else None, "at": at}


@personal_data.contribute("follows", _l("What you follow"))
def follows(person: Person) -> Rows:
    for row in db.session.scalars(sa.select(Follow).where(Follow.person_id == person.id)):
        yield {
            "idea": row.idea_id, "challenge": row.challenge_id,
            "mission_group": row.mission_group_id, "since": row.since,
        }  # fmt: skip


@personal_data.contribute("answer_ratings", _l("What you said of official answers"))
def ratings(person: Person) -> Rows:
    for row in db.session.scalars(sa.select(AnswerRating).filter_by(person_id=person.id)):
        yield {"answer": row.answer_id, "answered": row.answered, "note": row.note, "at": row.at}


@personal_data.contribute("reports", _l("Posts you reported"))
def reports(person: Person) -> Rows:
    for row in db.session.scalars(sa.select(Report).filter_by(reporter_id=person.id)):
        yield {
            "idea": row.idea_id, "comment": row.comment_id, "rule": row.rule,
            "note": row.note, "at": row.created_at, "settled_at": row.settled_at,
        }  # fmt: skip


@personal_data.contribute("decisions", _l("Decisions of moderators that concern you"))
def decisions(person: Person) -> Rows:
    for row in db.session.scalars(sa.select(Decision).filter_by(person_id=person.id)):
        yield {
            "action": row.action, "rule": row.rule,
            "note": row.note, "idea": row.idea_id, "comment": row.comment_id,
            "at": row.decided_at, "undone_at": row.undone_at,
        }  # fmt: skip


@personal_data.contribute("appeals", _l("Your appeals"))
def appeals(person: Person) -> Rows:
    own = sa.select(Appeal).join(Appeal.decision).where(Decision.person_id == person.id)
    for row in db.session.scalars(own):
        yield {
            "decision": row.decision_id, "text": row.text, "at": row.created_at,
            "outcome": row.outcome, "answer": row.answer,
            "settled_at": row.settled_at,
        }  # fmt: skip


@personal_data.contribute_files
def attached_files(person: Person) -> Iterable[tuple[str, Path]]:
    return [(_inside(row), files.path_of(row.file)) for row in _attachments(person)]


def _attachments(person: Person) -> Any:
    mine = sa.or_(
        Attachment.idea_id.in_(sa.select(Idea.id).where(Idea.author_id == person.id)),
        Attachment.draft_id.in_(sa.select(IdeaDraft.id).where(IdeaDraft.author_id == person.id)),
    )
    own = sa.select(Attachment).where(mine).order_by(Attachment.id)
    return db.session.scalars(own.options(joinedload(Attachment.file))).all()


def _inside(attachment: Attachment) -> str:
    """Numbered: two files may have one name."""
    name = files.saving_name(f"{attachment.id} {attachment.file.name}")
    return f"attachments/{name}"


def _title(person: Person, idea: Idea) -> str | None:
    """What others wrote stands here only as long as everybody sees it."""
    return idea.title if rules.is_visible(idea) or rules.is_author(person, idea) else None


def _receipt(person: Person, idea: Idea, vote: IdeaVote) -> str | None:
    if person.ledger_key is None:
        return None
    return pseudonyms.receipt(person.ledger_key, idea, CHOICES[vote.value], vote.cast_at)
