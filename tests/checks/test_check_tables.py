"""Rules of tables, purchases, assets and the disclosure: each fires, is quiet on the nearest right case, repairs."""

from collections.abc import Callable

import pytest

from desktop_app import catalog, checks
from desktop_app.actions.check_forms import forms
from desktop_app.domain import fields
from desktop_app.domain.disclosed import BudgetRow, Fact, Organisation, Purchase, Section, Term
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book
from tests.checks.disclosed import place, table_of, units, whole_book, write

Change = Callable[[Book], object]
RULES = catalog.rules()


def found(book: Book, rule: str) -> list[Finding]:
    every = checks.check_book(book, catalog.frame(book.frame), RULES, forms(book.year))
    return [finding for finding in every if finding.rule == rule]


def changed(change: Change) -> Book:
    book = whole_book()
    change(book)
    return book


def cell(no: int, label: str, column: str, text: str) -> Change:
    return lambda book: write(book, no, label, column, text)


def both(*changes: Change) -> Change:
    return lambda book: [change(book) for change in changes]


def text(heading: str, old: str, new: str) -> Change:
    def change(book: Book) -> None:
        section = next(s for s in book.sections if heading in s.heading)
        assert old in section.text
        section.text = section.text.replace(old, new)

    return change


def say(heading: str, new: str) -> Change:
    def change(book: Book) -> None:
        next(s for s in book.sections if heading in s.heading).text = new

    return change


def without(no: int, label: str) -> Change:
    def change(book: Book) -> None:
        table = table_of(book, no)
        del table.rows[place(table, label, table.columns[0])[0]]

    return change


def note(no: int, new: str) -> Change:
    return lambda book: setattr(table_of(book, no), "note", new)


def buy(index: int, **texts: str) -> Change:
    return lambda book: [setattr(book.purchases[index], name, new) for name, new in texts.items()]


def asset(index: int, value: str) -> Change:
    return lambda book: setattr(book.assets[0].rows[index], "value", value)


def purpose(new: str) -> Change:
    return lambda book: setattr(book.projects[0], "purpose", new)


def project(**texts: str) -> Change:
    return lambda book: [setattr(book.projects[0], name, new) for name, new in texts.items()]


def stray_row(book: Book) -> None:
    table_of(book, 3).rows.append(BudgetRow(["9", "", "另加的支出", "5.00", "5.00", "", "", "", ""]))


def stray_line(book: Book) -> None:
    table_of(book, 1).rows[6].cells[1:3] = ["补记的收入", "5.00"]


FIRES: list[tuple[str, Change, str, str]] = [
    ("B01", cell(1, "收入总计", "收入/预算数", "120.00"), "budget_tables[1].rows[33][2]", "error"),
    ("B01", cell(1, "本年支出合计", "支出/预算数", "101.00"), "budget_tables[1].rows[31][4]", "error"),
    ("B02", cell(2, "合计", "合计", "109.00"), "budget_tables[1].rows[33][2]", "error"),
    ("B02", cell(1, "农林水支出", "支出/预算数", "97.00"), "budget_tables[1].rows[12][4]", "error"),
    ("B02", cell(1, "农林水支出", "支出/预算数", ""), "budget_tables[1].rows[12][4]", "error"),
    ("B03", cell(3, "2130301", "项目支出", "10.00"), "budget_tables[3].rows[5][5]", "error"),
    ("B03", cell(2, "合计", "合计", "109.00"), "budget_tables[2].rows[0][3]", "error"),
    ("B03", both(without(5, "2130301"), without(5, "2130306")), "budget_tables[5].rows[5]", "error"),
    ("B04", cell(3, "2130306", "合计", "12.00"), "budget_tables[3].rows[7][3]", "error"),
    ("B05", cell(4, "收入总计", "收入/金额", "111.00"), "budget_tables[4].rows[36][4]", "error"),
    ("B05", cell(4, "农林水支出", "支出/合计", "99.00"), "budget_tables[4].rows[12][4]", "error"),
    ("B06", cell(5, "213", "合计", "97.00"), "budget_tables[4].rows[12][5]", "error"),
    ("B07", cell(6, "合计", "一般公共预算基本支出/合计", "101.00"), "budget_tables[5].rows[0][4]", "error"),
    ("B07", cell(6, "30101", "一般公共预算基本支出/人员经费", "45.00"), "budget_tables[6].rows[1][4]", "error"),
    ("B07", without(6, "30201"), "budget_tables[6].rows[4]", "error"),
    ("B08", cell(9, "培训费", "资金性质/合计", "9.00"), "budget_tables[9].rows[10][2]", "error"),
    ("B08", both(without(9, "会议费"), without(9, "培训费")), "budget_tables[9].rows[0][2]", "error"),
    ("B09", project(budget="9.00", fiscal="9.00"), "budget_tables[3].rows[0][5]", "warning"),
    ("B09", project(budget="12.00", fiscal="12.00"), "budget_tables[3].rows[0][5]", "warning"),
    ("B09", lambda book: setattr(book, "tables", []) or text("支出说明", "项目支出10.00", "项目支出80.00")(book),
     "sections[4].text[0]", "warning"),
    ("B10", text("机关运行", "17.00", "20.00"), "sections[6].text[0]", "warning"),
    ("B11", note(7, ""), "budget_tables[7].note", "error"),
    ("B11", note(3, "注：无预算，空表列示。"), "budget_tables[3].note", "error"),
    ("B12", text("收入说明", "预算收入110.00", "预算收入101.00"), "sections[3].text[0]", "error"),
    ("B12", text("三公", "公务接待费1.00", "公务接待费2.00"), "sections[7].text[1]", "error"),
    ("B12", text("支出说明", "泵站维护费10万元", "泵站维护费12万元"), "sections[4].text[0]", "error"),
    ("B12", text("国有资产", "金额为50.00", "金额为51.00"), "sections[10].text[0]", "error"),
    ("B13", text("增减", "，主要原因是新增一座泵站", ""), "sections[5].text[0]", "warning"),
    ("S15", text("机关运行", "2025年安排机关", "2024年安排机关"), "sections[6].text[0]", "warning"),
    ("S15", say("总体情况", "全部收支列入预算。\n（一）2024年度预算收支110.00万元，较2023年增加4.00万元。"),
     "sections[2].text[1]", "warning"),
    ("S15", say("总体情况", "按照有关规定，现对本局2023年部门预算说明如下。"), "sections[2].text[0]", "warning"),
    ("S15", say("总体情况", "自然资源局2023年预算安排30.00万元。"), "sections[2].text[0]", "warning"),
    ("S15", say("总体情况", "2026年，我局预算安排公务接待费，用于完成接待。"), "sections[2].text[0]", "warning"),
    ("S15", lambda book: setattr(book.sections[0], "heading", "云岭县水利局2024年部门预算信息公开情况说明"),
     "sections[0].heading", "warning"),
    ("B14", stray_row, "budget_tables[3].rows[8][2]", "warning"),
    ("C01", buy(1, general="0.70"), "procurement[1].total", "error"),
    ("C01", buy(1, quantity="100"), "procurement[1].total", "error"),
    ("C01", lambda book: setattr(book.purchase_totals[0], "total", "3.00"), "procurement_totals[0].total", "error"),
    ("C02", buy(0, project="泵站维护资费"), "procurement[0].project", "warning"),
    ("C02", buy(0, fund="12.00"), "procurement[0].fund", "warning"),
    ("C03", buy(0, catalog_code="A020501"), "procurement[0].catalog_code", "warning"),
    ("C04", both(buy(0, sme="1.30"), lambda book: setattr(book.purchase_totals[0], "sme", "1.30")),
     "procurement[0].sme", "warning"),
    ("C05", asset(3, "25.00"), "assets[0].rows[0].value", "warning"),
    ("C05", text("国有资产", "总额为2.00", "总额为3.00"), "sections[10].text[0]", "warning"),
    ("C05", asset(3, "20.01"), "assets[0].rows[0].value", "info"),  # a cent
    ("C05", asset(3, "19.99."), "assets[0].rows[0].value", "info"),  # C06 mends the stop
    ("C06", buy(0, total="1.20."), "procurement[0].total", "error"),
    ("C06", asset(1, "30..0"), "assets[0].rows[1].value", "error"),
    ("D01b", purpose("用于采购安可设备三台及其运行维护"), "purpose", "warning"),
    ("D01b", lambda book: setattr(book.purchases[1], "item", "国产化替代计算机"), "procurement[1].item", "warning"),
    ("D01b", say("总体情况", "化解王建国信访案。\n其余略。"), "sections[2].text[0]", "warning"),
    ("D02", purpose("联系人手机13800138000，负责泵站的日常维护"), "purpose", "error"),
    ("D02", say("其他需要", "身份证11010519491231002X。"), "sections[12].text[0]", "error"),
    ("D02", say("其他需要", "身份证１１０１０５１９４９１２３１００２Ｘ。"), "sections[12].text[0]", "error"),
    ("D02", say("其他需要", "身份证110105 19491231 002X。"), "sections[12].text[0]", "error"),
    ("D02", purpose("联系人手机１３８００１３８０００，负责泵站的日常维护"), "purpose", "error"),
    ("D02", say("其他需要", "补助款汇入6222021234567890128。"), "sections[12].text[0]", "error"),
    ("D02", say("其他需要", "收款账号：130500123456789。"), "sections[12].text[0]", "error"),
    ("D02", say("其他需要", "慰问困难职工：王建国、李秀英等5人。"), "sections[12].text[0]", "error"),
    ("D02", say("其他需要", "补助：王建国（重度残疾人）一次。"), "sections[12].text[0]", "error"),
    ("D02", say("其他需要", "慰问困难职工：李桥、张家等2人。"), "sections[12].text[0]", "error"),
    ("D02", say("其他需要", "低保户：王建国、李秀英、张庄。"), "sections[12].text[0]", "error"),
    ("D02", say("其他需要", "残疾人：王秀园、刘小桥。"), "sections[12].text[0]", "error"),
    ("D02", say("其他需要", "补助：王园（残疾人）一次。"), "sections[12].text[0]", "error"),
    *(("D02", say("其他需要", said), "sections[12].text[0]", "error") for said in (
        "低保户王大力家庭一次性补助。", "特困供养人员孙福来丧葬费。", "困难党员张建国、李淑芬慰问金。",
        "受助人员：张三、李四", "学生姓名：赵小兰", "身份证号：110105194912310020。",
        "身份证号码为11010519491231002 1。",
    )),
    ("D03", lambda book: book.tables.remove(table_of(book, 8)), "budget_tables[8]", "error"),
    ("D03", lambda book: book.sections.pop(12), "narrative", "error"),
    ("D03", lambda book: book.tables.clear() or book.sections.clear(), "budget_tables", "info"),
    ("D04", lambda book: units(book, far="112.00"), "budget_tables[3].rows[1][3]", "warning"),
    ("D05", say("其他需要", "无其他事项[bookmark: _Toc123456]。"), "sections[12].text[0]", "warning"),
    ("D05", lambda book: setattr(book.sections[11], "heading", '八、名词解释 TC "八、名词解释" \\f A \\l 1'),
     "sections[11].heading", "warning"),
    ("D05", purpose("用于全县12座泵站的<b>日常维护</b>和更换"), "purpose", "warning"),
    ("D05", lambda book: table_of(book, 3).rows.insert(
        4, BudgetRow(["序号", "科目编码", "科目名称", "合计", "基本支出", "项目支出", "", "", ""])),
     "budget_tables[3].rows[4]", "warning"),
    ("D06", say("其他需要", "保密审查情况：    ；部门主要负责人审签情况：已审签"), "sections[12].text[0]", "info"),
]  # fmt: skip

QUIET: list[tuple[str, Change]] = [
    ("B01", cell(1, "本年支出合计", "支出/预算数", "110.01")),  # two addends, each rounded
    ("B01", cell(1, "收入总计", "收入/预算数", "110")),
    ("B02", cell(1, "农林水支出", "支出/预算数", "98.01")),
    ("B03", cell(3, "20805", "基本支出", "12.01")),
    ("B03", without(3, "21303")),  # a 款 that is not printed leaves its 项 under the 类
    ("B04", cell(3, "2130306", "合计", "10.01")),
    ("B05", cell(4, "收入总计", "收入/金额", "110.000")),
    ("B06", cell(4, "农林水支出", "支出/一般公共预算财政拨款", "98.01")),
    ("B07", cell(6, "合计", "一般公共预算基本支出/合计", "100.01")),
    ("B08", cell(9, "合计", "资金性质/合计", "6.01")),
    ("B08", both(without(9, "会议费"), without(9, "培训费"), cell(9, "合计", "资金性质/合计", "3.00"),
                 cell(9, "合计", "资金性质/一般公共预算财政拨款", "3.00"))),
    ("B09", project(budget="10.01", fiscal="10.01")),
    ("B09", lambda book: book.projects.clear()),
    ("B10", both(text("机关运行", "17.00", "20.00"), lambda book: setattr(book.organisation[0], "nature", "事业"))),
    ("B11", both(note(7, ""), say("其他需要", "本部门没有政府性基金预算，该表空表列示。"))),
    ("B11", note(3, "注：本表金额单位为万元。")),
    ("B12", text("收入说明", "预算收入110.00", "预算收入110")),
    ("B12", text("三公", "与上年持平", "与上年持平，2023年公务用车购置费8.00万元")),
    ("B13", text("增减", "，主要原因是新增一座泵站", "。增加的主要原因是新增一座泵站")),
    ("B13", text("增减", "增加4.00万元，主要原因是新增一座泵站",
                 "增加4.00万元，增长3.77%。其中：基本支出增加5.00万元，主要是人员增资；项目支出减少1.00万元，主要为压减")),
    ("B13", text("增减", "增加4.00万元，主要原因是新增一座泵站",
                 "增加4.00万元。其中：\n基本支出增加5.00万元，因人员增资。\n项目支出减少1.00万元，主要为压减")),
    *(("S15", say("总体情况", said)) for said in (
        "2024年预算为106.00万元，2025年预算增加4.00万元。",
        "2024年预算较上年增加3.00万元。",
        "2024年安排的一次性维修项目今年不再安排。",
        "2024年度预算执行率为98%。",
        "截至2024年12月31日，安排专项资金3.00万元。",
        "2024年底安排的资金结转本年使用。",
        "2023年至2025年安排泵站改造资金300.00万元。",
        "根据县财政局2024年预算编制要求，编制本部门预算。",
        "《云岭县2024年预算管理办法》安排的事项，按云财〔2024〕3号文件办理。",
        "2024年，全县安排的12座泵站已通水。",
        "上级部门2024年安排泵站资金30.00万元。",
        "2024年在职人员60人。",
    )),
    ("B13", text("增减", "增加4.00万元，主要原因是新增一座泵站", "增加0.00万元")),
    ("B14", lambda book: table_of(book, 3).rows.append(BudgetRow(["9", "", "另加的支出", "", "", "", "", "", ""]))),
    ("C01", buy(1, price="0.084", total="0.80")),
    ("C01", buy(0, price="3000", quantity="4")),  # a price in 元
    ("C02", buy(0, project="泵站  维护费")),
    ("C02", buy(1, project="运转类公用经费")),
    ("C03", buy(0, catalog_code="")),
    ("C03", both(buy(0, catalog_code="A020501"), lambda book: setattr(book, "year", 2021))),
    ("C04", buy(0, sme="")),
    ("C05", asset(2, "19.00")),  # 其中：is no part of the sum
    ("C06", buy(0, total="1,200.00")),
    ("D01b", purpose("用于保密审查培训和来信来访接待场所的维护")),
    ("D01b", say("职责", "负责机要保密和信访维稳工作。")),
    ("D02", purpose("监督电话13800138000，负责泵站的日常维护和更换")),
    ("D02", say("其他需要", "电话0311-86000000，编码53099925P000041200114，冀财〔2020〕190号，共13800138000元。")),
    ("D02", say("其他需要", "证号110105194912310020，序号6222021234567890123，联系人王建国。")),
    *(("D02", say("其他需要", said)) for said in (
        "低保户高风险家庭、特困人员高额的医疗费、困难群众金秋节慰问金。", "残疾人康复性医疗费，困难职工白内障救助金。",
        "受助人员：高中生、大学生", "联系人姓名：王强", "受助人员：王家庄、李家庄", "帮扶对象：张北",
        "身份证号登记110105194913310020，受助学生：石家庄等地。", "特困供养人员范围内丧葬费", "学生名单：高一、高二",
    )),
    ("D02", say("其他需要", "低保户王家庄、李家庄；特困人员王庄村、李庄村，共2村；救助对象张店、王村等。")),
    ("D02", say("其他需要", "低保户王庄、李桥；困难户王庄、李庄、张北；残疾人：王家庄、李各庄。")),
    ("D02", say("其他需要", "特困人员：王建国、李国庄等2个村；困难学生：石桥、马庄两所学校。")),
    ("D02", say("其他需要", "李桥（低保户）12户，慰问困难群众：张家湾、马家河。")),
    ("D02", say("其他需要", "帮扶对象：高标准、马铃薯；依据批复〔2025〕13912345678号。")),
    ("D02", say("其他需要", "慰问困难职工：康复、高龄、文化三类，残疾人王某。")),
    ("D03", lambda book: book.sections.pop(9)),  # the purchases stand for their section
    ("D04", units),
    ("D04", lambda book: units(book, far="110.02")),
    ("D05", say("其他需要", "比例<5%，见《办法》[2020]号，A&B公司，基数x<y>z。")),
    ("D06", say("其他需要", "保密审查情况：已审查；审签情况：已审签")),
    ("D06", say("其他需要", "无。")),
]  # fmt: skip


def test_nothing_is_found_in_a_sound_disclosure() -> None:
    assert checks.check_book(whole_book(), catalog.frame(""), RULES, forms(2025)) == []


@pytest.mark.parametrize(("rule", "change", "path", "severity"), FIRES)
def test_a_rule_finds_its_fault_at_its_place(rule: str, change: Change, path: str, severity: str) -> None:
    findings = found(changed(change), rule)
    assert (path, severity) in [(f.path, f.severity) for f in findings]
    assert all("{" not in f.message and f.message for f in findings)


@pytest.mark.parametrize(("rule", "change"), QUIET)
def test_a_rule_is_quiet_on_the_nearest_right_case(rule: str, change: Change) -> None:
    assert found(changed(change), rule) == []


FIXED: list[tuple[str, Change, str]] = [
    ("B01", cell(1, "收入总计", "收入/预算数", "120.00"), "110.00"),
    ("B02", cell(1, "农林水支出", "支出/预算数", ""), "98.00"),
    ("B03", cell(3, "20805", "基本支出", "13.00"), "12.00"),
    ("B04", cell(3, "2130306", "合计", ""), ""),
    ("B08", cell(9, "“三公”经费小计", "资金性质/合计", "4.00"), "3.00"),
    ("B11", note(7, ""), "注：无政府性基金预算财政拨款预算，空表列示。"),
    ("C01", lambda book: setattr(book.purchase_totals[0], "total", "3.00"), "2.00"),
    ("C01", buy(1, total="0.90"), "0.80"),
    ("C02", buy(0, project="泵站维护资费"), "泵站维护费"),
    ("C05", asset(0, "55.00"), "50.00"),
    ("C06", buy(0, total="1.20."), "1.20"),
    ("D05", purpose("用于全县12座泵站的<b>日常维护</b>和更换"), "用于全县12座泵站的日常维护和更换"),
    ("D05", say("其他需要", "无其他事项[bookmark: _Toc123456]。\n其他&nbsp;无。"), "无其他事项。\n其他 无。"),
]


@pytest.mark.parametrize(("rule", "change", "after"), FIXED)
def test_a_repair_takes_the_finding_away(rule: str, change: Change, after: str) -> None:
    book = changed(change)
    fixes = {x for f in found(book, rule) if f.fix for x in f.fix.texts}
    assert {text for _, text in fixes} == ({after} if after else set())
    for path, new in fixes:
        owner = book.projects[0] if fields.find(book.projects[0], path) else book
        spot = fields.find(owner, path)
        assert spot is not None
        spot.write(new)
    assert not after or found(book, rule) == []


def test_a_sum_that_something_else_confirms_has_no_repair() -> None:
    book = changed(cell(3, "2130301", "基本支出", "80.00"))  # a part is wrong: the 款 above agrees with its 类
    wrong = found(book, "B03")
    assert [f.path for f in wrong] == ["budget_tables[3].rows[5][4]"] and wrong[0].fix is None


def test_a_missing_row_is_named() -> None:
    book = changed(both(without(9, "会议费"), without(9, "培训费")))
    assert all("会议费、培训费" in f.message and f.fix is None for f in found(book, "B08"))


def test_units_and_department_are_checked_each_by_itself() -> None:
    book = changed(units)
    book.tables[-1].rows[0].cells[3] = "11.00"
    assert [(f.unit, f.path) for f in found(book, "B03")] == [("412002", "budget_tables[3].rows[0][3]")]
    assert {f.unit for f in found(book, "B09")} == {"412001"}


def test_office_cost_needs_the_units_own_tables_where_only_some_have_any() -> None:
    book = changed(text("机关运行", "17.00", "20.00"))
    book.organisation.append(Organisation("云岭县供水站", "事业", "股级", "财政拨款"))
    assert found(book, "B10") == []  # nobody knows how much of table 6 is the administration's


def test_figures_that_a_person_typed_are_compared_too() -> None:
    book = changed(text("增减", "增加4.00万元", "减少4.00万元"))
    assert found(book, "B12") == []
    book.facts = [Fact("", "last.expenditure.total", "106.00")]
    assert [(f.found, f.expected) for f in found(book, "B12")] == [("减少4.00万元", "增加4.00万元")]


def test_carried_money_is_to_be_explained_and_no_error() -> None:
    carried = both(
        cell(4, "年初财政拨款结转和结余", "收入/金额", "5.00"),
        cell(4, "农林水支出", "支出/合计", "103.00"),
        cell(4, "农林水支出", "支出/一般公共预算财政拨款", "103.00"),
    )
    assert [f.severity for f in found(changed(carried), "B06")] == ["warning"]
    assert [f.severity for f in found(changed(cell(5, "213", "合计", "97.00")), "B06")] == ["error"]


def test_personal_data_is_never_repeated_whole() -> None:
    (finding,) = found(changed(purpose("联系人手机13800138000，负责泵站的日常维护")), "D02")
    assert "13800138000" not in finding.message + finding.found


def test_a_secret_project_is_no_match_for_a_purchase() -> None:
    book = changed(buy(0, project="泵站维护资费"))
    book.projects[0].secret = "是"
    assert found(book, "C02") == []


def test_secret_markings_in_purchases_notes_and_terms() -> None:
    book = changed(both(buy(0, item="终端（机密）"), note(7, "注：无预算，空表列示。涉密采购事项按照相关规定执行")))
    book.glossary.append(Term("某事项", "秘密★10年"))
    assert [f.path for f in found(book, "D01")] == ["procurement[0].item", "glossary[1].text"]


def test_glossary_and_notes_are_looked_at() -> None:
    book = changed(note(7, "注：无预算，空表列示。PAGEREF _Toc5 \\h"))
    book.glossary.append(Term("结余", "联系人13800138000。"))
    assert [f.path for f in found(book, "D05")] == ["budget_tables[7].note"]
    assert [f.path for f in found(book, "D02")] == ["glossary[1].text"]


def test_a_unit_text_is_compared_with_the_units_figures() -> None:
    book = changed(units)
    book.sections.append(Section("收入说明", "项目支出110.00万元。", owner="412002"))
    wrong = [(f.unit, f.found, f.expected) for f in found(book, "B12") if f.unit]
    assert wrong == [("412002", "110.00", "10.00")]


def test_purchases_of_a_budget_line_are_quiet() -> None:
    book = whole_book()
    book.purchases.append(Purchase("另一个项目", "5.00", "打印机", "A02021000", "台", "1", "0.20", "0.20", "0.20"))
    assert found(book, "C02") == []
