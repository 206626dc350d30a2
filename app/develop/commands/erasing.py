"""What erasing a person does in Develop. Votes, counters and the ledger stay as they are."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.accounts import erasure
from app.accounts.models import Notification, Person
from app.core.db import db
from app.core.models import AuditEntry
from app.core.pages import path_to
from app.core.search import search_text
from app.develop.commands.details import drop_file
from app.develop.models import (
    AnswerRating,
    Appeal,
    Attachment,
    Comment,
    CommentMention,
    Decision,
    FamilyMember,
    Follow,
    Idea,
    IdeaDraft,
    IdeaFamily,
    IdeaTag,
    IdeaVector,
    IdeaVersion,
    IdeaVote,
    Report,
    TextGroup,
)

REMOVED = "ผู้เขียนลบข้อความนี้แล้ว · removed by its author"


@erasure.contribute_words
def forget_words(person: Person) -> None:
    """Ideas and comments stay in their places, so that threads and votes stay whole; empty."""
    ideas = _ids(Idea.author_id, Idea.id, person)
    _forget_titles(person, ideas)
    for model in (IdeaVersion, IdeaTag, IdeaVector):
        _run(sa.delete(model).where(_in(model, ideas)))
    empty = {"title": REMOVED, "body": REMOVED, "search_text": search_text(REMOVED),
             "province_id": None, "district_id": None, "text_group_id": None}  # fmt: skip
    _run(sa.update(Idea).where(Idea.author_id == person.id).values(empty))
    comments = _ids(Comment.author_id, Comment.id, person)
    _run(
        sa.update(Comment).where(Comment.author_id == person.id)
        .values(body=REMOVED, text_group_id=None)
    )  # fmt: skip
    for table, ids in ((Idea.__tablename__, ideas), (Comment.__tablename__, comments)):
        erasure.scrub_entries(erasure.entries_about(table, ids), erasure.no_words)


def _forget_titles(person: Person, ideas: list[int]) -> None:
    """Where they stand beside the ideas: in families named after one, and in others' news."""
    now = sa.select(Idea.title).where(Idea.id.in_(ideas))
    before = sa.select(IdeaVersion.title).where(_in(IdeaVersion, ideas))
    titles = frozenset(db.session.scalars(sa.union(now, before))) - {"", REMOVED}
    members = sa.select(FamilyMember.family_id).where(_in(FamilyMember, ideas))
    concerned = (IdeaFamily.created_by_id == person.id) | IdeaFamily.id.in_(members)
    families = list(db.session.scalars(sa.select(IdeaFamily.id).where(concerned)))
    _run(
        sa.update(IdeaFamily).where(IdeaFamily.id.in_(families), IdeaFamily.title.in_(titles))
        .values(title=REMOVED)
    )  # fmt: skip
    about = erasure.entries_about(IdeaFamily.__tablename__, families)
    erasure.scrub_entries(about, lambda kept: _without(kept, "title", titles))
    _forget_titles_in_news(ideas, families, titles)


def _forget_titles_in_news(ideas: list[int], families: list[int], titles: frozenset[str]) -> None:
    """Not wherever a title stands: another idea may have the same."""
    on_comments = sa.select(Comment.id).where(_in(Comment, ideas))
    decided = sa.select(sa.literal("decision ") + Decision.batch).where(
        _in(Decision, ideas) | Decision.comment_id.in_(on_comments)
    )
    about = [f"idea {one}" for one in ideas] + [f"family {one}" for one in families]
    theirs = Notification.about.in_(about) | Notification.about.in_(decided)
    _run(
        sa.update(Notification).where(theirs, Notification.title.in_(titles))
        .values(title=REMOVED)
    )  # fmt: skip
    paths = [path_to("develop.idea", idea_id=one) for one in ideas]
    for key, news in (
        ("idea", Notification.path.in_(paths)),
        ("other", Notification.kind == "idea.closed"),
        ("family", Notification.kind.startswith("family.")),
    ):
        found = sa.select(Notification.id, Notification.details).where(news)
        for ident, details in db.session.execute(found).all():
            clean = _without(details, key, titles)
            if clean != details:
                _run(sa.update(Notification).where(Notification.id == ident).values(details=clean))


def _without(kept: Any, key: str, titles: frozenset[str]) -> Any:
    """A JSON value, with something else in place of a title that stands under a key of it."""
    return kept | {key: REMOVED} if kept.get(key) in titles else kept


@erasure.contribute
def forget_person(person: Person) -> None:
    """What is of use to nobody but the person, and what others wrote of them as moderators."""
    _forget_files(person)
    _run(sa.delete(IdeaDraft).where(IdeaDraft.author_id == person.id))
    for model in (Follow, CommentMention):
        _run(sa.delete(model).where(model.person_id == person.id))
    _run(sa.update(IdeaVote).where(IdeaVote.person_id == person.id).values(network=None))
    _run(sa.update(Report).where(Report.reporter_id == person.id).values(note=""))
    _run(sa.update(AnswerRating).where(AnswerRating.person_id == person.id).values(note=""))
    _forget_decisions(person)
    _clear_reasons(person)


def _forget_files(person: Person) -> None:
    """Those of ideas too, whether or not the words stay: nobody can tell what stands in a file."""
    ideas = _ids(Idea.author_id, Idea.id, person)
    drafts = _ids(IdeaDraft.author_id, IdeaDraft.id, person)
    theirs = sa.or_(Attachment.idea_id.in_(ideas), Attachment.draft_id.in_(drafts))
    for attachment in db.session.scalars(sa.select(Attachment).where(theirs)).all():
        drop_file(attachment)
    traces = erasure.traces_of(person)
    versions = sa.select(IdeaVersion.id, IdeaVersion.details).where(_in(IdeaVersion, ideas))
    for ident, details in db.session.execute(versions).all():
        clean = traces.out_of(details)  # the names of files that a version had
        if clean != details:
            _run(sa.update(IdeaVersion).where(IdeaVersion.id == ident).values(details=clean))


def _forget_decisions(person: Person) -> None:
    """That something was decided stays; the words to them, and theirs in answer, go."""
    decisions = _ids(Decision.person_id, Decision.id, person)
    about = Appeal.decision_id.in_(decisions)
    _run(sa.delete(Appeal).where(about, Appeal.settled_at.is_(None)))
    _run(sa.update(Appeal).where(about).values(text=erasure.GONE, answer=""))
    _run(sa.update(Decision).where(Decision.person_id == person.id).values(note=""))
    traces = erasure.traces_of(person)
    states = sa.select(Decision.id, Decision.before).where(Decision.id.in_(decisions))
    for ident, before in db.session.execute(states).all():
        if before and before.get("hidden_reason"):  # undoing the decision puts it back
            clean = before | {"hidden_reason": traces.out_of(before["hidden_reason"])}
            _run(sa.update(Decision).where(Decision.id == ident).values(before=clean))


def _clear_reasons(person: Person) -> None:
    """Reasons why something of theirs was hidden or closed, without their name."""
    traces = erasure.traces_of(person)
    for model, names in ((Idea, ("hidden_reason", "closed_reason")), (Comment, ("hidden_reason",))):
        ids = _ids(model.author_id, model.id, person)
        for name in names:
            _clear_reason(model, name, ids, traces)
        about = erasure.entries_about(model.__tablename__, ids)
        erasure.scrub_entries(about, traces.out_of_entry, traces.out_of)
    decisions = _ids(Decision.person_id, Decision.id, person)
    appeals = list(
        db.session.scalars(sa.select(Appeal.id).where(Appeal.decision_id.in_(decisions)))
    )
    about = erasure.entries_about(Decision.__tablename__, decisions)
    erasure.scrub_entries(about, traces.out_of_entry, traces.out_of)
    for about in (erasure.entries_about(Appeal.__tablename__, appeals), _of_their_groups(person)):
        erasure.scrub_entries(about, traces.out_of_entry, traces.out_of)


def _of_their_groups(person: Person) -> sa.ColumnElement[bool]:
    """Entries of what was decided on many posts at once, theirs among them."""
    batches = sa.select(Decision.batch).where(Decision.person_id == person.id)
    return sa.and_(
        AuditEntry.object_type == TextGroup.__tablename__,
        AuditEntry.after["batch"].as_string().in_(batches),
    )


def _clear_reason(model: Any, name: str, ids: list[int], traces: erasure.Traces) -> None:
    column = getattr(model, name)
    found = sa.select(model.id, column).where(model.id.in_(ids), column.is_not(None))
    for ident, reason in db.session.execute(found).all():
        _run(sa.update(model).where(model.id == ident).values({name: traces.out_of(reason)}))


def _ids(owner: Any, ident: Any, person: Person) -> list[int]:
    return list(db.session.scalars(sa.select(ident).where(owner == person.id)))


def _in(model: Any, ideas: list[int]) -> sa.ColumnElement[bool]:
    found: sa.ColumnElement[bool] = model.idea_id.in_(ideas)
    return found


def _run(statement: Any) -> None:
    db.session.execute(statement.execution_options(synchronize_session="fetch"))
