"""`flask messages`: collect what is to be translated, one file a slice and language.

Translations already there are kept; messages no longer used are dropped. English is the language
of the messages themselves, so its file is filled; Thai ones wait for a translator.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from app.core.i18n import LANGUAGES, TRANSLATIONS

APP = TRANSLATIONS.parent
PLURAL = (1, 2)
KEYWORDS = {
    "_": None, "_l": None, "gettext": None, "lazy_gettext": None,
    "ngettext": PLURAL, "_n": PLURAL, "lazy_ngettext": PLURAL,
}  # fmt: skip
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
OPTIONS = {"**.html": {"trim_blocks": "true"}, "**.txt": {"trim_blocks": "true"}}


def slices() -> list[str]:
    """Core, and the folders of app/ that have pages: only those speak to readers."""
    folders = (path.parent for path in APP.glob("*/__init__.py"))
    return sorted(
        folder.name for folder in folders if folder.name == "core" or any(folder.glob("views*"))
    )


def update(slice_name: str) -> dict[str, int]:
    """Write the slice's catalogues. Returns how many messages of each language are untranslated."""
    found = extract(slice_name)
    return {code: _update_one(found, slice_name, code) for code in LANGUAGES}


def extract(slice_name: str) -> Catalog:
    """The messages that the slice's code and templates use now."""
    catalogue = Catalog(project="Ruamkid", charset="utf-8")
    for folder in (APP / slice_name, APP / "templates" / slice_name, *_top(slice_name)):
        if folder.exists():
            _extract_into(catalogue, folder)
    return catalogue


def _top(slice_name: str) -> list[Path]:
    """Files of app/ and of templates/ themselves belong to core's catalogue."""
    return [APP / "templates" / "base.html", APP / "cli.py"] if slice_name == "core" else []


def _extract_into(catalogue: Catalog, where: Path) -> None:
    folder = where if where.is_dir() else where.parent
    for name, line, message, comments, context in extract_from_dir(
        str(folder), METHODS, OPTIONS, KEYWORDS, ("Translators:",)
    ):
        if where.is_dir() or name == where.name:
            place = (folder / name).relative_to(APP).as_posix()
            catalogue.add(message, None, [(place, line)], auto_comments=comments, context=context)


def _update_one(found: Catalog, slice_name: str, code: str) -> int:
    path = TRANSLATIONS / code / f"{slice_name}.po"
    known = read_po(BytesIO(path.read_bytes()), locale=code) if path.exists() else Catalog(code)
    known.update(found, no_fuzzy_matching=True)
    known.obsolete.clear()
    if code == "en":
        _fill_with_itself(known)
    path.parent.mkdir(parents=True, exist_ok=True)
    out = BytesIO()
    write_po(out, known, width=100, sort_by_file=True, include_lineno=False, omit_header=False)
    path.write_bytes(_without_dates(out.getvalue()))
    return sum(1 for message in known if message.id and not _translated(message.string))


def _translated(string: Any) -> bool:
    """`string` is a text, or a tuple of the plural's forms."""
    return all(string) if isinstance(string, tuple) else bool(string)


def _fill_with_itself(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.id:
            message.string = message.id


def _without_dates(text: bytes) -> bytes:
    """Dates in headers would make every run a change."""
    lines = text.split(b"\n")
    return b"\n".join(
        line for line in lines if not line.startswith((b'"POT-C', b'"PO-Rev', b'"Gen'))
    )
