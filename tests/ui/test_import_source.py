"""After an import: the marks of flagged fields, saying that they are right, and where a cell comes from."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, importing, reading, workspace
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import Section
from desktop_app.domain.traces import Review
from desktop_app.ui import marks
from desktop_app.ui.flags import Flags
from desktop_app.ui.grid_sheet import SEVERITY_ROLE
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.origin_box import OriginBox
from desktop_app.ui.problems_model import FIX
from desktop_app.ui.workspace_view import TABLES, WorkspaceView
from tests.ui.conftest import Said, county_book

FLAGGED = "水库巡查费"  # its value of the third indicator and its 资金用途 were read without being sure


def marked(view: WorkspaceView) -> tuple[bool, bool]:
    """Whether the 资金用途 and the value of the third indicator carry the mark."""
    grid = view.project.grid
    project = reading.load_project(view.project.form.name.cell._hub.store, view.project.project_id)  # noqa: SLF001
    index = grid.sheet.index_of(CellKey("indicator", project.indicators[2].id, "value"))
    purpose = view.project.form.purpose
    return "待核对" in purpose.toolTip(), index.data(SEVERITY_ROLE) == marks.REVIEW


def reviews(opened: MainWindow, project_id: str) -> list[str]:
    assert opened.hub is not None
    return [review.path for review in reading.load_project(opened.hub.store, project_id).review]


def test_flagged_fields_carry_a_mark_with_the_reason(view: WorkspaceView, choose: Callable[[str], str]) -> None:
    choose("泵站维护费")
    assert not view.project.confirm.isVisible()
    choose(FLAGGED)
    assert marked(view) == (True, True)
    assert "&lt;读法&gt; 不确定" in view.project.form.purpose.toolTip()
    assert view.project.confirm.isVisible()
    assert "原文断行" in view.project.doubts.text()


def test_all_flags_of_a_project_are_confirmed_by_one_button_and_come_back_with_undo(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    project_id = choose(FLAGGED)
    before = reading.load_project(opened.hub.store, project_id).purpose
    qtbot.mouseClick(view.project.confirm, Qt.MouseButton.LeftButton)
    assert reviews(opened, project_id) == []
    assert marked(view) == (False, False)
    assert not view.project.confirm.isVisible()
    assert reading.load_project(opened.hub.store, project_id).purpose == before
    opened.undo()
    assert len(reviews(opened, project_id)) == 2
    assert marked(view) == (True, True)


def test_one_flag_is_confirmed_by_key_without_editing(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    project_id = choose(FLAGGED)
    view.project.form.purpose.setFocus()
    qtbot.keyClick(opened, Qt.Key.Key_F9, Qt.KeyboardModifier.ControlModifier)
    assert reviews(opened, project_id) == ["indicators[2].value"]
    assert marked(view) == (False, True)
    opened.actions_by_id["check.confirm"].trigger()
    assert "没有“待核对”的标记" in opened.message.text.text()


def test_an_edit_clears_the_mark_too(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    choose(FLAGGED)
    view.project.form.purpose.setFocus()
    view.project.form.purpose.selectAll()
    qtbot.keyClicks(view.project.form.purpose, "12")
    view.project.form.name.setFocus()
    assert marked(view) == (False, True)


def test_open_flags_are_listed_among_the_problems_and_lead_to_their_fields(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot
) -> None:
    problems = view.problems
    assert problems.toggles[marks.REVIEW].text() == "待核对 2"
    for severity, toggle in problems.toggles.items():
        if severity != marks.REVIEW:
            qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert [finding.path for finding in problems.model.shown] == ["purpose", "indicators[2].value"] or [
        finding.path for finding in problems.model.shown
    ] == ["indicators[2].value", "purpose"]
    row = next(i for i, finding in enumerate(problems.model.shown) if finding.path == "purpose")
    problems.table.setFocus()
    problems.table.setCurrentIndex(problems.model.index(row, 0))
    qtbot.keyClick(problems.table, Qt.Key.Key_Return)
    assert view.project.form.name.text() == FLAGGED
    assert view.project.form.purpose.hasFocus()
    place = problems.table.visualRect(problems.model.index(row, FIX)).center()
    qtbot.mouseClick(problems.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: problems.toggles[marks.REVIEW].text() == "待核对 1")
    opened.actions_by_id["check.next"].trigger()
    assert view.current_key().table == "indicator"


def test_the_source_of_a_cell_is_shown(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def read(box: OriginBox) -> int:
        seen.append("\n".join(label.text() for label in box.findChildren(QLabel)))
        return 0

    monkeypatch.setattr(OriginBox, "exec", read)
    project_id = choose(FLAGGED)
    view.project.form.purpose.setFocus()
    opened.actions_by_id["view.source"].trigger()
    assert "县水利局.txt" in seen[0]
    assert "没有改过" in seen[0]
    assert "<读法> 不确定" in seen[0]
    opened.hub.run(editing.edit_cells, [(CellKey("project", project_id, "purpose"), "改过的用途")])
    opened.actions_by_id["view.source"].trigger()
    assert "改前：" in seen[1]
    assert "修改资金用途" in seen[1]
    assert "SHA" not in seen[1]


def test_from_the_source_a_flag_can_be_confirmed(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id = choose(FLAGGED)

    def confirm(box: OriginBox) -> int:
        next(button for button in box.findChildren(type(view.project.confirm)) if button.text() == "已核对").click()
        return 1

    monkeypatch.setattr(OriginBox, "exec", confirm)
    view.project.form.purpose.setFocus()
    opened.actions_by_id["view.source"].trigger()
    assert reviews(opened, project_id) == ["indicators[2].value"]


def test_what_was_typed_here_has_no_source(
    opened: MainWindow, view: WorkspaceView, said: Said, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    choose("泵站维护费")
    opened.actions_by_id["edit.project"].trigger()
    qtbot.keyClicks(view.project.form.name, "1")
    opened.actions_by_id["view.source"].trigger()
    assert "录入的" in said.told.pop()


def test_context_menus_of_fields_and_cells_offer_source_and_confirmation(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(FLAGGED)
    menu = QMenu()
    names = [action.text() for action in view.project.form.purpose.cell.complete(menu).actions()]
    assert [name for name in names if name] == ["来源(&S)…", "单元格历史(&H)…", "已核对，去掉标记(&K)"]
    assert opened.hub is not None
    assert view.project.grid.cell_actions == opened.hub.cell_actions
    assert view.table.view.cell_actions == opened.hub.cell_actions


def test_the_flags_shown_are_those_of_the_workspace_after_whatever_is_done(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str]
) -> None:
    hub = opened.hub
    assert hub is not None
    store = hub.store

    def check() -> int:
        assert hub.flags.findings == Flags(store).findings
        return len(hub.flags.findings)

    book = county_book()
    book.year, book.sections = 2024, [Section("一、概况", "文字")]
    book.review = [Review("narrative[0].text", "可能缺行", (3, 4)), Review("department", "部门从文件名推断")]
    hub.run(importing.apply_import, importing.plan_import(store, [book]))
    assert check() == 6
    project_id = choose(FLAGGED)
    rows = reading.load_project(store, project_id).indicators
    hub.run(editing.insert_rows, "indicator", project_id, rows[0].id)
    assert [f.path for f in hub.flags.of_project(project_id)].count("indicators[3].value") == 1
    check()
    hub.run(editing.edit_cells, [(CellKey("indicator", rows[2].id, "number"), "97")])
    assert check() == 5
    hub.undo()
    assert check() == 6
    hub.run(editing.delete_rows, "indicator", [rows[2].id])
    check()
    hub.undo()
    hub.undo()
    hub.undo()
    assert check() == 2
    hub.redo()
    assert check() == 6
    department = view.tree.model.roots[1].children[0]
    hub.run(workspace.delete_records, "department", [department.id], f"删除部门 {department.label}")
    check()


def test_a_flag_of_a_section_leads_to_its_text_and_is_confirmed_there(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot
) -> None:
    hub = opened.hub
    assert hub is not None
    book = county_book()
    book.year, book.review = 2024, [Review("narrative[1].text", "可能缺行", (3, 4))]
    hub.run(importing.apply_import, importing.plan_import(hub.store, [book]))
    finding = next(f for f in hub.flags.findings if not f.project_id)
    view.go_to(finding)
    assert view.sections.heading.text() == "二、保障措施"
    assert view.sections.text.hasFocus()
    assert "可能缺行" in view.sections.text.toolTip()
    qtbot.keyClick(opened, Qt.Key.Key_F9, Qt.KeyboardModifier.ControlModifier)
    assert view.sections.text.toolTip() == ""
    assert [f for f in hub.flags.findings if not f.project_id] == []


def test_a_goal_and_a_label_are_called_by_what_they_are(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(
        OriginBox, "exec", lambda box: seen.append([label.text() for label in box.findChildren(QLabel)]) or 0
    )
    choose(FLAGGED)
    view.project.form.goals.fields()[0].setFocus()
    opened.actions_by_id["view.source"].trigger()
    assert seen[0][0] == "绩效目标 1"
    assert "读到的" in seen[0]
    view.show_tab(TABLES)
    view.table.view.make_current(view.table.model.index(0, 1))
    opened.actions_by_id["view.source"].trigger()
    assert said.told.pop() == "“一、一般公共预算拨款收入 收入预算数”还没有内容，也不是导入的。"


def test_a_flagged_paragraph_is_brought_into_sight_with_its_sign_beside_the_scroll_bar(
    opened: MainWindow, view: WorkspaceView
) -> None:
    hub = opened.hub
    assert hub is not None
    book = county_book()
    book.year = 2024
    book.sections[1].text = "\n".join(f"第{n}段，加强组织，落实责任。" for n in range(120))
    book.review = [Review("sections[1].text[90]", "这一段没有写完", (3, 3))]
    hub.run(importing.apply_import, importing.plan_import(hub.store, [book]))
    view.go_to(next(f for f in hub.flags.findings if not f.project_id))
    text = view.sections.text
    assert text.textCursor().block().text().startswith("第90段")
    QApplication.processEvents()
    assert text.viewport().rect().contains(text.cursorRect().center())
    assert text.extraSelections()
    sign = next(label for label in text.findChildren(QLabel) if label.pixmap())
    assert sign.geometry().right() < text.verticalScrollBar().mapTo(text, QPoint(0, 0)).x()
