"""The blueprint that the files beside this one add their routes to."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
