"""Languages: Thai first, English second; dates in the Buddhist era for Thai readers.

Catalogues lie in `app/translations/<language>/<slice>.po`, one file a slice, so that a slice and
its words change together. They are compiled into one catalogue a language when they are newer.
"""

from __future__ import annotations

import os
import tempfile
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, request
from flask_babel import Babel, Domain, get_locale
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.core.clock import BANGKOK

LANGUAGES = {"th": "ไทย", "en": "English"}
DEFAULT = "th"
COOKIE = "language"
COOKIE_DAYS = 365
BUDDHIST_ERA = 543
TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


def select_language() -> str:
    """What was chosen in this browser, else what the signed-in person chose, else Thai.

    The cookie comes first: the language of an error page needs no database then.
    """
    chosen = request.cookies.get(COOKIE) or _of_the_reader()
    return chosen if chosen in LANGUAGES else DEFAULT


def _of_the_reader() -> str | None:
    if nobody_may_be_asked():
        return None
    return getattr(current_user, "language", None)


def ask_nobody() -> None:
    """From here on this request looks nobody up: for error pages, as the database may be away."""
    g.nobody_is_asked = True


def nobody_may_be_asked() -> bool:
    return bool(g.get("nobody_is_asked"))


def remember(response: Response, code: str) -> None:
    """Keep the choice of a language in this browser."""
    response.set_cookie(
        COOKIE,
        code,
        max_age=COOKIE_DAYS * 86_400,
        samesite="Lax",
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )


def language() -> str:
    """The language of the page being made: 'th' or 'en'."""
    locale = get_locale()
    return str(locale.language) if locale else DEFAULT


def in_language(thing: object, attribute: str) -> str:
    """`thing.name_th` or `thing.name_en`, whichever the reader reads; Thai where one is empty."""
    words = getattr(thing, f"{attribute}_{language()}", None) or getattr(thing, f"{attribute}_th")
    return str(words or "")


def thai_year(moment: date) -> int:
    return moment.year + BUDDHIST_ERA


def show_date(moment: date | datetime | None, width: str = "medium") -> str:
    """A date for readers in Bangkok: `16 พ.ค. 2561`, `16 May 2018`. `width`: medium or long."""
    if moment is None:
        return "–"
    day = moment.astimezone(BANGKOK).date() if isinstance(moment, datetime) else moment
    return _day(day, width, language())


@lru_cache(maxsize=4096)
def _day(day: date, width: str, code: str) -> str:
    month = "MMMM" if width == "long" else "MMM"
    if code == "th":
        return f"{format_date(day, f'd {month}', locale='th')} {thai_year(day)}"
    return format_date(day, f"d {month} y", locale="en")


def show_datetime(moment: datetime | None) -> str:
    """A date with hours and minutes, in Bangkok's time."""
    if moment is None:
        return "–"
    local = moment.astimezone(BANGKOK)
    return f"{show_date(moment)} {local:%H:%M}" + (" น." if language() == "th" else "")


def show_number(number: float) -> str:
    return _number(number, language())


@lru_cache(maxsize=4096)
def _number(number: float, code: str) -> str:
    return format_decimal(number, locale=code)


def init_app(app: Flask) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Bangkok"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    compile_catalogues()
    babel = Babel(app, locale_selector=select_language)
    babel.domain_instance = words = _Words()
    app.jinja_env.filters.update(
        date=show_date, datetime=show_datetime, number=show_number, t=in_language
    )
    app.jinja_env.globals.update(language=language, LANGUAGES=LANGUAGES, _=words.shown)


class _Words(Domain):
    """The catalogue by the language's two letters: a page asks for hundreds of words, and
    flask_babel spells the whole locale anew for each of them."""

    def __init__(self) -> None:
        super().__init__()
        self._catalogues = {code: Translations.load(TRANSLATIONS, [code]) for code in LANGUAGES}
        self._shown: dict[tuple[str, str], tuple[Markup, Markup]] = {}

    def get_translations(self) -> NullTranslations:
        return self._catalogues[language()]

    def shown(self, text: str, /, **values: object) -> Markup:
        """`_()` of templates, as Jinja's own: values are escaped, `%%` is a per cent sign. What is
        said the same each time is worked out once."""
        code = language()
        found = self._shown.get((code, text))
        if found is None:
            words = Markup(self._catalogues[code].ugettext(text))  # noqa: S704  our own catalogue
            found = self._shown[code, text] = (words, words if "%(" in words else words % {})
        return found[0] % values if values else found[1]


def compile_catalogues(folder: Path = TRANSLATIONS) -> None:
    """Merge `<language>/*.po` into `<language>/LC_MESSAGES/messages.mo` where that is older."""
    for code in LANGUAGES:
        sources = sorted((folder / code).glob("*.po"))
        target = folder / code / "LC_MESSAGES" / "messages.mo"
        newest = max((source.stat().st_mtime for source in sources), default=0)
        if sources and (not target.exists() or target.stat().st_mtime <= newest):
            _write(target, merged(sources, code))


def merged(sources: list[Path], code: str) -> Catalog:
    """One catalogue of all slices' messages, first come first kept; but a message that one slice
    counts ("idea", "ideas") and another only names stays countable."""
    catalogue = Catalog(locale=code)
    for source in sources:
        with source.open("rb") as stream:
            for message in read_po(stream, locale=code):
                if message.id and (message.id not in catalogue or message.pluralizable):
                    catalogue[message.id] = message
    return catalogue


def _write(target: Path, catalogue: Catalog) -> None:
    """Replaced in one step: another process may be reading the old one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as stream:
        write_mo(stream, catalogue)
    os.replace(stream.name, target)
