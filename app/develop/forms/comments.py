"""Comments as they are written."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    RadioField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import Form, at_most, choices, required
from app.core.labels import label
from app.develop.forms.fields import (
    COMMENT_CHARACTERS,
    one_kind_of_newline,
    says_something,
)
from app.develop.models import Stance
from app.develop.queries import Participant

WORDS_SHOWN = 40


class _Words(Form):
    body = TextAreaField(
        _l("Your comment"),
        [required(), says_something, at_most(COMMENT_CHARACTERS)],
        filters=[one_kind_of_newline],
    )


class _Mentions(Form):
    mentions = SelectMultipleField(
        _l("Mention people who take part here"),
        coerce=int,
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, people: Iterable[Participant]) -> None:
        """Whom one may mention; to be called before the form is validated."""
        self.mentions.choices = [(one.id, _who(one)) for one in people]


class _Stance(Form):
    stance = RadioField(_l("Your comment is"), choices=[], default=Stance.REMARK.value)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.stance.choices = choices(list(Stance), label)

    @property
    def chosen(self) -> Stance:
        return Stance(self.stance.data)


class CommentForm(_Stance, _Words, _Mentions):
    """A thread's first comment."""


class ReplyForm(_Words, _Mentions):
    """An answer to a comment."""


class EditCommentForm(_Stance, _Words):
    """`stance` is the thread's: a reply has none, and keeps what it came with."""


def _who(person: Participant) -> str:
    """The name and, as others may have the same, something to know them by."""
    if not person.words:
        return _("%(name)s, who posted the idea", name=person.name)
    words = " ".join(person.words.split())
    start = words[:WORDS_SHOWN] + ("…" if len(words) > WORDS_SHOWN else "")
    return _("%(name)s, who wrote “%(words)s”", name=person.name, words=start)
