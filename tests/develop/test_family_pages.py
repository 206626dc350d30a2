"""Pages of a family: what they show of ideas that not everybody sees, and when nothing is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.db import commit, db
from app.develop.models import FamilyMember, IdeaFamily
from tests.develop.conftest import Scene
from tests.support import make

As = Callable[[Person], FlaskClient]


@pytest.fixture
def empty(scene: Scene) -> IdeaFamily:
    """Cora founded it and took all requests back."""
    family: IdeaFamily = make.family(scene.cast.cora, scene.idea, agreed=0)
    db.session.execute(sa.delete(FamilyMember))
    commit()
    return family


def test_an_asked_idea_that_is_hidden_is_not_named(scene: Scene, as_: As) -> None:
    family = make.family(scene.cast.mali, scene.idea, scene.others_idea, agreed=1)
    make.hide(scene.others_idea)
    commit()
    path, title = f"/families/{family.id}", scene.others_idea.title
    assert title not in as_(scene.cast.mali).get(path).text
    assert title not in as_(scene.cast.cora).get(path).text
    assert title in as_(scene.cast.mana).get(path).text  # its author
    assert title in as_(scene.cast.modda).get(path).text


def test_more_are_asked_by_an_idea_that_is_seen(scene: Scene, as_: As) -> None:
    third = make.idea(scene.challenge, scene.cast.ana, "เสาสัญญาณแบบพกพา")
    family = make.family(scene.cast.mana, scene.idea, scene.others_idea, third)
    make.hide(scene.idea)
    commit()
    page = as_(scene.cast.mana).get(f"/families/{family.id}/ask").text
    assert scene.idea.title not in page
    assert scene.others_idea.title in page


def test_when_all_requests_are_taken_back_others_are_found_by_searching(
    scene: Scene, as_: As, empty: IdeaFamily
) -> None:
    browser, path = as_(scene.cast.cora), f"/families/{empty.id}/ask"
    page = browser.get(path)
    assert page.status_code == 200
    assert scene.idea.title not in page.text
    assert scene.idea.title in browser.get(f"{path}?q=เสาสัญญาณ").text
    assert browser.post(path, data={}).status_code == 422
    assert browser.post(path, data={"ideas": [str(scene.idea.id)]}).status_code == 302
    asked = db.session.scalars(sa.select(FamilyMember.idea_id)).all()
    assert asked == [scene.idea.id]
