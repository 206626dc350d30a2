"""Pages of this slice."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.accounts import cli, sessions
from app.accounts import jobs as _jobs  # noqa: F401  registers the background work
from app.accounts import own_data as _own_data  # noqa: F401  registers what is held of people
from app.accounts.labels import LABELS
from app.accounts.views import (  # noqa: F401  they add routes
    account,
    address,
    consents,
    entrance,
    identities,
    my_data,
    news,
    privacy,
    reset,
    second_factor,
    sign_up,
)
from app.accounts.views.blueprint import bp
from app.core import access, labels, navigation


def init_app(app: Flask) -> None:
    sessions.init_app(app)
    labels.LABELS.update(LABELS)
    app.register_blueprint(bp)
    news.init_app(app)
    navigation.add(app, "mine", 10, _l("My news"), "accounts.news")
    navigation.add(app, "mine", 80, _l("My data"), "accounts.my_data")
    cli.init_app(app)
    access.lead(app, second_factor.way_to_set_up)
