"""OpenID providers for tests: real ones, on a port of this machine, that can misbehave."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from app.core import clock

CLIENT_ID, CLIENT_SECRET = "ruamkid-of-the-tests", "a secret of the tests, long enough for HS256"


@dataclass
class Provider:
    """Signs with a key of its own (RS256), or as LINE does with the client's secret (HS256).

    `who` signs in next; `claims`, `algorithm` and `down` are how a test makes it misbehave.
    """

    by_secret: bool = False
    who: str = "somebody-there"
    claims: dict[str, Any] = field(default_factory=dict)
    algorithm: str | None = None
    signed_by: Any = None
    down: bool = False
    asked: list[str] = field(default_factory=list)
    issuer: str = ""

    def __post_init__(self) -> None:
        self.key = _key()
        self._codes: dict[str, dict[str, str]] = {}

    @property
    def discovery_url(self) -> str:
        return f"{self.issuer}/.well-known/openid-configuration"

    def visit(self, address: str) -> str:
        """What a person's browser does there: signs in, and is sent back. Returns the way back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?{urlencode({'code': code, 'state': asked['state']})}"

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        self.asked.append(request.path)
        answer = Response(status=503) if self.down else self._answer(request)
        return answer(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.path == "/.well-known/openid-configuration":
            return _json(self._document())
        if request.path == "/keys":
            return _json({"keys": [self.key.as_dict(private=False)]})
        if request.path == "/token" and request.method == "POST":
            return self._token(request)
        return Response(status=404)

    def _document(self) -> dict[str, Any]:
        method = "client_secret_post" if self.by_secret else "client_secret_basic"
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": [method],
            "id_token_signing_alg_values_supported": ["ES256" if self.by_secret else "RS256"],
        }

    def _token(self, request: Request) -> Response:
        """A code once, to the client that it was made for, who holds PKCE's verifier."""
        asked = self._codes.pop(request.form.get("code", ""), None)
        if asked is None or not self._is_client(request) or not _is_proof(request, asked):
            return _json({"error": "invalid_grant"}, 400)
        if request.form.get("redirect_uri") != asked["redirect_uri"]:
            return _json({"error": "invalid_grant"}, 400)
        token = self._id_token(asked["nonce"])
        return _json({"access_token": "unused", "token_type": "Bearer", "id_token": token})

    def _is_client(self, request: Request) -> bool:
        if self.by_secret:
            given = (request.form.get("client_id"), request.form.get("client_secret"))
        else:
            basic = request.authorization
            given = (basic.username, basic.password) if basic else (None, None)
        return given == (CLIENT_ID, CLIENT_SECRET)

    def _id_token(self, nonce: str) -> str:
        now = int(clock.now().timestamp())
        claims = {
            "iss": self.issuer, "sub": self.who, "aud": CLIENT_ID, "nonce": nonce, "iat": now,
            "exp": now + 300,
        } | self.claims  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        algorithm = self.algorithm or ("HS256" if self.by_secret else "RS256")
        if algorithm == "none":
            return ".".join((_part({"alg": "none"}), _part(claims), ""))
        if isinstance(self.signed_by, bytes):  # what the library itself refuses to sign with
            signed = f"{_part({'alg': 'HS256', 'kid': 'one'})}.{_part(claims)}"
            mac = hmac.new(self.signed_by, signed.encode(), hashlib.sha256).digest()
            return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"
        key = self.signed_by or (OctKey.import_key(CLIENT_SECRET) if self.by_secret else self.key)
        header = {"alg": algorithm} | ({} if self.by_secret else {"kid": "one"})
        return jwt.encode(header, claims, key, algorithms=[algorithm])


@cache
def _key() -> RSAKey:
    """One for all tests of a process: making one takes a while."""
    return RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})


@contextmanager
def running(provider: Provider) -> Iterator[Provider]:
    server = make_server("127.0.0.1", 0, provider, threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _is_proof(request: Request, asked: dict[str, str]) -> bool:
    hashed = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
    proof = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
    return asked.get("code_challenge_method") == "S256" and asked.get("code_challenge") == proof


def _json(values: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(values), status, mimetype="application/json")


def _part(values: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).rstrip(b"=").decode()
