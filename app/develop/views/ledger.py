"""The ledger of votes for everybody: seals, roots, the whole of it as a file, receipts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flask import Response, render_template, send_file, stream_with_context
from flask.typing import ResponseReturnValue

from app.core import clock, limits, networks
from app.core.access import allow, anyone
from app.core.paging import page_number
from app.develop import queries, verify
from app.develop.forms import ReceiptForm
from app.develop.views.shared import bp

RECEIPTS_AN_HOUR = limits.Limit("receipts", 300, 3_600)
"""From one network, an office with hundreds of voters behind it included."""


@bp.get("/ledger")
@allow(anyone)
def ledger() -> ResponseReturnValue:
    return render_template(
        "develop/ledger.html",
        page=queries.page_of_seals(page_number()),
        last=queries.last_seal(),
        waiting=queries.waiting_events(),
    )


@bp.get("/ledger/roots.txt")
@allow(anyone)
def ledger_roots() -> ResponseReturnValue:
    pieces = (line.encode() for line in queries.root_lines())
    return _download(pieces, f"ruamkid-roots-{_today()}.txt", "text/plain")


@bp.get("/ledger/export")
@allow(anyone)
def ledger_export() -> ResponseReturnValue:
    return _download(queries.ledger_file(), f"ruamkid-ledger-{_today()}.jsonl", "application/jsonl")


@bp.get("/ledger/verify.py")
@allow(anyone)
def ledger_verifier() -> ResponseReturnValue:
    return send_file(Path(verify.__file__), "text/x-python", as_attachment=True)


@bp.get("/ledger/receipt")
@allow(anyone)
def receipt_form() -> ResponseReturnValue:
    return render_template("develop/ledger_receipt.html", form=ReceiptForm(formdata=None))


@bp.post("/ledger/receipt")
@allow(anyone)
def find_receipt() -> ResponseReturnValue:
    """Answered on the spot: a receipt never stands in an address."""
    form = ReceiptForm()
    if not form.validate_on_submit():
        return render_template("develop/ledger_receipt.html", form=form), 422
    limits.hit(RECEIPTS_AN_HOUR, networks.network())
    found = queries.find_receipt(form.receipt.data)
    return render_template("develop/ledger_receipt.html", form=form, found=found, looked=True)


def _download(pieces: Iterator[bytes], name: str, mimetype: str) -> Response:
    response = Response(stream_with_context(pieces), mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _today() -> str:
    return clock.now().astimezone(clock.BANGKOK).date().isoformat()
