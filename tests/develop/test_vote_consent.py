"""Consent before the first vote: asked once, kept with version and time, withdrawn at any time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts import consent
from app.accounts.commands.consents import give_consent, withdraw_consent
from app.accounts.models import Consent, Person, Purpose
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.core.refusals import Refused
from app.develop import commands
from app.develop.refusals import Why
from tests.develop.ballots import close, rows, updown
from tests.develop.conftest import Scene

As = Callable[[Person], FlaskClient]
JSON = {"Accept": "application/json"}


@pytest.fixture
def newcomer(scene: Scene) -> Person:
    scene.cast.mana.vote_consent = None
    commit()
    return scene.cast.mana


def consents(person: Person) -> list[Consent]:
    query = sa.select(Consent).where(
        Consent.person_id == person.id, Consent.purpose == Purpose.VOTE
    )
    return list(db.session.scalars(query.order_by(Consent.id)))


def test_without_consent_there_is_no_vote(scene: Scene, newcomer: Person, as_: As) -> None:
    answer = as_(newcomer).post(f"/ideas/{scene.idea.id}/support", data={"next": "/challenges"})
    assert answer.status_code == 303
    assert answer.location == f"/ideas/{scene.idea.id}/vote/consent?next=/challenges"
    assert (rows(scene.idea), consents(newcomer)) == ({}, [])
    with pytest.raises(Refused) as refusal:
        commands.support_idea(newcomer, scene.idea)
    assert refusal.value.why is Why.NEEDS_CONSENT


def test_the_page_says_what_it_is_about_and_casts_the_vote(
    scene: Scene, newcomer: Person, as_: As
) -> None:
    browser, address = as_(newcomer), f"/ideas/{scene.idea.id}/support"
    page = browser.get(f"/ideas/{scene.idea.id}/vote/consent?next=/challenges").text
    assert f'action="{address}"' in page
    assert 'name="agree" value="1"' in page
    assert "มาตรา 26" in page
    answer = browser.post(address, data={"agree": "1", "next": "/challenges"})
    assert answer.location == f"/challenges#support-{scene.idea.id}"
    assert rows(scene.idea) == {newcomer.id: 1}
    kept = consents(newcomer)
    assert [(one.version, one.withdrawn_at) for one in kept] == [(consent.VOTE_VERSION, None)]
    assert browser.post(f"/ideas/{scene.others_idea.id}/support").status_code == 302
    assert len(consents(newcomer)) == 1


def test_a_script_is_told_where_to_go(scene: Scene, newcomer: Person, as_: As) -> None:
    updown(scene)
    answer = as_(newcomer).post(f"/ideas/{scene.idea.id}/oppose", headers=JSON)
    assert answer.status_code == 428
    assert answer.json is not None
    assert answer.json["href"].startswith(f"/ideas/{scene.idea.id}/vote/consent?against=1")
    page = as_(newcomer).get(answer.json["href"]).text
    assert f'action="/ideas/{scene.idea.id}/oppose"' in page


def test_consent_to_another_version_is_none(scene: Scene, newcomer: Person, as_: As) -> None:
    browser = as_(newcomer)
    assert browser.post(f"/ideas/{scene.idea.id}/support", data={"agree": "0"}).status_code == 303
    newcomer.vote_consent = "0"
    assert browser.post(f"/ideas/{scene.idea.id}/support").status_code == 303
    assert rows(scene.idea) == {}


def test_nothing_is_kept_where_the_vote_is_refused(scene: Scene, newcomer: Person, as_: As) -> None:
    close(scene.challenge)
    answer = as_(newcomer).post(f"/ideas/{scene.idea.id}/support", data={"agree": "1"})
    assert answer.status_code == 409
    assert consents(newcomer) == []


def test_withdrawn_consent_ends_voting_and_leaves_votes(
    scene: Scene, newcomer: Person, as_: As
) -> None:
    give_consent(newcomer, Purpose.VOTE)
    commands.support_idea(newcomer, scene.idea)
    withdraw_consent(newcomer, Purpose.VOTE)
    commit()
    assert rows(scene.idea) == {newcomer.id: 1}
    with pytest.raises(Refused):
        commands.support_idea(newcomer, scene.others_idea)
    assert as_(newcomer).post(f"/ideas/{scene.idea.id}/support/withdraw").status_code == 302
    assert rows(scene.idea) == {}
    assert [one.withdrawn_at is None for one in consents(newcomer)] == [False]


def test_each_is_kept_with_its_time_and_told_in_the_audit_log(
    scene: Scene, newcomer: Person
) -> None:
    for _time in range(2):
        give_consent(newcomer, Purpose.VOTE)
        give_consent(newcomer, Purpose.VOTE)
        withdraw_consent(newcomer, Purpose.VOTE)
        withdraw_consent(newcomer, Purpose.VOTE)
    commit()
    assert len(consents(newcomer)) == 2
    assert all(one.given_at and one.withdrawn_at for one in consents(newcomer))
    entries = db.session.scalars(
        sa.select(AuditEntry.action)
        .where(AuditEntry.action.startswith("consent."))
        .order_by(AuditEntry.id)
    ).all()
    assert entries == ["consent.give", "consent.withdraw"] * 2


def test_other_purposes_are_kept_the_same_way(newcomer: Person) -> None:
    give_consent(newcomer, Purpose.ACCOUNT)
    give_consent(newcomer, Purpose.ACCOUNT)
    query = sa.select(sa.func.count()).where(Consent.purpose == Purpose.ACCOUNT)
    assert db.session.scalar(query) == 1
    withdraw_consent(newcomer, Purpose.ACCOUNT)
    assert newcomer.vote_consent is None
    give_consent(newcomer, Purpose.ACCOUNT)
    assert db.session.scalar(query) == 2
