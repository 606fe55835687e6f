"""What the eye needs: colours that follow the system, names that can be told apart, room on narrow screens."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, importing, reading
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import AssetBlock, AssetRow, BudgetRow, BudgetTable, Purchase
from desktop_app.ui import marks, shots, theme
from desktop_app.ui.flow import FlowLayout
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.workspace_view import GOALS, SECTIONS, TABLES, WorkspaceView
from tests.ui.conftest import county_book
from tests.ui.grids import go, key, take_keyboard, type_text

NARROW = round(1366 / 1.25)  # the commonest screen in county offices, at 125 %


def ground(window: MainWindow, widget: QWidget) -> int:
    """The lightness of the lower right corner of a widget, where its own ground shows."""
    window.repaint()
    QApplication.processEvents()
    at = widget.mapTo(window, QPoint(widget.width() - 4, widget.height() - 4))
    return window.grab().toImage().pixelColor(at).lightness()


def drawn(button: QPushButton) -> int:
    """How light the drawing on a button is."""
    image = button.icon().pixmap(16, 16).toImage()
    colours = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(colours, key=QColor.alpha).lightness()


def test_what_is_shown_follows_the_system_into_the_dark_and_back(opened: MainWindow, view: WorkspaceView) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    light = app.palette()
    view.tree.select("department", view.tree.all_nodes()[1].id)
    view.show_tab(SECTIONS)
    view.show_tab(TABLES)
    view.show_tab(GOALS)
    label = view.overview.text
    try:
        for palette, dark in ((shots.dark_palette(), True), (light, False)):
            theme.dress(app, palette)
            opened.recolour()
            assert label.palette().color(label.foregroundRole()).lightness() > 128 if dark else True
            bars = view.overview.charts.progress.list
            for widget in (view.tree.view.viewport(), view.problems, opened.bar, bars.viewport()):
                assert (ground(opened, widget) < 128) == dark, widget
            assert (drawn(view.sections.buttons["增加"]) > 128) == dark
            view.show_tab(TABLES)
            assert (ground(opened, view.table.view.viewport()) < 128) == dark
            assert view.parts.list.item(0).foreground().color() == marks.pale(palette)  # not begun: it steps back
            view.show_tab(GOALS)
    finally:
        theme.dress(app, light)
        opened.recolour()


def test_a_label_that_steps_back_has_the_ink_of_now(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    light, label = app.palette(), QLabel("注")
    qtbot.addWidget(label)
    theme.muted(label)
    label.show()
    try:
        for palette in (shots.dark_palette(), light):
            theme.dress(app, palette)
            shown = label.palette().color(label.foregroundRole())
            text, paper = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window)
            between = sorted((text.lightness(), shown.lightness(), paper.lightness()))
            assert between[1] == shown.lightness()
            link = app.palette().color(QPalette.ColorRole.Link)
            for ink in (shown, link):
                assert abs(ink.lightness() - paper.lightness()) > 80  # readable
    finally:
        theme.dress(app, light)


@pytest.fixture
def bought(opened: MainWindow, view: WorkspaceView) -> WorkspaceView:
    """The tables of 2024: a purchase of a unit, two tables of assets of one holder."""
    assert opened.hub is not None
    book = county_book()
    book.year = 2024
    book.assets = [AssetBlock("云岭县水利局本级", "", [AssetRow("资产总额", "", value)]) for value in ("30.00", "4.00")]
    book.purchases = [Purchase("办公费", "5", "打印机", owner="412001")]
    heads = ["序号", "功能分类科目/科目编码", "功能分类科目/科目名称", "合计", "基本支出", "项目支出"]
    book.tables = [BudgetTable(5, "一般公共预算财政拨款支出表", heads, [BudgetRow(["1", "", "合计", "1", "", ""])])]
    opened.hub.run(importing.apply_import, importing.plan_import(opened.hub.store, [book]))
    view.tree.select("department", next(n for n in view.tree.model.roots if n.year == 2024).children[0].id)
    view.show_tab(TABLES)
    return view


def show(view: WorkspaceView, name: str) -> None:
    view.parts.list.setCurrentRow([entry.name for entry in view.parts.entries].index(name))


def owners_of_purchases(view: WorkspaceView) -> dict[str, str]:
    book = reading.load_parts(view.parts.state.hub.store, view.parts.state.department_id)
    return {purchase.item: purchase.owner for purchase in book.purchases}


def type_new_item(view: WorkspaceView, qtbot: QtBot, item: str) -> None:
    show(view, "政府采购")
    page = view.parts.page
    take_keyboard(qtbot, page.view)
    go(page.view, page.model.rowCount() - 1, page.model.part.fields.index("item"))
    type_text(page.view, item)
    key(page.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: item in owners_of_purchases(view))


def test_two_tables_of_one_holder_are_numbered(bought: WorkspaceView) -> None:
    names = [entry.name for entry in bought.parts.entries if entry.name.startswith("固定资产")]
    assert names == ["固定资产 云岭县水利局本级（1）", "固定资产 云岭县水利局本级（2）"]
    show(bought, names[1])
    assert bought.parts.page.title.text() == names[1]


def test_a_new_purchase_is_of_the_unit_that_is_chosen(bought: WorkspaceView, qtbot: QtBot) -> None:
    department = bought.tree.current()
    assert department is not None
    other = next(node for node in department.children if node.code == "412002")
    bought.tree.select("unit", other.id)
    type_new_item(bought, qtbot, "pump")
    assert owners_of_purchases(bought)["pump"] == "412002"
    bought.parts.show_owner("")  # the department's page, the unit still chosen in the tree
    type_new_item(bought, qtbot, "gate")
    assert owners_of_purchases(bought)["gate"] == "412002"
    bought.tree.select("department", department.id)
    type_new_item(bought, qtbot, "cable")
    assert owners_of_purchases(bought)["cable"] == ""  # one of two units: nobody guesses


def test_a_project_leads_to_the_tables_of_its_unit(bought: WorkspaceView) -> None:
    department = bought.tree.current()
    assert department is not None
    other = next(node for node in department.children if node.code == "412002")
    project = next(node for node in other.children if node.kind == "project")
    bought.tree.select("project", project.id)
    assert bought.parts.owner == "412002"


def test_a_department_of_one_unit_leads_to_its_own_tables(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot
) -> None:
    assert opened.hub is not None
    book = county_book()
    book.year = 2024
    book.projects = [project for project in book.projects if project.unit_code == "412001"]
    book.units = [unit for unit in book.units if unit.code == "412001"]
    heads, rows = ["项目", "合计"], [["合计", "1"]]
    book.tables = [
        BudgetTable(5, "一般公共预算财政拨款支出表", heads, [BudgetRow(row) for row in rows], owner=owner)
        for owner in ("", "412001")
    ]
    opened.hub.run(importing.apply_import, importing.plan_import(opened.hub.store, [book]))
    department = next(node for node in view.tree.model.roots if node.year == 2024).children[0]
    assert [node.kind for node in department.children].count("unit") == 1
    view.tree.select("department", department.id)
    for tab in (TABLES, SECTIONS, TABLES):
        view.show_tab(tab)
    assert view.parts.owner == ""


def test_an_empty_table_says_what_is_to_be_written_under_it(bought: WorkspaceView, qtbot: QtBot) -> None:
    show(bought, "表7 政府性基金预算财政拨款支出表")
    pane = bought.table
    form = pane.model.form
    assert form is not None
    assert form.empty_note in pane.hint.text() and pane.hint.isVisible()
    assert pane.hint.x() < pane.offer.x()  # the button follows the words
    pane.offer.click()
    qtbot.waitUntil(lambda: pane.note.text() == form.empty_note)
    assert not pane.hint.isVisible() and not pane.offer.isVisible()
    assert bought.parts.state.hub.run(editing.edit_cells, [(CellKey("budget_table", key_of(bought), "note"), "")])
    assert pane.offer.isVisible() and pane.note.placeholderText() == form.empty_note


def key_of(view: WorkspaceView) -> str:
    table = view.parts.state.table(7, "")
    assert table is not None
    return table.id


def test_the_page_of_a_table_fits_a_narrow_screen(bought: WorkspaceView, opened: MainWindow) -> None:
    show(bought, "表5 一般公共预算财政拨款支出表")
    assert bought.parts.minimumSizeHint().width() + bought.tree.minimumSizeHint().width() < NARROW


def test_buttons_flow_into_the_next_line(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(2, box)
    buttons = [QPushButton("按编码排序") for _ in range(4)]
    for button in buttons:
        flow.addWidget(button)
    width, height = buttons[0].sizeHint().width(), buttons[0].sizeHint().height()
    box.resize(width * 2 + 2, 300)
    box.show()
    assert [(b.x(), b.y()) for b in buttons] == [(x, y) for y in (0, height + 2) for x in (0, width + 2)]
    assert flow.heightForWidth(width * 4 + 6) == height
    buttons[0].hide()
    flow.setGeometry(QRect(0, 0, width * 2 + 2, 300))
    assert (buttons[1].x(), buttons[1].y()) == (0, 0)  # what is hidden takes no room
    assert flow.minimumSize().width() == width


def tell(view: WorkspaceView, row: int, column: int) -> tuple[str, str]:
    """What a cell of the page shows, and what it says when pointed at."""
    index = view.parts.pages.currentWidget().model.index(row, column)
    return index.data(), index.data(Qt.ItemDataRole.ToolTipRole) or ""


def test_amounts_of_a_wrong_shape_stay_as_typed_and_are_marked(bought: WorkspaceView) -> None:
    """None of them is changed; those that are no number say so, those written in odd signs say how they print."""
    shapes = {"1,2.5": "不是", "12万": "不是", "１２．５": "全角", "1 234.5": "空格", "12.50": ""}
    state = bought.parts.state
    table = state.table(5, "")
    assert table is not None
    for text, says in shapes.items():
        show(bought, "表5 一般公共预算财政拨款支出表")
        assert state.hub.run(editing.edit_cells, [(CellKey("budget_row", table.rows[0].id, "c6"), text)])
        shown, tip = tell(bought, 0, 5)
        assert shown == text and (says in tip if says else "不是" not in tip and "全角" not in tip)
        show(bought, "政府采购")
        part = bought.parts.page.model.part
        assert state.hub.run(editing.edit_cells, [(CellKey("purchase", part.lines[0].id, "price"), text)])
        shown, tip = tell(bought, 0, part.fields.index("price"))
        assert shown == text and (says in tip if says else "不是" not in tip and "全角" not in tip)


def test_the_message_bar_keeps_its_ground_however_often_it_speaks(opened: MainWindow) -> None:
    opened.say("第一句")
    first = opened.message.styleSheet()
    for _ in range(5):
        opened.say("下一句")
    assert opened.message.styleSheet() == first
