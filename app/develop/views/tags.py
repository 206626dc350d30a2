"""Tags: all that are used in a challenge, and the one that a list is narrowed to."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.access import allow, anyone, load_or_404
from app.core.paging import page_number
from app.develop import queries, rules
from app.develop.details import TAG_CHARACTERS, tag_key
from app.develop.models import Challenge, Tag
from app.develop.views.shared import bp


@bp.get("/challenges/<int:challenge_id>/tags")
@allow(anyone)
def tags(challenge_id: int) -> ResponseReturnValue:
    options = queries.with_issue()
    found = load_or_404(Challenge, challenge_id, see=rules.can_see_challenge, options=options)
    page = queries.used_tags(found, page_number())
    return render_template("develop/tags.html", challenge=found, page=page)


def chosen_tag() -> Tag | None:
    """The tag that the address asks for; an unknown one matches no idea."""
    key = tag_key(request.args.get("tag", "")[: 4 * TAG_CHARACTERS])
    return (queries.tag(key) or Tag(key=key, name=key)) if key else None
