"""Whatever a person picks: a Chinese sentence that says what, where and what to do, in bounded time and memory."""

import io
import os
import random
import time
import zipfile
from pathlib import Path

import pytest
import sheet_writers as write
import xlwt
from shapes import write_sheet
from sheet_writers import Page
from test_workbooks import FORMS, LISTS

from desktop_app import catalog, importers
from desktop_app.errors import Cancelled, UserError
from desktop_app.importers import identify, vocabulary, workbook
from desktop_app.importers.sheet_grid import Sheet
from desktop_app.importers.source import Source

SAMPLE = catalog.sample()
LONGEST = 10.0


def refusal(path: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        importers.read(path, catalog.reading_forms())
    assert caught.value.where == str(path)
    assert caught.value.hint
    return caught.value


def sheets(data: bytes) -> list[Sheet]:
    identify.identify(data, "甲.xlsx")
    words = vocabulary.build(catalog.reading_forms())
    return workbook.read_sheets(Source(data, "甲.xlsx", catalog.aliases(), words, lambda *_: None))


BYTES = {
    "empty": (b"", "空的"),
    "only blanks": (b"\xef\xbb\xbf \r\n\t\r\n", "空的"),
    "a picture": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(500), "图片"),
    "PDF": (b"%PDF-1.7\n...", "PDF"),
    "old Office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "没有表格"),
    "Excel 4": (b"\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00" + bytes(500), "Excel 4.0"),
    "HTML": ("<html><table><tr><td>通知</td></tr></table></html>".encode(), "没有认出"),
    "XML": (b"<?xml version='1.0'?><root/>", "XML"),
    "a workspace": (b"SQLite format 3\x00" + bytes(100), "工作簿"),
    "noise": (random.Random(3).randbytes(5000), "不是文本"),
    "no form": ("关于召开全县水利工作会议的通知\n各乡镇人民政府：\n请准时参加。\n".encode(), "没有认出"),
    "broken workbook": (b"PK\x03\x04" + bytes(400), "损坏"),
}


@pytest.mark.parametrize("kind", BYTES)
def test_what_is_no_source_is_refused_with_a_sentence(tmp_path: Path, kind: str) -> None:
    data, words = BYTES[kind]
    path = tmp_path / "绩效文本.txt"
    path.write_bytes(data)
    assert words in refusal(path).what


def test_a_file_too_big_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.seek(200 * 1024 * 1024)
        file.write(b"1")
    assert "200 MB" in refusal(path).what


def test_a_text_of_a_million_lines_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "长.txt"
    path.write_text("1\n" * 1_000_000)
    with pytest.raises(UserError, match="1000001 行"):
        importers.read(path, catalog.reading_forms())


def test_places_without_a_file_are_named(tmp_path: Path) -> None:
    assert "文件夹" in refusal(tmp_path).what
    assert "找不到" in refusal(tmp_path / "没有.txt").what
    os.mkfifo(tmp_path / "管道")
    assert "普通文件" in refusal(tmp_path / "管道").what


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_text("项目编码")
    path.chmod(0)
    assert "没有权限" in refusal(path).what


def _archive(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def _with_sheet(path: Path, content: bytes) -> bytes:
    """A workbook whose only sheet holds `content`."""
    with zipfile.ZipFile(write_sheet(path, [["项目编码"]])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return _archive(parts | {"xl/worksheets/sheet1.xml": content})


CELL = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (CELL % (b"<row r='1'><c r='A1'/></row>" + b" " * 90_000_000), "展开后太大"),
        (CELL % b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row>', "工作表太大"),
        (CELL % b'<row><c r="ZZ1"/></row><row><c r="A1048576"><v>1</v></c></row>', "工作表太大"),
        (CELL[:90], "损坏"),
    ],
)
def test_workbooks_that_would_burst_are_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "甲.xlsx"
    path.write_bytes(_with_sheet(tmp_path / "好.xlsx", content))
    assert words in refusal(path).what


HEADS = "项目编码,项目名称,预算数,三级指标\n"
SPREADSHEET = '<?xml version="1.0"?>{}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"{}'
FAR_ROW = "<Worksheet><Table>" + '<Row ss:Index="99999999"/>' * 3
BOMBS = {
    "rows": (HEADS + "1,2,3,4\n" * 700_000, "行，太大了"),
    "columns": (HEADS + "," * 5_000_000, "太长"),
    "marks without pairs": ("甲" * 500 + '"\n"' * 20_000, "没有认出"),
    "spans": ("<html><table>" + "<tr><td rowspan=65000 colspan=1000>1</td></tr>" * 5_000, "太大"),
    "tables in tables": ("<html>" + "<table><tr><td>" * 100_000, "不正常"),
    "a tag without end": ("<html><table><tr><td " + "a " * 2_000_000, "读不下去"),
    "entities": (SPREADSHEET.format('<!DOCTYPE x [<!ENTITY a "甲">]>', ">&a;</Workbook>"), "不正常的定义"),
    "far rows": (
        SPREADSHEET.format("", ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">') + FAR_ROW,
        "工作表太大",
    ),
    "elements in elements": (SPREADSHEET.format("", ">") + "<a>" * 100_000, "不正常"),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_texts_that_would_burst_are_refused(tmp_path: Path, kind: str) -> None:
    text, words = BOMBS[kind]
    path = tmp_path / "甲.xls"
    path.write_text(text, "utf-8")
    begun = time.monotonic()
    assert words in refusal(path).what
    assert time.monotonic() - begun < LONGEST


def test_an_old_workbook_with_a_cell_far_out_is_refused(tmp_path: Path) -> None:
    path = write.xls(tmp_path / "甲.xls", [Page("甲", [["项目编码"]]), Page("乙", [["1"]])])
    workbook_ = xlwt.Workbook()
    sheet = workbook_.add_sheet("甲")
    sheet.write(0, 0, "项目编码")
    sheet.write(65_535, 255, 1.0)
    workbook_.save(str(path))
    assert "工作表太大" in refusal(path).what


def test_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    path.write_bytes(_with_sheet(tmp_path / "好.xlsx", b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + CELL % b""))
    assert "不正常的定义" in refusal(path).what


@pytest.mark.parametrize("kind", [*FORMS, *LISTS])
def test_damaged_files_of_every_kind_give_a_book_or_a_sentence(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "甲.dat"
    book = importers.read(SAMPLE, catalog.reading_forms())[0]
    book.projects, book.sections = book.projects[:2], book.sections[:1]
    data = (FORMS.get(kind) or LISTS[kind])(path, book).read_bytes()
    chance = random.Random(kind)
    for _ in range(40):
        damaged = bytearray(data)
        for _ in range(chance.choice((1, 1, 5))):
            at, length = chance.randrange(len(damaged)), chance.choice((1, 4, 100))
            damaged[at : at + length] = chance.randbytes(chance.choice((0, length)))
        path.write_bytes(bytes(damaged))
        try:
            importers.read(path, catalog.reading_forms())
        except UserError as error:
            assert error.hint


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"word/document.xml": b"<w/>"}, "没有认出"),
        ({"manifest.json": b"{}"}, "不是可以导入的表格"),
        ({"甲.txt": b"1"}, "压缩文件"),
        ({"甲.xlsx": b"PK\x03\x04"}, "压缩文件"),
        ({"xl/workbook.bin": b"1"}, "xlsb"),
        ({"content.xml": b"<x/>"}, "OpenDocument"),
    ],
)
def test_other_archives_are_named(tmp_path: Path, parts: dict[str, bytes], words: str) -> None:
    path = tmp_path / "甲.xlsx"
    path.write_bytes(_archive(parts))
    assert words in refusal(path).what


def test_damaged_workbooks_are_refused_or_read(tmp_path: Path) -> None:
    """No damage to the bytes gets through as anything but a sentence, and a cut file is told from a whole one."""
    good = write_sheet(tmp_path / "好.xlsx", [["项目编码", "项目名称", "预算数", "三级指标"], ["1", "甲", "2", "丙"]])
    data = good.read_bytes()
    chance = random.Random(11)
    refused = 0
    for _ in range(150):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
        try:
            for sheet in sheets(bytes(damaged)):
                list(sheet.open().rows)
        except UserError as error:
            refused += 1
            assert error.hint
    with pytest.raises(UserError, match="损坏"):
        identify.identify(data[: len(data) // 2], "甲.xlsx")
    assert refused


def test_reading_is_reported_and_can_be_cancelled() -> None:
    said: list[tuple[int, int, str]] = []
    importers.read(SAMPLE, catalog.reading_forms(), lambda *report: said.append(report))
    assert said
    assert all(SAMPLE.name in text and 0 <= done <= total for done, total, text in said)

    def stop(*_: object) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        importers.read(SAMPLE, catalog.reading_forms(), stop)


def test_what_a_cut_file_has_is_read_and_the_break_is_named(tmp_path: Path) -> None:
    path = tmp_path / "断.txt"
    path.write_bytes(SAMPLE.read_bytes()[:-4])
    (book,) = importers.read(path, catalog.reading_forms())
    assert len(book.projects) == 15
