"""The gate in its dialogs: by rule with counts, a way to mend, 不涉密 recorded with reason and name."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.actions import editing, reading
from desktop_app.actions.gate import Gate
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.findings import ERROR, WARNING, Finding, Fix
from desktop_app.domain.model import Book
from desktop_app.domain.traces import Answer
from desktop_app.ui.answer_dialog import AnswerDialog
from desktop_app.ui.export_dialog import ExportDialog
from desktop_app.ui.gate_box import GateBox
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.workspace_view import WorkspaceView

REASON = "经局保密办审查不涉密"


def finding(rule: str, path: str, message: str, severity: str = ERROR, **more: object) -> Finding:
    return Finding(rule, severity, 2025, "412001", "", path, message, project_name="泵站维护费", **more)  # type: ignore[arg-type]


def everything() -> Gate:
    """A gate that found something of every kind."""
    marked = finding(
        "D01", "purpose", "这里有涉密标志「机密★10年」，涉密内容不得公开；如不涉密，请登记理由", found="机密★10年"
    )
    phone = finding("D02", "goals[0]", "这里有手机号码（138********），个人信息不得公开")
    rest = finding("D01", "budget_tables[3].rows[9][4]", "支出总表的项目支出12.00万元，减去列出的项目9.00万元，"
                   "剩下的3.00万元正是没有列出的涉密项目的金额，请决定是否这样公开", WARNING)  # fmt: skip
    recorded = finding("D01", "indicators[2].basis", "有涉密标志「（秘密）」，已记为不涉密",
                       answer=Answer("", "D01", "", "", REASON, "王会计", "2025-03-01T09:00:00"))  # fmt: skip
    fix = Fix("改为累计数", (("plan[1]", "50"),))
    errors = [finding("F04", f"plan[{i % 4}]", "支出计划不是累计数", fix=fix) for i in range(9)]
    errors += [finding("K11", f"indicators[{i}].value", "指标值缺少计量单位，应为数字和单位") for i in range(6)]
    return Gate([marked, phone], errors, [], [rest], [recorded])


def texts(box: GateBox) -> list[tuple[str, int, bool]]:
    items = [box.list.topLevelItem(i) for i in range(box.list.topLevelItemCount())]
    return [(item.text(0), item.childCount(), item.isExpanded()) for item in items if item is not None]


def test_what_blocks_is_shown_by_rule_with_counts_and_way_to_mend(qtbot: QtBot) -> None:
    box = GateBox("张会计", "导出", "理由记在工作簿的操作记录里")
    qtbot.addWidget(box)
    box.show_gate(everything())
    assert texts(box) == [
        ("不可越过　D01 涉密内容：1 处", 1, True),
        ("不可越过　D02 个人信息：1 处", 1, True),
        ("错误　F04 " + texts(box)[2][0].split(" ", 1)[1], 9, False),
        ("错误　K11 " + texts(box)[3][0].split(" ", 1)[1], 6, False),
        ("可以推算　D01 涉密内容：1 处", 1, True),
        ("已记为不涉密　D01 涉密内容：1 处", 1, False),
    ]
    assert texts(box)[2][0].endswith("：9 处，其中 9 处可以在“问题”里一键修正")
    gone: list[Finding] = []
    box.wanted.connect(gone.append)
    qtbot.mouseClick(box.mend, Qt.MouseButton.LeftButton)  # the first of the rule that is chosen
    box.list.setCurrentItem(box.list.topLevelItem(3))
    qtbot.mouseClick(box.mend, Qt.MouseButton.LeftButton)
    assert [(x.rule, x.path) for x in gone] == [("D01", "purpose"), ("K11", "indicators[0].value")]
    assert not box.open and box.override.isHidden()
    assert not box.clear.isHidden() and not box.clear.isEnabled()
    box.list.setCurrentItem(box.list.topLevelItem(0))
    assert box.clear.isEnabled()


def test_a_sentence_that_the_list_cuts_is_told_whole_below(opened: MainWindow, qtbot: QtBot) -> None:
    assert opened.hub is not None
    dialog = ExportDialog(opened.hub.store, None, Path("公开"), "张会计", opened)
    qtbot.addWidget(dialog)
    dialog.resize(900, 600)
    box = dialog.gate
    box.show_gate(everything())  # before it has its size, too
    dialog.show()
    qtbot.waitExposed(dialog)
    qtbot.waitUntil(box.sentence.isHidden)
    last = box.list.topLevelItem(4)
    assert last is not None
    box.list.setCurrentItem(last.child(0))
    assert box.sentence.text() == everything().yielding[0].message


def test_to_record_as_not_secret_is_only_spoken_of_where_it_can_be_done(qtbot: QtBot) -> None:
    box = GateBox("张会计", "导出", "")
    qtbot.addWidget(box)
    marked = everything().absolute
    box.show_gate(Gate(absolute=marked))
    assert "记为不涉密" in box.verdict.text() and not box.clear.isHidden()
    box.show_gate(Gate(absolute=[replace(found, found="") for found in marked]))
    assert "必须先改写" in box.verdict.text() and "不涉密" not in box.verdict.text() and box.clear.isHidden()


def test_what_sums_yield_is_said_and_stops_nothing(qtbot: QtBot) -> None:
    box = GateBox("张会计", "导出", "")
    qtbot.addWidget(box)
    box.show_gate(Gate(yielding=everything().yielding))
    assert box.open and "有 1 处合计能推算出没有列出的涉密项目的金额" in box.verdict.text()
    assert not box.list.isHidden()
    box.show_gate(Gate())
    assert box.list.isHidden()


def sign(qtbot: QtBot) -> Callable[[], None]:
    """What a person does in the dialog that asks why."""

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AnswerDialog) and dialog.windowTitle() == "记为不涉密"
        dialog.text.setPlainText(REASON)
        dialog.by.setText("王会计")
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
        if dialog.isVisible():
            dialog.reject()

    return fill


def test_a_marking_is_recorded_as_no_secret_in_the_export(
    opened: MainWindow, view: WorkspaceView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opened.hub is not None
    store = opened.hub.store
    section = reading.load_books(store)[0].sections[0]
    opened.hub.run(editing.edit_cells, [(CellKey("section", section.id, "text"), "保障灌溉。（机密）")])
    seen: list[tuple[int, int]] = []

    def person(dialog: ExportDialog) -> int:
        before = len(dialog.gate._gate.absolute)  # noqa: SLF001
        QTimer.singleShot(0, sign(qtbot))
        qtbot.mouseClick(dialog.gate.clear, Qt.MouseButton.LeftButton)
        seen.append((before, len(dialog.gate._gate.absolute)))  # noqa: SLF001
        return 0

    monkeypatch.setattr(ExportDialog, "exec", person)
    opened.actions_by_id["data.export"].trigger()
    assert seen == [(1, 0)]
    assert opened.actions_by_id["edit.undo"].text() == f"撤销 记为不涉密：{REASON}（王会计）"
    assert not [x for x in opened.hub.checker.findings if x.rule == "D01"]


def test_a_marking_is_recorded_as_no_secret_in_the_panel(
    opened: MainWindow, view: WorkspaceView, choose: Callable[[str], str], qtbot: QtBot
) -> None:
    assert opened.hub is not None
    project_id = choose("泵站维护费")
    opened.hub.run(editing.edit_cells, [(CellKey("project", project_id, "purpose"), "本项目属于机密")])
    problems = view.problems
    problems.refresh()
    row = next(i for i, x in enumerate(problems.model.shown) if x.rule == "D01")
    problems.table.setCurrentIndex(problems.model.index(row, 0))
    assert problems.answer.text() == "记为不涉密…" and problems.answer.isEnabled()
    QTimer.singleShot(0, sign(qtbot))
    qtbot.mouseClick(problems.answer, Qt.MouseButton.LeftButton)
    assert not [x for x in opened.hub.checker.findings if x.rule == "D01"]
    assert view.project.form.secret.currentText() == "不涉密"


def test_places_are_told_by_department_row_and_column(qtbot: QtBot) -> None:
    table = BudgetTable(3, "支出总表", ["科目编码", "科目名称", "合计"], [BudgetRow(["213", "农林水支出", "九元"])])
    books = {
        own: Book(year=2025, department_name=name, tables=[table], id=own)
        for own, name in (("a", "云岭县水利局"), ("b", "云岭县民政局"))
    }
    said = [
        Finding("C06", ERROR, 2025, "", "", "budget_tables[3].rows[0][2]", "不是金额", department_id=own)
        for own in books
    ]
    box = GateBox("张会计", "导出", "")
    qtbot.addWidget(box)
    box.show_gate(Gate(errors=said, books=books))
    group = box.list.topLevelItem(0)
    assert group is not None
    rows = [[group.child(i).text(column) for column in (1, 2)] for i in range(2)]
    assert rows == [
        ["云岭县水利局", "支出总表 · 农林水支出 · 合计"],
        ["云岭县民政局", "支出总表 · 农林水支出 · 合计"],
    ]
