"""Appeals: made by whom a decision concerns, settled by another moderator."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rules import is_signed_in
from app.core.access import allow, current_actor, load_or_404, refuse
from app.core.actors import Actor
from app.core.db import commit
from app.core.refusals import require
from app.develop import rules
from app.develop.commands import appeals as commands
from app.develop.forms.moderation import AppealForm, SettleForm
from app.develop.models import Appeal, AppealOutcome
from app.develop.queries import decisions
from app.develop.queries.queue import with_decision
from app.develop.refusals import Why
from app.develop.views.decisions import decision_page, load_batch
from app.develop.views.shared import bp


@bp.post("/decisions/<batch>/appeal")
@allow(is_signed_in)
def make_appeal(batch: str) -> ResponseReturnValue:
    found, form = load_batch(batch), AppealForm()
    if not rules.is_concerned(current_actor(), found):
        refuse(current_actor())
    require(rules.can_appeal(current_actor(), found), Why.NOT_TO_APPEAL)
    if not form.validate_on_submit():
        return decision_page(found, form), 422
    commands.appeal(current_actor(), found, form.text.data)
    commit()
    flash(_("Your appeal is sent. Another moderator looks at it, and you are told the outcome."))
    return redirect(url_for("develop.decision", batch=batch))


@bp.get("/moderation/appeals/<int:appeal_id>")
@allow(rules.can_moderate)
def appeal(appeal_id: int) -> ResponseReturnValue:
    return _page(_load(appeal_id), SettleForm())


@bp.post("/moderation/appeals/<int:appeal_id>")
@allow(rules.can_moderate)
def settle_appeal(appeal_id: int) -> ResponseReturnValue:
    found, form = _load(appeal_id), SettleForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    commands.settle(current_actor(), found, AppealOutcome(form.outcome.data), form.answer.data)
    commit()
    flash(_("The appeal is settled, and its author is told."))
    return redirect(url_for("develop.moderation", _anchor="cases"))


def _load(appeal_id: int) -> Appeal:
    return load_or_404(Appeal, appeal_id, see=_sees, options=with_decision())


def _sees(actor: Actor, found: Appeal) -> bool:
    return rules.can_moderate(actor)


def _page(found: Appeal, form: SettleForm) -> str:
    alone = decisions.is_alone(current_actor())
    return render_template(
        "develop/moderation/appeal.html",
        appeal=found,
        decision=found.decision,
        form=form,
        may_settle=rules.can_settle(current_actor(), found, alone=alone),
        page=decisions.posts_of(found.decision.batch, found.decision.person_id, 1),
    )
