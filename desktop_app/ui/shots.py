"""Draws every screen of the program into picture files, to look at."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app import paths
from desktop_app.actions import answers, editing, importing, reading, workspace
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.findings import Finding
from desktop_app.domain.traces import Review
from desktop_app.settings import Settings
from desktop_app.ui import app as application
from desktop_app.ui import fix_dialog, theme
from desktop_app.ui.answer_dialog import AnswerDialog
from desktop_app.ui.export_dialog import ExportDialog
from desktop_app.ui.import_dialog import ImportDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.review_entries import CONFLICT
from desktop_app.ui.rules_dialog import RulesDialog
from desktop_app.ui.workspace_view import GOALS, SECTIONS, TABLES, WorkspaceView

SIZE = (1366, 768)  # the commonest screen in county offices
_MARKED = "农村供水计量设施改造与水费收缴经费"  # of the sample


def render(folder: Path, dark: bool = False) -> list[Path]:
    """Draw all screens with the sample county into `folder`; returns the files. Works without a display.

    `dark` draws them as on a system of dark colours.
    """
    with _without_platform_noise():
        return _render(folder, dark)


@contextmanager
def _without_platform_noise() -> Iterator[None]:
    """Keep back what the platform without a screen says for every dialog; everything else is said as before."""

    def handler(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if "propagateSizeHints" in message:
            return
        if callable(before):
            before(kind, context, message)
        elif sys.stderr is not None:
            sys.stderr.write(f"{message}\n")

    before = qInstallMessageHandler(handler)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _render(folder: Path, dark: bool) -> list[Path]:
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else application.make_application()
    light = app.palette()
    if dark:
        theme.dress(app, dark_palette())
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        window = MainWindow(Settings())
        window.resize(*SIZE)
        window.show()
        files = [_grab(window, folder / "1-start.png"), _import_preview(window, folder / "2-import.png")]
        store = workspace.open_workspace(workspace.make_sample(Path(temporary)), daily_backup=False)
        files.append(_review(store, folder / "2-review.png"))
        window.open_store(store)
        files += _workspace(window, folder)
        window.open_store(_marked(Path(temporary)))
        files += _checks(window, folder)
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()
    theme.dress(app, light)
    return files


def dark_palette() -> QPalette:
    """What systems of dark colours give a program, near enough."""
    palette = QPalette(QColor("#3a3d42"), QColor("#2b2d31"))
    for role, colour in {
        QPalette.ColorRole.Base: "#1f2124",
        QPalette.ColorRole.AlternateBase: "#26282c",
        QPalette.ColorRole.Midlight: "#3c4047",
        QPalette.ColorRole.Mid: "#565b64",
        QPalette.ColorRole.Highlight: "#2f6fb5",
        QPalette.ColorRole.HighlightedText: "#f5f7fa",
    }.items():
        palette.setColor(role, QColor(colour))
    return palette


def _workspace(window: MainWindow, folder: Path) -> list[Path]:
    view, hub = window.view, window.hub
    if view is None or hub is None:
        return []
    worst = _worst_project(view, hub.checker.findings)
    view.tree.select("project", worst)
    files = [_grab(window, folder / "3-project.png")]
    view.problems.step(1)
    view.right.setSizes([320, 400])
    files.append(_grab(window, folder / "4-problems.png"))
    view.right.setSizes([600, 150])
    for tab, name in ((TABLES, "5-table.png"), (SECTIONS, "6-sections.png")):
        view.show_tab(tab)
        files.append(_grab(window, folder / name))
    view.show_tab(GOALS)
    view.tree.select("department", view.tree.all_nodes()[1].id)
    files.append(_grab(window, folder / "7-overview.png"))
    dialog = ExportDialog(hub.store, None, Path("D:/公开"), "张会计", window)
    files.append(_grab(dialog, folder / "8-export.png"))
    dialog.deleteLater()
    return files


def _marked(folder: Path) -> Store:
    """A workspace with one project in whose grid there is a mark of every kind."""
    book = importing.read_sources(sorted(paths.resource("samples").glob("*.txt"))).books[0]
    project = next(p for p in book.projects if p.name == _MARKED)
    rows = project.indicators
    rows[-3].basis, rows[-4].basis = "2012年工作方案", ""
    for row, reason in ((rows[-3], "两栏的文字并在了一起，按列宽分开"), (rows[-1], "原文断行，接成了一格")):
        project.review.append(Review(f"indicators[{rows.index(row)}].desc", reason, row.lines))
    store = workspace.create_workspace(folder / "标记.jxdb")
    importing.apply_import(store, importing.plan_import(store, [book]))
    return store


def _checks(window: MainWindow, folder: Path) -> list[Path]:
    """The marks in a grid, one of them answered, and the dialogs of the checks."""
    view, hub = window.view, window.hub
    if view is None or hub is None:
        return []
    problems = view.problems
    view.tree.select("project", next(node.id for node in view.tree.projects() if node.label == _MARKED))
    of_project = [f for f in hub.checker.findings if f.project_name == _MARKED]
    said = next(f for f in of_project if f.path.startswith("indicators") and f.path.endswith(".desc"))
    hub.run(answers.answer, [(hub.checker.department_of(said), said)], "指标名称已经说清，不再解释", "王会计")
    problems.refresh()
    problems.answered.setChecked(True)
    problems.table.scrollToBottom()
    view.right.setSizes([520, 200])
    view.project.splitter.setSizes([60, 600])
    view.go_to(next(f for f in of_project if f.rule == "K15"))
    view.project.grid.scrollToBottom()
    files = [_grab(window, folder / "9-marks.png")]
    rule, found = max(problems.model.fixable().items(), key=lambda pair: len(pair[1]))
    changes = fix_dialog.changes_of(hub.store, found, problems.model.books)
    for dialog, name in (
        (fix_dialog.FixDialog(rule, found, changes, window), "10-fixes"),
        (AnswerDialog(found, "王会计", window, books=problems.model.books), "11-answer"),
        (RulesDialog(hub, folder, window), "12-rules"),
    ):
        files.append(_grab(dialog, folder / f"{name}.png"))
        dialog.deleteLater()
    return files


def _worst_project(view: WorkspaceView, findings: list[Finding]) -> str:
    """The project with the most findings, which shows the most marks."""
    ids = [finding.project_id for finding in findings]
    return max((node.id for node in view.tree.projects()), key=ids.count)


def _import_preview(window: MainWindow, to: Path) -> Path:
    result = importing.read_sources(sorted(paths.resource("samples").glob("*.txt")))
    dialog = ImportDialog(importing.plan_import(None, result.books), result.failures, window)
    made = _grab(dialog, to)
    dialog.deleteLater()
    return made


def _review(store: Store, to: Path) -> Path:
    """The review of the sample read once more, with doubts, after a person and the file's author both went on."""
    result = importing.read_sources(sorted(paths.resource("samples").glob("*.txt")))
    book = result.books[0]
    mine = reading.load_books(store)[0].projects
    edits = [(CellKey("project", p.id, "purpose"), f"{p.purpose}（本机已改）") for p in mine[:2]]
    editing.edit_cells(store, edits)
    for project in book.projects[:3]:
        project.purpose = f"{project.purpose}（文件已改）"
        lines = project.indicators[0].lines
        project.review.append(Review("indicators[0].value", "两栏的文字并在了一起，按列宽分开", lines))
        project.review.append(Review("indicators[1]", "这一行比表头多出一栏", project.indicators[1].lines))
    dialog = ImportDialog(importing.plan_import(store, result.books), result.failures)
    dialog.show_group(CONFLICT)
    made = _grab(dialog, to)
    dialog.deleteLater()
    editing.undo(store)
    return made


def _grab(widget: QWidget, to: Path) -> Path:
    widget.show()
    QApplication.processEvents()
    QApplication.processEvents()
    widget.grab().save(str(to))
    if not isinstance(widget, MainWindow):
        widget.hide()
    return to
