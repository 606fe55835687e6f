"""Places in words, and fields by path."""

import pytest

from desktop_app.domain import fields
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.model import Book, Goal, Indicator, Project
from desktop_app.domain.origin import column_letters, place_text
from desktop_app.domain.traces import Part

SHEETS = [Part(1, "sheet", "封面"), Part(11, "sheet", "项目", 3)]


@pytest.mark.parametrize(
    ("parts", "first", "last", "column", "text"),
    [
        ([], 40, 40, -1, "第 40 行"),
        ([], 40, 43, -1, "第 40–43 行"),
        ([], 40, 0, -1, "第 40 行"),
        ([], 0, 0, -1, ""),
        (SHEETS, 11, 11, 2, "工作表“项目”C3"),
        (SHEETS, 20, 22, -1, "工作表“项目”第12–14行"),
        (SHEETS, 20, 22, 27, "工作表“项目”AB12–AB14"),
        (SHEETS, 10, 11, -1, "工作表“封面”第10行至工作表“项目”第3行"),
        ([Part(5, "table", "3")], 6, 6, -1, "表3 第2行"),
        ([Part(5, "table", "表3")], 6, 6, -1, "表3 第2行"),
        ([Part(5, "table", "3")], 2, 2, -1, "第 2 行"),
        ([Part(1, "page", "1"), Part(30, "page", "2")], 31, 31, -1, "第2页"),
        ([Part(1, "page", "1"), Part(30, "page", "2")], 29, 31, -1, "第1页至第2页"),
    ],
)
def test_place_text(parts: list[Part], first: int, last: int, column: int, text: str) -> None:
    assert place_text(parts, first, last, column) == text


def test_column_letters() -> None:
    assert [column_letters(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def project() -> Project:
    row = Indicator("产出指标", "数量指标", "巡查", value="≥12次", sign="≥", number="12", measure="次")
    return Project(budget="7.30", plan=["25%", "", "", "100%"], goals=[Goal("维护")], indicators=[row])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("budget", "7.30"),
        ("plan[3]", "100%"),
        ("goals[0]", "维护"),
        ("indicators[0].l3", "巡查"),
        ("indicators[0]", None),
        ("indicators[0].value", "≥12次"),
    ],
)
def test_fields_of_a_project(path: str, text: str | None) -> None:
    spot = fields.find(project(), path)
    assert spot is not None and spot.text == text


@pytest.mark.parametrize(
    "path",
    [
        "",
        "plan",
        "plan[4]",
        "goals[1]",
        "indicators",
        "indicators[9]",
        "indicators[0].nix",
        "review",
        "indicators[0].id.x",
        "a b",
        "indicators[0]]",
        "..",
        "lines",
    ],
)
def test_paths_that_name_nothing(path: str) -> None:
    assert fields.find(project(), path) is None


def test_a_written_value_and_its_parts_follow_each_other() -> None:
    made = project()
    for path, text, parts, value in (
        ("indicators[0].value", "≤5天", ("≤", "5", "天"), "≤5天"),
        ("indicators[0].number", "8", ("≤", "8", "天"), "≤8天"),
    ):
        spot = fields.find(made, path)
        assert spot is not None
        spot.write(text)
        row = made.indicators[0]
        assert ((row.sign, row.number, row.measure), row.value) == (parts, value)


def test_two_tables_of_one_number_are_told_apart_by_lines() -> None:
    tables = [BudgetTable(2, "收入总表", ["甲"], [BudgetRow([str(i)])], lines=(10 * i, 10 * i + 5)) for i in (1, 2)]
    book = Book(year=2025, tables=tables)
    for lines, text in (((12, 12), "1"), ((22, 22), "2"), (None, "1"), ((99, 99), "1")):
        spot = fields.find(book, "budget_tables[2].rows[0][0]", lines)
        assert spot is not None and spot.text == text
    year = fields.find(book, "year")
    assert year is not None and year.text == "2025"
    year.write("2026")
    assert book.year == 2026
