"""The panel of problems: counts, filters, the way to the cell, repairs."""

import html
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop_app.actions import checking, editing, reading
from desktop_app.domain.changes import CellKey
from desktop_app.domain.findings import ERROR, INFO, WARNING
from desktop_app.ui import fix_dialog, marks, places
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.problems_model import FIX, Filter, ProblemsModel
from desktop_app.ui.workspace_view import SECTIONS, WorkspaceView


def rules(view: WorkspaceView) -> list[str]:
    """The rules of the findings that the panel shows."""
    return [finding.rule for finding in view.problems.model.shown]


def test_the_panel_counts_and_filters(view: WorkspaceView, qtbot: QtBot, choose: Callable[[str], str]) -> None:
    problems = view.problems
    everything = len(problems.model.shown)
    assert everything == sum(problems.model.counts.values()) > 0
    assert {"F03", "F04", "K11"} <= set(rules(view))
    qtbot.mouseClick(problems.toggles[WARNING], Qt.MouseButton.LeftButton)
    assert {finding.severity for finding in problems.model.shown} <= {ERROR, INFO, marks.REVIEW}
    qtbot.mouseClick(problems.toggles[WARNING], Qt.MouseButton.LeftButton)
    problems.text.setText("K11")
    qtbot.waitUntil(lambda: rules(view) == ["K11", "K11"])
    problems.text.clear()
    qtbot.waitUntil(lambda: len(problems.model.shown) == everything)
    choose("渠道清淤费")
    problems.scope.setCurrentIndex(1)
    assert {finding.project_name for finding in problems.model.shown} == {"渠道清淤费"}
    choose("水库巡查费")
    assert {finding.project_name for finding in problems.model.shown} == {"水库巡查费"}


def test_the_model_is_sound(view: WorkspaceView, opened: MainWindow, qtmodeltester: object) -> None:
    assert opened.hub is not None
    model = ProblemsModel()
    model.load(opened.hub.checker.findings, Filter(), opened.hub.checker.answered)
    qtmodeltester.check(model)


def test_f8_walks_through_the_problems_and_their_cells(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str]
) -> None:
    project_id = choose("渠道清淤费")
    visited = []
    for _ in range(2):
        opened.actions_by_id["check.next"].trigger()
        finding = view.problems.current()
        assert finding is not None
        assert finding.project_id == project_id
        visited.append((finding.rule, view.current_key()))
    assert visited[0] != visited[1]
    opened.actions_by_id["check.last"].trigger()
    assert (view.problems.current().rule, view.current_key()) == visited[0]
    while view.problems.current().rule != "K11":
        opened.actions_by_id["check.next"].trigger()
    key = view.current_key()
    assert key is not None
    assert (key.table, key.column) == ("indicator", "number")
    assert view.project.form.name.text() == "水库巡查费"
    focus = QApplication.focusWidget()
    assert focus is not None
    assert view.project.grid is focus or view.project.grid.isAncestorOf(focus)


def test_enter_on_a_row_goes_to_its_cell(view: WorkspaceView, qtbot: QtBot) -> None:
    problems = view.problems
    row = next(i for i, finding in enumerate(problems.model.shown) if finding.rule == "F03")
    problems.table.setFocus()
    problems.table.setCurrentIndex(problems.model.index(row, 0))
    qtbot.keyClick(problems.table, Qt.Key.Key_Return)
    assert view.project.form.plan[3].hasFocus()


def test_one_repair_by_mouse_and_its_undo(opened: MainWindow, view: WorkspaceView, qtbot: QtBot) -> None:
    problems = view.problems
    row = next(i for i, finding in enumerate(problems.model.shown) if finding.rule == "F04")
    project_id = problems.model.shown[row].project_id
    index = problems.model.index(row, FIX)
    problems.table.scrollTo(index)
    qtbot.mouseClick(
        problems.table.viewport(), Qt.MouseButton.LeftButton, pos=problems.table.visualRect(index).center()
    )
    qtbot.waitUntil(lambda: "F04" not in rules(view))
    assert opened.hub is not None
    plan = reading.load_project(opened.hub.store, project_id).plan
    assert [entry.rstrip("%").removesuffix(".00") for entry in plan] == ["25", "50", "75", "100"]
    opened.undo()
    assert reading.load_project(opened.hub.store, project_id).plan == ["25", "25", "25", "25"]
    qtbot.waitUntil(lambda: "F04" in rules(view))


def test_all_repairs_of_a_rule_with_a_preview_and_one_undo(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opened.hub is not None
    previews: list[list[list[str]]] = []

    def agree(
        store: object, rule: str, findings: list[object], parent: object, books: object, within: str
    ) -> list[object]:
        previews.append(fix_dialog.changes_of(store, findings, books)[0])
        return findings

    monkeypatch.setattr(fix_dialog, "confirm", agree)
    action = next(action for action in view.problems.fix_many.menu().actions() if "K11" in action.text())
    assert "2 处" in action.text()
    action.trigger()
    assert [row[1:] for row in previews[0]] == [["≥98百分比", "≥98%"], ["≥90百分比", "≥90%"]]
    qtbot.waitUntil(lambda: "K11" not in rules(view))
    assert editing.undo_name(opened.hub.store) == "修正 K11"
    opened.undo()
    qtbot.waitUntil(lambda: rules(view).count("K11") == 2)


def test_a_rule_is_left_alone_when_the_preview_is_refused(
    opened: MainWindow, view: WorkspaceView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fix_dialog.FixDialog, "exec", lambda self: 0)
    view.problems.fix_rule("K11")
    assert opened.hub is not None
    assert editing.undo_name(opened.hub.store) == "导入 县水利局.txt"


def test_a_row_of_the_preview_can_be_left_out(opened: MainWindow, view: WorkspaceView) -> None:
    assert opened.hub is not None
    problems, store = view.problems, opened.hub.store
    mixed = [problems.model.fixable()[rule][0] for rule in ("F04", "K11")]
    dialog = fix_dialog.FixDialog("F04", mixed, fix_dialog.changes_of(store, mixed), problems, "全部单位")
    assert dialog.accept_button.text() == "修正 4 格"
    dialog.table.item(1, 0).setCheckState(Qt.CheckState.Unchecked)  # the 支出计划 of a project goes as a whole
    assert (dialog.accept_button.text(), dialog.wanted()) == ("修正 1 格", mixed[1:])
    dialog.table.item(0, 0).setCheckState(Qt.CheckState.Checked)
    assert dialog.wanted() == mixed


def test_repairs_of_a_rule_keep_to_what_is_listed(
    opened: MainWindow, view: WorkspaceView, monkeypatch: pytest.MonkeyPatch
) -> None:
    problems = view.problems
    said: list[str] = []
    monkeypatch.setattr(fix_dialog.FixDialog, "exec", lambda self: said.append(self.findChild(QLabel).text()) or 1)
    problems.text.setText("≥90百分比")  # the list follows a little later
    problems.fix_rule("K11")
    assert "共 1 处，要改 1 格。范围：全部单位，有“≥90百分比”的。" in said[0]
    problems.text.clear()
    problems.refresh()
    assert rules(view).count("K11") == 1


def test_another_filter_begins_at_its_first_row_and_stays_when_empty(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot
) -> None:
    assert opened.hub is not None
    problems = view.problems
    problems.table.setCurrentIndex(problems.model.index(len(problems.model.shown) - 1, 0))
    problems.rule.setCurrentIndex(problems.rule.findData("K11"))
    assert (rules(view), problems.table.currentIndex().row()) == (["K11", "K11"], 0)
    opened.hub.run(checking.fix_rule, ["K11"], list(problems.model.shown))
    qtbot.waitUntil(lambda: not problems.model.shown)
    assert problems.rule.currentText().endswith("（0 条）")
    opened.undo()
    qtbot.waitUntil(lambda: rules(view) == ["K11", "K11"])
    assert problems.rule.currentText() == f"K11 {checking.rule_title('K11')}"


def test_the_next_row_is_chosen_while_control_is_held(view: WorkspaceView, qtbot: QtBot) -> None:
    problems = view.problems
    problems.table.setFocus()
    row = next(i for i, finding in enumerate(problems.model.shown) if finding.rule == "F04")
    problems.table.setCurrentIndex(problems.model.index(row, 0))
    qtbot.keyPress(problems.table, Qt.Key.Key_Control)
    qtbot.keyClick(problems.table, Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "F04" not in rules(view))
    assert [index.row() for index in problems.table.selectionModel().selectedRows()] == [
        problems.table.currentIndex().row()
    ]


def test_a_problem_without_a_certain_repair_says_so(opened: MainWindow, view: WorkspaceView) -> None:
    problems = view.problems
    opened.actions_by_id["check.fix"].trigger()
    assert "还没有选中问题" in opened.message.text.text()
    assert opened.hub is not None
    before = editing.undo_name(opened.hub.store)
    row = next(i for i, finding in enumerate(problems.model.shown) if finding.fix is None)
    problems.table.setCurrentIndex(problems.model.index(row, 0))
    opened.actions_by_id["check.fix"].trigger()
    assert "没有确定的改法" in opened.message.text.text()
    assert editing.undo_name(opened.hub.store) == before


def test_the_current_row_shows_two_lines_at_most(opened: MainWindow, view: WorkspaceView) -> None:
    problems = view.problems
    opened.resize(820, 640)
    texts: list[str] = []
    problems.cut.connect(texts.append)
    line = problems.table.fontMetrics().lineSpacing()
    for row in range(len(problems.model.shown)):
        problems.table.setCurrentIndex(problems.model.index(row, 0))
        assert problems.table.rowHeight(row) <= 2 * line + 12
        message = html.escape(problems.model.shown[row].message, quote=False)
        assert message in problems.model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)
        assert opened.statusBar().currentMessage() in ("", problems.model.shown[row].message)
    assert any(texts)


def test_an_edit_changes_badges_and_panel(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    project_id = choose("泵站维护费")
    node = view.tree.model.find("project", project_id)
    assert node is not None
    before = view.tree.model.counts(node)[0]
    assert opened.hub is not None
    opened.hub.run(editing.edit_cells, [(CellKey("project", project_id, "budget"), "11.00")])
    qtbot.waitUntil(lambda: view.tree.model.counts(node)[0] == before + 1)
    qtbot.waitUntil(lambda: ("P07", project_id) in [(f.rule, f.project_id) for f in view.problems.model.shown])


def test_f7_checks_anew_and_says_how_much(opened: MainWindow, view: WorkspaceView) -> None:
    view.show_tab(SECTIONS)
    opened.actions_by_id["check.run"].trigger()
    counts = view.problems.model.counts
    assert opened.message.text.text().startswith(f"检查完毕：错误 {counts[ERROR]}，警告 {counts[WARNING]}")
    opened.message.button.click()
    assert view.problems.current() is not None


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("plan[1]", "支出计划 6月底"),
        ("plan", "支出计划"),
        ("goals[0]", "绩效目标 1"),
        ("indicators[3].value", "第4条指标 指标值"),
        ("indicators[3]", "第4条指标"),
        ("indicators", "绩效指标"),
        ("budget_tables[9].rows[0]", "预算公开表9 第1行"),
        ("narrative[2].text", "文字 第3节"),
        ("sections[1].text[5]", "文字 第2节 第6段"),
        ("sections[1].heading", "文字 第2节 标题"),
        ("procurement[3].price", "政府采购 第4行 单价"),
        ("assets[0].rows[2].value", "固定资产 第1张表 第3行 价值"),
        ("some_thing[3].of_the_program", "其他内容"),
        ("purpose", "资金用途"),
        ("", ""),
    ],
)
def test_places_in_words(path: str, words: str) -> None:
    assert places.path_text(path) == words


def test_what_is_only_filtered_out_is_not_called_sound(view: WorkspaceView, qtbot: QtBot) -> None:
    problems = view.problems
    count = len(problems.model.shown)
    assert count > 0
    for button in problems.toggles.values():
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert problems.nothing.isVisible()
    assert problems.nothing.text() == f"筛选后没有，另有 {count} 条没有显示。"


def seen(view: WorkspaceView) -> float:
    """How many rows of the list have room."""
    table = view.problems.table
    return table.viewport().height() / table.verticalHeader().defaultSectionSize()


def test_six_problems_are_seen_where_there_is_room_and_more_where_wanted(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot
) -> None:
    opened.resize(1600, 1000)
    qtbot.waitUntil(lambda: seen(view) >= 6)
    opened.resize(1366, 700)  # a low screen, on which the page comes first
    qtbot.waitUntil(lambda: view.right.sizes()[1] < 200)
    usual = view.right.sizes()
    handle = view.right.handle(1)
    qtbot.mouseDClick(handle, Qt.MouseButton.LeftButton)
    assert view.problems.bar.larger.isChecked() and view.right.sizes()[1] > usual[1] + 100
    qtbot.mouseClick(view.problems.bar.larger, Qt.MouseButton.LeftButton)
    assert view.right.sizes() == usual
