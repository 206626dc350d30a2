"""Mails, sent after the commit that they speak of; into files by default."""

from __future__ import annotations

import logging

from flask import Flask, current_app, render_template
from flask_mailman import EmailMultiAlternatives, Mail

from app.core.db import after_commit

log = logging.getLogger(__name__)
_mail = Mail()


def init_app(app: Flask) -> None:
    _mail.init_app(app)


def send_later(
    to: str,
    subject: str,
    template: str,
    *,
    html_template: str | None = None,
    headers: dict[str, str] | None = None,
    **values: object,
) -> None:
    """Make the mail now, in the reader's language; send it once the caller has committed.

    `template` is a text template; `html_template`, where given, says the same for readers of HTML.
    A server that does not answer is logged, not shown: the page must read the same whether or not
    there was somebody to write to.
    """
    text = render_template(template, **values)
    message = EmailMultiAlternatives(subject=subject, body=text, to=[to], headers=headers)
    if html_template:
        message.attach_alternative(render_template(html_template, **values), "text/html")
    after_commit(lambda: _send(message))


def absolute(path: str) -> str:
    """The address of a page for use outside the site; never from the request's Host header."""
    return str(current_app.config["BASE_URL"]).rstrip("/") + path


def _send(message: EmailMultiAlternatives) -> None:
    try:
        message.send()
    except OSError:
        log.exception("a mail could not be sent")
