"""Why a file cannot be read as a table."""

from __future__ import annotations


class NotATable(Exception):
    """The file is refused as a whole. `code` is translated by the page that shows it.

    empty, only_header, pdf, image, zip, old_excel, html, json, binary, nul, encoding, protected,
    broken_xlsx, too_large_inside, no_such_sheet, torn, gone.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
