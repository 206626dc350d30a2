"""Erase me: no identifier is left anywhere, and nothing that others rely on has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import commands, erasure
from app.accounts.models import (
    Consent,
    Notification,
    Person,
    Role,
    RoleGrant,
)
from app.core import audit
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.core.search import matches
from app.develop import commands as develop
from app.develop.models import (
    Action,
    AnswerRating,
    Comment,
    CommentMention,
    Decision,
    Follow,
    Idea,
    IdeaDraft,
    IdeaTag,
    IdeaVote,
    Tag,
    VoteEvent,
)
from app.diagnose.models import Submission
from tests.accounts.conftest import PASSWORD, enter, is_in
from tests.support import make
from tests.support.cast import Cast
from tests.support.lamyai import EMAIL, HER_WORDS, NAME, OLD_NAME, places_of

As = Callable[[Person], FlaskClient]
SURE = {"present": PASSWORD, "sure": "y"}


def figures() -> dict[str, Any]:
    """What must not change: tallies, counters, the ledger."""
    ideas = db.session.execute(
        sa.select(Idea.id, Idea.votes_count, Idea.against_count, Idea.comments_count)
    )
    events = db.session.execute(sa.select(VoteEvent.id, VoteEvent.voter, VoteEvent.choice))
    votes = db.session.execute(sa.select(IdeaVote.idea_id, sa.func.count()).group_by("idea_id"))
    return {
        "ideas": sorted(ideas.tuples()),
        "events": sorted(events.tuples()),
        "votes": sorted(votes.tuples()),
        "people": db.session.scalar(sa.select(sa.func.count(Person.id))),
        "submissions": db.session.scalar(sa.select(sa.func.count(Submission.id))),
    }


@pytest.mark.parametrize("words", [False, True], ids=["words stay", "words go"])
def test_no_identifier_is_left_and_no_figure_changes(
    app: Flask, lamyai: Person, words: bool
) -> None:
    key, before = lamyai.ledger_key, figures()
    assert len(places_of(app, EMAIL)) > 6  # it did stand in many places
    assert len(places_of(app, NAME)) > 6
    commands.erase(lamyai, words=words)
    commit()
    make.a_night_pass()
    db.session.expire_all()
    # a text that she wrote her own name into is hers to keep or to take away
    left = places_of(app, NAME, OLD_NAME) if words else {}
    assert left == {}
    assert places_of(app, EMAIL, str(key), "0" * 64, "receipt-of-lamyai") == {}
    assert figures() == before
    assert develop.recount(fix=False) == []


def test_where_words_stay_her_name_stands_only_in_her_own_texts(app: Flask, lamyai: Person) -> None:
    commands.erase(lamyai, words=False)
    commit()
    left = {place for place in places_of(app, NAME, OLD_NAME) if place.count(".") == 1}
    assert left == {"idea_versions.body"}
    titles = db.session.scalars(sa.select(Idea.title)).all()
    assert HER_WORDS[0] in titles


def test_words_go_where_they_were_wanted_gone(app: Flask, lamyai: Person) -> None:
    assert places_of(app, *HER_WORDS)
    commands.erase(lamyai, words=True)
    commit()
    assert places_of(app, *HER_WORDS) == {}
    assert db.session.scalar(sa.select(sa.func.count(Comment.id))) == 3


def test_news_of_others_with_the_same_title_stays(lamyai: Person, cast: Cast) -> None:
    idea = db.session.scalars(sa.select(Idea).filter_by(author_id=cast.mana.id)).one()
    idea.title = HER_WORDS[0]
    news = make.news(cast.ana, about=f"idea {idea.id}", title=idea.title)
    new = make.news(
        cast.ana, kind="idea.new", path=f"/ideas/{idea.id}", details={"idea": idea.title}
    )
    commands.erase(lamyai, words=True)
    commit()
    assert (news.title, new.details) == (HER_WORDS[0], {"idea": HER_WORDS[0]})


def test_undoing_a_decision_brings_no_name_back(app: Flask, lamyai: Person, cast: Cast) -> None:
    commands.erase(lamyai, words=True)
    commit()
    restoring = sa.select(Decision).where(Decision.action == Action.RESTORE)
    develop.undo(cast.modda, db.session.scalars(restoring).one())
    commit()
    assert places_of(app, NAME) == {}
    assert db.session.scalars(sa.select(Comment.hidden_reason)).all().count(None) == 2


def test_a_word_of_the_log_that_is_her_name_as_well_stays(app: Flask, cast: Cast) -> None:
    """Of a member called Advertising: the code of a rule is none of her."""
    cast.mali.display_name = "Advertising"
    audit.record(
        cast.modda, "account.warn", cast.mali, reason="Advertising wrote advertising",
        after={"rule": "advertising", "display_name": "Advertising"},
    )  # fmt: skip
    audit.record(cast.mali, "report.make", cast.mana, after={"rule": "advertising"})
    commands.erase(cast.mali, words=False)
    commit()
    warned, reported = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id).limit(2))
    assert warned.after == {"rule": "advertising", "display_name": erasure.DELETED_NAME}
    assert warned.reason == "… wrote …"
    assert reported.after == {"rule": "advertising"}


def test_one_address_is_not_looked_for_inside_another(app: Flask, cast: Cast) -> None:
    texts = {
        "ติดต่อli@example.orgนะ (<LI@example.org>), -li@example.org.": "ติดต่อ…นะ (<…>), -….",
        "ali@example.org li@example.org.th a.li@example.org": None,
    }
    where = make.challenge(make.issue(make.mission_group(), cast.ana), cast.cora)
    ideas = {make.idea(where, cast.mana, body=text): kept or text for text, kept in texts.items()}
    li = commands.create_person(None, email="li@example.org", display_name="Li")
    commands.erase(li, words=False)
    commit()
    db.session.expire_all()
    assert {idea.body: kept for idea, kept in ideas.items()} == {k: k for k in ideas.values()}


def test_a_search_finds_no_piece_of_the_address(app: Flask, cast: Cast, lamyai: Person) -> None:
    def found() -> set[str]:
        return set(db.session.scalars(sa.select(Idea.title).where(matches(Idea, "sukjai"))))

    assert found() == {HER_WORDS[0], "ของมะลิ"}
    commands.erase(lamyai, words=False)
    commit()
    assert found() == set()
    assert db.session.scalars(sa.select(Idea.title).where(matches(Idea, "เขียนถึง"))).all()


def test_two_people_whose_addresses_are_tags_are_erased(app: Flask, cast: Cast) -> None:
    where = make.challenge(make.issue(make.mission_group(), cast.ana), cast.cora)
    idea = make.idea(where, cast.mana)
    for person in (cast.mali, cast.modda):
        tag = Tag(key=f"ask {person.email}", name=f"Ask {person.email}")
        db.session.add(tag)
        db.session.flush()
        db.session.add(IdeaTag(idea_id=idea.id, tag_id=tag.id))
    other = Tag(key="ask somali@example.org", name="Ask somali@example.org")
    db.session.add(other)
    commit()
    for person in (cast.mali, cast.modda):
        commands.erase(person, words=False)
        commit()
    assert db.session.scalars(sa.select(Tag)).all() == [other]


def test_what_was_hers_alone_is_gone(app: Flask, lamyai: Person) -> None:
    commands.erase(lamyai, words=False)
    commit()
    for model in (RoleGrant, Follow, CommentMention, Notification):
        assert db.session.scalars(sa.select(model).filter_by(person_id=lamyai.id)).all() == []
    assert db.session.scalar(sa.select(sa.func.count(IdeaDraft.id))) == 0
    votes = db.session.scalars(sa.select(IdeaVote).filter_by(person_id=lamyai.id)).all()
    assert [vote.network for vote in votes] == [None, None]
    consents = db.session.scalars(sa.select(Consent).filter_by(person_id=lamyai.id)).all()
    assert consents
    assert all(consent.withdrawn_at for consent in consents)
    assert db.session.scalars(sa.select(AnswerRating)).all() == []
    assert (lamyai.ledger_key, lamyai.role_names) == (None, frozenset())


def test_she_cannot_sign_in_any_more_and_may_begin_anew(
    app: Flask, lamyai: Person, mails: list[Any]
) -> None:
    commands.erase(lamyai, words=False)
    commit()
    for email in (EMAIL, f"erased:{lamyai.id}", ""):
        assert not is_in(_after(enter, app, email))
    commands.create_person(None, email=EMAIL, display_name="Somebody new")
    commit()


def _after(act: Any, app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    act(client, email)
    return client


def test_pages_show_that_the_account_is_gone(
    app: Flask, client: FlaskClient, lamyai: Person
) -> None:
    db.session.execute(
        sa.update(Idea).values(hidden_at=None, hidden_by_id=None, hidden_reason=None)
    )
    idea = db.session.scalars(sa.select(Idea).filter_by(author_id=lamyai.id)).one()
    path = f"/ideas/{idea.id}"
    assert NAME in client.get(path).text
    commands.erase(lamyai, words=False)
    commit()
    page = client.get(path)
    assert page.status_code == 200
    assert "ลบบัญชีแล้ว" in page.text
    assert NAME not in page.text


# The page


def test_a_guest_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/account/erase").location == "/sign-in?next=/account/erase"
    assert client.post("/account/erase").status_code == 302


def test_the_whole_way(app: Flask, as_: As, fah: Person) -> None:
    browser, other = as_(fah), as_(fah)
    assert "โหวต" in browser.get("/account/erase").text
    done = browser.post("/account/erase", data=SURE)
    assert done.location == "/account/erased"
    assert "device=;" in str(done.headers.getlist("Set-Cookie"))
    assert browser.get(done.location).status_code == 200
    assert not is_in(browser)
    assert not is_in(other)
    db.session.expire_all()
    assert fah.erased_at is not None


@pytest.mark.parametrize("missing", [{"present": ""}, {"present": "a wrong guess"}, {"sure": ""}])
def test_password_and_certainty_are_needed(as_: As, fah: Person, missing: dict[str, str]) -> None:
    refused = as_(fah).post("/account/erase", data=SURE | missing | {"words": "y"})
    assert refused.status_code == 422
    assert "checked" in refused.text
    db.session.expire_all()
    assert fah.erased_at is None


def test_the_last_administrator_stays(as_: As, cast: Cast, fah: Person) -> None:
    cast.ada.password_hash = fah.password_hash
    commit()
    refused = as_(cast.ada).post("/account/erase", data=SURE)
    assert refused.status_code == 422
    assert "ผู้ดูแลระบบคนสุดท้าย" in refused.text
    commands.grant_role(cast.ada, fah, Role.ADMINISTRATOR)
    commit()
    assert as_(cast.ada).post("/account/erase", data=SURE).status_code == 302


def test_administrators_do_not_act_on_the_erased(as_: As, cast: Cast) -> None:
    commands.erase(cast.mali, words=False)
    commit()
    browser = as_(cast.ada)
    assert browser.get(f"/admin/people/{cast.mali.id}").status_code == 404
    assert erasure.DELETED_NAME not in browser.get("/admin/people").text


def test_every_part_of_an_erasure_is_there(app: Flask) -> None:
    """A slice that is not imported contributes nothing, and nobody would notice."""
    modules = {part.__module__ for part in (*erasure.ON_ERASURE, *erasure.OF_WORDS)}
    assert modules >= {
        "app.develop.commands.erasing", "app.develop.commands.erasing_tags",
        "app.develop.commands.ledger",
        "app.diagnose.commands.erasing",
    }  # fmt: skip


def test_it_stands_in_the_audit_log_without_a_name(app: Flask, lamyai: Person) -> None:
    commands.erase(lamyai, words=False)
    commit()
    entry = db.session.scalars(sa.select(AuditEntry).filter_by(action="account.erase")).one()
    assert (entry.actor_id, entry.object_id) == (None, str(lamyai.id))
