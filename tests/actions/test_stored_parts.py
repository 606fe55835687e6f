"""All parts of a book in the workspace: what comes in comes out, once, and goes with one undo."""

from copy import deepcopy
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop_app.actions import editing, importing, packing, reading, workspace
from desktop_app.actions.gate import Override
from desktop_app.domain import records
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetRow
from desktop_app.domain.model import Book, Project
from desktop_app.domain.traces import Review
from tests.actions.whole import book, indicator, purchase, take

KEPT_OUT = {"id", "unit_id", "file", "sha256", "parts"}


def plain(value: Any) -> Any:
    """A record as data, without what the workspace adds and what it keeps elsewhere."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name not in KEPT_OUT}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    return value


def test_everything_that_comes_in_comes_out_and_the_second_time_adds_nothing(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        plan = take(store, book())
        assert {item.kind for item in plan.everything} == {"new"}
        first = records.to_record(reading.load_books(store), "")
        assert first == records.to_record([book()], "")
        wanted = book()
        wanted.lines = {}
        assert plain(reading.load_books(store)[0]) == plain(wanted)
        again = take(store, book())
        assert {item.kind for item in again.everything} == {"same"} and not any(i.written for i in again.everything)
        assert editing.undo_name(store) == "导入 甲.xlsx"
        editing.undo(store)
        assert reading.load_books(store) == [] and store.query("SELECT * FROM source") == []
        editing.redo(store)
        assert records.to_record(reading.load_books(store), "") == first
        assert workspace.verify(store) == []


def test_lines_of_the_source_are_kept_nowhere(tmp_path: Path) -> None:
    secret = book()
    secret.lines[99] = "绝不能留下的原文"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, secret)
    assert "绝不能留下".encode() not in (tmp_path / "乙.jxdb").read_bytes()


def test_changed_cells_new_rows_and_rows_that_are_missing(tmp_path: Path) -> None:
    newer = book()
    newer.file, newer.sha256 = "新.xlsx", "cd" * 32
    newer.tables[0].rows[1].cells[2] = "11.00"
    newer.tables[0].rows.insert(2, BudgetRow(["2130305", "水利工程建设", "1.20", ""]))
    newer.purchases.insert(1, purchase("水表", "0.20"))
    newer.purchase_totals[0].last, newer.purchase_totals[1].last = 4, 3
    del newer.glossary[0], newer.organisation[1]
    newer.assets[0].rows[1].value = "22.40"
    newer.sections[1].text = "加强管理和监督。"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        before = reading.load_books(store)[0]
        plan = importing.plan_import(store, [newer])
        kinds = {item.name: item.kind for item in plan.parts}
        assert kinds == {
            "机构设置 1 行": "same",
            "一、总体绩效目标": "same",
            "（一）保障措施": "changed",
            "T5 一般公共预算支出表": "changed",
            "T7 政府性基金预算支出表": "same",
            "政府采购 4 行": "changed",
            "固定资产 云岭县水利局": "changed",
            "名词解释 1 条": "same",
        }
        table = next(item for item in plan.parts if item.name.startswith("T5"))
        assert [(d.label, d.mine, d.theirs) for d in table.differences] == [("第2行 合计", "10.30", "11.00")]
        assert [row.text for row in table.new_rows] == ["2130305 水利工程建设 1.20"]
        glossary = next(item for item in plan.parts if item.part == "glossary")
        assert [row.text.split()[0] for row in glossary.missing] == ["三公经费"]
        importing.apply_import(store, plan)
        after = reading.load_books(store)[0]
        assert [r.cells for r in after.tables[0].rows] == [r.cells for r in newer.tables[0].rows]
        assert [p.item for p in after.purchases] == ["水泵", "水表", "阀门", "电缆"]
        assert [(t.first, t.last) for t in after.purchase_totals] == [(1, 4), (1, 3)]
        assert (len(after.glossary), len(after.organisation)) == (2, 2)
        assert (after.assets[0].rows[1].value, after.sections[1].text) == ("22.40", "加强管理和监督。")
        editing.undo(store)
        assert reading.load_books(store)[0] == before


def test_a_missing_row_goes_only_when_told(tmp_path: Path) -> None:
    newer = book()
    del newer.glossary[0], newer.projects[0].indicators[0]
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        plan = importing.plan_import(store, [newer])
        assert [item.kind for item in plan.items] == ["same", "same"]
        (row,) = plan.items[0].missing
        assert row.label == "指标1" and not row.remove
        row.remove = True
        assert plan.items[0].written
        importing.apply_import(store, plan)
        after = reading.load_books(store)[0]
        assert [i.l3 for i in after.projects[0].indicators] == ["合格率"] and len(after.glossary) == 2


def test_edited_cells_of_parts_stay_until_told(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        here = reading.load_books(store)[0]
        edits = [
            (CellKey("budget_row", here.tables[0].rows[0].id, "c3"), "99.00"),
            (CellKey("purchase", here.purchases[0].id, "price"), "0.55"),
            (CellKey("term", here.glossary[0].id, "text"), "自己写的解释。"),
            (CellKey("asset_row", here.assets[0].rows[0].id, "item"), "房屋及构筑物"),
        ]
        editing.edit_cells(store, edits)
        newer = book()
        newer.tables[0].rows[0].cells[2] = "12.00"
        plan = importing.plan_import(store, [newer])
        conflicts = {item.part for item in plan.parts if item.kind == "conflict"}
        assert conflicts == {"budget_table", "procurement", "glossary", "assets"}
        assert not any(item.written for item in plan.everything)
        importing.apply_import(store, plan)
        texts = {
            key: store.query(f"SELECT {key.column} AS t FROM {key.table} WHERE id = ?", key.row)[0]["t"]
            for key, _ in edits
        }
        assert texts == dict(edits)
        plan = importing.plan_import(store, [newer])
        importing.take_all(plan)
        importing.apply_import(store, plan)
        after = reading.load_books(store)[0]
        assert (after.tables[0].rows[0].cells[2], after.purchases[0].price) == ("12.00", "0.50")


def test_a_table_of_other_columns_is_taken_whole_or_not_at_all(tmp_path: Path) -> None:
    newer = book()
    newer.tables[0].columns.append("备注")
    for row in newer.tables[0].rows:
        row.cells.append("见说明")
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        plan = importing.plan_import(store, [newer])
        item = next(i for i in plan.parts if i.name.startswith("T5"))
        assert (item.kind, item.accept, item.replaces) == ("conflict", False, True) and item.note
        item.accept = True
        importing.apply_import(store, plan)
        after = reading.load_books(store)[0].tables
        assert [t.no for t in after] == [7, 5] and after[1].rows[0].cells[-1] == "见说明"
        editing.undo(store)
        assert len(reading.load_books(store)[0].tables[0].columns) == 4


def test_a_table_that_is_too_wide_is_flagged() -> None:
    wide = book()
    wide.tables = wide.tables[:1]
    wide.tables[0].rows[0].cells += ["x"] * 30
    plan = importing.plan_import(None, [wide])
    assert any("34 栏" in flag.reason and flag.item is plan.parts[3] for flag in plan.flags)
    assert {len(row.cells) for row in wide.tables[0].rows} == {len(wide.tables[0].columns)} == {24}


def test_flags_follow_their_records_and_an_edit_clears_them(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        here = reading.load_books(store)[0]
        editing.insert_rows(store, "purchase", here.id, here.purchases[0].id, texts=[{"item": "水带"}])
        assert "procurement[2].price" in [r.path for r in reading.load_books(store)[0].review]
        editing.edit_cells(store, [(CellKey("purchase", here.purchases[1].id, "price"), "0.40")])
        assert "procurement[2].price" not in [r.path for r in reading.load_books(store)[0].review]
        editing.edit_cells(store, [(CellKey("budget_row", here.tables[0].rows[1].id, "c4"), "2.10")])
        assert "budget_tables[5].rows[1][3]" not in [r.path for r in reading.load_books(store)[0].review]


def test_a_package_carries_the_parts_but_nothing_of_the_source(tmp_path: Path) -> None:
    sent = book()
    sent.unread[0].text = "看不懂的机密原文"
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, sent)
        there = reading.load_books(store)[0]
        packing.pack(store, [], tmp_path / "全.jxz", Override("试", "试"))
        unit = next(u.id for u in there.units if u.code == "412002")
        packing.pack(store, [unit], tmp_path / "一.jxz", Override("试", "试"))
    package = packing.read_package(tmp_path / "全.jxz")
    assert "机密原文" not in repr(package.books) and package.books[0].parts == [] and package.books[0].unread == []
    with workspace.create_workspace(tmp_path / "丙.jxdb") as other:
        assert packing.receive(other, package).added == 2
        got = reading.load_books(other)[0]
        for part in ("sections", "tables", "organisation", "purchases", "purchase_totals", "assets", "glossary"):
            assert getattr(got, part) == getattr(there, part), part
        assert got.review == there.review
        again = packing.receive(other, packing.read_package(tmp_path / "全.jxz"))
        assert (again.added, again.same, again.differing) == (0, 2, [])
        editing.edit_cells(other, [(CellKey("term", got.glossary[0].id, "text"), "改过。")])
        report = packing.receive(other, packing.read_package(tmp_path / "全.jxz"))
        assert [(d.project, d.mine) for d in report.differing] == [("名词解释 2 条", "改过。")]
    one = packing.read_package(tmp_path / "一.jxz").books[0]
    assert [p.item for p in one.purchases] == ["电缆"] and not (one.tables or one.glossary or one.organisation)


def test_purchases_of_a_secret_project_do_not_travel(tmp_path: Path) -> None:
    hidden = book()
    hidden.projects[0].secret = "是"
    hidden.purchases[2].project = "供水管网改造"
    hidden.review.append(Review("projects", "这一行写的是：泵站维护费", (3, 3)))
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, hidden)
        packing.pack(store, [], tmp_path / "全.jxz", Override("试", "试"))
    text = repr(packing.read_package(tmp_path / "全.jxz").books)
    assert "水泵" not in text and "电缆" in text and "泵站维护费" not in text


def test_two_hostile_records_of_one_id_become_two(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, book())
        packing.pack(store, [], tmp_path / "全.jxz", Override("试", "试"))
        foreign = reading.load_books(store)[0].glossary[0].id
    package = packing.read_package(tmp_path / "全.jxz")
    received: Book = package.books[0]
    for project in received.projects:
        for row in project.indicators:
            row.id = foreign
    received.glossary[1].id = received.glossary[0].id
    with workspace.create_workspace(tmp_path / "丙.jxdb") as other:
        packing.receive(other, package)
        here = reading.load_books(other)[0]
        assert len(here.glossary) == 2 and sum(len(p.indicators) for p in here.projects) == 4
        assert workspace.verify(other) == []


def test_two_books_of_a_new_department_make_one_department(tmp_path: Path) -> None:
    first, second = book(), Book("乙.xlsx", "ef" * 32, 2025, "412", "云岭县水利局")
    second.projects = [
        Project(
            "412003",
            "云岭县河道站",
            code="53099925P000041200332",
            name="河道清淤",
            indicators=[indicator("清淤长度", "≥3里")],
        )
    ]
    second.purchases, second.glossary = [purchase("挖掘机租赁", "0.90", "412003")], deepcopy(book().glossary)
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        plan = take(store, first, second)
        assert [item.kind for item in plan.items] == ["new", "new", "new"]
        assert [i.kind for i in plan.book_plans[1].parts] == ["changed", "same"]
        (here,) = reading.load_books(store)
        assert len(here.projects) == 3 and len(here.purchases) == 4 and len(here.glossary) == 2
        assert [p.owner for p in here.purchases][-1] == "412003"
        editing.undo(store)
        assert reading.load_books(store) == []


@pytest.mark.parametrize("left_out", [0, 1])
def test_the_second_file_stands_alone_where_the_first_is_left_out(tmp_path: Path, left_out: int) -> None:
    plan = importing.plan_import(None, [book(), book()])
    assert {i.kind for i in plan.book_plans[0].everything} == {"new"}
    assert {i.kind for i in plan.book_plans[1].everything} == {"same"}
    for item in plan.book_plans[left_out].everything:
        item.accept = False
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        importing.apply_import(store, plan)
        assert len(reading.load_books(store)) == left_out
