"""The Word document, read back from its XML: every field in its place, and what makes it a document of an office."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest
from county import grid
from lxml import etree

from desktop_app.domain.disclosed import BudgetRow, BudgetTable, Section
from desktop_app.domain.model import Book, Indicator, Project, Unit
from desktop_app.errors import Cancelled, UserError
from desktop_app.exporters.docx_text import write_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REAL = ["dingzhou-2021-word-text", "gaoxin-2021-tab-rows", "zhangjiakou-2025-pdf-text", "chengde-2024-markdown"]


@dataclass
class Document:
    """A written file, taken apart."""

    body: Any
    styles: Any
    settings: Any
    core: str

    def paragraphs(self, style_id: str) -> list[str]:
        return [text_of(p) for p in self.body.iter(f"{W}p") if style_of(p) == style_id]

    def forms(self) -> list[tuple[Any, Any]]:
        """Head and grid of every form: two tables with nothing but the gap between them."""
        elements = list(self.body)
        pairs = []
        for i, element in enumerate(elements):
            if element.tag == f"{W}tbl" and elements[i + 1].tag == f"{W}p" and style_of(elements[i + 1]) == "Gap":
                if elements[i + 2].tag == f"{W}tbl":
                    pairs.append((element, elements[i + 2]))
        return pairs


def style_of(paragraph: Any) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


def text_of(element: Any) -> str:
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(e.text or "" if e.tag == f"{W}t" else signs.get(e.tag, "") for e in element.iter())


def cells(table: Any) -> list[list[str]]:
    """The texts of a table row by row; "↑" where the cell above reaches down."""
    rows = []
    for row in table.iter(f"{W}tr"):
        texts = []
        for cell in row.iter(f"{W}tc"):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            down = merge is not None and merge.get(f"{W}val") is None
            texts.append("↑" if down else "\n".join(text_of(p) for p in cell.iter(f"{W}p")))
        rows.append(texts)
    return rows


def filled(rows: list[list[str]], columns: int) -> list[list[str]]:
    """The rows with the text of the cell above instead of "↑" in the first columns."""
    result: list[list[str]] = []
    for row in rows:
        result.append([result[-1][i] if i < columns and t == "↑" else t for i, t in enumerate(row)])
    return result


def write(books: list[Book], path: Path, style: dict[str, Any]) -> Document:
    write_docx(books, path, style)
    with zipfile.ZipFile(path) as archive:
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}
    core = etree.tostring(parts["docProps/core.xml"], encoding="unicode")
    return Document(parts["word/document.xml"][0], parts["word/styles.xml"], parts["word/settings.xml"], core)


def assert_form(project: Project, head: Any, indicators: Any) -> None:
    """Every field of the project stands in its cell."""
    plan = [entry or "" for entry in project.plan]
    goals = "\n".join(f"{n}.{goal.text}" for n, goal in enumerate(project.goals, 1))
    assert cells(head) == [
        ["项目编码", project.code, "项目名称", project.name],
        ["预算规模及资金用途", "预算数", project.budget, "其中：财政资金", project.fiscal, "其他资金", project.other],
        ["↑", project.purpose],
        ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"],
        ["↑", *plan],
        ["绩效目标", goals],
    ]
    rows = cells(indicators)
    assert rows[0] == ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
    expected = [[i.l1, i.l2, i.l3, i.desc, i.value, i.basis] for i in project.indicators]
    assert filled(rows[1:], 2) == expected


def test_every_field_stands_in_its_cell(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    document = write([county], tmp_path / "甲.docx", style)
    forms = document.forms()
    assert len(forms) == len(county.projects)
    for project, (head, indicators) in zip(county.projects, forms, strict=True):
        assert_form(project, head, indicators)


@pytest.mark.corpus
@pytest.mark.parametrize("name", REAL)
def test_every_field_of_a_real_document_stands_in_its_cell(
    name: str, real_book: Callable[[str], Book], style: dict[str, Any], tmp_path: Path
) -> None:
    book = real_book(name)
    document = write([book], tmp_path / "甲.docx", style)
    by_unit = [p for u in book.units for p in book.projects if (p.unit_code, p.unit_name) == (u.code, u.name)]
    for project, (head, indicators) in zip(by_unit, document.forms(), strict=True):
        assert_form(project, head, indicators)
    printed = re.sub(r"\s", "", text_of(document.body))
    for section in book.sections:
        for paragraph in section.text.split("\n"):
            assert re.sub(r"\s", "", paragraph) in printed


def test_titles_are_numbered_by_place_under_their_units(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    del county.projects[1]  # one that is not published leaves no gap behind
    document = write([county], tmp_path / "甲.docx", style)
    assert document.paragraphs("FormTitle") == [
        "1.泵站维护费1号绩效目标表",
        "2.泵站维护费3号绩效目标表",
        "3.泵站维护费4号绩效目标表",
        "4.泵站维护费5号绩效目标表",
    ]
    assert document.paragraphs("UnitTitle") == ["412001 云岭县水利局本级", "412002 云岭县灌溉站", "云岭县水文档案室"]
    assert document.paragraphs("FormLine")[0] == "412001 云岭县水利局本级\t单位：万元"


def test_a_budget_line_without_a_form_is_not_printed(style: dict[str, Any], tmp_path: Path) -> None:
    money, form = Project(name="公用经费", needs_form="否"), Project(name="渠道清淤", needs_form="是")
    document = write([Book(projects=[money, form])], tmp_path / "甲.docx", style)
    assert document.paragraphs("FormTitle") == ["1.渠道清淤绩效目标表"]
    money.indicators = grid("一")
    document = write([Book(projects=[money, form])], tmp_path / "甲.docx", style)
    assert len(document.forms()) == 2, "what was typed is printed all the same"


def test_parts_and_sections_get_levels_by_their_numbers(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    document = write([county], tmp_path / "甲.docx", style)
    assert document.paragraphs("CoverTitle") == ["2025年\n云岭县水利局\n预算绩效文本"]
    assert document.paragraphs("Heading1") == [
        "第一部分　部门整体绩效目标", "第二部分　预算项目绩效目标", "第三部分　预算公开表", "第四部分　情况说明",
    ]  # fmt: skip
    assert document.paragraphs("Heading2") == ["一、总体绩效目标", "二、分项绩效目标", "名词解释"]
    assert document.paragraphs("Heading3") == ["（一）灌溉", "（二）防汛"]
    assert "守住防汛底线。" in document.paragraphs("Body")


def test_contents_list_every_heading_with_a_page_and_a_living_field(
    county: Book, style: dict[str, Any], tmp_path: Path
) -> None:
    document = write([county], tmp_path / "甲.docx", style)
    entries = [p for p in document.body.iter(f"{W}p") if style_of(p).startswith("TOC")]
    shown = [text_of(p).rsplit("\t", 1) for p in entries]
    looks = ("Heading1", "Heading2", "Heading3", "UnitTitle", "FormTitle", "TableTitle")
    assert [text for text, _ in shown] == [text_of(p) for p in document.body.iter(f"{W}p") if style_of(p) in looks]
    pages = [int(page) for _, page in shown]
    assert pages == sorted(pages) and pages[0] == 1 and pages[-1] > len(county.projects)

    marks = {b.get(f"{W}name") for b in document.body.iter(f"{W}bookmarkStart")}
    targets = re.findall(r"PAGEREF (\S+)", "".join(i.text for i in document.body.iter(f"{W}instrText")))
    assert len(targets) == len(entries) and set(targets) <= marks
    assert document.settings.find(f"{W}updateFields") is not None
    kinds = [f.get(f"{W}fldCharType") for f in document.body.iter(f"{W}fldChar")]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == len(entries) + 1


def test_equal_neighbours_of_the_upper_levels_are_one_cell(style: dict[str, Any], tmp_path: Path) -> None:
    levels = [
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("效益指标", "数量指标"),
        ("", ""),
        ("", ""),
        ("", "其他指标"),
    ]
    project = Project(name="渠道清淤", indicators=[Indicator(l1, l2, "名") for l1, l2 in levels])
    document = write([Book(projects=[project])], tmp_path / "甲.docx", style)
    rows = cells(document.forms()[0][1])[1:]
    assert [row[:2] for row in rows] == [
        ["产出指标", "数量指标"], ["↑", "↑"], ["效益指标", "数量指标"], ["", ""], ["", ""], ["", "其他指标"],
    ]  # fmt: skip


def test_the_grid_repeats_its_header_and_keeps_its_rows_whole(
    county: Book, style: dict[str, Any], tmp_path: Path
) -> None:
    county.projects[0].indicators = [i for n in range(4) for i in grid(f"第{n}批")]
    document = write([county], tmp_path / "甲.docx", style)
    for head, indicators in document.forms():
        assert head.find(f".//{W}tblHeader") is None
        repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in indicators.iter(f"{W}tr")]
        assert repeated == [True] + [False] * (len(repeated) - 1)
        for row in [*head.iter(f"{W}tr"), *indicators.iter(f"{W}tr")]:
            assert row.find(f"{W}trPr/{W}cantSplit") is not None


def test_a_row_taller_than_a_page_may_break(style: dict[str, Any], tmp_path: Path) -> None:
    project = Project(name="渠道清淤", purpose="清淤" * 3000)
    document = write([Book(projects=[project])], tmp_path / "甲.docx", style)
    rows = list(document.forms()[0][0].iter(f"{W}tr"))
    assert rows[2].find(f"{W}trPr/{W}cantSplit") is None
    assert rows[1].find(f"{W}trPr/{W}cantSplit") is not None


def test_head_and_grid_have_the_width_of_the_text(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    document = write([county], tmp_path / "甲.docx", style)
    text_width = 210 - 28 - 26
    for table in document.body.iter(f"{W}tbl"):
        columns = [int(c.get(f"{W}w")) for c in table.iter(f"{W}gridCol")]
        assert abs(sum(columns) - text_width * 1440 / 25.4) < 2
        for row in table.iter(f"{W}tr"):
            spans = [c.find(f"{W}tcPr/{W}gridSpan") for c in row.iter(f"{W}tc")]
            assert sum(1 if s is None else int(s.get(f"{W}val")) for s in spans) == len(columns)


def test_official_page_and_fonts(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    document = write([county], tmp_path / "甲.docx", style)
    margins = document.body.find(f"{W}sectPr/{W}pgMar")
    assert {n: round(int(margins.get(f"{W}{n}")) * 25.4 / 1440) for n in ("top", "bottom", "left", "right")} == {
        "top": 37, "bottom": 35, "left": 28, "right": 26,
    }  # fmt: skip
    fonts = {
        s.get(f"{W}styleId"): s.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") for s in document.styles.iter(f"{W}style")
    }
    assert fonts["CoverTitle"] == fonts["FormTitle"] == "方正小标宋简体"
    assert (fonts["Heading2"], fonts["Heading3"], fonts["Body"]) == ("黑体", "楷体_GB2312", "仿宋_GB2312")
    assert (fonts["TableText"], fonts["Footer"]) == ("宋体", "宋体")
    used = {style_of(p) for p in document.body.iter(f"{W}p")}
    assert used <= set(fonts), "a paragraph without a style of ours would have no East Asian font"


def test_page_numbers_stand_in_dashes_and_only_behind_the_contents(
    county: Book, style: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "甲.docx"
    write_docx([county], path, style)
    document = docx.Document(str(path))
    front, text = document.sections
    assert front.footer.paragraphs[0].text == front.even_page_footer.paragraphs[0].text == ""
    assert text.footer.paragraphs[0].text == text.even_page_footer.paragraphs[0].text == "— 1 —"


def test_the_budget_table_prints_as_it_is(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    document = write([county], tmp_path / "甲.docx", style)
    table = list(document.body.iter(f"{W}tbl"))[-1]
    assert cells(table)[:2] == [["序号", "收入", "支出"], ["↑", "项目", "预算数", "项目", "预算数"]]
    assert cells(table)[2:] == [row.cells for row in county.tables[0].rows]
    assert document.paragraphs("TableLine") == ["412 云岭县水利局\t预算年度：2025\t单位：万元"]
    assert document.paragraphs("FormLine")[-1] == "注：本表为样例。"


def test_a_budget_table_of_any_shape_loses_no_cell(style: dict[str, Any], tmp_path: Path) -> None:
    wide = BudgetTable(2, "宽表", ["科目", "金额"], [BudgetRow(["一", "1.00", "多"]), BudgetRow(["二"])])
    bare = BudgetTable(3, "空表", [], note="本表无数据，空表列示。")
    document = write([Book(tables=[wide, bare])], tmp_path / "甲.docx", style)
    first, second = document.body.iter(f"{W}tbl")
    assert cells(first) == [["科目", "金额", ""], ["一", "1.00", "多"], ["二", "", ""]]
    assert cells(second) == [[""]]
    assert "本表无数据，空表列示。" in document.paragraphs("FormLine")


def test_a_unit_without_department_texts_has_a_document_of_its_own(style: dict[str, Any], tmp_path: Path) -> None:
    unit = Unit("412002", "云岭县灌溉站")
    project = Project(unit_code=unit.code, unit_name=unit.name, name="渠道清淤")
    book = Book(year=2025, department_name="云岭县水利局", units=[unit], projects=[project])
    document = write([book], tmp_path / "甲.docx", style)
    assert document.paragraphs("CoverTitle") == ["2025年\n云岭县灌溉站\n预算绩效文本"]
    assert document.paragraphs("Heading1") == ["第一部分　预算项目绩效目标"]
    assert "2025年云岭县灌溉站预算绩效文本" in document.core and "水利局" not in document.core


def test_several_books_have_contents_of_their_own(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    other = Book(year=2024, department_name="云岭县林业局", sections=[Section("总体绩效目标", "造林。")])
    document = write([county, other], tmp_path / "甲.docx", style)
    assert [t.split("\n")[1] for t in document.paragraphs("CoverTitle")] == ["云岭县水利局", "云岭县林业局"]
    fields = [i.text for i in document.body.iter(f"{W}instrText") if "TOC" in i.text]
    marks = [b.get(f"{W}name") for b in document.body.iter(f"{W}bookmarkStart")]
    assert len(fields) == 2 and all(re.search(r"\\b (\S+)", f).group(1) in marks for f in fields)  # type: ignore[union-attr]
    ids = [b.get(f"{W}id") for b in document.body.iter(f"{W}bookmarkStart")]
    assert len(ids) == len(set(ids))


def test_signs_that_xml_cannot_hold_are_left_out(style: dict[str, Any], tmp_path: Path) -> None:
    project = Project(name="甲\x00乙\x0b丙<&>\ud800", purpose="一\r\n二\t三", code="]]>")
    document = write([Book(projects=[project])], tmp_path / "甲.docx", style)
    rows = cells(document.forms()[0][0])
    assert rows[0] == ["项目编码", "]]>", "项目名称", "甲乙\n丙<&>"]
    assert rows[2][1] == "一\n二\t三"
    assert document.paragraphs("FormTitle") == ["1.甲乙丙<&>绩效目标表"]


def test_a_book_with_nothing_in_it_still_is_a_document(style: dict[str, Any], tmp_path: Path) -> None:
    document = write([Book(department_name="云岭县水利局")], tmp_path / "甲.docx", style)
    assert document.paragraphs("CoverTitle") == ["云岭县水利局\n预算绩效文本"]
    assert document.forms() == []


def test_the_same_book_gives_the_same_bytes(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    write_docx([county], tmp_path / "甲.docx", style)
    write_docx([county], tmp_path / "乙.docx", style)
    assert (tmp_path / "甲.docx").read_bytes() == (tmp_path / "乙.docx").read_bytes()


def test_progress_counts_to_the_end_and_can_cancel(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    write_docx([county], tmp_path / "甲.docx", style, lambda *step: steps.append(step))
    assert [done for done, _, _ in steps] == list(range(6)) and {total for _, total, _ in steps} == {6}

    def cancel(done: int, total: int, what: str) -> None:
        if done == 3:
            raise Cancelled

    before = (tmp_path / "甲.docx").read_bytes()
    with pytest.raises(Cancelled):
        write_docx([], tmp_path / "甲.docx", style, lambda *step: cancel(3, 3, ""))
    with pytest.raises(Cancelled):
        write_docx([county], tmp_path / "甲.docx", style, cancel)
    assert (tmp_path / "甲.docx").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir() if p.name != "data"] == ["甲.docx"]


def test_a_missing_folder_is_said_in_a_sentence(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(UserError, match="找不到"):
        write_docx([county], tmp_path / "没有" / "甲.docx", style)
