"""The main window: connects actions to what is on the screen, and holds no data."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QMainWindow, QMenu, QStackedWidget, QToolBar, QVBoxLayout, QWidget

from desktop_app import paths
from desktop_app.actions import editing, workspace
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import Changes
from desktop_app.settings import Settings
from desktop_app.ui import commands_data, commands_file, commands_import, dialogs, long_actions, menus, theme
from desktop_app.ui.hub import Hub, did_something
from desktop_app.ui.message_bar import MessageBar
from desktop_app.ui.remembered import Remembered
from desktop_app.ui.start_page import StartPage
from desktop_app.ui.tasks import Tasks
from desktop_app.ui.workspace_view import WorkspaceView

SENTENCE_MS = 10_000
SMALL_SCREEN = 900  # logical pixels of height


class MainWindow(QMainWindow):
    """One window, one workspace.

    Attributes:
        hub: the open workspace, None while the start page is shown.
        view: its panes, None while the start page is shown.
        tasks: slow work beside this window.
        kept: the folders and files used last.
        actions_by_id: every action of the menus.
    """

    def __init__(self, kept: Settings, notice: str = "") -> None:
        super().__init__()
        self.hub: Hub | None = None
        self.view: WorkspaceView | None = None
        self.tasks = Tasks(self)
        self.kept = Remembered(kept, self._path, lambda text: self.statusBar().showMessage(text, SENTENCE_MS))
        self.setAcceptDrops(True)
        self.start = StartPage()
        self.message = MessageBar()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self.actions_by_id = menus.build(self)
        self._recent_menu, self._grid_menu = QMenu(self), QMenu(self)
        self.actions_by_id["file.recent"].setMenu(self._recent_menu)
        self.actions_by_id["edit.grid"].setMenu(self._grid_menu)
        self.saved = QLabel()
        self.lock = QLabel()
        self._build(notice)
        self.start.chosen.connect(lambda action: self.actions_by_id[action].trigger())
        self.start.recent_chosen.connect(lambda path: self.open_paths([path]))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.recolour)
        self._show_start()
        if kept.geometry:
            self.restoreGeometry(QByteArray.fromBase64(kept.geometry.encode()))
        else:
            self.resize(1280, 780)

    def fit_screen(self) -> None:
        """Take all of a small screen, most of a large one; for the first time that the program runs."""
        room = self.screen().availableSize()
        self.resize(min(1440, round(room.width() * 0.9)), min(900, round(room.height() * 0.9)))
        if room.height() < SMALL_SCREEN:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def _build(self, notice: str) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(body)
        self.bar = QToolBar("工具条")
        self.bar.setObjectName("toolbar")
        self.bar.setMovable(False)
        self.bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        menus.fill_toolbar(self.bar, self.actions_by_id)
        self.addToolBar(self.bar)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.statusBar().addWidget(self.saved, 1)
        # Qt hides it behind a sentence, and shows it again when the bar is laid out anew: both were painted then
        self.statusBar().messageChanged.connect(lambda text: self.saved.setHidden(bool(text)))
        self.statusBar().addPermanentWidget(QLabel(notice))
        self.statusBar().addPermanentWidget(self.lock)

    def _path(self) -> Path | None:
        return self.hub.store.path if self.hub is not None else None

    # -- the workspace ------------------------------------------------------------------------------------------------

    def open_store(self, store: Store) -> None:
        """Show an open workspace instead of what was shown."""
        if not self.close_workspace():
            workspace.close_workspace(store)
            return
        self.kept.remember_out_folder(None)
        self.hub = Hub(store, self)
        self.hub.held_by = self.tasks.holding
        self.view = WorkspaceView(self.hub)
        self.view.tree.menu_wanted.connect(self._tree_menu)
        self.view.action_wanted.connect(lambda action: self.actions_by_id[action].trigger())
        self.view.sections.removed.connect(lambda name: self.say_done(f"已删除文字“{name}”。", "撤销删除"))
        self.view.problems.cut.connect(lambda sentence: self.statusBar().showMessage(sentence, SENTENCE_MS))
        self.view.problems.done.connect(self.say_done)
        self.hub.progress.connect(self._say_progress)
        self.hub.changed.connect(self._withdraw)
        self.hub.changed.connect(self._refresh)
        self._grid_menu.addActions(self.view.project.grid.grid_actions())
        self.hub.cell_actions = [self.actions_by_id[name] for name in menus.CELL_MENU]
        view = self.view
        for grid in (view.project.grid, view.table.view, view.parts.page.view, view.goals.view):
            grid.cell_actions = self.hub.cell_actions
        self._stack.addWidget(self.view)
        self._stack.setCurrentWidget(self.view)
        self.kept.opened(store.path)
        self._show_recent()
        self.bar.show()
        self.message.hide()
        self._refresh()
        self.view.begin()
        self.view.tree.setFocus()
        if store.read_only:
            why = f"另一处正在使用它（{store.holder}）" if store.holder else "文件或所在的位置不能写入"
            self.message.say(f"这个工作簿是只读打开的：{why}。可以查看、检查和导出，不能修改。")

    def _say_progress(self, checked: int, of: int) -> None:
        self.statusBar().showMessage(f"正在检查：{checked} / {of} 个项目" if checked < of else "", SENTENCE_MS)

    def close_workspace(self) -> bool:
        """Store what is being typed and close the workspace; false where the person would rather not."""
        if self.hub is None or self.view is None:
            return True
        if not self.commit() and not dialogs.ask(
            "还有内容没有存上", "正在输入的内容存不进工作簿。", "仍要关闭", "留下来", parent=self
        ):
            return False
        self.tasks.close()
        self._grid_menu.clear()
        store, view, hub = self.hub.store, self.view, self.hub
        self.hub = self.view = None
        self._stack.removeWidget(view)
        view.hide()
        hub.stop()
        view.deleteLater()
        hub.deleteLater()
        workspace.close_workspace(store)
        self._show_start()
        return True

    def commit(self) -> bool:
        """Store what is being typed anywhere; false where it could not be stored, which was said then."""
        return self.view is None or self.view.commit_open_editor()

    def undo(self) -> None:
        """Take back the last operation, after what is being typed was stored."""
        if self.hub is not None and self.commit():
            self.message.hide()
            long_actions.step(self, self._taken_back, back=True)

    def _taken_back(self, changes: Changes) -> None:
        if len(changes.projects) > 1 and changes.structure:  # an import, a 结转
            self.message.say(f"已{changes.name}", "重做", partial(long_actions.step, self, back=False))

    def open_paths(self, files: list[Path]) -> None:
        """Open a workspace, take in a package, or import everything else."""
        suffixes = {file.suffix.lower() for file in files}
        if suffixes == {".jxdb"} and len(files) == 1:
            commands_file.open_workspace(self, files[0])
        elif suffixes == {".jxz"} and len(files) == 1:
            commands_data.receive_path(self, files[0])
        elif suffixes & {".jxdb", ".jxz"}:
            dialogs.tell("一次只能打开一个", "工作簿和U盘包请一个一个地打开；其他文件可以一次拖入几个。", self)
        elif files:
            commands_import.import_paths(self, files)

    # -- what is said -------------------------------------------------------------------------------------------------

    def say(self, text: str, offer: str = "", then: Callable[[], object] | None = None) -> None:
        """Say what was done in the bar above the pages."""
        self.message.say(text, offer, then)

    def say_done(self, text: str, offer: str, more: tuple[str, Callable[[], object]] | None = None) -> None:
        """Say what the last operation did and offer to undo it, until another operation follows."""
        self.message.say(text, offer, self._undo_said, more, passing=True)

    def _undo_said(self) -> None:
        if self.commit() and self.message.passing:
            self.undo()
        elif self.hub is not None:  # what was being typed is an operation of its own now
            self.say("之后又有了修改，没有撤销。请用“撤销”一步一步地撤回。")

    def _withdraw(self, changes: Changes) -> None:
        if did_something(changes):
            self.message.withdraw()

    def _show_start(self) -> None:
        self.message.hide()
        self.bar.hide()
        self.start.show_recent(self.kept.settings.recent)
        self._show_recent()
        self._stack.setCurrentWidget(self.start)
        self.start.setFocus()
        self._refresh()

    def _refresh(self, changes: Changes | None = None) -> None:
        """Bring titles, status line and menus up to date."""
        hub = self.hub
        menus.enable(self.actions_by_id, hub is not None, hub is not None and not hub.read_only)
        self.actions_by_id["file.recent"].setEnabled(bool(self.kept.settings.recent))
        if hub is None or self.view is None:
            self.setWindowTitle(paths.APP_NAME)
            self.saved.setText("")
            self.lock.setText("")
            return
        store = hub.store
        self.setWindowTitle(f"{store.path.stem}{'（只读）' if store.read_only else ''} - {paths.APP_NAME}")
        saved = f"已存盘 {store.saved_at:%H:%M:%S}" if store.saved_at else "全部内容都已存盘"
        roots = self.view.tree.model.roots
        projects, indicators = sum(r.projects for r in roots), sum(r.indicators for r in roots)
        self.saved.setText(f"{'' if store.read_only else saved + ' · '}{projects} 个项目 · {indicators} 条指标")
        self.lock.setText(f"只读（{store.holder or '不能写入'}）" if store.read_only else "")
        menus.name_steps(self.actions_by_id, editing.undo_name(store), editing.redo_name(store), not store.read_only)

    def recolour(self) -> None:
        """Draw what is drawn by the program itself in the colours that the system has now."""
        theme.redraw(self)
        if self.view is not None:
            self.view.show_page()

    def _tree_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menus.fill(menu, menus.TREE_MENU, self.actions_by_id)
        menu.exec(at)
        menu.deleteLater()

    def _show_recent(self) -> None:
        self._recent_menu.clear()
        for name in self.kept.settings.recent:
            self._recent_menu.addAction(name, partial(self.open_paths, [Path(name)]))

    # -- events of Qt -------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Override QWidget.dragEnterEvent."""
        if any(url.isLocalFile() for url in event.mimeData().urls()) and not self.tasks.busy:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Override QWidget.dropEvent."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.open_paths(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Override QWidget.closeEvent: nothing typed is lost by closing."""
        if not self.close_workspace():
            event.ignore()
            return
        self.tasks.close()
        self.kept.settings.geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.kept.save()
        event.accept()
