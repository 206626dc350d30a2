"""Who may do what: every route declares a rule, and views load and authorise in one call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar, cast

from flask import Flask, abort, current_app, has_request_context, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.core.actors import Actor
from app.core.db import db

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
Loaded = TypeVar("Loaded")
RouteRule = Callable[[Actor], bool]
ObjectRule = Callable[[Actor, Any], bool]
WAYS = "ways_in"


class UndeclaredRoute(Exception):
    """A view declares no rule: the application does not start."""


def anyone(actor: Actor) -> bool:
    return True


def allow(rule: RouteRule) -> Callable[[View], View]:
    """Declare who may use a view: `@allow(anyone)`, `@allow(is_analyst)`."""

    def declare(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]  # read by `rule_of`
        return view

    return declare


def rule_of(app: Flask, endpoint: str) -> RouteRule | None:
    return getattr(app.view_functions[endpoint], "access_rule", None)


def current_actor() -> Actor:
    return cast(Actor, current_user._get_current_object())


def load_or_404(
    model: type[Loaded],
    ident: Any,
    *,
    see: ObjectRule,
    do: ObjectRule | None = None,
    options: tuple[Any, ...] = (),
    load: Callable[[Any], Loaded | None] | None = None,
) -> Loaded:
    """Return the object, if this request's actor may. `load`: a lighter way to get it.

    Missing, or not to be seen: 404, so that nobody learns that it exists.
    To be seen but not acted on (`do`): 403, or the sign-in page for a guest.
    """
    actor = current_actor()
    found = load(ident) if load else db.session.get(model, ident, options=options)
    if found is None or not see(actor, found):
        abort(404)
    if do is not None and not do(actor, found):
        refuse(actor)
    return found


def refuse(actor: Actor) -> NoReturn:
    """Answer one who may not: a guest is asked to sign in, anybody else gets a 403.

    Or is led to the page on which they get what they lack: see `lead`.
    """
    if not has_request_context():  # a job or the command line asked: there is no page to lead to
        abort(403)
    if actor.actor_id is None:
        abort(redirect(url_for("accounts.sign_in", next=_way_back())))
    for way in current_app.extensions.get(WAYS, ()):
        if page := way(actor, _way_back()):
            abort(redirect(page))
    abort(403)


def lead(app: Flask, way: Callable[[Actor, str], str | None]) -> None:
    """`way(actor, next)` is the page on which somebody refused can get in; None: there is none."""
    app.extensions.setdefault(WAYS, []).append(way)


def _way_back() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else (_own_referrer() or "/")


def _own_referrer() -> str | None:
    referrer = request.referrer or ""
    return (
        "/" + referrer[len(request.host_url) :] if referrer.startswith(request.host_url) else None
    )


def init_app(app: Flask) -> None:
    app.before_request(_enforce)


def check_declared(app: Flask) -> None:
    """Called when all blueprints are in. Raises `UndeclaredRoute` with the names."""
    missing = [name for name in app.view_functions if name != "static" and not rule_of(app, name)]
    if missing:
        raise UndeclaredRoute(f"declare who may use these views with @allow(rule): {missing}")


def _enforce() -> None:
    if request.endpoint is None or request.endpoint == "static":
        return
    rule = rule_of(current_app, request.endpoint)
    actor = current_actor()
    if rule is None or not rule(actor):
        refuse(actor)
