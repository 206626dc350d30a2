"""What a file is, how it is read, and what is refused with which word."""

from __future__ import annotations

import datetime as dt
import io
import zlib
from pathlib import Path

import pytest

from app.diagnose import import_words
from app.diagnose.tables import NotATable, detect
from tests.diagnose.imports.files import THAI, archive, csv_file, xlsx_file


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp874", "cp874"), ("tis-620", "cp874"),
     ("utf-16", "utf-16")],
)  # fmt: skip
def test_encodings_are_found(encoding: str, found: str) -> None:
    table = detect(csv_file(THAI, encoding))
    assert table.encoding == found
    assert table.header == ["id", "ข้อความ", "วันที่"]
    assert table.sample[0] == ["1", "น้ำไม่ไหลสามวัน", "29/02/2567"]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_delimiters_are_found(sign: str) -> None:
    text = sign.join(["id", "text"]) + "\n" + sign.join(["1", '"a, b; c"']) + "\n"
    table = detect(csv_file(text))
    assert table.delimiter == sign
    assert table.sample == [["1", "a, b; c"]]


def test_commas_inside_sentences_do_not_mislead() -> None:
    text = "id;text\n1;หนึ่ง, สอง, สาม\n2;สี่, ห้า\n3;หก\n"
    assert detect(csv_file(text)).delimiter == ";"


def test_a_column_alone_is_a_table() -> None:
    assert detect(csv_file("ข้อความ\nน้ำท่วม\n")).header == ["ข้อความ"]


def test_what_the_analyst_says_is_taken_for_granted() -> None:
    assert detect(csv_file("a;b\n1;2\n"), delimiter=",").header == ["a;b"]
    with pytest.raises(NotATable, match="encoding"):
        detect(csv_file(THAI, "cp874"), encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\n ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\n,,\n", "empty"),
        (b"id,text\n", "only_header"),
        (b"id,text\n\n , \n", "only_header"),
        (b"%PDF-1.7 text,id\n1,2", "pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image"),
        (b"\xff\xd8\xff\xe0 JFIF", "image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old_excel"),
        (b"<!DOCTYPE html><table>", "html"),
        (b"\n <html>,\n", "html"),
        (b'[{"text": "a"}]', "json"),
        (b"id,text\n1,a\0b\n", "nul"),
        (b"\0\0\0\0", "nul"),
        (b"PK\x03\x04 broken", "broken_xlsx"),
        (b"\xff\xfe\x00\x00t\0\0\0", "encoding"),
        ("id,text\n1,ไทย\n".encode("cp874") + b"\xdb\xdc\n", "encoding"),
        (bytes(range(1, 9)) * 50, "binary"),
        (b'"id,text\n1,a\n', "torn"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(NotATable) as refused:
        detect(io.BytesIO(content))
    assert refused.value.code == code
    assert code in import_words.FILES


def test_an_archive_or_a_document_is_no_workbook() -> None:
    with pytest.raises(NotATable, match="zip"):
        detect(archive(word__document_xml=b"<w/>"))


def test_a_workbook_that_would_fill_the_memory_is_refused_unopened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.diagnose.tables.kinds.MOST_UNPACKED", 1_000_000)
    bomb = archive(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=b"0" * 2_000_000)
    with pytest.raises(NotATable, match="too_large_inside"):
        detect(bomb)


def test_a_workbook_that_lies_about_its_size_is_refused() -> None:
    content = b"0" * 2_000_000
    packed = archive(xl__workbook_xml=b"<w/>", xl__worksheets__sheet1_xml=content)
    size, claimed = len(content).to_bytes(4, "little"), (9).to_bytes(4, "little")
    lying = packed.getvalue().replace(size, claimed)
    assert zlib.crc32(content).to_bytes(4, "little") in lying
    with pytest.raises(NotATable, match="broken_xlsx"):
        detect(io.BytesIO(lying))


def test_two_far_apart_cells_do_not_make_a_table_of_billions() -> None:
    corner = [[""] * 16_383 + ["x"]]
    rows: list[list[object]] = [["text"], *[[] for _ in range(900_000)], *corner]  # type: ignore[list-item]
    with pytest.raises(NotATable, match="too_large_inside"):
        detect(xlsx_file(rows))


def test_a_workbook_is_read_from_its_first_sheet_with_something_in_it() -> None:
    table = detect(xlsx_file([], เรื่อง=[["text"], ["น้ำท่วม"]], อื่น=[["a"], ["b"]]))
    assert (table.kind, table.sheet) == ("xlsx", "เรื่อง")
    assert table.sheets == ["ข้อมูล", "เรื่อง", "อื่น"]
    assert detect(xlsx_file([["x"], ["y"]], s=[["t"], ["u"]]), sheet="s").header == ["t"]
    with pytest.raises(NotATable, match="no_such_sheet"):
        detect(xlsx_file([["x"], ["y"]]), sheet="gone")


def test_cells_of_a_workbook_are_read_as_one_would_type_them() -> None:
    cells = ["ข้อความ", 1234567, 1.5, True, dt.datetime(2024, 2, 29, 8, 30), "=1+1"]
    table = detect(xlsx_file([["a", "b", "c", "d", "e", "f"], cells]))
    assert table.sample[0] == ["ข้อความ", "1234567", "1.5", "TRUE", "2024-02-29 08:30:00", "0"]


def test_an_empty_workbook_is_empty() -> None:
    with pytest.raises(NotATable, match="empty"):
        detect(xlsx_file([]))


def test_merged_cells_are_told(tmp_path: Path) -> None:
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "text")
    sheet.merge_range(1, 0, 2, 1, "รวม")
    book.close()
    assert "merged_cells" in detect(stream).notices


def test_the_header_need_not_be_the_first_row() -> None:
    source = csv_file("\n\nid,text\n1,a\n")
    table = detect(source)
    assert table.header_row == 3
    assert [(row.number, row.cells) for row in table.rows(source)] == [(4, ["1", "a"])]


def test_columns_of_the_same_name_are_told_apart() -> None:
    table = detect(csv_file("text,text,text (2),,text\n1,2,3,4,5\n"))
    assert len(set(table.header)) == 5
    assert table.header[0] == "text"
    assert table.header[3] == "(D)"
    assert set(table.notices) == {"duplicate_names", "unnamed_columns"}


def test_line_breaks_in_quotation_marks_belong_to_the_cell() -> None:
    source = csv_file('id,text\n1,"บรรทัดหนึ่ง\nบรรทัดสอง"\n2,"เขาว่า ""ดี"""\n')
    rows = list(detect(source).rows(source))
    assert [row.cells[1] for row in rows] == ["บรรทัดหนึ่ง\nบรรทัดสอง", 'เขาว่า "ดี"']
    assert [row.number for row in rows] == [2, 3]


def test_an_open_quotation_mark_tears_its_row_only() -> None:
    source = csv_file('id,text\n1,"ก" ข\n2,ค\n3,"ง\n')
    rows = list(detect(source).rows(source))
    assert [row.is_torn for row in rows] == [True, False, True]
    assert rows[1].cells == ["2", "ค"]


def test_our_own_marks_against_formulas_are_taken_off_again() -> None:
    source = csv_file("text\n'=1+1\n'เขาว่า'\n")
    assert [row.cells for row in detect(source).rows(source)] == [["=1+1"], ["'เขาว่า'"]]


def test_how_far_it_is_never_goes_back() -> None:
    source = csv_file("text\n" + "น้ำท่วม\n" * 20_000)
    done = [row.done for row in detect(source).rows(source)]
    assert done == sorted(done)
    assert done[-1] == 1.0
