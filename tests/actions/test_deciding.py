"""What a person decides in the plan: corrections, flags settled, rows dropped; and which record is which."""

from copy import deepcopy
from pathlib import Path

import pytest

from desktop_app.actions import editing, importing, reading, reviewing, workspace
from desktop_app.actions.alike import pair
from desktop_app.actions.matching import FILLS_CODE, MINE_RIGHT, SAME_NAME, THEIRS_RIGHT, one_slip
from desktop_app.domain import codes, records
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetRow
from desktop_app.domain.model import Book, Goal
from desktop_app.domain.traces import Review
from desktop_app.errors import UserError
from tests.actions.whole import book, indicator, pump, purchase, take


def test_the_plan_lists_every_flag_with_what_was_read() -> None:
    plan = importing.plan_import(None, [book()])
    found = [(f.name, f.path, f.value, f.place) for f in plan.flags]
    assert found[:2] == [("甲.xlsx", "narrative", None, ""), ("机构设置 2 行", "organisation[1].rank", "股级", "")]
    assert ("T5 一般公共预算支出表", "budget_tables[5].rows[1][3]", "2.00", "工作表“预算表”第6行") in found
    assert ("政府采购 3 行", "procurement", None, "") in found
    assert found[-4:] == [
        ("泵站维护费", "plan[1]", "", "工作表“项目”第8–9行"),
        ("泵站维护费", "indicators[0].basis", "巡查次数工作方案", "工作表“项目”第12行"),
        ("泵站维护费", "indicators[1]", None, "工作表“项目”第13行"),
        ("泵站维护费", "indicators[9]", None, "工作表“项目”第14行"),
    ]
    assert len(found) == len(book().review) + 4


def test_decisions_can_be_taken_back(tmp_path: Path) -> None:
    source = book()
    plan = importing.plan_import(None, [source])
    flag = next(f for f in plan.flags if f.path == "plan[1]")
    importing.decide(flag, importing.CORRECT, "50%")
    assert source.projects[0].plan[1] == "50%" and not flag.open and flag.value == ""
    importing.decide(flag, importing.SKIP)
    assert source.projects[0].plan[1] == "" and flag.open
    importing.decide(flag, importing.ACCEPT)
    assert not flag.open and flag.review not in plan.items[0].review
    importing.decide(flag, importing.OPEN)
    assert flag.review in plan.items[0].review


def test_what_is_settled_or_corrected_comes_in_without_its_flag(tmp_path: Path) -> None:
    plan = importing.plan_import(None, [book()])
    pump_item = plan.items[0]
    importing.correct(pump_item, "plan[1]", "50%")
    importing.settle(pump_item, "indicators[0].basis")
    table = next(i for i in plan.parts if i.name.startswith("T5"))
    importing.correct(table, "budget_tables[5].rows[1][3]", "3.00")
    assert importing.read_value(table, "budget_tables[5].rows[1][3]") == "3.00"
    assert importing.read_value(pump_item, "indicators[0].value") == "≥12次"
    importing.correct(pump_item, "indicators[0].value", "≥15次")
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        importing.apply_import(store, plan)
        here = reading.load_books(store)[0]
        first = here.projects[0]
        assert first.plan[1] == "50%" and (first.indicators[0].number, first.indicators[0].value) == ("15", "≥15次")
        assert [r.path for r in first.review] == ["indicators[1]", "indicators[9]"]
        assert here.tables[0].rows[1].cells[3] == "3.00"
        assert "budget_tables[5].rows[1][3]" not in [r.path for r in here.review]
        editing.undo(store)
        plan = importing.plan_import(store, [book()])
        importing.settle_all(plan.flags)
        importing.apply_import(store, plan)
        assert reviewing.reviews(store) == []


def test_a_correction_wins_over_the_workspace(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        first = reading.load_books(store)[0].projects[0]
        editing.edit_cells(store, [(CellKey("project", first.id, "purpose"), "自己写的用途")])
        plan = importing.plan_import(store, [book()])
        item = plan.items[0]
        assert item.kind == "conflict" and not item.written
        importing.correct(item, "purpose", "两边都不对的用途")
        importing.correct(item, "indicators[0].desc", "核对后的描述")
        assert [d.label for d in item.chosen] == ["资金用途", "指标1 绩效指标描述"]
        assert plan.counts() == {"project": 1}
        importing.apply_import(store, plan)
        after = reading.load_books(store)[0].projects[0]
        assert (after.purpose, after.indicators[0].desc) == ("两边都不对的用途", "核对后的描述")


def test_a_correction_to_what_is_here_is_no_difference(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        newer = book()
        newer.projects[0].budget = "7.80"
        plan = importing.plan_import(store, [newer])
        assert plan.items[0].kind == "changed"
        importing.correct(plan.items[0], "budget", "7.30")
        assert plan.items[0].kind == "same" and not plan.items[0].written


def test_a_paragraph_is_corrected_and_its_flag_goes_with_an_edit(tmp_path: Path) -> None:
    plan = importing.plan_import(None, [book()])
    section = next(i for i in plan.parts if i.part == "section")
    assert [(f.path, f.value) for f in section.flags] == [("sections[0].text[1]", "保障防汛。")]
    importing.correct(section, "sections[0].text[1]", "保障防汛安全。")
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        here = reading.load_books(store)[0].sections
        flags = [f for f in reviewing.reviews(store) if f.path.startswith("sections")]
        assert [(f.key, f.value) for f in flags] == [
            (CellKey("section", here[0].id, "text"), "保障防汛。"),
            (None, ""),
            (CellKey("section", here[1].id, "heading"), "（一）保障措施"),
        ]
        again = importing.plan_import(store, plan.books)
        assert [d.theirs for d in again.parts[1].chosen] == ["保障供水。\n保障防汛安全。"]
        editing.edit_cells(store, [(CellKey("section", here[1].id, "text"), "自己写的。")])
        left = [f.path for f in reviewing.reviews(store) if f.path.startswith("sections")]
        assert left == ["sections[0].text[1]", "sections[1].heading"]


def test_paths_that_cannot_be_corrected_are_sentences() -> None:
    plan = importing.plan_import(None, [book()])
    for path in ("indicators[0]", "indicators", "nix[3]"):
        with pytest.raises(UserError, match="没有可以改的文字"):
            importing.correct(plan.items[0], path, "x")
    with pytest.raises(UserError, match="没有可以去掉的行"):
        importing.drop_row(plan.items[0], "budget")
    wrong = Book(year=2025, department_name="甲", review=[Review("year", "推断")])
    flag = importing.plan_import(None, [wrong]).flags[0]
    with pytest.raises(UserError, match="2000 到 2099"):
        importing.decide(flag, importing.CORRECT, "今年")
    with pytest.raises(UserError, match="2000 到 2099"):
        importing.decide(flag, importing.CORRECT, "99999")
    with pytest.raises(UserError, match="2000 到 2099"):
        importing.plan_import(None, [deepcopy(wrong)], year=99999)
    importing.decide(flag, importing.CORRECT, "2026")
    assert wrong.year == 2026


def test_a_row_that_is_none_is_dropped_and_flags_move(tmp_path: Path) -> None:
    source = book()
    plan = importing.plan_import(None, [source])
    item = plan.items[0]
    importing.drop_row(item, "indicators[0]")
    assert [i.l3 for i in source.projects[0].indicators] == ["合格率"] and item.rows == 1
    assert [f.path for f in item.flags] == ["plan[1]", "indicators[0]", "indicators[8]"]
    assert [r.path for r in source.projects[0].review] == ["plan[1]", "indicators[0]", "indicators[8]"]
    bought = next(i for i in plan.parts if i.part == "procurement")
    importing.drop_row(bought, "procurement[0]")
    assert [f.path for f in bought.flags] == ["procurement[0].price", "procurement"]
    assert [(t.first, t.last) for t in source.purchase_totals] == [(1, 2), (1, 1)]
    table = next(i for i in plan.parts if i.name.startswith("T5"))
    importing.drop_row(table, "budget_tables[5].rows[0]")
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        importing.apply_import(store, plan)
        assert records.to_record(reading.load_books(store), "") == records.to_record([source], "")


def test_leaving_out_and_taking_all(tmp_path: Path) -> None:
    plan = importing.plan_import(None, [book()])
    importing.accept_all(plan, False)
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        importing.apply_import(store, plan)
        assert reading.load_books(store) == [] and editing.undo_name(store) == ""
        importing.accept_all(plan)
        plan.parts[0].accept = False
        importing.apply_import(store, plan)
        assert reading.load_books(store)[0].organisation == [] and len(reading.load_books(store)[0].projects) == 2


def test_a_plan_can_be_applied_again_after_it_was_taken_back(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        plan = importing.plan_import(store, [book(), book()])
        importing.apply_import(store, plan)
        first = records.to_record(reading.load_books(store), "")
        editing.undo(store)
        importing.apply_import(store, plan)
        assert records.to_record(reading.load_books(store), "") == first and workspace.verify(store) == []


def test_one_inserted_row_changes_no_other(tmp_path: Path) -> None:
    newer = book()
    newer.projects[0].indicators.insert(0, indicator("闸门检修", "≥3座"))
    newer.projects[0].indicators[1].value = "≥13次"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        old = [i.id for i in reading.load_books(store)[0].projects[0].indicators]
        plan = take(store, newer)
        assert [(d.label, d.theirs) for d in plan.items[0].differences] == [("指标1 指标值", "≥13次")]
        after = reading.load_books(store)[0].projects[0].indicators
        assert [i.l3 for i in after] == ["闸门检修", "巡查次数", "合格率"] and [i.id for i in after[1:]] == old


def test_a_row_that_a_person_edited_is_known_by_what_was_imported(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        first = reading.load_books(store)[0].projects[0]
        edits = [
            (CellKey("indicator", first.indicators[0].id, c), f"改了{c}") for c in ("l3", "desc", "basis", "value")
        ]
        editing.edit_cells(store, [*edits, (CellKey("goal", first.goals[0].id, "text"), "完全不同的目标")])
        plan = importing.plan_import(store, [book()])
        item = plan.items[0]
        assert item.kind == "conflict" and item.new_rows == [] and len(item.edited) == 5 and not item.written
        after = take(store, book())
        assert not any(i.written for i in after.everything)


def test_a_row_that_a_person_removed_comes_back_only_when_told(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        first = reading.load_books(store)[0].projects[0]
        editing.delete_rows(store, "indicator", [first.indicators[0].id])
        plan = importing.plan_import(store, [book()])
        (row,) = plan.items[0].new_rows
        assert (plan.items[0].kind, row.removed_here, row.add, plan.items[0].written) == (
            "conflict",
            True,
            False,
            False,
        )
        row.add = True
        importing.apply_import(store, plan)
        assert [i.l3 for i in reading.load_books(store)[0].projects[0].indicators] == ["巡查次数", "合格率"]


def test_an_edit_stays_an_edit_after_an_import_was_taken_back(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        first = reading.load_books(store)[0].projects[0]
        editing.edit_cells(store, [(CellKey("project", first.id, "budget"), "8.00")])
        plan = importing.plan_import(store, [book()])
        importing.take_all(plan)
        importing.apply_import(store, plan)
        editing.undo(store)
        assert importing.plan_import(store, [book()]).items[0].kind == "conflict"


def slipped(code: str) -> str:
    return code[:12] + ("8" if code[12] != "8" else "9") + code[13:]


def sound(body: str) -> str:
    return body + str(codes.check_character(body))


GOOD = sound("53099925P00004120011")


@pytest.mark.parametrize(
    ("mine", "theirs", "note", "kept"),
    [
        (GOOD, "", SAME_NAME, GOOD),
        ("", GOOD, FILLS_CODE, GOOD),
        (GOOD, slipped(GOOD), MINE_RIGHT, GOOD),
        (slipped(GOOD), GOOD, THEIRS_RIGHT, GOOD),
        (GOOD, GOOD[:5] + GOOD[6:], MINE_RIGHT, GOOD),
    ],
)
def test_a_blank_or_damaged_code_is_proposed_and_flagged(
    tmp_path: Path, mine: str, theirs: str, note: str, kept: str
) -> None:
    old, new = Book(year=2025, department_name="水利局"), Book(year=2025, department_name="水利局")
    old.projects, new.projects = [pump(mine)], [pump(theirs)]
    new.projects[0].purpose = "另一种写法的用途"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, old)
        plan = take(store, new)
        (item,) = plan.items
        assert (item.kind, item.note) == ("changed", note)
        assert [f.reason for f in item.flags if f.path == "code"] == [note]
        (here,) = reading.load_books(store)[0].projects
        assert here.code == kept and note in [r.reason for r in here.review]


def test_two_sound_codes_or_two_candidates_are_no_match() -> None:
    other = sound("53099925P00004120012")
    old = Book(year=2025, department_name="水利局", file="一", projects=[pump(GOOD)])
    new = Book(year=2025, department_name="水利局", file="二", projects=[pump(other)])
    assert [i.kind for i in importing.plan_import(None, [old, new]).items] == ["new", "new"]
    assert one_slip("abc", "abd") and one_slip("abc", "ab") and one_slip("bc", "abc") and one_slip("ac", "abc")
    assert not one_slip("abc", "abc") and not one_slip("abc", "acb") and not one_slip("abc", "a")


def test_the_same_project_in_two_files_comes_once(tmp_path: Path) -> None:
    first, second, third = book(), book(), book()
    second.file, third.file = "乙.txt", "丙.txt"
    third.projects[0].budget = "9.99"
    third.projects[0].indicators.append(indicator("闸门检修", "≥3座"))
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        plan = take(store, first, second, third)
        assert [i.kind for i in plan.items] == ["new", "new", "same", "same", "conflict", "same"]
        assert plan.items[4].note == "本次导入的“甲.xlsx”里也有"
        assert [(d.label, d.mine, d.theirs) for d in plan.items[4].edited] == [("预算数", "7.30", "9.99")]
        here = reading.load_books(store)[0]
        assert [p.budget for p in here.projects] == ["7.30", "3.00"]
        assert [i.l3 for i in here.projects[0].indicators] == ["巡查次数", "合格率", "闸门检修"]
        editing.undo(store)
        plan = importing.plan_import(store, [book(), deepcopy(third)])
        plan.items[2].take_theirs = True
        importing.apply_import(store, plan)
        assert reading.load_books(store)[0].projects[0].budget == "9.99"


def test_three_files_of_one_project_without_the_first(tmp_path: Path) -> None:
    files = [book(), book(), book()]
    for i, one in enumerate(files):
        one.file, one.projects[0].budget, one.purchases[0].price = f"{i}.txt", f"{i}.00", f"0.{i}0"
        one.tables[0].rows[0].cells[2] = f"{i}0.30"
    plan = importing.plan_import(None, files)
    for item in plan.book_plans[0].everything:
        item.accept = False
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        importing.apply_import(store, plan)
        here = reading.load_books(store)[0]
        assert [p.budget for p in here.projects] == ["1.00"] and workspace.verify(store) == []
        assert (here.purchases[0].price, here.tables[0].rows[0].cells[2]) == ("0.10", "10.30")
        assert len(here.purchases) == 3 and len(here.tables) == 1


def test_two_files_that_change_one_project_of_the_workspace(tmp_path: Path) -> None:
    first, second = book(), book()
    first.file, second.file = "一.txt", "二.txt"
    first.projects[0].budget, second.projects[0].budget = "8.00", "9.00"
    second.projects[1].purpose = first.projects[1].purpose = "同样改了的用途"
    first.tables[0].rows.append(BudgetRow(["21399", "其他", "1.00", ""]))
    second.tables[0].rows.append(BudgetRow(["21399", "其他", "2.00", ""]))
    second.purchases.append(purchase("水带", "0.10"))
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        plan = take(store, first, second)
        assert [i.kind for i in plan.items] == ["changed", "changed", "conflict", "same"]
        here = reading.load_books(store)[0]
        assert (here.projects[0].budget, here.projects[1].purpose) == ("8.00", "同样改了的用途")
        assert [r.cells[2] for r in here.tables[0].rows] == ["10.30", "10.30", "7.30", "1.00"]
        assert [p.item for p in here.purchases] == ["水泵", "阀门", "电缆", "水带"]
        editing.undo(store)
        assert records.to_record(reading.load_books(store), "") == records.to_record([book()], "")


def test_two_projects_without_code_and_name_are_one_only_where_all_is_the_same(tmp_path: Path) -> None:
    nameless = Book("一", year=2025, department_name="水利局", projects=[pump("")])
    nameless.projects[0].name = ""
    other = deepcopy(nameless)
    other.projects[0].goals = [Goal("另一个项目的目标")]
    assert [i.kind for i in importing.plan_import(None, [nameless, other]).items] == ["new", "new"]
    again = deepcopy(nameless)
    assert [i.kind for i in importing.plan_import(None, [nameless, again]).items] == ["new", "same"]


def test_rows_are_paired_by_id_content_history_name_and_likeness() -> None:
    mine = [
        ("a", ("甲", "1")),
        ("b", ("乙", "2")),
        ("c", ("丙丁戊己", "3")),
        ("d", ("改过", "9")),
        ("e", ("多余", "7")),
    ]
    theirs = [("", ("丙丁戊已", "4")), ("", ("乙", "5")), ("a", ("别的", "0")), ("", ("庚", "6")), ("", ("新", "8"))]
    pairs = pair(mine, theirs, [(0,)], lambda row: ("庚", "6") if row == "d" else None, like=(0, ()))
    assert pairs == [(2, 0), (1, 1), (0, 2), (3, 3), (None, 4), (4, None)]
