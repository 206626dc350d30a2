"""One's own news, and how often it comes by mail."""

from __future__ import annotations

from flask import Flask, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import commands
from app.accounts import news_queries as queries
from app.accounts.forms_news import DigestForm
from app.accounts.models import DigestEvery, Notification, Person
from app.accounts.notices import say
from app.accounts.rules import is_signed_in, owns_news
from app.accounts.sessions import MOST_COUNTED
from app.accounts.tokens import read_unsubscribe_token
from app.accounts.views.blueprint import bp
from app.accounts.views.shared import me
from app.core.access import allow, anyone, load_or_404
from app.core.addresses import number
from app.core.db import commit, db
from app.core.i18n import nobody_may_be_asked, show_number
from app.core.pages import own_path
from app.core.paging import page_number


def unread_news() -> str:
    """How many news the reader has not read, for the head of every page: "", "3", "99+".

    The session's loader has counted them, but not for a form that was refused.
    """
    if "unread_news" not in g and not nobody_may_be_asked():
        g.unread_news = queries.unread_news(me(), MOST_COUNTED + 1)
    count: int = g.get("unread_news", 0)
    if count > MOST_COUNTED:
        return f"{show_number(MOST_COUNTED)}+"
    return show_number(count) if count else ""


@bp.get("/account/news")
@allow(is_signed_in)
def news() -> ResponseReturnValue:
    about = request.args.get("about", "")
    if about:
        page = queries.news_about(me(), about, page_number())
        return render_template("accounts/news_about.html", page=page, about=about)
    unread_only = request.args.get("show") == "unread"
    return render_template(
        "accounts/news.html",
        page=queries.news_page(me(), page_number(), unread_only=unread_only),
        unread_only=unread_only,
        newest=queries.newest_id(me()),
        every=me().digest_every,
    )


@bp.post("/account/news/<int:news_id>/open")
@allow(is_signed_in)
def open_news(news_id: int) -> ResponseReturnValue:
    """Go where the news leads to; it is read then."""
    found = load_or_404(Notification, news_id, see=owns_news)
    way = own_path(found.path)
    commands.read_with(found)
    commit()
    return redirect(way)


@bp.post("/account/news/<int:news_id>/read")
@allow(is_signed_in)
def read_news(news_id: int) -> ResponseReturnValue:
    found = load_or_404(Notification, news_id, see=owns_news)
    commands.read_all_about(found)
    commit()
    flash(_("Marked as read."))
    return redirect(own_path(request.form.get("next"), url_for("accounts.news")))


@bp.post("/account/news/read")
@allow(is_signed_in)
def read_all_news() -> ResponseReturnValue:
    commands.read_all(me(), request.form.get("until", 0, type=number))
    commit()
    flash(_("Marked as read."))
    return redirect(url_for("accounts.news"))


@bp.get("/account/news/mail")
@allow(is_signed_in)
def digest_form() -> ResponseReturnValue:
    form = DigestForm(every=me().digest_every.value)
    return render_template("accounts/digest.html", form=form, person=me())


@bp.post("/account/news/mail")
@allow(is_signed_in)
def choose_digest() -> ResponseReturnValue:
    form = DigestForm()
    if not form.validate_on_submit():
        return render_template("accounts/digest.html", form=form, person=me()), 422
    commands.choose_digest(me(), DigestEvery(form.every.data))
    commit()
    flash(_("Your choice is kept."))
    return redirect(url_for("accounts.news"))


@bp.get("/news/unsubscribe/<unsubscribe_token>")
@allow(anyone)
def unsubscribe(unsubscribe_token: str) -> ResponseReturnValue:
    """A page with a button: programs that look at the links of a mail end nobody's mails."""
    person = _of_link(unsubscribe_token)
    return render_template(
        "accounts/unsubscribe.html", done=person.digest_every is DigestEvery.NEVER
    )


@bp.post("/news/unsubscribe/<unsubscribe_token>")
@allow(anyone)
def unsubscribe_now(unsubscribe_token: str) -> ResponseReturnValue:
    """Needs no session and no CSRF token: mail programs send it (RFC 8058); the link is the proof.

    Answered at once, with no redirect, as that standard wants.
    """
    commands.choose_digest(_of_link(unsubscribe_token), DigestEvery.NEVER)
    commit()
    return render_template("accounts/unsubscribe.html", done=True)


def _of_link(token: str) -> Person:
    person_id = read_unsubscribe_token(token)
    person = db.session.get(Person, person_id) if person_id else None
    if person is None or person.erased_at is not None:
        abort(404)
    return person


def init_app(app: Flask) -> None:
    app.jinja_env.globals["unread_news"] = unread_news
    app.jinja_env.filters["say"] = say
    app.extensions["csrf"].exempt(unsubscribe_now)
