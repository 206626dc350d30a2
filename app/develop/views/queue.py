"""The moderators' queue, and one case of it: decided at once, or post by post."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.core.access import allow, current_actor, load_or_404
from app.core.actors import Actor
from app.core.db import commit
from app.core.i18n import show_number
from app.core.paging import page_number
from app.core.refusals import require
from app.develop import rules
from app.develop.commands import moderation as commands
from app.develop.commands.deciding import Reason
from app.develop.fingerprints import pieces
from app.develop.forms.moderation import DecideForm, SanctionForm
from app.develop.models import Action, TextGroup
from app.develop.queries import cases, decisions, queue
from app.develop.queries.queue import CaseKind, Level
from app.develop.refusals import Why
from app.develop.views.sanctions import sanction
from app.develop.views.shared import bp

UNDO_OFFERED_FOR = 3_600
AUTHORS_AT_ONCE = 100
bp.add_app_template_filter(pieces, "pieces")


@bp.app_template_filter("seen")
def what_is_seen(text: str) -> str:
    """A text in one line without signs that nobody sees: for headings and names of links."""
    return " ".join("".join(piece for piece, unseen in pieces(text) if not unseen).split())


@bp.get("/moderation")
@allow(rules.can_moderate)
def moderation() -> ResponseReturnValue:
    wanted = request.args.get("kind", "")
    kind = CaseKind(wanted) if wanted in list(CaseKind) else CaseKind.ALL
    return render_template(
        "develop/moderation/queue.html",
        kind=kind,
        page=queue.cases(kind, page_number()),
        waiting=queue.waiting(),
        last=decisions.last_by(current_actor(), UNDO_OFFERED_FOR),
        Level=Level,
        form=DecideForm(formdata=None),
    )


@bp.get("/moderation/cases/<int:group_id>")
@allow(rules.can_moderate)
def case(group_id: int) -> ResponseReturnValue:
    return _case_page(_group(group_id))


@bp.post("/moderation/cases/<int:group_id>")
@allow(rules.can_moderate)
def decide_case(group_id: int) -> ResponseReturnValue:
    group, form = _group(group_id), DecideForm()
    if not form.validate_on_submit():
        return _case_page(group, decide=form), 422
    actor, reason = current_actor(), Reason(form.note.data or "", form.house_rule)
    done = (
        commands.hide(actor, group, reason)
        if form.hides
        else commands.let_stand(actor, group, reason.note)
    )
    commit()
    flash(tell_posts(done.posts, hidden=form.hides))
    return redirect(url_for("develop.moderation", _anchor="cases"))


@bp.post("/moderation/cases/<int:group_id>/authors")
@allow(rules.can_moderate)
def sanction_authors(group_id: int) -> ResponseReturnValue:
    group, form = _group(group_id), SanctionForm()
    if not form.validate_on_submit():
        return _case_page(group, sanction=form), 422
    actor, action = current_actor(), Action(form.action.data)
    authors, left = cases.authors_for(action, actor, group, AUTHORS_AT_ONCE)
    require(bool(authors), Why.NOTHING_TO_DO)
    told = [sanction(authors, form), _tell_left(left)]
    commit()
    flash(" ".join(filter(None, told)))
    return redirect(url_for("develop.case", group_id=group_id))


def _group(group_id: int) -> TextGroup:
    return load_or_404(TextGroup, group_id, see=_sees)


def _sees(actor: Actor, group: TextGroup) -> bool:
    return rules.can_moderate(actor)


def _case_page(group: TextGroup, **forms: Any) -> str:
    return render_template(
        "develop/moderation/case.html",
        group=group,
        posts=cases.posts_of([group.id]).get(group.id),
        page=cases.case_posts(group, page_number()),
        reports=cases.open_reports(group),
        authors=cases.authors_of(group, AUTHORS_AT_ONCE),
        at_once=AUTHORS_AT_ONCE,
        decide=forms.get("decide") or DecideForm(formdata=None),
        sanction=forms.get("sanction") or SanctionForm(formdata=None),
    )


def _tell_left(authors: int) -> str:
    if not authors:
        return ""
    return ngettext(
        "%(shown)s author of this case is left: do it once more for them.",
        "%(shown)s authors of this case are left: do it once more for them.",
        authors, shown=show_number(authors),
    )  # fmt: skip


def tell_posts(posts: int, *, hidden: bool) -> str:
    shown = show_number(posts)
    if hidden:
        return ngettext(
            "%(shown)s post is hidden.", "%(shown)s posts are hidden.", posts, shown=shown
        )
    return ngettext(
        "%(shown)s post stands as it is.", "%(shown)s posts stand as they are.", posts, shown=shown
    )
