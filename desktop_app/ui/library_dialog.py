"""挑选指标: looks through the library and the file, ticks several indicators, and adds them as whole rows."""

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions import picking, reading
from desktop_app.actions.picking import ALL_KINDS, Choice
from desktop_app.ui import dialogs, tables, theme
from desktop_app.ui.field_keys import SearchLine
from desktop_app.ui.hub import Hub
from desktop_app.ui.library_model import BASIS, CLASS, DESC, NAME, SOURCE, VALUE, ChoicesModel

LIBRARY, FILE = "指标库", "本文件和上年"
_EVERY_CLASS = "全部类别"
_SEARCH_AFTER_MS = 30
_WIDTHS = {NAME: 190, CLASS: 152, DESC: 300, VALUE: 96, BASIS: 180, SOURCE: 150}


class _Table(QTableView):
    """The list; the space bar and Enter tick the current row, so does a double click."""

    def __init__(self, model: ChoicesModel) -> None:
        super().__init__()
        self._choices = model
        self.setModel(model)
        tables.dress(self)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        self.horizontalHeader().setSectionResizeMode(DESC, QHeaderView.ResizeMode.Stretch)
        self.setAccessibleName("可以挑选的指标")
        self.doubleClicked.connect(self._toggle)

    def _toggle(self, index: QModelIndex) -> None:
        if index.isValid():
            self._choices.toggle(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)


class LibraryDialog(QDialog):
    """What can be added to a project, by class, kind and search.

    Raises UserError where the project is gone.
    """

    def __init__(self, hub: Hub, project_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("挑选指标")
        self._hub = hub
        self._project = reading.load_project(hub.store, project_id)
        self._frame = reading.frame_of(hub.store, project_id)
        self.box = SearchLine("搜索 三级指标 / 描述，也可以打拼音首字母", "搜索指标")
        self.source, self.kind = QComboBox(), QComboBox()
        self.source.addItems([LIBRARY, FILE])
        self.kind.addItems(picking.kinds(self._project))
        self.classes = QListWidget()
        self.classes.addItems([_EVERY_CLASS, *(l2 for l1 in self._frame.l1_names() for l2 in self._frame.l2_names(l1))])
        for row in range(self.classes.count()):  # laid out before it is on the screen, it would not know its style
            self.classes.item(row).setSizeHint(QSize(0, self.fontMetrics().height() + 12))
        self.classes.setCurrentRow(0)
        self.classes.setFixedWidth(170)
        self.classes.setAccessibleName("指标类别")
        self.model = ChoicesModel(self)
        self.table = _Table(self.model)
        self.count = QLabel()
        self.unfilter = QPushButton()
        self.unfilter.setAutoDefault(False)
        self.unfilter.setToolTip("来源不变，看全部项目类型、全部类别")
        self.unfilter.clicked.connect(self._drop_filters)
        self._widened = False  # nothing suits the project, so that all kinds are shown
        buttons, self.add = dialogs.two_buttons(self, "插入")
        self._lay_out(buttons)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SEARCH_AFTER_MS)
        self._timer.timeout.connect(self.look)
        self.box.textChanged.connect(self._timer.start)
        for signal in (self.source.currentIndexChanged, self.kind.currentIndexChanged, self.classes.currentRowChanged):
            signal.connect(self.look)
        hub.finder.ready.connect(self.look)
        self.model.ticked.connect(self._say)
        self.resize(1180, 620)
        self.box.setFocus()
        self.look()

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        top = QHBoxLayout()
        top.addWidget(self.box, 1)
        for label, choice in (("来源", self.source), ("项目类型", self.kind)):
            top.addSpacing(theme.SPACING)
            top.addWidget(QLabel(label))
            top.addWidget(choice)
        middle = QHBoxLayout()
        middle.addWidget(self.classes)
        middle.addWidget(self.table, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.count)
        bottom.addWidget(self.unfilter)
        bottom.addStretch(1)
        bottom.addWidget(buttons)
        layout = QVBoxLayout(self)
        for part in (top, middle, bottom):
            layout.addLayout(part)
        layout.setStretch(1, 1)

    @property
    def chosen(self) -> list[Choice]:
        """What was ticked, in the order in which it was."""
        return list(self.model.chosen.values())

    def look(self) -> None:
        """Show what fits."""
        self._timer.stop()
        typed = self.box.text()
        l2 = self.classes.currentItem().text() if self.classes.currentRow() > 0 else ""
        from_file = self.source.currentText() == FILE
        self._widened = False
        self.kind.setEnabled(not from_file)
        waiting = from_file and not self._hub.finder.wake(0.04)
        if waiting:
            rows = []
        elif from_file:
            stock = self._hub.finder.gathering.words
            rows = picking.of_file(self._hub.store, stock, self._project, self._frame, typed, l2)
        else:
            rows = self._of_library(typed, l2)
        hidden = 0 if waiting else len(self._unfiltered(typed)) - len(rows)
        self.unfilter.setText(f"去掉筛选（还有 {hidden} 条）")
        self.unfilter.setVisible(hidden > 0)
        self.model.load(rows)
        if rows:
            self.table.selectRow(0)
        self._say("正在读取全文…" if waiting else "")

    def _of_library(self, typed: str, l2: str) -> list[Choice]:
        """What fits; of all kinds where nothing of those that suit the project does, for nobody chose that filter."""
        kind = self.kind.currentText()
        rows = picking.of_library(self._project, self._frame, typed, l2, kind)
        self._widened = not rows and kind == picking.SUITING
        return picking.of_library(self._project, self._frame, typed, l2, ALL_KINDS) if self._widened else rows

    def _unfiltered(self, typed: str) -> list[Choice]:
        if self.source.currentText() == FILE:
            stock = self._hub.finder.gathering.words
            return picking.of_file(self._hub.store, stock, self._project, self._frame, typed, "")
        return picking.of_library(self._project, self._frame, typed, "", ALL_KINDS)

    def _drop_filters(self) -> None:
        self.kind.setCurrentText(ALL_KINDS)
        self.classes.setCurrentRow(0)

    def _say(self, waiting: str = "") -> None:
        count = len(self.model.chosen)
        fitting = waiting or (f"共 {len(self.model.rows)} 条" if self.model.rows else "没有符合的指标，换一个词试试")
        if self._widened and self.model.rows and not waiting:
            fitting = f"适合本项目的里面没有，全部类型里有 {len(self.model.rows)} 条"
        self.count.setText(f"{fitting}，已选 {count} 条" if count else f"{fitting}。按空格或双击选中，可以选多条")
        self.add.setText(f"插入 {count} 条" if count else "插入")
        self.add.setEnabled(count > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QDialog.keyPressEvent: from the box into the list; Enter there never ends the dialog by chance."""
        if self.box.hasFocus() and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.look()
            self.table.setFocus()
        else:
            super().keyPressEvent(event)
