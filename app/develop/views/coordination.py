"""A coordinator's pages: draft, publish, edit, extend."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import allow, current_actor, load_or_404
from app.core.db import commit
from app.core.paging import page_number
from app.core.refusals import Refused
from app.develop import commands, queries, rules
from app.develop.commands import BallotTerms
from app.develop.forms import ChallengeForm, ChallengeWordsForm, ExtendForm
from app.develop.models import Challenge, PhaseKind
from app.develop.refusals import Why
from app.develop.views.shared import bp, said
from app.diagnose.models import Issue
from app.diagnose.rules.issues import can_see_issue


@bp.get("/challenges/new")
@allow(rules.can_manage_challenges)
def new_challenge() -> ResponseReturnValue:
    """Which selected issue is it about?"""
    return render_template("develop/pick_issue.html", page=queries.selected_issues(page_number()))


@bp.get("/issues/<int:issue_id>/challenges/new")
@allow(rules.can_manage_challenges)
def challenge_form(issue_id: int) -> ResponseReturnValue:
    issue = load_or_404(Issue, issue_id, see=can_see_issue)
    if not rules.can_open_challenge(current_actor(), issue):
        raise Refused(Why.ISSUE_NOT_SELECTED)
    return _form_page(_offered(ChallengeForm(title=issue.title), issue), issue=issue)


@bp.post("/issues/<int:issue_id>/challenges/new")
@allow(rules.can_manage_challenges)
def open_challenge(issue_id: int) -> ResponseReturnValue:
    issue = load_or_404(Issue, issue_id, see=can_see_issue)
    form = _offered(ChallengeForm(), issue)
    if not form.validate_on_submit():
        return _form_page(form, issue=issue), 422
    drafted = commands.open_challenge(
        current_actor(), issue, title=form.title.data, question=form.question.data,
        description=form.description.data or "", windows=form.windows(),
        ballot=BallotTerms(*form.terms()),
    )  # fmt: skip
    challenge_id = drafted.id
    commit()
    flash(_("The draft is kept. Read it once more, then publish it."))
    return redirect(url_for("develop.challenge", challenge_id=challenge_id))


@bp.get("/challenges/<int:challenge_id>/edit")
@allow(rules.can_manage_challenges)
def edit_challenge_form(challenge_id: int) -> ResponseReturnValue:
    found = load_or_404(Challenge, challenge_id, see=rules.can_edit_challenge)
    return _form_page(_filled_form(found), challenge=found, issue=found.issue)


@bp.post("/challenges/<int:challenge_id>/edit")
@allow(rules.can_manage_challenges)
def edit_challenge(challenge_id: int) -> ResponseReturnValue:
    found = load_or_404(Challenge, challenge_id, see=rules.can_edit_challenge)
    published = rules.is_published(found)
    form = ChallengeWordsForm() if published else _offered(ChallengeForm(), found.issue)
    if not form.validate_on_submit():
        return _form_page(form, challenge=found, issue=found.issue), 422
    terms: dict[str, Any] = {}
    if isinstance(form, ChallengeForm):
        terms = {"question": form.question.data, "windows": form.windows(),
                 "ballot": BallotTerms(*form.terms())}  # fmt: skip
    commands.edit_challenge(
        current_actor(), found, title=form.title.data,
        description=form.description.data or "", **terms,
    )  # fmt: skip
    commit()
    flash(_("The changes are kept."))
    return redirect(url_for("develop.challenge", challenge_id=challenge_id))


@bp.post("/challenges/<int:challenge_id>/publish")
@allow(rules.can_manage_challenges)
def publish_challenge(challenge_id: int) -> ResponseReturnValue:
    found = load_or_404(Challenge, challenge_id, see=rules.can_edit_challenge)
    commands.publish_challenge(current_actor(), found)
    commit()
    flash(_("The challenge is published."))
    return redirect(url_for("develop.challenge", challenge_id=challenge_id))


@bp.get("/challenges/<int:challenge_id>/extend")
@allow(rules.can_manage_challenges)
def extend_form(challenge_id: int) -> ResponseReturnValue:
    found = load_or_404(Challenge, challenge_id, see=rules.can_edit_challenge)
    if not rules.can_extend(current_actor(), found):
        raise Refused(Why.NOT_PUBLISHED)
    form = ExtendForm(kind=PhaseKind.VOTING.value)
    return render_template("develop/extend.html", challenge=found, form=form)


@bp.post("/challenges/<int:challenge_id>/extend")
@allow(rules.can_manage_challenges)
def extend(challenge_id: int) -> ResponseReturnValue:
    found = load_or_404(Challenge, challenge_id, see=rules.can_edit_challenge)
    form = ExtendForm()
    if not form.validate_on_submit() or not _extended(found, form):
        return render_template("develop/extend.html", challenge=found, form=form), 422
    commit()
    flash(_("The phase is open longer. The reason stands on the challenge's page."))
    return redirect(url_for("develop.challenge", challenge_id=challenge_id))


def _extended(challenge: Challenge, form: ExtendForm) -> bool:
    """Extend the phase, or say beside the field what does not fit."""
    try:
        commands.extend_phase(
            current_actor(), challenge, PhaseKind(form.kind.data), form.closes_at.data,
            form.reason.data, reopen=form.reopen.data,
        )  # fmt: skip
    except Refused as refusal:
        fields = {Why.NOT_LONGER: form.closes_at, Why.IS_OVER: form.reopen}
        if refusal.why not in fields:
            raise
        fields[refusal.why].errors = [said(refusal.why)[1]]
        return False
    return True


def _filled_form(challenge: Challenge) -> ChallengeWordsForm:
    words = {"title": challenge.title, "description": challenge.description}
    if rules.is_published(challenge):
        return ChallengeWordsForm(data=words)
    times = {
        f"{phase.kind.value}_{end}": getattr(phase, f"{end}_at")
        for phase in challenge.phases
        for end in ("opens", "closes")
    }
    ballot = {
        "ballot": challenge.ballot.value,
        "votes_each": challenge.votes_each,
        "budget_total": challenge.budget_total,
    }
    form = ChallengeForm(data=words | {"question": challenge.question} | times | ballot)
    return _offered(form, challenge.issue)


def _offered(form: ChallengeForm, issue: Issue) -> ChallengeForm:
    form.offer(budget=rules.is_the_funds(issue))
    return form


def _form_page(
    form: ChallengeWordsForm, *, issue: Issue, challenge: Challenge | None = None
) -> str:
    return render_template(
        "develop/challenge_form.html",
        form=form,
        issue=issue,
        challenge=challenge,
        may_budget=rules.is_the_funds(issue),
    )
