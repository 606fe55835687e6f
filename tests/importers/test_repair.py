"""Damaged Office files: the good parts are read, what is missing is named, and no project is wrong without a flag."""

import io
import random
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sheet_writers as write
from page_writers import docx_of_book
from shapes import list_rows, write_sheet

from desktop_app import catalog, importers
from desktop_app.domain.model import Book, Project
from desktop_app.errors import UserError
from desktop_app.importers import ole, repair

Write = Callable[[Path, Book], Path]


def docx(path: Path, book: Book) -> Path:
    path.write_bytes(docx_of_book(book))
    return path


WRITERS: dict[str, Write] = {
    "docx": docx,
    "xlsx forms": lambda path, book: write.xlsx(path, write.forms(book)),
    "xlsx forms apart": lambda path, book: write.xlsx(path, write.forms(book, apart=True)),
    "xlsx list": lambda path, book: write_sheet(path, list_rows([book])),
    "xls forms": lambda path, book: write.xls(path, write.forms(book)),
    "xls forms apart": lambda path, book: write.xls(path, write.forms(book, apart=True)),
    "xls list": lambda path, book: write.xls_list(path, [book]),
    "xls of Excel 95": lambda path, book: write.old_xls(
        path, [write.Page("清单", [list(row) for row in list_rows([book])])], codepage=None
    ),
}
PACKAGES = ("docx", "xlsx forms", "xlsx forms apart", "xlsx list")


@pytest.fixture(scope="module")
def book() -> Book:
    (found,) = importers.read(catalog.sample(), catalog.reading_forms())
    found.projects = found.projects[:8]
    return found


def read(path: Path, data: bytes) -> list[Book]:
    path.write_bytes(data)
    return importers.read(path, catalog.reading_forms())


def said(project: Project) -> Any:
    """What a project says, without its places and flags."""
    rows = [replace(row, id="", lines=None) for row in project.indicators]
    goals = [goal.text for goal in project.goals]
    return replace(
        project, id="", unit_id="", lines=None, review=[], origins={}, title="", seq="", goals=goals, indicators=rows
    )  # type: ignore[arg-type]


def by_code(books: list[Book]) -> dict[str, Project]:
    return {project.code: project for book in books for project in book.projects}


def check(whole: list[Book], found: list[Book]) -> int:
    """No project is other than in the whole file without a flag of its own; how many are as they were comes back."""
    good, same = by_code(whole), 0
    for code, project in by_code(found).items():
        if code in good and said(good[code]) == said(project):
            same += 1
        else:
            assert any(review.path == "indicators" for review in project.review), code
    return same


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("share", [0.7, 0.95])
def test_a_cut_file_gives_what_stands_before_the_cut(tmp_path: Path, book: Book, kind: str, share: float) -> None:
    path = WRITERS[kind](tmp_path / "甲.dat", book)
    data, whole = path.read_bytes(), importers.read(path, catalog.reading_forms())
    found = read(path, data[: int(len(data) * share)])
    same = check(whole, found)
    assert same >= (share - 0.6) * len(book.projects)
    assert any("没有读到" in review.reason for review in found[0].review if review.path == "projects")
    assert any("没有读到" in unread.text for unread in found[0].unread)
    last = max((p for b in found for p in b.projects), key=lambda p: p.lines or (0, 0))
    assert any("没有读全" in review.reason for review in last.review)


@pytest.mark.parametrize("kind", PACKAGES)
def test_without_the_directory_of_the_package_all_is_read(tmp_path: Path, book: Book, kind: str) -> None:
    path = WRITERS[kind](tmp_path / "甲.dat", book)
    data, whole = path.read_bytes(), importers.read(path, catalog.reading_forms())
    found = read(path, data[: data.index(b"PK\x01\x02")])
    assert check(whole, found) == len(book.projects)
    assert any("文件末尾缺失" in unread.text for unread in found[0].unread)


@pytest.mark.parametrize("kind", PACKAGES)
def test_random_damage_to_a_package_is_never_silent(tmp_path: Path, book: Book, kind: str) -> None:
    path = WRITERS[kind](tmp_path / "甲.dat", book)
    data, whole = path.read_bytes(), importers.read(path, catalog.reading_forms())
    chance, tried = random.Random(kind), 0
    for _ in range(12):
        damaged, at = bytearray(data), chance.randrange(len(data))
        length = chance.choice((1, 30, 300))
        damaged[at : at + length] = chance.choice((b"", chance.randbytes(length)))
        try:
            check(whole, read(path, bytes(damaged)))
            tried += 1
        except UserError as error:
            assert error.hint
    assert tried


@pytest.mark.parametrize("kind", [kind for kind in WRITERS if kind.endswith(("list", "95"))])
def test_the_columns_of_a_cut_list_are_shown(tmp_path: Path, book: Book, kind: str) -> None:
    path = WRITERS[kind](tmp_path / "甲.dat", book)
    whole = importers.list_columns(path, catalog.reading_forms())
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * 0.8)])
    (found,) = importers.list_columns(path, catalog.reading_forms())
    assert [(column.head, column.field) for column in found.columns] == [(c.head, c.field) for c in whole[0].columns]


def changed(path: Path, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one member changed, sound in itself."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for member in whole.namelist():
            content = whole.read(member)
            made.writestr(member, change(content) if member == name else content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "member"),
    [
        ("docx", "word/document.xml"),
        ("xlsx list", "xl/worksheets/sheet1.xml"),
        ("xlsx forms", "xl/worksheets/sheet1.xml"),
    ],
)
def test_xml_that_breaks_off_is_read_up_to_the_break(tmp_path: Path, book: Book, kind: str, member: str) -> None:
    path = WRITERS[kind](tmp_path / "甲.dat", book)
    whole = importers.read(path, catalog.reading_forms())
    found = read(path, changed(path, member, lambda content: content[: len(content) // 2]))
    assert 2 <= check(whole, found) < len(book.projects)
    assert any("没有读到" in unread.text for unread in found[0].unread)


def test_a_damaged_sheet_costs_no_other_sheet(tmp_path: Path, book: Book) -> None:
    path = WRITERS["xlsx forms apart"](tmp_path / "甲.xlsx", book)
    whole = importers.read(path, catalog.reading_forms())
    found = read(path, changed(path, "xl/worksheets/sheet4.xml", lambda content: content[: len(content) * 2 // 3]))
    assert check(whole, found) >= len(book.projects) - 1
    assert [u.text for u in found[0].unread] == ["工作表“项目3”在此之后损坏，后面的内容没有读到"]


def test_texts_that_are_lost_are_shown_as_lost(tmp_path: Path, book: Book) -> None:
    """Of a cut table of all texts the cells keep their places; those without a text are flagged."""
    texts = [str(cell) for row in list_rows([book]) for cell in row]
    strings = "".join(f"<si><t>{text}</t></si>" for text in texts[:-12]).replace("&", "").encode()
    width = len(list_rows([book])[0])
    cells = [f'<c t="s"><v>{i}</v></c>' for i in range(len(texts))]
    rows = ["<row>" + "".join(cells[at : at + width]) + "</row>" for at in range(0, len(cells), width)]
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    count = b'uniqueCount="%d"' % len(texts)
    path = write_sheet(tmp_path / "甲.xlsx", list_rows([book]))
    sheet = b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (space, "".join(rows).encode())
    path.write_bytes(changed(path, "xl/worksheets/sheet1.xml", lambda _: sheet))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/sharedStrings.xml", b"<sst %s %s>%s<si><t>" % (space, count, strings))
    found = importers.read(path, catalog.reading_forms())
    last = found[-1].projects[-1]
    assert "\ufffd" in repr(last)
    assert any("\ufffd" in review.reason for review in last.review)
    assert any("单元格的文字" in unread.text for unread in found[0].unread)


def test_a_byte_that_changed_makes_all_of_its_part_doubtful(tmp_path: Path, book: Book) -> None:
    path = WRITERS["docx"](tmp_path / "甲.docx", book)
    out = io.BytesIO()
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for member in whole.namelist():
            made.writestr(member, whole.read(member))
    data = out.getvalue()
    name = book.projects[3].name.encode()
    assert name in data
    found = read(path, data.replace(name, name[:-1] + bytes([name[-1] ^ 1])))
    assert all(any("与原件核对" in r.reason for r in p.review) for b in found for p in b.projects)


@pytest.mark.parametrize(
    ("at", "changed_to"),
    [(4, b"\x63\x01"), (10, b"\x00\x00\x63\x00"), (0, b"\xfd\x03")],
    ids=["row", "number of the text", "kind of record"],
)
def test_a_cell_of_an_xls_that_cannot_be_so_makes_all_doubtful(
    tmp_path: Path, book: Book, at: int, changed_to: bytes
) -> None:
    """A record of a text ([MS-XLS] LabelSst): its kind and length, row, column, style, number of the text."""
    path = WRITERS["xls list"](tmp_path / "甲.xls", book)
    data = bytearray(path.read_bytes())
    cell = data.index(b"\xfd\x00\x0a\x00" + struct.pack("<HH", 5, 3))
    data[cell + at : cell + at + len(changed_to)] = changed_to
    found = read(path, bytes(data))
    assert all(any("与原件核对" in r.reason for r in p.review) for b in found for p in b.projects)
    assert any("工作表“清单”里有单元格损坏" in unread.text for unread in found[0].unread)


def test_cells_of_an_xls_in_any_order_are_no_damage(tmp_path: Path, book: Book) -> None:
    """Some programs write the cells as they come, not by rows, and no records of rows."""
    path = WRITERS["xls list"](tmp_path / "甲.xls", book)
    whole, data = importers.read(path, catalog.reading_forms()), path.read_bytes()
    stream = bytearray(ole.read(data, "workbook"))
    first = stream.index(b"\xfd\x00\x0a\x00" + struct.pack("<HH", 1, 0))
    cells = [stream[at : at + 14] for at in range(first, first + 14 * 40, 14)]
    cells = [cell for cell in cells if cell.startswith(b"\xfd\x00\x0a\x00")]
    cells.sort(key=lambda cell: struct.unpack_from("<HH", cell, 4)[::-1])
    stream[first : first + 14 * len(cells)] = b"".join(cells)
    made = bytes(stream).replace(b"\x08\x02\x10\x00", b"\x99\x01\x10\x00")
    found = read(path, ole.packed(made, "Workbook"))
    assert check(whole, found) == len(book.projects)
    assert not any("损坏" in review.reason for p in found[0].projects for review in p.review)


def _member(name: str, content: bytes) -> bytes:
    """A member without check sum and sizes, as programs write that do not know them before."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 8, 8, 0, 0, 0, 0, 0, len(name), 0)
    return head + name.encode() + packer.compress(content) + packer.flush()


def test_a_bomb_without_a_directory_stays_packed(tmp_path: Path) -> None:
    path = tmp_path / "甲.docx"
    data = _member("word/document.xml", b"<w>" + b" " * 300_000_000) + _member("word/styles.xml", b"<w/>")
    path.write_bytes(data)
    begun = time.monotonic()
    tracemalloc.start()
    try:
        with pytest.raises(UserError, match="损坏"):
            importers.read(path, catalog.reading_forms())
        assert tracemalloc.get_traced_memory()[1] < 250_000_000
    finally:
        tracemalloc.stop()
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("kind", WRITERS)
def test_where_nothing_is_readable_the_file_is_refused_as_before(tmp_path: Path, book: Book, kind: str) -> None:
    path = WRITERS[kind](tmp_path / "甲.dat", book)
    with pytest.raises(UserError, match="损坏") as caught:
        read(path, path.read_bytes()[:600])
    assert caught.value.hint


@pytest.mark.parametrize("kind", WRITERS)
def test_a_sound_file_is_left_alone(tmp_path: Path, book: Book, kind: str) -> None:
    assert repair.mended(WRITERS[kind](tmp_path / "甲.dat", book).read_bytes()) is None
