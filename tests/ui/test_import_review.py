"""The review of an import, by real keys and clicks: groups, answers, sides, what the button will do."""

from copy import deepcopy
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, importing, reading
from desktop_app.domain.changes import CellKey
from desktop_app.domain.model import Book, Unread
from desktop_app.domain.traces import Part, Review
from desktop_app.errors import UserError
from desktop_app.ui import dialogs, differing, review_entries, review_plan, review_source
from desktop_app.ui.import_dialog import ImportDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.review_entries import CHANGED, CONFLICT, FAILED, FLAG, MISSING, NEW, SAME, UNREAD, Entry
from desktop_app.ui.review_list import ReviewListModel
from tests.ui.conftest import Said, county_book

Key = Qt.Key
LOW_SCREEN = QSize(894, 420)


def read_book() -> Book:
    """The county's book as a file brings it: with lines, flags, a line not understood, and a new project."""
    book = county_book()
    book.projects[2].review = []
    new = deepcopy(book.projects[2])
    new.code, new.name, new.lines = "53099925P000041200447", "堤防加固费", (4, 9)
    new.plan[3] = ""
    new.review = [
        Review("plan[3]", "没有印出12月底这一栏", (6, 6)),
        Review("purpose", "这一行在原文里断开了", (5, 5)),
        Review("indicators[0].basis", "两栏并在一起", (8, 8)),
    ]
    book.projects.append(new)
    book.unread = [Unread(11, "附：填表说明 三")]
    book.lines = {n: text for n, text in enumerate((
        "云岭县水利局2025年", "", "预算项目绩效目标", "堤防加固费\t预算数\t10.00", f"用途\t{new.purpose}",
        "计划\t25\t50\t75\t", "一级指标\t二级指标", "产出\t数量\t堤防长度\t依据", "", "", "附：填表说明 三", "尾",
    ), 1)}  # fmt: skip
    return book


@pytest.fixture
def dialog(opened: MainWindow, qtbot: QtBot) -> ImportDialog:
    """The shown review: three flags, a conflict, a change, a new project, a line not understood, a failure."""
    assert opened.hub is not None
    assert opened.view is not None
    pump = next(node for node in opened.view.tree.projects() if node.label == "泵站维护费")
    opened.hub.run(editing.edit_cells, [(CellKey("project", pump.id, "purpose"), "本机改过的用途，用于泵站")])
    book = read_book()
    book.projects[1].purpose = "文件里另写的用途，用于渠道"
    failures = [UserError("这不是能读的文件", "通知.pdf", "请另存为 .docx")]
    shown = ImportDialog(importing.plan_import(opened.hub.store, [book]), failures, opened)
    qtbot.addWidget(shown)
    shown.resize(1280, 700)
    return bring_up(shown, qtbot)


def bring_up(dialog: ImportDialog, qtbot: QtBot) -> ImportDialog:
    """Show a review and wait until it has the keyboard, which the window had."""
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def of_group(dialog: ImportDialog, group: str) -> list[Entry]:
    return [entry for entry in dialog.entries if entry.group == group]


def click_group(dialog: ImportDialog, qtbot: QtBot, group: str) -> None:
    qtbot.mouseClick(dialog.groups.buttons[group], Qt.MouseButton.LeftButton)


def compose(text: str) -> None:
    """Let an input method commit a text where the keyboard is."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def test_everything_that_was_found_is_in_its_group(dialog: ImportDialog) -> None:
    shown = {group: button.text() for group, button in dialog.groups.buttons.items() if button.isVisible()}
    assert shown == {
        FLAG: "待核对 3", CONFLICT: "冲突 1", CHANGED: "变化 1", NEW: "新增 1", UNREAD: "未读懂 1", FAILED: "没读成 1",
        SAME: f"相同 {len(of_group(dialog, SAME))}",
    }  # fmt: skip
    assert dialog.group == FLAG
    head = dialog.head.text()
    assert "2025 年" in head
    assert "云岭县水利局" in head
    assert "<b>4</b> 个项目" in head
    assert "<b>2</b> 个单位" in head
    assert "个项目（预算数合计 <b>" in head and "，" not in head


def test_a_flag_stands_beside_its_lines_of_the_source(dialog: ImportDialog, qtbot: QtBot) -> None:
    entry = dialog.list.current()
    assert entry is not None
    assert (entry.title, entry.owner, entry.note) == ("支出计划 12月底", "堤防加固费", "没有印出12月底这一栏")
    assert dialog.pane.field.reason.text() == "没有印出12月底这一栏"
    meant = [(line.number, line.text) for line in dialog.pane.source.lines if line.meant]
    assert meant == [("6", "计划 ┊ 25 ┊ 50 ┊ 75")]
    assert len(dialog.pane.source.lines) > 1
    assert "第 6 行" in dialog.pane.place.text()
    assert dialog.pane.source.extraSelections()


def test_enter_corrects_and_goes_on_to_the_next(dialog: ImportDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog.list, Key.Key_Return)
    assert dialog.pane.field.editor.hasFocus()
    qtbot.keyClicks(dialog.pane.field.editor, "100")
    qtbot.keyClick(dialog.pane.field.editor, Key.Key_Return)
    assert dialog.list.hasFocus()
    assert dialog.groups.buttons[FLAG].text() == "待核对 2"
    assert dialog.list.current().title == "资金用途"
    first = of_group(dialog, FLAG)[0]
    assert first.state == review_entries.CHANGED_BY_HAND
    assert first.subject.item.project.plan[3] == "100"


def test_chinese_can_be_typed_into_a_flagged_field(dialog: ImportDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog.list, Key.Key_F8)
    qtbot.keyClick(dialog.list, Key.Key_Return)
    compose("用于堤防加固")
    qtbot.mouseClick(dialog.pane.field.correct, Qt.MouseButton.LeftButton)
    assert of_group(dialog, FLAG)[1].subject.item.project.purpose == "用于堤防加固"


def test_escape_takes_the_typing_back_then_leaves_and_the_dialog_stays(dialog: ImportDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog.list, Key.Key_Return)
    editor = dialog.pane.field.editor
    qtbot.keyClicks(editor, "9")
    qtbot.keyClick(editor, Key.Key_Escape)
    assert (editor.toPlainText(), editor.hasFocus()) == ("", True)
    qtbot.keyClick(editor, Key.Key_Escape)
    assert dialog.list.hasFocus()
    assert dialog.isVisible()


def test_the_space_bar_accepts_and_a_button_skips(dialog: ImportDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog.list, Key.Key_Space)
    qtbot.mouseClick(dialog.pane.field.skip, Qt.MouseButton.LeftButton)
    states = [entry.state for entry in of_group(dialog, FLAG)]
    assert states == [review_entries.DONE, review_entries.SKIPPED, review_entries.OPEN]
    assert dialog.groups.buttons[FLAG].text() == "待核对 2"  # what was skipped stays flagged
    assert "还有 2 处没有核对" in dialog.hint.text()
    assert dialog.accept_button.isEnabled()
    qtbot.mouseClick(dialog.all_button, Qt.MouseButton.LeftButton)
    assert dialog.groups.buttons[FLAG].text() == "待核对 0"
    assert dialog.hint.text() == "导入是一步操作，可以一次撤销。"


def test_several_flags_are_answered_together(dialog: ImportDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog.list, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert dialog.pane.field.title.text() == "所选 3 处"
    assert not dialog.pane.field.editor.isVisible()  # three fields of three kinds have no text in common
    qtbot.mouseClick(dialog.pane.field.accept_it, Qt.MouseButton.LeftButton)
    assert {entry.state for entry in of_group(dialog, FLAG)} == {review_entries.DONE}


def test_a_decision_can_be_taken_back(dialog: ImportDialog, qtbot: QtBot) -> None:
    entry = of_group(dialog, FLAG)[1]
    read = entry.subject.item.project.purpose
    review_plan.correct(entry, "另一个用途")
    assert entry.subject.item.project.purpose == "另一个用途"
    review_plan.accept(entry)
    assert entry.subject.item.project.purpose == read


def test_a_conflict_shows_both_sides_and_keeps_ours_until_told(dialog: ImportDialog, qtbot: QtBot) -> None:
    click_group(dialog, qtbot, CONFLICT)
    entry = dialog.list.current()
    assert entry is not None
    assert entry.title == "资金用途"
    assert "本机改过的用途" in dialog.pane.sides.mine.toPlainText()
    assert "background-color" in dialog.pane.sides.theirs.toHtml()
    assert dialog.pane.sides.keep.isChecked()
    item, difference = entry.subject
    assert difference.key in item.keep
    qtbot.mouseClick(dialog.pane.sides.take, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert difference.key not in item.keep
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Key.Key_Space)
    assert dialog.pane.sides.keep.isChecked()
    assert difference.key in item.keep


def test_new_and_changed_things_can_be_left_out_by_a_click_on_their_box(dialog: ImportDialog, qtbot: QtBot) -> None:
    before = dialog.accept_button.text()
    assert before.startswith("导入 2 个项目")  # the conflict keeps what is here
    for group in (NEW, CHANGED):
        click_group(dialog, qtbot, group)
        row = dialog.list.visualRect(dialog.list.lines.index(0))
        box = dialog.list.delegate.sign_rect(row).center()
        qtbot.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=box)
        assert not dialog.list.current().ticked
    assert not dialog.accept_button.isEnabled()
    assert dialog.accept_button.text() == "没有要导入的"
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Key.Key_Space)
    assert dialog.accept_button.text() == "导入 1 个项目"


def test_what_was_not_understood_and_not_read_is_named(dialog: ImportDialog, qtbot: QtBot) -> None:
    click_group(dialog, qtbot, UNREAD)
    assert dialog.list.current().title == "附：填表说明 三"
    assert [line.text for line in dialog.pane.source.lines if line.meant] == ["附：填表说明 三"]
    click_group(dialog, qtbot, FAILED)
    assert dialog.pane.sentence.title.text() == "通知.pdf"
    assert dialog.pane.sentence.text.text() == "这不是能读的文件，请另存为 .docx"


def test_a_new_project_is_shown_whole(dialog: ImportDialog, qtbot: QtBot) -> None:
    click_group(dialog, qtbot, NEW)
    text = dialog.pane.record.text.toPlainText()
    assert "53099925P000041200447" in text
    assert "412002 云岭县水库管理所" in text
    assert "3 处待核对" in dialog.list.current().note


def test_the_filter_narrows_and_enter_there_imports_nothing(dialog: ImportDialog, qtbot: QtBot) -> None:
    dialog.filter.setFocus()
    compose("断开")
    assert [entry.title for entry in dialog.list.lines.entries] == ["资金用途"]
    qtbot.keyClick(dialog.filter, Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.list.hasFocus()
    dialog.filter.setText("没有这样的字")
    assert dialog.list.lines.entries == []
    assert dialog.pane.pages.currentWidget() is dialog.pane.nothing


def test_what_was_answered_is_what_the_workspace_gets_and_one_undo_takes_it_back(
    opened: MainWindow, dialog: ImportDialog, qtbot: QtBot
) -> None:
    assert opened.hub is not None
    store = opened.hub.store
    before = [(p.name, p.purpose, p.plan) for p in reading.load_books(store)[0].projects]
    qtbot.keyClick(dialog.list, Key.Key_Return)
    qtbot.keyClicks(dialog.pane.field.editor, "100")
    qtbot.keyClick(dialog.pane.field.editor, Key.Key_Return)
    qtbot.keyClick(dialog.list, Key.Key_Space)
    opened.hub.run(importing.apply_import, dialog.plan)
    projects = {p.name: p for p in reading.load_books(store)[0].projects}
    assert projects["堤防加固费"].plan[3] == "100"
    assert [review.path for review in projects["堤防加固费"].review] == ["indicators[0].basis"]
    assert projects["泵站维护费"].purpose == "本机改过的用途，用于泵站"
    assert projects["渠道清淤费"].purpose == "文件里另写的用途，用于渠道"
    opened.undo()
    assert [(p.name, p.purpose, p.plan) for p in reading.load_books(store)[0].projects] == before


def test_correcting_the_year_compares_anew_and_keeps_the_answers(opened: MainWindow, qtbot: QtBot) -> None:
    assert opened.hub is not None
    store = opened.hub.store
    book = read_book()
    book.year = 2024
    book.review = [Review("year", "年度从项目编码推断", None)]
    dialog = ImportDialog(importing.plan_import(store, [book]), [], opened)
    dialog.replan = lambda: importing.plan_import(store, [book])
    qtbot.addWidget(dialog)
    dialog.show()
    assert len(of_group(dialog, NEW)) >= 4
    row = next(i for i, e in enumerate(dialog.list.lines.entries) if e.title == "资金用途")
    dialog.list.go(row)
    qtbot.keyClick(dialog.list, Key.Key_Space)
    dialog.list.go(next(i for i, e in enumerate(dialog.list.lines.entries) if e.title == "年度"))
    qtbot.keyClick(dialog.list, Key.Key_Return)
    qtbot.keyClicks(dialog.pane.field.editor, "2025")
    qtbot.keyClick(dialog.pane.field.editor, Key.Key_Return)
    assert book.year == 2025
    assert [entry.title for entry in of_group(dialog, NEW)] == ["堤防加固费"]
    assert next(e for e in of_group(dialog, FLAG) if e.title == "资金用途").state == review_entries.DONE


def test_ten_thousand_lines_are_no_burden(qtbot: QtBot, opened: MainWindow) -> None:
    book = read_book()
    reviews = [Review("purpose", f"第 {n} 个疑问", (5, 5)) for n in range(10_000)]
    book.projects[3].review = reviews
    assert opened.hub is not None
    dialog = ImportDialog(importing.plan_import(opened.hub.store, [book]), [], opened)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.groups.buttons[FLAG].text() == "待核对 10000"
    qtbot.keyClick(dialog.list, Key.Key_End)
    assert dialog.list.currentIndex().row() == 9999
    qtbot.keyClick(dialog.list, Key.Key_Space)
    assert dialog.groups.buttons[FLAG].text() == "待核对 9999"
    assert dialog.list.findChildren(type(dialog.pane)) == []  # no widget a line


def test_the_list_model_is_sound(dialog: ImportDialog, qtmodeltester: object) -> None:
    model = ReviewListModel()
    qtmodeltester.check(model)
    model.load(dialog.entries)
    qtmodeltester.check(model)  # reports by Qt's warnings, which pytest -s does not see
    shown = [model.index(row).data() for row in range(model.rowCount())]
    assert len(shown) == len(dialog.entries) > 0
    assert all(text.startswith(entry.title) for text, entry in zip(shown, dialog.entries, strict=True))
    assert model.rowCount(model.index(0)) == 0
    assert model.index(len(shown)).data() is None


def test_every_pane_fits_a_low_screen(dialog: ImportDialog) -> None:
    dialogs.fit(dialog, LOW_SCREEN)
    dialog.resize(LOW_SCREEN)
    QApplication.processEvents()
    for part in (dialog.pane.field.correct, dialog.pane.field.skip, dialog.accept_button, dialog.groups.buttons[SAME]):
        corner = part.mapTo(dialog, QPoint(part.width(), part.height()))
        assert part.isVisible()
        assert corner.x() <= LOW_SCREEN.width()
        assert corner.y() <= LOW_SCREEN.height()


def test_a_source_whose_lines_were_not_kept_is_no_trouble(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    book = read_book()
    book.lines = {}
    assert opened.hub is not None
    dialog = ImportDialog(importing.plan_import(opened.hub.store, [book]), [], opened)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.pane.source.toPlainText() == ""
    assert "没有可以对照的原文" in dialog.pane.source.placeholderText()


def row_dialog(opened: MainWindow, qtbot: QtBot, review: Review) -> ImportDialog:
    """The review of a book whose new project has that one flag."""
    book = read_book()
    book.projects[3].review = [review]
    assert opened.hub is not None
    shown = ImportDialog(importing.plan_import(opened.hub.store, [book]), [], opened)
    qtbot.addWidget(shown)
    return bring_up(shown, qtbot)


def test_the_fields_of_a_flagged_row_are_corrected_one_by_one(opened: MainWindow, qtbot: QtBot) -> None:
    dialog = row_dialog(opened, qtbot, Review("indicators[1]", "这一行比表头多出一栏", (8, 8)))
    form = dialog.pane.field.row
    assert [line.accessibleName() for line in form.lines][:3] == ["一级指标", "二级指标", "三级指标"]
    qtbot.keyClick(dialog.list, Key.Key_Return)
    assert form.lines[0].hasFocus()
    form.lines[5].setFocus()
    form.lines[5].selectAll()
    compose("水利普查")
    qtbot.keyClick(form.lines[5], Key.Key_Escape)
    assert form.edits() == []
    form.lines[5].selectAll()
    compose("水利普查")
    qtbot.keyClick(form.lines[5], Key.Key_Return)
    entry = of_group(dialog, FLAG)[0]
    assert entry.state == review_entries.CHANGED_BY_HAND
    assert entry.subject.item.project.indicators[1].basis == "水利普查"
    assert dialog.groups.buttons[FLAG].text() == "待核对 0"


def test_a_row_that_is_none_is_taken_out(opened: MainWindow, qtbot: QtBot) -> None:
    dialog = row_dialog(opened, qtbot, Review("indicators[1]", "像是页眉", (8, 8)))
    project = of_group(dialog, FLAG)[0].subject.item.project
    before = [indicator.l3 for indicator in project.indicators]
    qtbot.mouseClick(dialog.pane.field.drop, Qt.MouseButton.LeftButton)
    assert [indicator.l3 for indicator in project.indicators] == [before[0], *before[2:]]
    assert of_group(dialog, FLAG) == []


def test_a_row_that_was_taken_out_is_passed_over_until_it_is_ticked(opened: MainWindow, qtbot: QtBot) -> None:
    assert opened.hub is not None
    store = opened.hub.store
    first = row_dialog(opened, qtbot, Review("indicators[1]", "像是页眉", (8, 8)))
    qtbot.mouseClick(first.pane.field.drop, Qt.MouseButton.LeftButton)
    opened.hub.run(importing.apply_import, first.plan)
    first.close()
    dialog = row_dialog(opened, qtbot, Review("indicators[1]", "像是页眉", (8, 8)))
    assert of_group(dialog, FLAG) == []
    (passed,) = of_group(dialog, CHANGED)
    assert (passed.note, review_entries.STATE_NAMES[passed.state]) == ("上次核对时去掉了这一行", "已略过")
    assert dialog.group == CHANGED
    assert not dialog.accept_button.isEnabled()
    qtbot.mouseClick(dialog.all_button, Qt.MouseButton.LeftButton)  # takes in what is new, not what was taken out
    assert not passed.ticked
    qtbot.keyClick(dialog.list, Key.Key_Space)
    assert dialog.accept_button.text() == "导入 1 个项目"
    opened.hub.run(importing.apply_import, dialog.plan)
    project = next(p for p in reading.load_books(store)[0].projects if p.name == "堤防加固费")
    assert [row.l3 for row in project.indicators] == [row.l3 for row in read_book().projects[3].indicators]


def test_the_four_months_of_a_plan_are_corrected_together(opened: MainWindow, qtbot: QtBot) -> None:
    dialog = row_dialog(opened, qtbot, Review("plan", "数字和月份对不上", (6, 6)))
    assert [line.accessibleName() for line in dialog.pane.field.row.lines] == ["3月底", "6月底", "10月底", "12月底"]
    assert not dialog.pane.field.drop.isVisible()
    for line, text in zip(dialog.pane.field.row.lines, ("10", "20", "30", "100"), strict=True):
        line.setText(text)
    qtbot.mouseClick(dialog.pane.field.correct, Qt.MouseButton.LeftButton)
    assert of_group(dialog, FLAG)[0].subject.item.project.plan == ["10", "20", "30", "100"]


def test_rows_that_only_one_side_has_are_named_and_stay_until_told(opened: MainWindow, qtbot: QtBot) -> None:
    assert opened.hub is not None
    assert opened.view is not None
    store = opened.hub.store
    pump = next(node for node in opened.view.tree.projects() if node.label == "泵站维护费")
    rows = reading.load_project(store, pump.id).indicators
    opened.hub.run(editing.delete_rows, "indicator", [rows[0].id])
    opened.hub.run(editing.insert_rows, "indicator", pump.id, "", 1, [{"l1": "效益指标", "l3": "本机加的指标"}])
    dialog = ImportDialog(importing.plan_import(store, [county_book()]), [], opened)
    qtbot.addWidget(dialog)
    dialog.show()
    gone, own = of_group(dialog, CONFLICT)[0], of_group(dialog, MISSING)[0]
    assert "本机删掉了这一行" in gone.note
    assert "本机加的指标" in review_plan.sides(own)[0]
    click_group(dialog, qtbot, MISSING)
    assert not dialog.all_button.isVisible()
    assert "删除" in dialog.pane.sides.take.text()
    assert dialog.accept_button.text() == "没有要导入的"
    qtbot.mouseClick(dialog.pane.sides.take, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert dialog.accept_button.text() == "导入 1 个项目"
    opened.hub.run(importing.apply_import, dialog.plan)
    left = [indicator.l3 for indicator in reading.load_project(store, pump.id).indicators]
    assert left == [row.l3 for row in rows[1:]]


def test_numbers_of_lines_are_those_of_their_sheet() -> None:
    parts = [Part(1, "sheet", "说明"), Part(8, "sheet", "指标", 3)]
    assert [review_source.line_number(parts, line) for line in (1, 7, 8, 12)] == ["1", "7", "3", "7"]
    assert review_source.line_number([], 12) == "12"


def test_differing_characters_are_found_and_nothing_is_lost() -> None:
    left, right = differing.pieces("用于泵站维护、检修", "用于闸站维护，检修")
    assert [text for text, differs in left if differs] == ["泵", "、"]
    assert [text for text, differs in right if differs] == ["闸", "，"]
    for texts in (("", "新"), ("旧", ""), ("同", "同"), ("甲" * 5000, "乙" * 5000)):
        assert tuple("".join(text for text, _ in side) for side in differing.pieces(*texts)) == texts


def test_what_was_answered_is_not_thrown_away_by_a_slip(dialog: ImportDialog, qtbot: QtBot, said: Said) -> None:
    said.answer = False
    qtbot.keyClick(dialog.list, Key.Key_Space)
    qtbot.keyClick(dialog.list, Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.tally.count(dialog.entries) == 1
    said.answer = True
    qtbot.keyClick(dialog.list, Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_review_without_answers_is_left_at_once(dialog: ImportDialog, qtbot: QtBot, said: Said) -> None:
    said.answer = False
    qtbot.keyClick(dialog.list, Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_was_put_back_as_it_was_is_no_answer(dialog: ImportDialog, qtbot: QtBot) -> None:
    click_group(dialog, qtbot, NEW)
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Key.Key_Space)
    assert dialog.tally.count(dialog.entries) == 1
    qtbot.keyClick(dialog.list, Key.Key_Space)
    assert dialog.tally.count(dialog.entries) == 0
    click_group(dialog, qtbot, FLAG)
    for _ in range(2):  # one flag corrected twice is one answer
        dialog.list.go(0)
        qtbot.keyClick(dialog.list, Key.Key_Return)
        qtbot.keyClicks(dialog.pane.field.editor, "9")
        qtbot.keyClick(dialog.pane.field.editor, Key.Key_Return)
    assert dialog.tally.count(dialog.entries) == 1


def test_the_careful_question_is_refused_by_enter(
    opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # the real box
    seen: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append(box.defaultButton().text())
        qtbot.keyClick(box, Key.Key_Return)

    QTimer.singleShot(50, press)
    agreed = dialogs.ask("取消导入", "都不保留。", "取消导入", "继续核对", parent=opened, careful=True)
    assert (agreed, seen) == (False, ["继续核对"])


def test_enter_goes_on_among_new_things_and_ticks_nothing(opened: MainWindow, qtbot: QtBot) -> None:
    book = county_book()
    book.year = 2030
    for project in book.projects:
        project.review = []
    dialog = ImportDialog(importing.plan_import(None, [book]), [], opened)
    qtbot.addWidget(dialog)
    bring_up(dialog, qtbot)
    assert dialog.group == NEW
    qtbot.waitUntil(dialog.accept_button.hasFocus)
    before = dialog.accept_button.text()
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Key.Key_Return)
    assert dialog.list.currentIndex().row() == 1
    assert dialog.accept_button.text() == before
    qtbot.keyClick(dialog.list, Key.Key_Space)
    assert not dialog.list.current().ticked
    assert dialog.isVisible()


def test_a_year_that_cannot_be_stays_in_its_field(opened: MainWindow, qtbot: QtBot, said: Said) -> None:
    assert opened.hub is not None
    store = opened.hub.store
    book = read_book()
    book.review = [Review("year", "年度从项目编码推断", None)]
    dialog = ImportDialog(importing.plan_import(store, [book]), [], opened)
    dialog.replan = lambda: importing.plan_import(store, [book])
    qtbot.addWidget(dialog)
    bring_up(dialog, qtbot)
    dialog.list.go(next(i for i, e in enumerate(dialog.list.lines.entries) if e.title == "年度"))
    for wrong in ("20x5", "99999"):
        qtbot.keyClick(dialog.list, Key.Key_Return)
        dialog.pane.field.editor.selectAll()
        qtbot.keyClicks(dialog.pane.field.editor, wrong)
        qtbot.keyClick(dialog.pane.field.editor, Key.Key_Return)
        assert "四位数字" in said.errors.pop()
        assert dialog.pane.field.editor.toPlainText() == wrong
        assert book.year == 2025
        dialog.list.setFocus()


@pytest.mark.parametrize(
    "written", ["这一段另写了。", "补写，第150段，保障全县灌溉用水，加强巡查和维修养护，落实责任。"]
)
def test_long_texts_are_compared_at_their_first_difference(opened: MainWindow, qtbot: QtBot, written: str) -> None:
    assert opened.hub is not None
    paragraphs = [f"第{n}段，保障全县灌溉用水，加强巡查和维修养护，落实责任。" for n in range(200)]
    book = county_book()
    book.sections[0].text = "\n".join(paragraphs)
    opened.hub.run(importing.apply_import, importing.plan_import(opened.hub.store, [book]))
    again = county_book()
    again.sections[0].text = "\n".join([*paragraphs[:150], written, *paragraphs[151:]])
    dialog = ImportDialog(importing.plan_import(opened.hub.store, [again]), [], opened)
    qtbot.addWidget(dialog)
    dialog.show_group(CHANGED)
    bring_up(dialog, qtbot)
    for side in (dialog.pane.sides.mine, dialog.pane.sides.theirs):
        cursor = side.textCursor()
        cursor.setPosition(side.first_marked() or len("\n".join(paragraphs[:150])))
        qtbot.waitUntil(lambda side=side: side.verticalScrollBar().value() > 0)
        assert side.viewport().rect().contains(side.cursorRect(cursor).center())


def test_the_filter_finds_codes_and_an_empty_list_says_so(dialog: ImportDialog, qtbot: QtBot) -> None:
    click_group(dialog, qtbot, NEW)
    dialog.filter.setText("没有这个编码")
    assert [entry.title for entry in dialog.list.lines.entries] == []
    assert dialog.list.sentence == "没有找到。"
    assert dialog.pane.source.placeholderText() == ""
    dialog.filter.setText("p000041200447")
    assert [entry.title for entry in dialog.list.lines.entries] == ["堤防加固费"]
    click_group(dialog, qtbot, FLAG)
    assert len(dialog.list.lines.entries) == 3


def test_a_file_that_was_not_read_is_called_by_its_name(opened: MainWindow, qtbot: QtBot) -> None:
    assert opened.hub is not None
    failures = [UserError("文件已损坏", "/U盘/旧文件/通知.docx", "请重新复制一份")]
    dialog = ImportDialog(importing.plan_import(opened.hub.store, [read_book()]), failures, opened)
    qtbot.addWidget(dialog)
    entry = of_group(dialog, FAILED)[0]
    assert entry.title == "通知.docx"
    assert entry.holds("旧文件")
