"""A unit's own texts in the window: chosen, begun, written from its tables, exported; tree and title follow."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, gathering, importing, reading
from desktop_app.actions.narrowing import PART
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetTable, Section
from desktop_app.domain.model import Unit
from desktop_app.ui import dialogs, search_target
from desktop_app.ui.export_dialog import ExportDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.narrative_drafts import DraftsDialog
from desktop_app.ui.tree_pane import TreePane
from desktop_app.ui.workspace_view import GOALS, SECTIONS, TABLES, WorkspaceView
from tests.publishing import income_and_spending, publishing

OFFICE, STATION = "412001", "412002"
TEXTS = "sections"


@pytest.fixture
def shown(opened: MainWindow, view: WorkspaceView) -> WorkspaceView:
    """The year 2024: a department with a text of its own and two units, each with a 收支总表."""
    assert opened.hub is not None
    book = publishing(2024)
    book.units.append(Unit(STATION, "云岭县供水站"))
    second = book.projects[1]
    second.unit_code, second.unit_name = STATION, "云岭县供水站"
    book.tables += [_table("200.00", OFFICE), _table("120.50", STATION)]
    opened.hub.run(importing.apply_import, importing.plan_import(opened.hub.store, [book]))
    return view


def _table(total: str, owner: str) -> BudgetTable:
    return income_and_spending(total, owner=owner)


def unit(tree: TreePane, code: str) -> str:
    year = next(node for node in tree.model.roots if node.year == 2024)
    return next(node.id for node in year.children[0].children if node.code == code)


def department(tree: TreePane) -> str:
    return next(node for node in tree.model.roots if node.year == 2024).children[0].id


def click_node(view: WorkspaceView, qtbot: QtBot, kind: str, node_id: str) -> None:
    """Click a line of the tree, its branches opened."""
    index = view.tree.filter.mapFromSource(view.tree.model.index_of((kind, node_id)))
    assert index.isValid()
    above = index.parent()
    while above.isValid():
        view.tree.view.expand(above)
        above = above.parent()
    view.tree.view.scrollTo(index)
    where = view.tree.view.visualRect(index).center()
    qtbot.mouseClick(view.tree.view.viewport(), Qt.MouseButton.LeftButton, pos=where)


def click_tab(view: WorkspaceView, qtbot: QtBot, tab: int) -> None:
    qtbot.mouseClick(view.tabs, Qt.MouseButton.LeftButton, pos=view.tabs.tabRect(tab).center())


def stored(view: WorkspaceView) -> list[Section]:
    return reading.load_texts(view.parts.state.hub.store, view.sections.department_id).sections


def headings(view: WorkspaceView) -> list[str]:
    return [view.sections.list.item(i).text() for i in range(view.sections.list.count())]


def chosen(view: WorkspaceView) -> str:
    node = view.tree.current()
    assert node is not None
    return node.id


def accept(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    seen: list[object] = []
    monkeypatch.setattr(dialogs, "run", lambda dialog: seen.append(dialog) or True)
    return seen


def test_a_unit_is_chosen_its_text_written_from_its_tables_and_exported(
    shown: WorkspaceView, opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    station = unit(shown.tree, STATION)
    click_node(shown, qtbot, PART, f"{station} {TEXTS}")
    assert shown.pages.currentWidget() is shown.sections
    assert shown.sections.owners.currentText() == "单位：412002 云岭县供水站"
    assert headings(shown) == [] and "按表生成" in shown.sections.text.placeholderText()
    seen = accept(monkeypatch)
    qtbot.mouseClick(shown.sections.narrative.buttons["write"], Qt.MouseButton.LeftButton)
    (drafts,) = seen
    assert isinstance(drafts, DraftsDialog) and "云岭县供水站" in drafts.windowTitle()
    own = [section for section in stored(shown) if section.owner == STATION]
    assert len(own) == len(headings(shown)) > 5
    assert any("120.50万元" in section.text for section in own)
    assert not any("320.50" in section.text or "200.00" in section.text for section in own)
    node = shown.tree.model.find(PART, f"{station} {TEXTS}")
    assert node is not None and not node.blank

    def run(dialog: ExportDialog) -> bool:
        dialog.folder.setText(str(tmp_path / "出"))
        dialog.scope.setCurrentIndex(dialog.scope.findText("云岭县供水站", Qt.MatchFlag.MatchContains))
        dialog.gate.override.setChecked(True)
        dialog.gate.reason.setText("试验")
        dialog.gate.by.setText("张会计")
        return True

    monkeypatch.setattr(dialogs, "run", run)
    opened.actions_by_id["data.export"].trigger()
    qtbot.waitUntil(lambda: "已导出" in opened.message.text.text(), timeout=20_000)
    (document,) = (tmp_path / "出").glob("*.docx")
    assert "供水站" in document.name
    with zipfile.ZipFile(document) as archive:
        text = archive.read("word/document.xml").decode()
    assert "120.50万元" in text and "管水" not in text


def test_a_section_is_begun_by_hand_for_the_unit_that_is_shown(shown: WorkspaceView, qtbot: QtBot) -> None:
    before = stored_of(shown, "")
    click_node(shown, qtbot, "unit", unit(shown.tree, OFFICE))
    click_tab(shown, qtbot, SECTIONS)
    qtbot.mouseClick(shown.sections.buttons["增加"], Qt.MouseButton.LeftButton)
    head(shown, "补充说明")
    qtbot.mouseClick(shown.sections.buttons["增加"], Qt.MouseButton.LeftButton)
    head(shown, "其他")
    assert headings(shown) == ["补充说明", "其他"]
    qtbot.mouseClick(shown.sections.buttons["上移"], Qt.MouseButton.LeftButton)
    assert headings(shown) == ["其他", "补充说明"]
    assert stored_of(shown, OFFICE) == ["其他", "补充说明"]
    assert stored_of(shown, "") == before


def head(view: WorkspaceView, text: str) -> None:
    """Type the heading of the section that was just begun, as an input method does."""
    assert view.sections.heading.hasFocus()
    view.sections.heading.insert(text)
    QTest.keyClick(view.sections.heading, Qt.Key.Key_Tab)


def stored_of(view: WorkspaceView, owner: str) -> list[str]:
    sections = reading.load_texts(view.parts.state.hub.store, department(view.tree)).sections
    return [section.heading for section in sections if section.owner == owner]


def test_the_choice_of_a_unit_on_the_page_leads_the_tree_and_the_title(shown: WorkspaceView, qtbot: QtBot) -> None:
    click_node(shown, qtbot, "department", department(shown.tree))
    click_tab(shown, qtbot, SECTIONS)
    assert shown.title.text().endswith("412 云岭县水利局 › 文字")
    shown.sections.owners.setFocus()
    QTest.keyClick(shown.sections.owners, Qt.Key.Key_Down)
    assert chosen(shown) == f"{unit(shown.tree, OFFICE)} {TEXTS}"
    assert shown.title.text().endswith("412001 云岭县水利局本级 › 文字")
    QTest.keyClick(shown.sections.owners, Qt.Key.Key_Up)
    assert chosen(shown) == f"{department(shown.tree)} {TEXTS}"
    assert headings(shown)[0] == "一、部门职责及机构设置情况"


def click_entry(view: WorkspaceView, qtbot: QtBot, name: str) -> None:
    listed = view.parts.list
    item = next(listed.item(i) for i in range(listed.count()) if listed.item(i).text().startswith(name))
    where: QPoint = listed.visualItemRect(item).center()
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_the_contents_of_the_tables_lead_the_tree_and_the_title(shown: WorkspaceView, qtbot: QtBot) -> None:
    own = department(shown.tree)
    click_node(shown, qtbot, PART, f"{own} budget_tables")
    for name, path in (("政府采购", "procurement"), ("名词解释", "glossary"), ("表1", "budget_tables")):
        click_entry(shown, qtbot, name)
        assert chosen(shown) == f"{own} {path}"
        assert shown.title.text().endswith("› " + {"budget_tables": "预算公开表"}.get(path, name))
        assert shown.parts.list.currentItem().text().startswith(name)
    shown.parts.owners.setFocus()
    QTest.keyClick(shown.parts.owners, Qt.Key.Key_Down)
    assert chosen(shown) == f"{unit(shown.tree, OFFICE)} budget_tables"
    assert shown.title.text().endswith("412001 云岭县水利局本级 › 预算公开表")


def test_a_project_that_a_choice_led_away_from_is_there_again(shown: WorkspaceView, qtbot: QtBot) -> None:
    project = next(node for node in shown.tree.projects() if node.label == "泵站维护费" and node.year is None)
    click_node(shown, qtbot, "project", project.id)
    click_tab(shown, qtbot, TABLES)
    assert chosen(shown) == project.id  # nothing was chosen yet
    assert shown.title.text().endswith("› 预算公开表")  # and yet the title says what is shown
    click_entry(shown, qtbot, "政府采购")
    assert shown.title.text().endswith("› 政府采购")
    assert chosen(shown).endswith(" procurement") or chosen(shown) != project.id
    click_tab(shown, qtbot, GOALS)
    assert chosen(shown) == project.id and shown.pages.currentWidget() is shown.project


def test_following_leaves_filters_alone(shown: WorkspaceView, qtbot: QtBot) -> None:
    own = department(shown.tree)
    click_node(shown, qtbot, PART, f"{own} budget_tables")
    shown.tree.filters.buttons["有错误"].setChecked(True)
    click_entry(shown, qtbot, "名词解释")
    assert shown.tree.filter.narrowed
    assert shown.title.text().endswith("› 名词解释")


def test_a_project_shows_the_department_s_texts_until_its_unit_has_some(shown: WorkspaceView, qtbot: QtBot) -> None:
    station = unit(shown.tree, STATION)
    below = shown.tree.model.find("unit", station)
    assert below is not None
    click_node(shown, qtbot, "project", below.children[0].id)
    click_tab(shown, qtbot, SECTIONS)
    assert headings(shown)[0] == "一、部门职责及机构设置情况"
    click_node(shown, qtbot, PART, f"{station} {TEXTS}")
    assert headings(shown) == []
    qtbot.mouseClick(shown.sections.buttons["增加"], Qt.MouseButton.LeftButton)
    click_node(shown, qtbot, "project", below.children[0].id)
    click_tab(shown, qtbot, SECTIONS)
    assert headings(shown) == ["（没有标题）"]


def test_what_was_found_in_a_unit_s_text_is_shown_there(shown: WorkspaceView, opened: MainWindow, qtbot: QtBot) -> None:
    click_node(shown, qtbot, PART, f"{unit(shown.tree, STATION)} {TEXTS}")
    qtbot.mouseClick(shown.sections.buttons["增加"], Qt.MouseButton.LeftButton)
    head(shown, "供水计划")
    click_node(shown, qtbot, "department", department(shown.tree))
    assert opened.hub is not None
    gathered = gathering.of_workspace(opened.hub.store)
    assert gathered.go_on()
    (hit,) = gathered.search("供水计划").hits
    search_target.go(shown, opened.hub.store, hit)
    assert shown.sections.owners.currentText() == "单位：412002 云岭县供水站"
    assert shown.sections.heading.hasFocus() and shown.sections.heading.text() == "供水计划"
    assert chosen(shown) == f"{unit(shown.tree, STATION)} {TEXTS}"


def test_a_unit_that_gets_another_code_stays_the_choice(shown: WorkspaceView, opened: MainWindow, qtbot: QtBot) -> None:
    station = unit(shown.tree, STATION)
    click_node(shown, qtbot, PART, f"{station} {TEXTS}")
    qtbot.mouseClick(shown.sections.buttons["增加"], Qt.MouseButton.LeftButton)
    head(shown, "供水计划")
    assert opened.hub is not None
    opened.hub.run(editing.edit_cells, [(CellKey("unit", station, "code"), "412009")])
    assert shown.sections.owners.currentText() == "单位：412009 云岭县供水站"
    assert headings(shown) == ["供水计划"]
    assert shown.title.text().endswith("412009 云岭县供水站 › 文字")
    click_tab(shown, qtbot, TABLES)
    assert shown.parts.owner == "412009" and not shown.parts.entries[0].blank  # its 收支总表
