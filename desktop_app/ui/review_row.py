"""The fields of a flagged row, to be corrected one by one."""

from dataclasses import fields as fields_of
from dataclasses import is_dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QScrollArea, QSizePolicy, QWidget

from desktop_app.actions.editing import COLUMN_NAMES
from desktop_app.actions.importing import Item, PlanItem
from desktop_app.domain import fields
from desktop_app.domain.disclosed import BudgetRow
from desktop_app.domain.model import PLAN_MONTHS, Indicator, Project
from desktop_app.ui import places, theme
from desktop_app.ui.field_keys import keeps_escape
from desktop_app.ui.grid_keys import ENTER

Part = tuple[str, str, str]  # name of the field, its path, its text

_INDICATOR = ("l1", "l2", "l3", "desc", "value", "basis")
_MORE = ("last_value", "note")
_BESIDE = 2  # fields that stand side by side
_MOST_ROWS = 4  # of fields that are in sight without scrolling


def parts_of(item: Item | None, path: str) -> list[Part]:
    """The fields under a path that names no single text: of a row, or of the whole plan; none for larger parts."""
    if isinstance(item, PlanItem) and path == "plan":
        months = zip(PLAN_MONTHS, item.project.plan, strict=True)
        return [(month, f"plan[{i}]", text) for i, (month, text) in enumerate(months)]
    if item is None or not path.endswith("]"):
        return []
    head = getattr(item, "head", None)
    owner = item.project if isinstance(item, PlanItem) else item.book
    spot = fields.find(owner, path, head.lines if head is not None else None)
    if spot is None or isinstance(spot.record, Project):
        return []
    record = spot.record
    if isinstance(record, BudgetRow):
        headings = [name.replace("/", " ") for name in getattr(head, "columns", [])] + [""] * len(record.cells)
        named = zip(headings, record.cells, strict=False)
        return [(name or f"第{i + 1}栏", f"{path}[{i}]", text) for i, (name, text) in enumerate(named)]
    if isinstance(record, Indicator):
        names = [*_INDICATOR, *(name for name in _MORE if getattr(record, name))]
        return [(COLUMN_NAMES[name], f"{path}.{name}", getattr(record, name)) for name in names]
    if not is_dataclass(record) or hasattr(record, "rows"):
        return []
    known = [f.name for f in fields_of(record) if f.name in places.RECORD_NAMES]
    return [(places.RECORD_NAMES[name], f"{path}.{name}", getattr(record, name)) for name in known]


class _Line(QLineEdit):
    """One field of the row. Enter is done with the whole row, Escape takes the typing back, then leaves."""

    done = Signal()
    left = Signal()

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(text)
        self.path, self.given = path, text
        self.setAccessibleName(name)
        self.setAcceptDrops(False)
        self.setCursorPosition(0)

    def event(self, event: QEvent) -> bool:
        """Override QWidget.event: Escape is first the field's, not the dialog's."""
        return keeps_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        if event.key() in ENTER:
            self.done.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text() != self.given:
            self.setText(self.given)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class RowForm(QScrollArea):
    """The fields of one row, two side by side.

    Signals:
        done: Enter in one of the fields.
        left: Escape where nothing was typed.
        changed: something was typed.
    """

    done = Signal()
    left = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[_Line] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_parts(self, parts: list[Part]) -> None:
        """Show the fields of another row."""
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACING)
        grid.setVerticalSpacing(4)
        self.lines = []
        for at, (name, path, text) in enumerate(parts):
            line = _Line(name, path, text)
            line.done.connect(self.done)
            line.left.connect(self.left)
            line.textChanged.connect(self.changed)
            label = QLabel(name)
            theme.muted(label)
            row, column = divmod(at, _BESIDE)
            grid.addWidget(label, row, 2 * column)
            grid.addWidget(line, row, 2 * column + 1)
            self.lines.append(line)
        for column in range(_BESIDE):
            grid.setColumnStretch(2 * column + 1, 1)
        self.setWidget(body)
        self.setVisible(bool(parts))
        self.updateGeometry()

    @property
    def edited(self) -> bool:
        """Whether the person changed anything."""
        return any(line.text() != line.given for line in self.lines)

    def edits(self) -> list[tuple[str, str]]:
        """The paths and texts of the fields that the person changed."""
        QGuiApplication.inputMethod().commit()
        return [(line.path, line.text()) for line in self.lines if line.text() != line.given]

    def begin(self) -> None:
        """Put the keyboard into the first field."""
        if self.lines:
            self.lines[0].setFocus()
            self.lines[0].selectAll()

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint: some rows of fields, the others by scrolling."""
        if not self.lines:
            return QSize(0, 0)
        rows = min((len(self.lines) + 1) // _BESIDE, _MOST_ROWS)
        return QSize(300, rows * (self.lines[0].sizeHint().height() + 4) + 2)

    def minimumSizeHint(self) -> QSize:
        """Override QWidget.minimumSizeHint."""
        return QSize(200, self.lines[0].sizeHint().height() + 4 if self.lines else 0)
