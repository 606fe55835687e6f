"""Invented books, and helpers that write a book in each shape in which documents reach the program."""

import random
from pathlib import Path

from hypothesis import strategies as st
from openpyxl import Workbook

from desktop_app import catalog
from desktop_app.domain import values
from desktop_app.domain.disclosed import Section
from desktop_app.domain.model import Book, Goal, Indicator, Project, Unit

MONTHS = ("3月底", "6月底", "10月底", "12月底")
HEADS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
LIST_FIELDS = (
    *("year", "department_code", "department_name", "unit_code", "unit_name", "seq", "code", "name", "category"),
    *("budget", "fiscal", "other", "purpose", "plan.0", "plan.1", "plan.2", "plan.3", "goals"),
    *("l1", "l2", "l3", "desc", "sign", "number", "measure", "value", "basis", "last_value", "note", "title"),
)
_OWN_HEADS = {"year": "年度", "department_code": "部门编码", "department_name": "部门名称"}


def merged(project: Project) -> list[list[str]]:
    """The indicator rows as a form prints them: an 一级指标 that is the one above stays blank."""
    rows, above = [], ""
    for i in project.indicators:
        rows.append([i.l1 if i.l1 != above else "", i.l2, i.l3, i.desc, i.value, i.basis])
        above = i.l1
    return rows


def goals_text(project: Project) -> str:
    return "\n".join(f"{number}.{goal.text}" for number, goal in enumerate(project.goals, 1))


def rows_of(project: Project) -> list[list[str]]:
    """The rows of a printed form."""
    p = project
    return [
        ["项目编码", p.code, "项目名称", p.name],
        ["预算规模及资金用途", "预算数", p.budget, "其中：财政资金", p.fiscal, "其他资金", p.other],
        ["", p.purpose],
        ["资金支出计划（%）", *MONTHS],
        ["", *p.plan],
        ["绩效目标", goals_text(p)],
        list(HEADS),
        *merged(p),
    ]


def narrative_lines(book: Book) -> list[str]:
    """The running text of a book, a blank line after each paragraph."""
    lines: list[str] = []
    for section in book.sections:
        lines += [section.heading, ""]
        for paragraph in section.text.split("\n"):
            lines += [paragraph, ""]
    return lines


def word_text(book: Book) -> str:
    """One cell a line, each begun by a tab; a blank line after every row; field codes in the titles."""
    lines = narrative_lines(book)
    for p in book.projects:
        lines.append(f"{p.seq}.{p.title} TC {p.seq}、{p.title} \\f C \\l 1 ")
        lines += [f"\t{p.unit_code}{p.unit_name}", "\t单位：万元", ""]
        for row in rows_of(p):
            lines += [f"\t{cell}" for cell in row] + [""]
        lines.append("")
    return "\n".join(lines)


def tab_rows(book: Book) -> str:
    """One row a line, cells parted by tabs, blank cells left as the text recognition leaves them."""
    lines = narrative_lines(book)
    for p in book.projects:
        lines += [f"{p.seq}、{p.title}", "", f"{p.unit_code} {p.unit_name}", "", "单位：万元", ""]
        rows = [
            ["项目编码", f"{p.code[:17]} {p.code[17:]}", "", "项目名称", p.name, "", ""],
            ["预算规模及资金用途", "预算数", p.budget, "其中：财政资金", p.fiscal, "其他资金", p.other],
            ["", p.purpose, "", "", "", "", ""],
            ["资金支出计划 (%)", "3 月底", "", "6 月底", "10 月底", "", "12 月底"],
            ["", p.plan[0], "", p.plan[1], p.plan[2], "", p.plan[3]],
            ["绩效目标", goals_text(p).replace("\n", " "), "", "", "", "", ""],
            [*HEADS, ""],
            *([*row, ""] for row in merged(p)),
        ]
        lines += ["\t".join(row) for row in rows] + [""]
    return "\n".join(lines)


def list_rows(books: list[Book]) -> list[list[str]]:
    """The rows of the sheet 指标清单, its heads first."""
    aliases = catalog.aliases()
    rows = [[_OWN_HEADS.get(field) or aliases[field][0] for field in LIST_FIELDS]]
    for book in books:
        for p in book.projects:
            for i in p.indicators or [Indicator()]:
                own = {"year": str(book.year), "goals": goals_text(p), **{f"plan.{n}": p.plan[n] for n in range(4)}}
                own |= {"department_code": book.department_code, "department_name": book.department_name}
                rows.append([own[f] if f in own else getattr(p if hasattr(p, f) else i, f) for f in LIST_FIELDS])
    return rows


def spoil(lines: list[str], chance: random.Random) -> str:
    """Delete, double, swap with the next, or cut one line at random; what was done where."""
    at = chance.randrange(len(lines) - 1)
    kind = chance.choice(["delete", "double", "swap", "cut"])
    if kind == "delete":
        del lines[at]
    elif kind == "double":
        lines.insert(at, lines[at])
    elif kind == "swap":
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
    else:
        lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
    return f"line {at + 1} {kind}"


def write_sheet(path: Path, rows: list[list[object]], name: str = "指标清单") -> Path:
    """A workbook with one sheet; texts stay texts, also those that look like formulas."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = name
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            cell = sheet.cell(r, c)
            cell.value = value or None if isinstance(value, str) else value
            if isinstance(value, str) and value:
                cell.data_type = "s"
    workbook.save(path)
    return path


# No character of a label or of an 一级 or 二级指标 is among these, so no text turns into one by chance.
_words = st.text("泵站渠道养护巡查培训宣传补贴台账村镇河湖苗圃果林沟坝", min_size=2, max_size=12)
_amounts = st.sampled_from(["12.00", "0.5", "2.80", "1,200.00", "0"])
_entries = st.sampled_from(["", "25.00%", "50%", "100.00%", "3.00"])
_signs = st.sampled_from(["≥", "≤", "＝", ""])


@st.composite
def _indicators(draw: st.DrawFn) -> Indicator:
    frame = next(iter(catalog.frames().values()))
    l1 = draw(st.sampled_from(frame.l1_names()))
    measured = st.builds(
        "{}{}{}".format, _signs, st.integers(0, 9999), st.sampled_from(["%", "个", "万元", "公里", ""])
    )
    value = draw(st.one_of(measured, _words, st.just("2025年9月20日前")))
    sign, number, measure = values.split(value)
    basis = draw(st.one_of(st.just(""), _words.map(lambda w: f"〔2024〕{w}")))
    l2 = draw(st.sampled_from(frame.l2_names(l1)))
    return Indicator(l1, l2, draw(_words), draw(st.one_of(_words, st.just(""))), value, basis, sign, number, measure)


def _apart(rows: list[Indicator]) -> list[Indicator]:
    """The rows without those that repeat the one above: a reader takes them for a line that was doubled."""
    return [row for n, row in enumerate(rows) if n == 0 or not _repeats(rows[n - 1], row)]


def _repeats(one: Indicator, other: Indicator) -> bool:
    """Whether no cell that both rows have tells them apart."""
    pairs = [(getattr(one, name), getattr(other, name)) for name in ("l1", "l2", "l3", "desc", "value", "basis")]
    return all(a == b for a, b in pairs if a and b)


@st.composite
def _projects(draw: st.DrawFn, seq: int, unit: Unit) -> Project:
    code = "13990125P" + draw(st.text("0123456789ABCDEFGH", min_size=12, max_size=12))
    name = draw(_words)
    return Project(
        unit.code, unit.name, str(seq), f"{name}绩效目标表", code, name,
        draw(_amounts), draw(_amounts), draw(_amounts), draw(_words),
        draw(st.lists(_entries, min_size=4, max_size=4)),
        [Goal(text) for text in draw(st.lists(_words, min_size=1, max_size=4))],
        _apart(draw(st.lists(_indicators(), min_size=1, max_size=8))),
    )  # fmt: skip


@st.composite
def books(draw: st.DrawFn) -> Book:
    """An invented book of one department with two units."""
    name = f"云岭县{draw(_words)}局"
    units = [Unit("412001", f"{name}本级"), Unit("412002", f"云岭县{draw(_words)}站")]
    count = draw(st.integers(1, 4))
    projects = [draw(_projects(n, units[n % 2])) for n in range(1, count + 1)]
    for n, project in enumerate(projects):  # a code twice in one unit is one project
        project.code = f"{project.code[:-1]}{n}"
    if all(p.unit_code != "412001" for p in projects):  # the department is known by its 本级 unit
        projects[0].unit_code, projects[0].unit_name = units[0].code, units[0].name
    paragraphs = [f"{w}，全年完成。" for w in draw(st.lists(_words, min_size=1, max_size=3))]
    sections = [Section(f"{name}2025年部门预算绩效文本"), Section("（一）总体绩效目标", "\n".join(paragraphs))]
    return Book(year=2025, department_name=name, sections=sections, projects=projects)


# Texts as staff write them: with blanks, words of other scripts, brackets, numbers, and of several lengths.
_pieces = st.one_of(
    _words, st.sampled_from(["GIS", "泵站（一期）", "5G", "“一喷三防”", "3处", "A4", "P2P", "《台账》"])
)
_names = st.lists(_pieces, min_size=1, max_size=4).map("".join)
_spaced = st.lists(_pieces, min_size=1, max_size=3).map(" ".join)
_long = st.lists(_words, min_size=3, max_size=8).map("，".join)


@st.composite
def _rich_indicators(draw: st.DrawFn) -> Indicator:
    frame = draw(st.sampled_from(list(catalog.frames().values())))
    l1 = draw(st.sampled_from(frame.l1_names()))
    value = draw(
        st.builds(
            "{}{}{}".format, st.sampled_from(["≥", "≤", "＝", "＞"]), st.integers(1, 9999),
            st.sampled_from(["%", "个", "万元", " 公里", "元/人·月"]),
        )
    )  # fmt: skip
    sign, number, measure = values.split(value)
    texts = draw(st.tuples(_names, st.one_of(_spaced, _long), st.one_of(_spaced, st.just("〔2024〕7号"), st.just(""))))
    l2 = draw(st.sampled_from(frame.l2_names(l1)))
    return Indicator(l1, l2, texts[0], texts[1], value, texts[2], sign, number, measure)


@st.composite
def rich_books(draw: st.DrawFn) -> Book:
    """An invented book with longer and less tidy texts than `books` has, some goals of several lines, some blanks."""
    book = draw(books())
    for p in book.projects:
        p.name, p.purpose = draw(_spaced), draw(st.one_of(_long, _spaced))
        p.title = f"{p.name}绩效目标表"
        p.other = draw(st.sampled_from(["", "0", "3.50"]))
        p.plan = draw(
            st.sampled_from([["25.00%", "50%", "75%", "100%"], ["", "", "", ""], ["0%", "30%", "60%", "100%"]])
        )
        p.goals = [Goal(f"{text}。") for text in draw(st.lists(st.one_of(_long, _spaced), min_size=1, max_size=5))]
        p.indicators = draw(st.lists(_rich_indicators(), min_size=1, max_size=10))
    return book
