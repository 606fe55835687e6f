"""The overview in the window: charts and tables by real clicks and keys, where they lead, how they follow edits."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, workspace
from desktop_app.domain.changes import CellKey
from desktop_app.ui import charts, dialogs, overview
from desktop_app.ui.charts import BarList, Chart
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.overview import Overview
from desktop_app.ui.overview_table import SummaryModel
from desktop_app.ui.workspace_view import WorkspaceView
from tests.ui.conftest import Said


@pytest.fixture
def page(view: WorkspaceView) -> Overview:
    """The overview of the county's department."""
    view.tree.select("department", view.tree.model.roots[0].children[0].id)
    return view.overview


def labels(chart: Chart) -> list[str]:
    return [bar.label for bar in chart.list.bars]


def row_of(chart: Chart, label: str) -> int:
    return labels(chart).index(label)


def double_click(qtbot: QtBot, chart: Chart, label: str) -> None:
    """A real double click on a bar."""
    bars = chart.list
    at = bars.visualItemRect(bars.item(row_of(chart, label))).center()
    qtbot.mouseClick(bars.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(bars.viewport(), Qt.MouseButton.LeftButton, pos=at)


def press_enter(qtbot: QtBot, chart: Chart, label: str) -> None:
    """Walk to a bar with the arrows and press Enter."""
    chart.list.setFocus()
    for _ in range(len(chart.list.bars)):
        qtbot.keyClick(chart.list, Qt.Key.Key_Up)
    for _ in range(row_of(chart, label)):
        qtbot.keyClick(chart.list, Qt.Key.Key_Down)
    qtbot.keyClick(chart.list, Qt.Key.Key_Return)


def choose_view(qtbot: QtBot, page: Overview, name: str) -> None:
    """A real click on one of the tabs above the figures."""
    at = page.views.tabRect(overview.VIEWS.index(name)).center()
    qtbot.mouseClick(page.views, Qt.MouseButton.LeftButton, pos=at)


def cells(page: Overview) -> list[list[str]]:
    model = page.table.model()
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def test_charts_say_what_there_is(page: Overview) -> None:
    assert labels(page.charts.owners) == ["412001 云岭县水利局本级", "412002 云岭县水库管理所"]
    first = page.charts.owners.list.bars[0]
    assert first.text.split() == ["20.00", "67%"]
    assert labels(page.charts.categories) == ["未标明"]
    assert not page.charts.functions.isVisible(), "no project has a 功能科目"
    done = {bar.label.strip(): bar.text for bar in page.charts.progress.list.bars}
    assert done["项目全部填好"] == "3 / 3"
    assert done["必填指标"] == "3 / 3"
    assert done["预算公开表"] == "0 / 9"
    assert done["政府采购"] == "没有"
    assert "财政 30.00，其他 0.00" in page.text.text()


def test_a_bar_of_a_unit_leads_to_the_unit_and_of_a_project_to_the_project(
    page: Overview, view: WorkspaceView, qtbot: QtBot
) -> None:
    double_click(qtbot, page.charts.owners, "412001 云岭县水利局本级")
    node = view.tree.current()
    assert node is not None
    assert (node.kind, node.code) == ("unit", "412001")
    assert labels(page.charts.owners) == ["泵站维护费", "渠道清淤费"]
    press_enter(qtbot, page.charts.owners, "渠道清淤费")
    assert view.pages.currentWidget() is view.project
    assert view.project.form.name.text() == "渠道清淤费"


def test_a_bar_of_findings_leads_to_the_first_and_gravest(page: Overview, view: WorkspaceView, qtbot: QtBot) -> None:
    assert "错误 " in page.charts.findings.list.bars[0].text
    press_enter(qtbot, page.charts.findings, "412001 云岭县水利局本级")
    assert view.project.form.name.text() == "渠道清淤费"
    key = view.current_key()
    assert key is not None
    assert key.column.startswith("plan_")


def test_unfinished_projects_are_listed_and_a_single_one_is_gone_to(
    page: Overview, view: WorkspaceView, qtbot: QtBot, opened: MainWindow
) -> None:
    first, second, _ = view.tree.projects()
    assert opened.hub is not None
    opened.hub.run(editing.edit_cells, [(CellKey("project", p.id, "plan_2"), "") for p in (first, second)])
    qtbot.waitUntil(lambda: page.charts.progress.list.bars[2].text == "1 / 3")
    press_enter(qtbot, page.charts.progress, "　支出计划")
    assert page.views.tabText(page.views.currentIndex()) == "项目清单"
    assert [row[2] for row in cells(page)[:-1]] == [first.label, second.label]
    assert page.narrowed.text().startswith("支出计划没有填好的项目，2 个")
    qtbot.mouseClick(page.narrowed, Qt.MouseButton.LeftButton)
    assert len(cells(page)) == 3 + 1
    choose_view(qtbot, page, "图表")
    opened.hub.run(editing.edit_cells, [(CellKey("project", first.id, "plan_2"), "50%")])
    qtbot.waitUntil(lambda: page.charts.progress.list.bars[2].text == "2 / 3")
    press_enter(qtbot, page.charts.progress, "　支出计划")
    assert view.project.form.name.text() == second.label


def test_a_missing_part_leads_to_its_page(page: Overview, view: WorkspaceView, qtbot: QtBot) -> None:
    double_click(qtbot, page.charts.progress, "预算公开表")
    assert view.pages.currentWidget() is view.parts
    view.show_tab(0)
    unit = view.tree.model.roots[0].children[0].children[0]
    view.tree.select("unit", unit.id)
    double_click(qtbot, page.charts.progress, "预算公开表")
    assert view.pages.currentWidget() is view.parts, "the unit has none of its own: that of its department is shown"


def test_figures_are_up_to_date_after_an_edit_and_after_undo(
    page: Overview, view: WorkspaceView, qtbot: QtBot, opened: MainWindow
) -> None:
    first = view.tree.projects()[0]
    assert opened.hub is not None
    opened.hub.run(editing.edit_cells, [
        (CellKey("project", first.id, "budget"), "25"), (CellKey("project", first.id, "category"), "特定目标类"),
        (CellKey("project", first.id, "function_code"), "2130306"),
    ])  # fmt: skip
    qtbot.waitUntil(lambda: labels(page.charts.categories) == ["特定目标类", "未标明"])
    assert "预算数合计 45.00 万元" in page.text.text()
    assert page.charts.functions.isVisible()
    qtbot.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: labels(page.charts.categories) == ["未标明"])
    assert "预算数合计 30.00 万元" in page.text.text()


def test_what_changed_while_it_was_hidden_is_read_when_it_comes_back(
    page: Overview, view: WorkspaceView, choose: Callable[[str], str], opened: MainWindow, qtbot: QtBot
) -> None:
    project = choose("泵站维护费")
    assert opened.hub is not None
    opened.hub.run(editing.edit_cells, [(CellKey("project", project, "budget"), "11")])
    view.tree.select("department", view.tree.model.roots[0].children[0].id)
    assert "预算数合计 31.00 万元" in page.text.text()


def test_counts_of_findings_follow_the_tree(
    page: Overview, view: WorkspaceView, opened: MainWindow, qtbot: QtBot
) -> None:
    before = page.text.text()
    project = view.tree.projects()[1]
    assert opened.hub is not None
    opened.hub.run(editing.edit_cells, [(CellKey("project", project.id, "name"), "")])
    qtbot.waitUntil(lambda: page.text.text() != before)
    errors = view.tree.model.counts(view.tree.model.roots[0])[0]
    qtbot.waitUntil(lambda: f"错误 {view.tree.model.counts(view.tree.model.roots[0])[0]}" in page.text.text())
    assert errors


def test_classes_open_as_a_list_and_the_tables_hold_the_same(page: Overview, view: WorkspaceView, qtbot: QtBot) -> None:
    press_enter(qtbot, page.charts.categories, "未标明")
    assert len(cells(page)) == 3 + 1
    assert "项目类别：未标明，3 个" in page.narrowed.text()
    choose_view(qtbot, page, "单位和类别")
    assert not page.narrowed.isVisible()
    assert cells(page)[0] == ["412001 云岭县水利局本级", "2", "20.00", "20.00", "20.00", ""]
    assert cells(page)[-1] == ["合计", "3", "30.00", "30.00", "30.00", "0.00"]
    at = page.table.visualRect(page.table.model().index(1, 0)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    node = view.tree.current()
    assert node is not None
    assert node.code == "412002"
    assert page.table.isVisible(), "the table that somebody chose stays chosen"


@pytest.mark.parametrize("name", overview.VIEWS[1:])
def test_every_table_can_be_chosen_for_every_node(view: WorkspaceView, qtbot: QtBot, name: str) -> None:
    if name == "功能科目":
        return
    for node in view.tree.all_nodes():
        if node.kind != "project":
            view.tree.select(node.kind, node.id)
            choose_view(qtbot, view.overview, name)
            assert cells(view.overview)
            assert view.overview.table.accessibleName() == name


def test_tab_and_arrows_reach_every_chart_and_the_tabs(page: Overview, qtbot: QtBot, view: WorkspaceView) -> None:
    page.views.setFocus()
    seen = []
    for _ in range(8):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus.accessibleName())
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    for name in ("图和表", "按单位（万元）", "按项目类别（万元）", "填报进度", "检查结果"):
        assert name in seen, seen
    page.views.setFocus()
    qtbot.keyClick(page.views, Qt.Key.Key_Right)
    assert page.table.isVisible()


def test_an_entry_has_a_name_that_can_be_read_out(page: Overview) -> None:
    item = page.charts.owners.list.item(0)
    assert item.data(Qt.ItemDataRole.AccessibleTextRole).startswith("412001 云岭县水利局本级，20.00")


def test_copying_gives_heads_names_as_texts_and_figures_as_numbers(page: Overview, qtbot: QtBot) -> None:
    choose_view(qtbot, page, "单位和类别")
    qtbot.mouseClick(page.copying, Qt.MouseButton.LeftButton)
    mime = QGuiApplication.clipboard().mimeData()
    lines = mime.text().splitlines()
    assert lines[0].split("\t") == [
        "单位",
        "项目数",
        "未标明（万元）",
        "预算数（万元）",
        "财政资金（万元）",
        "其他资金（万元）",
    ]
    assert lines[1].split("\t") == ["412001 云岭县水利局本级", "2", "20.00", "20.00", "20.00", "0.00"]
    assert "mso-number-format" in mime.html().partition("</td>")[0]
    row = mime.html().split("<tr>")[2].split("</td>")
    assert "mso-number-format" in row[0]
    assert "mso-number-format" not in row[1]
    page.table.setFocus()
    page.table.setCurrentIndex(page.table.model().index(1, 2))
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "10.00"


def test_the_tables_go_out_as_a_workbook(
    page: Overview, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: MainWindow
) -> None:
    to = tmp_path / "汇总.xlsx"
    asked: list[Path] = []
    monkeypatch.setattr(dialogs, "save_file", lambda title, suggestion, *rest: asked.append(suggestion) or to)
    qtbot.mouseClick(page.exporting, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "汇总表已写好" in opened.message.text.text(), timeout=20_000)
    assert asked[0].name == "412 云岭县水利局汇总表.xlsx"
    workbook = openpyxl.load_workbook(to)
    assert workbook.sheetnames == ["单位和类别", "填报进度", "公开内容", "检查结果"]
    assert [c.value for c in workbook["单位和类别"][4]][:4] == ["412001 云岭县水利局本级", 2, 20, 20]


def test_an_empty_workspace_keeps_its_two_buttons(window: MainWindow, tmp_path: Path, qtbot: QtBot, said: Said) -> None:
    workspace.create_workspace(tmp_path / "空.jxdb").close()
    window.open_paths([tmp_path / "空.jxdb"])
    assert window.view is not None
    page = window.view.overview
    assert page.bring.isVisible()
    assert page.begin.isVisible()
    assert not page.views.isVisible()
    assert not page.charts.isVisible()
    window.actions_by_id["data.sums"].trigger()
    assert said.told == ["工作簿里还没有项目，没有可以汇总的内容。"]


def test_a_department_without_projects_shows_what_is_due(opened: MainWindow, view: WorkspaceView) -> None:
    assert opened.hub is not None
    opened.hub.run(workspace.add_department, 2025, "云岭县林业局", "413")
    node = view.tree.model.roots[0].children[-1]
    view.tree.select("department", node.id)
    assert labels(view.overview.charts.progress)[0] == "预算公开表"
    assert "0 个项目" in view.overview.text.text()
    view.overview.show_view("项目清单")
    assert cells(view.overview) == [["合计", "", "", "0.00", "0", "0", "0"]]


def test_a_year_of_two_departments_divides_by_department(opened: MainWindow, view: WorkspaceView) -> None:
    assert opened.hub is not None
    opened.hub.run(workspace.add_department, 2025, "云岭县林业局", "413")
    view.tree.select("year", "2025")
    assert labels(view.overview.charts.owners) == ["412 云岭县水利局", "413 云岭县林业局"]
    assert {bar.label.strip(): bar.text for bar in view.overview.charts.progress.list.bars}["预算公开表"] == "0 / 18"


def test_the_table_model_is_sound(page: Overview, qtbot: QtBot, qtmodeltester: object) -> None:
    qtmodeltester.check(SummaryModel())
    choose_view(qtbot, page, "项目清单")
    qtmodeltester.check(page.table.model())


def test_bars_are_drawn_in_colours_of_the_theme(page: Overview) -> None:
    bars = page.charts.owners.list
    picture = bars.grab().toImage()
    colours = {picture.pixelColor(x, bars.row_height() // 2).name() for x in range(picture.width())}
    assert charts.shade(charts.STRONG, bars.palette()).name() in colours
    assert bars.palette().color(QPalette.ColorRole.Base).name() in colours


@pytest.mark.parametrize(("button", "window_"), [("#f0f0f0", "#f4f6f8"), ("#3a3d42", "#2b2d31")])
def test_shades_are_told_apart_on_light_and_on_dark(button: str, window_: str) -> None:
    palette = QPalette(QColor(button), QColor(window_))
    shades = [charts.shade(name, palette) for name in (charts.STRONG, charts.PALE, charts.GREY, charts.EMPTY)]
    grounds = [*shades, palette.color(QPalette.ColorRole.Base)]
    assert len({colour.name() for colour in grounds}) == len(grounds)


def test_a_narrow_list_keeps_names_and_figures_and_lets_the_bar_go(qtbot: QtBot) -> None:
    bars = BarList()
    qtbot.addWidget(bars)
    bars.show_bars([charts.Bar("云岭县水利工程建设管理站", ((5, charts.STRONG),), 10, "1234.56", ("unit", "1"))])
    bars.resize(180, 40)
    bars.show()
    names, figures = bars.widths(168)
    assert names >= 168 * 0.4
    assert figures >= bars.fontMetrics().horizontalAdvance("1234.56")
    assert not bars.grab().isNull()
    qtbot.mouseClick(bars.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert bars.currentRow() == 0
