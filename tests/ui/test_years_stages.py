"""Years and stages in the window, by real clicks: the comparison, closing a stage, rolling, last year's values."""

import threading
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QProgressDialog, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_app.actions import comparing, editing, last_year, reading, rolling, stages, workspace
from desktop_app.actions.checking import Checker
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.model import Book
from desktop_app.errors import Cancelled
from desktop_app.storage import books, rows
from desktop_app.ui import compare_dialog, dialogs, long_actions, marks
from desktop_app.ui.compare_dialog import CompareDialog
from desktop_app.ui.compare_model import AFTER, BEFORE, KIND, CompareModel
from desktop_app.ui.flags import Flags
from desktop_app.ui.grid_model import L3, LAST_VALUE, NUMBER
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.stages_dialog import RollDialog, StageDialog
from desktop_app.ui.workspace_view import GOALS, SECTIONS, WorkspaceView
from tests.actions.whole import book as whole_book
from tests.actions.whole import take
from tests.ui.conftest import Said
from tests.ui.grids import shown


def _store(window: MainWindow) -> Store:
    assert window.hub is not None
    return window.hub.store


def _books(window: MainWindow) -> dict[int | None, Book]:
    return {book.year: book for book in reading.load_books(_store(window))}


def _run(window: MainWindow, action: Callable[..., object], *args: object) -> None:
    assert window.hub is not None
    assert window.hub.run(action, *args) is not None


@pytest.fixture
def compared(opened: MainWindow, qtbot: QtBot) -> CompareDialog:
    """The comparison of 一上 with what came after it, one purpose and one goal later, opened from the menu."""
    book = _books(opened)[2025]
    _run(opened, stages.close_stage, [book.id], "一上", "二上")
    project = book.projects[0]
    _run(opened, editing.edit_cells, [(CellKey("project", project.id, "purpose"), project.purpose.replace("12", "15"))])
    _run(opened, editing.edit_cells, [(CellKey("section", book.sections[1].id, "text"), "加强组织领导。")])
    opened.actions_by_id["view.compare"].trigger()
    assert opened.view is not None
    (dialog,) = opened.view.findChildren(CompareDialog)
    qtbot.waitExposed(dialog)
    return dialog


def _lines(model: CompareModel, above: QModelIndex | None = None) -> list[tuple[str, ...]]:
    """All lines of the tree, in order."""
    found: list[tuple[str, ...]] = []
    parent = above or QModelIndex()
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        found.append(tuple(str(model.index(row, column, parent).data() or "") for column in range(4)))
        found += _lines(model, index)
    return found


def _click(qtbot: QtBot, dialog: CompareDialog, text: str, double: bool = False) -> None:
    """Click on the line that begins with a text."""
    model = dialog.model
    stack = [model.index(row, 0) for row in range(model.rowCount())]
    while stack:
        index = stack.pop(0)
        if str(index.data()) == text:
            dialog.view.scrollTo(index)
            at = dialog.view.visualRect(index).center()
            QTest.mouseClick(dialog.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
            if double:
                QTest.mouseDClick(dialog.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
            return
        stack += [model.index(row, 0, index) for row in range(model.rowCount(index))]
    raise AssertionError(text)


def test_the_comparison_shows_what_changed_since_the_last_stage(compared: CompareDialog) -> None:
    assert compared.names[0].startswith("2025年度 一上（") and compared.names[1] == "2025年度 现在（二上）"
    assert compared.summary.text() == "修改 2"
    assert _lines(compared.model) == [
        ("文字", "", "", "修改 1"),
        ("二、保障措施", "", "", "1 处"),
        ("文字", "加强组织。", "加强组织领导。", "修改"),
        ("项目", "", "", "修改 1"),
        ("泵站维护费", "", "", "1 处"),
        ("资金用途", "用于全县12座泵站的日常维护和易损件更换", "用于全县15座泵站的日常维护和易损件更换", "修改"),
    ]


def test_the_differing_piece_of_the_chosen_line_is_marked(compared: CompareDialog, qtbot: QtBot) -> None:
    _click(qtbot, compared, "资金用途")
    assert compared.texts.title.text() == "项目 › 泵站维护费 › 资金用途"
    assert compared.texts.before.toPlainText() == "用于全县12座泵站的日常维护和易损件更换"
    assert compared.texts.after.first_marked() == "用于全县15".index("5")
    _click(qtbot, compared, "项目")
    assert compared.texts.after.toPlainText() == ""
    assert not compared.show_it.isEnabled()


def test_a_double_click_goes_to_the_field(compared: CompareDialog, opened: MainWindow, qtbot: QtBot) -> None:
    view = opened.view
    assert view is not None
    _click(qtbot, compared, "资金用途", double=True)
    assert view.tabs.currentIndex() == GOALS
    assert view.title.text().endswith("泵站维护费")
    assert view.project.form.purpose.hasFocus() or view.project.form.focusWidget() is view.project.form.purpose
    assert not compared.isVisible(), "it would cover the field"
    assert "泵站维护费 › 资金用途" in opened.message.text.text()
    qtbot.mouseClick(opened.message.button, Qt.MouseButton.LeftButton)
    assert compared.isVisible()
    _click(qtbot, compared, "文字")
    compared.view.setCurrentIndex(compared.model.index(0, 0, compared.model.index(0, 0, compared.model.index(0, 0))))
    qtbot.mouseClick(compared.show_it, Qt.MouseButton.LeftButton)
    assert view.tabs.currentIndex() == SECTIONS
    assert view.sections.heading.text() == "二、保障措施"


def test_an_edit_is_compared_anew_by_itself(compared: CompareDialog, opened: MainWindow, qtbot: QtBot) -> None:
    _click(qtbot, compared, "资金用途")
    opened.undo()
    qtbot.waitUntil(lambda: compared.summary.text() == "修改 1")
    row = compared.current()
    assert row is not None and row.field == "资金用途", "the chosen line stays chosen"
    opened.undo()
    qtbot.waitUntil(lambda: compared.summary.text() == "没有不同")


def test_a_slow_comparison_is_made_anew_when_told(
    compared: CompareDialog, opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare_dialog, "_QUICK_S", -1.0)
    opened.undo()
    assert compared.again.isVisible() and compared.summary.text() == "修改 2"
    qtbot.mouseClick(compared.again, Qt.MouseButton.LeftButton)
    assert compared.summary.text() == "修改 1" and not compared.again.isVisible()


def test_taking_the_stage_back_takes_it_out_of_the_choosers(
    compared: CompareDialog, opened: MainWindow, qtbot: QtBot
) -> None:
    assert compared.left.count() == 2
    for _ in range(3):
        opened.undo()
    assert [compared.left.itemText(i) for i in range(compared.left.count())] == ["2025年度 现在"]
    qtbot.waitUntil(lambda: compared.summary.text() == "没有不同")


def test_removing_the_department_closes_the_comparison(
    compared: CompareDialog, opened: MainWindow, qtbot: QtBot
) -> None:
    view = opened.view
    assert view is not None and compared in view.findChildren(CompareDialog)
    _run(opened, workspace.delete_records, "department", [_books(opened)[2025].id], "删除部门")
    qtbot.waitUntil(lambda: not view.findChildren(CompareDialog))


def test_swapping_and_filtering(compared: CompareDialog, qtbot: QtBot) -> None:
    qtbot.mouseClick(compared.swap, Qt.MouseButton.LeftButton)
    assert compared.names[0] == "2025年度 现在（二上）"
    assert _lines(compared.model)[2][BEFORE : AFTER + 1] == ("加强组织领导。", "加强组织。")
    qtbot.keyClicks(compared.filter, "412")
    assert compared.summary.text() == "没有符合筛选的"
    compared.filter.clear()
    compared.filter.setText("泵站 用途")
    assert [line[0] for line in _lines(compared.model)] == ["项目", "泵站维护费", "资金用途"]
    compared.filter.clear()
    assert all(line[KIND] != "相同" for line in _lines(compared.model))
    compared.only_changed.click()
    lines = _lines(compared.model)
    assert ("渠道清淤费", "", "", "相同") in lines and ("一、总体目标", "", "", "相同") in lines
    assert compared.summary.text() == "修改 2"


def test_the_model_keeps_qts_rules(compared: CompareDialog, qtmodeltester: ModelTester) -> None:
    compared.only_changed.setChecked(False)
    qtmodeltester.check(compared.model)


def test_the_list_is_exported(
    compared: CompareDialog, opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggested: list[str] = []

    def save(title: str, suggestion: Path, filters: str, suffix: str, parent: object = None) -> Path:
        suggested.append(suggestion.name)
        return tmp_path / "清单.xlsx"

    monkeypatch.setattr(dialogs, "save_file", save)
    qtbot.mouseClick(compared.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "对比清单已写好" in opened.message.text.text())
    assert suggested[0].startswith("对比 2025年度一上")
    sheet = openpyxl.load_workbook(tmp_path / "清单.xlsx").worksheets[0]
    assert [[c.value for c in row][:3] for row in sheet.iter_rows(min_row=2)] == [
        ["文字", "二、保障措施", "文字"],
        ["项目", "泵站维护费", "资金用途"],
    ]


def test_a_damaged_stage_is_said_and_nothing_breaks(compared: CompareDialog, opened: MainWindow, said: Said) -> None:
    store = _store(opened)
    with store.operation("损坏") as operation:
        operation.keep(store.query("SELECT id FROM snapshot")[0]["id"], b"")
    compared.compare()
    assert "留底已损坏" in said.errors.pop()
    assert compared.summary.text() == "没有对比成" and not compared.export.isEnabled()
    assert compared.again.isVisible()


def _answer(monkeypatch: pytest.MonkeyPatch, kind: type[QDialog], fill: Callable[[QDialog], None]) -> None:
    """Let a dialog be filled in and answered by its own buttons when it comes."""

    def execute(dialog: QDialog) -> int:
        dialog.show()
        fill(dialog)
        return dialog.result()

    monkeypatch.setattr(kind, "exec", execute)


def test_a_stage_is_closed_from_the_menu_and_undone_from_the_bar(
    opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, StageDialog)
        assert (dialog.name, dialog.following) == ("一上", "二上")
        qtbot.keyClicks(dialog.note_field, "bao")
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)

    _answer(monkeypatch, StageDialog, fill)
    opened.actions_by_id["data.stage"].trigger()
    book = _books(opened)[2025]
    assert ([s.name for s in book.stages], book.stage, book.stages[0].note) == (["一上"], "二上", "bao")
    assert "“一上”已留底" in opened.message.text.text()
    qtbot.mouseClick(opened.message.button, Qt.MouseButton.LeftButton)
    assert _books(opened)[2025].stages == []


def test_the_current_stage_can_only_be_named(opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, StageDialog)
        qtbot.mouseClick(dialog.name_button, Qt.MouseButton.LeftButton)

    _answer(monkeypatch, StageDialog, fill)
    opened.actions_by_id["data.stage"].trigger()
    book = _books(opened)[2025]
    assert (book.stages, book.stage) == ([], "一上")


@pytest.fixture
def rolled(opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """The county rolled into 2026 from the menu."""

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, RollDialog)
        assert dialog.year == 2026
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    _answer(monkeypatch, RollDialog, fill)
    opened.actions_by_id["data.roll"].trigger()
    return opened


def test_rolling_shows_the_first_draft_and_can_be_taken_back(rolled: MainWindow, qtbot: QtBot) -> None:
    view = rolled.view
    assert view is not None
    assert view.title.text().startswith("2026 年度") and view.title.text().endswith("泵站维护费")
    assert "已结转到 2026 年度：3 个项目，" in rolled.message.text.text()
    assert len(view.tree.projects()) == 6
    qtbot.mouseClick(rolled.message.more, Qt.MouseButton.LeftButton)
    (dialog,) = view.findChildren(CompareDialog)
    assert dialog.names == ("2025年度 现在", "2026年度 现在（一上）")
    qtbot.mouseClick(rolled.message.button, Qt.MouseButton.LeftButton)
    assert len(view.tree.projects()) == 3
    assert sorted(year or 0 for year in _books(rolled)) == [2025]


def test_blank_amounts_show_last_years_pale(rolled: MainWindow) -> None:
    view = rolled.view
    assert view is not None
    form = view.project.form
    assert (form.budget.text(), form.budget.placeholderText(), form.other.placeholderText()) == (
        "",
        "上年 10.00",
        "上年 0",
    )
    plan = _books(rolled)[2025].projects[0].plan
    assert [field.placeholderText() for field in form.plan] == [f"上年 {text.removesuffix('%')}" for text in plan]
    old = next(node for node in view.tree.projects() if node.id == _books(rolled)[2025].projects[0].id)
    view.tree.select("project", old.id)
    assert (form.budget.text(), form.budget.placeholderText()) == ("10.00", "")


def test_a_blank_last_value_shows_the_year_before_pale(rolled: MainWindow, qtbot: QtBot) -> None:
    view = rolled.view
    assert view is not None
    grid = view.project.grid
    draft = _books(rolled)[2026].projects[0]
    index = grid.sheet.index(0, LAST_VALUE)
    assert shown(grid, 0, LAST_VALUE) == "12" and index.data(Qt.ItemDataRole.ForegroundRole) is None
    _run(rolled, editing.edit_cells, [(CellKey("indicator", draft.indicators[0].id, "last_value"), "")])
    assert shown(grid, 0, LAST_VALUE) == "12"
    assert index.data(Qt.ItemDataRole.EditRole) == ""
    assert index.data(Qt.ItemDataRole.ForegroundRole) == marks.pale(QGuiApplication.palette())
    assert "上一年" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert grid.sheet.text(0, LAST_VALUE) == "", "what is copied is what the cell holds"
    grid.make_current(grid.sheet.index(0, L3))
    _run(rolled, editing.edit_cells, [(CellKey("indicator", draft.indicators[0].id, "l3"), "别的指标")])
    assert shown(grid, 0, LAST_VALUE) == ""
    rolled.undo()
    assert shown(grid, 0, LAST_VALUE) == "12"


def test_without_a_year_before_nothing_is_shown(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str]
) -> None:
    choose("泵站维护费")
    assert shown(view.project.grid, 0, NUMBER) == "12"
    assert shown(view.project.grid, 0, LAST_VALUE) == ""
    project = reading.load_project(_store(opened), view.project.project_id)
    assert last_year.earlier(_store(opened), project) is None


def test_an_empty_workspace_says_that_there_is_nothing(window: MainWindow, tmp_path: Path, said: Said) -> None:
    with workspace.create_workspace(tmp_path / "空.jxdb"):
        pass
    window.open_paths([tmp_path / "空.jxdb"])
    for action in ("view.compare", "data.stage", "data.roll"):
        window.actions_by_id[action].trigger()
        assert said.told.pop()
    assert said.told == []


def test_what_is_gone_is_said(compared: CompareDialog, opened: MainWindow, qtbot: QtBot, said: Said) -> None:
    project = _books(opened)[2025].projects[2]
    _run(opened, workspace.delete_records, "project", [project.id], "删除项目")
    compared.compare()
    _click(qtbot, compared, "水库巡查费", double=True)
    assert "只在留底里有" in said.told.pop()
    assert compared.isVisible()
    assert comparing.GONE in {row.kind for row in compared.shown()}
    assert rolling.next_year(_store(opened)) == 2026


def test_a_double_click_goes_to_cells_of_tables_and_lists(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "全.jxdb"
    with workspace.create_workspace(path) as store:
        take(store, whole_book())
        book = reading.load_books(store)[0]
        stages.close_stage(store, [book.id], "一上")
        keys = [
            CellKey("budget_row", book.tables[0].rows[1].id, "c3"),
            CellKey("purchase", book.purchases[1].id, "price"),
            CellKey("asset_row", book.assets[0].rows[1].id, "value"),
            CellKey("term", book.glossary[0].id, "text"),
        ]
        for key in keys:
            editing.edit_cells(store, [(key, "9.99")])
    window.open_paths([path])
    window.actions_by_id["view.compare"].trigger()
    view = window.view
    assert view is not None
    (dialog,) = view.findChildren(CompareDialog)
    qtbot.waitExposed(dialog)
    for key, name in zip(keys, ("21303 水利 · 合计", "单价", "车辆 · 价值", "解释"), strict=True):
        _click(qtbot, dialog, name, double=True)
        assert view.current_key() == key
        window.actions_by_id["view.compare"].trigger()
        assert view.findChildren(CompareDialog) == [dialog] and dialog.isVisible()


def test_a_secret_project_shows_no_amounts_to_a_public_one_nor_takes_any(rolled: MainWindow) -> None:
    view, hub = rolled.view, rolled.hub
    assert view is not None and hub is not None
    form = view.project.form
    now, before = (_books(rolled)[year].projects[0] for year in (2026, 2025))

    def placeholders(mine: str, theirs: str) -> list[str]:
        for project, secret in ((now, mine), (before, theirs)):
            hub.run(editing.edit_cells, [(CellKey("project", project.id, "secret"), secret)])
        view.tree.select("project", before.id)
        view.tree.select("project", now.id)
        return [field.placeholderText() for field in (form.budget, form.fiscal, form.other)]

    assert placeholders("", "是") == ["", "", ""]
    assert placeholders("是", "") == ["", "", ""]
    assert placeholders("", "否")[0] == "上年 10.00"
    hub.run(editing.edit_cells, [(CellKey("project", now.id, "secret"), "是")])  # while it is shown
    assert form.budget.placeholderText() == ""


@pytest.fixture
def beside(opened: MainWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """The window, every long action beside it, however small the workspace."""
    monkeypatch.setattr(long_actions, "LITTLE", -1)
    return opened


def test_a_large_department_is_closed_and_rolled_beside_the_window_and_undone(
    beside: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _books(beside)
    _answer(monkeypatch, StageDialog, lambda dialog: dialog.accept())
    _answer(monkeypatch, RollDialog, lambda dialog: dialog.accept())
    beside.actions_by_id["data.stage"].trigger()
    assert beside.tasks.busy
    qtbot.waitUntil(lambda: not beside.tasks.busy)
    assert "“一上”已留底" in beside.message.text.text()
    beside.actions_by_id["data.roll"].trigger()
    assert beside.tasks.busy
    qtbot.waitUntil(lambda: not beside.tasks.busy)
    assert beside.hub is not None and beside.view is not None
    assert "已结转到 2026 年度：3 个项目" in beside.message.text.text()
    assert beside.view.tree.current() is not None and _store(beside).saved_at is not None
    found = beside.hub.checker.findings
    beside.hub.recheck()
    assert found == beside.hub.checker.findings, "what was checked beside the window is what a check finds"
    flagged = beside.hub.flags.findings
    assert flagged and flagged == Flags(_store(beside)).findings
    beside.undo()
    beside.undo()
    assert _books(beside) == before


def test_nothing_is_changed_while_work_beside_the_window_writes(
    beside: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    project = _books(beside)[2025].projects[0]
    edit = [(CellKey("project", project.id, "purpose"), "第一次改的用途")]
    _run(beside, editing.edit_cells, edit)
    reached, go_on = threading.Event(), threading.Event()
    real = editing.undo

    def slow(store: Store) -> Changes | None:
        reached.set()
        assert go_on.wait(5)
        return real(store)

    monkeypatch.setattr(editing, "undo", slow)
    monkeypatch.setattr(long_actions, "_MANY_ROWS", 0)
    beside.undo()
    assert reached.wait(5)
    (dialog,) = (d for d in beside.findChildren(QProgressDialog) if d.isVisible())
    assert not any(button.isVisible() for button in dialog.findChildren(QPushButton)), "an undo cannot be cancelled"
    assert beside.hub is not None
    typed = [(CellKey("project", project.id, "purpose"), "刚打的字")]
    assert beside.hub.run(editing.edit_cells, typed) is None
    assert said.told == ["正在撤销，完成后再试。"]
    go_on.set()
    qtbot.waitUntil(lambda: not beside.tasks.busy)
    assert _books(beside)[2025].projects[0].purpose == project.purpose
    _run(beside, editing.edit_cells, typed)


def test_what_was_done_meanwhile_is_checked_too(
    beside: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even what went round the window's refusal, while another year was made and checked beside it."""
    _answer(monkeypatch, RollDialog, lambda dialog: dialog.accept())
    assert beside.hub is not None
    hub, project = beside.hub, _books(beside)[2025].projects[0]
    reached, go_on = threading.Event(), threading.Event()
    real = hub.checker.with_added

    def slow(store: Store, changes: Changes) -> Checker:
        checked = real(store, changes)
        reached.set()
        assert go_on.wait(5)
        return checked

    monkeypatch.setattr(hub.checker, "with_added", slow)
    beside.actions_by_id["data.roll"].trigger()
    assert reached.wait(5)
    hub.announce(workspace.delete_records(hub.store, "project", [project.id], "删除项目"))
    go_on.set()
    qtbot.waitUntil(lambda: not beside.tasks.busy)
    found = hub.checker.findings
    assert found == Checker(hub.store).findings
    assert {f.year for f in found} == {2025, 2026}


@pytest.mark.parametrize(("name", "action"), [("data.stage", stages), ("data.roll", rolling)])
def test_cancelling_leaves_the_file_as_it_was(
    beside: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, name: str, action: object
) -> None:
    content = "\n".join(_store(beside).connection.iterdump())
    _answer(monkeypatch, StageDialog, lambda dialog: dialog.accept())
    _answer(monkeypatch, RollDialog, lambda dialog: dialog.accept())
    reached, go_on = threading.Event(), threading.Event()
    real: Callable[..., None] = rows.add if action is stages else books.add_projects

    def slow(*args: object) -> None:
        real(*args)
        reached.set()
        assert go_on.wait(5)

    monkeypatch.setattr(rows if action is stages else books, "add" if action is stages else "add_projects", slow)
    beside.actions_by_id[name].trigger()
    assert reached.wait(5), "something was written"
    (dialog,) = (d for d in beside.findChildren(QProgressDialog) if d.isVisible())
    qtbot.mouseClick(dialog.findChild(QPushButton), Qt.MouseButton.LeftButton)
    go_on.set()
    qtbot.waitUntil(lambda: not beside.tasks.busy)
    assert "\n".join(_store(beside).connection.iterdump()) == content
    assert not beside.message.isVisible()


def test_a_large_comparison_is_made_beside_the_window_and_can_be_cancelled(
    beside: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run(beside, stages.close_stage, [_books(beside)[2025].id], "一上", "二上")
    beside.actions_by_id["view.compare"].trigger()
    assert beside.view is not None
    (dialog,) = beside.view.findChildren(CompareDialog)
    assert beside.tasks.busy
    qtbot.waitUntil(lambda: dialog.summary.text() == "没有不同")

    def cancelled(*args: object) -> list[comparing.Row]:
        raise Cancelled

    monkeypatch.setattr(comparing, "compare_sides", cancelled)
    dialog.compare()
    qtbot.waitUntil(lambda: dialog.summary.text() == "没有对比成")
    assert dialog.again.isVisible() and not dialog.export.isEnabled()
