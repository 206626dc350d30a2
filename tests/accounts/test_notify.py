"""`notify`: news for many people in one statement, and never twice the same unread."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask_babel import force_locale

from app.accounts.commands import notify
from app.accounts.models import Notification, Person
from app.accounts.notices import SENTENCES, say, sentence
from app.core import clock
from app.core.db import commit, db
from tests.support.cast import Cast, make_person

Queries = Callable[[], AbstractContextManager[list[str]]]


def tell(people: Any, kind: str = "test.happened", **values: Any) -> None:
    notify(people, kind, **({"about": "idea 1", "title": "เสา", "path": "/ideas/1"} | values))


def news_of(person: Person) -> list[Notification]:
    query = sa.select(Notification).where(Notification.person_id == person.id)
    return list(db.session.scalars(query.order_by(Notification.id)))


def test_people_are_given_as_persons_ids_or_a_query(cast: Cast) -> None:
    tell([cast.mali, cast.mana.id, cast.mali])
    tell(sa.select(Person.id).where(Person.id == cast.ana.id))
    assert [len(news_of(one)) for one in (cast.mali, cast.mana, cast.ana, cast.cora)] == [
        1,
        1,
        1,
        0,
    ]


def test_all_of_it_is_kept(cast: Cast) -> None:
    tell([cast.mali], rule="insult", times=3)
    (news,) = news_of(cast.mali)
    assert (news.kind, news.about, news.title, news.path) == (
        "test.happened", "idea 1", "เสา", "/ideas/1",
    )  # fmt: skip
    assert news.details == {"rule": "insult", "times": 3}
    assert (news.read_at, news.mailed_at) == (None, None)


def test_whoever_did_it_and_erased_people_are_left_out(cast: Cast) -> None:
    cast.ana.erased_at = clock.now()
    tell([cast.mali, cast.mana, cast.ana], but=cast.mana)
    assert [len(news_of(one)) for one in (cast.mali, cast.mana, cast.ana)] == [1, 0, 0]


def test_suspended_people_hear_why(cast: Cast) -> None:
    tell([cast.suda])
    assert len(news_of(cast.suda)) == 1


def test_unread_news_is_refreshed_instead_of_told_twice(cast: Cast) -> None:
    with clock.frozen(clock.now() - timedelta(days=2)):
        tell([cast.mali], by="Mana")
    (old,) = news_of(cast.mali)
    old.mailed_at = first = clock.now() - timedelta(days=1)
    commit()
    tell([cast.mali], by="Ana")
    db.session.expire_all()
    (news,) = news_of(cast.mali)
    assert news.created_at > first
    assert news.mailed_at is None, "it is news again, and due to be mailed"
    assert news.details == {"by": "Ana"}


def test_read_news_is_told_anew(cast: Cast) -> None:
    tell([cast.mali])
    news_of(cast.mali)[0].read_at = clock.now()
    commit()
    tell([cast.mali])
    assert len(news_of(cast.mali)) == 2


@pytest.mark.parametrize("other", [{"kind": "test.other"}, {"about": "idea 2"}, {"path": "/x"}])
def test_other_news_stands_beside_it(cast: Cast, other: dict[str, str]) -> None:
    tell([cast.mali])
    tell([cast.mali], **other)
    assert len(news_of(cast.mali)) == 2


def test_a_thousand_people_are_told_in_one_statement(cast: Cast, queries: Queries) -> None:
    people = [make_person(f"person{number}") for number in range(40)]
    commit()
    ids = [one.id for one in [cast.mali, *people]]
    with queries() as asked:
        tell(ids)
        tell(sa.select(Person.id))
    assert len(asked) == 2, asked


@pytest.mark.parametrize("path", ["https://elsewhere.example/", "//elsewhere.example", "ideas/1"])
def test_news_leads_nowhere_else(cast: Cast, path: str) -> None:
    with pytest.raises(ValueError, match="page of this site"):
        tell([cast.mali], path=path)


def test_words_are_made_when_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SENTENCES, "test.happened", sentence("%(by)s wrote. %(more)s"))
    tell([cast.mali], by="100% มานะ")
    tell([cast.mali], kind="test.gone")
    with force_locale("th"):
        news = {one.kind: say(one) for one in news_of(cast.mali)}
    assert news["test.happened"] == "100% มานะ wrote. …"
    assert news["test.gone"]
