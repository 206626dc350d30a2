"""Sign-in by somebody who vouches for a person: ThaiD and LINE, by OpenID Connect.

Authorization code with PKCE, state and nonce. What a provider says is believed only after its
token's signature, issuer, audience, times and nonce were checked; and of all it says only the
subject is used, and kept as a keyed hash. The libraries are loaded when the first person comes.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import math
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import current_app

from app.accounts.keys import key_for
from app.core import clock, mail
from app.core.pages import path_to

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session

log = logging.getLogger(__name__)

SECONDS_TO_ANSWER = (3.05, 6)
"""To connect, and to answer."""
DISCOVERY_KEPT_FOR, FAILURE_KEPT_FOR = 3_600, 10
LEEWAY_SECONDS = 60
ASYMMETRIC = ("RS256", "ES256", "PS256")


class Unavailable(Exception):
    """The provider does not answer, or not as it should."""


class NotVouchedFor(Exception):
    """The provider's answer does not prove who it is."""


@dataclass(frozen=True)
class Provider:
    key: str
    name: str
    scope: str
    algorithms: tuple[str, ...]
    signs_with_client_secret: bool = False

    def setting(self, name: str) -> str:
        return str(current_app.config[f"{self.key.upper()}_{name}"])

    @property
    def is_offered(self) -> bool:
        return bool(self.setting("CLIENT_ID"))

    @property
    def redirect_uri(self) -> str:
        """From BASE_URL, never from the request."""
        path = path_to("accounts.from_provider", provider=self.key)
        return mail.absolute(path)


PROVIDERS = {
    one.key: one
    for one in (
        Provider("thaid", "ThaiD", "openid pid", ASYMMETRIC),
        # LINE signs what web pages get with the channel's secret, though its document says ES256
        Provider("line", "LINE", "openid", ("HS256",), signs_with_client_secret=True),
    )
}


@dataclass(frozen=True)
class Visit:
    """Somebody sent to a provider: where to, and what must come back."""

    address: str
    state: str
    nonce: str
    verifier: str


def offered() -> list[Provider]:
    return [provider for provider in PROVIDERS.values() if provider.is_offered]


def name_of(key: str) -> str:
    return PROVIDERS[key].name if key in PROVIDERS else key


def send(provider: Provider) -> Visit:
    """Raises `Unavailable`."""
    verifier, nonce, state = (secrets.token_urlsafe(48) for _ in range(3))
    with _client(provider) as client:
        address, _state = client.create_authorization_url(
            _document(provider)["authorization_endpoint"],
            state=state, nonce=nonce, code_verifier=verifier,
        )  # fmt: skip
    return Visit(address, state, nonce, verifier)


def subject_of(provider: Provider, code: str, *, nonce: str, verifier: str) -> str:
    """Who came back with the code, as a keyed hash. Raises `Unavailable` or `NotVouchedFor`."""
    token = _token(provider, code, verifier)
    claims = _checked(provider, token, nonce)
    return subject_digest(provider, str(claims["sub"]))


def subject_digest(provider: Provider, subject: str) -> str:
    """A ThaiD subject may be a national identity number: it is never stored itself."""
    text = f"{provider.key}:{subject}".encode()
    return hmac.new(key_for("linked-identity"), text, hashlib.sha256).hexdigest()


def is_state(given: str, kept: str) -> bool:
    return hmac.compare_digest(given.encode(), kept.encode())


def _client(provider: Provider, auth_method: str = "client_secret_basic") -> OAuth2Session:
    from authlib.integrations.requests_client import OAuth2Session

    return OAuth2Session(
        provider.setting("CLIENT_ID"), provider.setting("CLIENT_SECRET"),
        token_endpoint_auth_method=auth_method, scope=provider.scope,
        redirect_uri=provider.redirect_uri, code_challenge_method="S256",
    )  # fmt: skip


def _token(provider: Provider, code: str, verifier: str) -> dict[str, Any]:
    import requests
    from authlib.integrations.base_client import OAuthError

    document = _document(provider)
    try:
        with _client(provider, _auth_method(document)) as client:
            token: dict[str, Any] = client.fetch_token(
                document["token_endpoint"], code=code, code_verifier=verifier,
                grant_type="authorization_code", timeout=SECONDS_TO_ANSWER,
                allow_redirects=False,
            )  # fmt: skip
    except OAuthError as error:
        log.warning("%s refused the code: %s", provider.name, error.error)
        raise NotVouchedFor from None
    except (requests.RequestException, ValueError) as error:
        log.warning("%s gave no token: %s", provider.name, type(error).__name__)
        raise Unavailable from None
    return token


def _auth_method(document: dict[str, Any]) -> str:
    """How the client shows its secret: OpenID's default is the Authorization header."""
    offered = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    known = ("client_secret_basic", "client_secret_post")
    return next((method for method in known if method in offered), known[0])


def _checked(provider: Provider, token: dict[str, Any], nonce: str) -> dict[str, Any]:
    """The claims of the id token, once nothing about it is in doubt."""
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError

    client_id = provider.setting("CLIENT_ID")
    expected = {
        "iss": {"essential": True, "value": _document(provider)["issuer"]},
        "aud": {"essential": True, "value": client_id},
        "sub": {"essential": True},
        "nonce": {"essential": True, "value": nonce},
    }
    given = {"nonce": nonce, "client_id": client_id, "access_token": token.get("access_token")}
    try:
        signed = jwt.decode(
            str(token.get("id_token", "")), _keys(provider), algorithms=list(provider.algorithms)
        )
        claims = CodeIDToken(signed.claims, signed.header, expected, given)
        claims.validate(now=int(clock.now().timestamp()), leeway=LEEWAY_SECONDS)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        log.warning("an id token of %s is not good: %s", provider.name, type(error).__name__)
        raise NotVouchedFor from None
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise NotVouchedFor
    return dict(claims)


def _keys(provider: Provider) -> Any:
    from joserfc.jwk import KeySet, OctKey

    if provider.signs_with_client_secret:
        return OctKey.import_key(provider.setting("CLIENT_SECRET"))
    keys: Any = _fetch(_document(provider)["jwks_uri"])
    return KeySet.import_key_set(keys)


_documents: dict[str, tuple[float, dict[str, Any]]] = {}


def _document(provider: Provider) -> dict[str, Any]:
    """The provider's description of itself, asked for at most once an hour.

    That there was none is remembered as well, for a moment: a provider that is away would hold
    every thread of the server for as long as it has to answer.
    """
    address, now = provider.setting("DISCOVERY_URL"), time.monotonic()
    made_at, document = _documents.get(address, (-math.inf, {}))
    if now - made_at > (DISCOVERY_KEPT_FOR if document else FAILURE_KEPT_FOR):
        if address in _documents:  # others go on with what is known while this one asks
            _documents[address] = (now, document)
        document = _described(address)
        _documents[address] = (time.monotonic(), document)
    if not document:
        raise Unavailable
    return document


def _described(address: str) -> dict[str, Any]:
    """Empty where nothing of use is there."""
    try:
        document = _fetch(address)
    except Unavailable:
        return {}
    needed = ("issuer", "authorization_endpoint", "token_endpoint")
    return document if all(isinstance(document.get(name), str) for name in needed) else {}


def _fetch(address: str) -> dict[str, Any]:
    import requests

    try:
        answer = requests.get(address, timeout=SECONDS_TO_ANSWER, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        log.warning("%s does not answer: %s", address, type(error).__name__)
        raise Unavailable from None
    if answer.status_code != requests.codes.ok or not isinstance(found, dict):
        raise Unavailable
    return found
