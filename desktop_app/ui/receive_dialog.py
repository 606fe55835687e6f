"""What a USB package says otherwise than the workspace: both texts side by side, one of them chosen at every place."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions.receiving import Reception
from desktop_app.actions.receiving_gone import BLANK, NO_PROJECT, NO_ROW
from desktop_app.actions.receiving_kept import Kept
from desktop_app.actions.receiving_rows import DifferenceRow
from desktop_app.ui import dialogs, places, tables, theme
from desktop_app.ui.field_keys import SearchLine
from desktop_app.ui.grid_keys import ENTER
from desktop_app.ui.import_dialog import SIZE
from desktop_app.ui.review_entries import CHANGED, MINE, PLAIN, RECEIVED, UNREAD, Entry
from desktop_app.ui.review_list import ReviewList
from desktop_app.ui.review_pane import beside
from desktop_app.ui.review_sides import SidesPage

MENU = "数据→没有采用的U盘包内容"
_NAMES = ("保留本机(&M)", "用U盘包的(&T)")
_GONE = {BLANK: "对方已清空", NO_ROW: "对方没有这一行", NO_PROJECT: "对方没有这个项目"}
_ALL, _EDITED, _UNTOUCHED = "all", "edited", "untouched"


class ReceiveDialog(QDialog):
    """Asks what of a package is taken where both sides differ; nothing is written before it is accepted.

    What a person wrote here stays unless chosen otherwise, place by place or for all that is shown; what nobody here
    wrote is ticked at first (`actions.receiving_default`).
    """

    def __init__(self, name: str, reception: Reception, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("收U盘包" if reception.kept is None else "没有采用的U盘包内容")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(SIZE)
        self._reception = reception
        self.entries = [_entry(row) for row in reception.report.differing]
        self._offered = self._written()  # what is chosen before the person says anything
        self._name = name
        self.head = QLabel()
        self.head.setWordWrap(True)
        self.head.setTextFormat(Qt.TextFormat.PlainText)
        self.owner = QComboBox()
        self.owner.setAccessibleName("看哪些不同")
        self.owner.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.owner.setMinimumContentsLength(28)
        self.filter = SearchLine("筛选：项目、字段、文字", "筛选")
        self.list = ReviewList()
        self.sides = SidesPage()
        self.take_shown, self.keep_shown = _button("这些都用U盘包的"), _button("这些都保留本机的")
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        theme.muted(self.hint)
        self.buttons = QDialogButtonBox()
        self.accept_button = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel = self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.dismissed = False  # the person wants nothing of it, now or later
        self.dismiss = QPushButton("都不要，不再列出…")
        if reception.kept is not None:
            self.buttons.addButton(self.dismiss, QDialogButtonBox.ButtonRole.DestructiveRole)
            self.dismiss.clicked.connect(self._dismiss)
        for button in (self.accept_button, self.cancel, self.dismiss):
            button.setAutoDefault(False)  # Enter is for the list
        self._build()
        self._connect()
        self._offer_owners()
        self._fill()
        self._judge()
        self.list.setFocus()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(QLabel("看"))
        for widget in (self.owner, self.take_shown, self.keep_shown):
            top.addWidget(widget)
        top.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACING)
        layout.addWidget(self.head)
        layout.addLayout(top)
        layout.addWidget(beside(self.filter, QWidget(), self.list, self.sides), 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.owner.currentIndexChanged.connect(self._fill)
        self.filter.textChanged.connect(self._fill)
        self.list.moved.connect(self._show)
        self.list.entered.connect(lambda: self.list.go(self.list.currentIndex().row() + 1))
        self.list.agreed.connect(self._turn)
        self.list.delegate.ticked.connect(self._ticked)
        self.sides.chosen.connect(lambda theirs: self._take(self.list.chosen(), theirs))
        self.take_shown.clicked.connect(lambda: self._take(self.list.lines.entries, True))
        self.keep_shown.clicked.connect(lambda: self._take(self.list.lines.entries, False))

    def _offer_owners(self) -> None:
        """Offer all, what was written here, what was not, and each project or part."""
        edited = sum(entry.subject.edited for entry in self.entries)
        self.owner.addItem(f"全部（{len(self.entries)} 处）", (_ALL, ""))
        if 0 < edited < len(self.entries):
            self.owner.addItem(f"本机改过的（{edited} 处）", (_EDITED, ""))
            self.owner.addItem(f"本机没有改过的（{len(self.entries) - edited} 处）", (_UNTOUCHED, ""))
        owners = Counter(entry.owner for entry in self.entries)
        for owner, count in owners.items() if len(owners) > 1 else ():
            self.owner.addItem(f"{owner}（{count} 处）", ("", owner))

    # -- what is shown ------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        kind, owner = self.owner.currentData()
        text = self.filter.text().strip().lower()
        shown = [
            entry
            for entry in self.entries
            if (not owner or entry.owner == owner)
            and (kind not in (_EDITED, _UNTOUCHED) or entry.subject.edited == (kind == _EDITED))
            and (not text or entry.holds(text))
        ]
        self.list.sentence = "没有找到。"
        self.list.lines.load(shown)
        self.list.go(0)
        self._show()
        for button in (self.take_shown, self.keep_shown):
            button.setEnabled(any(entry.subject.choose is not None for entry in shown))

    def _show(self) -> None:
        entry = self.list.current()
        self.sides.setVisible(entry is not None)
        if entry is not None:
            row: DifferenceRow = entry.subject
            self.sides.show_sides(entry.title, entry.owner, (row.mine, row.theirs), row.written, _NAMES)
            self.sides.take.setEnabled(row.choose is not None)

    # -- what the person does -----------------------------------------------------------------------------------------

    def _turn(self) -> None:
        entry = self.list.current()
        if entry is not None:
            self._take(self.list.chosen(), not entry.subject.written)

    def _ticked(self, row: int) -> None:
        entry = self.list.lines.entries[row]
        self._take([entry], not entry.subject.written)

    def _take(self, entries: list[Entry], theirs: bool) -> None:
        """Let the package win on these lines, or the workspace; some are decided elsewhere."""
        for entry in entries:
            entry.subject.take(theirs)
            entry.state = _state(entry.subject)
        self.list.lines.touch([0, len(self.list.lines.entries) - 1])
        self._show()
        self._judge()

    def _dismiss(self) -> None:
        text = f"还有 {len(self.entries)} 处不同，都保留本机的，以后不再列出对方的写法。"
        if dialogs.ask("不再列出", text, "不再列出", "继续看", parent=self, careful=True):
            self.dismissed = True
            self.accept()

    def _written(self) -> list[bool]:
        """Of every place whether the package wins there."""
        return [entry.subject.written for entry in self.entries]

    def _judge(self) -> None:
        """Say what the button will do."""
        taken = sum(self._written())
        left, again = len(self.entries) - taken, self._reception.kept is not None
        told = f"采用 {taken} 处" + (f"，保留本机 {left} 处" if left else "") if taken else "都保留本机的"
        self.accept_button.setText(f"采用 U盘包的 {taken} 处" if again else f"收下（{told}）")
        self._reception.recount()
        self.head.setText(_head(self._name, self._reception))
        self.accept_button.setEnabled(bool(taken) or not again)
        self.accept_button.setDefault(True)
        self.hint.setText(f"没有采用的内容留在工作簿里，以后可以从“{MENU}”再看、再采用。这是一步操作，可以一次撤销。")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QDialog.keyPressEvent: Enter takes the package in only where the keyboard is on that button."""
        if event.key() in ENTER and not isinstance(self.focusWidget(), QPushButton):
            self.list.setFocus()
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Override QDialog.reject: what was chosen is not thrown away by a slip."""
        changed = sum(new != old for new, old in zip(self._written(), self._offered, strict=True))
        text = f"已经改选了 {changed} 处，取消后什么也不写入。"
        if changed and not dialogs.ask("取消", text, "取消", "继续核对", parent=self, careful=True):
            return
        super().reject()


class KeptDialog(QDialog):
    """Asks which of the packages received before is to be looked at; `chosen` is it where accepted."""

    def __init__(self, kept: list[Kept], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("没有采用的U盘包内容")
        self.resize(640, 320)
        self._kept = kept
        rows = [[k.at[:16].replace("T", " "), k.file or "U盘包", k.made_by, f"{k.left} 处"] for k in kept]
        self.table = tables.read_only(["收包时间", "U盘包", "制作人", "当时没有采用"], rows, 1)
        self.table.selectRow(0)
        self.table.doubleClicked.connect(self.accept)
        buttons = QDialogButtonBox()
        self.look = buttons.addButton("查看", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)

    @property
    def chosen(self) -> Kept:
        """The package of the current row."""
        return self._kept[max(self.table.currentRow(), 0)]


def _head(name: str, reception: Reception) -> str:
    if reception.kept is not None:
        return f"{name}：收包时没有采用的内容，和本机现在的内容比较，还有 {len(reception.report.differing)} 处不同。"
    told = "打勾的改用U盘包的：本机没有人改过的已先打勾，本机改过的、对方清空或删去的先保留本机的。"
    return f"{name}：{reception.report.sentence()}\n{told}"


def _entry(row: DifferenceRow) -> Entry:
    owner = " · ".join(dict.fromkeys(text for text in (row.unit, row.name or row.project) if text))
    note = _GONE.get(row.theirs, "") if row.choose is not None else "在这里不能改"
    group = UNREAD if row.choose is None else CHANGED
    label = row.label or places.path_text(row.path)
    note = "、".join(filter(None, ("本机改过" if row.edited else "", note)))
    return Entry(group, label, owner or "部门", note, row.theirs, subject=row,
                 state=_state(row), words=f"{row.project}\n{row.mine}")  # fmt: skip


def _state(row: DifferenceRow) -> int:
    return PLAIN if row.choose is None else RECEIVED if row.written else MINE


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button
