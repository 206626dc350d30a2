"""An idea as it is written, and a draft, which may lack anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import (
    FieldList,
    HiddenField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from app.core.forms import Form, at_most, required
from app.core.i18n import in_language, language
from app.develop.details import MOST_TAGS, TAG_CHARACTERS, Details, tag_key, tag_names
from app.develop.forms.fields import (
    BODY_CHARACTERS,
    TITLE_CHARACTERS,
    one_kind_of_newline,
    says_something,
)
from app.missions.models import District, Province
from app.missions.queries import districts_of, provinces

Place = Province | District
NOWHERE = ""
DRAFT_TAG = 200
_LEADING_VOWEL = re.compile("([เแโใไ])(.)")


def a_number(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


class DraftForm(Form):
    """Nothing is required; only what cannot be kept is refused."""

    title = StringField(_l("Title"), [at_most(TITLE_CHARACTERS)])
    body = TextAreaField(_l("Your idea"), [at_most(BODY_CHARACTERS)], filters=[one_kind_of_newline])
    tags = FieldList(
        StringField(_l("Tag"), render_kw={"maxlength": TAG_CHARACTERS}),
        label=_l("Tags"), min_entries=MOST_TAGS, max_entries=MOST_TAGS,
    )  # fmt: skip
    province = SelectField(_l("Province"), coerce=a_number, validate_choice=False)
    district = SelectField(_l("District"), coerce=a_number, validate_choice=False)
    files = MultipleFileField(_l("Pictures and documents"))
    seen = HiddenField()
    """When the draft was saved last, as far as this page knows."""
    preview = SubmitField(_l("Preview"))
    save = SubmitField(_l("Save as a draft"))
    attach = SubmitField(_l("Add the files"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = provinces()
        self.province.choices = _offered(known, _l("– no province –"))
        in_it = districts_of(self.province.data) if self.province.data in _ids(known) else ()
        self.district.choices = _offered(in_it, _l("– all of the province –"))

    def validate_tags(self, field: Any) -> None:
        names = tag_names(field.data)
        if any(len(name) > TAG_CHARACTERS or len(tag_key(name)) > TAG_CHARACTERS for name in names):
            raise ValidationError(_("A tag has at most %(max)s characters.", max=TAG_CHARACTERS))
        if len(names) > MOST_TAGS:
            raise ValidationError(_("At most %(max)s tags, please.", max=MOST_TAGS))

    def fits_a_draft(self) -> bool:
        """Short enough to be kept, fit to be posted or not."""
        return (
            len(self.title.data or "") <= TITLE_CHARACTERS
            and len(self.body.data or "") <= BODY_CHARACTERS
        )

    def details(self) -> Details:
        """What was chosen, as far as it is there: a district of another province is none."""
        province = self.province.data if self.province.data in _chosen(self.province) else None
        district = self.district.data if self.district.data in _chosen(self.district) else None
        return Details(tag_names(self.tags.data), province, district if province else None)

    def typed(self) -> dict[str, Any]:
        """What a draft keeps: tags of any length and number, to be put right later."""
        details = self.details()
        return {
            "title": self.title.data or "",
            "body": self.body.data or "",
            "details": {
                "tags": [text[:DRAFT_TAG] for text in self.tags.data if text],
                "province": details.province_id,
                "district": details.district_id,
            },
        }


class IdeaForm(DraftForm):
    title = StringField(_l("Title"), [required(), says_something, at_most(TITLE_CHARACTERS)])
    body = TextAreaField(
        _l("Your idea"),
        [required(), says_something, at_most(BODY_CHARACTERS)],
        filters=[one_kind_of_newline],
    )

    def validate_district(self, field: Any) -> None:
        if field.data and field.data not in _chosen(field):
            raise ValidationError(_("This district is not in the province. Please choose again."))


def _ids(places: Sequence[Place]) -> set[int]:
    return {place.id for place in places}


def _chosen(field: SelectField) -> set[int]:
    return {value for value, _name in field.choices if value}


def _offered(places: Sequence[Place], empty: Any) -> list[tuple[Any, Any]]:
    named = [(place.id, in_language(place, "name")) for place in sorted(places, key=_sorted_as)]
    return [(NOWHERE, empty), *named]


def _sorted_as(place: Place) -> str:
    """Thai dictionaries order a syllable by its consonant, also where a vowel is written first."""
    if language() != "th":
        return place.name_en
    return _LEADING_VOWEL.sub(r"\2\1", place.name_th)
