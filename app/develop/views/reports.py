"""Reporting a post, and what became of one's reports."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rules import is_signed_in
from app.core import limits
from app.core.access import allow, current_actor, load_or_404
from app.core.db import commit
from app.core.paging import page_number
from app.core.refusals import require
from app.develop import rules
from app.develop.commands import reports as commands
from app.develop.forms.moderation import ReportForm
from app.develop.models import Comment, HouseRule, Idea
from app.develop.queries import decisions
from app.develop.refusals import Why
from app.develop.views.shared import bp, wait_a_while, within

REPORTS_AN_HOUR = limits.Limit("reports", 20, 3_600)
Post = Idea | Comment


@bp.get("/ideas/<int:idea_id>/report")
@allow(rules.can_take_part)
def report_idea_form(idea_id: int) -> ResponseReturnValue:
    return _ask(load_or_404(Idea, idea_id, see=rules.can_see_idea))


@bp.post("/ideas/<int:idea_id>/report")
@allow(rules.can_take_part)
def report_idea(idea_id: int) -> ResponseReturnValue:
    return _report(load_or_404(Idea, idea_id, see=rules.can_see_idea))


@bp.get("/comments/<int:comment_id>/report")
@allow(rules.can_take_part)
def report_comment_form(comment_id: int) -> ResponseReturnValue:
    return _ask(load_or_404(Comment, comment_id, see=rules.can_see_comment))


@bp.post("/comments/<int:comment_id>/report")
@allow(rules.can_take_part)
def report_comment(comment_id: int) -> ResponseReturnValue:
    return _report(load_or_404(Comment, comment_id, see=rules.can_see_comment))


@bp.get("/my-reports")
@allow(is_signed_in)
def my_reports() -> ResponseReturnValue:
    page = decisions.reports_by(current_actor(), page_number())
    return render_template("develop/moderation/my_reports.html", page=page)


def _ask(written: Post) -> ResponseReturnValue:
    require(rules.can_report(current_actor(), written), Why.NOT_TO_REPORT)
    return _form_page(ReportForm(), written)


def _report(written: Post) -> ResponseReturnValue:
    form = ReportForm()
    require(rules.can_report(current_actor(), written), Why.NOT_TO_REPORT)
    if not form.validate_on_submit():
        return _form_page(form, written), 422
    message = _("You have reported as much as one person may in an hour. Please go on later.")
    if wait := within(REPORTS_AN_HOUR, form, message):
        return wait_a_while(_form_page(form, written), wait)
    idea_id = written.id if isinstance(written, Idea) else written.idea_id
    commands.report(current_actor(), written, HouseRule(form.rule.data), form.note.data or "")
    commit()
    flash(_("Thank you. A moderator looks at it, and you are told what comes of it."))
    return redirect(url_for("develop.idea", idea_id=idea_id))


def _form_page(form: ReportForm, written: Post) -> str:
    return render_template("develop/moderation/report.html", form=form, written=written)
