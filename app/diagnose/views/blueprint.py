"""The blueprint that all pages of Diagnose belong to."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("diagnose", __name__)
