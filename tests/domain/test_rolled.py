"""The draft of the next year: what goes on, what is blank, what is flagged."""

import re
from copy import deepcopy
from dataclasses import replace

import pytest

from desktop_app.domain import department_goals, fields, rolled, values
from desktop_app.domain.disclosed import AssetBlock, BudgetRow, BudgetTable, Fact, Organisation, Purchase, Section, Term
from desktop_app.domain.model import Book, Goal, Indicator, Project, Stage
from tests.books import set_value, sound_book, sound_project


def _draft(book: Book, to: int = 2026) -> Book:
    before = deepcopy(book)
    draft = rolled.roll(book, to, ())
    assert book == before, "the old year is left alone"
    return draft


def test_goals_indicators_and_purpose_go_on_and_amounts_and_plan_begin_blank() -> None:
    old = sound_book()
    (project,) = _draft(old).projects
    was = old.projects[0]
    assert (project.name, project.purpose, project.code) == (was.name, was.purpose, was.code)
    assert (project.budget, project.fiscal, project.other, project.plan) == ("", "", "", ["", "", "", ""])
    assert [goal.text for goal in project.goals] == [goal.text for goal in was.goals]
    assert [(i.l1, i.l2, i.l3, i.desc) for i in project.indicators] == [
        (i.l1, i.l2, i.l3, i.desc) for i in was.indicators
    ]
    assert (project.id, {i.id for i in project.indicators}) == ("", {""})


def test_years_move_in_texts_and_the_parts_of_a_value_follow() -> None:
    project = sound_project()
    project.title = project.name = "2025年泵站维护费"
    set_value(project.indicators[2], "≤2025年5月31日")
    draft = _draft(Book(year=2025, projects=[project])).projects[0]
    row = draft.indicators[2]
    assert (draft.name, draft.title, row.value) == ("2026年泵站维护费", "2026年泵站维护费", "≤2026年5月31日")
    assert values.Value(row.sign, row.number, row.measure) == values.split("≤2026年5月31日")
    assert draft.indicators[0].basis == "2026年泵站维护计划"


def test_last_value_is_the_number_or_the_words() -> None:
    project = Project(
        indicators=[Indicator(), Indicator(), Indicator(value="≥5", sign="≥", number="5", last_value="4")]
    )
    set_value(project.indicators[0], "≥12次")
    set_value(project.indicators[1], "有效提升")
    draft = _draft(Book(year=2025, projects=[project])).projects[0]
    assert [row.last_value for row in draft.indicators] == ["12", "有效提升", "5"]


def test_what_is_uncertain_is_flagged_where_it_stands() -> None:
    project = sound_project()
    project.goals = [Goal("按云水财〔2025〕3号完成维护"), Goal("完成清淤")]
    project.indicators[3].basis = "2024年决算"
    draft = _draft(Book(year=2025, projects=[project])).projects[0]
    assert [review.path for review in draft.review] == ["code", "goals[0]", "indicators[3].basis"]
    for review in draft.review:
        spot = fields.find(draft, review.path)
        assert spot is not None and spot.text, review.path
        assert "从2025年结转" in review.reason


def test_a_project_without_a_code_has_no_flag_on_it() -> None:
    project = sound_project()
    project.code = ""
    assert _draft(Book(year=2025, projects=[project])).projects[0].review == []


def test_of_a_secret_project_only_number_and_flag_go_on() -> None:
    project = sound_project()
    project.secret = "是"
    (draft,) = _draft(Book(year=2025, projects=[project])).projects
    assert draft == Project(project.unit_code, project.unit_name, code=project.code, secret="是")


def test_tables_keep_labels_and_codes_and_lose_amounts() -> None:
    heads = ["序号", "科目编码", "科目名称", "2024年执行数", "2025年预算数", "备注"]
    rows = [["1", "213", "农林水支出", "3.20", "10.30", "含结转"], ["2", "21303", "水利", "", "0", ""]]
    other = BudgetTable(11, "2025年补充表", ["类", "款", "名称", "金额"], [BudgetRow(["213", "03", "水利", "10.30"])])
    table = BudgetTable(5, "一般公共预算支出表", heads, [BudgetRow(row) for row in rows], "万元", "注", "412001")
    draft = _draft(Book(year=2025, tables=[table, other]))
    first, second = draft.tables
    assert first.columns == ["序号", "科目编码", "科目名称", "2025年执行数", "2026年预算数", "备注"]
    assert [row.cells[:5] for row in first.rows] == [["1", "213", "农林水支出", "", ""], ["2", "21303", "水利", "", ""]]
    assert (first.no, first.measure, first.owner, first.note) == (5, "万元", "412001", "注")
    assert (second.name, second.rows[0].cells) == ("2026年补充表", ["213", "03", "水利", ""])


def test_other_parts_go_on_or_stay_behind() -> None:
    book = sound_book()
    book.organisation = [Organisation("本级", "行政", "正科级", "财政拨款", "o")]
    book.glossary = [Term("三公经费", "解释", "t")]
    book.purchases = [Purchase("泵站维护费", item="水泵")]
    book.assets = [AssetBlock("水利局")]
    book.facts = [Fact("", "上年收入", "12")]
    book.stages, book.stage = [Stage("一上")], "二上"
    link = '[["income.total",16,"10.30","10.30"]]'
    book.sections = [Section("一、2025年总体目标", "2025年完成维护12座。\n安排10.30万元。", link, [], "s")]
    draft = _draft(book)
    assert draft.organisation == [Organisation("本级", "行政", "正科级", "财政拨款")]
    assert draft.glossary == [Term("三公经费", "解释")]
    assert draft.sections == [Section("一、2026年总体目标", "2026年完成维护12座。\n安排10.30万元。", link)]
    assert [(r.path, "金额" in r.reason) for r in draft.review] == [("sections[0].text", True)]
    assert (draft.purchases, draft.assets, draft.facts, draft.stages, draft.stage) == ([], [], [], [], "")
    assert (draft.year, draft.department_name, draft.frame) == (2026, book.department_name, book.frame)


def test_goals_of_the_department_say_what_their_text_says() -> None:
    text = "2025年供水保障\n绩效目标：2025年底前通水。\n绩效指标：供水户数≥2100户。"
    section = Section("二、分项绩效目标", text)
    section.goals = department_goals.read(section.heading, text)
    draft = _draft(Book(year=2025, sections=[section])).sections[0]
    assert section.goals, "the sample is read as goals"
    assert len(draft.goals) == len(section.goals)
    assert department_goals.write(draft.goals) == draft.text == text.replace("2025", "2026")


SECRET, CODE = "“雪松”通信改造", "53000099X001"


def _with_secret() -> Book:
    book = sound_book()
    hidden = Project("412001", title=f"二、{SECRET}", code=CODE, name=SECRET, budget="88.80", secret="是")
    book.projects.append(hidden)
    return book


def _holds(draft: Book) -> bool:
    """Whether anything but the secret's own record says what it is called."""
    others = replace(draft, projects=[project for project in draft.projects if not project.is_secret])
    text = "".join(re.sub(r"\\[nt]|\s|[\"'“”]", "", repr(others)).split())
    return "雪松" in text or CODE in text or CODE.translate(_WIDE) in text


_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@pytest.mark.parametrize(
    "named",
    [SECRET, "雪松通信改造", "「雪松」 通信 改造", "“雪松”通信\n改造", CODE, CODE.translate(_WIDE), CODE.lower()],
)
def test_a_paragraph_that_names_a_secret_project_stays_behind(named: str) -> None:
    book = _with_secret()
    book.sections = [Section("二、重点工作", f"维护泵站。\n另有{named}安排88.80万元。\n保障2025年供水。")]
    draft = _draft(book)
    assert draft.sections[0].text == "维护泵站。\n保障2026年供水。"
    assert not _holds(draft) and "88.80" not in repr(draft)
    told = [review for review in draft.review if "一段提到涉密项目的文字没有结转" in review.reason]
    assert len(told) == 1 + named.count("\n")
    assert {review.path for review in told} == {"sections[0].text"}


def test_links_follow_the_text_that_is_left() -> None:
    book = _with_secret()
    text = f"另有{SECRET}88.80万元。\n收入10.30万元。"
    book.sections = [
        Section("二、收支", text, f'[["income.total",{text.index("10.30")},"10.30","10.30"]]'),
    ]
    assert _draft(book).sections[0] == Section("二、收支", "收入10.30万元。", '[["income.total",2,"10.30","10.30"]]')


def test_a_section_whose_heading_names_one_stays_behind_whole() -> None:
    book = _with_secret()
    book.sections = [Section(f"（一）{SECRET}", "说明。"), Section("（二）2025年供水", "按云水财〔2025〕3号。")]
    draft = _draft(book)
    assert [section.heading for section in draft.sections] == ["（二）2026年供水"]
    assert [review.path for review in draft.review] == ["narrative", "sections[0].text[0]"]
    assert not _holds(draft)


def test_goals_of_the_department_that_name_one_stay_behind_with_their_indicators() -> None:
    parts = [
        "供水保障\n绩效目标：年底前通水。\n绩效指标：供水户数≥2100户。",
        f"通信保障\n绩效目标：完成{SECRET}。\n绩效指标：机柜数量≥7台。",
    ]
    for order, kept in (parts, parts[0]), (parts[::-1], parts[0]):
        book = _with_secret()
        section = Section("二、分项绩效目标", "\n".join(order))
        section.goals = department_goals.read(section.heading, section.text)
        assert len(section.goals) == 2
        book.sections = [section]
        draft = _draft(book)
        (new,) = draft.sections
        assert new.text.strip() == kept and len(new.goals) == 1
        assert department_goals.write(new.goals) == new.text
        assert not _holds(draft) and "机柜" not in repr(draft)
        assert "部门绩效目标没有结转" in "".join(review.reason for review in draft.review)


def test_rows_terms_and_organisation_that_name_one_stay_behind() -> None:
    book = _with_secret()
    rows = [
        ["1", "213", "农林水支出", "3.2"],
        ["2", "", SECRET, "88.80"],
        ["3", "", "“雪松”通信", ""],
        ["", "", "改造", ""],
    ]
    heads = ["序号", "科目编码", "项目名称", "预算数"]
    book.tables = [
        BudgetTable(21, "补充表", heads, [BudgetRow(row) for row in rows], "万元", f"含{SECRET}"),
        BudgetTable(22, f"{SECRET}支出表", heads, [BudgetRow(rows[0])]),
    ]
    book.glossary = [Term("三公经费", "解释"), Term("雪松 通信改造", "解释"), Term("其他", f"见{CODE}")]
    book.organisation = [Organisation("本级", "行政"), Organisation(f"{SECRET}办公室", "行政")]
    book.assets = [AssetBlock(SECRET)]
    book.facts = [Fact("", "原因", SECRET)]
    draft = _draft(book)
    assert [[row.cells for row in table.rows] for table in draft.tables] == [[["1", "213", "农林水支出", ""]]]
    assert (draft.tables[0].note, draft.glossary) == ("", [Term("三公经费", "解释")])
    assert draft.organisation == [Organisation("本级", "行政")]
    assert not _holds(draft)
    assert sorted({review.path for review in draft.review}) == [
        "budget_tables[21]", "budget_tables[21].note", "budget_tables[22]", "glossary", "organisation"
    ]  # fmt: skip


def test_fields_of_other_projects_that_name_one_are_left_blank() -> None:
    book = _with_secret()
    book.projects[0].purpose = f"配套{SECRET}"
    book.projects[0].indicators[0].basis = f"按{CODE}立项"
    set_value(book.projects[0].indicators[1], SECRET)
    draft = _draft(book)
    first = draft.projects[0]
    row = first.indicators[1]
    assert (first.purpose, first.indicators[0].basis, row.value, row.number, row.last_value) == ("", "", "", "", "")
    assert not _holds(draft)
    assert {"purpose", "indicators[0].basis", "indicators[1].value"} <= {review.path for review in first.review}


def test_a_project_that_is_not_secret_keeps_nothing_back() -> None:
    book = _with_secret()
    book.projects[1].secret = ""
    book.sections = [Section("二、重点工作", f"完成{SECRET}。")]
    draft = _draft(book)
    assert draft.sections[0].text == f"完成{SECRET}。" and draft.projects[1].name == SECRET
    assert draft.review == []


def test_over_a_gap_of_years_there_is_no_value_of_last_year() -> None:
    book = sound_book()
    assert all(row.last_value for row in _draft(book, 2026).projects[0].indicators)
    over = _draft(book, 2027).projects[0]
    assert [row.last_value for row in over.indicators] == [""] * len(over.indicators)
    assert [row.number for row in over.indicators] == [row.number for row in book.projects[0].indicators]
