"""One project on the screen: its form above, its indicators below."""

import html
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop_app.actions import checking, reading
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Project
from desktop_app.errors import UserError
from desktop_app.ui import flags, places, theme
from desktop_app.ui.form_pane import FormPane
from desktop_app.ui.grid_view import GridView
from desktop_app.ui.hub import Hub

MOST_DOUBTS = 4
_BY_KEYBOARD = Qt.TextInteractionFlag.LinksAccessibleByKeyboard
FORM_SHARE = 0.48  # of the height at most; the grid gets the rest


def doubts_text(found: Sequence[Finding]) -> str:
    """The fields that an import read without being sure, each a link to its cell with the reason behind it."""
    links = [
        f'<a href="{html.escape(f.path)}">{html.escape(places.field(f))}</a>：{html.escape(f.message)}'
        for f in found[:MOST_DOUBTS]
    ]
    more = f" 等 {len(found)} 处" if len(found) > MOST_DOUBTS else ""
    return f"待核对：导入没有读准、结转没有把握的，请对照原文。{'；'.join(links)}{more}"


class ProjectPage(QWidget):
    """Form and grid of the same project.

    Signals:
        action_wanted: a button above the grid was pressed; carries the id of its action.
    """

    action_wanted = Signal(str)

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self.project_id = ""
        self.form = FormPane(hub)
        self.grid = GridView(hub)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.form)
        self.splitter.addWidget(self._lower())
        self.splitter.setStretchFactor(1, 1)
        self.doubts = QLabel()
        self.doubts.setWordWrap(True)
        self.doubts.setMargin(6)
        self.doubts.setTextFormat(Qt.TextFormat.RichText)
        self.doubts.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse | _BY_KEYBOARD)
        self.doubts.linkActivated.connect(self.go_to)
        self.confirm = QPushButton("全部已核对")
        self.confirm.setToolTip("这个项目里待核对的地方都对照过了，去掉标记，内容不变")
        self.confirm.clicked.connect(self._confirm)
        self.confirm.setEnabled(not hub.read_only)
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 2, 8, 2)
        bar.addWidget(self.doubts, 1)
        bar.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.splitter, 1)
        self._moved_by_hand = False
        self.splitter.splitterMoved.connect(self._moved)
        hub.changed.connect(self._changed)

    def _lower(self) -> QWidget:
        """The grid with its buttons above it."""
        lower, head = QWidget(), QHBoxLayout()
        head.setContentsMargins(10, 0, 8, 0)
        head.setSpacing(theme.SPACING)
        head.addWidget(QLabel("绩效指标"))
        head.addStretch(1)
        for text, action in (("挑选指标…", "edit.pick"), ("复制上年指标", "edit.last_year")):
            button = QPushButton(text)
            button.setFlat(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setEnabled(not self._hub.read_only)
            button.clicked.connect(partial(self.action_wanted.emit, action))
            head.addWidget(button)
        layout = QVBoxLayout(lower)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.grid, 1)
        return lower

    def _moved(self) -> None:
        self._moved_by_hand = True

    def show_project(self, project_id: str) -> None:
        """Show a project. Raises UserError where it is gone."""
        project = reading.load_project(self._hub.store, project_id)
        self.project_id = project_id
        self._show_form(project)
        self.grid.show_project(project_id)
        self.form.show_last_year(self.grid.indicators.before)
        self.divide()

    def _show_form(self, project: Project) -> None:
        doubts = self._hub.flags.of_project(project.id)
        self.form.show_project(project, self._hub.marks_of(project.id))
        self.doubts.setText(doubts_text(doubts))
        for part in (self.doubts, self.confirm):
            part.setVisible(bool(doubts))

    def _confirm(self) -> None:
        """Say that all flagged fields of the project are right; undo takes it back."""
        if self.commit_open_editor():
            self._hub.run(flags.confirm, self._hub.flags.of_project(self.project_id))

    def divide(self) -> None:
        """Give the form what it needs and the grid the rest, unless the person divided by hand."""
        if not self._moved_by_hand:
            form = min(self.form.sizeHint().height(), round(self.height() * FORM_SHARE))
            self.splitter.setSizes([form, max(self.height() - form, 1)])

    def _changed(self, changes: Changes) -> None:
        if self.project_id and self.project_id in changes.projects:
            try:
                project = reading.load_project(self._hub.store, self.project_id)
            except UserError:  # it was removed; the tree leads elsewhere
                self.project_id = ""
                return
            self._show_form(project)
            self.form.show_last_year(self.grid.indicators.before)  # the grid's model heard of it first
            if changes.structure:
                self.divide()

    def commit_open_editor(self) -> bool:
        """Store what was typed and not yet left; false where something could not be stored."""
        stored = self.form.commit_open_editor()
        return self.grid.commit_open_editor() is not False and stored

    def current_key(self) -> CellKey | None:
        """The cell that the keyboard is in."""
        return self.form.current_key() or self.grid.current_key()

    def go_to(self, path: str) -> bool:
        """Go to the cell of a finding's path; false where it has none."""
        key = checking.locate(reading.load_project(self._hub.store, self.project_id), path)
        shown = key is not None and (self.grid.go_to(key) if key.table == "indicator" else self.form.go_to(key))
        if not shown:
            others = {"indicators": self.grid, "goals": self.form.goals.add}
            others.get(path.partition("[")[0], self.form).setFocus()
        return shown
