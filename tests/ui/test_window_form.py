"""The form of a project: typed, left, stored, marked."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, reading
from desktop_app.domain.changes import CellKey
from desktop_app.domain.model import Project
from desktop_app.errors import UserError
from desktop_app.ui import dialogs, long_actions
from desktop_app.ui.export_dialog import ExportDialog
from desktop_app.ui.form_pane import judge_code
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.workspace_view import WorkspaceView
from tests.ui.conftest import Said, reopened


def compose(widget: QWidget, text: str) -> None:
    """Type as an input method does: first the composition, then the text chosen."""
    QApplication.sendEvent(widget, QInputMethodEvent("pin yin", []))
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def on_disk(path: Path, project_id: str) -> Project:
    """The project as another program reads it from the file."""
    with reopened(path) as store:
        return reading.load_project(store, project_id)


def test_a_field_is_stored_when_it_is_left(
    view: WorkspaceView, county: Path, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    project_id = choose("泵站维护费")
    form = view.project.form
    form.name.setFocus()
    form.name.selectAll()
    compose(form.name, "泵站大修费")
    assert on_disk(county, project_id).name == "泵站维护费"
    qtbot.keyClick(form.name, Qt.Key.Key_Tab)
    assert on_disk(county, project_id).name == "泵站大修费"
    assert next(node.label for node in view.tree.projects()) == "泵站大修费"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_stores_and_goes_on_to_the_next_field(
    view: WorkspaceView, county: Path, choose: Callable[[str], str], qtbot: QtBot, key: Qt.Key
) -> None:
    project_id = choose("泵站维护费")
    form = view.project.form
    form.budget.setFocus()
    form.budget.selectAll()
    qtbot.keyClicks(form.budget, "12.5")
    assert form.sum_state.text() == "≠ 两项合计 10.00"
    qtbot.keyClick(form.budget, key)
    assert on_disk(county, project_id).budget == "12.5"
    assert form.fiscal.hasFocus()
    assert view.tree.total.text() == "合计 32.50 万元"


def test_ctrl_enter_stores_a_text_of_several_lines(
    view: WorkspaceView, county: Path, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    project_id = choose("泵站维护费")
    purpose = view.project.form.purpose
    purpose.setFocus()
    purpose.selectAll()
    compose(purpose, "第一行")
    qtbot.keyClick(purpose, Qt.Key.Key_Return)
    compose(purpose, "第二行𠮷")
    qtbot.keyClick(purpose, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert on_disk(county, project_id).purpose == "第一行\n第二行𠮷"
    assert not purpose.hasFocus()


def test_escape_takes_the_typing_back(view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot) -> None:
    choose("泵站维护费")
    form = view.project.form
    form.fiscal.setFocus()
    qtbot.keyClicks(form.fiscal, "99")
    qtbot.keyClick(form.fiscal, Qt.Key.Key_Escape)
    assert form.fiscal.text() == "10.00"


def test_what_was_not_edited_stays_as_it_came(
    view: WorkspaceView, opened: MainWindow, county: Path, choose: Callable[[str], str]
) -> None:
    project_id = choose("泵站维护费")
    assert opened.hub is not None
    odd = "　全角空格\u00a0与不断行空格 \n\n末尾空格 "
    opened.hub.run(editing.edit_cells, [(CellKey("project", project_id, "purpose"), odd)])
    view.project.form.purpose.setFocus()
    view.project.form.name.setFocus()
    assert on_disk(county, project_id).purpose == odd


def test_switching_the_project_keeps_what_is_being_typed(
    view: WorkspaceView, county: Path, choose: Callable[[str], str]
) -> None:
    project_id = choose("泵站维护费")
    compose(view.project.form.name, "二")
    choose("水库巡查费")
    assert on_disk(county, project_id).name == "泵站维护费二" or on_disk(county, project_id).name == "二泵站维护费"
    assert view.project.form.name.text() == "水库巡查费"


@pytest.mark.parametrize("leave", ["switch", "tab", "close", "undo", "export"])
def test_an_open_editor_of_the_grid_is_stored_whatever_comes_next(
    opened: MainWindow,
    view: WorkspaceView,
    county: Path,
    choose: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    leave: str,
) -> None:
    project_id = choose("泵站维护费")
    assert opened.hub is not None
    first = reading.load_project(opened.hub.store, project_id).indicators[0]
    assert view.project.grid.go_to(CellKey("indicator", first.id, "l3"))
    for text in ("维", "护"):
        focus = QApplication.focusWidget()
        assert focus is not None
        compose(focus, text)
    exported: list[str] = []

    def look_and_cancel(dialog: ExportDialog) -> int:
        exported.append(on_disk(county, project_id).indicators[0].l3)
        return 0

    monkeypatch.setattr(ExportDialog, "exec", look_and_cancel)
    {
        "switch": lambda: choose("水库巡查费"),
        "tab": opened.actions_by_id["view.sections"].trigger,
        "close": opened.close,
        "undo": lambda: (opened.undo(), opened.actions_by_id["edit.redo"].trigger()),
        "export": opened.actions_by_id["data.export"].trigger,
    }[leave]()
    assert on_disk(county, project_id).indicators[0].l3 == "维护"
    assert exported == (["维护"] if leave == "export" else [])


def test_closing_keeps_what_is_being_typed(
    opened: MainWindow, view: WorkspaceView, county: Path, choose: Callable[[str], str]
) -> None:
    project_id = choose("泵站维护费")
    view.project.form.goals.fields()[0].selectAll()
    compose(view.project.form.goals.fields()[0], "关窗前的目标")
    opened.close()
    assert opened.hub is None
    assert on_disk(county, project_id).goals[0].text == "关窗前的目标"


def test_undo_and_redo_name_the_operation_and_act_on_it(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    choose("泵站维护费")
    form = view.project.form
    undo, redo = opened.actions_by_id["edit.undo"], opened.actions_by_id["edit.redo"]
    assert undo.text() == "撤销 导入 县水利局.txt"
    form.other.setFocus()
    form.other.selectAll()
    qtbot.keyClicks(form.other, "3")
    undo.trigger()  # stores what is being typed, and takes that back
    assert form.other.text() == "0"
    assert redo.text() == "重做 修改其他资金"
    redo.trigger()
    assert form.other.text() == "3"
    assert not redo.isEnabled()


def test_undo_key_in_an_untouched_field_is_the_programs_own(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    choose("泵站维护费")
    form = view.project.form
    form.other.setFocus()
    form.other.selectAll()
    qtbot.keyClicks(form.other, "3")
    qtbot.keyClick(form.other, Qt.Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert form.other.text() == "0"


@pytest.mark.parametrize("field", ["name", "purpose"])
@pytest.mark.parametrize(
    ("key", "action"), [(Qt.Key.Key_E, "data.export"), (Qt.Key.Key_U, "data.pack"), (Qt.Key.Key_H, "view.history")]
)
def test_keys_of_the_menus_work_in_a_field(
    opened: MainWindow,
    view: WorkspaceView,
    choose: Callable[[str], str],
    qtbot: QtBot,
    field: str,
    key: Qt.Key,
    action: str,
) -> None:
    choose("泵站维护费")
    widget = getattr(view.project.form, field)
    widget.setFocus()
    opened.actions_by_id[action].triggered.disconnect()
    with qtbot.waitSignal(opened.actions_by_id[action].triggered):
        qtbot.keyClick(widget, key, Qt.KeyboardModifier.ControlModifier)


def test_undoing_an_import_empties_the_window(opened: MainWindow, view: WorkspaceView) -> None:
    opened.undo()
    assert view.tree.projects() == []
    assert view.pages.currentWidget() is view.overview
    opened.actions_by_id["edit.redo"].trigger()
    assert len(view.tree.projects()) == 3


def test_goals_are_added_and_removed(
    opened: MainWindow, view: WorkspaceView, county: Path, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    project_id = choose("泵站维护费")
    goals = view.project.form.goals
    qtbot.mouseClick(goals.add, Qt.MouseButton.LeftButton)
    assert len(goals.fields()) == 2
    assert goals.fields()[1].hasFocus()
    compose(goals.fields()[1], "第二个目标")
    goals.remove_goal(goals.fields()[0].cell.key.row)
    assert [goal.text for goal in on_disk(county, project_id).goals] == ["第二个目标"]


def test_a_wrong_field_has_a_tint_an_icon_and_a_sentence(
    view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    choose("渠道清淤费")
    last = view.project.form.plan[3]
    assert "F03" in last.toolTip()
    assert len(last.actions()) == 1
    assert "background" in last.styleSheet()
    last.setFocus()
    last.selectAll()
    qtbot.keyClicks(last, "100")
    qtbot.keyClick(last, Qt.Key.Key_Return)
    assert "F03" not in last.toolTip()


@pytest.mark.parametrize(
    ("code", "sign"),
    [
        ("13070024P00004210003K", "✓ 校验正确"),
        ("13070024P000042 10003K", "✓ 校验正确"),
        ("13070024P00004210003A", "⚠ 校验不符"),
        ("13068221072ZTS8N0AQI9", "✓ 21 位"),
        ("1307002", "⚠ 7 位"),
        ("", ""),
    ],
)
def test_what_stands_beside_a_project_code(code: str, sign: str) -> None:
    assert judge_code(code)[0] == sign


def test_what_an_import_was_not_sure_of_is_listed_until_it_is_edited(
    view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    choose("泵站维护费")
    page = view.project
    assert page.doubts.isHidden()
    choose("水库巡查费")
    assert "第3条指标 指标值" in page.doubts.text()
    assert "&lt;读法&gt; 不确定" in page.doubts.text()
    page.doubts.linkActivated.emit("purpose")
    assert page.form.purpose.hasFocus()
    page.form.purpose.selectAll()
    compose(page.form.purpose, "核对过原文的用途，用于水库巡查")
    page.form.commit_open_editor()
    assert "不确定" not in page.doubts.text()
    assert "第3条指标" in page.doubts.text()


def test_a_secret_mark_is_confirmed_and_its_denial_has_a_reason(
    opened: MainWindow,
    view: WorkspaceView,
    county: Path,
    choose: Callable[[str], str],
    said: Said,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    project_id = choose("泵站维护费")
    field = view.project.form.secret
    field.setFocus()
    said.answer = False
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert on_disk(county, project_id).secret == ""
    assert field.currentText() == "未标明"
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "ask", lambda title, *args, **kw: asked.append(title) or title == "标为涉密")
    assert field.purge.isHidden()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert asked == ["标为涉密", "清除涉密内容"]
    assert on_disk(county, project_id).secret == "是" and on_disk(county, project_id).name == "泵站维护费"
    assert not field.purge.isHidden()
    assert "D01" in field.toolTip()
    monkeypatch.setattr(dialogs, "ask_text", lambda *args, **kw: "已经保密审查")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert on_disk(county, project_id).secret == "否"
    assert opened.actions_by_id["edit.undo"].text() == "撤销 记为不涉密：已经保密审查"


@pytest.mark.parametrize("little", [2000, -1], ids=["at once", "beside the window"])
def test_the_content_of_a_secret_project_is_purged_where_the_person_wants_it(
    opened: MainWindow,
    view: WorkspaceView,
    county: Path,
    choose: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    little: int,
) -> None:
    monkeypatch.setattr(long_actions, "LITTLE", little)
    project_id = choose("泵站维护费")
    field = view.project.form.secret
    details: list[str] = []

    def ask(title: str, text: str, yes: str, no: str = "", detail: str = "", *args: object, **kw: object) -> bool:
        details.append(detail)
        assert kw.get("careful") or title != "清除涉密内容"  # Enter must not do it
        return True

    monkeypatch.setattr(dialogs, "ask", ask)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert "不能撤销" in details[1] and "另存的备份" in details[1]
    qtbot.waitUntil(lambda: view.project.form.name.text() == "", timeout=15000)
    stub = on_disk(county, project_id)
    assert (stub.secret, stub.name, stub.goals, stub.indicators) == ("是", "", [], [])
    assert "泵站维护费".encode() not in county.read_bytes()
    assert view.project.form.name.text() == ""
    assert field.purge.isHidden()
    assert "已清除" in opened.message.text.text() and not opened.message.isHidden()
    assert not opened.actions_by_id["edit.undo"].isEnabled()
    assert [node.label for node in view.tree.projects()] == ["（涉密项目）", "渠道清淤费", "水库巡查费"]
    form = view.project.form
    assert not form.closed.isHidden() and "不涉密" in form.closed.text()
    qtbot.keyClicks(form.name, "abc")
    assert form.name.text() == "" and form.purpose.isReadOnly()
    assert not form.goals.add.isEnabled() and form.secret.isEnabled()
    assert view.project.grid.sheet.rowCount() == 0
    choose("渠道清淤费")
    assert form.name.text() == "渠道清淤费" and form.closed.isHidden() and not form.name.isReadOnly()
    assert form.goals.add.isEnabled() and view.project.grid.sheet.rowCount() > 0


def test_what_cannot_be_stored_stays_in_the_field_and_in_the_project(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    project_id = choose("泵站维护费")
    form = view.project.form

    def full(*args: object) -> None:
        raise UserError("磁盘空间不足，没有写成")

    compose(form.name, "存不进的字")
    with monkeypatch.context() as patch:
        patch.setattr(editing, "edit_cells", full)
        choose("水库巡查费")
        assert view.project.project_id == project_id
        assert "存不进的字" in form.name.text()
        said.answer = False
        assert not opened.close_workspace()
    assert said.errors == ["磁盘空间不足，没有写成。"] * 2
    said.errors.clear()
    said.answer = True
    choose("水库巡查费")
    assert view.project.form.name.text() == "水库巡查费"


def test_class_function_and_need_of_a_form_are_chosen_and_typed(
    view: WorkspaceView, county: Path, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    project_id = choose("泵站维护费")
    form = view.project.form
    assert [form.category.itemText(i) for i in range(form.category.count())] == [
        "未标明", "人员类", "运转类公用", "其他运转类", "特定目标类",
    ]  # fmt: skip
    form.category.setFocus()
    for _ in range(4):
        qtbot.keyClick(form.category, Qt.Key.Key_Down)
    form.function.setFocus()
    qtbot.keyClicks(form.function, "213")
    assert form.function_name.text() == "农林水支出"
    qtbot.keyClick(form.function, Qt.Key.Key_Tab)
    form.needs_form.setFocus()
    qtbot.keyClick(form.needs_form, Qt.Key.Key_End)
    stored = on_disk(county, project_id)
    assert (stored.category, stored.function_code, stored.needs_form) == ("特定目标类", "213", "否")
    editing.undo(view.project.grid.hub.store)
    assert on_disk(county, project_id).needs_form == ""
