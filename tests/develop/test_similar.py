"""Ideas like the one that somebody is writing."""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock, files, jobs, schedule
from app.core.db import commit, db
from app.core.models import Job, JobState, StoredFile
from app.develop import queries
from app.develop.models import Idea, IdeaVector, WordVectors
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]
ROOT = Path(__file__).resolve().parents[2]
NEAR = "ตั้งเสาสัญญาณโทรศัพท์ในชุมชนห่างไกล"


@pytest.fixture(scope="module")
def sample() -> list[str]:
    with (ROOT / "seed_data" / "submissions.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    column = max(rows[0], key=lambda name: len(rows[0][name]))
    return [row[column] for row in rows]


@pytest.fixture
def written(scene: Scene, sample: list[str]) -> Scene:
    """Enough written words to learn from."""
    write(sample[:60])
    return scene


def write(texts: list[str]) -> None:
    for text in texts:
        make.submission(text)
    commit()


@pytest.fixture
def learnt(written: Scene) -> Scene:
    run_job()
    return written


def run_job() -> None:
    jobs.enqueue("develop.similar", None)
    commit()
    jobs.run_queued()
    last = db.session.scalars(sa.select(Job).order_by(Job.id.desc())).first()
    assert last is not None
    assert last.state is JobState.SUCCEEDED, last.error
    commit()


def address(scene: Scene) -> str:
    return f"/challenges/{scene.challenge.id}/similar"


def found(scene: Scene, text: str, **options: object) -> list[Idea]:
    return list(queries.similar_ideas(scene.challenge, text, **options).ideas)  # type: ignore[arg-type]


# Asking


def test_the_nearest_idea_comes_first(learnt: Scene, as_: As) -> None:
    answer = as_(learnt.cast.mali).post(address(learnt), data={"text": NEAR})
    assert answer.status_code == 200
    told = answer.get_json()
    assert told["ideas"][0]["title"] == learnt.idea.title
    assert told["ideas"][0]["href"] == f"/ideas/{learnt.idea.id}"
    assert told["by_meaning"] is True
    assert 'target="_blank"' in told["html"]
    assert "(opens in a new tab)" in told["html"] or "แท็บใหม่" in told["html"]


def test_one_may_support_it_instead_but_not_ones_own(learnt: Scene, as_: As) -> None:
    link, data = f'href="/ideas/{learnt.idea.id}#support-{learnt.idea.id}"', {"text": NEAR}
    for person, expected in ((learnt.cast.mana, True), (learnt.cast.mali, False)):
        html = as_(person).post(address(learnt), data=data).get_json()["html"]
        assert (link in html) == expected


def test_five_at_most_and_none_of_another_challenge(learnt: Scene) -> None:
    elsewhere = make.challenge(learnt.issue, learnt.cast.cora)
    for number in range(8):
        make.idea(learnt.challenge, learnt.cast.mana, f"ตั้งเสาสัญญาณชุมชน แห่งที่ {number}")
        make.idea(elsewhere, learnt.cast.mana, f"ตั้งเสาสัญญาณชุมชน ที่อื่น {number}")
    commit()
    run_job()
    ideas = found(learnt, NEAR)
    assert len(ideas) == 5
    assert {idea.challenge_id for idea in ideas} == {learnt.challenge.id}


@pytest.mark.parametrize("state", ["hidden", "held", "withdrawn", "closed"])
def test_what_is_not_shown_or_closed_is_not_offered(learnt: Scene, state: str) -> None:
    assert learnt.idea in found(learnt, NEAR)
    changes = {
        "hidden": {"hidden_at": clock.now(), "hidden_reason": "โฆษณา"},
        "held": {"held_at": clock.now(), "held_for": "links"},
        "withdrawn": {"withdrawn_at": clock.now()},
        "closed": {
            "closed_at": clock.now(), "closed_reason": "ซ้ำ",
            "duplicate_of_id": learnt.others_idea.id,
        },
    }[state]  # fmt: skip
    db.session.execute(sa.update(Idea).where(Idea.id == learnt.idea.id).values(**changes))
    commit()
    assert learnt.idea not in found(learnt, NEAR)


def test_a_flood_of_hidden_ideas_does_not_fill_all_places(learnt: Scene) -> None:
    for _number in range(230):
        make.hidden_idea(learnt.challenge, learnt.cast.mana, learnt.cast.modda)
    db.session.execute(
        sa.update(Idea).where(Idea.hidden_at.is_not(None)).values(title=NEAR, body=NEAR)
    )
    commit()
    run_job()
    assert found(learnt, NEAR)[0] == learnt.idea


def test_what_is_unlike_is_not_offered(learnt: Scene) -> None:
    assert found(learnt, "ทำหมันสุนัขจรจัดหน้าโรงเรียน") == []


def test_a_new_idea_is_found_at_once_and_an_edited_one_by_its_new_words(
    learnt: Scene, as_: As
) -> None:
    browser = as_(learnt.cast.mana)
    new = {"title": "ศูนย์ช่วยเหลือผู้สูงอายุจากมิจฉาชีพ", "body": "สายด่วนแจ้งมิจฉาชีพโทรหลอก"}
    text = "ผู้สูงอายุถูกมิจฉาชีพโทรหลอก"
    assert [idea.title for idea in found(learnt, text)][:1] != [new["title"]]
    browser.post(f"/challenges/{learnt.challenge.id}/ideas/new", data=new)
    assert [idea.title for idea in found(learnt, text)][:1] == [new["title"]]
    [idea] = db.session.scalars(sa.select(Idea).where(Idea.title == new["title"])).all()
    browser.post(f"/ideas/{idea.id}/edit", data={"title": "ลดภาษีรถไฟฟ้า", "body": "ลดภาษี"})
    assert idea.id not in [one.id for one in found(learnt, text)]


def test_the_idea_that_is_edited_is_not_offered_to_its_author(learnt: Scene, as_: As) -> None:
    data = {"text": NEAR, "but": str(learnt.idea.id)}
    told = as_(learnt.cast.mali).post(address(learnt), data=data).get_json()
    assert learnt.idea.id not in [idea["id"] for idea in told["ideas"]]


def test_words_are_compared_before_any_are_learnt(scene: Scene, as_: As) -> None:
    told = as_(scene.cast.mali).post(address(scene), data={"text": NEAR}).get_json()
    assert [idea["title"] for idea in told["ideas"]] == [scene.idea.title]
    assert told["by_meaning"] is False


def test_a_lost_file_of_words_is_no_error(learnt: Scene) -> None:
    for stored in db.session.scalars(sa.select(StoredFile)):
        files.path_of(stored).unlink(missing_ok=True)
    assert found(learnt, NEAR)[0] == learnt.idea


@pytest.mark.parametrize(
    "text", ["", "   ", "!!!", "\u200b", "ก\x00ข", "'\" OR 1=1 --", "ตา" * 3_000, "5" * 20_000]
)
def test_odd_texts_are_no_error(learnt: Scene, as_: As, text: str) -> None:
    for data in ({"text": text}, {}, {"text": NEAR, "but": "1;drop"}):
        assert as_(learnt.cast.mali).post(address(learnt), data=data).status_code == 200


def test_titles_are_escaped(learnt: Scene, as_: As) -> None:
    make.idea(learnt.challenge, learnt.cast.mana, f"{NEAR}<img src=x onerror=alert(1)>")
    commit()
    run_job()
    html = as_(learnt.cast.mali).post(address(learnt), data={"text": NEAR}).get_json()["html"]
    assert "&lt;img" in html
    assert "<img" not in html


def test_who_may_ask(learnt: Scene, as_: As, client: FlaskClient) -> None:
    data = {"text": NEAR}
    assert client.post(address(learnt), data=data).location.startswith("/sign-in")
    assert as_(learnt.cast.suda).post(address(learnt), data=data).status_code == 403
    draft = make.challenge(learnt.issue, learnt.cast.cora, published=False)
    commit()
    assert as_(learnt.cast.mali).post(f"/challenges/{draft.id}/similar").status_code == 404


def test_sixty_a_minute(scene: Scene, as_: As) -> None:
    browser = as_(scene.cast.mali)
    with clock.frozen(clock.now()):
        statuses = [browser.post(address(scene), data={"text": ""}).status_code for _ in range(61)]
    assert statuses == [200] * 60 + [429]


def test_a_few_queries_whatever_the_number_of_ideas(
    learnt: Scene, as_: As, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    for number in range(30):
        make.idea(learnt.challenge, learnt.cast.mana, f"ตั้งเสาสัญญาณชุมชน แห่งที่ {number}")
    commit()
    run_job()
    browser, path = as_(learnt.cast.mali), address(learnt)
    with queries() as asked:
        browser.post(path, data={"text": NEAR})
    assert len(asked) <= sum(
        (
            2,  # the session with its person, the roles
            2,  # the challenge, its phases
            1,  # the limit's count, which is committed
            5,  # the session, person, roles, challenge and phases again, after that
            1,  # which words are in use
            1,  # signs that are new
            1,  # vectors of the candidates
            1,  # which of the likest are shown
            1,  # the ideas with their authors and challenge
            1,  # its phases
        )
    ), asked


# The preview, for browsers without scripts


def test_the_preview_shows_them_above_the_text(learnt: Scene, as_: As) -> None:
    data = {"title": NEAR, "body": "ให้ทุกหมู่บ้าน", "preview": "1"}
    page = (
        as_(learnt.cast.mana).post(f"/challenges/{learnt.challenge.id}/ideas/new", data=data).text
    )
    assert page.index(f'href="/ideas/{learnt.idea.id}"') < page.index('id="preview"')
    assert f'value="{NEAR}"' in page


def test_the_form_names_where_a_script_asks(scene: Scene, as_: As) -> None:
    page = as_(scene.cast.mali).get(f"/challenges/{scene.challenge.id}/ideas/new").text
    assert f'data-similar="{address(scene)}"' in page


# Learning


def trainings() -> list[WordVectors]:
    return list(db.session.scalars(sa.select(WordVectors).order_by(WordVectors.id)))


def test_nothing_is_learnt_from_a_few_texts(scene: Scene) -> None:
    run_job()
    assert trainings() == []


def test_every_idea_gets_a_vector(learnt: Scene) -> None:
    [made] = trainings()
    rows = db.session.scalars(sa.select(IdeaVector)).all()
    assert {row.idea_id for row in rows} == {learnt.idea.id, learnt.others_idea.id}
    assert {len(row.vector) for row in rows} == {4 * made.dimensions}
    assert {len(row.signs) for row in rows} == {64}
    assert made.texts_count == 62


def test_they_are_learnt_anew_only_when_enough_is_new(learnt: Scene, sample: list[str]) -> None:
    write(sample[60:65])
    run_job()
    assert len(trainings()) == 1
    write(sample[65:75])
    run_job()
    assert len(trainings()) == 2


def test_after_a_month_a_little_is_enough(learnt: Scene) -> None:
    later = clock.now() + timedelta(days=31)
    with clock.frozen(later):
        assert not queries.training_is_due()
        make.submission("ไฟทางดับทั้งซอย")
        assert queries.training_is_due()


def test_an_idea_that_missed_a_training_is_placed_by_the_next_job(learnt: Scene) -> None:
    late = make.idea(learnt.challenge, learnt.cast.mana, NEAR)
    commit()
    assert late not in found(learnt, NEAR)
    run_job()
    assert found(learnt, NEAR)[0] == late


def test_old_words_go_with_their_files(learnt: Scene, sample: list[str]) -> None:
    paths = []
    for texts in (sample[60:100], sample[100:180], sample[180:340]):
        [*_, newest] = trainings()
        paths.append(files.path_of(db.session.get_one(StoredFile, newest.file_id)))
        write(texts)
        run_job()
    assert len(trainings()) == 2
    make.a_night_pass()
    assert [path.exists() for path in paths] == [False, False, True]


def test_the_job_comes_every_ten_minutes(scene: Scene) -> None:
    moment = clock.now()
    with clock.frozen(moment):
        assert "develop.similar" in [job.kind for job in schedule.begin_due()]
        commit()
        jobs.run_queued()
    with clock.frozen(moment + timedelta(minutes=9)):
        assert "develop.similar" not in [job.kind for job in schedule.begin_due()]
    with clock.frozen(moment + timedelta(minutes=10)):
        assert "develop.similar" in [job.kind for job in schedule.begin_due()]
