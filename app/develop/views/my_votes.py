"""A voter's own votes, each with its receipt and its place in the ledger."""

from __future__ import annotations

import json
from typing import cast

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from app.accounts.models import Person
from app.accounts.rules import is_signed_in
from app.core.access import allow, current_actor, load_or_404
from app.core.paging import page_number
from app.develop import queries, rules
from app.develop.models import VoteEvent
from app.develop.views.shared import bp


@bp.get("/my-votes")
@allow(is_signed_in)
def my_votes() -> ResponseReturnValue:
    person = cast(Person, current_actor())
    page = queries.receipts_of(person, page_number())
    return render_template("develop/my_votes.html", page=page)


@bp.get("/my-votes/<int:event_id>")
@allow(is_signed_in)
def vote_proof(event_id: int) -> ResponseReturnValue:
    event = load_or_404(VoteEvent, event_id, see=rules.owns_event)
    return render_template("develop/vote_proof.html", event=event, proof=queries.proof_of(event))


@bp.get("/my-votes/<int:event_id>/proof.json")
@allow(is_signed_in)
def vote_proof_file(event_id: int) -> ResponseReturnValue:
    """404 also where the row waits for its seal."""
    event = load_or_404(VoteEvent, event_id, see=rules.owns_event)
    proof = queries.proof_of(event)
    if proof is None:
        abort(404)
    response = Response(json.dumps(proof.to_json(), indent=1), mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename=f"proof-{event_id}.json")
    return response
