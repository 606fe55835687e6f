"""Wordings proposed while somebody types into the grid: what is shown, which keys take one, what is left alone."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.actions import workspace
from desktop_app.actions.workspace import Store
from desktop_app.ui.grid_editors import TextEditor
from desktop_app.ui.grid_model import BASIS, DESC, L3, MEASURE, NUMBER
from desktop_app.ui.grid_view import GridView
from desktop_app.ui.hub import Hub
from desktop_app.ui.proposals import ProposalList
from tests.ui.grids import SOUND, add_rows, compose, go, key, show_grid, texts, type_text


@pytest.fixture
def hub(store: Store, project_id: str) -> Hub:  # the first project is known before there is a second
    """A workspace with a second project of the same unit, whose indicators may be proposed."""
    opened = Hub(store)
    unit = store.query("SELECT id FROM unit")[0]["id"]
    _, other = workspace.add_project(store, unit, "渠道清淤费")
    add_rows(
        opened,
        other,
        (
            ("产出指标", "数量指标", "清淤渠道长度", "全年完成清淤的渠道长度", "≥", "8", "公里", "清淤实施方案", ""),
            ("产出指标", "质量指标", "清淤断面合格率", "复测合格的断面比例", "≥", "95", "%", "清淤验收办法", ""),
        ),
    )
    return opened


@pytest.fixture
def grid(qtbot: QtBot, hub: Hub, project_id: str) -> GridView:
    return show_grid(qtbot, hub, project_id)


@pytest.fixture
def proposed(grid: GridView, qtbot: QtBot) -> Callable[[str], list[str]]:
    """What is proposed once the list holds a text, each as `text source`."""

    def wait(text: str) -> list[str]:
        qtbot.waitUntil(lambda: any(text in line for line in lines(grid)))
        return lines(grid)

    return wait


def listed(grid: GridView) -> ProposalList | None:
    shown = grid.delegate.proposer.list
    return shown if shown is not None and shown.isVisible() else None


def lines(grid: GridView) -> list[str]:
    shown = listed(grid)
    return [f"{row.text} {row.source}" for row in shown.rows.rows] if shown else []


def test_initials_find_a_shipped_indicator_and_enter_takes_it(
    grid: GridView, store: Store, project_id: str, proposed: Callable[[str], list[str]]
) -> None:
    go(grid, len(SOUND), L3)
    type_text(grid, "pxrs")
    assert proposed("培训人数")[0] == "培训人数 指标库"
    key(grid, Qt.Key.Key_Down)
    key(grid, Qt.Key.Key_Return)
    assert texts(store, project_id)[-1][L3] == "培训人数"
    assert listed(grid) is None
    assert grid.delegate.editor is None


def test_plain_enter_stores_what_was_typed(
    grid: GridView, store: Store, project_id: str, proposed: Callable[[str], list[str]]
) -> None:
    go(grid, 0, L3)
    type_text(grid, "pxrs")
    proposed("培训人数")
    key(grid, Qt.Key.Key_Return)
    assert texts(store, project_id)[0][L3] == "pxrs"
    assert listed(grid) is None


def choose_first(grid: GridView, proposed: Callable[[str], list[str]]) -> None:
    """Type the beginning of a basis and go down to the first that is proposed."""
    go(grid, 0, BASIS)
    compose(grid, "", "清淤")
    proposed("清淤验收办法")
    key(grid, Qt.Key.Key_Down)


def test_wordings_of_the_file_come_first_and_say_where_they_are_from(
    grid: GridView, proposed: Callable[[str], list[str]]
) -> None:
    go(grid, 0, L3)
    compose(grid, "", "清淤")
    assert proposed("清淤渠道长度") == ["清淤渠道长度 本文件", "清淤断面合格率 本文件"]  # this row is a 数量指标
    key(grid, Qt.Key.Key_Escape)
    assert listed(grid) is None
    assert grid.delegate.editor is not None
    key(grid, Qt.Key.Key_Escape)
    assert grid.delegate.editor is None


def test_escape_closes_the_list_and_leaves_the_typed_text(
    grid: GridView, store: Store, project_id: str, proposed: Callable[[str], list[str]]
) -> None:
    choose_first(grid, proposed)
    key(grid, Qt.Key.Key_Escape)
    editor = grid.delegate.editor
    assert editor is not None and editor.text() == "清淤"
    key(grid, Qt.Key.Key_Tab)
    assert texts(store, project_id)[0][BASIS] == "清淤"


def test_tab_takes_the_chosen_one_and_goes_on(
    grid: GridView, store: Store, project_id: str, proposed: Callable[[str], list[str]]
) -> None:
    choose_first(grid, proposed)
    key(grid, Qt.Key.Key_Down)
    key(grid, Qt.Key.Key_Up)
    chosen = listed(grid)
    assert chosen is not None
    text = chosen.chosen
    key(grid, Qt.Key.Key_Tab)
    assert texts(store, project_id)[0][BASIS] == text
    assert grid.currentIndex().column() == BASIS + 1


def test_above_the_first_proposal_none_is_chosen(grid: GridView, proposed: Callable[[str], list[str]]) -> None:
    choose_first(grid, proposed)
    key(grid, Qt.Key.Key_Up)
    shown = listed(grid)
    assert shown is not None and shown.chosen == ""


def test_a_click_takes_one(
    grid: GridView, store: Store, project_id: str, proposed: Callable[[str], list[str]], qtbot: QtBot
) -> None:
    go(grid, 0, DESC)
    compose(grid, "", "清淤")
    proposed("全年完成清淤的渠道长度")
    shown = listed(grid)
    assert shown is not None
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.visualRect(shown.rows.index(0, 0)).center())
    assert texts(store, project_id)[0][DESC] == "全年完成清淤的渠道长度"
    assert grid.delegate.editor is None


def test_a_blank_cell_opened_to_be_filled_proposes_what_fits_its_indicator(
    grid: GridView, hub: Hub, project_id: str, proposed: Callable[[str], list[str]]
) -> None:
    add_rows(hub, project_id, (("产出指标", "数量指标", "培训人数", "", "", "", "", "", ""),))
    last = len(SOUND)
    for column, text in ((MEASURE, "人次 指标库"), (BASIS, "年度培训计划 指标库")):
        go(grid, last, column)
        key(grid, Qt.Key.Key_F2)
        assert proposed(text)[0] == text
        key(grid, Qt.Key.Key_Escape)
        key(grid, Qt.Key.Key_Escape)


def test_nothing_is_proposed_while_an_input_method_composes(
    grid: GridView, proposed: Callable[[str], list[str]], qtbot: QtBot
) -> None:
    go(grid, 0, L3)
    compose(grid, "", "清淤")
    proposed("清淤渠道长度")
    compose(grid, "duan mian")
    assert listed(grid) is None
    qtbot.wait(60)
    assert listed(grid) is None
    compose(grid, "", "断面")
    assert proposed("清淤断面合格率") == ["清淤断面合格率 本文件"]


def test_names_of_the_project_are_not_proposed_twice_and_other_columns_have_no_list(
    grid: GridView, qtbot: QtBot
) -> None:
    go(grid, 0, L3)
    compose(grid, "", SOUND[1][L3][:4])
    qtbot.wait(60)
    assert all(SOUND[1][L3] not in line for line in lines(grid))
    key(grid, Qt.Key.Key_Escape)
    key(grid, Qt.Key.Key_Escape)
    go(grid, 0, NUMBER)
    type_text(grid, "9")
    qtbot.wait(60)
    assert listed(grid) is None


def test_the_list_stays_in_the_window_and_off_the_text(grid: GridView, proposed: Callable[[str], list[str]]) -> None:
    go(grid, len(SOUND), L3)
    compose(grid, "", "率")
    proposed("率")
    shown, editor = listed(grid), grid.delegate.editor
    assert shown is not None and isinstance(editor, TextEditor)
    assert grid.window().rect().contains(shown.geometry())
    top = editor.mapTo(grid.window(), editor.rect().topLeft()).y()
    assert shown.geometry().top() >= top + editor.height() or shown.geometry().bottom() < top


def test_a_taken_indicator_fills_what_is_blank_in_its_row_and_nothing_else(
    grid: GridView, hub: Hub, store: Store, project_id: str, proposed: Callable[[str], list[str]]
) -> None:
    add_rows(hub, project_id, (("产出指标", "数量指标", "", "", "", "", "", "自己的依据", ""),))
    go(grid, len(SOUND), L3)
    compose(grid, "", "清淤")
    proposed("清淤渠道长度")
    before = texts(store, project_id)
    key(grid, Qt.Key.Key_Down)
    key(grid, Qt.Key.Key_Return)
    row = texts(store, project_id)[len(SOUND)]
    assert (row[L3], row[DESC], row[MEASURE]) == ("清淤渠道长度", "全年完成清淤的渠道长度", "公里")
    assert (row[BASIS], row[NUMBER]) == ("自己的依据", "")
    hub.undo()
    assert texts(store, project_id) == before


def test_a_typed_name_fills_nothing(
    grid: GridView, store: Store, project_id: str, proposed: Callable[[str], list[str]]
) -> None:
    go(grid, len(SOUND), L3)
    compose(grid, "", "培训人数")
    key(grid, Qt.Key.Key_Return)
    row = texts(store, project_id)[-1]
    assert (row[L3], row[DESC], row[MEASURE]) == ("培训人数", "", "")
