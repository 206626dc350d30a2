"""A small world with an object for every parameter that an address can have.

Three variants of each: Mali's own, Mana's, and one that is hidden from the public. A route with a
parameter that is not in `PARAMETERS` fails the matrix test: add an object for it here.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import timedelta
from io import BytesIO
from typing import Any

from app.accounts.models import AuthSession, PasswordReset, Person
from app.accounts.tokens import unsubscribe_token
from app.core import clock, files
from app.core.db import db
from app.core.models import StoredFile
from app.develop import queries
from app.develop.commands import seal
from app.develop.models import Challenge, Idea
from app.diagnose.importing.check import Plan
from app.diagnose.models import ImportBatch, ImportState, IssueState
from app.diagnose.tables import detect
from app.missions.models import StageKey
from tests.access.moderated import moderated
from tests.support import make
from tests.support.cast import Cast, make_cast

OWN, OTHERS, HIDDEN = "mali's", "mana's", "hidden"
VARIANTS = (OWN, OTHERS, HIDDEN)
TOKEN = "a-token-that-was-mailed"
Values = dict[str, dict[str, Any]]

# Who may be let in to a hidden object, beside its owner
SEE_HIDDEN: dict[str, set[str]] = {
    "idea_id": {"modda"},
    "comment_id": {"modda"},
    "answer_id": {"modda"},
    "attachment_id": {"modda"},
    "draft_id": set(),
    "version": {"modda"},
    "news_id": {"suda"},
    "challenge_id": {"cora"},
    "event_id": {"suda"},
    "family_id": {"modda", "cora"},
    "member_id": {"modda", "cora"},
    "issue_id": {"ana", "cora", "exa", "ada"},
    "topic_id": {"ana", "cora", "exa", "ada"},
    "run_id": {"ana", "cora", "exa", "ada"},
    "submission_id": {"ana", "cora", "exa", "ada", "modda"},
    "batch_id": {"ana"},
    "batch": {"modda", "suda"},
    "receipt": {"guest", "mali", "mana", "modda", "ofa", "ana", "cora", "exa", "ada", "suda"},
}  # a receipt's address is its key: whoever holds it may read it


def make_world() -> tuple[Cast, Values]:
    group = make.mission_group()
    unit = make.unit()
    unit.mission_groups.append(group)
    make.stages_open()
    cast = make_cast(unit)
    values: Values = {
        "slug": dict.fromkeys(VARIANTS, group.slug),
        "unit_id": dict.fromkeys(VARIANTS, unit.id),
        "key": dict.fromkeys(VARIANTS, StageKey.DIAGNOSE.value),
        "person_id": {OWN: cast.mali.id, OTHERS: cast.mana.id, HIDDEN: cast.suda.id},
        "job_id": dict.fromkeys(VARIANTS, make.ended_job().id),
        "province_id": dict.fromkeys(VARIANTS, make.place().province_id),
        "name": dict.fromkeys(VARIANTS, "bootstrap.min.css"),
        "provider": dict.fromkeys(VARIANTS, "line"),  # not configured here: its pages are not there
        "purpose": dict.fromkeys(VARIANTS, "vote"),
        "filename": dict.fromkeys(VARIANTS, "css/site.css"),
    }
    values |= _diagnose(cast, group) | _accounts(cast)
    values |= _develop(cast, values.pop("_selected")[OWN])
    values |= moderated(cast, VARIANTS, values["idea_id"][OTHERS])
    db.session.commit()
    return cast, values


def _accounts(cast: Cast) -> Values:
    sessions = {OWN: cast.mali, OTHERS: cast.mana, HIDDEN: cast.suda}
    for name, person in sessions.items():
        db.session.add(
            AuthSession(
                id=f"{name}-other-browser", person_id=person.id,
                expires_at=clock.now() + timedelta(days=1),
            )
        )  # fmt: skip
    db.session.add(
        PasswordReset(
            person_id=cast.mali.id, token_hash=hashlib.sha256(TOKEN.encode()).hexdigest(),
            expires_at=clock.now() + timedelta(minutes=20),
        )
    )  # fmt: skip
    return {
        "session_id": {name: f"{name}-other-browser" for name in sessions},
        "token": dict.fromkeys(VARIANTS, TOKEN),
        "news_id": {name: make.news(person).id for name, person in sessions.items()},
        "unsubscribe_token": {name: unsubscribe_token(person) for name, person in sessions.items()},
    }


def _diagnose(cast: Cast, group: Any) -> Values:
    submissions = {
        OWN: make.submission("เน็ตช้า", cast.mali, receipt="receipt-of-mali"),
        OTHERS: make.submission("สัญญาณหาย", cast.mana, receipt="receipt-of-mana"),
        HIDDEN: make.submission("ขอถอน", cast.mana, receipt="receipt-withdrawn",
                                withdrawn_at=clock.now()),
    }  # fmt: skip
    run = make.run(cast.ana, list(submissions.values()), topics=3)
    topics = run.topics
    states = (IssueState.SELECTED, IssueState.SHORTLISTED, IssueState.CANDIDATE)
    issues = {
        name: make.issue(group, cast.ana, state, (topic,), f"ประเด็น {state}")
        for name, state, topic in zip(VARIANTS, states, topics, strict=True)
    }
    ids = dict.fromkeys(VARIANTS, run.id)
    return {
        "submission_id": {name: row.id for name, row in submissions.items()},
        "receipt": {name: row.receipt for name, row in submissions.items()},
        "run_id": ids,
        "topic_id": dict(zip(VARIANTS, (topic.id for topic in topics), strict=True)),
        "issue_id": {name: row.id for name, row in issues.items()},
        "batch_id": {
            OWN: _batch(cast, ImportState.UPLOADED).id,
            OTHERS: _batch(cast, ImportState.CHECKED).id,
            HIDDEN: _batch(cast, ImportState.DISCARDED).id,
        },
        "_selected": {OWN: issues[OWN]},
    }  # fmt: skip


def _batch(cast: Cast, state: ImportState) -> ImportBatch:
    content = BytesIO("ข้อความ\nเน็ตช้า\n".encode())
    stored: StoredFile = files.store(content, "a.csv", cast.ana)
    batch = ImportBatch(
        file_id=stored.id, state=state, created_by_id=cast.ana.id,
        format=detect(content).to_json(),
        mapping=asdict(Plan(columns={"text": "ข้อความ"}, channel="telephone")),
        rows_total=1, rows_good=1, rows_bad=0, rows_duplicate=0,
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    return batch


def _develop(cast: Cast, selected: Any) -> Values:
    challenges = {
        OWN: make.challenge(selected, cast.cora, title="โจทย์ที่เปิด"),
        OTHERS: make.challenge(
            selected, cast.cora, ideas_open=False, voting_open=False, title="โจทย์ที่ปิด"
        ),
        HIDDEN: make.challenge(selected, cast.cora, published=False, title="โจทย์ฉบับร่าง"),
    }
    where = challenges[OWN]
    ideas = {
        OWN: make.idea(where, cast.mali, "แนวคิดของมะลิ"),
        OTHERS: make.idea(where, cast.mana, "แนวคิดของมานะ"),
        HIDDEN: make.hidden_idea(where, cast.mali, cast.modda),
    }
    hidden = {"hidden_at": clock.now(), "hidden_by_id": cast.modda.id, "hidden_reason": "โฆษณา"}
    comments = {
        OWN: make.comment(ideas[OTHERS], cast.mali),
        OTHERS: make.comment(ideas[OTHERS], cast.mana),
        HIDDEN: make.comment(ideas[OTHERS], cast.mali, **hidden),
    }
    return {
        "challenge_id": {name: row.id for name, row in challenges.items()},
        "idea_id": {name: row.id for name, row in ideas.items()},
        "comment_id": {name: row.id for name, row in comments.items()},
        "event_id": _sealed_votes(cast, ideas[OTHERS]),
        **_families(cast, where, ideas),
        **_writing(cast, where, ideas),
        "answer_id": {
            OWN: make.answer(make.idea(where, cast.mali, "ตอบแล้ว"), cast.ofa).id,
            OTHERS: make.answer(make.idea(where, cast.mana, "ตอบแล้วเช่นกัน"), cast.ofa).id,
            HIDDEN: make.answer(make.hidden_idea(where, cast.mali, cast.modda), cast.ofa).id,
        },
    }


def _writing(cast: Cast, where: Challenge, ideas: dict[str, Idea]) -> Values:
    """Drafts are never anybody else's; of the files Mana's is one of her draft."""
    drafts = {
        OWN: make.draft(where, cast.mali),
        OTHERS: make.draft(where, cast.mana),
        HIDDEN: make.draft(where, cast.mana, title="อีกฉบับ"),
    }
    files_of = {OWN: ideas[OWN], OTHERS: drafts[OTHERS], HIDDEN: ideas[HIDDEN]}
    return {
        "draft_id": {name: row.id for name, row in drafts.items()},
        "attachment_id": {name: make.picture(row).id for name, row in files_of.items()},
        "version": {name: make.version(row).number for name, row in ideas.items()},
    }


def _families(cast: Cast, where: Challenge, ideas: dict[str, Idea]) -> Values:
    """Mali's and Mana's are whole; the hidden one waits for its second idea."""

    def another(author: Person) -> Idea:
        return make.idea(where, author, f"แนวคิดในครอบครัวของ {author.display_name}")

    families = {
        OWN: make.family(cast.mali, another(cast.mali), another(cast.mana)),
        OTHERS: make.family(cast.mana, another(cast.mana), another(cast.mali)),
        HIDDEN: make.family(cast.mali, another(cast.mali), another(cast.mana), agreed=1),
    }
    requests = {
        OWN: make.request(cast.mana, another(cast.mali), families[OTHERS]),
        OTHERS: make.request(cast.mali, another(cast.mana), families[OWN]),
        HIDDEN: make.request(cast.mana, ideas[HIDDEN], families[OTHERS]),
    }
    return {
        "family_id": {name: row.id for name, row in families.items()},
        "member_id": {name: row.id for name, row in requests.items()},
    }


def _sealed_votes(cast: Cast, idea: Idea) -> dict[str, int]:
    """Rows in the ledger; the hidden one is of somebody who is suspended since."""
    voters = {OWN: cast.mali, OTHERS: cast.mana, HIDDEN: cast.suda}
    rows = {name: make.vote_event(idea, voter).id for name, voter in voters.items()}
    seal(queries.next_seals())
    return rows
