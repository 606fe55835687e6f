"""Shows what the repairs of a rule would change, before they are made."""

from dataclasses import replace

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop_app.actions import checking
from desktop_app.actions.workspace import Store
from desktop_app.domain.findings import Finding
from desktop_app.errors import UserError
from desktop_app.ui import dialogs, places, tables

MOST_SHOWN = 500


def changes_of(store: Store, findings: list[Finding]) -> list[list[str]]:
    """Place, text before and text after, a row for each cell that would change."""
    rows = []
    for finding in findings[:MOST_SHOWN]:
        cells = checking.fixes(store, [finding])
        paths = [path for path, _ in finding.fix.texts] if finding.fix else []
        if len(paths) != len(cells):  # a cell that is gone: the finding's own place has to do
            paths = [finding.path] * len(cells)
        rows += [
            [places.place(replace(finding, path=path)), before, after]
            for path, (_, before, after) in zip(paths, cells, strict=True)
        ]
    return rows


def confirm(store: Store, rule: str, findings: list[Finding], parent: QWidget) -> bool:
    """Show the preview; whether the person wants the repairs."""
    try:
        rows = changes_of(store, findings)
    except UserError as error:
        dialogs.show_error(error, parent)
        return False
    return dialogs.run(FixDialog(rule, findings, rows, parent))


class FixDialog(QDialog):
    """A table of before and after with 修正 and 取消."""

    def __init__(self, rule: str, findings: list[Finding], rows: list[list[str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("批量修正")
        self.resize(820, 460)
        most = len(findings) > MOST_SHOWN
        count = f"{len(findings)} 处" if most else f"{len(rows)} 格"
        more = f"（只列出前 {MOST_SHOWN} 处）" if most else f"，要改 {count}"
        head = QLabel(f"“{checking.rule_title(rule)}”（{rule}）共 {len(findings)} 处{more}。修改后可以一次撤销。")
        head.setWordWrap(True)
        buttons = QDialogButtonBox()
        accept = buttons.addButton(f"修正 {count}", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        accept.setDefault(True)
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addWidget(tables.read_only(["位置", "现为", "改为"], rows, 0), 1)
        layout.addWidget(buttons)
