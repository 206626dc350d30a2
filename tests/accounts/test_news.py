"""One's own news: `/account/news`, and the count at the head of every page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.commands import notify
from app.accounts.models import Notification, Person
from app.accounts.notices import SENTENCES, sentence
from app.core import clock
from app.core.db import commit, db
from tests.support.cast import Cast

As = Callable[[Person], FlaskClient]
Queries = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture(autouse=True)
def _sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SENTENCES, "test.comment", sentence("%(by)s ให้ความเห็น"))
    monkeypatch.setitem(SENTENCES, "test.answer", sentence("มีคำตอบ"))


def tell(
    person: Person, number: int = 1, kind: str = "test.comment", hours_ago: float = 0
) -> Notification:
    with clock.frozen(clock.now() - timedelta(hours=hours_ago)):
        notify(
            [person], kind, about=f"idea {number}", title=f"แนวคิดที่ {number}",
            path=f"/ideas/{number}", by="มานะ",
        )  # fmt: skip
    commit()
    newest = sa.select(Notification).order_by(Notification.id.desc()).limit(1)
    return db.session.scalars(newest).one()


def unread(person: Person) -> int:
    db.session.expire_all()
    query = sa.select(sa.func.count()).select_from(Notification)
    mine = query.where(Notification.person_id == person.id, Notification.read_at.is_(None))
    return db.session.scalar(mine) or 0


def test_guests_are_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/account/news").location.startswith("/sign-in?next=")


def test_an_empty_page_says_what_will_stand_here(cast: Cast, as_: As) -> None:
    page = as_(cast.mali).get("/account/news").text
    assert "ยังไม่มีข่าว" in page
    assert "ทำเครื่องหมายว่าอ่านแล้วทั้งหมด" not in page


def test_news_is_grouped_by_what_it_is_about_the_newest_first(cast: Cast, as_: As) -> None:
    tell(cast.mali, 1, hours_ago=3)
    tell(cast.mali, 2, hours_ago=2)
    tell(cast.mali, 1, "test.answer", hours_ago=1)
    page = as_(cast.mali).get("/account/news").text
    assert page.count('<h2 class="h5"') == 2
    order = [page.index(text) for text in ("มีคำตอบ", "มานะ ให้ความเห็น", ">แนวคิดที่ 2<")]
    assert order == sorted(order)


def test_others_news_is_not_shown(cast: Cast, as_: As) -> None:
    tell(cast.mana)
    assert "แนวคิดที่ 1" not in as_(cast.mali).get("/account/news").text


def test_a_thing_with_much_news_shows_five_and_has_a_page_of_its_own(cast: Cast, as_: As) -> None:
    for _ in range(8):
        tell(cast.mali).read_at = clock.now()
        commit()
    browser = as_(cast.mali)
    page = browser.get("/account/news").text
    assert page.count("news-open") == 5
    assert "และก่อนหน้านั้นอีก 3 ข่าว" in page
    assert browser.get("/account/news?about=idea+1").text.count("news-open") == 8
    assert browser.get("/account/news?about=no+such+thing").status_code == 200


def test_pages_have_ten_things_and_always_as_many_queries(
    cast: Cast, as_: As, queries: Queries
) -> None:
    browser, counts = as_(cast.mali), []
    for many in (1, 24):
        for number in range(many):
            tell(cast.mali, number)
            tell(cast.mali, number, "test.answer")
        with queries() as asked:
            page = browser.get("/account/news").text
        counts.append(len(asked))
    # session (with roles and unread news), count of things, things, their news, newest id
    assert counts == [5, 5]
    assert page.count('<h2 class="h5"') == 10
    assert "page=3" in page
    assert browser.get("/account/news?page=3").text.count('<h2 class="h5"') == 4


def test_unread_news_alone(cast: Cast, as_: As) -> None:
    tell(cast.mali, 1).read_at = clock.now()
    tell(cast.mali, 2)
    page = as_(cast.mali).get("/account/news?show=unread").text
    assert "แนวคิดที่ 2" in page
    assert "แนวคิดที่ 1" not in page


def test_opening_news_goes_there_and_marks_all_that_leads_there(cast: Cast, as_: As) -> None:
    news = tell(cast.mali, 1)
    tell(cast.mali, 1, "test.answer")
    tell(cast.mali, 2)
    response = as_(cast.mali).post(f"/account/news/{news.id}/open")
    assert response.location == "/ideas/1"
    assert unread(cast.mali) == 1


@pytest.mark.parametrize("verb", ["open", "read"])
def test_others_news_cannot_be_marked(verb: str, cast: Cast, as_: As, client: FlaskClient) -> None:
    address = f"/account/news/{tell(cast.mana).id}/{verb}"
    assert as_(cast.mali).post(address).status_code == 404
    assert client.post(address).location.startswith("/sign-in")
    assert unread(cast.mana) == 1


def test_reading_a_page_marks_nothing(cast: Cast, as_: As) -> None:
    tell(cast.mali)
    as_(cast.mali).get("/account/news")
    assert unread(cast.mali) == 1


def test_one_thing_is_marked_as_read(cast: Cast, as_: As) -> None:
    news = tell(cast.mali, 1)
    tell(cast.mali, 2)
    response = as_(cast.mali).post(f"/account/news/{news.id}/read", data={"next": "//evil.example"})
    assert response.location == "/account/news"
    assert unread(cast.mali) == 1


def test_all_is_marked_as_read_that_the_page_had_shown(cast: Cast, as_: As) -> None:
    shown = tell(cast.mali, 1)
    tell(cast.mana, 1)
    tell(cast.mali, 2)  # came while Mali read
    as_(cast.mali).post("/account/news/read", data={"until": shown.id})
    assert unread(cast.mali) == 1
    assert unread(cast.mana) == 1


@pytest.mark.parametrize(("many", "shown"), [(1, ">1<"), (99, ">99<"), (100, ">99+<")])
def test_every_page_counts_unread_news(many: int, shown: str, cast: Cast, as_: As) -> None:
    for number in range(many):
        notify([cast.mali], "test.comment", about=f"idea {number}", title="", path="/")
    page = as_(cast.mali).get("/process").text
    assert f'aria-hidden="true"{shown}/span>' in page


def test_where_nothing_is_unread_no_count_is_shown(cast: Cast, as_: As) -> None:
    tell(cast.mali).read_at = clock.now()
    page = as_(cast.mali).get("/process").text
    assert "news-bell" in page
    assert "news-count" not in page


def test_the_count_costs_no_query_of_its_own(cast: Cast, as_: As, queries: Queries) -> None:
    browser = as_(cast.mali)
    with queries() as asked:
        browser.get("/privacy")
    assert len(asked) == 1, asked  # the session with its person, roles and count


def test_a_guest_has_no_bell_and_is_not_looked_up(client: FlaskClient, queries: Queries) -> None:
    with queries() as asked:
        page = client.get("/privacy").text
    assert "news-bell" not in page
    assert asked == []


def test_a_suspended_person_reads_their_news(cast: Cast, as_: As) -> None:
    tell(cast.suda)
    assert "แนวคิดที่ 1" in as_(cast.suda).get("/account/news").text


def test_news_of_the_account_itself_has_a_heading(cast: Cast, as_: As) -> None:
    notify([cast.mali], "test.comment", about="decision 1", title="", path="/")
    assert ">บัญชีของท่าน</h2>" in as_(cast.mali).get("/account/news").text
