"""Families: asked for from an idea's page, answered by the authors, shown with all supporters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import limits
from app.core.access import allow, anyone, current_actor, load_or_404
from app.core.actors import Actor
from app.core.db import commit
from app.core.i18n import show_number
from app.core.pages import own_path
from app.core.paging import page_number
from app.develop import commands, family_news, queries, rules  # noqa: F401  registers sentences
from app.develop.forms import AskForm, FamilyForm, FamilyTitleForm
from app.develop.models import Challenge, FamilyMember, Idea, IdeaFamily
from app.develop.views.shared import bp, wait_a_while, within

ASKED_A_DAY = limits.Limit("families", 30, 86_400)
Verb = Callable[[Actor, FamilyMember], None]


@bp.get("/families/<int:family_id>")
@allow(anyone)
def family(family_id: int) -> ResponseReturnValue:
    found = _load(family_id)
    return render_template(
        "develop/family.html",
        family=found,
        members=rules.ideas_of(found),
        waiting=_waiting(found),
        supporters=queries.supporters(found.id),
        votes=queries.my_votes(current_actor(), found.challenge, [m.idea for m in found.members]),
    )


@bp.get("/ideas/<int:idea_id>/family")
@allow(rules.can_take_part)
def found_family_form(idea_id: int) -> ResponseReturnValue:
    idea = load_or_404(Idea, idea_id, see=rules.can_see_idea, do=rules.can_found_family)
    if family := queries.family_of(idea):  # it is of one already: more are asked into that
        return redirect(url_for("develop.family", family_id=family.id))
    return _choose(FamilyForm(data={"title": idea.title}), idea.challenge, idea)


@bp.post("/ideas/<int:idea_id>/family")
@allow(rules.can_take_part)
def found_family(idea_id: int) -> ResponseReturnValue:
    idea = load_or_404(Idea, idea_id, see=rules.can_see_idea, do=rules.can_found_family)
    form = FamilyForm()
    if not form.validate_on_submit():
        return _choose(form, idea.challenge, idea), 422
    if wait := within(ASKED_A_DAY, form, _too_many()):
        return wait_a_while(_choose(form, idea.challenge, idea), wait)
    made = commands.found_family(
        current_actor(), idea, title=str(form.title.data), others=_chosen(form, idea)
    )
    address = url_for("develop.family", family_id=made.id)
    commit()
    flash(_("The family is founded. The authors are asked whether they agree."))
    return redirect(address)


@bp.get("/families/<int:family_id>/ask")
@allow(rules.can_take_part)
def ask_form(family_id: int) -> ResponseReturnValue:
    found = _load(family_id, do=rules.can_ask_into)
    return _choose(AskForm(), found.challenge, _like(found), found)


@bp.post("/families/<int:family_id>/ask")
@allow(rules.can_take_part)
def ask(family_id: int) -> ResponseReturnValue:
    found = _load(family_id, do=rules.can_ask_into)
    form, like = AskForm(), _like(found)
    if not form.validate_on_submit():
        return _choose(form, found.challenge, like, found), 422
    if wait := within(ASKED_A_DAY, form, _too_many()):
        return wait_a_while(_choose(form, found.challenge, like, found), wait)
    asked = commands.ask_into_family(current_actor(), found, _chosen(form))
    commit()
    flash(
        ngettext("%(shown)s idea is asked.", "%(shown)s ideas are asked.", asked,
                 shown=show_number(asked))
    )  # fmt: skip
    return redirect(url_for("develop.family", family_id=family_id))


@bp.get("/families/<int:family_id>/edit")
@allow(rules.can_take_part)
def edit_family_form(family_id: int) -> ResponseReturnValue:
    found = _load(family_id, do=rules.can_rename_family)
    return _edit_page(FamilyTitleForm(data={"title": found.title}), found)


@bp.post("/families/<int:family_id>/edit")
@allow(rules.can_take_part)
def edit_family(family_id: int) -> ResponseReturnValue:
    found = _load(family_id, do=rules.can_rename_family)
    form = FamilyTitleForm()
    if not form.validate_on_submit():
        return _edit_page(form, found), 422
    commands.rename_family(current_actor(), found, str(form.title.data))
    commit()
    flash(_("The name is changed."))
    return redirect(url_for("develop.family", family_id=family_id))


@bp.get("/family-requests")
@allow(rules.can_take_part)
def family_requests() -> ResponseReturnValue:
    page = queries.family_requests(current_actor(), page_number())
    return render_template("develop/family_requests.html", page=page)


@bp.post("/family-members/<int:member_id>/agree")
@allow(rules.can_take_part)
def agree_to_family(member_id: int) -> ResponseReturnValue:
    done = _("Your idea is of the family now. Its votes stay its own.")
    return _answer(member_id, commands.agree_to_family, done, do=rules.owns_asked_idea)


@bp.post("/family-members/<int:member_id>/decline")
@allow(rules.can_take_part)
def decline_family(member_id: int) -> ResponseReturnValue:
    done = _("You declined. Your idea stands on its own, as before.")
    return _answer(member_id, commands.decline_family, done, do=rules.owns_asked_idea)


@bp.post("/family-members/<int:member_id>/leave")
@allow(rules.can_take_part)
def leave_family(member_id: int) -> ResponseReturnValue:
    done = _("Your idea has left the family, with all its votes.")
    return _answer(member_id, commands.leave_family, done, do=rules.owns_asked_idea)


@bp.post("/family-members/<int:member_id>/take-back")
@allow(rules.can_take_part)
def take_back_request(member_id: int) -> ResponseReturnValue:
    done = _("It is not asked any more.")
    return _answer(member_id, commands.take_back_request, done, do=rules.can_see_request)


def _answer(
    member_id: int, verb: Verb, done: str, do: Callable[[Actor, FamilyMember], bool]
) -> ResponseReturnValue:
    options = queries.with_request()
    member = load_or_404(FamilyMember, member_id, see=rules.can_see_request, do=do, options=options)
    page = url_for("develop.idea", idea_id=member.idea_id)
    verb(current_actor(), member)
    commit()
    flash(done)
    return redirect(own_path(request.form.get("next"), page))


def _load(family_id: int, do: Callable[[Actor, IdeaFamily], bool] | None = None) -> IdeaFamily:
    options = queries.with_members()
    return load_or_404(IdeaFamily, family_id, see=rules.can_see_family, do=do, options=options)


def _waiting(family: IdeaFamily) -> list[FamilyMember]:
    """Requests that wait, but for those whose idea is out of the reader's sight."""
    actor = current_actor()
    return [m for m in family.members if rules.is_waiting(m) and rules.can_see_idea(actor, m.idea)]


def _like(family: IdeaFamily) -> Idea | None:
    """An idea of the family, or one asked into it, to find similar ones by; None: there is none."""
    members = [*rules.ideas_of(family), *_waiting(family)]
    return members[0].idea if members else None


def _choose(
    form: AskForm, challenge: Challenge, like: Idea | None, family: IdeaFamily | None = None
) -> str:
    """What may be chosen depends on what is searched for; what was chosen stays offered."""
    search = request.args.get("q", "").strip()[:200]
    but = [member.idea_id for member in family.members] if family else []
    offered = queries.choices(challenge, like, search, but=but)
    return render_template(
        "develop/family_choose.html",
        form=form, idea=like, family=family, challenge=challenge, choices=offered, search=search,
        kept=_still_chosen(form, offered),
    )  # fmt: skip


def _still_chosen(form: AskForm, offered: Sequence[queries.Choice]) -> list[Idea]:
    chosen = set(form.ideas.data or []) if form.is_submitted() else set()
    missing = chosen - {choice.idea.id for choice in offered}
    return _visible(queries.ideas_by_id(missing)) if missing and not form.ideas.errors else []


def _chosen(form: AskForm, but: Idea | None = None) -> list[Idea]:
    ids = set(form.ideas.data or []) - ({but.id} if but else set())
    return _visible(queries.ideas_by_id(ids))


def _visible(ideas: Sequence[Idea]) -> list[Idea]:
    return [idea for idea in ideas if rules.can_see_idea(current_actor(), idea)]


def _edit_page(form: FamilyTitleForm, family: IdeaFamily) -> str:
    return render_template("develop/family_edit.html", form=form, family=family)


def _too_many() -> str:
    return _("You have asked as often as one person may in a day. Please go on tomorrow.")
