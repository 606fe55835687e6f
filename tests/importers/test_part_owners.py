"""Documents that print a text for each unit: whose a section is, is read from its title or not at all."""

from pathlib import Path

import pytest

from desktop_app import catalog, importers
from desktop_app.domain.disclosed import Organisation, Section
from desktop_app.domain.model import Book, Project
from desktop_app.importers.lines import Owner
from desktop_app.importers.part_owners import give_owners

OFFICE, STATION = "云岭县水利局本级", "云岭县供水站"
UNITS = [Owner("412001", OFFICE), Owner("412002", STATION)]


def owners_of(*headings: str) -> list[str]:
    """Whose the sections of these headings are; each has a text."""
    book = Book(department_name="云岭县水利局", sections=[Section(heading, "文字。") for heading in headings])
    give_owners(book, UNITS)
    return [section.owner for section in book.sections]


@pytest.mark.parametrize(
    "title",
    [
        f"{STATION}2025年单位预算信息公开情况说明",
        f"{STATION} 2025 年度单位预算情况说明",
        f"第三部分 {STATION}情况说明",
        f"二、{STATION}2025年预算公开情况说明",
    ],
)
def test_a_title_that_names_a_unit_begins_its_texts(title: str) -> None:
    department = "云岭县水利局2025年部门预算信息公开情况说明"
    assert owners_of(department, "一、职责", title, "一、职责", "二、三公经费") == ["", "", *["412002"] * 3]


@pytest.mark.parametrize(
    "title",
    [
        "云岭县水利局2025年部门预算信息公开情况说明",  # the department's own
        f"{STATION}改造项目情况说明",
        f"二、{STATION}职责",
        "云岭县供水站管理中心2025年单位预算情况说明",  # another one, whose name begins alike
        f"关于{STATION}的情况说明",
    ],
)
def test_what_only_speaks_of_a_unit_begins_nothing(title: str) -> None:
    assert owners_of(title, "一、职责") == ["", ""]


def test_the_next_title_or_part_ends_the_texts_of_a_unit() -> None:
    first, second = (f"{name}2025年单位预算公开情况说明" for name in (OFFICE, STATION))
    found = owners_of(first, "一、职责", second, "一、职责", "第三部分 名词解释", "一、其他")
    assert found == ["412001", "412001", "412002", "412002", "", ""]


def test_a_title_over_parts_of_which_nobody_says_whose_they_are_gives_nothing() -> None:
    book = Book(department_name="云岭县水利局")
    book.sections = [Section(f"{STATION}2025年单位预算公开情况说明"), Section("第一部分 概况", "文字。")]
    give_owners(book, UNITS)
    assert [section.owner for section in book.sections] == ["", ""]


def test_a_unit_without_a_code_is_called_by_its_name_and_the_only_unit_needs_no_owner() -> None:
    title, of_all = (f"{name}2025年单位预算情况说明" for name in (STATION, "云岭县水利局"))
    book = Book(department_name="云岭县水利局", organisation=[Organisation("云岭县水文站"), Organisation(STATION)])
    book.sections = [Section(of_all, "文字。"), Section(title, "文字。")]
    give_owners(book, [])
    assert [section.owner for section in book.sections] == ["", STATION]
    book.sections = [Section(title, "文字。")]  # the document is of one unit, and so are its tables
    give_owners(book, [])
    assert book.sections[0].owner == ""
    alone = Book(projects=[Project("412002", STATION)], sections=[Section(title, "文字。")])
    give_owners(alone, [])
    assert alone.sections[0].owner == ""


def test_a_document_of_a_department_and_its_units_is_read_with_its_owners(tmp_path: Path) -> None:
    lines = ["云岭县水利局2025年部门预算信息公开情况说明", "一、机关运行经费", "全局安排40.50万元。"]
    for owner in UNITS:
        lines += [
            f"{owner.name}2025年单位预算信息公开情况说明", "一、机关运行经费", f"{owner.name}安排20.25万元。",
            "收支总表", f"{owner.code} {owner.name}", "单位：万元",
            "项目\t预算数\t项目\t预算数", "本年收入合计\t20.25\t本年支出合计\t20.25",
            "收入总计\t20.25\t支出总计\t20.25",
        ]  # fmt: skip
    path = tmp_path / "全.txt"
    path.write_text("\n".join(lines), "utf-8")
    (book,) = importers.read(path, catalog.reading_forms())
    said = [(section.owner, section.text) for section in book.sections if section.text]
    assert said == [
        ("", "全局安排40.50万元。"),
        ("412001", f"{OFFICE}安排20.25万元。"),
        ("412002", f"{STATION}安排20.25万元。"),
    ]
    assert book.department_name == "云岭县水利局"
    assert not any("几个部门" in review.reason for review in book.review)
