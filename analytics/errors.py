"""What the engine says when it cannot use what it was given."""

from __future__ import annotations

from collections.abc import Mapping


class InputError(ValueError):
    """The data or the parameters cannot be used; the message says what to do about it.

    ``code`` is stable, for a caller who translates; ``details`` holds the numbers and names
    that the message mentions. The codes are the keys of `MESSAGES`.
    """

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details: Mapping[str, object] = details
        super().__init__(MESSAGES[code].format(**details))


MESSAGES: Mapping[str, str] = {
    "no_column": "There is no column {column!r}. Choose one of: {columns}.",
    "no_rows": "There are no comments. Choose data with at least {minimum}.",
    "all_empty": "Every comment is empty. Choose another text column.",
    "all_equal": "All {received} comments say the same. There is nothing to tell apart.",
    "too_few": (
        "Only {usable} different comments with words in them; at least {minimum} are needed. "
        "Choose more data."
    ),
    "too_many_topics": (
        "{topics} topics cannot be made of {usable} different comments. Ask for at most {maximum}."
    ),
    "duplicate_id": "The id {id!r} stands on more than one row. Ids must be unique.",
    "missing_id": "Row {row} has no id. Fill the id column, or leave it out.",
    "bad_param": "{name} must be {rule}, not {value!r}.",
    "no_file": "There is no file {path}. Check the name.",
    "bad_file": "{path} is no CSV or XLSX table that can be read ({reason}).",
    "bad_encoding": "{path} is neither UTF-8 nor TIS-620/Windows-874. Save it as UTF-8.",
    "empty_file": "{path} is empty.",
    "bad_out": "Results cannot be written to {path} ({reason}). Choose another folder.",
}
"""Code → English message with its remedy."""
