"""PDF files: forms drawn by Qt and printed by an office suite, read back by their ruled cells; and damaged ones."""

import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from page_writers import docx_of_book
from pdf_writer import html_of_book, print_html
from PySide6.QtGui import QImage, QPainter, QPdfWriter
from shapes import books
from test_word import needs_office, notes, projects, read, source, to_format

from desktop_app import catalog
from desktop_app.domain.model import Book
from desktop_app.errors import Cancelled, UserError
from desktop_app.exporters.docx_text import write_docx
from desktop_app.importers import pdf, pdf_flow, pdf_page
from desktop_app.importers.pdf_grid import grids
from desktop_app.importers.pdf_lines import TextLine
from desktop_app.importers.pdf_page import Page, Rule
from desktop_app.importers.pdf_signs import sign
from desktop_app.importers.pdf_table import Cell, cut_by_page

quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def squeezed(book: Book) -> list[str]:
    """The projects without blanks: where a line ends, a PDF does not tell whether one stood there."""
    return ["".join(json.dumps(p, ensure_ascii=False).split()).replace("\\n", "") for p in projects(book)]


@pytest.mark.usefixtures("qapp")
@quick
@given(book=books())
def test_a_pdf_of_qt_reads_back_equal(tmp_path: Path, book: Book) -> None:
    print_html(html_of_book(book), tmp_path / "甲.pdf")
    (found,) = read(tmp_path / "甲.pdf")
    assert [(s.heading, s.text) for s in found.sections] == [(s.heading, s.text) for s in book.sections]
    if len(found.parts) == 1:
        assert notes(found) == []
    if not notes(found):  # a page may end within the head of a form: then it is flagged
        assert projects(found) == projects(book)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("landscape", [False, True])
def test_the_sample_reads_back_over_all_its_pages(tmp_path: Path, landscape: bool) -> None:
    (book,) = read(catalog.sample())
    print_html(html_of_book(book), tmp_path / "甲.pdf", landscape)
    (found,) = read(tmp_path / "甲.pdf")
    assert squeezed(found) == squeezed(book)
    assert sum(len(p.review) for p in found.projects) <= 3
    assert [part.kind for part in found.parts] == ["page"] * len(found.parts)
    begins = [part.line for part in found.parts]
    assert len(begins) > 8
    assert begins == sorted(begins)


@pytest.mark.long
@needs_office
def test_a_pdf_of_libreoffice_reads_back_equal(tmp_path: Path) -> None:
    (book,) = read(catalog.sample())
    (tmp_path / "甲.docx").write_bytes(docx_of_book(book))
    to_format(tmp_path / "甲.docx", "pdf")
    (found,) = read(tmp_path / "甲.pdf")
    assert squeezed(found) == squeezed(book)
    texts = [["".join(text.split()) for s in b.sections for text in (s.heading, s.text)] for b in (found, book)]
    assert texts[0] == texts[1]


@pytest.mark.long
@needs_office
def test_our_own_document_as_a_pdf_reads_back_equal(tmp_path: Path) -> None:
    """With a contents page, page numbers, rows that may not break, and heads that stand again on every page."""
    (book,) = read(catalog.sample())
    write_docx([book], tmp_path / "甲.docx", catalog.documents())
    to_format(tmp_path / "甲.docx", "pdf")
    (found,) = read(tmp_path / "甲.pdf")
    assert squeezed(found) == squeezed(book)


# ---- characters, rules, pages ----------------------------------------------------------------------------------------


def test_radicals_become_characters_and_nothing_else_is_changed() -> None:
    assert [sign(ord(c)) for c in "⽤⾦⽬⻔⼾⻚⺠"] == list("用金目门户页民")
    kept = "％（）①Ａ㎡≥〔〕﹪"
    assert "".join(sign(ord(c)) for c in kept) == kept
    assert [sign(code) for code in (0x00AD, 0x200B, 0x0D)] == [""] * 3
    assert [sign(code) for code in (0x01, 0xE001, 0xD800)] == ["\ufffd"] * 3
    assert sign(ord("甲"), known=False) == "\ufffd"


def ruled(across: list[tuple[float, float, float]], down: list[tuple[float, float, float]]) -> list[list[list[int]]]:
    """The numbers of the cells, row by row, in each table of a page with these rules."""
    page = Page(600, 800, across=[Rule(*rule) for rule in across], down=[Rule(*rule) for rule in down])
    return [_renumbered(grid.owner) for grid in grids(page)]


def _renumbered(owner: list[list[int]]) -> list[list[int]]:
    places = {number: i for i, number in enumerate(dict.fromkeys(number for row in owner for number in row))}
    return [[places[number] for number in row] for row in owner]


def test_boxes_without_a_wall_between_are_one_cell() -> None:
    frame = [(100, 50, 350), (160, 50, 350)]
    assert ruled([*frame, (130, 150, 350)], [(x, 100, 160) for x in (50, 150, 250, 350)]) == [[[0, 1, 2], [0, 3, 4]]]
    assert ruled([*frame, (130, 50, 350)], [(50, 100, 160), (150, 100, 130), (350, 100, 160)]) == [[[0, 1], [2, 2]]]


def test_a_table_without_lines_at_its_sides_ends_where_its_rules_end() -> None:
    assert ruled([(y, 50, 350) for y in (100, 130, 160)], [(200, 100, 160)]) == [[[0, 1], [2, 3]]]


def test_dotted_lines_are_lines_and_frames_are_no_tables() -> None:
    dots = [(y, x, x + 1) for y in (100.0, 130.0) for x in range(50, 350, 2)]
    assert ruled(dots, [(x, 100, 130) for x in (50, 200, 350)]) == [[[0, 1]]]
    assert ruled([(100, 50, 350), (700, 50, 350)], [(50, 100, 700), (350, 100, 700)]) == []
    assert ruled([(100, 50, 350)], []) == []


def line(text: str, top: float = 50.0) -> TextLine:
    return TextLine(text, 100.0, 100.0 + 10 * len(text), top, top + 12, 10.0, [text], 10.0)


def test_running_lines_are_dropped_and_what_belongs_to_forms_is_kept() -> None:
    sheets = [
        pdf_flow.Sheet(
            600, [line("云岭县水利局预算公开"), line("412001 云岭县灌溉站", 80), line("段" * n), line(f"— {n} —")]
        )
        for n in range(1, 7)
    ]
    pdf_flow.drop_running_lines(sheets)
    assert [[block.text for block in sheet.blocks] for sheet in sheets] == [
        ["412001 云岭县灌溉站", "段" * n] for n in range(1, 7)
    ]


def cell(left: float, text: str, bottom: bool = True, room: float = 2.0, count: int = 2) -> Cell:
    return Cell(left, left + 100, text, at_bottom=bottom, room=room, first=10.0, lines=count)


def test_a_row_is_joined_only_where_its_cells_ran_on() -> None:
    above = [cell(0, ""), cell(100, "名称", False), cell(200, "很长的描述还没有"), cell(300, "≥5", False, 80, 1)]
    rest = [cell(0, ""), cell(100, ""), cell(200, "写完"), cell(300, "")]
    assert [(u.text, low.text) for u, low in cut_by_page(above, rest)[0]] == [("很长的描述还没有", "写完")]
    own = [cell(0, ""), cell(100, "另一名称"), cell(200, "描述"), cell(300, "≥6")]
    assert cut_by_page(above, own) == ([], True)
    short = [cell(0, ""), cell(100, "名称", True, 60, 1), cell(200, "描述", True, 60, 1), cell(300, "≥5", True, 80, 1)]
    assert cut_by_page(short, rest) == ([], True)


# ---- bad input -------------------------------------------------------------------------------------------------------


def refusal(data: bytes) -> str:
    with pytest.raises(UserError) as caught:
        pdf.read_rows(source(data))
    assert caught.value.hint
    return caught.value.what


@pytest.mark.usefixtures("qapp")
def test_a_scan_says_that_it_is_one(tmp_path: Path) -> None:
    writer = QPdfWriter(str(tmp_path / "甲.pdf"))
    painter = QPainter(writer)
    image = QImage(200, 300, QImage.Format.Format_RGB32)
    image.fill(0x808080)
    painter.drawImage(0, 0, image)
    painter.end()
    assert "扫描" in refusal((tmp_path / "甲.pdf").read_bytes())


@pytest.mark.usefixtures("qapp")
def test_a_page_that_is_a_picture_among_others_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (book,) = read(catalog.sample())
    print_html(html_of_book(book), tmp_path / "甲.pdf")
    true = pdf.read_page
    picture = Page(595, 842, pictures=1)
    monkeypatch.setattr(
        pdf, "read_page", lambda document, n: picture if n == 4 else None if n == 5 else true(document, n)
    )
    (found,) = read(tmp_path / "甲.pdf")
    listed = [unread.text for unread in found.unread]
    assert "（第5页是图片，没有文字）" in listed
    assert "（第6页损坏了，没有读出）" in listed


def minimal(trailer: str, count: int = 1, more: str = "") -> bytes:
    """A PDF of blank pages, all one object."""
    kids = "3 0 R " * count
    return (
        f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[{kids}]/Count {count}>>endobj"
        f"\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n{more}\n"
        f"trailer<</Root 1 0 R/Size 9{trailer}>>\n%%EOF"
    ).encode()


def test_what_cannot_be_read_is_refused_with_a_sentence() -> None:
    lock = "<</Filter/Standard/V 1/R 2/P -4/O<" + "11" * 32 + ">/U<" + "22" * 32 + ">>>"
    assert "密码" in refusal(minimal(f"/Encrypt 4 0 R/ID[<{'33' * 16}><{'33' * 16}>]", more=f"4 0 obj{lock}endobj"))
    assert "没有文字" in refusal(minimal(""))
    assert "2100 页" in refusal(minimal("", 2_100))
    assert "损坏" in refusal(b"%PDF-1.7\nnothing")


@pytest.mark.usefixtures("qapp")
def test_characters_without_a_meaning_are_flagged_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (book,) = read(catalog.sample())
    book.projects = book.projects[:1]
    print_html(html_of_book(book), tmp_path / "甲.pdf")
    true = pdf_page.sign
    monkeypatch.setattr(pdf_page, "sign", lambda code, known: true(code, known and code != ord("万")))
    (found,) = read(tmp_path / "甲.pdf")
    assert any("\ufffd" in goal.text for goal in found.projects[0].goals)
    assert any(review.path == "goals[1]" for review in found.projects[0].review)
    monkeypatch.setattr(pdf_page, "sign", lambda code, known: true(code, known and code < 0x4E00))
    assert "没有编码" in refusal((tmp_path / "甲.pdf").read_bytes())


@pytest.mark.usefixtures("qapp")
def test_damaged_files_are_refused_or_read(tmp_path: Path) -> None:
    (book,) = read(catalog.sample())
    book.projects = book.projects[:2]
    print_html(html_of_book(book), tmp_path / "甲.pdf")
    good = (tmp_path / "甲.pdf").read_bytes()
    chance = random.Random(12)
    refused = 0
    for n in range(60):
        damaged = bytearray(good)
        if n % 3:
            for _ in range(chance.choice((1, 5, 40))):
                damaged[chance.randrange(8, len(damaged))] = chance.randrange(256)
        else:
            del damaged[chance.randrange(8, len(damaged)) :]
        begun = time.monotonic()
        try:
            pdf.read_rows(source(bytes(damaged)))
        except UserError as error:
            refused += 1
            assert error.hint
        assert time.monotonic() - begun < 10
    assert refused


@pytest.mark.usefixtures("qapp")
def test_reading_tells_its_pages_and_can_be_cancelled(tmp_path: Path) -> None:
    print_html("<p>甲</p>" * 200, tmp_path / "甲.pdf")
    data = (tmp_path / "甲.pdf").read_bytes()
    said: list[tuple[int, int]] = []
    pdf.read_rows(source(data, lambda done, total: said.append((done, total))))
    assert len(said) > 2
    assert all(done <= total for done, total in said)

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        pdf.read_rows(source(data, stop))


@pytest.mark.usefixtures("qapp")
def test_a_file_without_rules_is_read_as_text(tmp_path: Path) -> None:
    print_html(
        "<p>云岭县水利局2025年部门预算绩效文本</p>" + "<p>（一）总体绩效目标</p><p>全年完成。</p>", tmp_path / "甲.pdf"
    )
    rows, parts = pdf.read_rows(source((tmp_path / "甲.pdf").read_bytes()))
    assert [row.text for row in rows] == ["云岭县水利局2025年部门预算绩效文本", "（一）总体绩效目标", "全年完成。"]
    assert [tuple(part) for part in parts] == [(1, "page", "第1页", 1)]
