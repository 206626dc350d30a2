"""The blueprint that the files beside this one add their routes to."""

from flask import Blueprint

bp = Blueprint("admin", __name__, url_prefix="/admin")
