"""One's own ballot: what one has voted for in a challenge, and what is left."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.access import allow, current_actor, load_or_404
from app.core.paging import page_number
from app.develop import queries, rules
from app.develop.models import Challenge
from app.develop.views.shared import bp


@bp.get("/challenges/<int:challenge_id>/ballot")
@allow(rules.can_take_part)
def my_ballot(challenge_id: int) -> ResponseReturnValue:
    options, actor = queries.with_issue(), current_actor()
    found = load_or_404(Challenge, challenge_id, see=rules.can_see_challenge, options=options)
    page = queries.my_ballot(actor, found, page_number())
    votes = queries.my_votes(actor, found, page.rows)
    return render_template("develop/my_ballot.html", challenge=found, page=page, votes=votes)
