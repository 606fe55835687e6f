"""Import plans against a workspace: new, same, changed, conflict; packages; one undo."""

import hashlib
import json
import zipfile
from copy import deepcopy
from pathlib import Path

import pytest

from desktop_app.actions import editing, importing, narrative, packing, reading, workspace
from desktop_app.actions.gate import Override
from desktop_app.actions.workspace import Store
from desktop_app.domain import records
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import AssetBlock, BudgetRow, BudgetTable, Fact, Purchase, PurchaseTotal, Section
from desktop_app.domain.model import Book, Goal, Indicator, Project
from desktop_app.domain.traces import Review
from desktop_app.errors import UserError


def indicator(l3: str, value: str) -> Indicator:
    return Indicator("产出指标", "数量指标", l3, f"{l3}的说明", value, "年度计划", "≥", "12", "次")


def book() -> Book:
    projects = [
        Project("412001", "本级", "1", "泵站维护费绩效目标表", "1399012250P0000000000",
                "泵站维护费", "7.30", "7.30", "0", "维护泵站",
                ["25%", "", "75%", "100%"], [Goal("维护泵站12座")], [indicator("巡查次数", "≥12次")],
                review=[Review("plan[1]", "缺一格", (8, 9)), Review("indicators[0].basis", "模糊", (12, 12))]),
        Project("412002", "供水站", "2", "", "13990122ABCDEFGHJKLMN", "供水管网", "3.00", "3.00", "", "修管网",
                goals=[Goal("修好管网")], indicators=[indicator("管网长度", "≥8公里"), indicator("入户数", "≥40户")]),
    ]  # fmt: skip
    sections = [Section("一、总体绩效目标", "保障供水。\n保障防汛。"), Section("（一）保障措施", "加强管理。")]
    return Book("甲.txt", "", 2025, "412", "云岭县水利局", [], sections, projects, review=[Review("narrative", "缺页")])


def take(store: Store, *books: Book) -> importing.ImportPlan:
    plan = importing.plan_import(store, list(books))
    importing.apply_import(store, plan)
    return plan


def test_what_comes_in_can_be_dumped_and_the_second_time_adds_nothing(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        plan = take(store, book())
        assert [item.kind for item in plan.items] == ["new", "new"]
        first = records.to_record(reading.load_books(store), "")
        assert first == records.to_record([book()], "")
        name = editing.undo_name(store)
        again = take(store, book())
        assert [item.kind for item in again.items] == ["same", "same"]
        assert editing.undo_name(store) == name == "导入 甲.txt"
        assert records.to_record(reading.load_books(store), "") == first
        editing.undo(store)
        assert reading.load_books(store) == [] and editing.undo_name(store) == ""


def test_a_changed_field_is_written_but_an_edited_one_is_a_conflict(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        first, second = reading.load_books(store)[0].projects
        editing.edit_cells(store, [(CellKey("project", first.id, "budget"), "8.00")])
        newer = book()
        newer.projects[0].budget = "9.00"
        newer.projects[0].plan[0] = "30%"
        newer.projects[1].indicators[1].value = "≥50户"
        newer.projects[1].indicators.append(indicator("水表数", "≥40块"))
        plan = take(store, newer)
        assert [item.kind for item in plan.items] == ["conflict", "changed"]
        after = reading.load_books(store)[0].projects
        assert (after[0].budget, after[0].plan[0]) == ("8.00", "30%")
        assert [i.value for i in after[1].indicators] == ["≥8公里", "≥50户", "≥40块"]
        assert [i.id for i in after[1].indicators[:2]] == [i.id for i in second.indicators]
        plan = importing.plan_import(store, [newer])
        plan.items[0].take_theirs = True
        importing.apply_import(store, plan)
        assert reading.load_books(store)[0].projects[0].budget == "9.00"


def test_edited_text_of_a_section_is_kept(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        section = reading.load_books(store)[0].sections[1]
        editing.edit_cells(store, [(CellKey("section", section.id, "text"), "自己写的。")])
        newer = book()
        newer.sections[0].text, newer.sections[1].text = "新的总体目标。", "新的措施。"
        plan = take(store, newer)
        assert (plan.sections_changed, plan.sections_kept) == (1, 1)
        assert [s.text for s in reading.load_books(store)[0].sections] == ["新的总体目标。", "自己写的。"]


def test_an_edit_resolves_the_flag_of_the_import(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        project = reading.load_books(store)[0].projects[0]
        assert [r.path for r in project.review] == ["plan[1]", "indicators[0].basis"]
        editing.insert_rows(store, "indicator", project.id, project.indicators[0].id)
        assert reading.load_project(store, project.id).review[1].path == "indicators[1].basis"
        editing.edit_cells(store, [(CellKey("project", project.id, "plan_2"), "50%")])
        assert [r.path for r in reading.load_project(store, project.id).review] == ["indicators[1].basis"]
        editing.undo(store)
        assert len(reading.load_project(store, project.id).review) == 2


@pytest.mark.parametrize(
    ("year", "department", "error"),
    [(None, "云岭县水利局", importing.UnknownYear), (2025, "", importing.UnknownDepartment)],
)
def test_unknown_year_or_department(tmp_path: Path, year: int | None, department: str, error: type[UserError]) -> None:
    unknown = book()
    unknown.year, unknown.department_name = year, department
    with pytest.raises(error):
        importing.plan_import(None, [deepcopy(unknown)])
    assert importing.plan_import(None, [deepcopy(unknown)], 2024, "乙局").books[0].year == 2024
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        plan = importing.plan_import(store, [unknown])
        assert (plan.books[0].year, plan.books[0].department_name) == (2025, department or "云岭县水利局")


def test_same_code_under_two_units_stays_two_projects(tmp_path: Path) -> None:
    twins = book()
    twins.projects[1].code = twins.projects[0].code
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, twins)
        assert [i.kind for i in take(store, deepcopy(twins)).items] == ["same", "same"]
        assert len(reading.load_books(store)[0].projects) == 2


def test_a_package_carries_a_unit_over_and_lists_what_differs(tmp_path: Path) -> None:
    override = Override("试", "试")
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, book())
        unit = reading.load_books(store)[0].units[0]
        packing.pack(store, [unit.id], tmp_path / "一.jxz", override)
        packing.pack(store, [], tmp_path / "全.jxz", override)
        assert [note["reason"] for note in store.notes() if "reason" in note] == ["试", "试"]
        sent = reading.load_books(store)
    with workspace.create_workspace(tmp_path / "丙.jxdb") as other:
        report = packing.receive(other, packing.read_package(tmp_path / "一.jxz"))
        assert (report.added, report.same, report.differing) == (1, 0, [])
        packing.receive(other, packing.read_package(tmp_path / "全.jxz"))
        received = reading.load_books(other)
        assert records.to_record(received, "")["projects"] == records.to_record(sent, "")["projects"]
        assert [p.id for p in received[0].projects] == [p.id for p in sent[0].projects]
        assert [u.id for u in received[0].units] == [u.id for u in sent[0].units]
        editing.edit_cells(other, [(CellKey("project", sent[0].projects[0].id, "purpose"), "改过的用途")])
        report = packing.receive(other, packing.read_package(tmp_path / "全.jxz"))
        assert [(d.path, d.mine, d.theirs) for d in report.differing] == [("purpose", "改过的用途", "维护泵站")]
        assert reading.load_project(other, sent[0].projects[0].id).purpose == "改过的用途"
        packing.receive(other, packing.read_package(tmp_path / "全.jxz"), "theirs")
        assert reading.load_project(other, sent[0].projects[0].id).purpose == "维护泵站"


def test_a_secret_project_travels_as_a_stub(tmp_path: Path) -> None:
    hidden = book()
    hidden.projects[0].secret = "是"
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, hidden)
        packing.pack(store, [], tmp_path / "全.jxz", Override("试", "试"))
    stub = packing.read_package(tmp_path / "全.jxz").books[0].projects[0]
    assert (stub.code, stub.secret) == (hidden.projects[0].code, "是")
    assert not (stub.name or stub.purpose or stub.budget or stub.goals or stub.indicators)


@pytest.mark.parametrize("damage", ["cut", "changed", "not a zip", "empty"])
def test_a_damaged_package_is_refused(tmp_path: Path, damage: str) -> None:
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, book())
        path = packing.pack(store, [], tmp_path / "全.jxz", Override("试", "试"))
    data = bytearray(path.read_bytes())
    if damage == "cut":
        data = data[: len(data) // 2]
    elif damage == "changed":
        data[len(data) // 2] ^= 0xFF
    else:
        data = bytearray(b"" if damage == "empty" else b"hello")
    path.write_bytes(data)
    with pytest.raises(UserError, match="U盘包"):
        packing.read_package(path)


@pytest.mark.parametrize(
    ("name", "value"), [("plan", ["25%", "75%"]), ("plan", ["1"] * 5), ("lines", [1, 10**30]), ("year", 10**30)]
)
def test_a_package_that_says_what_no_book_can_is_refused(tmp_path: Path, name: str, value: object) -> None:
    """Somebody wrote it anew, sums and all."""
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, book())
        path = packing.pack(store, [], tmp_path / "全.jxz", Override("试", "试"))
    with zipfile.ZipFile(path) as archive:
        manifest, books = (json.loads(archive.read(part)) for part in ("manifest.json", "books.json"))
    (books[0] if name == "year" else books[0]["projects"][0])[name] = value
    data = json.dumps(books)
    manifest["sha256"]["books.json"] = hashlib.sha256(data.encode()).hexdigest()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr("books.json", data)
    with pytest.raises(UserError, match="内容读不出来"):
        packing.read_package(path)


def test_a_package_with_any_byte_changed_is_read_equal_or_refused(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, book())
        path = packing.pack(store, [], tmp_path / "全.jxz", Override("试", "试"))
    good, data = packing.read_package(path).books, path.read_bytes()
    refused = 0
    for position in range(0, len(data), 7):
        changed = bytearray(data)
        changed[position] ^= 0x5A
        path.write_bytes(changed)
        try:
            assert packing.read_package(path).books == good
        except UserError:
            refused += 1
    assert refused > len(data) // 14


def _packed_unit(tmp_path: Path, sent: Book, code: str, facts: list[Fact]) -> Book:
    """What a package of one unit holds."""
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, sent)
        here = reading.load_books(store)[0]
        for fact in facts:
            narrative.set_facts(store, here.id, fact.owner, {fact.name: fact.text})
        unit = next(unit.id for unit in here.units if unit.code == code)
        packing.pack(store, [unit], tmp_path / "一.jxz", Override("试", "试"))
    return packing.read_package(tmp_path / "一.jxz").books[0]


def test_a_purchase_for_a_secret_project_of_another_unit_does_not_travel(tmp_path: Path) -> None:
    sent = book()
    sent.projects[1].secret = "是"
    sent.purchases = [
        Purchase("供水 管网", "3.00", "密码机", total="0.40", owner="412001"),
        Purchase("泵站维护费", "7.30", "水泵", total="0.50", owner="412001"),
    ]
    sent.purchase_totals = [PurchaseTotal("合计", "0.90", first=1, last=2)]
    got = _packed_unit(tmp_path, sent, "412001", [])
    assert [p.item for p in got.purchases] == ["水泵"] and got.purchase_totals == []
    assert "密码机" not in repr(got) and "供水管网" not in repr(got)


@pytest.mark.parametrize("owner", ["412001", "本级", "412001本级", "412001 本级"])
def test_what_is_printed_with_code_and_name_travels_with_its_unit(tmp_path: Path, owner: str) -> None:
    sent = book()
    sent.tables = [
        BudgetTable(3, "支出总表", ["科目", "合计"], [BudgetRow(["水利", "7.30"])], owner=owner),
        BudgetTable(3, "支出总表", ["科目", "合计"], [BudgetRow(["供水", "3.00"])], owner="412002"),
    ]
    sent.purchases = [
        Purchase("泵站维护费", "7.30", "水泵", total="0.50", owner=owner),
        Purchase("供水管网", "3.00", "水管", total="0.40", owner="412002供水站"),
    ]
    sent.assets = [AssetBlock(owner, "2024-12-31"), AssetBlock("412002 供水站", "2024-12-31")]
    facts = [Fact(code, "reason.income.total", f"{code}的原因") for code in ("", "412001", "412002")]
    got = _packed_unit(tmp_path, sent, "412001", facts)
    assert [t.rows[0].cells[0] for t in got.tables] == ["水利"]
    assert [p.item for p in got.purchases] == ["水泵"] and len(got.assets) == 1
    assert [fact.text for fact in got.facts] == ["412001的原因"]
    assert got.sections == [] and got.review == []
