"""A secret project is purged: nothing of it is left in any byte of the file and of its backups."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.actions import (
    checking,
    editing,
    gate,
    importing,
    packing,
    purging,
    reading,
    rule_sets,
    stages,
    workspace,
)
from desktop_app.actions.gate import Override
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import Purchase
from desktop_app.domain.model import Book, Unread
from desktop_app.errors import UserError
from desktop_app.storage import purging as stored
from tests.actions.whole import book, take

ROOT = Path(__file__).resolve().parents[2]
NAME, EARLIER, CODE = "甲乙专线工程", "丙丁光缆工程", "53099925P000041200999"
PURPOSE, GOAL, ITEM = "架设戊己至庚辛的专用线路", "年内开通壬癸两处节点", "子丑交换机"
TEXTS = (NAME, EARLIER, CODE, PURPOSE, GOAL, ITEM, "寅卯端口", "辰巳线路图")


def hidden() -> Book:
    """The invented book, its second project one that nobody may keep here, with all that names it."""
    found = book()
    project = found.projects[1]
    project.name, project.code, project.purpose, project.title = EARLIER, CODE, PURPOSE, f"2.{EARLIER}绩效目标表"
    project.goals[0].text, project.indicators[0].l3, project.lines = GOAL, "寅卯端口", (50, 60)
    found.purchases.append(Purchase(EARLIER, "3.00", ITEM, total="3.00"))
    found.sections[0].text = f"保障供水，实施{NAME}。"
    found.unread = [Unread(55, "辰巳线路图"), Unread(70, "看不懂的一行")]
    found.file = f"{EARLIER}.xlsx"
    return found


def prepared(path: Path) -> str:
    """A workspace with such a project, renamed, in a closed stage, once taken away and brought back; returns its id."""
    with workspace.create_workspace(path) as store:
        take(store, hidden())
        first = reading.load_books(store)[0]
        project = first.projects[1]
        editing.edit_cells(store, [(CellKey("project", project.id, "name"), NAME)])
        bought = next(p for p in first.purchases if p.item == ITEM)
        editing.edit_cells(store, [(CellKey("purchase", bought.id, "project"), NAME)])
        stages.close_stage(store, [first.id], "一上", "二上")
        workspace.add_project(store, first.units[1].id, NAME)
        editing.undo(store)
        workspace.delete_records(store, "project", [project.id], f"删除{NAME}")
        editing.undo(store)
        text = CellKey("section", first.sections[0].id, "text")
        editing.edit_cells(store, [(text, "保障供水。"), (CellKey("project", project.id, "secret"), "是")])
        workspace.safety_backup(store, "导入前")
        return project.id


def left(folder: Path) -> list[tuple[str, str]]:
    """Which of the texts are in which file of a folder, anywhere in its bytes; frozen books are unpacked."""
    found = []
    for path in (p for p in folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        found += [(path.name, text) for text in TEXTS if text.encode("utf-8") in data]
        if path.suffix == ".jxdb":
            with workspace.read_workspace(path) as store:
                for stage in (s for b in reading.load_books(store) for s in b.stages):
                    frozen = repr(stages.stage_book(store, stage))
                    found += [(f"{path.name} {stage.name}", text) for text in TEXTS if text in frozen]
    return found


def test_no_byte_of_the_content_is_left(tmp_path: Path) -> None:
    path = tmp_path / "甲.jxdb"
    project_id = prepared(path)
    assert {text for _, text in left(tmp_path)} == set(TEXTS)
    with workspace.open_workspace(path) as store:
        told = purging.loss(store, project_id)
        assert (told.goals, told.indicators, told.purchases, told.stages) == (1, 2, 1, 1)
        purging.purge(store, project_id=project_id)
        assert len(workspace.list_backups(store)) == 1
        assert workspace.verify(store) == []
        (first,) = reading.load_books(store)
        stub = first.projects[1]
        assert (stub.id, stub.seq, stub.secret, purging.is_stub(stub)) == (project_id, "2", "是", True)
        assert [p.item for p in first.purchases] == ["水泵", "阀门", "电缆"] and first.purchase_totals == []
        assert first.projects[0].indicators[0].l3 == "巡查次数"
        assert [entry.text for entry in first.unread] == ["看不懂的一行"]
        frozen = stages.stage_book(store, first.stages[0])
        assert [p.name for p in frozen.projects] == ["泵站维护费", ""]
        assert frozen.projects[0] == first.projects[0]
        assert store.undo_name() == "" and editing.undo(store) is None
        assert [note["name"] for note in store.notes()] == ["清除涉密内容"]
        checking.check(store)
    assert left(tmp_path) == []
    assert [p.name for p in tmp_path.iterdir() if p.suffix.startswith(".jxdb")] == ["甲.jxdb"]


def test_what_others_say_stays(tmp_path: Path) -> None:
    path = tmp_path / "甲.jxdb"
    project_id = prepared(path)
    with workspace.open_workspace(path) as store:
        before = reading.load_books(store)[0]
        operations = len(store.query("SELECT id FROM operation"))
        purging.purge(store, project_id=project_id)
        after = reading.load_books(store)[0]
        assert after.projects[0] == before.projects[0]
        for name in ("sections", "tables", "organisation", "assets", "glossary", "units"):
            assert getattr(after, name) == getattr(before, name)
        assert len(store.query("SELECT id FROM operation")) == operations + 1
        public = before.projects[0].id
        editing.edit_cells(store, [(CellKey("project", public, "purpose"), "用于维护泵站")])
        history = editing.cell_history(store, CellKey("project", public, "purpose"))
        assert [entry.before for entry in history] == ["用于维护全县十二座泵站", ""]
        editing.undo(store)
        importing.apply_import(store, importing.plan_import(store, [book()]))


def test_a_project_copied_from_a_public_one_takes_nothing_of_it_along(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, book())
        first = reading.load_books(store)[0]
        public = first.projects[0]
        stages.close_stage(store, [first.id], "一上", "二上")
        _, copied = workspace.add_project(store, first.units[0].id, public.name)
        goal = store.query("SELECT id FROM goal WHERE project_id = ?", copied)[0]["id"]
        cells = {"name": NAME, "purpose": public.purpose, "secret": "是"}
        editing.edit_cells(store, [(CellKey("project", copied, c), text) for c, text in cells.items()])
        editing.edit_cells(store, [(CellKey("goal", goal, "text"), public.goals[0].text)])
        purging.purge(store, project_id=copied)
        after = reading.load_books(store)[0]
        assert stages.stage_book(store, after.stages[0]).projects[0] == public
        history = editing.cell_history(store, CellKey("project", public.id, "purpose"))
        assert [entry.after for entry in history] == [public.purpose]


def test_it_is_not_purged_while_a_public_text_names_it_or_it_is_not_marked(tmp_path: Path) -> None:
    path = tmp_path / "甲.jxdb"
    project_id = prepared(path)
    with workspace.open_workspace(path) as store:
        first = reading.load_books(store)[0]
        cell = CellKey("section", first.sections[0].id, "text")
        editing.edit_cells(store, [(cell, "实施“甲乙　专线”工程")])
        with pytest.raises(UserError, match="一、总体绩效目标"):
            purging.purge(store, project_id=project_id)
        with pytest.raises(UserError, match="没有标为涉密"):
            purging.purge(store, project_id=first.projects[0].id)
        assert reading.load_books(store)[0].projects[1].name == NAME


def test_it_is_not_purged_while_a_loaded_rule_set_names_it(tmp_path: Path) -> None:
    path = tmp_path / "甲.jxdb"
    project_id = prepared(path)
    said = tmp_path / "规则.toml"
    said.write_text(f'# 适用于{NAME}\nname = "某县口径"\nyears = [2020]\n[rule.F06]\nseverity = "off"', "utf-8")
    with workspace.open_workspace(path) as store:
        rule_sets.load(store, said)
        with pytest.raises(UserError, match="规则集“某县口径”"):
            purging.purge(store, project_id=project_id)
        rule_sets.remove(store, rule_sets.loaded(store)[0].id)
        purging.purge(store, project_id=project_id)
    assert not [name for name in (NAME.encode(), "某县口径，".encode()) if name in path.read_bytes()]


def test_a_package_made_before_does_not_bring_the_content_back(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, book())
        package = packing.pack(store, [], tmp_path / "包.jxz", Override("测试", "王会计"))
        project_id = reading.load_books(store)[0].projects[1].id
        name = reading.load_books(store)[0].projects[1].name
        editing.edit_cells(store, [(CellKey("project", project_id, "secret"), "是")])
        purging.purge(store, project_id=project_id)
        packing.receive(store, packing.read_package(package), "theirs")
        projects = reading.load_books(store)[0].projects
        assert [(p.name, purging.is_stub(p)) for p in projects] == [("泵站维护费", False), ("", True)]
    assert name.encode() not in (tmp_path / "甲.jxdb").read_bytes()


_WORKER = """
import os, signal, sys
from pathlib import Path
from desktop_app.actions import purging, workspace
from desktop_app.storage import backup, purging as stored
path, project_id, point = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

def die(*args, **kw):
    os.kill(os.getpid(), signal.SIGKILL)

where = {"records": (stored, "write_note"), "pages": (stored, "finish"), "backup": (backup, "copy_to"),
         "old backups": (stored, "_destroy")}
setattr(*where[point], die)
with workspace.open_workspace(path, daily_backup=False) as store:
    purging.purge(store, project_id=project_id)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
@pytest.mark.parametrize("point", ["records", "pages", "backup", "old backups"])
def test_a_purge_that_was_killed_is_not_begun_or_is_ended_at_the_next_opening(tmp_path: Path, point: str) -> None:
    path = tmp_path / "甲.jxdb"
    project_id = prepared(path)
    ended = subprocess.run([sys.executable, "-c", _WORKER, str(path), project_id, point], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    with workspace.open_workspace(path, daily_backup=False) as store:
        assert workspace.verify(store) == []
        assert not stored.pending(store)
        if point == "records":  # nothing was done
            assert reading.load_books(store)[0].projects[1].name == NAME
            assert workspace.list_backups(store)
            purging.purge(store, project_id=project_id)
    assert left(tmp_path) == []


def _amounts(store: Store) -> list[str]:
    return [x.expected for x in gate.gate(store).yielding]


def test_the_gate_warns_where_a_sum_yields_what_is_left_out(tmp_path: Path) -> None:
    found = book()
    found.projects[1].secret = "是"
    table = found.tables[0]
    table.columns = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    for row, cells in zip(table.rows, (["213", "农林水支出", "12.30", "2.00", "10.30"],
                                       ["21303", "水利", "12.30", "2.00", "10.30"],
                                       ["", "合计", "12.30", "2.00", "10.30"]), strict=True):  # fmt: skip
        row.cells = cells
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, found)
        assert _amounts(store) == ["3.00"]
        told = gate.gate(store)
        assert (
            all(x.rule != "D01" for x in [*told.absolute, *told.errors]) and "3.00万元正是" in told.yielding[0].message
        )
        first = reading.load_books(store)[0]
        editing.edit_cells(store, [(CellKey("project", first.projects[1].id, "budget"), "2.50")])
        assert _amounts(store) == []  # something else is left over, too
        purging.purge(store, project_id=first.projects[1].id)
        assert _amounts(store) == ["3.00"]  # nobody knows the amount any more
        assert "3.00万元里可能有" in gate.gate(store).yielding[0].message
        editing.edit_cells(store, [(CellKey("project", first.projects[0].id, "budget"), "10.30")])
        assert _amounts(store) == []


@pytest.mark.parametrize(
    ("seq", "kept"), [("2", "2"), ("2-1", "2-1"), ("十二", "十二"), ("2（供水管网）", ""), ("供水管网", "")]
)
def test_a_stub_carries_no_free_text_out(tmp_path: Path, seq: str, kept: str) -> None:
    hidden = book()
    hidden.projects[1].secret, hidden.projects[1].seq = "是（供水管网改造）", seq
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, hidden)
        packing.pack(store, [], tmp_path / "包.jxz", Override("测试理由", "王会计"))
        sent = packing.read_package(tmp_path / "包.jxz").books[0].projects[1]
        assert (sent.seq, sent.secret, sent.code, sent.name) == (kept, "是", hidden.projects[1].code, "")
        project_id = reading.load_books(store)[0].projects[1].id
        purging.purge(store, project_id=project_id)
        assert reading.load_books(store)[0].projects[1].seq == kept
    assert "供水管网".encode() not in (tmp_path / "甲.jxdb").read_bytes()


def test_a_code_that_is_none_does_not_leave(tmp_path: Path) -> None:
    hidden = book()
    hidden.projects[1].secret, hidden.projects[1].code = "是", "供水管网改造"
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, hidden)
        packing.pack(store, [], tmp_path / "包.jxz", Override("测试理由", "王会计"))
        assert packing.read_package(tmp_path / "包.jxz").books[0].projects[1].code == ""


def test_nothing_is_written_into_what_is_left_of_a_purged_project(tmp_path: Path) -> None:
    hidden = book()
    hidden.projects[1].secret = "是"
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, hidden)
        project_id = reading.load_books(store)[0].projects[1].id
        purging.purge(store, project_id=project_id)
        for write in (
            lambda: editing.edit_cells(store, [(CellKey("project", project_id, "name"), "供水管网改造")]),
            lambda: editing.insert_rows(store, "goal", project_id),
            lambda: editing.insert_rows(store, "indicator", project_id),
        ):
            with pytest.raises(UserError, match="没有留下内容"):
                write()
        editing.edit_cells(store, [(CellKey("project", project_id, "secret"), "否")], "记为不涉密：标错了")
        editing.edit_cells(store, [(CellKey("project", project_id, "name"), "供水管网改造")])
        assert reading.load_books(store)[0].projects[1].name == "供水管网改造"
