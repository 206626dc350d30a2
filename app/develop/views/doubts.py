"""Votes in doubt: what everybody reads of them, and what those who look into it decide."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.core.access import allow, anyone, current_actor, load_or_404
from app.core.db import commit
from app.core.i18n import show_number
from app.core.paging import page_number
from app.develop import commands, queries, rules
from app.develop.forms import DoubtForm
from app.develop.models import Challenge
from app.develop.suspicion import Doubt
from app.develop.views.shared import bp

Verb = Callable[..., int]


@bp.get("/challenges/<int:challenge_id>/doubts")
@allow(anyone)
def doubts(challenge_id: int) -> ResponseReturnValue:
    options = queries.with_issue()
    found = load_or_404(Challenge, challenge_id, see=rules.can_see_challenge, options=options)
    page = queries.ranked(found, page_number())
    return render_template(
        "develop/doubts.html",
        challenge=found, page=page, doubts=queries.doubts_in(found.id),
        doubted=queries.tallies(found.id),
    )  # fmt: skip


@bp.get("/challenges/<int:challenge_id>/suspected")
@allow(rules.can_review_doubts)
def suspected(challenge_id: int) -> ResponseReturnValue:
    options = queries.with_issue()
    found = load_or_404(Challenge, challenge_id, see=rules.can_see_challenge, options=options)
    return _page(found, DoubtForm(formdata=None))


@bp.post("/challenges/<int:challenge_id>/suspected/clear")
@allow(rules.can_review_doubts)
def clear_doubts(challenge_id: int) -> ResponseReturnValue:
    return _decide(challenge_id, commands.clear_doubts, _cleared)


@bp.post("/challenges/<int:challenge_id>/suspected/restore")
@allow(rules.can_review_doubts)
def restore_doubts(challenge_id: int) -> ResponseReturnValue:
    return _decide(challenge_id, commands.restore_doubts, _restored)


def _decide(challenge_id: int, verb: Verb, told: Callable[[int], str]) -> ResponseReturnValue:
    form, options = DoubtForm(), queries.with_issue()
    found = load_or_404(Challenge, challenge_id, see=rules.can_see_challenge, options=options)
    if not form.validate_on_submit():
        return _page(found, form), 422
    doubt, network = Doubt(form.doubt.data), form.network.data or None
    changed = verb(current_actor(), found, network, doubt, reason=form.reason.data)
    commit()
    flash(told(changed))
    return redirect(url_for("develop.suspected", challenge_id=challenge_id))


def _page(challenge: Challenge, form: DoubtForm) -> str:
    return render_template(
        "develop/suspected.html", challenge=challenge, form=form,
        page=queries.doubt_groups(challenge, page_number()), doubts=queries.doubts_in(challenge.id),
    )  # fmt: skip


def _cleared(count: int) -> str:
    return ngettext(
        "The votes of %(shown)s person are no longer in doubt.",
        "The votes of %(shown)s people are no longer in doubt.",
        count, shown=show_number(count),
    )  # fmt: skip


def _restored(count: int) -> str:
    return ngettext(
        "The votes of %(shown)s person are in doubt again.",
        "The votes of %(shown)s people are in doubt again.",
        count, shown=show_number(count),
    )  # fmt: skip
