"""How an idea read before its changes, and what each of them changed."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import allow, anyone, current_actor, load_or_404
from app.core.addresses import number
from app.core.db import commit
from app.core.i18n import in_language
from app.core.paging import page_number
from app.develop import commands, queries, rules
from app.develop.differences import Change, difference
from app.develop.forms import ReasonForm
from app.develop.models import Idea
from app.develop.queries import Reading
from app.develop.views.shared import bp
from app.missions.queries import places_by_id


@bp.get("/ideas/<int:idea_id>/versions")
@allow(anyone)
def idea_versions(idea_id: int) -> ResponseReturnValue:
    idea = _idea(idea_id)
    page = queries.versions(idea, page_number())
    return render_template(
        "develop/versions.html", idea=idea, challenge=idea.challenge, page=page,
        latest=queries.changes(idea) + 1,
    )  # fmt: skip


@bp.get("/ideas/<int:idea_id>/versions/<int:version>")
@allow(anyone)
def idea_version(idea_id: int, version: int) -> ResponseReturnValue:
    """A version beside an earlier one: the one before it, or `?from=`."""
    idea = _idea(idea_id)
    return _version_page(idea, version, ReasonForm(formdata=None))


def _version_page(idea: Idea, version: int, form: ReasonForm) -> str:
    shown = queries.reading(idea, version) or abort(404)
    earlier = request.args.get("from", version - 1, type=number)
    before = queries.reading(idea, earlier) if earlier < version else None
    there = before is not None and not (before.withheld_at or shown.withheld_at)
    return render_template(
        "develop/version.html", idea=idea, challenge=idea.challenge, shown=shown,
        before=before if there else None, latest=queries.changes(idea) + 1, form=form,
        compared=_compared(before, shown) if there and before else None,
    )  # fmt: skip


@bp.post("/ideas/<int:idea_id>/versions/<int:version>/withhold")
@allow(rules.can_take_part)
def withhold_version(idea_id: int, version: int) -> ResponseReturnValue:
    idea, form = _idea(idea_id), ReasonForm()
    if not rules.can_withhold_version(current_actor(), idea):
        abort(403)
    found = queries.earlier_version(idea, version) or abort(404)
    if not form.validate_on_submit():
        return _version_page(idea, version, form), 422
    commands.withhold_version(current_actor(), found, str(form.reason.data))
    commit()
    flash(_("The words of this version are deleted."))
    return redirect(url_for("develop.idea_versions", idea_id=idea_id))


def _idea(idea_id: int) -> Idea:
    """Of a hidden idea nobody sees earlier words who may not see the present ones."""
    options = queries.with_challenge()
    return load_or_404(Idea, idea_id, see=rules.can_see_idea, options=options)


def _compared(before: Reading, after: Reading) -> dict[str, Any]:
    body = difference(before.body, after.body)
    return {
        "title": difference(before.title, after.title),
        "body": body,
        "changed": any(piece.change is not Change.SAME for piece in body),
        "details": _changed_details(before, after),
    }


def _changed_details(before: Reading, after: Reading) -> list[tuple[str, list[str], list[str]]]:
    """Of tags, place and files that changed: which, what went, what came."""
    names = places_by_id(_place_ids(before) | _place_ids(after))
    rows = []
    for kind, read in (("tags", _tags), ("place", _place), ("files", _files)):
        old, new = read(before, names), read(after, names)
        if old != new:
            gone, come = [one for one in old if one not in new], [o for o in new if o not in old]
            rows.append((kind, gone, come))
    return rows


def _tags(version: Reading, _names: Any) -> list[str]:
    return list(version.details.get("tags", []))


def _files(version: Reading, _names: Any) -> list[str]:
    return list(version.details.get("files", []))


def _place(version: Reading, names: Any) -> list[str]:
    wanted = (version.details.get("district"), version.details.get("province"))
    found = [in_language(names[ident], "name") for ident in wanted if ident in names]
    return [", ".join(found)] if found else []


def _place_ids(version: Reading) -> set[int]:
    found = (version.details.get(kind) for kind in ("province", "district"))
    return {ident for ident in found if ident}
