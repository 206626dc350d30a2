"""The page of a new run: choose, count, start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.clock import BANGKOK
from app.core.db import commit, db
from app.core.models import AuditEntry, Job
from app.diagnose.models import AnalysisRun, Channel, Submission
from app.diagnose.queries.analysis import Coverage, coverage, load_chosen
from app.diagnose.selection import Selection
from tests.diagnose.analysis.conftest import Scene
from tests.support import make
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
PAGE = "/diagnose/runs/new"
GOOD = {"title": "ไตรมาส 1", "topics": "7", "seed": "3"}


def started() -> AnalysisRun | None:
    return db.session.scalar(sa.select(AnalysisRun).where(AnalysisRun.title == GOOD["title"]))


def test_a_guest_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get(PAGE).status_code == 302
    assert client.post("/diagnose/runs", data=GOOD).status_code == 302


@pytest.mark.parametrize("name", ["mali", "modda", "ofa", "cora", "exa", "ada", "suda"])
def test_who_is_no_analyst_is_refused(scene: Scene, as_: As, name: str) -> None:
    browser = as_(getattr(scene.cast, name))
    assert browser.get(PAGE).status_code == 403
    assert browser.post("/diagnose/runs", data=GOOD).status_code == 403
    assert started() is None


def test_it_tells_how_many_submissions_and_people_the_choice_covers(scene: Scene, as_: As) -> None:
    make.submission("จากโทรศัพท์", channel=Channel.TELEPHONE)
    commit()
    page = as_(scene.cast.ana).get(PAGE + "?channel=telephone").text
    assert '<div class="stat-value">1</div>' in page
    assert 'name="channel" value="telephone"' in page


def test_starting_stores_the_run_and_its_job_together(scene: Scene, as_: As) -> None:
    chosen = {"group": [str(scene.group.id), "none"], "channel": "web", "from_date": "2561-05-16"}
    answer = as_(scene.cast.ana).post("/diagnose/runs", data=GOOD | chosen)
    run = started()
    assert run is not None
    assert answer.location == f"/diagnose/runs/{run.id}"
    assert (run.params, run.seed, run.job.args) == ({"topics": 7}, 3, {"run_id": run.id})
    assert run.selection["mission_group_ids"] == [scene.group.id, None]
    assert run.selection["from_date"] == "2018-05-16"
    assert db.session.scalar(sa.select(AuditEntry.action)) == "run.start"


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"topics": "1"},
        {"topics": "501"},
        {"topics": "some"},
        {"seed": "-1"},
        {"seed": ""},
        {"channel": "pigeon"},
        {"group": "999"},
        {"from_date": "2564-02-29"},
        {"from_date": "2024-02-01", "to_date": "2024-01-31"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    scene: Scene, as_: As, wrong: dict[str, str]
) -> None:
    answer = as_(scene.cast.ana).post("/diagnose/runs", data=GOOD | {"seed": "41"} | wrong)
    assert answer.status_code == 422
    assert 'id="form-errors"' in answer.text
    assert "Not a valid" not in answer.text
    assert all(f'value="{kept}"' in answer.text for kept in ("ไตรมาส 1",) if "title" not in wrong)
    assert db.session.scalar(sa.select(sa.func.count(Job.id))) == 1  # the scene's own


def test_run_again_fills_in_what_the_run_was_told(scene: Scene, as_: As) -> None:
    scene.run.params, scene.run.seed = {"topics": 9}, 5
    scene.run.selection = Selection((None,), (Channel.WEB,)).to_json()
    commit()
    browser = as_(scene.cast.ana)
    page = browser.get(f"/diagnose/runs/{scene.run.id}").text
    assert f"{PAGE}?title=Run&amp;seed=5&amp;topics=9&amp;group=none&amp;channel=web" in page
    again = browser.get(f"{PAGE}?title=Run&seed=5&topics=9&group=none&channel=web").text
    assert 'name="topics" type="text" value="9"' in again or 'value="9"' in again
    assert 'name="group" value="none"' in again


def moment(*when: int) -> datetime:
    return datetime(*when, tzinfo=BANGKOK)  # type: ignore[arg-type, misc]


def test_the_choice_restricts_what_is_taken(cast: Cast) -> None:
    group = make.mission_group()
    first = make.submission("a", said_at=moment(2024, 5, 1, 0, 0), mission_group_id=group.id)
    last = make.submission("b", said_at=moment(2024, 5, 31, 23, 59), channel=Channel.PAPER)
    make.submission("c", said_at=moment(2024, 6, 1, 0, 0), mission_group_id=group.id)
    withdrawn = make.submission("d", said_at=moment(2024, 5, 2, 0, 0))
    withdrawn.withdrawn_at = withdrawn.said_at + timedelta(days=1)
    commit()

    def taken(**choice: object) -> list[int]:
        return [row.id for row in load_chosen(Selection(**choice))]  # type: ignore[arg-type]

    may = {"from_date": moment(2024, 5, 1).date(), "to_date": moment(2024, 5, 31).date()}
    assert taken(**may) == [first.id, last.id]
    assert taken(**may, mission_group_ids=(group.id,)) == [first.id]
    assert taken(**may, mission_group_ids=(None,)) == [last.id]
    assert taken(channels=(Channel.PAPER,)) == [last.id]
    assert taken(import_id=1) == []


def test_people_are_counted_by_account_by_pseudonym_or_each_for_one(cast: Cast) -> None:
    make.submission("a", cast.mali)
    make.submission("b", cast.mali)
    make.submission("c", source_person="7")
    make.submission("d", source_person="7")
    make.submission("e")
    make.submission("f")
    commit()
    assert coverage(Selection()) == Coverage(6, 4)
    assert len({row.person for row in load_chosen(Selection())}) == 4


def test_a_selection_is_kept_whole(cast: Cast) -> None:
    chosen = Selection((1, None), (Channel.WEB,), 3, moment(2024, 1, 1).date(), None)
    assert Selection.from_json(chosen.to_json()) == chosen
    assert Selection.from_json({}) == Selection()


def test_the_page_asks_little_of_the_database(scene: Scene, as_: As, queries) -> None:  # type: ignore[no-untyped-def]
    browser = as_(scene.cast.ana)
    db.session.add_all(Submission(**_like(scene.submissions[0])) for _ in range(5))
    commit()
    with queries() as asked:
        browser.get(PAGE)
    # session with person and roles; mission groups, imported files; what the choice covers
    assert len(asked) == 4


def _like(row: Submission) -> dict[str, object]:
    return {
        "text": row.text,
        "text_hash": row.text_hash,
        "channel": row.channel,
        "consent_version": row.consent_version,
    }
