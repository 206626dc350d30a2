"""An idea is written: the form, its preview, drafts saved as one types, and changes later on."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock, limits
from app.core.access import allow, current_actor, load_or_404
from app.core.db import commit
from app.core.paging import page_number
from app.core.refusals import Refused
from app.develop import commands, queries, rules
from app.develop.details import FileChanges
from app.develop.forms import DraftForm, IdeaForm
from app.develop.models import Challenge, Idea, IdeaDraft
from app.develop.refusals import Why
from app.develop.rules import Act
from app.develop.views.attachments import taken_files, too_many_uploads
from app.develop.views.shared import IDEAS_A_DAY, bp, thanks, wait_a_while, wants_json, within
from app.develop.views.similar import similar_to_typed

EDITS_AN_HOUR = limits.Limit("idea-edits", 60, 3_600)


# The form: new, of a draft


@bp.get("/challenges/<int:challenge_id>/ideas/new")
@allow(rules.can_take_part)
def idea_form(challenge_id: int) -> ResponseReturnValue:
    found = _challenge(challenge_id)
    if not rules.can_post_idea(current_actor(), found):
        raise Refused(rules.why_not(current_actor(), found, Act.POST))
    return form_page(IdeaForm(), found)


@bp.post("/challenges/<int:challenge_id>/ideas/new")
@allow(rules.can_take_part)
def post_idea(challenge_id: int) -> ResponseReturnValue:
    return _written(_challenge(challenge_id), None)


@bp.get("/drafts/<int:draft_id>")
@allow(rules.can_keep_drafts)
def draft(draft_id: int) -> ResponseReturnValue:
    found = load_or_404(IdeaDraft, draft_id, see=rules.owns_draft)
    form = IdeaForm(data={"title": found.title, "body": found.body, **found.details})
    return form_page(form, found.challenge, draft=found)


@bp.post("/drafts/<int:draft_id>")
@allow(rules.can_take_part)
def write_draft(draft_id: int) -> ResponseReturnValue:
    found = load_or_404(IdeaDraft, draft_id, see=rules.owns_draft)
    return _written(found.challenge, found)


@bp.get("/drafts")
@allow(rules.can_keep_drafts)
def my_drafts() -> ResponseReturnValue:
    page = queries.drafts(current_actor(), page_number())
    return render_template("develop/drafts.html", page=page)


@bp.post("/drafts/<int:draft_id>/delete")
@allow(rules.can_keep_drafts)
def delete_draft(draft_id: int) -> ResponseReturnValue:
    found = load_or_404(IdeaDraft, draft_id, see=rules.owns_draft)
    commands.delete_draft(current_actor(), found)
    commit()
    flash(_("The draft is deleted."))
    return redirect(url_for("develop.my_drafts"))


# What becomes of what was written


def _written(challenge: Challenge, draft: IdeaDraft | None) -> ResponseReturnValue:
    form = DraftForm() if _is_kept() else IdeaForm()
    fits = form.validate()
    if draft and form.seen.data not in (None, "", seen(draft)):
        return _overtaken(form, draft)
    if wait := too_many_uploads(form):
        return wait_a_while(form_page(form, challenge, draft=draft), wait)
    files = taken_files(form, queries.attachments(draft) if draft else ())
    if not fits or form.errors or _is_kept() or form.preview.data:
        return _kept(form, challenge, draft, files)
    message = _("You have posted as many ideas as one person may in a day. Please go on tomorrow.")
    if wait := within(IDEAS_A_DAY, form, message):
        return wait_a_while(form_page(form, challenge, draft=draft), wait)
    return _posted(form, challenge, draft, files)


def _is_kept() -> bool:
    """To be saved as a draft, by a button or by the script; adding files is saving too."""
    return "save" in request.form or "attach" in request.form


def _posted(
    form: DraftForm, challenge: Challenge, draft: IdeaDraft | None, files: FileChanges
) -> ResponseReturnValue:
    actor = current_actor()
    words = {"title": form.title.data, "body": form.body.data, "details": form.details()}
    if draft is None:
        posted = commands.post_idea(actor, challenge, files=files, **words)
    else:
        posted = commands.post_draft(actor, draft, files=files, **words)
    address, told = (
        url_for("develop.idea", idea_id=posted.id),
        thanks(posted, _("Thank you. Your idea is posted.")),
    )
    commit()
    flash(told)
    return redirect(address)


def _kept(
    form: DraftForm, challenge: Challenge, draft: IdeaDraft | None, files: FileChanges
) -> ResponseReturnValue:
    """Not posted: kept as a draft where that was asked for or files came, and the form again."""
    if (_is_kept() or draft or files.new) and form.fits_a_draft():
        try:
            draft = _saved(form, challenge, draft, files)
        except Refused as refusal:
            if refusal.why is not Why.TOO_MANY_DRAFTS or wants_json():
                raise
            return _no_room(form, challenge)
    if wants_json():
        return _told(form, draft)
    if form.errors:
        return form_page(form, challenge, draft=draft), 422
    if form.preview.data or draft is None:
        return form_page(form, challenge, draft=draft)
    flash(_("The files are added.") if files.new else _("The draft is saved."))
    anchor = "files" if "attach" in request.form else None
    return redirect(url_for("develop.draft", draft_id=draft.id, _anchor=anchor))


def _overtaken(form: DraftForm, draft: IdeaDraft) -> ResponseReturnValue:
    """Nothing is saved over what another window has saved since this one was opened."""
    if wants_json():
        told = _("This draft was changed in another window. Load this page again to go on with it.")
        return make_response(jsonify(message=told), 409)
    message = _(
        "This draft was changed in another window, so nothing is saved now. "
        "Press a button once more to put what stands here in its place."
    )
    form.form_errors.append(message)
    return form_page(form, draft.challenge, draft=draft, autosaves=False), 409


def _no_room(form: DraftForm, challenge: Challenge) -> ResponseReturnValue:
    """The text stays in the form, from where it can be posted all the same."""
    message = _(
        "You have as many drafts as one person may keep, so this is not saved. "
        "You can post it from here; if it has files, choose them again first."
    )
    form.form_errors.append(message)
    return form_page(form, challenge, autosaves=False), 409


def _saved(
    form: DraftForm, challenge: Challenge, draft: IdeaDraft | None, files: FileChanges
) -> IdeaDraft:
    actor, typed = current_actor(), form.typed()
    if draft is None:
        draft = commands.begin_draft(actor, challenge, typed, files)
    else:
        commands.save_draft(actor, draft, typed, files)
    commit()
    return draft


def _told(form: DraftForm, draft: IdeaDraft | None) -> ResponseReturnValue:
    """To the script that saves as one types."""
    if form.errors or draft is None:
        told = _("Not saved: please look at what is marked when you post.")
        return make_response(jsonify(message=told), 422)
    time = draft.saved_at.astimezone(clock.BANGKOK).strftime("%H:%M")
    return jsonify(
        message=_("Saved at %(time)s", time=time),
        seen=seen(draft),
        address=url_for("develop.draft", draft_id=draft.id),
    )


def seen(draft: IdeaDraft) -> str:
    return draft.saved_at.isoformat()


# Changes of a posted idea


@bp.get("/ideas/<int:idea_id>/edit")
@allow(rules.can_take_part)
def edit_idea_form(idea_id: int) -> ResponseReturnValue:
    found = load_or_404(Idea, idea_id, see=rules.can_see_idea, do=rules.owns_idea)
    if not rules.can_edit_idea(current_actor(), found):
        raise Refused(rules.why_not_on(current_actor(), found, Act.EDIT))
    kept = queries.details_of(found)
    words = {"title": found.title, "body": found.body, "tags": kept["tags"]}
    place = {"province": found.province_id, "district": found.district_id}
    form = IdeaForm(data=words | place)
    return form_page(form, found.challenge, idea=found)


@bp.post("/ideas/<int:idea_id>/edit")
@allow(rules.can_take_part)
def edit_idea(idea_id: int) -> ResponseReturnValue:
    form = IdeaForm()
    found = load_or_404(Idea, idea_id, see=rules.can_see_idea, do=rules.owns_idea)
    if not form.validate_on_submit():
        return form_page(form, found.challenge, idea=found), 422
    if form.preview.data:
        return form_page(form, found.challenge, idea=found)
    message = _("You have changed your ideas as often as one person may in an hour. Please wait.")
    if wait := within(EDITS_AN_HOUR, form, message) or too_many_uploads(form):
        return wait_a_while(form_page(form, found.challenge, idea=found), wait)
    files = taken_files(form, queries.attachments(found))
    if form.errors:
        return form_page(form, found.challenge, idea=found), 422
    commands.edit_idea(
        current_actor(), found, title=form.title.data, body=form.body.data,
        details=form.details(), files=files,
    )  # fmt: skip
    told = thanks(found, _("The changes are kept."))
    commit()
    flash(told)
    return redirect(url_for("develop.idea", idea_id=idea_id))


# What all share


def form_page(
    form: DraftForm, challenge: Challenge, *, draft: IdeaDraft | None = None,
    idea: Idea | None = None, autosaves: bool = True,
) -> str:  # fmt: skip
    owner = idea or draft
    values: dict[str, Any] = {"form": form, "challenge": challenge, "draft": draft, "idea": idea}
    return render_template(
        "develop/idea_form.html",
        **values,
        similar=similar_to_typed(form, challenge, idea),
        attachments=queries.attachments(owner) if owner else (),
        other_drafts=() if owner else queries.drafts_in(current_actor(), challenge),
        suggested=queries.suggested_tags(challenge),
        seen=seen(draft) if draft else "",
        autosaves=autosaves,
    )


def _challenge(challenge_id: int) -> Challenge:
    return load_or_404(
        Challenge, challenge_id, see=rules.can_see_challenge, options=queries.with_issue()
    )
