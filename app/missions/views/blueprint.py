"""The blueprint, apart, so that several files of views can hang their routes on it."""

from flask import Blueprint

bp = Blueprint("missions", __name__)
