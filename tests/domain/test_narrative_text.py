"""The 情况说明 as it is written from figures: sentences by what is known, gaps where a person has to say something."""

from desktop_app import catalog
from desktop_app.actions import narrative
from desktop_app.domain.disclosed import Fact
from desktop_app.domain.linked import GAP
from desktop_app.domain.model import Book
from desktop_app.domain.narrative import Writer, Written, matches
from tests.publishing import publishing

FORMS = catalog.narrative()


def written(book: Book, last: Book | None = None) -> dict[str, Written]:
    """All sections of a book by id."""
    ground = narrative.ground_of(book, last)
    writer = Writer(FORMS, ground.figures, ground.words, ground.reasons)
    found = {form.id: writer.section(form) for form in FORMS.sections}
    for section in found.values():
        assert all(section.text[link.at : link.end] == link.text == link.written for link in section.links)
        assert "{" not in section.text + section.heading
    return found


def test_income_and_expenditure_are_stated_from_the_tables() -> None:
    found = written(publishing())
    assert found["title"].heading == "云岭县水利局2025年部门预算信息公开情况说明"
    assert found["income"].text == (
        "2025年本部门预算收入320.50万元，其中：一般公共预算拨款收入300.00万元，政府性基金预算拨款收入0.00万元，"
        "单位资金收入0.00万元，上年结转结余20.50万元。"
    )
    assert found["expenditure"].text == (
        "2025年本部门支出预算320.50万元，其中：基本支出200.50万元，包括人员经费160.00万元、日常公用经费40.50万元；"
        "项目支出120.00万元。\n主要项目有：泵站维护费100万元，水库巡查费19.5万元。"
    )
    assert [link.key for link in found["income"].links] == [
        "income.total", "income.general", "income.fund", "income.own", "income.carryover",
    ]  # fmt: skip


def test_a_secret_project_stands_in_no_text() -> None:
    assert not any("专线" in section.text for section in written(publishing()).values())


def test_what_is_not_known_of_last_year_is_a_linked_gap() -> None:
    found = written(publishing())["change"]
    assert found.text == (
        "2025年预算收支安排320.50万元，较2024年预算【请填写2024年数】。"
        "其中：基本支出【请填写2024年数】；项目支出【请填写2024年数】。"
    )
    assert found.gaps == ["【请填写2024年数】"] * 3
    assert [link.key for link in found.links if link.gap] == [
        "change.expenditure.total", "change.expenditure.basic", "change.expenditure.project",
    ]  # fmt: skip


def test_changes_go_by_their_sign_and_reasons_are_never_invented() -> None:
    book, last = publishing(), publishing(2024)
    last.tables[1].rows[-1].cells[3:5] = ["180.50", "120.00"]
    book.facts = [Fact("", "reason.expenditure.basic", "人员增加。")]
    assert written(book, last)["change"].text == (
        "2025年预算收支安排320.50万元，较2024年预算持平。"
        "其中：基本支出增加20.00万元，主要原因是人员增加；项目支出持平。"
    )
    book.facts = []
    assert "主要原因是【请填写原因】；项目支出" in written(book, last)["change"].text


def test_empty_tables_are_said_and_only_those() -> None:
    found = written(publishing())["other"].text
    assert found == "本部门2025年没有政府性基金预算安排，政府性基金预算财政拨款支出表为空表。"
    nothing = written(Book(year=2025, department_name="云岭县水利局"))
    assert nothing["other"].text == "本部门没有其他需要说明的事项。"


def test_a_book_without_tables_gives_gaps_and_claims_nothing() -> None:
    found = written(Book(year=2025, department_name="云岭县水利局"))
    assert found["income"].text == "2025年本部门预算收入【请填写收入总计】万元。"
    assert found["procurement"].text == "2025年政府采购预算【请填写政府采购预算】万元，明细见政府采购预算表。"
    assert found["assets"].text == "【请填写国有资产情况】"
    assert found["duties"].text == "【请填写部门职责】"
    assert not any(
        c.isdigit() for s in found.values() for c in GAP.sub("", s.text).replace("2025年", "").replace("2024年", "")
    )


def test_three_public_expenses_are_numbered_paragraphs() -> None:
    lines = written(publishing())["sangong"].text.split("\n")
    assert [line[:9] for line in lines] == [
        "2025年财政拨款",
        "1、因公出国（境）",
        "2、公务用车购置及",
        "3、公务接待费1.",
        "另外，会议费2.0",
    ]


def test_a_unit_publishes_as_a_unit() -> None:
    book = publishing()
    book.sections[0].heading = "一、单位职责及机构设置情况"
    book.sections[1].heading = "单位职责："
    found = written(book)
    assert found["title"].heading == "云岭县水利局本级2025年单位预算信息公开情况说明"
    assert found["income"].text.startswith("2025年本单位预算收入")


def test_headings_are_told_whatever_their_numbers() -> None:
    headings = [
        "2025年部门预算公开情况说明", "第一部分 部门职责和机构设置情况", "部门职责", "机构设置", "收支总体情况",
        "（一）收入预算情况", "（二）支出预算情况", "（三）与上年增减变化情况", "机关运行经费情况",
        "“三公”经费预算及增减变化情况", "项目安排与绩效目标", "政府采购情况", "国有资产占用情况", "名词解释",
        "其他重要事项",
    ]  # fmt: skip
    found = matches(headings, FORMS.sections)
    assert [found.get(form.id) for form in FORMS.sections] == list(range(15))
    assert matches(["总体绩效目标", "工作保障措施"], FORMS.sections) == {}
