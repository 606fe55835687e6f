"""The model of the grid: sound for Qt, marked where something is wrong, true to the workspace after any change."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, reading, workspace
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.findings import ERROR, Finding
from desktop_app.domain.model import Project
from desktop_app.ui import marks
from desktop_app.ui.grid_model import COLUMNS, DESC, HEADERS, L1, L2, L3, NUMBER, SIGN, IndicatorModel
from desktop_app.ui.grid_sheet import SEVERITY_ROLE
from desktop_app.ui.hub import Hub
from tests.ui.grids import SOUND, add_rows, texts

Role = Qt.ItemDataRole


@pytest.fixture
def hub(store: Store, project_id: str) -> Hub:
    hub = Hub(store)
    add_rows(hub, project_id)
    return hub


@pytest.fixture
def model(hub: Hub, project_id: str, qapp: QApplication) -> IndicatorModel:
    model = IndicatorModel(hub)
    model.load(reading.load_project(hub.store, project_id), reading.frame_of(hub.store, project_id))
    return model


def content(model: IndicatorModel) -> list[tuple[str, ...]]:
    return [
        tuple(str(model.index(row, column).data(Role.EditRole)) for column in range(len(COLUMNS)))
        for row in range(model.records())
    ]


def test_the_model_is_sound_whatever_comes_and_goes(
    model: IndicatorModel, hub: Hub, project_id: str, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(model)
    ids = [row.id for row in reading.load_project(hub.store, project_id).indicators]
    hub.run(editing.insert_rows, "indicator", project_id, ids[1], 2)
    hub.run(editing.insert_rows, "indicator", project_id, "", 2, [{"l1": "甲"}, {"l1": "乙"}])
    hub.run(editing.delete_rows, "indicator", [ids[0], ids[3]])
    hub.run(editing.move_rows, "indicator", [ids[2]], -1)
    hub.run(editing.edit_cells, [(CellKey("indicator", ids[2], "l3"), "改过")])
    for _ in range(5):
        hub.undo()
    assert content(model) == list(SOUND)
    hub.redo()
    model.load(Project(), None)
    assert model.rowCount() == 0


def test_nothing_is_below_a_cell_and_nothing_outside_the_table(model: IndicatorModel) -> None:
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
    assert model.data(QModelIndex()) is None
    assert not model.setData(QModelIndex(), "x")
    assert not model.setData(model.index(0, 0), "x", Role.DisplayRole)


def test_a_text_that_is_there_already_is_no_operation(model: IndicatorModel, hub: Hub) -> None:
    name = editing.undo_name(hub.store)
    assert model.setData(model.index(0, L3), SOUND[0][L3])
    assert editing.undo_name(hub.store) == name
    assert model.setData(model.index(0, L3), "改过")
    assert editing.undo_name(hub.store) == "修改三级指标"


def test_a_mark_is_a_colour_a_sign_and_a_sentence_and_goes_with_the_fault(model: IndicatorModel, hub: Hub) -> None:
    cell = model.index(0, NUMBER)
    assert not cell.data(SEVERITY_ROLE)
    assert cell.data(Role.BackgroundRole) is None
    model.setData(cell, "九十六")
    assert cell.data(SEVERITY_ROLE) == ERROR
    assert "九十六" in cell.data(Role.ToolTipRole)
    assert "错误：" in cell.data(Role.ToolTipRole)
    assert not cell.data(Role.DecorationRole).isNull()
    ground, ink = cell.data(Role.BackgroundRole), cell.data(Role.ForegroundRole)
    assert contrast(ground, ink) > 7
    model.setData(cell, "96")
    assert not cell.data(SEVERITY_ROLE)
    assert cell.data(Role.ToolTipRole) is None
    hub.undo()
    assert cell.data(SEVERITY_ROLE) == ERROR


def contrast(one: QColor, other: QColor) -> float:
    """The contrast of two colours as WCAG counts it: 4.5 is readable, 7 is good."""

    def light(colour: QColor) -> float:
        parts = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("ground", "text"),
    [("#ffffff", "#000000"), ("#1e1e1e", "#e6e6e6"), ("#2d2d2d", "#d0d0d0"), ("#f0ead6", "#222222")],
)
def test_marked_and_pale_texts_are_readable_on_light_and_on_dark(ground: str, text: str) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor(ground))
    palette.setColor(QPalette.ColorRole.Text, QColor(text))
    for severity in ("error", "warning", "info"):
        tint = marks.tint(severity, palette)
        assert contrast(tint, marks.ink(palette)) > 4.5
        assert contrast(tint, QColor(ground)) > 1.1
    assert contrast(QColor(ground), marks.pale(palette)) > 3


def test_a_tooltip_takes_nothing_for_markup() -> None:
    finding = Finding("K03", ERROR, 2025, "412", "", "indicators[0].value", "指标值“<b>5%”不规范")
    assert marks.tooltip([finding]) == "<qt>错误：指标值“&lt;b&gt;5%”不规范（K03）</qt>"
    assert marks.tooltip([]) == ""
    assert marks.worst([]) == ""


def test_what_the_row_above_says_already_is_pale(model: IndicatorModel) -> None:
    pale = marks.pale(QApplication.palette())
    looks = [model.index(row, L1).data(Role.ForegroundRole) == pale for row in range(4)]
    assert looks == [False, True, True, False]
    assert model.index(1, L2).data(Role.ForegroundRole) != pale
    model.setData(model.index(1, L2), "数量指标")
    assert model.index(1, L2).data(Role.ForegroundRole) == pale
    model.setData(model.index(0, L1), "")
    assert model.index(1, L2).data(Role.ForegroundRole) != pale


def test_only_changed_rows_are_told(model: IndicatorModel, qtbot: QtBot) -> None:
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last, *_: told.append((first.row(), last.row())))
    model.setData(model.index(2, L3), "改过的名称")
    assert told == [(2, 2)]


def test_headers_name_the_columns_and_number_the_records(model: IndicatorModel) -> None:
    across = [model.headerData(i, Qt.Orientation.Horizontal) for i in range(9)]
    assert tuple(across) == HEADERS
    assert [model.headerData(i, Qt.Orientation.Vertical) for i in range(5)] == ["1", "2", "3", "4", "＋"]
    assert "≥90%" in str(model.headerData(SIGN, Qt.Orientation.Horizontal, Role.ToolTipRole))


def test_a_removed_project_leaves_an_empty_grid(model: IndicatorModel, hub: Hub, project_id: str) -> None:
    hub.run(workspace.delete_records, "project", [project_id], "删除项目")
    assert model.rowCount() == 0
    assert model.project_id == ""


def test_another_frame_brings_other_proposals(model: IndicatorModel, hub: Hub) -> None:
    assert model.choices(0, L1)[0] == "产出指标"
    department = hub.store.query("SELECT id FROM department")[0]["id"]
    hub.run(editing.edit_cells, [(CellKey("department", department, "frame"), "cost-class")])
    assert model.choices(0, L1)[0] == "成本指标"
    assert model.choices(0, DESC) == []


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete", "move", "edit", "undo", "redo"]), st.integers(0, 9), st.integers(0, 9)
    ),
    max_size=12,
)


@pytest.fixture
def fresh(model: IndicatorModel, hub: Hub, project_id: str) -> Callable[[], None]:
    """Brings the project back to the sound rows between examples."""

    def reset() -> None:
        ids = [row.id for row in reading.load_project(hub.store, project_id).indicators]
        hub.run(editing.delete_rows, "indicator", ids)
        add_rows(hub, project_id)

    return reset


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(OPERATIONS)
def test_after_any_changes_the_model_shows_the_workspace_and_indexes_follow_their_record(
    model: IndicatorModel, hub: Hub, project_id: str, fresh: Callable[[], None], operations: list[tuple[str, int, int]]
) -> None:
    fresh()
    followed = {
        key.row: QPersistentModelIndex(model.index(row, L3))
        for row in range(model.records())
        if (key := model.key(model.index(row, L3))) is not None
    }
    for what, first, second in operations:
        _do(hub, project_id, what, first, second)
        ids = [row.id for row in reading.load_project(hub.store, project_id).indicators]
        assert content(model) == texts(hub.store, project_id)
        for row_id, index in followed.items():
            if index.isValid():
                assert ids[index.row()] == row_id


def _do(hub: Hub, project_id: str, what: str, first: int, second: int) -> None:
    ids = [row.id for row in reading.load_project(hub.store, project_id).indicators]
    if what == "undo":
        hub.undo()
    elif what == "redo":
        hub.redo()
    elif what == "insert":
        before = ids[first] if first < len(ids) else ""
        hub.run(editing.insert_rows, "indicator", project_id, before, 1 + second % 3)
    elif first < len(ids):
        chosen = ids[first : first + 1 + second % 3]
        if what == "delete":
            hub.run(editing.delete_rows, "indicator", chosen)
        elif what == "move":
            hub.run(editing.move_rows, "indicator", chosen, 1 if second % 2 else -1)
        else:
            column = COLUMNS[second % len(COLUMNS)]
            hub.run(editing.edit_cells, [(CellKey("indicator", ids[first], column), f"文{first}{second}")])
