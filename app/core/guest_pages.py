"""Public pages that a process keeps for a moment for those who are not signed in.

A guest's page depends on its address and its language alone, so one that was made a moment ago
serves the next guest as well: an idea that is passed around is read by thousands at once. Such a
page may lag behind by `memo.SECONDS`. Whoever is signed in, has something in a session, or changes
anything is never served from here.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import current_app, g, request
from flask.typing import ResponseReturnValue

from app.core import memo
from app.core.i18n import language

P = ParamSpec("P")
MOST_PAGES = 400
_pages = memo.Memo(MOST_PAGES)
View = Callable[P, ResponseReturnValue]
Action = Callable[[], object]


def same_for_all_guests(view: View[P]) -> View[P]:
    """Decorates a view, under `@allow`, whose page is the same for all who are not signed in.

    It gives a text, or a text and a status.
    """

    @wraps(view)
    def kept(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if not _is_a_plain_guest():
            return view(*args, **kwargs)
        key = (language(), request.full_path)
        page, actions = _pages.recent(key, lambda: _made(view, *args, **kwargs))
        for action in actions:
            action()
        return page.unpacked()

    return kept


def whenever_shown(action: Action) -> None:
    """Do this now, and each time that the page being made is shown: counting that it was."""
    actions: list[Action] | None = g.get("whenever_shown")
    if actions is None:
        action()
    else:
        actions.append(action)  # `kept` does it, this first time too


def _made(view: View[P], *args: P.args, **kwargs: P.kwargs) -> tuple[_Packed, list[Action]]:
    g.whenever_shown = []
    page = view(*args, **kwargs)
    return _packed(page), g.pop("whenever_shown")


def _packed(page: ResponseReturnValue) -> _Packed:
    """Never a whole response: every request would add its headers to the one that all are shown."""
    match page:
        case str():
            return _Packed(page)
        case (str() as text, int() as status):
            return _Packed(text, status)
    raise TypeError("a page that is kept is a text, or a text and a status")


class _Packed:
    """A quarter of its size: hundreds of pages are kept, and unpacking one takes a moment."""

    def __init__(self, text: str, status: int = 200) -> None:
        self._bytes, self._status = zlib.compress(text.encode(), level=1), status

    def unpacked(self) -> tuple[bytes, int]:
        return zlib.decompress(self._bytes), self._status


def _is_a_plain_guest() -> bool:
    cookie = current_app.config["SESSION_COOKIE_NAME"]
    return request.method == "GET" and cookie not in request.cookies
