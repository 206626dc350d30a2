"""Families: asked, agreed to, left; and all their supporters, each counted once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Notification, Person
from app.core import clock
from app.core.db import commit, db
from app.core.models import AuditEntry
from app.core.refusals import Refused
from app.develop import commands, queries
from app.develop.models import FamilyMember, Idea, IdeaFamily, IdeaVote
from app.develop.queries import Supporters
from app.develop.refusals import Why
from tests.develop.conftest import Scene
from tests.support import make
from tests.support.cast import make_person

As = Callable[[Person], FlaskClient]


def families() -> list[IdeaFamily]:
    return list(db.session.scalars(sa.select(IdeaFamily).order_by(IdeaFamily.id)))


def members() -> list[FamilyMember]:
    return list(db.session.scalars(sa.select(FamilyMember).order_by(FamilyMember.id)))


def told(person: Person) -> list[str]:
    kinds = sa.select(Notification.kind).where(Notification.person_id == person.id)
    return list(db.session.scalars(kinds.order_by(Notification.id)))


def vote(person: Person, *ideas: Idea, value: int = 1) -> None:
    for idea in ideas:
        db.session.add(IdeaVote(idea_id=idea.id, person_id=person.id, value=value))
        idea.votes_count += 1
    db.session.flush()


def found_one(scene: Scene, browser: FlaskClient, *others: Idea) -> IdeaFamily:
    data = {"title": "เน็ตหมู่บ้าน", "ideas": [str(idea.id) for idea in others]}
    answer = browser.post(f"/ideas/{scene.idea.id}/family", data=data)
    [family] = families()
    assert answer.location == f"/families/{family.id}"
    return family


# Asking and answering


def test_an_author_asks_and_the_other_agrees(scene: Scene, as_: As) -> None:
    mali, mana = as_(scene.cast.mali), as_(scene.cast.mana)
    family = found_one(scene, mali, scene.others_idea)
    own, asked = members()
    assert (own.agreed_at is not None, asked.agreed_at) == (True, None)
    assert told(scene.cast.mana) == ["family.asked"]
    assert family.title in mana.get("/family-requests").text
    assert f"/family-members/{asked.id}/agree" in mana.get(f"/ideas/{scene.others_idea.id}").text
    answer = mana.post(f"/family-members/{asked.id}/agree", data={"next": "/family-requests"})
    assert answer.location == "/family-requests"
    assert asked.agreed_at is not None
    assert told(scene.cast.mali) == ["family.agreed"]
    assert family.title not in mana.get("/family-requests").text
    actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert [a for a in actions if a.startswith("family.")] == [
        "family.found", "family.ask", "family.ask", "family.agree",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["cora", "modda"])
def test_who_arranges_asks_both_authors(scene: Scene, as_: As, name: str) -> None:
    found_one(scene, as_(getattr(scene.cast, name)), scene.others_idea)
    assert [member.agreed_at for member in members()] == [None, None]
    assert told(scene.cast.mali) == told(scene.cast.mana) == ["family.asked"]


@pytest.mark.parametrize("name", ["mana", "ana", "exa", "ofa", "ada", "suda"])
def test_nobody_else_asks(scene: Scene, as_: As, name: str) -> None:
    browser = as_(getattr(scene.cast, name))
    data = {"title": "เน็ต", "ideas": [str(scene.others_idea.id)]}
    assert browser.get(f"/ideas/{scene.idea.id}/family").status_code == 403
    assert browser.post(f"/ideas/{scene.idea.id}/family", data=data).status_code == 403
    assert families() == []


def test_a_guest_signs_in(scene: Scene, client: FlaskClient) -> None:
    for path in (f"/ideas/{scene.idea.id}/family", "/family-requests"):
        assert client.get(path).location.startswith("/sign-in")


def test_declining_is_final_for_the_family_but_not_for_the_author(scene: Scene, as_: As) -> None:
    mali, mana = as_(scene.cast.mali), as_(scene.cast.mana)
    family = found_one(scene, mali, scene.others_idea)
    _own, asked = members()
    assert mana.post(f"/family-members/{asked.id}/decline").status_code == 302
    assert told(scene.cast.mali) == ["family.declined"]
    again = {"ideas": [str(scene.others_idea.id)]}
    assert mali.post(f"/families/{family.id}/ask", data=again).status_code == 302
    assert told(scene.cast.mana) == ["family.asked"]  # once, not twice
    assert mana.post(f"/family-members/{asked.id}/decline").status_code == 409
    assert mana.post(f"/family-members/{asked.id}/agree").status_code == 302
    assert asked.agreed_at is not None


@pytest.mark.parametrize("verb", ["agree", "decline", "leave"])
@pytest.mark.parametrize("name", ["mali", "cora", "modda"])
def test_nobody_answers_in_an_authors_place(scene: Scene, as_: As, verb: str, name: str) -> None:
    family = make.family(scene.cast.mali, scene.idea)
    asked = make.request(scene.cast.mali, scene.others_idea, family)
    commit()
    browser = as_(getattr(scene.cast, name))
    assert browser.post(f"/family-members/{asked.id}/{verb}").status_code == 403
    assert (asked.agreed_at, asked.declined_at) == (None, None)


def test_a_stranger_does_not_learn_of_a_request(scene: Scene, as_: As) -> None:
    family = make.family(scene.cast.mali, scene.idea, title="ครอบครัวที่ยังไม่ครบ")
    asked = make.request(scene.cast.mali, scene.others_idea, family)
    commit()
    stranger = as_(scene.cast.ana)
    assert stranger.post(f"/family-members/{asked.id}/agree").status_code == 404
    assert stranger.get(f"/families/{family.id}").status_code == 404
    assert family.title not in stranger.get(f"/ideas/{scene.others_idea.id}").text


def test_an_author_leaves_and_the_votes_go_with_the_idea(scene: Scene, as_: As) -> None:
    vote(scene.cast.ana, scene.idea, scene.others_idea)
    family = make.family(scene.cast.mali, scene.idea, scene.others_idea)
    commit()
    _own, theirs = members()
    assert as_(scene.cast.mana).post(f"/family-members/{theirs.id}/leave").status_code == 302
    assert (theirs.agreed_at, theirs.declined_at is not None) == (None, True)
    assert queries.supporters(family.id) == Supporters(1, 0)
    assert scene.others_idea.votes_count == 1


def test_whoever_asked_takes_it_back(scene: Scene, as_: As) -> None:
    family = make.family(scene.cast.mali, scene.idea)
    asked = make.request(scene.cast.mali, scene.others_idea, family)
    commit()
    path = f"/family-members/{asked.id}/take-back"
    assert as_(scene.cast.mana).post(path).status_code == 409
    assert as_(scene.cast.mali).post(path).status_code == 302
    assert [member.idea_id for member in members()] == [scene.idea.id]


def two_requests(scene: Scene) -> list[FamilyMember]:
    """Mana's idea is asked into two families."""
    third = make.idea(scene.challenge, scene.cast.ana)
    rows = [
        make.request(founder, scene.others_idea, make.family(founder, idea))
        for founder, idea in ((scene.cast.modda, scene.idea), (scene.cast.cora, third))
    ]
    commit()
    return rows


def test_two_families_agreed_to_at_once_leave_one(scene: Scene, as_: As) -> None:
    """The page shows both requests; the second answer finds the idea taken."""
    first, second = two_requests(scene)
    browser = as_(scene.cast.mana)
    assert browser.post(f"/family-members/{first.id}/agree").status_code == 302
    answer = browser.post(f"/family-members/{second.id}/agree")
    assert answer.status_code == 409
    assert "แนวคิดหนึ่งอยู่ได้" in answer.text
    assert second.agreed_at is None


def test_the_database_refuses_the_second_of_two(scene: Scene) -> None:
    first, second = two_requests(scene)
    commands.agree_to_family(scene.cast.mana, first)
    with pytest.raises(Refused) as refused:
        commands.agree_to_family(scene.cast.mana, second)
    assert refused.value.why is Why.OF_ANOTHER_FAMILY
    commit()
    agreed = [m.id for m in members() if m.agreed_at and m.idea_id == scene.others_idea.id]
    assert agreed == [first.id]


def test_an_idea_of_a_family_founds_no_second_one(scene: Scene, as_: As) -> None:
    third = make.idea(scene.challenge, scene.cast.ana)
    make.family(scene.cast.mali, scene.idea, scene.others_idea)
    commit()
    data = {"title": "อีกครอบครัว", "ideas": [str(third.id)]}
    answer = as_(scene.cast.mali).post(f"/ideas/{scene.idea.id}/family", data=data)
    assert answer.status_code == 409
    assert len(families()) == 1


@pytest.mark.parametrize("state", ["hidden", "elsewhere", "closed"])
def test_what_cannot_be_linked_is_not_asked(scene: Scene, as_: As, state: str) -> None:
    elsewhere = make.challenge(scene.issue, scene.cast.cora)
    other = {
        "hidden": lambda: make.hidden_idea(scene.challenge, scene.cast.mana, scene.cast.modda),
        "elsewhere": lambda: make.idea(elsewhere, scene.cast.mana),
        "closed": lambda: make.idea(
            scene.challenge, scene.cast.mana, closed_at=clock.now(), closed_reason="ซ้ำ",
            duplicate_of_id=scene.others_idea.id,
        ),
    }[state]()  # fmt: skip
    commit()
    data = {"title": "เน็ต", "ideas": [str(other.id)]}
    answer = as_(scene.cast.modda).post(f"/ideas/{scene.idea.id}/family", data=data)
    assert answer.status_code == 409
    assert families() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "ก" * 121},
        {"ideas": []},
        {"ideas": ["x"]},
        {"ideas": ["99999999999"]},
        {"ideas": [str(n) for n in range(1, 20)]},
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(
    scene: Scene, as_: As, wrong: dict[str, object]
) -> None:
    sent = {"title": "เน็ตหมู่บ้านเรา", "ideas": [str(scene.others_idea.id)]} | wrong
    answer = as_(scene.cast.mali).post(f"/ideas/{scene.idea.id}/family", data=sent)
    assert answer.status_code == 422
    assert 'id="form-errors"' in answer.text
    assert str(sent["title"]) in answer.text
    if sent["ideas"] == [str(scene.others_idea.id)]:
        assert (
            f'value="{scene.others_idea.id}" id="idea-{scene.others_idea.id}" checked'
            in answer.text
        )
    assert families() == []


def test_ideas_are_searched_for_and_what_was_chosen_stays(scene: Scene, as_: As) -> None:
    browser = as_(scene.cast.mali)
    page = browser.get(f"/ideas/{scene.idea.id}/family?q=ประชารัฐ").text
    assert scene.others_idea.title in page
    path = f"/ideas/{scene.idea.id}/family?q=ไม่มีคำนี้เลย"
    answer = browser.post(path, data={"title": "", "ideas": [str(scene.others_idea.id)]})
    assert f'value="{scene.others_idea.id}" id="idea-{scene.others_idea.id}" checked' in answer.text


def test_the_name_is_changed_by_its_founder_and_by_those_who_arrange(scene: Scene, as_: As) -> None:
    family = make.family(scene.cast.mali, scene.idea, scene.others_idea)
    commit()
    path = f"/families/{family.id}/edit"
    assert as_(scene.cast.mana).post(path, data={"title": "ของมานะ"}).status_code == 403
    assert as_(scene.cast.mali).post(path, data={"title": ""}).status_code == 422
    for name in ("mali", "modda", "cora"):
        new = {"title": f"ชื่อจาก {name}"}
        assert as_(getattr(scene.cast, name)).post(path, data=new).status_code == 302
        assert family.title == new["title"]


# What everybody sees


def test_supporters_are_counted_once_each(scene: Scene, client: FlaskClient) -> None:
    third = make.idea(scene.challenge, scene.cast.ana)
    hidden = make.hidden_idea(scene.challenge, scene.cast.ana, scene.cast.modda)
    family = make.family(scene.cast.mali, scene.idea, scene.others_idea, third, hidden)
    outside = make.idea(scene.challenge, scene.cast.ana)
    one, two, three, four = (make_person(f"voter-{n}") for n in range(4))
    vote(one, scene.idea)
    vote(two, scene.idea, scene.others_idea, third)
    vote(three, third, outside)
    vote(four, hidden, outside)
    vote(four, scene.idea, value=-1)
    commit()
    assert queries.supporters(family.id) == Supporters(people=3, of_several=1)
    page = client.get(f"/families/{family.id}").text
    assert scene.idea.title in page
    assert hidden.title not in page


def test_an_idea_and_the_list_name_the_family(scene: Scene, client: FlaskClient) -> None:
    family = make.family(scene.cast.mali, scene.idea, scene.others_idea)
    commit()
    page = client.get(f"/ideas/{scene.idea.id}").text
    assert f'href="/families/{family.id}"' in page
    assert scene.others_idea.title in page
    listed = client.get(f"/challenges/{scene.challenge.id}").text
    assert listed.count(f'class="kin-note" href="/families/{family.id}"') == 2


def test_a_family_of_one_is_not_named(scene: Scene, client: FlaskClient) -> None:
    family = make.family(scene.cast.mali, scene.idea, scene.others_idea, agreed=1)
    commit()
    assert client.get(f"/families/{family.id}").status_code == 404
    assert "/families/" not in client.get(f"/ideas/{scene.idea.id}").text
    assert "kin-note" not in client.get(f"/challenges/{scene.challenge.id}").text


def test_a_family_of_a_draft_is_seen_by_coordinators_alone(scene: Scene, as_: As) -> None:
    draft = make.challenge(scene.issue, scene.cast.cora, published=False)
    family = make.family(
        scene.cast.cora, make.idea(draft, scene.cast.mali), make.idea(draft, scene.cast.mana)
    )
    commit()
    assert as_(scene.cast.mali).get(f"/families/{family.id}").status_code == 404
    assert as_(scene.cast.cora).get(f"/families/{family.id}").status_code == 200


def test_names_are_escaped(scene: Scene, client: FlaskClient) -> None:
    family = make.family(
        scene.cast.mali, scene.idea, scene.others_idea, title="<img src=x onerror=alert(1)>"
    )
    commit()
    pages = (f"families/{family.id}", f"ideas/{scene.idea.id}", f"challenges/{scene.challenge.id}")
    for path in pages:
        page = client.get(f"/{path}").text
        assert "&lt;img src=x" in page
        assert "<img src=x" not in page


def test_the_number_of_queries_does_not_grow(
    scene: Scene,
    client: FlaskClient,
    queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    ideas = [make.idea(scene.challenge, scene.cast.mana, f"แนวคิด {n}") for n in range(12)]
    family = make.family(scene.cast.mali, scene.idea, *ideas)
    commit()
    path = f"/families/{family.id}"
    with queries() as asked:
        client.get(path)
    assert len(asked) <= sum(
        (
            1,  # the family with its challenge and founder
            1,  # phases of the challenge
            1,  # its members with their ideas, authors and who asked
            1,  # supporters
        )
    ), asked
