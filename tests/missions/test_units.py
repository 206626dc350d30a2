"""Units: listed, added and edited by an administrator."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.core.db import db
from app.core.models import AuditEntry
from app.core.refusals import Refused
from app.missions.commands import add_unit
from app.missions.models import Unit
from app.missions.refusals import Why
from tests.support import make
from tests.support.cast import Cast

Browser = Callable[..., FlaskClient]
TYPED = {
    "code": "ยศ.",
    "name_th": "กองยุทธศาสตร์และแผนงาน",
    "name_en": "",
    "note": "",
    "provenance": "",
}


def test_guests_are_asked_to_sign_in(client: FlaskClient, cast: Cast) -> None:
    for answer in (client.get("/units"), client.post("/units", data=TYPED)):
        assert answer.location.startswith("/sign-in")


@pytest.mark.parametrize("who", ["mali", "ofa", "ana", "cora", "exa"])
def test_nobody_but_an_administrator_may(cast: Cast, as_: Browser, who: str) -> None:
    browser, own = as_(getattr(cast, who)), db.session.scalars(sa.select(Unit)).one()
    for address in ("/units", f"/units/{own.id}/edit"):
        assert browser.get(address).status_code in (403, 404)
        assert browser.post(address, data=TYPED).status_code in (403, 404)
    assert db.session.scalars(sa.select(Unit.code)).all() == ["คท."]


def test_an_administrator_adds_a_unit(cast: Cast, as_: Browser) -> None:
    answer = as_(cast.ada).post("/units", data=TYPED, follow_redirects=True)
    assert "เพิ่มหน่วยงานแล้ว" in answer.text
    unit = db.session.scalars(sa.select(Unit).where(Unit.code == "ยศ.")).one()
    assert (unit.name_th, unit.name_en) == ("กองยุทธศาสตร์และแผนงาน", None)
    assert db.session.scalars(sa.select(AuditEntry.action)).all() == ["unit.add"]


def test_an_administrator_fills_in_a_name(cast: Cast, as_: Browser) -> None:
    unit = db.session.scalars(sa.select(Unit)).one()
    typed = TYPED | {"code": "คท.", "name_th": "ชื่อเต็ม"}
    answer = as_(cast.ada).post(f"/units/{unit.id}/edit", data=typed)
    assert answer.location == "/units"
    db.session.refresh(unit)
    assert unit.name_th == "ชื่อเต็ม"


def test_an_abbreviation_names_one_unit(cast: Cast, as_: Browser) -> None:
    other = make.unit("พน.")
    db.session.commit()
    for address in ("/units", f"/units/{other.id}/edit"):
        answer = as_(cast.ada).post(address, data=TYPED | {"code": "คท.", "note": "เขียนไว้แล้ว"})
        assert answer.status_code == 422
        assert "มีหน่วยงานอื่นใช้ชื่อย่อนี้แล้ว" in answer.text
        assert "เขียนไว้แล้ว" in answer.text


@pytest.mark.parametrize(
    ("values", "said"),
    [({"code": ""}, "กรุณากรอกช่องนี้"), ({"code": "ก" * 21}, "กรุณากรอกไม่เกิน 20 ตัวอักษร")],
)
def test_what_does_not_fit_is_said(
    cast: Cast, as_: Browser, values: dict[str, str], said: str
) -> None:
    answer = as_(cast.ada).post("/units", data=TYPED | values)
    assert (answer.status_code, said in answer.text) == (422, True)


def test_a_unit_that_is_not_there_is_a_404(cast: Cast, as_: Browser) -> None:
    assert as_(cast.ada).get("/units/999/edit").status_code == 404


def test_the_command_refuses_whoever_may_not(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        add_unit(cast.cora, code="x")
    assert refused.value.why is Why.NOT_ALLOWED


def test_the_list_takes_as_many_queries_for_more_units(
    cast: Cast, as_: Browser, queries: Callable
) -> None:
    browser = as_(cast.ada)
    browser.get("/units")
    with queries() as few:
        browser.get("/units")
    for code in "abcdef":
        make.unit(code)
    db.session.commit()
    with queries() as many:
        browser.get("/units")
    assert len(many) == len(few)
