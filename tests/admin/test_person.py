"""One person: roles given and taken, suspension; somebody is always left to administer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import commands
from app.accounts.models import AuthSession, Person, Role, RoleGrant
from app.accounts.queries import authenticator_app
from app.accounts.refusals import Why
from app.core import clock
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.core.refusals import Refused
from app.missions.models import Unit
from tests.support.authenticator import give_app
from tests.support.cast import ROLES, Cast

As = Callable[[Person], FlaskClient]


def grant_of(person: Person) -> RoleGrant:
    return db.session.scalars(sa.select(RoleGrant).filter_by(person_id=person.id)).one()


def roles(person: Person) -> set[str]:
    db.session.expire_all()
    return {grant.role.value for grant in person.grants}


def last_entry() -> AuditEntry:
    return db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()  # type: ignore[return-value]


def give(browser: FlaskClient, person: Person, **data: str | int) -> int:
    return browser.post(f"/admin/people/{person.id}/roles", data=data).status_code


def take(browser: FlaskClient, person: Person, grant: RoleGrant) -> str:
    response = browser.post(
        f"/admin/people/{person.id}/roles/revoke", data={"grant_id": grant.id},
        follow_redirects=True,
    )  # fmt: skip
    return response.text


@pytest.mark.parametrize("name", [name for name in ROLES if name != "ada"])
@pytest.mark.parametrize("act", ["roles", "roles/revoke", "suspend", "reinstate"])
def test_nobody_else_may(as_: As, cast: Cast, name: str, act: str) -> None:
    browser = as_(getattr(cast, name))
    assert browser.get(f"/admin/people/{cast.mana.id}").status_code == 403
    data = {"role": "administrator", "reason": "because I can"}
    assert browser.post(f"/admin/people/{cast.mana.id}/{act}", data=data).status_code == 403
    assert roles(cast.mana) == set()


def test_a_person_who_is_not_there(ada: FlaskClient) -> None:
    assert ada.get("/admin/people/9999").status_code == 404


def test_a_role_is_given_at_once_and_logged(ada: FlaskClient, as_: As, cast: Cast) -> None:
    mali = as_(cast.mali)
    assert mali.get("/admin/people").status_code == 403
    assert give(ada, cast.mali, role="administrator") == 302
    assert mali.get("/admin/people").status_code == 200
    entry = last_entry()
    assert (entry.action, entry.actor_id, entry.after) == (
        "role.grant", cast.ada.id, {"role": "administrator"},
    )  # fmt: skip


def test_an_officer_needs_a_unit(ada: FlaskClient, cast: Cast) -> None:
    assert give(ada, cast.mali, role="officer") == 422
    assert give(ada, cast.mali, role="officer", unit_id=9999) == 422
    unit = db.session.scalars(sa.select(Unit)).one()
    assert give(ada, cast.mali, role="officer", unit_id=unit.id) == 302
    assert grant_of(cast.mali).unit_id == unit.id


def test_other_roles_have_no_unit(ada: FlaskClient, cast: Cast) -> None:
    unit = db.session.scalars(sa.select(Unit)).one()
    assert give(ada, cast.mali, role="analyst", unit_id=unit.id) == 302
    assert grant_of(cast.mali).unit_id is None


@pytest.mark.parametrize("role", ["", "member", "king"])
def test_what_is_no_role_is_refused(ada: FlaskClient, cast: Cast, role: str) -> None:
    assert give(ada, cast.mali, role=role) == 422
    assert roles(cast.mali) == set()


def test_a_role_is_held_once(ada: FlaskClient, cast: Cast) -> None:
    give(ada, cast.ana, role="analyst")
    assert "มีบทบาทนี้อยู่แล้ว" in ada.get(f"/admin/people/{cast.ana.id}").text
    assert roles(cast.ana) == {"analyst"}


def test_a_role_is_taken_back_at_once_and_logged(ada: FlaskClient, as_: As, cast: Cast) -> None:
    analyst = as_(cast.ana)
    take(ada, cast.ana, grant_of(cast.ana))
    assert roles(cast.ana) == set()
    assert analyst.get("/account").status_code == 200
    assert (last_entry().action, last_entry().before) == ("role.revoke", {"role": "analyst"})


def test_a_grant_is_taken_only_on_its_owners_page(ada: FlaskClient, cast: Cast) -> None:
    take(ada, cast.mali, grant_of(cast.ana))
    assert roles(cast.ana) == {"analyst"}


def test_nobody_takes_their_own_administration(ada: FlaskClient, cast: Cast) -> None:
    give(ada, cast.mali, role="administrator")
    page = take(ada, cast.ada, grant_of(cast.ada))
    assert "โปรดให้ผู้ดูแลระบบคนอื่น" in page
    assert "administrator" in roles(cast.ada)


def test_the_last_administrator_stays_even_against_two_at_once(cast: Cast) -> None:
    """Ada and Mali each acted on a page read before the other was suspended or demoted."""
    commands.grant_role(cast.ada, cast.mali, Role.ADMINISTRATOR)
    commit()
    stale = _as_if_still(cast.mali)
    commands.suspend(cast.ada, cast.mali, "a reason")
    commit()
    with pytest.raises(Refused) as refused:
        commands.revoke_role(stale, grant_of(cast.ada))
    assert refused.value.why is Why.LAST_ADMINISTRATOR
    with pytest.raises(Refused) as refused:
        commands.suspend(stale, cast.ada, "a reason")
    assert refused.value.why is Why.LAST_ADMINISTRATOR


class _as_if_still:  # noqa: N801  reads as a phrase
    """An actor as the rules saw them before somebody else's change."""

    role_names = frozenset({"member", "administrator"})

    def __init__(self, person: Person) -> None:
        self.actor_id = person.id


def test_suspending_needs_a_reason_ends_sessions_and_is_logged(
    ada: FlaskClient, as_: As, cast: Cast
) -> None:
    mali = as_(cast.mali)
    path = f"/admin/people/{cast.mali.id}/suspend"
    assert ada.post(path, data={"reason": " "}).status_code == 422
    assert mali.get("/account").status_code == 200
    assert ada.post(path, data={"reason": "โฆษณาซ้ำหลายครั้ง"}).status_code == 302
    assert mali.get("/account").status_code == 302
    db.session.expire_all()
    assert cast.mali.role_names == frozenset()
    assert last_entry().reason == "โฆษณาซ้ำหลายครั้ง"


def test_who_is_suspended_or_reinstated_is_told_why(ada: FlaskClient, as_: As, cast: Cast) -> None:
    path = f"/admin/people/{cast.mali.id}"
    ada.post(f"{path}/suspend", data={"reason": "โฆษณา<b>ซ้ำ"})
    account = as_(cast.mali).get("/account").text
    assert "โฆษณา&lt;b&gt;ซ้ำ" in account
    assert "/my-decisions" not in account.partition("alert-warning")[2].partition("</div>")[0]
    assert "โฆษณา&lt;b&gt;ซ้ำ" in as_(cast.mali).get("/account/news").text
    ada.post(f"{path}/reinstate", data={"reason": "ตกลงกันแล้ว"})
    assert "ตกลงกันแล้ว" in as_(cast.mali).get("/account/news").text
    assert "โฆษณา" not in as_(cast.mali).get("/account").text


def test_reinstating_gives_all_back(ada: FlaskClient, cast: Cast) -> None:
    path = f"/admin/people/{cast.suda.id}/reinstate"
    assert ada.post(path, data={"reason": "ตกลงกันแล้ว"}).status_code == 302
    db.session.expire_all()
    assert cast.suda.role_names == {"member"}
    assert last_entry().action == "account.reinstate"


def test_nobody_suspends_themselves(ada: FlaskClient, cast: Cast) -> None:
    assert "ระงับบัญชีของตนเองไม่ได้" in ada.get(f"/admin/people/{cast.ada.id}").text
    ada.post(f"/admin/people/{cast.ada.id}/suspend", data={"reason": "a mistake"})
    db.session.expire_all()
    assert cast.ada.suspended_at is None


def test_a_suspended_administrator_administers_nothing(as_: As, cast: Cast) -> None:
    cast.ada.suspended_at = clock.now()
    assert as_(cast.ada).get("/admin/people").status_code == 403


def test_the_page_shows_no_secret(ada: FlaskClient, as_: As, cast: Cast) -> None:
    as_(cast.mali)
    row = db.session.scalars(sa.select(AuthSession).filter_by(person_id=cast.mali.id)).one()
    page = ada.get(f"/admin/people/{cast.mali.id}").text
    assert row.id not in page
    assert "mali@example.org" in page


def test_a_lost_second_factor_is_taken_away_with_a_reason_and_told(
    app: Flask, ada: FlaskClient, as_: As, cast: Cast
) -> None:
    sent: list[Any] = []
    app.extensions["mailman"].outbox = sent
    give_app(cast.cora)
    cora = as_(cast.cora)
    path = f"/admin/people/{cast.cora.id}/second-factor/reset"
    assert ada.post(path, data={"reset-reason": " "}).status_code == 422
    assert ada.post(path, data={"reset-reason": "มาแสดงตนที่สำนักงาน"}).status_code == 302
    assert cora.get("/account").status_code == 302
    assert authenticator_app(cast.cora) is None
    assert (last_entry().action, last_entry().reason) == (
        "second_factor.reset", "มาแสดงตนที่สำนักงาน",
    )  # fmt: skip
    assert [mail.to for mail in sent] == [["cora@example.org"]]


def test_nobody_takes_their_own_away(ada: FlaskClient, cast: Cast) -> None:
    give_app(cast.ada)
    path = f"/admin/people/{cast.ada.id}/second-factor/reset"
    ada.post(path, data={"reset-reason": "a mistake"})
    assert authenticator_app(cast.ada) is not None


def test_only_administrators_take_it_away(as_: As, cast: Cast) -> None:
    give_app(cast.mali)
    path = f"/admin/people/{cast.mali.id}/second-factor/reset"
    for person in (cast.mali, cast.cora, cast.modda):
        assert as_(person).post(path, data={"reset-reason": "please"}).status_code == 403
    assert authenticator_app(cast.mali) is not None
