"""Districts of a province, for a form that asks where something is."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue

from app.core.access import allow, anyone, load_or_404
from app.missions import queries
from app.missions.models import Province
from app.missions.views.blueprint import bp

SECONDS = 86_400


@bp.get("/provinces/<int:province_id>/districts.json")
@allow(anyone)
def districts(province_id: int) -> ResponseReturnValue:
    """In the order of their codes, with their names in both languages: the same for everybody."""
    province = load_or_404(Province, province_id, see=lambda _actor, _province: True)
    rows = [
        {"id": district.id, "th": district.name_th, "en": district.name_en}
        for district in queries.districts_of(province.id)
    ]
    response = jsonify(rows)
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    return response
