"""What 公开导出 and 出U盘包 have in common: a gate, a button that it opens, and a way to what stands in the way."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop_app.actions import answers
from desktop_app.actions.gate import Gate, Override
from desktop_app.actions.reading import TreeNode
from desktop_app.actions.workspace import Store
from desktop_app.domain.findings import Finding
from desktop_app.ui import theme
from desktop_app.ui.gate_box import GateBox


class GateDialog(QDialog):
    """Asks what is to leave, and shows what stands in the way.

    A dialog of this kind lays its fields out together with `gate` and `buttons`, and calls `check` once they stand.

    Attributes:
        go: the button that lets it leave.
        wanted: the finding that the person went to mend, None where the dialog ended otherwise.
    """

    def __init__(
        self,
        store: Store,
        names: tuple[str, str, str, str],
        user: str,
        parent: QWidget | None = None,
        run: Callable[..., Any] | None = None,
    ) -> None:
        """`names`: the title, what is done, where a written reason is kept, and what the button says.

        `run` is `Hub.run`, through which the workspace is changed; without it nothing can be recorded here.
        """
        super().__init__(parent)
        title, doing, kept, button = names
        self._run = run or (lambda *args: None)
        self.setWindowTitle(title)
        self.store = store
        self.wanted: Finding | None = None
        self.gate = GateBox(user, doing, kept)
        self.buttons = QDialogButtonBox()
        self.go = self.buttons.addButton(button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.gate.changed.connect(self.judge)
        self.gate.wanted.connect(self._mend)
        self.gate.cleared.connect(self._clear)

    def target_line(self, to: QLineEdit, browse: Callable[[], None]) -> QHBoxLayout:
        """The line that says where it goes, with a button that asks for it."""
        button = QPushButton("选择…")
        button.clicked.connect(browse)
        to.textChanged.connect(self.judge)
        line = QHBoxLayout()
        line.setSpacing(theme.SPACING)
        line.addWidget(to, 1)
        line.addWidget(button)
        return line

    def found(self) -> Gate:
        """What stands in the way of what is chosen."""
        raise NotImplementedError

    def ready(self) -> bool:
        """Whether enough was chosen."""
        raise NotImplementedError

    def check(self) -> None:
        """Look again at what stands in the way."""
        self.gate.show_gate(self.found())
        self.judge()

    def judge(self) -> None:
        """Open or shut the button."""
        self.go.setEnabled(self.gate.open and self.ready())

    def override(self) -> Override | None:
        """The written reason to go on with errors."""
        return self.gate.chosen_override()

    def _clear(self, finding: Finding, reason: str, by: str) -> None:
        if self._run(answers.not_secret, self.gate.owners(finding), reason, by) is not None:
            self.check()

    def _mend(self, finding: Finding) -> None:
        self.wanted = finding
        self.reject()


def department_around(roots: list[TreeNode], node: TreeNode | None) -> TreeNode | None:
    """The department that a node of the tree is or hangs under; the first of a year; None where nothing is chosen."""
    if node is None:
        return None
    own = node.id.partition(" ")[0]  # that of a part begins with the id of what it is of
    for year in roots:
        for department in year.children:
            units = department.children
            inside = {department.id, *(u.id for u in units), *(p.id for u in units for p in u.children)}
            if own in inside or (node.kind == "year" and node.id == year.id):
                return department
    return None
