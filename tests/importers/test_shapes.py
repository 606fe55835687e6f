"""Invented books written in each shape and read back equal, and damaged ones that never crash the reader."""

import random
from pathlib import Path

import pytest
import sheet_writers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapes import books, list_rows, spoil, tab_rows, word_text, write_sheet

from desktop_app import catalog, importers
from desktop_app.domain.model import Book, Indicator
from desktop_app.domain.records import to_record
from desktop_app.errors import UserError

SAMPLES = Path(__file__).parent / "samples"
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path: Path) -> list[Book]:
    return importers.read(path, catalog.reading_forms())


def read_text(path: Path, text: str) -> Book:
    path.write_text(text, "utf-8")
    (book,) = read(path)
    return book


def projects(books_: list[Book]) -> list[dict]:
    """What the projects say, without the notes for the reviewer."""
    return [{k: v for k, v in p.items() if not k.startswith("review")} for p in to_record(books_, "")["projects"]]


def notes(book: Book) -> list[str]:
    """Everything that the reader is not sure of or did not understand."""
    flagged = [review for record in (book, *book.projects) for review in record.review]
    return [f"{review.path}: {review.reason}" for review in flagged] + [unread.text for unread in book.unread]


@pytest.mark.parametrize("write", [word_text, tab_rows])
@quick
@given(book=books())
def test_a_text_reads_back_equal(tmp_path: Path, write, book: Book) -> None:
    found = read_text(tmp_path / "a.txt", write(book))
    assert projects([found]) == projects([book])
    assert [(s.heading, s.text) for s in found.sections] == [(s.heading, s.text) for s in book.sections]
    assert (found.year, found.department_code, found.department_name) == (2025, "", book.department_name)
    assert notes(found) == []


@pytest.mark.parametrize("write", [word_text, tab_rows])
@quick
@given(book=books())
def test_blank_lines_and_line_ends_do_not_matter(tmp_path: Path, write, book: Book) -> None:
    text = write(book)
    expected = projects([book])
    for variant in (
        text.replace("\n", "\r\n"),
        text.replace("\n", "\n\n"),
        "\n".join(line for line in text.split("\n") if line),
    ):
        found = read_text(tmp_path / "a.txt", variant)
        assert projects([found]) == expected
        assert notes(found) == []


def xlsx_list(folder: Path, books_: list[Book]) -> Path:
    return write_sheet(folder / "a.xlsx", list_rows(books_))


def xls_list(folder: Path, books_: list[Book]) -> Path:
    return sheet_writers.xls_list(folder / "a.xls", books_)


@pytest.mark.parametrize("write", [xlsx_list, xls_list])
@quick
@given(first=books(), second=books())
def test_our_own_list_reads_back_equal(tmp_path: Path, write, first: Book, second: Book) -> None:
    first.projects[0].indicators = []
    second.year, second.department_name, second.department_code = 2026, "云岭县某局", "413"
    second.projects[0].indicators = [Indicator("产出指标", "", "名称", "", "=5", "", "＝", "5", "", "4", "说明")]
    found = read(write(tmp_path, [first, second]))
    assert projects(found) == projects([first, second])
    assert [(b.year, b.department_code, b.department_name) for b in found] == [
        (2025, "", first.department_name),
        (2026, "413", "云岭县某局"),
    ]
    assert [note for book in found for note in notes(book)] == []


_LABELS = """
项目编码 项目名称 预算数 其中：财政资金 其他资金 预算规模及资金用途 资金支出计划（%） 3月底 12月底 绩效目标
一级指标 二级指标 三级指标 绩效指标描述 指标值 指标值确定依据
""".split()
_CONTENT = """
13990125P000061100119 甲项目 12.00 100% 产出指标 数量指标 成本指标 满意度指标 ≥90% 第一部分 目录 名词解释
甲项目绩效目标表 412001某局本级 单位：万元 合计.....12 &nbsp; # 1. 2、 。
""".split()
_BREAKS = ["\t", "\n", "\n\n", "\n\t", " ", " TC 甲 \\f C \\l 1 ", "\x0c", "\ufffd"]
PIECES = [*_LABELS, *_CONTENT, *_BREAKS, *_BREAKS]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=60))
def test_no_order_of_words_crashes_the_reader(tmp_path: Path, pieces: list[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("".join(pieces), "utf-8")
    try:
        found = read(path)
    except UserError as error:
        assert error.hint
        return
    last = "".join(pieces).count("\n") + 1
    assert all(p.lines and 1 <= p.lines[0] <= p.lines[1] <= last for book in found for p in book.projects)
    assert all(1 <= unread.line <= last for book in found for unread in book.unread)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda p: p.stem)
def test_damaged_texts_never_crash_the_reader(tmp_path: Path, path: Path) -> None:
    lines = path.read_text("utf-8").split("\n")
    chance = random.Random(5)
    for _ in range(200):
        damaged = list(lines)
        done = spoil(damaged, chance)
        try:
            book = read_text(tmp_path / "a.txt", "\n".join(damaged))
        except UserError as error:
            pytest.fail(f"{done}: {error}")
        assert all(p.lines and 1 <= p.lines[0] <= p.lines[1] <= len(damaged) for p in book.projects)
