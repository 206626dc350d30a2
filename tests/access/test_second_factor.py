"""Staff who owe their second factor: on every route they get where a member without a role gets.

Beside the matrix: for each place that it lets a role into and a member not, whoever holds the role
and has given no code is refused, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from werkzeug.routing import Rule

from app import create_app
from tests.access.test_matrix import RECORD, ROUTES, World
from tests.access.world import OTHERS, OWN, VARIANTS

STAFF = frozenset({"modda", "ofa", "ana", "cora", "exa", "ada"})
ASKS = ("/account/second-factor?next=", "/sign-in?next=")


@pytest.fixture(scope="module")
def world(new_database: Callable[[str], dict[str, object]]) -> World:
    return World(create_app(**new_database("sqlite")))


def places() -> Iterator[tuple[str, Rule, str, frozenset[str]]]:
    """Where the matrix lets a role in and no member that the object does not belong to."""
    lines = RECORD.read_text(encoding="utf-8").splitlines()
    record = dict(line.rsplit(" : ", 1) for line in lines)
    for method, rule in ROUTES:
        for variant in VARIANTS if rule.arguments else ("-",):
            inside = frozenset(record.get(f"{method} {rule.rule} {variant}", "").split())
            stranger = {OWN: "mana", OTHERS: "mali"}.get(variant, "mana")
            if inside & STAFF and stranger not in inside:
                yield method, rule, variant, inside & STAFF


PLACES = list(places())


def test_there_are_places_to_look_at() -> None:
    assert len({rule.rule for _method, rule, _variant, _staff in PLACES}) > 40


@pytest.mark.parametrize(
    ("method", "rule", "variant", "staff"),
    PLACES,
    ids=[f"{method} {rule.rule} {variant}" for method, rule, variant, _staff in PLACES],
)
def test_no_staff_page_without_it(
    method: str, rule: Rule, variant: str, staff: frozenset[str], world: World
) -> None:
    arguments = {name: world.values[name][variant] for name in rule.arguments}
    path = world.app.url_map.bind("localhost").build(rule.endpoint, arguments, method)
    for name in sorted(staff):
        response, changed = world.ask(name, method, path, second_factor=False)
        led = response.status_code == 302 and response.location.startswith(ASKS)
        assert led or response.status_code in (403, 404), f"{name}: {method} {path}"
        assert not changed, f"{name}: {method} {path} changed the database"
