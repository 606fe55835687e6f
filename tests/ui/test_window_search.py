"""The search in the window: what it finds as one types, which keys lead where, that every kind of hit is gone to."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, importing, workspace
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import AssetBlock, AssetRow, BudgetRow, BudgetTable, Organisation, Purchase, Term
from desktop_app.domain.model import Book, Unit
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.search_list import SHOWN_ROLE
from desktop_app.ui.workspace_view import WorkspaceView


@pytest.fixture
def look_for(opened: MainWindow, view: WorkspaceView) -> Callable[[str], list[str]]:
    """Types into the search box; returns what is found as `kind text`."""

    def typed(text: str) -> list[str]:
        assert opened.hub is not None and opened.hub.finder.wake(10)
        view.tree.box.setFocus()
        view.tree.box.setText(text)
        view.tree.search.now()
        assert view.tree.below.currentWidget() is view.tree.results
        return found(view)

    return typed


def found(view: WorkspaceView) -> list[str]:
    model = view.tree.results.hits
    rows = [model.index(row, 0).data(SHOWN_ROLE) for row in range(model.rowCount())]
    return [f"{row.kind} {row.text}" for row in rows]


def test_what_is_typed_is_found_everywhere_best_first(look_for: Callable[[str], list[str]]) -> None:
    assert look_for("水库巡查费") == ["项目 水库巡查费"]
    assert look_for("水库") == ["项目 水库巡查费", "单位 云岭县水库管理所"]
    assert look_for("泵站")[:2] == ["项目 泵站维护费", "指标 泵站维护次数"]
    assert look_for("≥98百分比") == ["指标值 ≥98百分比"]
    assert "文字 保障全县灌溉用水。" in look_for("灌溉用水")
    assert look_for("000041200333") == ["项目编码 53099925P000041200333"]
    assert look_for("没有这样的词") == []


def test_one_character_and_several_words(look_for: Callable[[str], list[str]], view: WorkspaceView) -> None:
    assert len(look_for("渠")) >= 1
    assert all("农户满意度" in text or "满意" in text for text in look_for("满意 渠道"))
    model = view.tree.results.hits
    assert [hit.owner.id for hit in model.hits] == [p.id for p in view.tree.projects() if p.label == "渠道清淤费"]


def test_case_and_full_width_do_not_count(look_for: Callable[[str], list[str]]) -> None:
    assert look_for("p000041200333") == ["项目编码 53099925P000041200333"]
    assert look_for("Ｐ０００041200333") == ["项目编码 53099925P000041200333"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_after_typing_goes_to_the_best_hit(view: WorkspaceView, qtbot: QtBot, key: Qt.Key) -> None:
    view.tree.box.setFocus()
    view.tree.box.insert("水库巡查费")
    qtbot.keyClick(view.tree.box, key)  # before the search began by itself
    qtbot.waitUntil(lambda: view.project.form.name.text() == "水库巡查费")  # where it reads the file first
    assert view.project.form.name.hasFocus()
    assert view.tree.below.currentWidget() is view.tree.results


def test_arrows_and_enter_lead_to_the_cell_and_escape_back(
    view: WorkspaceView, look_for: Callable[[str], list[str]], qtbot: QtBot
) -> None:
    look_for("百分比")
    qtbot.keyClick(view.tree.box, Qt.Key.Key_Down)
    assert view.tree.results.hasFocus()
    qtbot.keyClick(view.tree.results, Qt.Key.Key_Down)
    qtbot.keyClick(view.tree.results, Qt.Key.Key_Return)
    assert view.project.form.name.text() == "水库巡查费"
    assert view.project.grid.hasFocus()
    key = view.current_key()
    assert key is not None and (key.table, key.column) == ("indicator", "number")
    assert view.project.grid.currentIndex().row() == 6
    view.tree.results.setFocus()
    qtbot.keyClick(view.tree.results, Qt.Key.Key_Escape)
    assert view.tree.box.hasFocus()
    qtbot.keyClick(view.tree.box, Qt.Key.Key_Escape)
    assert view.tree.box.text() == ""
    qtbot.waitUntil(lambda: view.tree.below.currentWidget() is view.tree.view)


def test_a_double_click_goes_to_the_cell(
    view: WorkspaceView, look_for: Callable[[str], list[str]], qtbot: QtBot
) -> None:
    look_for("≥98百分比")
    spot = view.tree.results.visualRect(view.tree.results.hits.index(0, 0)).center()
    qtbot.mouseClick(view.tree.results.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseDClick(view.tree.results.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert view.project.grid.currentIndex().row() == 1


def test_enter_stays_in_the_box_where_nothing_was_found(view: WorkspaceView, qtbot: QtBot) -> None:
    view.tree.box.setFocus()
    view.tree.box.insert("没有这样的词")
    qtbot.keyClick(view.tree.box, Qt.Key.Key_Return)
    assert view.tree.box.hasFocus()
    qtbot.waitUntil(lambda: view.tree.search.said.text().startswith("没有找到"))
    assert view.tree.search.said.isVisible()
    assert view.project.form.name.text() == "泵站维护费"


def test_half_composed_text_is_not_searched(view: WorkspaceView, qtbot: QtBot) -> None:
    view.tree.box.setFocus()
    QApplication.sendEvent(view.tree.box, QInputMethodEvent("shui ku", []))
    qtbot.wait(80)
    assert view.tree.below.currentWidget() is view.tree.view
    event = QInputMethodEvent("", [])
    event.setCommitString("水库")
    QApplication.sendEvent(view.tree.box, event)
    qtbot.waitUntil(lambda: view.tree.below.currentWidget() is view.tree.results)
    qtbot.waitUntil(lambda: "项目 水库巡查费" in found(view))


def test_edits_undo_and_new_records_are_found_at_once(
    opened: MainWindow, view: WorkspaceView, look_for: Callable[[str], list[str]], choose: Callable[[str], str]
) -> None:
    hub = opened.hub
    assert hub is not None
    project_id = choose("渠道清淤费")
    assert look_for("淤泥外运") == []
    hub.run(editing.edit_cells, [(CellKey("project", project_id, "name"), "渠道淤泥外运费")])
    assert look_for("淤泥外运") == ["项目 渠道淤泥外运费"]
    hub.run(editing.insert_rows, "indicator", project_id, "", 1, [{"l3": "淤泥外运量"}])
    assert look_for("淤泥外运") == ["指标 淤泥外运量", "项目 渠道淤泥外运费"]
    hub.undo()
    hub.undo()
    assert look_for("淤泥外运") == []
    hub.run(workspace.delete_records, "project", [project_id], "删除项目")
    assert look_for("渠道清淤") == []
    hub.undo()
    assert look_for("渠道清淤费") == ["项目 渠道清淤费"]


def test_an_open_list_follows_an_edit(
    opened: MainWindow, view: WorkspaceView, look_for: Callable[[str], list[str]], qtbot: QtBot
) -> None:
    assert len(look_for("巡查费")) == 1
    assert opened.hub is not None
    project = next(node for node in view.tree.projects() if node.label == "泵站维护费")
    opened.hub.run(editing.edit_cells, [(CellKey("project", project.id, "name"), "泵站巡查费")])
    qtbot.waitUntil(lambda: found(view) == ["项目 泵站巡查费", "项目 水库巡查费"])


def whole_book() -> Book:
    """A department with something in every part."""
    return Book(
        year=2025,
        department_code="413",
        department_name="云岭县林业局",
        units=[Unit("413001", "云岭县林业局本级")],
        tables=[
            BudgetTable(
                2, "部门收入总表", ["科目编码", "科目名称", "合计"],
                [BudgetRow(["213", "农林水支出", "66.60"]), BudgetRow(["21302", "林业和草原", "66.60"])],
            )
        ],
        purchases=[Purchase(project="防火瞭望塔建设", item="望远镜", catalog_code="A02091299", total="3.00")],
        assets=[AssetBlock("云岭县林业局", "2024年12月31日", [AssetRow("防火专用车辆", "4", "52.00")])],
        organisation=[Organisation("云岭县林业局森林消防站", "事业", "股级", "财政拨款")],
        glossary=[Term("防火隔离带", "为阻止林火蔓延而清出的地带。")],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("word", "kind", "cell"),
    [
        ("林业和草原", "预算公开表 林业和草原", ("budget_row", "c2")),
        ("望远镜", "政府采购 望远镜", ("purchase", "item")),
        ("防火专用", "资产 防火专用车辆", ("asset_row", "item")),
        ("消防站", "机构设置 云岭县林业局森林消防站", ("organisation", "name")),
        ("林火蔓延", "名词解释 为阻止林火蔓延而清出的地带。", ("term", "text")),
    ],
)
def test_hits_in_the_parts_of_a_book_lead_to_their_cells(
    opened: MainWindow, view: WorkspaceView, look_for: Callable[[str], list[str]], qtbot: QtBot,
    word: str, kind: str, cell: tuple[str, str],
) -> None:  # fmt: skip
    assert opened.hub is not None
    store = opened.hub.store
    opened.hub.announce(importing.apply_import(store, importing.plan_import(store, [whole_book()])))
    assert look_for(word) == [kind]
    qtbot.keyClick(view.tree.box, Qt.Key.Key_Return)
    assert view.pages.currentWidget() is view.parts
    key = view.current_key()
    assert key is not None and (key.table, key.column) == cell


def test_a_hit_in_a_text_leads_to_its_section(
    view: WorkspaceView, look_for: Callable[[str], list[str]], qtbot: QtBot
) -> None:
    look_for("灌溉用水")
    results = view.tree.results
    row = found(view).index("文字 保障全县灌溉用水。")
    results.setCurrentIndex(results.hits.index(row, 0))
    results.setFocus()
    qtbot.keyClick(results, Qt.Key.Key_Return)
    assert view.pages.currentWidget() is view.sections
    assert view.sections.list.currentRow() == 0


def test_a_unit_found_is_chosen_in_the_tree(
    view: WorkspaceView, look_for: Callable[[str], list[str]], qtbot: QtBot
) -> None:
    assert look_for("水库管理所") == ["单位 云岭县水库管理所"]
    qtbot.keyClick(view.tree.box, Qt.Key.Key_Return)
    current = view.tree.current()
    assert current is not None and current.kind == "unit"


def test_models_are_sound(view: WorkspaceView, look_for: Callable[[str], list[str]], qtmodeltester: object) -> None:
    look_for("费")
    qtmodeltester.check(view.tree.results.hits)
