"""Support for an idea: a form that works alone, and in place where a script sends it."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.access import allow, current_actor, load_or_404
from app.core.actors import Actor
from app.core.db import commit
from app.core.i18n import show_number
from app.core.pages import own_path
from app.develop import commands, queries, rules
from app.develop.commands import Support
from app.develop.models import Idea
from app.develop.views.shared import bp, wants_json

Verb = Callable[[Actor, Idea], Support]


@bp.post("/ideas/<int:idea_id>/support")
@allow(rules.can_take_part)
def support(idea_id: int) -> ResponseReturnValue:
    return _vote(idea_id, commands.support_idea, supported=True)


@bp.post("/ideas/<int:idea_id>/support/withdraw")
@allow(rules.can_take_part)
def withdraw_support(idea_id: int) -> ResponseReturnValue:
    return _vote(idea_id, commands.withdraw_support, supported=False)


def _vote(idea_id: int, verb: Verb, *, supported: bool) -> ResponseReturnValue:
    options = queries.with_challenge()
    idea = load_or_404(Idea, idea_id, see=rules.can_see_idea, options=options)
    result = verb(current_actor(), idea)
    told = _tell(result, supported)
    # Made before the commit: reading the idea after it would begin another transaction
    answer = _answer(idea, result, supported, told)
    commit()
    return answer


def _answer(idea: Idea, result: Support, supported: bool, told: str) -> ResponseReturnValue:
    if wants_json():
        html = render_template(
            "develop/support_box.html", idea=idea, count=result.count, supported=supported
        )
        return jsonify(html=html, message=told, count=result.count, supported=supported)
    flash(told)
    page = url_for("develop.idea", idea_id=idea.id)
    return redirect(own_path(request.form.get("next"), page) + f"#support-{idea.id}")


def _tell(result: Support, supported: bool) -> str:
    shown = show_number(result.count)
    now = ngettext(
        "%(shown)s person supports this idea.", "%(shown)s people support this idea.",
        result.count, shown=shown,
    )  # fmt: skip
    done = _("Your support counts.") if supported else _("Your support is withdrawn.")
    return f"{done} {now}"
