"""The indicators that can be picked, as a table with a box to tick in each row."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication

from desktop_app.actions.picking import Choice
from desktop_app.ui import marks

Index = QModelIndex | QPersistentModelIndex

HEADS = ("三级指标", "二级指标", "绩效指标描述", "指标值", "指标值确定依据", "来源")
NAME, CLASS, DESC, VALUE, BASIS, SOURCE = range(6)
_CENTRED = (CLASS, VALUE)
_ROOT = QModelIndex()


class ChoicesModel(QAbstractTableModel):
    """What fits the search; what is ticked stays so while something else is looked for.

    Signals:
        ticked: a box was ticked or cleared.
    """

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Choice] = []
        self.chosen: dict[tuple[str, str], Choice] = {}

    def load(self, rows: list[Choice]) -> None:
        """Show other indicators."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def toggle(self, row: int) -> None:
        """Tick a row, or clear it; one that the project has already cannot be ticked."""
        choice = self.rows[row]
        if choice.there:
            return
        if choice.name in self.chosen:
            del self.chosen[choice.name]
        else:
            self.chosen[choice.name] = choice
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(HEADS) - 1))
        self.ticked.emit()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Override QAbstractItemModel.rowCount."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Override QAbstractItemModel.columnCount."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.headerData."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Override QAbstractItemModel.flags."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        tickable = index.column() == NAME and not self.rows[index.row()].there
        return flags | Qt.ItemFlag.ItemIsUserCheckable if tickable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.data."""
        if not index.isValid():
            return None
        choice, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(choice, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            why = ["这个项目已经有同名的指标"] if choice.there else []
            return marks.rich([self._text(choice, column), *why])
        if role == Qt.ItemDataRole.CheckStateRole and column == NAME:
            ticked = choice.there or choice.name in self.chosen
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ForegroundRole and choice.there:
            return marks.pale(QGuiApplication.palette())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignHCenter if column in _CENTRED else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    @staticmethod
    def _text(choice: Choice, column: int) -> str:
        source = f"{choice.source} · {choice.owner}" if choice.owner else choice.source
        if choice.there:
            source = "本项目已有"
        return (choice.l3, choice.l2, choice.desc, choice.value, choice.basis, source)[column]

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Override QAbstractItemModel.setData: a click on the box."""
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.toggle(index.row())
        return True
