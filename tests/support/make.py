"""Rows for tests, with sensible values where a test does not care."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from app.accounts.models import Notification, Person
from app.core import clock, files
from app.core.db import db
from app.core.models import Job, JobState
from app.core.search import search_text
from app.develop import pseudonyms
from app.develop.commands.deciding import Reason
from app.develop.models import (
    Answer,
    AnswerState,
    Attachment,
    AttachmentKind,
    Challenge,
    Choice,
    Comment,
    FamilyMember,
    Follow,
    HouseRule,
    Idea,
    IdeaDraft,
    IdeaFamily,
    IdeaVersion,
    Phase,
    PhaseKind,
    VoteEvent,
)
from app.diagnose.models import (
    AnalysisRun,
    Channel,
    Issue,
    IssueState,
    IssueTopic,
    RunItem,
    Submission,
    Topic,
    TopicAssignment,
)
from app.missions.models import (
    District,
    MissionGroup,
    Province,
    Stage,
    StageKey,
    StageWindow,
    Unit,
)

ADVERTISING = Reason("เป็นโฆษณา", HouseRule.ADVERTISING)
"""Why a moderator hides something, where a test does not care."""


def _added(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row


def mission_group(slug: str = "digital-society", **values: Any) -> MissionGroup:
    names = {"name_th": f"ด้าน {slug}", "name_en": slug.replace("-", " ").capitalize()}
    row: MissionGroup = _added(MissionGroup(slug=slug, colour="#1F5E94", **(names | values)))
    return row


def unit(code: str = "คท.", **values: Any) -> Unit:
    row: Unit = _added(Unit(code=code, **values))
    return row


def stages_open() -> None:
    """All stages, with Diagnose open in every mission group."""
    for position, key in enumerate(StageKey):
        _added(Stage(key=key, position=position, name_th=f"ขั้น {key}", name_en=key.capitalize()))
    _added(StageWindow(stage=StageKey.DIAGNOSE, opens_at=clock.now() - timedelta(days=30)))


def submission(
    text: str = "เน็ตหมู่บ้านช้ามาก", person: Person | None = None, **values: Any
) -> Submission:
    defaults: dict[str, Any] = {
        "channel": Channel.WEB,
        "consent_version": "1",
        "search_text": search_text(text),
        "text_hash": hashlib.sha256(text.encode()).hexdigest(),
        "person_id": person.id if person else None,
    }
    row: Submission = _added(Submission(text=text, **(defaults | values)))
    return row


def a_night_pass() -> None:
    """Bytes that no row names are gone."""
    files.forget_unnamed(clock.now() + timedelta(days=1))


def ended_job(kind: str = "analysis") -> Job:
    row: Job = _added(
        Job(kind=kind, state=JobState.SUCCEEDED, progress=1.0, finished_at=clock.now())
    )
    return row


def run(analyst: Person, submissions: list[Submission], topics: int = 2) -> AnalysisRun:
    """A finished run: `submissions` dealt to the topics in turn."""
    row: AnalysisRun = _added(
        AnalysisRun(
            title="Run", selection={}, params={}, code_version="test", job_id=ended_job().id,
            created_by_id=analyst.id, submissions_count=len(submissions),
            people_count=len(submissions), left_out_count=0, duplicates_count=0, masked={},
        )
    )  # fmt: skip
    for number in range(topics):
        _topic(row, number, submissions[number::topics])
    return row


def _topic(run_row: AnalysisRun, number: int, members: list[Submission]) -> Topic:
    topic: Topic = _added(
        Topic(
            run_id=run_row.id, number=number, label=f"เรื่องที่ {number + 1}",
            terms=[{"term": "เน็ต", "score": 1.0, "count": len(members)}],
            representatives=[member.id for member in members[:3]],
            comments_count=len(members), people_count=len(members), x=float(number), y=0.0,
        )
    )  # fmt: skip
    for member in members:
        _added(RunItem(run_id=run_row.id, submission_id=member.id, x=float(number), y=0.0))
        _added(TopicAssignment(topic_id=topic.id, submission_id=member.id, weight=1.0))
    return topic


def issue(
    group: MissionGroup, analyst: Person, state: IssueState = IssueState.CANDIDATE,
    topics: tuple[Topic, ...] = (), title: str = "เน็ตหมู่บ้าน",
) -> Issue:  # fmt: skip
    row: Issue = _added(
        Issue(
            title=title, summary="สรุป", mission_group_id=group.id, state=state,
            created_by_id=analyst.id,
        )
    )  # fmt: skip
    for topic in topics:
        _added(IssueTopic(issue_id=row.id, topic_id=topic.id, linked_by_id=analyst.id))
    return row


def challenge(
    selected: Issue, coordinator: Person, *, ideas_open: bool = True, voting_open: bool = True,
    published: bool = True, title: str = "โจทย์เน็ตหมู่บ้าน",
) -> Challenge:  # fmt: skip
    """A challenge whose phases are open now, or over since yesterday."""
    now = clock.now()
    row: Challenge = _added(
        Challenge(
            issue_id=selected.id, title=title, question="ทำอย่างไรให้เน็ตเร็วขึ้น",
            published_at=now - timedelta(days=9) if published else None,
            created_by_id=coordinator.id,
        )
    )  # fmt: skip
    for kind, is_open in ((PhaseKind.IDEAS, ideas_open), (PhaseKind.VOTING, voting_open)):
        end = now + timedelta(days=9) if is_open else now - timedelta(days=1)
        _added(
            Phase(challenge_id=row.id, kind=kind, opens_at=now - timedelta(days=8), closes_at=end)
        )
    db.session.refresh(row)
    return row


def idea(where: Challenge, author: Person, title: str = "ตั้งเสาสัญญาณชุมชน", **values: Any) -> Idea:
    body = values.pop("body", "รายละเอียดของแนวคิด")
    row: Idea = _added(
        Idea(
            challenge_id=where.id, author_id=author.id, title=title, body=body,
            search_text=search_text(title, body), **values,
        )
    )  # fmt: skip
    return row


def hidden_idea(where: Challenge, author: Person, moderator: Person) -> Idea:
    return idea(
        where, author, "แนวคิดที่ถูกซ่อน", hidden_at=clock.now(), hidden_by_id=moderator.id,
        hidden_reason="โฆษณา",
    )  # fmt: skip


def comment(on: Idea, author: Person, body: str = "เห็นด้วย", **values: Any) -> Comment:
    row: Comment = _added(Comment(idea_id=on.id, author_id=author.id, body=body, **values))
    if row.is_shown:
        on.comments_count += 1
    return row


def place() -> District:
    """Two provinces with a district each; returns Chiang Mai's."""
    for code, th, en in ((50, "เชียงใหม่", "Chiang Mai"), (90, "สงขลา", "Songkhla")):
        _added(Province(id=code, name_th=th, name_en=en))
        _added(
            District(
                id=code * 100 + 1, province_id=code, name_th=f"เมือง{th}", name_en=f"Mueang {en}"
            )
        )
    return db.session.get_one(District, 5001)


def reply(to: Comment, author: Person, body: str = "เห็นด้วย", **values: Any) -> Comment:
    row: Comment = comment(to.idea, author, body, parent_id=to.id, **values)
    return row


def hide(written: Idea | Comment, reason: str = "เป็นโฆษณา") -> None:
    """Hidden, whoever did it and by whatever rule; counters follow."""
    db.session.refresh(written)
    if isinstance(written, Comment):
        db.session.refresh(written.idea)
        written.idea.comments_count -= int(written.is_shown)
    written.hidden_at, written.hidden_reason = clock.now(), reason
    if isinstance(written, Comment):
        written.is_due = True
    db.session.flush()


def unhide(comment: Comment) -> None:
    db.session.refresh(comment)
    db.session.refresh(comment.idea)
    comment.hidden_at = comment.hidden_reason = None
    comment.is_due = True
    comment.idea.comments_count += int(comment.is_shown)
    db.session.flush()


def family(
    founder: Person, *ideas: Idea, title: str = "เน็ตหมู่บ้าน", agreed: int | None = None
) -> Any:
    """A family of the ideas, of which the first `agreed` (all, unless said) have agreed."""
    row: IdeaFamily = _added(
        IdeaFamily(challenge_id=ideas[0].challenge_id, title=title, created_by_id=founder.id)
    )
    for number, one in enumerate(ideas):
        has_agreed = agreed is None or number < agreed
        _added(
            FamilyMember(
                family_id=row.id, idea_id=one.id, asked_by_id=founder.id,
                agreed_at=clock.now() if has_agreed else None,
            )
        )  # fmt: skip
    return row


def request(asked_by: Person, asked: Idea, into: IdeaFamily) -> FamilyMember:
    """An idea asked into a family, not answered yet."""
    row: FamilyMember = _added(
        FamilyMember(family_id=into.id, idea_id=asked.id, asked_by_id=asked_by.id)
    )
    return row


def news(person: Person, **values: Any) -> Notification:
    """Unread news of an idea."""
    defaults = {
        "kind": "comment.new", "about": "idea 1", "title": "แนวคิด", "path": "/ideas/1",
        "details": {"author": "Mana"},
    }  # fmt: skip
    row: Notification = _added(Notification(person_id=person.id, **(defaults | values)))
    return row


def answer(
    to: Idea | IdeaFamily, officer: Person, state: AnswerState = AnswerState.PLANNED, **values: Any
) -> Answer:
    """The official answer of the officer's unit."""
    what = {"family_id": to.id} if isinstance(to, IdeaFamily) else {"idea_id": to.id}
    reason = "ยังไม่มีงบประมาณ" if state is AnswerState.NOT_NOW else ""
    row: Answer = _added(
        Answer(
            unit_id=min(officer.unit_ids), state=state, answered_by_id=officer.id,
            **({"body": "ขอบคุณสำหรับแนวคิด", "reason": reason} | what | values),
        )
    )  # fmt: skip
    return row


def follow(person: Person, **what: int) -> Follow:
    """`follow(cast.mali, idea_id=idea.id)`"""
    row: Follow = _added(Follow(person_id=person.id, **what))
    return row


def draft(where: Challenge, author: Person, **values: Any) -> IdeaDraft:
    words = {"title": "ร่างของฉัน", "body": "ยังไม่เสร็จ", "details": {}}
    row: IdeaDraft = _added(
        IdeaDraft(challenge_id=where.id, author_id=author.id, **(words | values))
    )
    return row


def picture(owner: Idea | IdeaDraft) -> Attachment:
    """A small PNG of a draft or an idea, with its bytes where they belong."""
    content = BytesIO()
    Image.new("RGB", (6, 4), "#24407f").save(content, "PNG")
    content.seek(0)
    column = "idea_id" if isinstance(owner, Idea) else "draft_id"
    row: Attachment = _added(
        Attachment(
            file_id=files.store(content, "ภาพ.png", None).id, kind=AttachmentKind.IMAGE,
            description="ถนนหน้าโรงเรียน", width=6, height=4, **{column: owner.id},
        )
    )  # fmt: skip
    return row


def vote_event(on: Idea, voter: Person, choice: Choice = Choice.FOR) -> VoteEvent:
    """A line of the ledger, without the vote."""
    assert voter.ledger_key is not None
    row: VoteEvent = _added(
        VoteEvent(
            challenge_id=on.challenge_id, idea_id=on.id, choice=choice,
            voter=pseudonyms.voter(voter.ledger_key, on.challenge, on.id),
            at=clock.now().replace(second=0, microsecond=0),
        )
    )  # fmt: skip
    return row


def version(of: Idea, number: int = 1, **values: Any) -> IdeaVersion:
    """How an idea read before a change."""
    words = {"title": of.title, "body": "ฉบับก่อน", "written_at": clock.now()}
    row: IdeaVersion = _added(IdeaVersion(idea_id=of.id, number=number, **(words | values)))
    return row
