"""收U盘包: where both sides differ a person chooses place by place; the default never writes over what is here."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, packing, reading, receiving_kept
from desktop_app.actions.gate import Override
from desktop_app.domain.changes import CellKey
from desktop_app.ui import dialogs
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.receive_dialog import KeptDialog, ReceiveDialog
from desktop_app.ui.review_entries import MINE, RECEIVED
from desktop_app.ui.workspace_view import WorkspaceView
from tests.ui.test_window import drop

Person = Callable[[ReceiveDialog], None]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def stick(opened: MainWindow, view: WorkspaceView, tmp_path: Path) -> Path:
    """A package of the county as it was before two projects and a text were changed here."""
    assert opened.hub is not None
    hub = opened.hub
    package = packing.pack(hub.store, [], tmp_path / "全部.jxz", Override("试验", "张会计"))
    ids = {node.label: node.id for node in view.tree.projects()}
    (book,) = reading.load_books(hub.store)
    hub.run(
        editing.edit_cells,
        [
            (CellKey("project", ids["水库巡查费"], "purpose"), "本机改了用途，用于水库巡查"),
            (CellKey("project", ids["水库巡查费"], "budget"), "9.99"),
            (CellKey("project", ids["泵站维护费"], "purpose"), "本机写的泵站用途"),
            (CellKey("section", book.sections[1].id, "text"), "本机的保障措施。"),
        ],
    )
    return package


def meet(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, person: Person) -> list[ReceiveDialog]:
    """Show the dialog, let the person act in it, and end it as its buttons were clicked."""
    shown: list[ReceiveDialog] = []

    def run(dialog: ReceiveDialog) -> int:
        shown.append(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        person(dialog)
        return dialog.result()

    monkeypatch.setattr(ReceiveDialog, "exec", run)
    return shown


def texts(window: MainWindow) -> list[str]:
    assert window.hub is not None
    (book,) = reading.load_books(window.hub.store)
    return [*(p.purpose for p in book.projects), *(p.budget for p in book.projects), *(s.text for s in book.sections)]


def choose_owner(dialog: ReceiveDialog, words: str) -> None:
    dialog.owner.setCurrentIndex(dialog.owner.findText(words, Qt.MatchFlag.MatchContains))


def test_enter_on_the_default_button_keeps_everything_here(
    opened: MainWindow, stick: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(opened)
    told: list[str] = []

    def person(dialog: ReceiveDialog) -> None:
        told.extend((dialog.accept_button.text(), dialog.findChild(QLabel).text()))
        assert dialog.accept_button.isDefault()
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)  # in the list it only goes on
        assert dialog.isVisible()
        dialog.accept_button.setFocus()
        qtbot.keyClick(dialog.accept_button, Qt.Key.Key_Return)

    meet(qtbot, monkeypatch, person)
    drop(opened, [stick])
    qtbot.waitUntil(lambda: "收到 全部.jxz" in opened.message.text.text())
    assert told[0] == "收下（都保留本机的）" and "不一致 4 处" in told[1]
    assert texts(opened) == before


def test_a_correction_of_what_nobody_here_wrote_is_ticked(
    opened: MainWindow, view: WorkspaceView, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other side mended one text that a person wrote here, too, and one that nobody here touched."""
    assert opened.hub is not None
    hub, ids = opened.hub, {node.label: node.id for node in view.tree.projects()}
    cells = [CellKey("project", ids[name], "purpose") for name in ("水库巡查费", "泵站维护费")]
    hub.run(editing.edit_cells, [(key, f"对方的{key.row}") for key in cells])
    hub.run(editing.edit_cells, [(CellKey("project", ids["水库巡查费"], "budget"), "")])
    package = packing.pack(hub.store, [], tmp_path / "新.jxz", Override("试验", "张会计"))
    for _ in range(2):
        opened.undo()
    hub.run(editing.edit_cells, [(cells[0], "本机写的用途")])
    told: list[str] = []

    def person(dialog: ReceiveDialog) -> None:
        told.extend((dialog.accept_button.text(), dialog.head.text()))
        states = {e.subject.mine: e.state for e in dialog.entries}
        assert states["本机写的用途"] == MINE and sorted(states.values()) == sorted([MINE, MINE, RECEIVED])
        qtbot.mouseClick(dialog.accept_button, LEFT)

    meet(qtbot, monkeypatch, person)
    drop(opened, [package])
    qtbot.waitUntil(lambda: "收到 新.jxz" in opened.message.text.text())
    assert told[0] == "收下（采用 1 处，保留本机 2 处）" and "其中 1 处改用对方的" in told[1]
    after = texts(opened)
    assert "本机写的用途" in after and f"对方的{cells[1].row}" in after and f"对方的{cells[0].row}" not in after


def test_cancelling_what_is_only_offered_asks_nothing(
    opened: MainWindow, view: WorkspaceView, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opened.hub is not None
    hub, ids = opened.hub, {node.label: node.id for node in view.tree.projects()}
    hub.run(editing.edit_cells, [(CellKey("project", ids["泵站维护费"], "purpose"), "对方的用途")])
    package = packing.pack(hub.store, [], tmp_path / "新.jxz", Override("试验", "张会计"))
    opened.undo()
    before = texts(opened)
    monkeypatch.setattr(dialogs, "ask", lambda *_, **__: pytest.fail("nothing was chosen"))
    told: list[str] = []

    def person(dialog: ReceiveDialog) -> None:
        told.append(dialog.accept_button.text())
        qtbot.mouseClick(dialog.cancel, LEFT)

    meet(qtbot, monkeypatch, person)
    drop(opened, [package])
    qtbot.waitUntil(lambda: "没有收下 新.jxz" in opened.message.text.text())
    assert told == ["收下（采用 1 处）"] and texts(opened) == before


def test_a_project_is_taken_whole_or_place_by_place(
    opened: MainWindow, stick: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(opened)

    def person(dialog: ReceiveDialog) -> None:
        choose_owner(dialog, "水库巡查费（2 处）")
        assert len(dialog.list.lines.entries) == 2
        qtbot.mouseClick(dialog.take_shown, LEFT)
        assert [e.state for e in dialog.list.lines.entries] == [RECEIVED, RECEIVED]
        budget = next(i for i, e in enumerate(dialog.list.lines.entries) if "预算数" in e.title)
        box = dialog.list.delegate.sign_rect(dialog.list.visualRect(dialog.list.lines.index(budget)))
        qtbot.mouseClick(dialog.list.viewport(), LEFT, pos=box.center())  # the box of one place
        assert dialog.list.lines.entries[budget].state == MINE
        choose_owner(dialog, "全部（4 处）")
        row = next(i for i, e in enumerate(dialog.list.lines.entries) if "本机的保障措施" in e.subject.mine)
        where = dialog.list.visualRect(dialog.list.lines.index(row)).center()
        qtbot.mouseClick(dialog.list.viewport(), LEFT, pos=where)
        assert dialog.sides.mine.toPlainText() == "本机的保障措施。"
        assert dialog.sides.theirs.toPlainText() == "加强组织。"
        qtbot.mouseClick(dialog.sides.take, LEFT, pos=QPoint(8, dialog.sides.take.height() // 2))
        assert dialog.accept_button.text() == "收下（采用 2 处，保留本机 2 处）"
        qtbot.mouseClick(dialog.accept_button, LEFT)

    meet(qtbot, monkeypatch, person)
    drop(opened, [stick])
    qtbot.waitUntil(lambda: "其中 2 处改用对方的" in opened.message.text.text())
    after = texts(opened)
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [old for old, _ in changed] == ["本机改了用途，用于水库巡查", "本机的保障措施。"]
    assert changed[1][1] == "加强组织。" and changed[0][1].startswith("用于全县12座泵站")
    opened.undo()
    assert texts(opened) == before


def test_cancelling_takes_nothing_in(
    opened: MainWindow, stick: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(opened)
    meet(qtbot, monkeypatch, lambda dialog: qtbot.mouseClick(dialog.cancel, LEFT))
    drop(opened, [stick])
    qtbot.waitUntil(lambda: "没有收下 全部.jxz" in opened.message.text.text())
    assert texts(opened) == before and opened.actions_by_id["edit.undo"].text() != "撤销 收U盘包"


def test_what_was_kept_back_is_looked_at_and_taken_later(
    opened: MainWindow, stick: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = opened.actions_by_id["data.kept"]
    later.trigger()
    assert "没有留着的内容" in opened.message.text.text()
    meet(qtbot, monkeypatch, lambda dialog: qtbot.mouseClick(dialog.accept_button, LEFT))
    drop(opened, [stick])
    qtbot.waitUntil(lambda: "收到 全部.jxz" in opened.message.text.text())

    def person(dialog: ReceiveDialog) -> None:
        assert not dialog.accept_button.isEnabled()  # there is nothing to be done before something is chosen
        choose_owner(dialog, "泵站维护费")
        qtbot.mouseClick(dialog.take_shown, LEFT)
        qtbot.mouseClick(dialog.accept_button, LEFT)

    shown = meet(qtbot, monkeypatch, person)
    monkeypatch.setattr(KeptDialog, "exec", lambda dialog: pytest.fail("there is only one"))
    later.trigger()
    assert len(shown) == 1 and "1 处已改用 全部.jxz 的内容" in opened.message.text.text()
    assert "本机写的泵站用途" not in texts(opened) and "9.99" in texts(opened)


def test_what_nobody_wants_is_listed_no_more(
    opened: MainWindow, stick: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opened.hub is not None
    opened.hub.run(packing.receive, packing.read_package(stick), file="全部.jxz")
    before, answers = texts(opened), iter([False, True])
    monkeypatch.setattr(dialogs, "ask", lambda *_, careful, **__: careful and next(answers))

    def person(dialog: ReceiveDialog) -> None:
        qtbot.mouseClick(dialog.dismiss, LEFT)
        assert dialog.isVisible()  # the person thought better of it
        qtbot.mouseClick(dialog.dismiss, LEFT)

    meet(qtbot, monkeypatch, person)
    opened.actions_by_id["data.kept"].trigger()
    assert "不再列出" in opened.message.text.text() and texts(opened) == before
    assert receiving_kept.listing(opened.hub.store) == []


def test_one_of_several_kept_packages_is_chosen(
    opened: MainWindow, stick: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opened.hub is not None
    hub = opened.hub
    hub.run(packing.receive, packing.read_package(stick), file="第一次.jxz")
    second = packing.pack(hub.store, [], tmp_path / "二.jxz", Override("试验", "张会计"))
    (book,) = reading.load_books(hub.store)
    hub.run(editing.edit_cells, [(CellKey("project", book.projects[1].id, "purpose"), "后来又改的用途")])
    hub.run(packing.receive, packing.read_package(second), file="第二次.jxz")

    def pick(dialog: KeptDialog) -> int:
        assert [dialog.table.item(i, 1).text() for i in range(2)] == ["第二次.jxz", "第一次.jxz"]
        dialog.show()
        dialog.table.selectRow(1)
        qtbot.mouseClick(dialog.look, LEFT)
        return dialog.result()

    monkeypatch.setattr(KeptDialog, "exec", pick)
    shown = meet(qtbot, monkeypatch, lambda dialog: qtbot.mouseClick(dialog.cancel, LEFT))
    opened.actions_by_id["data.kept"].trigger()
    assert len(shown) == 1 and "第一次.jxz" in shown[0].head.text()
