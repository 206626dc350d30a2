"""A person's own news: read, and sent as a digest by mail."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale, ngettext

from app.accounts import news_queries as queries
from app.accounts.digests import digest_of, last_due
from app.accounts.models import DigestEvery, Notification, Person
from app.accounts.tokens import unsubscribe_token
from app.core import audit, clock, mail
from app.core.db import db
from app.core.i18n import show_number
from app.core.pages import path_to

MOST_LOADED = 500
ONE_CLICK = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def read_with(news: Notification) -> None:
    """Mark this news as read, and what else leads its reader to the same page."""
    _mark_read(news.person_id, Notification.path == news.path)


def read_all_about(news: Notification) -> None:
    """Mark as read all news of the same thing."""
    _mark_read(news.person_id, Notification.about == news.about)


def read_all(person: Person, until: int) -> None:
    """Mark as read all news up to the one with this id: the newest that the page had shown."""
    _mark_read(person.id, Notification.id <= until)


def choose_digest(person: Person, every: DigestEvery) -> None:
    """How often a person's news comes by mail. No `actor`: a link of a mail needs no sign-in."""
    before = person.digest_every
    person.digest_every = every
    db.session.flush()
    if before is not every:
        audit.record(
            person, "account.digest", person,
            before={"every": before.value}, after={"every": every.value},
        )  # fmt: skip


def send_digest(person_id: int) -> bool:
    """Mark a person's waiting news as mailed, and mail it once the caller commits.

    False where nothing is due any more: another worker was first, or it was all read meanwhile. A
    worker that dies between the commit and the mail has sent nothing, and nobody sends it again:
    one digest too few, whose news stand on the site, rather than two.
    """
    person = db.session.get_one(Person, person_id)
    if not _claim(person):
        return False
    news = queries.news_by_id(_mark_mailed(person))[:MOST_LOADED]
    if news:
        with force_locale(person.language):
            _mail(person, news)
    return bool(news)


def _claim(person: Person) -> bool:
    due = last_due(person.digest_every, clock.now())
    free = (
        sa.update(Person)
        .where(Person.id == person.id, Person.erased_at.is_(None))
        .where(Person.digest_every == person.digest_every)
        .where(Person.digest_every != DigestEvery.NEVER)
        .where(Person.digest_sent_at.is_(None) | (Person.digest_sent_at < due))
        .values(digest_sent_at=clock.now())
    )
    done: Any = db.session.execute(free.execution_options(synchronize_session="fetch"))
    return bool(done.rowcount == 1)


def _mark_mailed(person: Person) -> list[int]:
    waiting = (
        sa.update(Notification)
        .where(Notification.person_id == person.id, queries.waits_for_mail(clock.now()))
        .values(mailed_at=clock.now())
        .returning(Notification.id)
        .execution_options(synchronize_session=False)
    )
    return list(db.session.scalars(waiting))


def _mail(person: Person, news: list[Notification]) -> None:
    unsubscribe = mail.absolute(
        path_to("accounts.unsubscribe", unsubscribe_token=unsubscribe_token(person))
    )
    shown = show_number(len(news))
    mail.send_later(
        person.email,
        ngettext("Ruamkid: %(shown)s news", "Ruamkid: %(shown)s news", len(news), shown=shown),
        "accounts/mail_digest.txt",
        html_template="accounts/mail_digest.html",
        headers={"List-Unsubscribe": f"<{unsubscribe}>", **ONE_CLICK},
        person=person, digest=digest_of(news), unsubscribe=unsubscribe,
        all_news=mail.absolute(path_to("accounts.news")),
        settings=mail.absolute(path_to("accounts.digest_form")),
    )  # fmt: skip


def _mark_read(person_id: int, which: sa.ColumnElement[bool]) -> None:
    unread = sa.update(Notification).where(
        Notification.person_id == person_id, Notification.read_at.is_(None), which
    )
    db.session.execute(unread.values(read_at=clock.now()))
