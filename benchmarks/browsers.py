"""Browsers in which people are signed in, that send one form after another without waiting."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from app.accounts.models import AuthSession, Person
from app.accounts.tokens import digest
from app.core import clock
from app.core.db import db

SECONDS_A_REQUEST = 60


@dataclass(frozen=True)
class Browser:
    """What a signed-in browser sends: its cookie and the token of its forms."""

    cookie: str
    csrf_token: str

    def post(self, address: str, page: str, form: str) -> int:
        """Send a form of a page, as without scripts. Returns the status; 0 where no answer came."""
        place = urlsplit(address).netloc
        connection = http.client.HTTPConnection(place, timeout=SECONDS_A_REQUEST)
        headers = {
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"{address}{page}",
        }
        body = urlencode({"csrf_token": self.csrf_token})
        try:
            connection.request("POST", f"{page}/{form}", body=body, headers=headers)
            response = connection.getresponse()
            return 0 if "/sign-in" in (response.getheader("Location") or "") else response.status
        except OSError:
            return 0
        finally:
            connection.close()


def signed_in(app: Flask, person: Person) -> Browser:
    """A session row of the person, and a cookie as the sign-in page would set it."""
    token = f"session-of-{person.id}"
    db.session.add(
        AuthSession(
            id=digest(token), person_id=person.id, expires_at=clock.now() + timedelta(hours=1)
        )
    )
    return with_cookie(app, token)


def with_cookie(app: Flask, token: str) -> Browser:
    """The browser that the session with this token is of."""
    # An application context of its own: flask-wtf keeps a request's token in it
    with app.app_context(), app.test_request_context():
        session.update(_user_id=token, _fresh=True)
        csrf_token = generate_csrf()
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return Browser(f"session={signer.dumps(dict(session))}", csrf_token)
