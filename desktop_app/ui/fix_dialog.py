"""Shows what the repairs of a rule would change, before they are made; single ones can be left out."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem, QWidget

from desktop_app.actions import checking, reading
from desktop_app.actions.workspace import Store
from desktop_app.domain.findings import Finding
from desktop_app.errors import UserError
from desktop_app.ui import dialogs, places
from desktop_app.ui.checked_dialog import CheckedDialog
from desktop_app.ui.places import Books

MOST_SHOWN = 500

Changes = tuple[list[list[str]], list[int]]
"""Place, text before and text after, a row for each cell that would change; and which finding each row is of."""


def changes_of(store: Store, findings: list[Finding], books: Books = places.NO_BOOKS) -> Changes:
    """What the repairs would change; more than 500 findings end with one row for the rest."""
    rows: list[list[str]] = []
    owners: list[int] = []
    projects = {}
    for at, finding in enumerate(findings[:MOST_SHOWN]):
        if finding.project_id and finding.project_id not in projects:
            projects[finding.project_id] = reading.load_project(store, finding.project_id)
        project = projects.get(finding.project_id)
        cells = checking.fixes(store, [finding])
        paths = [path for path, _ in finding.fix.texts] if finding.fix else []
        if len(paths) != len(cells):  # a cell that is gone: the finding's own place has to do
            paths = [finding.path] * len(cells)
        rows += [
            [places.place(replace(finding, path=path), books, project), before, after]
            for path, (_, before, after) in zip(paths, cells, strict=True)
        ]
        owners += [at] * len(cells)
    if len(findings) > MOST_SHOWN:
        rows.append([f"其余 {len(findings) - MOST_SHOWN} 处，没有一一列出", "", ""])
        owners.append(MOST_SHOWN)
    return rows, owners


def confirm(
    store: Store, rule: str, findings: list[Finding], parent: QWidget, books: Books = places.NO_BOOKS, within: str = ""
) -> list[Finding]:
    """Show the preview; the findings that the person wants repaired. `within` says among what they were found."""
    try:
        changes = changes_of(store, findings, books)
    except UserError as error:
        dialogs.show_error(error, parent)
        return []
    dialog = FixDialog(rule, findings, changes, parent, within)
    return dialog.wanted() if dialogs.run(dialog) else []


class FixDialog(CheckedDialog):
    """A table of before and after with a box for each cell; the cells of one finding are repaired together."""

    def __init__(self, rule: str, findings: list[Finding], changes: Changes, parent: QWidget, within: str = "") -> None:
        rows, self._owners = changes  # the table asks for them at once
        self._findings = findings
        self._many = len(findings) > MOST_SHOWN
        cells = "" if self._many else f"，要改 {len(rows)} 格"
        head = f"“{checking.rule_title(rule)}”（{rule}）共 {len(findings)} 处{cells}。"
        head += (f"范围：{within}。" if within else "") + "不想改的去掉前面的勾；修改后可以一次撤销。"
        says = ("修正", "处" if self._many else "格")
        super().__init__("批量修正", head, ["位置", "现为", "改为"], rows, says, parent)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.itemChanged.connect(self._together)

    def _together(self, item: QTableWidgetItem) -> None:
        state = item.checkState()
        for row, owner in enumerate(self._owners):
            if item.column() == 0 and owner == self._owners[item.row()] and self._box(row).checkState() != state:
                self._box(row).setCheckState(Qt.CheckState(state))

    def count(self) -> int:
        """Override CheckedDialog.count: the row of the rest stands for many."""
        return len(self.wanted()) if self._many else len(self.checked())

    def wanted(self) -> list[Finding]:
        """The findings whose boxes are checked."""
        checked = {self._owners[row] for row in self.checked()}
        return [finding for at, finding in enumerate(self._findings) if min(at, MOST_SHOWN) in checked]
