"""Official answers: given and changed by officers, read and rated by everybody concerned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import allow, anyone, current_actor, load_or_404
from app.core.actors import Actor
from app.core.db import commit
from app.core.paging import page_number
from app.core.refusals import Refused
from app.develop import answer_news as _news  # noqa: F401  says what news of answers means
from app.develop import commands, queries, rules
from app.develop.forms import AnswerForm, RatingForm
from app.develop.models import Answer, AnswerState, Idea
from app.develop.refusals import Why
from app.develop.views.shared import bp
from app.missions.queries import mission_groups


@bp.get("/answers")
@allow(anyone)
def answers() -> ResponseReturnValue:
    """How long people wait, by mission group, and the latest answers."""
    wanted = request.args.get("state", "")
    state = AnswerState(wanted) if wanted in list(AnswerState) else None
    page = queries.latest_answers(state, page_number())
    return render_template(
        "develop/answers.html",
        groups=mission_groups(),
        waiting=queries.waiting_by_group(),
        page=page,
        state=state,
        states=list(AnswerState),
        ideas=queries.first_ideas(page.rows),
    )


@bp.get("/answers/waiting")
@allow(rules.can_answer_somewhere)
def waiting_answers() -> ResponseReturnValue:
    page = queries.waiting_ideas(current_actor(), page_number())
    families = queries.families_of([row.idea for row in page.rows])
    return render_template("develop/answers_waiting.html", page=page, families=families)


@bp.get("/ideas/<int:idea_id>/answer")
@allow(rules.can_answer_somewhere)
def answer_form(idea_id: int) -> ResponseReturnValue:
    idea = _to_answer(idea_id)
    if queries.answer_of(idea) is not None:
        raise Refused(Why.ALREADY_ANSWERED)
    family = queries.family_of(idea)
    form = _offer(AnswerForm(whole_family=family is not None), idea)
    return _form_page(form, idea)


@bp.post("/ideas/<int:idea_id>/answer")
@allow(rules.can_answer_somewhere)
def answer_idea(idea_id: int) -> ResponseReturnValue:
    idea = _to_answer(idea_id)
    form = _offer(AnswerForm(), idea)
    if not form.validate_on_submit():
        return _form_page(form, idea), 422
    commands.answer_idea(
        current_actor(), idea, unit_id=form.unit_id.data, state=form.chosen,
        body=form.body.data or "", reason=form.reason.data or "",
        whole_family=form.whole_family.data,
    )  # fmt: skip
    commit()
    flash(_("The answer is given, and everybody concerned is told."))
    return redirect(url_for("develop.idea", idea_id=idea_id, _anchor="answer"))


@bp.get("/answers/<int:answer_id>/edit")
@allow(rules.can_answer_somewhere)
def edit_answer_form(answer_id: int) -> ResponseReturnValue:
    answer = _to_change(answer_id)
    data = {"state": answer.state.value, "body": answer.body, "reason": answer.reason}
    return _edit_page(AnswerForm(data=data), answer)


@bp.post("/answers/<int:answer_id>/edit")
@allow(rules.can_answer_somewhere)
def edit_answer(answer_id: int) -> ResponseReturnValue:
    answer, form = _to_change(answer_id), AnswerForm()
    form.offer(_next_states(answer), [])
    if not form.validate_on_submit():
        return _edit_page(form, answer), 422
    way = _page_of(answer)
    commands.change_answer(
        current_actor(), answer, state=form.chosen, body=form.body.data or "",
        reason=form.reason.data or "",
    )  # fmt: skip
    commit()
    flash(_("The changes are kept, and everybody concerned is told."))
    return redirect(way)


@bp.post("/answers/<int:answer_id>/rating")
@allow(rules.can_take_part)
def rate_answer(answer_id: int) -> ResponseReturnValue:
    answer = load_or_404(Answer, answer_id, see=rules.can_see_answer, do=_may_rate)
    form = RatingForm()
    if not form.validate_on_submit():
        return render_template("develop/rating.html", form=form, answer=answer), 422
    way = _page_of(answer)
    yes = form.answered.data == "yes"
    commands.rate_answer(current_actor(), answer, answered=yes, note=form.note.data or "")
    commit()
    flash(_("Thank you. You can change it at any time."))
    return redirect(way)


@bp.get("/answers/<int:answer_id>/notes")
@allow(rules.can_answer_somewhere)
def answer_notes(answer_id: int) -> ResponseReturnValue:
    """What people wrote beside their yes or no: for the unit, without names."""
    answer = _to_change(answer_id)
    return render_template(
        "develop/answer_notes.html",
        answer=answer,
        way=_page_of(answer),
        page=queries.notes_on(answer, page_number()),
    )


@dataclass(frozen=True)
class AnswerBox:
    """What an idea's page shows of its answer to this reader."""

    answer: Answer
    history: Any
    ratings: queries.Ratings
    mine: Any
    may_rate: bool
    form: RatingForm


@bp.context_processor
def _names() -> dict[str, Any]:
    return {
        "answer_state": AnswerState,
        "answer_states": queries.answer_states,
    }


def answer_box(idea: Idea) -> AnswerBox | None:
    """One query where there is no answer, a fixed number where there is one."""
    answer, actor = queries.answer_of(idea), current_actor()
    if answer is None:
        return None
    mine = queries.my_rating(actor, answer)
    said = {"answered": "yes" if mine.answered else "no", "note": mine.note} if mine else {}
    return AnswerBox(
        answer=answer,
        history=queries.history_of(answer),
        ratings=queries.ratings_of(answer),
        mine=mine,
        may_rate=_may_rate(actor, answer),
        form=RatingForm(formdata=None, data=said),
    )


def _may_rate(actor: Actor, answer: Answer) -> bool:
    return rules.can_rate(actor, queries.is_concerned(actor, answer))


def _to_answer(idea_id: int) -> Idea:
    options = queries.with_challenge()
    return load_or_404(
        Idea, idea_id, see=rules.can_see_idea, do=rules.can_answer, options=options
    )  # fmt: skip


def _to_change(answer_id: int) -> Answer:
    return load_or_404(
        Answer, answer_id, see=rules.can_see_answer, do=rules.can_change_answer
    )  # fmt: skip


def _offer(form: AnswerForm, idea: Idea) -> AnswerForm:
    units = rules.speaks_for(current_actor(), rules.responsible_units(idea))
    return form.offer(list(AnswerState), units)


def _next_states(answer: Answer) -> list[AnswerState]:
    return [state for state in AnswerState if rules.may_go_to(answer, state)]


def _form_page(form: AnswerForm, idea: Idea) -> str:
    return render_template(
        "develop/answer_form.html", form=form, idea=idea, family=queries.family_of(idea)
    )


def _edit_page(form: AnswerForm, answer: Answer) -> str:
    form.offer(_next_states(answer), [])
    return render_template(
        "develop/answer_edit.html", form=form, answer=answer, way=_page_of(answer)
    )


def _page_of(answer: Answer) -> str:
    """The page of the idea that it answers; of a family, of the first idea that is shown."""
    idea = answer.idea or queries.first_idea_of(answer)
    if idea is None:
        return url_for("develop.answers")
    return url_for("develop.idea", idea_id=idea.id, _anchor="answer")
