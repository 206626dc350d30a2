"""Signing in with ThaiD and LINE: against providers that the tests run themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import OctKey, RSAKey
from werkzeug.test import TestResponse

from app.accounts import commands, guards, oidc
from app.accounts.models import LinkedIdentity, Person
from app.accounts.queries import person_by_email
from app.core.db import commit, db
from app.core.limits import Limit
from app.core.models import AuditEntry
from tests.accounts.conftest import PASSWORD, enter, is_in
from tests.support.authenticator import code_of, give_app
from tests.support.cast import Cast
from tests.support.oidc import CLIENT_ID, CLIENT_SECRET, Provider, running

As = Callable[[Person], FlaskClient]
KINDS = {"thaid": False, "line": True}


@pytest.fixture(params=KINDS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def provider(app: Flask, name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """ThaiD signs with a key of its own, LINE with the client's secret."""
    with running(Provider(by_secret=KINDS[name])) as there:
        settings = {"CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": CLIENT_SECRET,
                    "DISCOVERY_URL": there.discovery_url}  # fmt: skip
        for setting, value in settings.items():
            monkeypatch.setitem(app.config, f"{name.upper()}_{setting}", value)
        monkeypatch.setattr(oidc, "_documents", {})  # another test's provider may have had the port
        yield there


def go_there(client: FlaskClient, name: str, way: str = "/") -> str:
    """Off to the provider; returns the address that the browser is sent to."""
    sent = client.get(f"/sign-in/with/{name}", query_string={"next": way})
    assert sent.status_code == 302, sent.text
    return str(sent.location)


def come_back(client: FlaskClient, name: str, back: str) -> TestResponse:
    """The page that the provider sends the browser to, and its button."""
    page = client.get(back)
    if page.status_code != 200:
        return page
    return client.post(f"/sign-in/from/{name}")


def by(client: FlaskClient, provider: Provider, name: str, way: str = "/") -> TestResponse:
    return come_back(client, name, provider.visit(go_there(client, name, way)))


def link_to(person: Person, name: str, subject: str = "somebody-there") -> None:
    one = oidc.PROVIDERS[name]
    commands.link_identity(person, one, oidc.subject_digest(one, subject))
    commit()


def test_a_linked_identity_signs_in(
    client: FlaskClient, provider: Provider, name: str, fah: Person
) -> None:
    link_to(fah, name)
    assert by(client, provider, name, way="/my/submissions").location == "/my/submissions"
    assert is_in(client)
    assert "Fah" in client.get("/account").text


def test_what_is_asked_of_the_provider(client: FlaskClient, provider: Provider, name: str) -> None:
    sent = urlsplit(go_there(client, name))
    asked = {key: values[0] for key, values in parse_qs(sent.query).items()}
    assert f"{sent.scheme}://{sent.netloc}" == provider.issuer
    assert asked["response_type"] == "code"
    assert asked["redirect_uri"] == f"http://127.0.0.1:8000/sign-in/from/{name}"
    assert asked["code_challenge_method"] == "S256"
    assert "openid" in asked["scope"].split()
    assert "email" not in asked["scope"]
    assert len(asked["state"]) > 40
    assert asked["nonce"] not in (asked["state"], asked["code_challenge"])


def test_the_hosts_name_is_not_taken_from_the_request(
    client: FlaskClient, provider: Provider, name: str
) -> None:
    sent = client.get(f"/sign-in/with/{name}", headers={"Host": "evil.example"})
    assert "evil.example" not in sent.location


def test_it_leads_to_no_other_site(
    client: FlaskClient, provider: Provider, name: str, fah: Person
) -> None:
    link_to(fah, name)
    assert by(client, provider, name, way="https://evil.example/").location == "/"


WRONG: dict[str, dict[str, Any]] = {
    "another nonce": {"claims": {"nonce": "an older one"}},
    "no nonce": {"claims": {"nonce": None}},
    "another audience": {"claims": {"aud": "another-client"}},
    "one audience of several, for another party": {
        "claims": {"aud": [CLIENT_ID, "another-client"], "azp": "another-client"}
    },
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "expired": {"claims": {"exp": 1_700_000_000}},
    "no end": {"claims": {"exp": None}},
    "made tomorrow": {"claims": {"nbf": 4_000_000_000}},
    "nobody": {"claims": {"sub": ""}},
    "no subject": {"claims": {"sub": None}},
    "a number": {"claims": {"sub": 17}},
    "unsigned": {"algorithm": "none"},
    "signed by somebody else": {"algorithm": "RS256", "signed_by": RSAKey.generate_key(2048)},
    "signed with another secret": {
        "algorithm": "HS256", "signed_by": OctKey.import_key("another secret, also long enough..")
    },
}  # fmt: skip


@pytest.mark.parametrize("how", WRONG)
def test_a_token_that_proves_nothing_lets_nobody_in(
    client: FlaskClient, provider: Provider, name: str, fah: Person, how: str
) -> None:
    link_to(fah, name)
    for setting, value in WRONG[how].items():
        setattr(provider, setting, value)
    refused = by(client, provider, name)
    assert refused.status_code == 400
    assert "ยืนยันไม่ได้" in refused.text
    assert not is_in(client)


def test_the_public_key_is_no_secret_to_sign_with(
    client: FlaskClient, provider: Provider, name: str, fah: Person
) -> None:
    """Whoever may sign with one kind of key may not pass it off as the other kind."""
    link_to(fah, name)
    provider.algorithm = "RS256" if provider.by_secret else "HS256"
    provider.signed_by = provider.key if provider.by_secret else provider.key.as_pem(private=False)
    assert by(client, provider, name).status_code == 400
    assert not is_in(client)


@pytest.mark.parametrize("state", ["", "another one", None])
def test_an_answer_that_nobody_here_asked_for(
    client: FlaskClient, provider: Provider, name: str, fah: Person, state: str | None
) -> None:
    """Somebody sends a link with a code of their own account."""
    link_to(fah, name)
    back = provider.visit(go_there(client, name))
    if state is None:  # in a browser that never went there
        client = client.application.test_client()
    else:
        back = back.replace(parse_qs(urlsplit(back).query)["state"][0], state)
    assert come_back(client, name, back).status_code == 400
    assert client.post(f"/sign-in/from/{name}").status_code == 400
    assert not is_in(client)


def test_an_answer_counts_once(
    client: FlaskClient, provider: Provider, name: str, fah: Person
) -> None:
    link_to(fah, name)
    back = provider.visit(go_there(client, name))
    assert come_back(client, name, back).status_code == 302
    client.post("/sign-out")
    assert come_back(client, name, back).status_code == 400


def test_coming_back_changes_nothing_before_the_button(
    client: FlaskClient, provider: Provider, name: str, fah: Person
) -> None:
    link_to(fah, name)
    client.get(provider.visit(go_there(client, name)))
    assert "/token" not in provider.asked
    assert not is_in(client)


def test_whoever_stops_there_is_told(client: FlaskClient, provider: Provider, name: str) -> None:
    back = provider.visit(go_there(client, name))
    state = parse_qs(urlsplit(back).query)["state"][0]
    stopped = client.get(f"/sign-in/from/{name}?error=access_denied&state={state}")
    assert stopped.location.startswith("/sign-in")
    assert "ไม่มีอะไรเปลี่ยนแปลง" in client.get(stopped.location).text


def test_a_provider_that_is_down(
    client: FlaskClient, provider: Provider, name: str, fah: Person
) -> None:
    link_to(fah, name)
    back = provider.visit(go_there(client, name))
    provider.down = True
    away = come_back(client, name, back)
    assert away.status_code == 503
    assert "ไม่ตอบกลับ" in away.text
    assert "/sign-in" in away.text


def test_a_provider_that_is_down_from_the_start(
    client: FlaskClient, provider: Provider, name: str
) -> None:
    provider.down = True
    assert client.get(f"/sign-in/with/{name}").status_code == 503


def test_a_provider_that_is_away_is_not_asked_again_at_once(
    client: FlaskClient, provider: Provider, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.down = True
    assert [client.get(f"/sign-in/with/{name}").status_code for _ in range(3)] == [503] * 3
    assert len(provider.asked) == 1
    provider.down = False
    monkeypatch.setattr(oidc, "FAILURE_KEPT_FOR", 0)
    go_there(client, name)


def test_visits_from_one_network_are_counted_on_the_way_there(
    client: FlaskClient, provider: Provider, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "PROVIDER_NETWORK", Limit("provider-network", 2, guards.HOUR))
    for _ in range(2):
        go_there(client, name)
    assert client.get(f"/sign-in/with/{name}").status_code == 429


def test_what_is_not_configured_is_not_there(client: FlaskClient) -> None:
    for path in ("/sign-in/with/thaid", "/sign-in/with/line", "/sign-in/with/other",
                 "/sign-in/from/line?state=a&code=b"):  # fmt: skip
        assert client.get(path).status_code == 404
    assert "LINE" not in client.get("/sign-in").text


def test_the_code_is_still_asked_for(
    client: FlaskClient, provider: Provider, name: str, fah: Person
) -> None:
    link_to(fah, name)
    secret = give_app(fah)
    assert by(client, provider, name).location == "/sign-in/code"
    assert not is_in(client)
    client.post("/sign-in/code", data={"code": code_of(secret)})
    assert is_in(client)


def test_it_is_no_second_factor_for_staff(
    client: FlaskClient, provider: Provider, name: str, cast: Cast
) -> None:
    link_to(cast.ada, name)
    assert by(client, provider, name).location.startswith("/account/second-factor")
    assert client.get("/admin/people").status_code == 302


# Linking


def test_linking_needs_the_password(
    as_: As, provider: Provider, name: str, fah: Person, mails: list[Any]
) -> None:
    browser = as_(fah)
    assert by(browser, provider, name).location == "/sign-in/vouched"
    assert browser.post("/sign-in/vouched", data={"present": "a guess"}).status_code == 422
    assert db.session.scalar(sa.select(sa.func.count(LinkedIdentity.id))) == 0
    done = browser.post("/sign-in/vouched", data={"present": PASSWORD})
    assert done.location == "/account/identities"
    assert "ผูกไว้ตั้งแต่" in browser.get("/account/identities").text
    assert mails[-1].to == ["fah@example.org"]


def test_the_subject_is_not_kept(as_: As, provider: Provider, name: str, fah: Person) -> None:
    provider.who = "1101700203451"
    browser = as_(fah)
    by(browser, provider, name)
    browser.post("/sign-in/vouched", data={"present": PASSWORD})
    (row,) = db.session.scalars(sa.select(LinkedIdentity)).all()
    entries = db.session.scalars(sa.select(AuditEntry)).all()
    assert len(row.subject_hash) == 64
    assert not [e for e in entries if "11017" in f"{e.before}{e.after}"]


def test_an_identity_has_one_account(
    as_: As, provider: Provider, name: str, fah: Person, cast: Cast
) -> None:
    link_to(cast.mali, name)
    browser = as_(fah)
    by(browser, provider, name)
    refused = browser.post("/sign-in/vouched", data={"present": PASSWORD})
    assert refused.status_code == 422
    assert "ผูกกับบัญชีอื่น" in refused.text


def test_an_account_has_one_identity_of_a_provider(
    as_: As, provider: Provider, name: str, fah: Person
) -> None:
    link_to(fah, name, "who she was before")
    browser = as_(fah)
    by(browser, provider, name)
    assert browser.post("/sign-in/vouched", data={"present": PASSWORD}).status_code == 422


def test_unlinking(app: Flask, as_: As, provider: Provider, name: str, fah: Person) -> None:
    link_to(fah, name)
    browser = as_(fah)
    path = f"/account/identities/{name}/remove"
    assert browser.post(path, data={"present": "a guess"}).status_code == 422
    assert browser.post(path, data={"present": PASSWORD}).location == "/account/identities"
    guest = app.test_client()
    assert by(guest, provider, name).location == "/sign-in/vouched"
    assert not is_in(guest)


# An account that begins with a provider

ANSWERS = {"display_name": "ฟ้าใส", "participant_group": "citizen", "language": "th", "consent": "y"}


def test_a_new_account_needs_a_mail_and_no_password(
    client: FlaskClient, provider: Provider, name: str, link: Callable[[], str]
) -> None:
    assert by(client, provider, name).location == "/sign-in/vouched"
    asked = client.post("/sign-in/vouched", data={"email": "new@example.org"})
    assert asked.location == "/sign-up/mailed"
    assert person_by_email("new@example.org") is None
    assert 'type="password"' not in client.get(link()).text
    assert client.post(link(), data=ANSWERS).status_code == 302
    assert is_in(client)
    again = client.application.test_client()
    by(again, provider, name)
    assert is_in(again)
    assert enter(client.application.test_client(), "new@example.org", "!").status_code == 422


def test_the_link_opened_elsewhere_links_nobody(
    app: Flask, client: FlaskClient, provider: Provider, name: str, link: Callable[[], str]
) -> None:
    """An attacker gives a victim's address: what the victim opens must not let the attacker in."""
    by(client, provider, name)
    client.post("/sign-in/vouched", data={"email": "victim@example.org"})
    victim = app.test_client()
    assert 'type="password"' in victim.get(link()).text
    assert victim.post(link(), data=ANSWERS).status_code == 422
    assert victim.post(link(), data=ANSWERS | {"password": PASSWORD}).status_code == 302
    by(client, provider, name)
    assert not is_in(client)
    assert db.session.scalar(sa.select(sa.func.count(LinkedIdentity.id))) == 0


def test_an_address_with_an_account_is_not_given_away(
    client: FlaskClient, provider: Provider, name: str, fah: Person, mails: list[Any]
) -> None:
    by(client, provider, name)
    known = client.post("/sign-in/vouched", data={"email": "fah@example.org"})
    assert known.location == "/sign-up/mailed"
    assert "/sign-up/" not in mails[-1].body
    by(client, provider, name)
    assert not is_in(client)


def test_bad_input_stands_in_the_form_again(
    client: FlaskClient, provider: Provider, name: str
) -> None:
    by(client, provider, name)
    refused = client.post("/sign-in/vouched", data={"email": "no address"})
    assert refused.status_code == 422
    assert "no address" in refused.text


def test_nobody_vouched_for_is_sent_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/sign-in/vouched").location == "/sign-in"
    assert client.post("/sign-in/vouched", data={"email": "a@example.org"}).location == "/sign-in"
