"""The texts in the window: numbers go on, figures show where they come from, the 情况说明 is written and refreshed."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, importing, narrative, reading, workspace
from desktop_app.domain.changes import CellKey
from desktop_app.domain.linked import AGREES, DIFFERS, Link, State
from desktop_app.ui import dialogs
from desktop_app.ui.hub import Hub
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.narrative_drafts import DraftsDialog
from desktop_app.ui.narrative_facts import FactsDialog
from desktop_app.ui.narrative_field import characters, tip, units
from desktop_app.ui.narrative_proposals import ProposalsDialog
from desktop_app.ui.sections_pane import SectionsPane
from desktop_app.ui.workspace_view import SECTIONS, TABLES, WorkspaceView
from tests.publishing import publishing
from tests.ui.conftest import Said


@pytest.fixture
def pane(opened: MainWindow, view: WorkspaceView) -> SectionsPane:
    """The texts of the invented bureau's year 2024 on the screen, as a person wrote them."""
    assert opened.hub is not None
    opened.hub.run(importing.apply_import, importing.plan_import(opened.hub.store, [publishing(2024)]))
    year = next(node for node in view.tree.model.roots if node.year == 2024)
    view.tree.select("department", year.children[0].id)
    view.show_tab(SECTIONS)
    return view.sections


def hub(pane: SectionsPane) -> Hub:
    """The open workspace that the pane shows."""
    window = pane.window()
    assert isinstance(window, MainWindow)
    assert window.hub is not None
    return window.hub


def text_of(pane: SectionsPane) -> CellKey:
    """The text of the section that is shown."""
    section = pane.current_section()
    assert section is not None
    return CellKey("section", section.id, "text")


def press(pane: SectionsPane, qtbot: QtBot, name: str) -> None:
    """Click a button over the texts."""
    qtbot.mouseClick(pane.narrative.buttons[name], Qt.MouseButton.LeftButton)


def accept(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every dialog is accepted as it comes up; returns those that came."""
    seen: list[object] = []

    def run(dialog: object) -> bool:
        seen.append(dialog)
        return True

    monkeypatch.setattr(dialogs, "run", run)
    return seen


@pytest.fixture
def written(pane: SectionsPane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> SectionsPane:
    """The same with the 情况说明 written from the tables, as a person does who accepts what is offered."""
    accept(monkeypatch)
    press(pane, qtbot, "write")
    return pane


def show(pane: SectionsPane, word: str) -> str:
    """Choose the section whose heading has the word; returns its id."""
    names = [pane.list.item(i).text() for i in range(pane.list.count())]
    pane.list.setCurrentRow(next(i for i, name in enumerate(names) if word in name))
    section = pane.current_section()
    assert section is not None
    return section.id


def put_cursor(pane: SectionsPane, words: str, select: bool = False) -> None:
    """Put the cursor behind these words, or select them."""
    field = pane.text
    cursor = field.textCursor()
    at = field.toPlainText().index(words)
    cursor.setPosition(at)
    mode = QTextCursor.MoveMode.KeepAnchor if select else QTextCursor.MoveMode.MoveAnchor
    cursor.setPosition(at + len(words), mode)
    field.setTextCursor(cursor)
    field.setFocus()


def type_over(pane: SectionsPane, qtbot: QtBot, words: str, typed: str) -> None:
    put_cursor(pane, words, select=True)
    qtbot.keyClicks(pane.text, typed)


def stored(pane: SectionsPane, word: str) -> str:
    sections = reading.load_texts(hub(pane).store, pane.department_id).sections
    return next(s.text for s in sections if word in s.heading)


def states(pane: SectionsPane) -> list[tuple[str, str]]:
    return [(state.link.text, state.state) for state in pane.text.states]


def change_income(pane: SectionsPane, text: str) -> None:
    """Write another 收入总计 into the table."""
    tables = reading.load_parts(hub(pane).store, pane.department_id).tables
    row = next(row for table in tables for row in table.rows if "收入总计" in row.cells)
    hub(pane).run(editing.edit_cells, [(CellKey("budget_row", row.id, "c2"), text)])


def test_enter_goes_on_with_the_number_and_enter_again_ends_it(pane: SectionsPane, qtbot: QtBot) -> None:
    show(pane, "部门职责：")
    put_cursor(pane, "（二）防汛。")
    qtbot.keyClick(pane.text, Qt.Key.Key_Return)
    qtbot.keyClicks(pane.text, "x")
    qtbot.keyClick(pane.text, Qt.Key.Key_Return)
    assert pane.text.toPlainText() == "（一）管水。\n（二）防汛。\n（三）x\n（四）"
    qtbot.keyClick(pane.text, Qt.Key.Key_Return)
    assert pane.text.toPlainText() == "（一）管水。\n（二）防汛。\n（三）x\n"
    assert pane.commit_open_editor()
    assert stored(pane, "部门职责：") == "（一）管水。\n（二）防汛。\n（三）x\n"


def test_deleting_leaves_the_numbers_alone_until_they_are_asked_for(pane: SectionsPane, qtbot: QtBot) -> None:
    show(pane, "部门职责：")
    hub(pane).run(editing.edit_cells, [(text_of(pane), "（一）甲\n（二）乙\n（三）丙")])
    put_cursor(pane, "（二）乙\n", select=True)
    qtbot.keyClick(pane.text, Qt.Key.Key_Delete)
    assert pane.text.toPlainText() == "（一）甲\n（三）丙"
    put_cursor(pane, "（一）甲")
    action = next(a for a in pane.text.offered(None) if a.text() == "从这一段起重新编号")
    action.trigger()
    assert pane.text.toPlainText() == "（一）甲\n（二）丙"
    pane.text.undo()
    assert pane.text.toPlainText() == "（一）甲\n（三）丙"


def test_the_whole_text_is_written_on_request_and_taken_back_at_once(
    pane: SectionsPane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = accept(monkeypatch)
    before = [pane.list.item(i).text() for i in range(pane.list.count())]
    press(pane, qtbot, "write")
    (dialog,) = seen
    assert isinstance(dialog, DraftsDialog)
    assert pane.list.count() == 15
    assert stored(pane, "部门职责：") == "（一）管水。\n（二）防汛。"
    assert "已写入 13 段" in pane.narrative.said.text()
    hub(pane).undo()
    assert [pane.list.item(i).text() for i in range(pane.list.count())] == before


def test_linked_figures_are_shown_and_follow_the_typing(written: SectionsPane, qtbot: QtBot) -> None:
    show(written, "收入说明")
    assert states(written)[0] == ("320.50", AGREES)
    assert written.narrative.count.text() == "本段 5 处数字与表一致"
    assert not written.narrative.next.isVisible()
    type_over(written, qtbot, "320.50", "321")
    assert states(written)[0] == ("321", DIFFERS)
    assert "1 处与表不同" in written.narrative.count.text()
    state = written.text.states[0]
    assert "表中为 320.50" in tip(state)
    assert "手工写的" in tip(state)
    assert written.commit_open_editor()
    assert states(written)[0] == ("321", DIFFERS)
    qtbot.mouseClick(written.narrative.next, Qt.MouseButton.LeftButton)
    assert written.text.textCursor().selectedText() == "321"


def test_the_pointer_finds_a_figure(written: SectionsPane) -> None:
    show(written, "收入说明")
    put_cursor(written, "预算收入320")
    inside = written.text.cursorRect().center()
    state = written.text.state_at(inside)
    assert state is not None
    assert state.link.key == "income.total"
    put_cursor(written, "2024年本部")
    assert written.text.state_at(written.text.cursorRect().center()) is None


def test_the_pointer_resting_on_a_figure_tells_its_cell(written: SectionsPane, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: shown.append(text))
    show(written, "收入说明")
    put_cursor(written, "预算收入320")
    field = written.text
    at = field.cursorRect().center()
    event = QHelpEvent(QEvent.Type.ToolTip, at, field.viewport().mapToGlobal(at))
    QCoreApplication.sendEvent(field.viewport(), event)
    assert shown == ["<qt>与表一致：收入总计，取自表1“收入总计”</qt>"]


def test_the_menu_of_a_figure_comes_before_that_of_any_text(written: SectionsPane) -> None:
    show(written, "收入说明")
    put_cursor(written, "预算收入320")
    menu = written.text.menu_at(written.text.cursorRect().center())
    names = [action.text() for action in menu.actions()]
    menu.deleteLater()
    assert names[:3] == ["转到表1“收入总计”", "取消这个数字的关联", ""]
    assert len(names) > 6


def test_a_changed_table_is_seen_at_once_and_written_on_request(written: SectionsPane, qtbot: QtBot) -> None:
    show(written, "收入说明")
    change_income(written, "330.00")
    assert states(written)[0] == ("320.50", DIFFERS)
    press(written, qtbot, "refresh")
    assert states(written)[0] == ("330.00", AGREES)
    assert "预算收入330.00万元" in stored(written, "收入说明")
    assert written.narrative.said.text() == "更新了 1 处数字"


def test_what_was_typed_by_hand_is_only_replaced_when_told(written: SectionsPane, qtbot: QtBot, said: Said) -> None:
    show(written, "收入说明")
    type_over(written, qtbot, "320.50", "321")
    said.answer = False
    press(written, qtbot, "refresh")
    assert "预算收入321万元" in stored(written, "收入说明")
    said.answer = True
    press(written, qtbot, "refresh")
    assert "预算收入320.50万元" in stored(written, "收入说明")


def test_one_figure_is_put_right_or_set_free_from_its_menu(written: SectionsPane, qtbot: QtBot) -> None:
    show(written, "收入说明")
    type_over(written, qtbot, "320.50", "321")
    names = [action.text() for action in written.text.offered(written.text.states[0])]
    assert names[:3] == ["改成表中的 320.50", "转到表1“收入总计”", "与表无关，不再标出"]
    written.text.offered(written.text.states[0])[0].trigger()
    assert "预算收入320.50万元" in stored(written, "收入说明")
    assert states(written)[0] == ("320.50", AGREES)
    written.text.unlink_wanted.emit(written.text.states[0].link)
    assert states(written)[0] == ("300.00", AGREES)
    assert "预算收入320.50万元" in stored(written, "收入说明")


def test_the_cell_of_a_figure_is_gone_to(written: SectionsPane, view: WorkspaceView) -> None:
    show(written, "支出说明")
    state = next(state for state in written.text.states if state.link.key == "expenditure.basic")
    written.text.source_wanted.emit(state)
    assert view.tabs.currentIndex() == TABLES
    key = view.parts.current_key()
    assert state.figure is not None
    assert key == state.figure.sources[0].key


def test_reasons_and_last_year_are_typed_and_then_written(
    written: SectionsPane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []

    def run(dialog: object) -> bool:
        seen.append(dialog)
        if isinstance(dialog, FactsDialog):
            qtbot.keyClicks(dialog.fields["last.expenditure.basic"], "180.50")
            assert dialog.changes["expenditure.basic"].text() == "增加20.00万元"
            dialog.fields["reason.expenditure.basic"].setText("人员增加")
            qtbot.keyClicks(dialog.fields["last.expenditure.project"], "abc")
            assert dialog.changes["expenditure.project"].text() == "不是金额"
            dialog.fields["last.expenditure.project"].clear()
        return True

    monkeypatch.setattr(dialogs, "run", run)
    show(written, "增减情况")
    assert written.narrative.count.text() == "本段 1 处数字与表一致，3 处待填写"
    press(written, qtbot, "facts")
    assert [type(dialog) for dialog in seen] == [FactsDialog, DraftsDialog]
    draft = next(d for d in seen[1].drafts if "增减" in d.heading)  # type: ignore[attr-defined]
    assert draft.touched  # a sentence with the reason is new: the person has a look
    assert "基本支出增加20.00万元，主要原因是人员增加；" in draft.text


def test_figures_of_a_text_from_elsewhere_are_linked_after_a_look(
    pane: SectionsPane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = accept(monkeypatch)
    show(pane, "机构设置情况")
    hub(pane).run(
        editing.edit_cells,
        [(text_of(pane), "今年预算收入320.5万元，其中：上年结转21万元。")],
    )
    press(pane, qtbot, "link")
    (dialog,) = seen
    assert isinstance(dialog, ProposalsDialog)
    assert len(dialog.wanted()) == 2
    assert states(pane) == [("320.5", AGREES), ("21", DIFFERS)]


def test_a_read_only_workspace_shows_figures_and_offers_nothing(written: SectionsPane) -> None:
    hub(written).store.read_only = True
    show(written, "支出说明")
    try:
        assert states(written)
        assert not any(button.isEnabled() for button in written.narrative.buttons.values())
    finally:
        hub(written).store.read_only = False


def test_drafts_that_lose_words_are_not_accepted_from_the_start(qtbot: QtBot) -> None:
    ground = narrative.ground_of(publishing())
    ground.book.sections[0].text = "某人写的话。"
    ground.book.sections[0].heading = "1、收入说明"
    dialog = DraftsDialog(narrative.drafts(ground))
    qtbot.addWidget(dialog)
    rows = {dialog.list.item(i).text(): dialog.list.item(i).checkState() for i in range(dialog.list.count())}
    assert rows["改写　1、收入说明"] == Qt.CheckState.Unchecked
    assert rows["新增　2、支出说明"] == Qt.CheckState.Checked
    assert "1、收入说明" not in [draft.heading for draft in dialog.wanted()]
    dialog.list.item(list(rows).index("改写　1、收入说明")).setCheckState(Qt.CheckState.Checked)
    assert "1、收入说明" in [draft.heading for draft in dialog.wanted()]


@pytest.mark.parametrize("text", ["收入10万", "𠮷县收入10万", "𠮷𠮷10"])
def test_places_are_counted_as_qt_counts_them(text: str) -> None:
    at = text.index("10")
    assert text.encode("utf-16-le")[2 * units(text, at) :].decode("utf-16-le").startswith("10")
    assert characters(text, units(text, at)) == at


def test_a_figure_without_a_source_says_so() -> None:
    link = Link("project.x", 0, "5", "5")
    assert "没有这一项" in tip(State(link, None, DIFFERS))


STATED = "支出预算330万元，其中基本支出200.5万元、项目支出120万元，主要为泵站维护费90万元。"


def test_a_wrong_figure_in_a_text_that_nobody_linked_is_shown_and_put_right(pane: SectionsPane, qtbot: QtBot) -> None:
    show(pane, "机构设置情况")
    pane.text.setFocus()
    pane.text.insertPlainText(STATED)
    assert pane.commit_open_editor()
    assert states(pane) == [("330", DIFFERS), ("90", DIFFERS)]
    assert pane.narrative.count.text() == "本段 2 处与表不同"
    assert tip(pane.text.states[0]).startswith("表中为 320.50（支出总计，取自表1“支出总计”")
    pane.text.offered(pane.text.states[0])[0].trigger()
    assert states(pane) == [("320.50", AGREES), ("90", DIFFERS)]
    actions = pane.text.offered(pane.text.states[1])
    assert [action.text() for action in actions[:3]] == [
        "改成表中的 100", "转到项目“泵站维护费”预算数", "与表无关，不再标出",
    ]  # fmt: skip
    actions[2].trigger()
    assert states(pane) == [("320.50", AGREES)]
    assert stored(pane, "机构设置情况") == STATED.replace("330", "320.50")


def test_a_sum_that_is_not_that_of_its_parts_is_shown_without_tables(pane: SectionsPane, qtbot: QtBot) -> None:
    show(pane, "机构设置情况")
    hub(pane).run(
        editing.edit_cells, [(text_of(pane), "收入预算30万元，其中一般公共预算收入20万元、上年结转20.5万元。")]
    )
    tables = reading.load_parts(hub(pane).store, pane.department_id).tables
    hub(pane).run(workspace.delete_records, "budget_table", [table.id for table in tables], "删除表")
    (state,) = pane.text.states
    assert tip(state) == "本句里各项相加是40.50，收入总计写作30；表里没有这一项"
    action = pane.text.offered(state)[0]
    assert action.text() == "改成各项相加的 40.50"
    action.trigger()
    assert stored(pane, "机构设置情况").startswith("收入预算40.50万元，")
    assert states(pane) == []
