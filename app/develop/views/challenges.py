"""Challenges as everybody sees them."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import allow, anyone, current_actor, load_or_404
from app.core.guest_pages import same_for_all_guests, whenever_shown
from app.core.mail import absolute
from app.core.memo import recent
from app.core.paging import page_number
from app.develop import impressions, queries, rules
from app.develop.models import Challenge, Idea
from app.develop.queries import Order
from app.develop.views.shared import bp
from app.develop.views.sharing import share_challenge
from app.develop.views.tags import chosen_tag
from app.diagnose.rules.analysis import can_read_analysis
from app.diagnose.rules.issues import can_see_issue


@bp.get("/challenges")
@allow(anyone)
@same_for_all_guests
def challenges() -> ResponseReturnValue:
    page = queries.challenges(current_actor(), page_number())
    figures = queries.figures(challenge.id for challenge in page.rows)
    return render_template("develop/challenges.html", page=page, figures=figures)


@bp.get("/challenges/<int:challenge_id>")
@allow(anyone)
@same_for_all_guests
def challenge(challenge_id: int) -> ResponseReturnValue:
    options = queries.with_issue()
    found = load_or_404(Challenge, challenge_id, see=rules.can_see_challenge, options=options)
    actor, search = current_actor(), request.args.get("q", "").strip()
    tag = chosen_tag()
    page = queries.ideas(actor, found, chosen_order(), search, page_number(), tag=tag)
    whenever_shown(impressions.of(page.rows))
    return render_template(
        "develop/challenge.html",
        challenge=found,
        page=page,
        order=chosen_order(),
        orders=list(Order),
        search=search,
        tag=tag,
        tags=queries.tags_on(page.rows),
        other_drafts=queries.drafts_in(actor, found),
        figures=recent(("figures", found.id), lambda: queries.figures_of(found)),
        votes=queries.my_votes(actor, found, page.rows),
        kin=queries.families_of(page.rows),
        doubts=recent(("doubts", found.id), lambda: queries.doubts_in(found.id)),
        extensions=queries.extensions(found),
        steps=chain(found),
        share=share_challenge(found),
        embed_address=absolute(url_for("develop.embed", challenge_id=found.id)),
    )


def chosen_order() -> Order:
    wanted = request.args.get("sort", "")
    return Order(wanted) if wanted in list(Order) else Order.FAIR


def chain(challenge: Challenge, idea: Idea | None = None) -> list[dict[str, Any]]:
    """The evidence chain up to this page, with links as far as this reader may follow them."""
    actor, issue = current_actor(), challenge.issue
    topics = queries.topics_of(issue.id) if can_read_analysis(actor) else []
    steps = [
        {
            "kind": _("Topic in people's submissions"),
            "title": topic.title,
            "href": url_for("diagnose.topic", topic_id=topic.id),
        }
        for topic in topics
    ]
    href = url_for("diagnose.issue", issue_id=issue.id) if can_see_issue(actor, issue) else None
    steps.append({"kind": _("Policy issue"), "title": issue.title, "href": href})
    href = url_for("develop.challenge", challenge_id=challenge.id)
    steps.append({"kind": _("Challenge"), "title": challenge.title, "href": href})
    if idea:
        steps.append({"kind": _("Idea"), "title": idea.title})
    return [*steps[:-1], steps[-1] | {"state": "here"}]
