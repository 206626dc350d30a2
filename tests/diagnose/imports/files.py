"""Files as people send them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import xlsxwriter

THAI = "id,ข้อความ,วันที่\n1,น้ำไม่ไหลสามวัน,29/02/2567\n2,ไฟดับทั้งตำบล,01/03/2567\n"


def csv_file(text: str = THAI, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(text.encode(encoding))


def xlsx_file(rows: list[list[Any]], **sheets: list[list[Any]]) -> io.BytesIO:
    """A workbook: `rows` on its first sheet, others by their names. A day is written as a day."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"default_date_format": "dd/mm/yyyy"})
    for name, content in {"ข้อมูล": rows, **sheets}.items():
        _fill(book.add_worksheet(name), content)
    book.close()
    stream.seek(0)
    return stream


def _fill(sheet: Any, rows: list[list[Any]]) -> None:
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, dt.date):
                sheet.write_datetime(number, column, cell)
            else:
                sheet.write(number, column, cell)


def archive(**members: bytes) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream
