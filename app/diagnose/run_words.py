"""The reader's words for what the engine and the job of a run say by keys."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

STAGES: dict[str, Any] = {
    "": _l("waiting for a worker"),
    "read": _l("reading the submissions"),
    "normalise": _l("tidying the spelling and masking personal data"),
    "tokenise": _l("cutting the words"),
    "features": _l("weighing the words"),
    "cluster": _l("finding the topics"),
    "describe": _l("describing the topics"),
    "map": _l("drawing the map"),
    "measure": _l("measuring how steady the topics are"),
    "store": _l("storing what was found"),
}

FAILURES: dict[str, Any] = {
    "no_column": _l("The platform gave the engine a table without a column it needs."),
    "no_rows": _l("The choice covers no submissions. Choose more, and start again."),
    "all_empty": _l("All the submissions chosen are empty of text. Choose others."),
    "all_equal": _l("All the submissions chosen say the same: there is nothing to tell apart."),
    "too_few": _l(
        "Too few different comments with words in them: at least 10 are needed. "
        "Choose more submissions, and start again."
    ),
    "too_many_topics": _l(
        "More topics were asked for than such a number of comments can fill. "
        "Ask for at most half as many topics as there are different comments."
    ),
    "duplicate_id": _l("The platform gave the engine the same submission twice."),
    "missing_id": _l("The platform gave the engine a submission without a number."),
    "bad_param": _l("A parameter of the run is out of its bounds. Start again with another."),
    "no_file": _l("A file that the analysis needs is missing."),
    "bad_file": _l("A file that the analysis needs cannot be read."),
    "bad_encoding": _l("A file that the analysis needs has an unknown encoding."),
    "empty_file": _l("A file that the analysis needs is empty."),
    "bad_out": _l("The results could not be written."),
    "worker_lost": _l(
        "The worker stopped in the middle, more than once. Nothing was stored. Start the run "
        "again; if it stops once more, tell the administrator."
    ),
    "unexpected": _l(
        "Something went wrong on our side. It has been noted and nothing was stored. Start the "
        "run again; if it fails once more, tell the administrator."
    ),
}

LEFT_OUT: dict[str, Any] = {
    "empty": _l("no text"),
    "no_words": _l("no words in it"),
    "no_fit": _l("resembles no topic enough"),
}

MASKED: dict[str, Any] = {
    "id": _l("identity numbers"),
    "email": _l("e-mail addresses"),
    "line": _l("LINE names"),
    "phone": _l("telephone numbers"),
    "plate": _l("number plates"),
}

HISTORY: dict[str, Any] = {
    "topic.rename": _l("renamed"),
    "topic.mark_noise": _l("marked as noise"),
    "topic.unmark_noise": _l("mark of noise taken back"),
}


def stage(key: str) -> str:
    return str(STAGES.get(key, key))


def failure(code: str | None) -> str:
    """Why a run failed; an unknown code reads as our own fault."""
    return str(FAILURES.get(code or "", FAILURES["unexpected"]))


def stability(value: float | None) -> str:
    """Hennig's bounds: under .5 a cluster dissolves, over .75 it is steady."""
    if value is None:
        return str(_("not measured"))
    if value >= 0.75:
        return str(_("steady"))
    return str(_("fairly steady") if value >= 0.5 else _("unsteady"))
