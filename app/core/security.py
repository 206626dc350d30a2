"""Headers that every response carries, errors included; and what no request may be."""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",  # Bootstrap's icons are data:, charts download as blob:
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)
FRAMED_POLICY = "; ".join(
    ("default-src 'none'", "style-src 'self'", "font-src 'self'", "base-uri 'none'",
     "form-action 'none'", "frame-ancestors *")
)  # fmt: skip
"""For what other sites may show in a frame: no script, no form, nothing to be clicked by trick."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
FORM = "application/x-www-form-urlencoded"
FORM_BYTES = 1 << 20
"""The longest form has 30,000 characters: nine bytes for each Thai one."""


def let_others_frame(response: Response) -> Response:
    """Allow this one page in a frame on any site. It must be the same for everybody."""
    response.headers["Content-Security-Policy"] = FRAMED_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Frame-Options"] = ""
    return response


def limit_forms(app: Flask) -> None:
    """Before anything reads a form, the check of tokens included: a form that brings no file is
    unpacked in memory, to many times its size."""
    app.before_request(_limit_form)


def _limit_form() -> None:
    if request.mimetype == FORM:
        request.max_content_length = FORM_BYTES


def init_app(app: Flask) -> None:
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not response.headers["X-Frame-Options"]:  # there is no value that allows every site
        del response.headers["X-Frame-Options"]
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "Cache-Control" not in response.headers:
        # Pages differ by language and by who is signed in: no shared cache may keep one.
        response.headers["Cache-Control"] = "private, no-store"
        response.vary.add("Cookie")
    return response
