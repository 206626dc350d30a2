"""How a challenge's ideas are ordered, and how fairly that shares out their readers."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import allow, anyone, load_or_404
from app.core.i18n import show_number
from app.develop import ordering, queries, rules
from app.develop.fairness import LEAST_IDEAS
from app.develop.models import Challenge
from app.develop.views.shared import bp

EXAMPLES = ((50, 200), (5, 6), (1, 1))
"""Votes and times shown, on the page to see how the bound judges."""


@bp.get("/challenges/<int:challenge_id>/order")
@allow(anyone)
def order(challenge_id: int) -> ResponseReturnValue:
    options = queries.with_issue()
    found = load_or_404(Challenge, challenge_id, see=rules.can_see_challenge, options=options)
    made = queries.order_of(found.id)
    fairness = made.fairness if made else None
    return render_template(
        "develop/order.html",
        challenge=found,
        made=made,
        fairness=fairness,
        chart=_chart(fairness["tenths"]) if fairness else None,
        examples=[(*one, ordering.wilson(*one)) for one in EXAMPLES],
        every=ordering.EVERY,
        among=ordering.AMONG,
        least_ideas=LEAST_IDEAS,
    )


def _chart(tenths: list[float]) -> dict[str, Any]:
    """A bar a tenth; all would be as high as the line where every idea was shown equally often."""
    shares = [round(share * 100, 1) for share in tenths]
    bars = {"type": "bar", "x": list(range(1, 11)), "y": shares, "marker": {"color": "#24407f"}}
    equal = {
        "type": "scatter", "mode": "lines", "x": [0.5, 10.5], "y": [10, 10],
        "line": {"color": "#7a4e00", "dash": "dash"}, "hoverinfo": "skip",
    }  # fmt: skip
    axis = {"title": {"text": _("Tenth of the ideas, the least seen first")}, "dtick": 1}
    value = {"title": {"text": _("Share of all times shown (%)")}, "rangemode": "tozero"}
    return {
        "data": [bars, equal],
        "layout": {
            "xaxis": axis, "yaxis": value, "showlegend": False, "height": 320,
            "annotations": [
                {"x": 1, "y": 10, "yshift": 10, "showarrow": False, "xanchor": "left",
                 "text": _("equal: %(share)s%%", share=show_number(10))}
            ],
        },
    }  # fmt: skip
