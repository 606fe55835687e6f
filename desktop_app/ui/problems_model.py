"""The findings as a table: filtered, with a button where there is a certain repair."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from desktop_app.actions import checking
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Project
from desktop_app.ui import marks, places
from desktop_app.ui.places import Books

LEVEL, DEPARTMENT, PROJECT, PLACE, MESSAGE, EXPECTED, FOUND, FIX = range(8)
_HEADERS = ("级别", "年度、部门", "项目或单位", "位置", "问题", "应为", "现为", "修正")
_ROOT = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True, frozen=True)
class Filter:
    """What is shown: the severities, one project, department, unit and rule ("" = all), a text in rule, place, message.

    Of a department that is named a unit may be None: all of its units.
    """

    severities: frozenset[str] = frozenset(marks.SEVERITIES)
    project_id: str = ""
    text: str = ""
    department_id: str = ""
    unit: str | None = None
    rule: str = ""

    def takes(self, finding: Finding, books: Books = places.NO_BOOKS) -> bool:
        """Whether the finding is shown, its severity left aside."""
        if self.project_id and finding.project_id != self.project_id:
            return False
        if self.department_id and finding.department_id != self.department_id:
            return False
        if (self.unit is not None and finding.unit != self.unit) or (self.rule and finding.rule != self.rule):
            return False
        if not self.text:
            return True
        rule = checking.rule_title(finding.rule) if finding.rule else marks.NAMES[finding.severity]
        texts = (finding.rule, rule, finding.message, places.place(finding, books))
        return any(self.text.lower() in text.lower() for text in texts)


class ProblemsModel(QAbstractTableModel):
    """The findings that the filter lets through: the gravest first, those of one severity in the order of the tree."""

    def __init__(
        self, parent: QObject | None = None, project_of: Callable[[str], Project | None] = lambda _: None
    ) -> None:
        """`project_of` reads a project by its id: a tooltip calls the indicator by its name."""
        super().__init__(parent)
        self._project_of = project_of
        self.shown: list[Finding] = []
        self.books: Books = places.NO_BOOKS
        self.counts: dict[str, int] = dict.fromkeys(marks.SEVERITIES, 0)

    def load(
        self, findings: list[Finding], chosen: Filter, answered: list[Finding], books: Books = places.NO_BOOKS
    ) -> None:
        """Show what of `findings` the filter takes, and after them of those that are `answered`.

        `counts` are those of each severity, hidden ones too; an answered finding counts nowhere. `books` are those that
        the findings are in.
        """
        self.beginResetModel()
        self.books = books
        taken = [finding for finding in findings if chosen.takes(finding, books)]
        self.counts = dict.fromkeys(marks.SEVERITIES, 0) | Counter(finding.severity for finding in taken)
        # the gravest first: on a low screen the first rows are all that is seen; each kind in the order of the tree
        self.shown = sorted(
            (finding for finding in taken if finding.severity in chosen.severities),
            key=lambda finding: marks.SEVERITIES.index(finding.severity),
        )
        self.shown += [finding for finding in answered if chosen.takes(finding, books)]
        self.endResetModel()

    def fixable(self) -> dict[str, list[Finding]]:
        """The shown findings that have a certain repair, by rule."""
        rules: dict[str, list[Finding]] = {}
        for finding in self.shown:
            if finding.fix is not None and finding.rule and finding.answer is None:
                rules.setdefault(finding.rule, []).append(finding)
        return rules

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Override QAbstractItemModel.rowCount."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Override QAbstractItemModel.columnCount."""
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.headerData."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADERS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractItemModel.data."""
        if not index.isValid():
            return None
        finding = self.shown[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(finding, column)
        if role == Qt.ItemDataRole.DecorationRole and column == LEVEL:
            return _icon(marks.kind(finding))
        if role == Qt.ItemDataRole.ToolTipRole:
            head = f"{finding.rule} {checking.rule_title(finding.rule)}" if finding.rule else "导入或结转时没有把握"
            where = places.place(finding, self.books, self._project_of(finding.project_id))
            return marks.rich([head, where, f"{finding.message}{marks.said(finding)}"])
        return None

    def _text(self, finding: Finding, column: int) -> str:
        if column == LEVEL:
            return marks.NAMES[marks.kind(finding)]
        if column == DEPARTMENT:
            return places.department(finding, self.books)
        if column == PROJECT:
            return places.whose(finding, self.books)
        if column == PLACE:
            return places.field(finding, self.books)
        if column == MESSAGE:
            return marks.sentence(finding) + marks.said(finding)
        if column == EXPECTED:
            return _one_line(finding.expected)
        if column == FOUND:
            return _one_line(finding.found)
        return finding.fix.label if finding.fix and not finding.answer else ""


def key_of(finding: Finding, answered: bool | None = None) -> tuple[str | bool, ...]:
    """What makes a finding of now and one of before the same: rule and place, and whether it is answered."""
    told = finding.answer is not None if answered is None else answered
    return finding.rule, finding.department_id, finding.project_id, finding.unit, finding.path, told


@cache
def _icon(severity: str) -> QIcon:
    return marks.icon(severity)


def _one_line(text: str) -> str:
    return " ".join(text.split())
