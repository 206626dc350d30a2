"""The public form: from words to a receipt."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Consent, ParticipantGroup, Person, Purpose
from app.core import clock
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.diagnose import consent
from app.diagnose.models import Channel, Submission
from app.diagnose.views.intake import SUBMIT_LIMIT
from app.missions.models import MissionGroup, StageKey, StageWindow
from tests.support import make
from tests.support.cast import Cast

TEXT = "เน็ตประชารัฐในหมู่บ้านใช้ไม่ได้สามวันแล้ว"
As = Callable[[Person], FlaskClient]


def send(client: FlaskClient, **fields: Any) -> TestResponse:
    form = {
        "text": TEXT,
        "mission_group": "",
        "participant_group": "",
        "agree": "y",
        "homepage": "",
    }
    return client.post("/submit", data=form | fields)


def stored() -> list[Submission]:
    return list(db.session.scalars(sa.select(Submission).order_by(Submission.id)))


def test_a_guest_needs_only_words_and_consent(client: FlaskClient, group: MissionGroup) -> None:
    response = send(client)
    [submission] = stored()
    assert response.status_code == 303
    assert response.location == f"/receipts/{submission.receipt}"
    assert (submission.text, submission.channel, submission.person_id) == (TEXT, Channel.WEB, None)
    assert (submission.mission_group_id, submission.participant_group) == (None, None)
    assert submission.consent_version == consent.VERSION


def test_what_was_chosen_is_kept(client: FlaskClient, group: MissionGroup) -> None:
    send(client, mission_group=group.slug, participant_group="business")
    [submission] = stored()
    assert submission.mission_group_id == group.id
    assert submission.participant_group == ParticipantGroup.BUSINESS


def test_it_can_be_found_by_its_words_and_leaves_an_audit_entry_without_them(
    client: FlaskClient, group: MissionGroup
) -> None:
    send(client)
    [submission] = stored()
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert "หมู่บ้าน" in submission.search_text.split()
    assert (entry.action, entry.object_id) == ("submission.receive", str(submission.id))
    assert TEXT not in str(entry.after)


def test_a_members_submission_is_theirs_and_their_consent_is_listed_once(
    as_: As, cast: Cast, group: MissionGroup
) -> None:
    browser = as_(cast.mali)
    send(browser)
    send(browser, text="อีกเรื่องหนึ่งที่อยากบอก")
    consents = db.session.scalars(sa.select(Consent)).all()
    assert [submission.person_id for submission in stored()] == [cast.mali.id] * 2
    assert [(c.person_id, c.purpose, c.version) for c in consents] == [
        (cast.mali.id, Purpose.SUBMISSION, consent.VERSION)
    ]


def test_the_form_is_filled_from_the_address_and_the_account(
    as_: As, cast: Cast, group: MissionGroup
) -> None:
    page = as_(cast.mali).get("/submit", query_string={"mission_group": group.slug}).text
    assert f'<option selected value="{group.slug}">' in page
    assert '<option selected value="citizen">' in page


def test_a_suspended_person_may_not(as_: As, cast: Cast, group: MissionGroup) -> None:
    browser = as_(cast.suda)
    assert browser.get("/submit").status_code == 403
    assert send(browser).status_code == 403
    assert stored() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("text", "สั้น"),
        ("text", "ก" * 5001),
        ("agree", ""),
        ("mission_group", "no-such-group"),
        ("participant_group", "martian"),
        ("homepage", "http://spam.example"),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(
    client: FlaskClient, group: MissionGroup, field: str, value: str
) -> None:
    response = send(client, **{field: value})
    assert response.status_code == 422
    assert f'href="#{field}"' in response.text
    assert field == "text" or TEXT in response.text
    assert stored() == []


def test_five_thousand_characters_with_line_breaks_fit(
    client: FlaskClient, group: MissionGroup
) -> None:
    text = "\r\n".join(["น้ำท่วม"] * 625)  # 4,999 as browsers count, more with both line ends
    assert send(client, text=text).status_code == 303
    assert stored()[0].text == text.replace("\r\n", "\n")


def test_the_same_words_from_the_same_browser_within_minutes_are_one_submission(
    client: FlaskClient, group: MissionGroup
) -> None:
    first = send(client)
    client.get("/submit")
    assert send(client).location == first.location
    assert len(stored()) == 1


def test_impatient_fingers_make_one_submission(
    app: Flask, client: FlaskClient, group: MissionGroup
) -> None:
    """The same form sent eight times at once: whichever is first, all get its receipt."""
    client.get("/submit")
    cookie = client.get_cookie("session")
    assert cookie is not None

    def tap(_number: int) -> str:
        with app.app_context():
            browser = app.test_client()
            browser.set_cookie("session", cookie.value)
            return send(browser).location

    with ThreadPoolExecutor(8) as fingers:
        receipts = set(fingers.map(tap, range(8)))
    assert receipts == {f"/receipts/{stored()[0].receipt}"}
    assert len(stored()) == 1


def test_the_same_words_later_from_elsewhere_or_about_something_else_are_another(
    app: Flask, client: FlaskClient, group: MissionGroup
) -> None:
    send(client)
    send(client, mission_group=group.slug)
    send(app.test_client())
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        client.get("/submit")
        send(client)
    assert len(stored()) == 4


def test_a_closed_stage_is_said_and_takes_nothing(client: FlaskClient, group: MissionGroup) -> None:
    db.session.execute(sa.delete(StageWindow))
    opens = clock.now() + timedelta(days=5)
    db.session.add(StageWindow(stage=StageKey.DIAGNOSE, opens_at=opens))
    commit()
    page = client.get("/submit")
    refused = send(client)
    assert page.status_code == 200
    assert "<form method" not in page.text.split("<main")[1].split("</main")[0]
    assert refused.status_code == 422
    assert TEXT in refused.text
    assert stored() == []


def test_a_mission_group_that_is_closed_is_not_offered(
    client: FlaskClient, group: MissionGroup
) -> None:
    closed = make.mission_group("space-affairs")
    db.session.execute(sa.delete(StageWindow))
    db.session.add(
        StageWindow(
            stage=StageKey.DIAGNOSE,
            mission_group_id=group.id,
            opens_at=clock.now() - timedelta(days=1),
        )
    )
    commit()
    assert closed.slug not in client.get("/submit").text
    assert send(client, mission_group=closed.slug).status_code == 422
    assert send(client, mission_group=group.slug).status_code == 303


def test_a_flood_from_one_network_is_stopped_and_the_words_stay(
    client: FlaskClient, group: MissionGroup
) -> None:
    with clock.frozen(clock.now()):
        for number in range(SUBMIT_LIMIT.times):
            assert send(client, text=f"{TEXT} {number}").status_code == 303
        refused = send(client, text="ข้อความที่เกินมา")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "ข้อความที่เกินมา" in refused.text
    assert len(stored()) == SUBMIT_LIMIT.times


def test_another_network_is_not_stopped_by_it(client: FlaskClient, group: MissionGroup) -> None:
    with clock.frozen(clock.now()):
        for number in range(SUBMIT_LIMIT.times + 1):
            send(client, text=f"{TEXT} {number}")
        elsewhere = client.post(
            "/submit",
            data={"text": TEXT, "agree": "y"},
            environ_base={"REMOTE_ADDR": "198.51.100.7"},
        )
    assert elsewhere.status_code == 303


def test_the_page_asks_few_queries(
    client: FlaskClient, group: MissionGroup, queries: Callable[[], Any]
) -> None:
    with queries() as asked:
        client.get("/submit")
    assert len(asked) == 2, asked  # when submissions are open; the mission groups to choose from
