"""How findings are told and handled in the panel: names of places, departments apart, keys, answers for many."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QTextEdit
from pytestqt.qtbot import QtBot

from desktop_app.actions import answers, editing, importing, reading, rolling, workspace
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.findings import Finding
from desktop_app.ui import fix_dialog, marks, places, record_dialog
from desktop_app.ui.answer_dialog import AnswerDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.problems_model import DEPARTMENT, LEVEL, PLACE, PROJECT
from desktop_app.ui.problems_pane import ProblemsPane
from desktop_app.ui.workspace_view import WorkspaceView
from tests.ui.conftest import Said, county_book

WORDS = "按财政局批复口径填列"


def row_of(problems: ProblemsPane, rule: str, path: str = "", after: int = -1) -> int:
    return next(
        i for i, f in enumerate(problems.model.shown) if i > after and f.rule == rule and f.path.startswith(path)
    )


def go(problems: ProblemsPane, row: int) -> Finding:
    problems.table.setFocus()
    problems.table.setCurrentIndex(problems.model.index(row, PLACE))
    return problems.model.shown[row]


def text(problems: ProblemsPane, row: int, column: int) -> str:
    return str(problems.model.index(row, column).data())


def sign(qtbot: QtBot, words: str = WORDS) -> list[str]:
    """Fill in the answer that is asked for next; returns what the dialog says of the findings, once it was there."""
    told: list[str] = []

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AnswerDialog)
        told.append(dialog.findChildren(type(dialog.note))[0].text())
        qtbot.keyClicks(dialog.by, "w")
        dialog.text.setPlainText(words)
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, fill)
    return told


@pytest.fixture
def two_departments(window: MainWindow, tmp_path: Path) -> WorkspaceView:
    """The county of two years, and another department, each with the same wrong cell in a table."""
    table = BudgetTable(
        3,
        "支出总表",
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        [BudgetRow(["213", "农林水支出", "九元", "4.00", "5.00"])],
    )
    made = []
    for year, code, name in (
        (2025, "412", "云岭县水利局"),
        (2026, "412", "云岭县水利局"),
        (2025, "500", "云岭县民政局"),
    ):
        book = county_book()
        book.year, book.department_code, book.department_name, book.file = year, code, name, f"{name}{year}.txt"
        book.tables = [table]
        made.append(book)
    path = tmp_path / "全县.jxdb"
    with workspace.create_workspace(path) as store:
        for book in made:
            importing.apply_import(store, importing.plan_import(store, [book]))
    window.open_paths([path])
    assert window.view is not None
    return window.view


def test_equal_findings_of_departments_and_years_are_told_apart(two_departments: WorkspaceView, qtbot: QtBot) -> None:
    problems = two_departments.problems
    rows = [i for i, f in enumerate(problems.model.shown) if f.rule == "C06" and f.path.startswith("budget_tables")]
    assert not problems.table.isColumnHidden(DEPARTMENT)
    assert sorted(text(problems, row, DEPARTMENT) for row in rows) == [
        "2025 云岭县民政局", "2025 云岭县水利局", "2026 云岭县水利局",
    ]  # fmt: skip
    assert {text(problems, row, PLACE) for row in rows} == {"支出总表 · 农林水支出 · 合计"}
    scopes = [problems.scope.itemText(i) for i in range(2, problems.scope.count())]
    assert sorted(scope for scope in scopes if not scope.startswith("　")) == [
        "2025 云岭县民政局", "2025 云岭县水利局", "2026 云岭县水利局",
    ]  # fmt: skip
    problems.scope.setCurrentIndex(problems.scope.findText("2025 云岭县民政局"))
    assert {text(problems, i, DEPARTMENT) for i in range(len(problems.model.shown))} == {"2025 云岭县民政局"}
    unit = next(i for i in range(2, problems.scope.count()) if problems.scope.itemText(i).startswith("　"))
    problems.scope.setCurrentIndex(unit)
    assert len({(f.department_id, f.unit) for f in problems.model.shown}) == 1


def test_one_department_takes_no_column_and_units_are_called_by_name(view: WorkspaceView) -> None:
    problems = view.problems
    assert problems.table.isColumnHidden(DEPARTMENT)
    found = Finding("B01", "error", 2025, "412002", "", "budget_tables[3]", "")
    assert places.whose(found, problems.model.books) == "412002 云岭县水库管理所"
    assert places.whose(Finding("D03", "info", 2025, "", "", "narrative", ""), problems.model.books) == "云岭县水利局"


def test_the_row_above_the_list_stays_one_line_with_answers(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot
) -> None:
    problems = view.problems
    before = problems.bar.height()
    row = go(problems, row_of(problems, "K11"))
    assert opened.hub is not None
    opened.hub.run(answers.answer, [(opened.hub.checker.department_of(row), row)], WORDS, "王会计")
    problems.refresh()
    go(problems, row_of(problems, "K09") if any(f.rule == "K09" for f in problems.model.shown) else 0)
    qtbot.waitUntil(problems.answered.isVisible)
    QApplication.processEvents()
    assert problems.bar.height() == before
    tops = {chip.y() for chip in (*problems.toggles.values(), problems.answered) if chip.isVisible()}
    assert len(tops) == 1 and problems.text.y() < problems.toggles["error"].geometry().bottom()


def test_a_chip_that_hides_is_struck_out_and_says_so(view: WorkspaceView, qtbot: QtBot) -> None:
    chip = view.problems.toggles["warning"]
    number = view.problems.model.counts["warning"]
    assert not chip.font().strikeOut() and chip.toolTip() == f"警告 {number} 条：正在列出，点一下不再列出"
    on = chip.grab().toImage()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert chip.font().strikeOut() and chip.toolTip() == f"警告 {number} 条：没有列出，点一下列出来"
    assert chip.grab().toImage() != on
    assert view.problems.answered.font().strikeOut()


def test_after_an_answer_the_next_finding_is_current_and_undo_is_offered(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot
) -> None:
    problems = view.problems
    opened.actions_by_id["check.run"].trigger()
    assert opened.message.text.text().startswith("检查完毕")
    problems.answered.setChecked(True)
    first = row_of(problems, "K11")
    after = problems.model.shown[first + 1]
    go(problems, first)
    sign(qtbot)
    qtbot.keyClick(opened, Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert problems.current() is not None
    assert (problems.current().rule, problems.current().path) == (after.rule, after.path)
    assert opened.message.text.text().startswith("已写说明，不再提示：水库巡查费 · 第")
    assert opened.message.button.text() == "撤销说明" and opened.message.button.isVisible()
    qtbot.mouseClick(opened.message.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sum(f.rule == "K11" and not f.answer for f in problems.model.shown) == 2)


def test_one_answer_for_all_of_a_rule_by_keys_and_one_undo(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot
) -> None:
    problems = view.problems
    rule = "K11"
    number = sum(f.rule == rule for f in problems.model.shown)
    assert number == 2
    qtbot.keyClick(opened, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)  # from the tree to the last region
    assert problems.table.hasFocus()
    go(problems, row_of(problems, rule))
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(problems.table, Qt.Key.Key_A, both)
    assert len(problems.chosen()) == number and problems.answer.text() == f"写说明 {number} 条…"
    sign(qtbot)
    qtbot.keyClick(opened, Qt.Key.Key_F8, both)
    assert rule not in [f.rule for f in problems.model.shown]
    assert opened.message.text.text() == f"已写说明，不再提示：{number} 条。"
    assert opened.hub is not None and editing.undo_name(opened.hub.store) == f"写说明（{number} 条）"
    opened.undo()
    qtbot.waitUntil(lambda: [f.rule for f in problems.model.shown].count(rule) == number)


def test_the_panel_without_a_mouse(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    problems = view.problems
    choose("泵站维护费")
    view.project.form.budget.setFocus()
    go(problems, row_of(problems, "F03"))
    qtbot.keyClick(problems.table, Qt.Key.Key_Escape)
    assert view.project.form.budget.hasFocus()
    go(problems, row_of(problems, "F03"))
    qtbot.keyClick(problems.table, Qt.Key.Key_Return)
    assert view.project.form.plan[3].hasFocus()
    go(problems, row_of(problems, "F04"))
    qtbot.keyClick(opened, Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    assert "F04" not in [f.rule for f in problems.model.shown]
    assert opened.message.text.text().startswith("已修正（改为累计数）：渠道清淤费")
    assert problems.table.hasFocus()


def test_what_was_chosen_stays_chosen_when_the_list_is_made_anew(opened: MainWindow, view: WorkspaceView) -> None:
    problems = view.problems
    go(problems, row_of(problems, "K11"))
    problems.choose_alike()
    chosen = problems.chosen()
    problems.refresh()
    assert len(chosen) == 2 and problems.chosen() == chosen


def test_a_finding_on_the_printed_title_shows_its_field(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str]
) -> None:
    project_id = choose("泵站维护费")
    form = view.project.form
    assert form.title.isHidden()
    assert opened.hub is not None
    opened.hub.run(editing.edit_cells, [(CellKey("project", project_id, "title"), "泵站维护费XX绩效目标表")])
    view.problems.refresh()
    row = next(i for i, f in enumerate(view.problems.model.shown) if f.path == "title")
    go(view.problems, row - 1) if row else None
    opened.actions_by_id["check.next"].trigger()
    assert view.problems.current().path == "title"
    assert form.title.isVisible() and form.title.hasFocus() and form.title.text() == "泵站维护费XX绩效目标表"
    assert (
        form.viewport()
        .rect()
        .intersects(form.title.rect().translated(form.title.mapTo(form.viewport(), form.title.rect().topLeft())))
    )
    opened.hub.run(editing.edit_cells, [(CellKey("project", project_id, "title"), "泵站维护费绩效目标表")])
    view.project.form.name.setFocus()
    choose("渠道清淤费")
    assert form.title.isHidden()


@pytest.mark.parametrize("column", ["function_code", "needs_form", "category", "secret"])
def test_every_field_of_the_head_can_be_gone_to(view: WorkspaceView, choose: Callable[[str], str], column: str) -> None:
    choose("泵站维护费")
    assert view.project.go_to(column)
    field = {"function_code": view.project.form.function, "needs_form": view.project.form.needs_form,
             "category": view.project.form.category, "secret": view.project.form.secret}[column]  # fmt: skip
    assert field.hasFocus()


def test_a_project_without_goals_leads_to_the_button_that_adds_one(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str]
) -> None:
    project_id = choose("泵站维护费")
    assert opened.hub is not None
    goals = reading.load_project(opened.hub.store, project_id).goals
    opened.hub.run(editing.delete_rows, "goal", [goal.id for goal in goals])
    view.problems.refresh()
    go(view.problems, row_of(view.problems, "G01"))
    view.go_to(view.problems.current())
    assert view.project.form.goals.add.hasFocus()


def test_the_code_of_a_unit_is_asked_for_with_its_name(opened: MainWindow, view: WorkspaceView, qtbot: QtBot) -> None:
    assert opened.hub is not None
    unit = next(node for node in view.tree.all_nodes() if node.kind == "unit")
    opened.hub.run(editing.edit_cells, [(CellKey("unit", unit.id, "code"), "")])
    view.problems.refresh()
    finding = next(f for f in view.problems.model.shown if f.path.startswith("units["))
    view.go_to(finding)
    assert view.tree.current().id == unit.id

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, record_dialog.RecordDialog)
        assert dialog.name.text() == "云岭县水利局本级"
        qtbot.keyClicks(dialog.code, "412009")
        qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, fill)
    opened.actions_by_id["edit.rename"].trigger()
    assert view.tree.current().label == "412009 云岭县水利局本级"
    view.problems.refresh()
    assert not [f for f in view.problems.model.shown if f.path.startswith("units[")]


def test_the_source_of_what_came_over_from_the_year_before(opened: MainWindow, view: WorkspaceView, said: Said) -> None:
    assert opened.hub is not None
    opened.hub.run(rolling.roll, 2026)
    node = next(n for n in view.tree.projects() if view.tree.model.ancestor(n, "year").year == 2026)
    view.tree.select("project", node.id)
    view.project.form.purpose.setFocus()
    opened.actions_by_id["view.source"].trigger()
    told = said.told.pop()
    assert "结转到2026年度时从上年带来的" in told and "改过" not in told
    opened.hub.run(editing.edit_cells, [(CellKey("project", node.id, "purpose"), "另一种用途")])
    opened.actions_by_id["view.source"].trigger()
    assert "又改过（修改资金用途）" in said.told.pop()


def test_what_is_answered_keeps_a_sign_of_its_own_in_grid_and_list(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str]
) -> None:
    choose("水库巡查费")
    problems = view.problems
    found = go(problems, row_of(problems, "K11"))
    assert opened.hub is not None
    index = next(
        i
        for i in (view.project.grid.model().index(r, c) for r in range(9) for c in range(9))
        if "K11" in str(i.data(Qt.ItemDataRole.ToolTipRole))
    )
    before = index.data(Qt.ItemDataRole.BackgroundRole)
    opened.hub.run(answers.answer, [(opened.hub.checker.department_of(found), found)], WORDS, "王会计")
    problems.answered.setChecked(True)
    problems.refresh()
    tip = str(index.data(Qt.ItemDataRole.ToolTipRole))
    assert tip.startswith("<qt>已说明：") and WORDS in tip
    assert index.data(Qt.ItemDataRole.BackgroundRole) != before
    row = next(i for i, f in enumerate(problems.model.shown) if f.answer)
    assert text(problems, row, LEVEL) == "已说明"
    shown = problems.model.index(row, LEVEL).data(Qt.ItemDataRole.DecorationRole)
    assert shown.pixmap(16, 16).toImage() == marks.icon(marks.ANSWERED).pixmap(16, 16).toImage()


def test_every_mark_has_a_shape_of_its_own(qapp: QApplication) -> None:
    grey = [
        marks.icon(kind)
        .pixmap(16, 16)
        .toImage()
        .convertToFormat(marks.icon(kind).pixmap(16, 16).toImage().Format.Format_Grayscale8)
        for kind in (*marks.SEVERITIES, marks.ANSWERED)
    ]
    for i, one in enumerate(grey):
        for other in grey[i + 1 :]:
            far = sum(
                abs(one.pixelColor(x, y).red() - other.pixelColor(x, y).red()) > 60
                for x in range(16)
                for y in range(16)
            )
            assert far > 12


def test_marks_are_read_on_their_grounds(qapp: QApplication) -> None:
    for ground, ink in (("#ffffff", "#1f2933"), ("#1f2124", "#f5f7fa")):
        palette = QPalette(qapp.palette())
        palette.setColor(QPalette.ColorRole.Base, ground)
        palette.setColor(QPalette.ColorRole.Text, ink)
        for kind in (*marks.SEVERITIES, marks.ANSWERED):
            behind, text_colour = marks.tint(kind, palette), marks.ink(palette)
            assert abs(behind.lightness() - text_colour.lightness()) > 110, (kind, ground)


def test_the_preview_of_a_rule_names_places_of_tables(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str]
) -> None:
    assert opened.hub is not None
    problems = view.problems
    found = problems.model.fixable()["K11"]
    rows, _ = fix_dialog.changes_of(opened.hub.store, found, problems.model.books)
    assert [row[0] for row in rows] == [
        "水库巡查费 · 第2条指标「维护验收合格率」 指标值", "水库巡查费 · 第7条指标「农户满意度」 指标值",
    ]  # fmt: skip
    row = row_of(problems, "K11")
    assert text(problems, row, PROJECT) == "水库巡查费"
    tip = str(problems.model.index(row, PLACE).data(Qt.ItemDataRole.ToolTipRole))
    assert "第2条指标「维护验收合格率」 指标值" in tip


def test_the_status_line_shows_one_text_at_a_time(opened: MainWindow, view: WorkspaceView) -> None:
    opened.statusBar().showMessage("一句放不下的话", 10_000)
    for _ in range(3):
        QApplication.processEvents()
    assert not opened.saved.isVisible()
    opened.statusBar().clearMessage()
    assert opened.saved.isVisible()


def test_f6_reaches_the_list_and_shows_where_the_keyboard_is(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot
) -> None:
    problems = view.problems
    assert problems.current() is None
    qtbot.keyClick(opened, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert problems.table.hasFocus() and problems.current() == problems.model.shown[0]
    problems.text.setFocus()
    qtbot.keyClicks(problems.text, "nothing of the kind")
    qtbot.waitUntil(lambda: not problems.model.shown)
    view.tree.setFocus()
    qtbot.keyClick(opened, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert problems.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert problems.text.text() == ""
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert view.pages.isAncestorOf(QApplication.focusWidget())


def test_a_marked_cell_keeps_its_ground_while_it_is_edited(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    choose("水库巡查费")
    view.go_to(next(f for f in view.problems.model.shown if f.rule == "K11"))
    grid = view.project.grid
    ground = grid.currentIndex().data(Qt.ItemDataRole.BackgroundRole)
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    editor = grid.indexWidget(grid.currentIndex()) or QApplication.focusWidget()
    assert isinstance(editor, QTextEdit)
    assert editor.grab().toImage().pixelColor(editor.width() - 5, editor.height() - 5) == ground
    qtbot.keyClick(editor, Qt.Key.Key_Escape)


def test_an_answered_cell_of_a_table_keeps_a_sign(two_departments: WorkspaceView, qtbot: QtBot) -> None:
    problems = two_departments.problems
    found = go(problems, row_of(problems, "C06", "budget_tables"))
    two_departments.go_to(found)
    model = two_departments.table.view.model()

    def tip() -> str:
        return str(model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole))

    assert "错误：" in tip() and "已说明" not in tip()
    go(problems, row_of(problems, "C06", "budget_tables"))
    sign(qtbot)
    problems.answer_chosen()
    qtbot.waitUntil(lambda: "已说明：" in tip() and WORDS in tip())
