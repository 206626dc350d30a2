"""Staff write down what reached the office in other ways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.clock import BANGKOK
from app.core.db import commit, db
from app.diagnose import consent
from app.diagnose.models import Channel, Submission
from app.missions.models import MissionGroup
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
PATH = "/diagnose/submissions/new"
SAID: dict[str, Any] = {"text": "โทรมาแจ้งว่าเน็ตช้า", "channel": "telephone", "told": "y"}


def only() -> Submission:
    return db.session.scalars(sa.select(Submission)).one()


@pytest.mark.parametrize("who", ["modda", "ofa", "ana", "cora", "exa", "ada"])
def test_staff_write_down_and_are_kept_as_collectors(
    as_: As, cast: Cast, group: MissionGroup, who: str
) -> None:
    browser = as_(getattr(cast, who))
    assert browser.get(PATH).status_code == 200
    answer = browser.post(PATH, data=SAID | {"mission_group": group.slug})
    submission = only()
    assert answer.location == f"/receipts/{submission.receipt}"
    assert submission.collector_id == getattr(cast, who).id
    assert (submission.channel, submission.person_id) == (Channel.TELEPHONE, None)
    assert submission.consent_version == consent.VERSION
    assert browser.get(answer.location).status_code == 200


@pytest.mark.parametrize("who", ["mali", "suda"])
def test_others_may_not(as_: As, cast: Cast, group: MissionGroup, who: str) -> None:
    browser = as_(getattr(cast, who))
    assert browser.get(PATH).status_code == 403
    assert browser.post(PATH, data=SAID).status_code == 403
    assert db.session.scalar(sa.select(Submission)) is None


def test_it_goes_on_where_the_public_form_is_closed(as_: As, cast: Cast) -> None:
    make.mission_group()
    commit()
    assert as_(cast.ana).post(PATH, data=SAID).status_code == 303


def test_the_day_it_was_said_is_kept(as_: As, cast: Cast) -> None:
    as_(cast.ana).post(PATH, data=SAID | {"said_on": "2026-01-31"})
    assert only().said_at.astimezone(BANGKOK).isoformat() == "2026-01-31T00:00:00+07:00"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("channel", "web"),
        ("channel", ""),
        ("told", ""),
        ("text", ""),
        ("said_on", "2026-02-30"),
        ("said_on", (clock.now() + timedelta(days=3)).date().isoformat()),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(
    as_: As, cast: Cast, field: str, value: str
) -> None:
    answer = as_(cast.ana).post(PATH, data=SAID | {field: value})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert field == "text" or SAID["text"] in answer.text
    assert db.session.scalar(sa.select(Submission)) is None
