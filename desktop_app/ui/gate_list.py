"""What a gate found, by rule: what can never pass, errors, what sums yield, and what was recorded as 不涉密."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from desktop_app.actions import checking
from desktop_app.actions.gate import Gate
from desktop_app.domain.findings import ERROR, WARNING, Finding
from desktop_app.ui import marks, places

MOST_SHOWN = 300  # of one rule
_UNFOLDED = 12  # rows that are shown at once without being asked for
_FINDING = Qt.ItemDataRole.UserRole
_WIDEST, _NARROWEST = 200, 40
_LEAST_ROWS = 2  # the heading among them; on a low screen the list gives way before fields and buttons do


class GateList(QTreeWidget):
    """Rules with how many findings, and under each its findings.

    Signals:
        opened: a finding was double-clicked, or Enter was pressed on it; carries it.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("检查结果")
        self.setHeaderLabels(["问题", "项目或单位", "位置"])
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(_LEAST_ROWS * (self.fontMetrics().height() + 12))
        self.itemActivated.connect(self._activated)

    def show_gate(self, gate: Gate) -> None:
        """Show what a gate found."""
        self.clear()
        few = len(gate.absolute) + len(gate.errors) + len(gate.yielding) <= _UNFOLDED
        for kind, found, severity, unfolded in (
            ("不可越过", gate.absolute, ERROR, True),
            ("错误", gate.errors, ERROR, few),
            ("可以推算", gate.yielding, WARNING, True),
            ("已记为不涉密", gate.cleared, marks.ANSWERED, False),
        ):
            for rule in dict.fromkeys(finding.rule for finding in found):
                self._add(kind, rule, [x for x in found if x.rule == rule], marks.icon(severity), unfolded, gate)
        self._size_columns()
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first.child(0) if first.isExpanded() else first)

    def _size_columns(self) -> None:
        """Make room for what folded rules hold, too."""
        groups = [self.topLevelItem(i) for i in range(self.topLevelItemCount())]
        for column in (1, 2):
            texts = {group.child(i).text(column) for group in groups if group for i in range(group.childCount())}
            widest = max((self.fontMetrics().horizontalAdvance(text) for text in texts), default=0)
            head = self.fontMetrics().horizontalAdvance(self.headerItem().text(column))
            self.setColumnWidth(column, min(max(widest, head, _NARROWEST) + 16, _WIDEST))

    def cut(self) -> str:
        """The sentence of the current row where the column has no room for all of it, else ""."""
        finding, item = self.current(), self.currentItem()
        if finding is None or item.data(0, _FINDING) is None:
            return ""
        room = self.columnWidth(0) - 2 * self.indentation() - 8
        return item.text(0) if self.fontMetrics().horizontalAdvance(item.text(0)) > room else ""

    def _add(self, kind: str, rule: str, found: Sequence[Finding], icon: QIcon, unfolded: bool, gate: Gate) -> None:
        repairable = sum(finding.fix is not None for finding in found)
        fixes = f"，其中 {repairable} 处可以在“问题”里一键修正" if repairable else ""
        group = QTreeWidgetItem([f"{kind}　{rule} {checking.rule_title(rule)}：{len(found)} 处{fixes}"])
        group.setIcon(0, icon)
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        self.addTopLevelItem(group)
        self.setFirstColumnSpanned(group.treeWidget().indexOfTopLevelItem(group), self.rootIndex(), True)
        for finding in found[:MOST_SHOWN]:
            said = f"{finding.answer.text}（{finding.answer.by} {finding.answer.at[:10]}）" if finding.answer else ""
            whose = places.owners(finding, gate.books)
            where = places.field(finding, gate.books)
            item = QTreeWidgetItem([finding.message + (f"：{said}" if said else ""), whose, where])
            for column in range(3):
                item.setToolTip(column, marks.rich([item.text(column)]))
            item.setData(0, _FINDING, finding)
            group.addChild(item)
        if len(found) > MOST_SHOWN:
            group.addChild(QTreeWidgetItem([f"……还有 {len(found) - MOST_SHOWN} 处"]))
        group.setExpanded(unfolded)

    def current(self) -> Finding | None:
        """The finding that is chosen, the first of a rule that is; None where none is."""
        item = self.currentItem()
        if item is not None and item.data(0, _FINDING) is None and item.childCount():
            item = item.child(0)
        found = item.data(0, _FINDING) if item is not None else None
        return found if isinstance(found, Finding) else None

    def _activated(self, item: QTreeWidgetItem) -> None:
        finding = item.data(0, _FINDING)
        if isinstance(finding, Finding):
            self.opened.emit(finding)
