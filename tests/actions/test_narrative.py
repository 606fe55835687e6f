"""The 情况说明 in the workspace: written on request, section by section, undone at once, its figures linked."""

from copy import deepcopy

from desktop_app.actions import answers, checking, editing, importing, narrative, narrative_links, reading
from desktop_app.actions.narrative import CHANGED, KEPT, NEW, SAME, Draft, Ground
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import Purchase, Section
from desktop_app.domain.linked import DIFFERS
from desktop_app.domain.model import Book
from tests.publishing import publishing


def kept(store: Store, *books: Book) -> str:
    """The id of the department of the first book, all books imported."""
    importing.apply_import(store, importing.plan_import(store, list(books)))
    (department,) = [d for d in reading.tree(store) if d.year == books[0].year]
    return next(node.id for node in department.children if node.code == books[0].department_code)


def county(store: Store, *more: Book) -> tuple[str, Ground]:
    """The invented bureau in the workspace: its department and what is written from."""
    department = kept(store, publishing(2026), *more)
    return department, narrative.ground(store, department)


def section(store: Store, department: str, word: str) -> Section:
    return next(s for s in reading.load_texts(store, department).sections if word in s.heading)


def accepted(drafts: list[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.kind in (NEW, CHANGED) and not draft.touched]


def change(store: Store, department: str, label: str, column: str, text: str) -> None:
    """Write into the row of a budget table that has a label."""
    tables = reading.load_book(store, department).tables
    row = next(row for table in tables for row in table.rows if label in row.cells)
    editing.edit_cells(store, [(CellKey("budget_row", row.id, column), text)])


def test_the_whole_text_is_written_round_what_a_person_wrote_and_undone_at_once(store: Store) -> None:
    department, ground = county(store)
    before = reading.load_texts(store, department).sections
    drafts = narrative.drafts(ground)
    kinds = {draft.heading: draft.kind for draft in drafts}
    assert kinds["部门职责："] == KEPT
    assert kinds["1、收入说明"] == NEW
    narrative.write(store, department, accepted(drafts))
    headings = [s.heading for s in reading.load_texts(store, department).sections]
    assert headings == [
        "云岭县水利局2026年部门预算信息公开情况说明", "一、部门职责及机构设置情况", "部门职责：", "机构设置：",
        "二、部门预算安排的总体情况", "1、收入说明", "2、支出说明", "3、比上年增减情况", "三、机关运行经费安排情况",
        "四、财政拨款“三公”经费预算情况及增减变化原因", "五、部门项目预算安排情况及绩效目标", "六、政府采购预算情况",
        "七、国有资产信息", "八、名词解释", "九、其他需要说明的事项",
    ]  # fmt: skip
    assert section(store, department, "部门职责：").text == "（一）管水。\n（二）防汛。"
    assert "320.50万元" in section(store, department, "收入说明").text
    again = narrative.drafts(narrative.ground(store, department))
    assert {draft.kind for draft in again} == {SAME, KEPT}
    editing.undo(store)
    assert reading.load_texts(store, department).sections == before


def test_a_text_that_somebody_edited_is_only_replaced_when_told(store: Store) -> None:
    department, ground = county(store)
    narrative.write(store, department, accepted(narrative.drafts(ground)))
    income = section(store, department, "收入说明")
    editing.edit_cells(store, [(CellKey("section", income.id, "text"), f"说明：{income.text}另有安排。")])
    (draft,) = [d for d in narrative.drafts(narrative.ground(store, department)) if d.kind == CHANGED]
    assert (draft.section_id, draft.touched) == (income.id, True)
    assert draft.old == f"说明：{income.text}另有安排。"
    narrative.write(store, department, [draft])
    assert section(store, department, "收入说明").text == income.text


def test_a_changed_table_shows_and_is_written_into_the_edited_text(store: Store) -> None:
    department, ground = county(store)
    narrative.write(store, department, accepted(narrative.drafts(ground)))
    income = section(store, department, "收入说明")
    editing.edit_cells(store, [(CellKey("section", income.id, "text"), f"说明：{income.text}")])
    change(store, department, "收入总计", "c2", "330.00")
    ground = narrative.ground(store, department)
    (placed,) = narrative_links.differing(ground)
    assert (placed.state.link.text, placed.around) == ("320.50", "说明：2026年本部门预算收入"[3:])
    changes, count = narrative_links.refresh(store, ground)
    assert count == 1
    assert "说明：2026年本部门预算收入330.00万元" in section(store, department, "收入说明").text
    assert CellKey("section", income.id, "text") in changes.cells
    editing.undo(store)
    assert "收入320.50万元" in section(store, department, "收入说明").text


def test_a_figure_typed_by_hand_is_marked_and_spared_until_told(store: Store) -> None:
    department, ground = county(store)
    narrative.write(store, department, accepted(narrative.drafts(ground)))
    income = section(store, department, "收入说明")
    text = income.text.replace("320.50", "321.00")
    editing.edit_cells(store, [(CellKey("section", income.id, "text"), text)])
    ground = narrative.ground(store, department)
    (placed,) = narrative_links.differing(ground)
    assert (placed.state.link.text, placed.state.link.typed) == ("321.00", True)
    assert narrative_links.refresh(store, ground)[1] == 0
    narrative_links.replace(store, ground, placed.section, placed.state.link)
    assert section(store, department, "收入说明").text == income.text
    editing.undo(store)
    assert narrative_links.refresh(store, narrative.ground(store, department), typed=True)[1] == 1
    assert section(store, department, "收入说明").text == income.text


def test_undo_of_an_edit_brings_text_and_links_back(store: Store) -> None:
    department, ground = county(store)
    narrative.write(store, department, accepted(narrative.drafts(ground)))
    income = section(store, department, "收入说明")
    editing.edit_cells(store, [(CellKey("section", income.id, "text"), "全部重写。")])
    assert section(store, department, "收入说明").links == ""
    editing.undo(store)
    assert section(store, department, "收入说明") == income
    assert narrative_links.differing(narrative.ground(store, department)) == []


def test_last_year_is_taken_from_its_book(store: Store) -> None:
    last = publishing(2025)
    last.tables[1].rows[-1].cells[3:5] = ["180.50", "140.00"]
    _, ground = county(store, last)
    assert ground.figures["change.expenditure.basic"].text == "增加20.00万元"
    given = {entry.name: entry.given for entry in narrative.asked(ground)}
    assert given["last.expenditure.basic"] == "180.50"


def test_what_a_person_types_fills_the_gaps(store: Store) -> None:
    department, ground = county(store)
    narrative.write(store, department, accepted(narrative.drafts(ground)))
    names = [entry.name for entry in narrative.asked(ground)]
    assert names[:3] == ["last.expenditure.total", "last.expenditure.basic", "reason.expenditure.basic"]
    typed = {"last.expenditure.basic": " 180.50 ", "reason.expenditure.basic": "人员增加。", "last.office.total": ""}
    narrative.set_facts(store, department, "", typed)
    facts = [(fact.name, fact.text) for fact in reading.load_parts(store, department).facts]
    assert facts == [("last.expenditure.basic", "180.50"), ("reason.expenditure.basic", "人员增加。")]
    ground = narrative.ground(store, department)
    assert narrative_links.refresh(store, ground)[1] == 1
    assert "基本支出增加20.00万元；" in section(store, department, "增减情况").text
    (draft,) = [d for d in narrative.drafts(narrative.ground(store, department)) if d.kind == CHANGED]
    assert "主要原因是人员增加；" in draft.text
    narrative.set_facts(store, department, "", {"last.expenditure.basic": "190.50", "reason.expenditure.basic": ""})
    facts = [(fact.name, fact.text) for fact in reading.load_parts(store, department).facts]
    assert facts == [("last.expenditure.basic", "190.50")]


def test_figures_of_an_imported_text_are_linked_on_request(store: Store) -> None:
    book = publishing(2026)
    book.sections.append(Section("1、收入说明", "2026年预算收入320.5万元，其中：上年结转21万元。"))
    department = kept(store, book)
    ground = narrative.ground(store, department)
    found = narrative_links.proposals(ground)
    assert [(p.state.link.key, p.state.state == DIFFERS) for p in found] == [
        ("income.total", False), ("income.carryover", True),
    ]  # fmt: skip
    narrative_links.link(store, found)
    ground = narrative.ground(store, department)
    assert section(store, department, "收入说明").text == book.sections[-1].text
    assert [p.state.link.text for p in narrative_links.differing(ground)] == ["21"]
    assert narrative_links.proposals(ground) == []
    assert narrative_links.refresh(store, ground)[1] == 0  # which of the two is right is for a person to say
    income = section(store, department, "收入说明")
    narrative_links.unlink(store, income, narrative_links.links_of(income)[1])
    assert narrative_links.differing(narrative.ground(store, department)) == []
    assert section(store, department, "收入说明").text == income.text


def test_a_project_with_a_secret_marking_stands_in_no_text(store: Store) -> None:
    book = publishing(2026)
    book.projects[0].purpose = "【机密】"
    _, ground = county_of(store, book)
    texts = [draft.text for draft in narrative.drafts(ground)]
    assert not any("泵站维护费" in text or "专线租赁费" in text for text in texts)
    assert any("水库巡查费19.5万元" in text for text in texts)


def test_a_marking_that_is_recorded_as_no_secret_keeps_no_project_out(store: Store) -> None:
    book = publishing(2026)
    book.projects[0].purpose = "机 密"
    department = kept(store, book)
    before = reading.load_book(store, department)
    assert narrative.secret_projects(store, department, before) == {before.projects[0].id}
    found = [(department, x) for x in checking.check(store) if answers.clearable(x)]
    answers.not_secret(store, found, "经保密办审查", "王会计")
    assert narrative.secret_projects(store, department, before) == set()


def county_of(store: Store, book: Book) -> tuple[str, Ground]:
    department = kept(store, book)
    return department, narrative.ground(store, department)


def test_a_text_of_performance_alone_stays_together(store: Store) -> None:
    book = deepcopy(publishing(2026))
    book.sections = [Section("第一部分 总体绩效目标", "管好水。"), Section("第二部分 预算项目绩效目标")]
    department, ground = county_of(store, book)
    narrative.write(store, department, accepted(narrative.drafts(ground)))
    headings = [s.heading for s in reading.load_texts(store, department).sections]
    at = headings.index("第一部分 总体绩效目标")
    assert headings[at - 1 : at + 3] == [
        "五、部门项目预算安排情况及绩效目标", "第一部分 总体绩效目标", "第二部分 预算项目绩效目标",
        "六、政府采购预算情况",
    ]  # fmt: skip


def test_a_department_that_is_new_has_everything_to_fill_in(store: Store) -> None:
    department = store.query("SELECT id FROM department")[0]["id"]
    drafts = narrative.drafts(narrative.ground(store, department))
    assert {draft.kind for draft in drafts} == {NEW}
    assert sum(bool(draft.gaps) for draft in drafts) >= 7
    ground = narrative.ground(store, department)
    names = [entry.name for entry in narrative.asked(ground)]
    assert names[:3] == ["expenditure.total", "last.expenditure.total", "expenditure.basic"]
    narrative.set_facts(store, department, "", {"expenditure.total": "12", "last.expenditure.total": "10.50"})
    (change,) = [d.text for d in narrative.drafts(narrative.ground(store, department)) if "增减情况" in d.heading]
    assert change.startswith("2025年预算收支安排12.00万元，较2024年预算增加1.50万元。")


def _buying_for(book: Book, project: str) -> Book:
    """The book with a purchase more, its amount in the printed sums."""
    book.purchases.append(Purchase(project, "0.50", "密码机", "A02010108", total="0.40", general="0.40", sme="0.20"))
    book.purchase_totals[0].total, book.purchase_totals[0].sme, book.purchase_totals[0].last = "12.50", "3.20", 4
    return book


def test_purchases_of_secret_projects_are_in_no_figure(store: Store) -> None:
    for word in ("专线　租赁费", "53099925P000041200333"):
        found = narrative.ground_of(_buying_for(publishing(), word)).figures
        assert [found[key].text for key in ("procurement.total", "procurement.sme", "assets.planned")] == [
            "12.10", "3.00", "3.00",
        ]  # fmt: skip
        assert not any("procurement_totals" in s.path for s in found["procurement.total"].sources)
    public = narrative.ground_of(_buying_for(publishing(), "泵站维护费")).figures
    assert public["procurement.total"].text == "12.50"


def test_a_purchase_that_names_a_secret_project_by_its_code_is_in_no_figure_of_the_store(store: Store) -> None:
    _, ground = county(store, _buying_for(publishing(2025), "53099925P000041200333"))
    assert ground.figures["procurement.total"].text == "12.10"
    (before,) = [d for d in reading.load_books(store) if d.year == 2025]
    last = narrative.ground(store, before.id).figures
    assert (last["procurement.total"].text, last["assets.planned"].text) == ("12.10", "3.00")


def test_a_project_that_is_marked_in_its_text_is_in_no_figure_of_either_year(store: Store) -> None:
    last = _buying_for(publishing(2025), "水库巡查费")
    last.projects[1].purpose = "【机密】"
    now = _buying_for(publishing(2026), "水库巡查费")
    now.projects[1].purpose = "【机密】"
    _, ground = county_of_two(store, now, last)
    assert ground.figures["procurement.total"].text == "3.00"
    (before,) = [d for d in reading.load_books(store) if d.year == 2025]
    marked = narrative.secret_projects(store, before.id, before)
    assert marked == {before.projects[1].id}
    light = narrative.light_book(store, before.id)
    assert narrative.ground_of(light, None, "", marked).figures["procurement.total"].text == "3.00"


def county_of_two(store: Store, now: Book, last: Book) -> tuple[str, Ground]:
    department = kept(store, now, last)
    return department, narrative.ground(store, department)


def test_purchases_printed_with_code_and_name_of_a_unit_are_the_unit_s() -> None:
    book = publishing()
    for purchase in book.purchases:
        purchase.owner = "412001 云岭县水利局本级"
    assert narrative.ground_of(book, owner="412001").figures["procurement.total"].text == "12.10"


# ---- lists of projects


def spending(ground: Ground) -> str:
    (draft,) = [draft for draft in narrative.drafts(ground) if "支出说明" in draft.heading]
    return draft.text


def test_projects_that_only_a_purchase_names_are_listed() -> None:
    book = publishing()
    book.projects[1].needs_form = "否"
    for name, fund in (
        ("水政执法费", "6.00"), ("水政执法费", "6.00"), ("公用经费", "40.50"), ("专线租赁费", "0.50"),
        ("泵站维护经费", "100.00"), ("测报设施费", "8"), ("测报设施费", "9"),
    ):  # fmt: skip
        book.purchases.append(Purchase(name, fund, "纸", "A07010100", total="0.10"))
    assert spending(narrative.ground_of(book)).endswith(
        "主要项目有：泵站维护费100万元，水库巡查费19.5万元，水政执法费6万元。"
    )
    found = narrative.ground_of(book).figures
    assert (found["projects.count"].text, found["projects.forms"].text) == ("2", "1")
    assert found["project.purchase3"].sources[0].path == "procurement[3].fund"


def test_what_a_person_listed_without_a_record_stays_and_secrets_go(store: Store) -> None:
    book = publishing(2026)
    text = "项目支出130万元，主要为泵站维护费90万元，灌区运转费30.5万元，专线租赁费9万元。"
    book.sections.append(Section("2、支出说明", text))
    department, ground = county_of_two(store, book, publishing(2025))
    assert spending(ground).endswith("主要项目有：泵站维护费100万元，水库巡查费19.5万元，灌区运转费30.5万元。")
    drafts = [draft for draft in narrative.drafts(ground) if "支出说明" in draft.heading]
    narrative.write(store, department, drafts)
    again = [draft.kind for draft in narrative.drafts(narrative.ground(store, department)) if "支出" in draft.heading]
    assert again == [SAME]
    project = next(p for p in reading.load_book(store, department).projects if p.name == "水库巡查费")
    editing.edit_cells(store, [(CellKey("project", project.id, "secret"), "是")])
    assert spending(narrative.ground(store, department)).endswith("主要项目有：泵站维护费100万元，灌区运转费30.5万元。")


# ---- figures that nobody linked


def stated(store: Store, text: str) -> tuple[str, Ground]:
    book = publishing(2026)
    book.sections.append(Section("2、支出说明", text))
    department, _ = county_of_two(store, book, publishing(2025))
    return department, narrative.ground(store, department)


PARTS = "支出预算330万元，其中基本支出200.5万元、项目支出120万元，主要为泵站维护费90万元。"


def test_a_wrong_figure_is_marked_without_being_linked_and_put_right(store: Store) -> None:
    department, ground = stated(store, PARTS)
    found = narrative_links.differing(ground)
    assert [(p.state.link.text, p.state.figure.text) for p in found if p.state.figure] == [
        ("330", "320.50"), ("90", "100"),
    ]  # fmt: skip
    assert narrative_links.refresh(store, ground)[1] == 0  # who wrote it may be right
    narrative_links.replace(store, ground, found[0].section, found[0].state.link)
    text = section(store, department, "支出").text
    assert text == PARTS.replace("330", "320.50")
    ground = narrative.ground(store, department)
    assert narrative_links.refresh(store, ground, typed=True)[1] == 1
    assert section(store, department, "支出").text == text.replace("90万", "100万")
    assert narrative_links.differing(narrative.ground(store, department)) == []
    project = next(p for p in reading.load_book(store, department).projects if p.name == "泵站维护费")
    editing.edit_cells(store, [(CellKey("project", project.id, "budget"), "110.00")])
    assert narrative_links.refresh(store, narrative.ground(store, department))[1] == 1  # linked by now
    assert "泵站维护费110万元" in section(store, department, "支出").text


def test_a_number_that_a_person_let_go_is_not_marked_again(store: Store) -> None:
    department, ground = stated(store, PARTS)
    for placed in narrative_links.differing(ground):
        narrative_links.unlink(store, section(store, department, "支出"), placed.state.link)
    ground = narrative.ground(store, department)
    assert narrative_links.differing(ground) == []
    assert {p.state.link.text for p in narrative_links.proposals(ground)} == {"200.5", "120"}
    key = CellKey("section", section(store, department, "支出").id, "text")
    editing.edit_cells(store, [(key, f"今年{PARTS}")])
    assert narrative_links.differing(narrative.ground(store, department)) == []
    assert narrative_links.refresh(store, narrative.ground(store, department), typed=True)[1] == 0
    editing.undo(store)
    editing.undo(store)
    assert len(narrative_links.differing(narrative.ground(store, department))) == 1


def test_a_figure_that_was_let_go_is_no_reason_to_write_anew(store: Store) -> None:
    department, ground = county(store)
    narrative.write(store, department, accepted(narrative.drafts(ground)))
    income = section(store, department, "收入说明")
    narrative_links.unlink(store, income, narrative_links.links_of(income)[0])
    kinds = {draft.heading: draft.kind for draft in narrative.drafts(narrative.ground(store, department))}
    assert kinds["1、收入说明"] == SAME
    change(store, department, "收入总计", "c2", "330.00")
    assert narrative_links.refresh(store, narrative.ground(store, department))[1] == 0


def test_a_sum_that_no_table_tells_is_put_right_by_its_parts(store: Store) -> None:
    book = Book(year=2026, department_code="412", department_name="云岭县水利局")
    book.sections.append(Section("2、支出说明", "支出预算120万元，其中基本支出80万元、项目支出30万元。"))
    department = kept(store, book)
    ground = narrative.ground(store, department)
    (placed,) = narrative_links.differing(ground)
    assert placed.state.figure is not None and "相加是110.00" in placed.state.figure.note
    narrative_links.replace(store, ground, placed.section, placed.state.link)
    after = section(store, department, "支出")
    assert (after.text, after.links) == ("支出预算110.00万元，其中基本支出80万元、项目支出30万元。", "")
