"""What writing the 情况说明 from the tables would change: section by section, before and after, accepted one by one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop_app.actions.narrative import CHANGED, KEPT, NEW, Draft
from desktop_app.ui import dialogs, differing, theme
from desktop_app.ui.contents_list import beside


class DraftsDialog(QDialog):
    """A list of sections to accept, and the text of one as it is and as it would be.

    New and empty sections, and those in which only linked figures change, are accepted from the start; where
    somebody's words would be lost the person has to say so.
    """

    def __init__(self, drafts: Sequence[Draft], parent: QWidget | None = None, whose: str = "") -> None:
        """`whose` names the unit that the sections are of, "" for the department."""
        super().__init__(parent)
        self.setWindowTitle("按表生成情况说明" + (f"：{whose}" if whose else ""))
        self.resize(1040, 620)
        self.drafts = [draft for draft in drafts if draft.kind in (NEW, CHANGED)]
        self.list = QListWidget()
        self.list.setAccessibleName("要写的各段")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for draft in self.drafts:
            self._add(draft)
        self.before, self.after = QTextBrowser(), QTextBrowser()
        self.note = QLabel()
        self.note.setWordWrap(True)
        kept = [draft.heading for draft in drafts if draft.kind == KEPT and draft.old.strip()]
        self._build(kept)
        self.list.ensurePolished()  # else the rows keep the height that they had without the program's style
        self.list.doItemsLayout()
        self.list.currentRowChanged.connect(self._show)
        self.list.itemChanged.connect(lambda _item: self._say())
        self.list.setCurrentRow(0)
        self._say()

    def _add(self, draft: Draft) -> None:
        what = "新增" if draft.kind == NEW else "改写" if draft.touched else "更新" if draft.old else "填写"
        item = QListWidgetItem(f"{what}　{draft.heading}")
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked if draft.touched else Qt.CheckState.Checked)
        item.setToolTip(draft.heading)
        self.list.addItem(item)

    def _build(self, kept: list[str]) -> None:
        head = QLabel("勾选的各段会按表写入，可以一次撤销。“改写”会换掉现有的文字，默认不勾。")
        head.setWordWrap(True)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        for name, view in (("现在的文字", self.before), ("按表写出的文字", self.after)):
            view.setAccessibleName(name)
            label = QLabel(name)
            theme.muted(label)
            column.addWidget(label)
            column.addWidget(view, 1)
        column.addWidget(self.note)
        buttons, self.accept_button = dialogs.two_buttons(self, "写入")
        self.accept_button.setDefault(True)
        bottom = QHBoxLayout()
        if kept:
            label = QLabel("由人填写、保持不变：" + "、".join(heading.rstrip("：:") for heading in kept))
            label.setWordWrap(True)
            theme.muted(label)
            bottom.addWidget(label, 1)
        bottom.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addWidget(beside(self.list, right, (380, 640)), 1)
        layout.addLayout(bottom)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not self.drafts

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self.drafts):
            return
        draft = self.drafts[row]
        old, new = differing.pieces(draft.old, draft.text)
        if draft.kind == NEW or not draft.old:
            old, new = [("（没有）", False)], [(draft.text or "（只有标题，正文是后面的表）", False)]
        palette = self.palette()
        self.before.setHtml(differing.rich(old, palette, theirs=False))
        self.after.setHtml(differing.rich(new, palette, theirs=True))
        self.note.setText(f"写入后还有 {len(draft.gaps)} 处要人填写，文字里用【请填写…】标出。" if draft.gaps else "")
        self.note.setVisible(bool(draft.gaps))

    def _say(self) -> None:
        count = len(self.wanted())
        self.accept_button.setText(f"写入 {count} 段")
        self.accept_button.setEnabled(bool(count))

    def wanted(self) -> list[Draft]:
        """The drafts that the person accepts, in order."""
        checked = Qt.CheckState.Checked
        return [draft for i, draft in enumerate(self.drafts) if self.list.item(i).checkState() == checked]
