"""Above the texts: writing the 情况说明 from the tables, refreshing and linking its figures, what a person adds."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_app.actions import narrative, narrative_links
from desktop_app.actions.narrative import Ground
from desktop_app.domain.changes import Changes
from desktop_app.domain.disclosed import Section
from desktop_app.domain.linked import AGREES, DIFFERS, OPEN, Link, State
from desktop_app.errors import UserError
from desktop_app.ui import dialogs, marks, theme
from desktop_app.ui.flags import Flagged
from desktop_app.ui.hub import Hub
from desktop_app.ui.narrative_drafts import DraftsDialog
from desktop_app.ui.narrative_facts import FactsDialog
from desktop_app.ui.narrative_field import NarrativeField
from desktop_app.ui.narrative_proposals import ProposalsDialog

_TABLES = {
    "department", "unit", "project", "budget_table", "budget_row", "purchase", "purchase_total", "asset_block",
    "asset_row", "organisation", "fact",
}  # fmt: skip


_AMOUNT = "万元"  # a text without it states no figure of the tables


class NarrativeBar(QWidget):
    """The buttons, and what they need: today's figures, read when the texts are looked at and something changed.

    Signals:
        source_wanted: the cell of a figure is to be shown; carries a Flagged that names it.
    """

    source_wanted = Signal(object)

    def __init__(self, hub: Hub, field: NarrativeField, commit: Callable[[], bool]) -> None:
        """`field` shows the text of a section, `commit` stores what is typed and not yet left."""
        super().__init__()
        self._hub, self._field, self._commit = hub, field, commit
        self._department_id = self._owner = ""
        self._section: Section | None = None
        self._ground: Ground | None = None
        self.buttons = {
            "write": self._button("按表生成…", "由预算表写出情况说明的各段，逐段看过再写入", self.write),
            "refresh": self._button("更新数字", "把与表不同的数字改成表中的数", self.refresh),
            "link": self._button("关联数字…", "认出文字里来自表中的数字，以后随表核对", self.link),
            "facts": self._button("上年数和原因…", "填写表里没有的上年预算数和增减原因", self.facts),
        }
        self.said = QLabel()
        theme.muted(self.said)
        self.count = QLabel()
        self.next = QPushButton("下一处")
        self.next.setFlat(True)
        self.next.setToolTip("到下一处与表不同或待填写的地方")
        self.next.clicked.connect(self.go_on)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 12, 0)
        for button in self.buttons.values():
            layout.addWidget(button)
        layout.addSpacing(8)
        layout.addWidget(self.said)
        layout.addStretch(1)
        layout.addWidget(self.count)
        layout.addWidget(self.next)
        field.counted.connect(self._count)
        field.replace_wanted.connect(self._replace)
        field.unlink_wanted.connect(self._unlink)
        field.source_wanted.connect(self._to_source)
        hub.changed.connect(self._changed)
        self._count()

    def _button(self, text: str, tip: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setEnabled(False)
        button.clicked.connect(slot)
        return button

    def show_section(self, department_id: str, section: Section | None, owner: str = "") -> None:
        """Show the linked figures of a section of the `owner`; None where there is no section to show."""
        if (department_id, owner) != (self._department_id, self._owner):
            self._department_id, self._owner, self._ground = department_id, owner, None
            self.said.clear()
        self._section = section
        for button in self.buttons.values():
            button.setEnabled(bool(department_id) and not self._hub.read_only)
        links = narrative_links.links_of(section) if section is not None else []
        ground = self._today() if section is not None and (links or _AMOUNT in section.text) else None
        marked = narrative_links.unlinked(ground, section) if ground is not None and section is not None else []
        figures = ground.figures if ground is not None else {}
        self._field.show_links(section.text if section is not None else "", links, figures, marked)
        self._count()

    def _today(self) -> Ground:
        """Today's figures. Raises UserError where the department is gone."""
        if self._ground is None:
            found = self._hub.checker.findings
            secret = {finding.project_id for finding in found if finding.rule == "D01" and finding.project_id}
            self._ground = narrative.ground(self._hub.store, self._department_id, self._owner, secret)
        return self._ground

    def _fresh(self) -> Ground | None:
        """Everything as it is stored now, what is being typed stored before; None where that was not possible."""
        self._ground = None
        try:
            return self._today() if self._commit() and self._department_id else None
        except UserError as error:
            dialogs.show_error(error, self)
            return None

    def _changed(self, changes: Changes) -> None:
        tables = {key.table for key in changes.cells}
        if not changes.structure and not tables & _TABLES:
            return
        self._ground = None
        if self.isVisible() and self._department_id:
            self._show_again()

    def _show_again(self) -> None:
        try:
            self.show_section(self._department_id, self._section, self._owner)
        except UserError:  # the department was removed; the tree leads elsewhere
            self.show_section("", None)

    def showEvent(self, event: QShowEvent) -> None:
        """Override QWidget.showEvent."""
        super().showEvent(event)
        if self._ground is None and self._department_id:
            self._show_again()

    def _open(self) -> list[State]:
        return [state for state in self._field.states if state.state == DIFFERS or state.link.gap]

    def _count(self) -> None:
        """Say how many figures of the section follow the tables, differ from them, and wait for a person."""
        states = self._field.states
        agree = sum(state.state == AGREES for state in states)
        differ = sum(state.state == DIFFERS for state in states)
        gaps = sum(state.link.gap for state in states)
        other = sum(state.state == OPEN and not state.link.gap for state in states)
        parts = [f"{agree} 处数字与表一致"] if agree else []
        parts += [f"{differ} 处与表不同"] if differ else []
        parts += [f"{gaps} 处待填写"] if gaps else []
        parts += [f"{other} 处表中没有"] if other else []
        self.count.setText("本段 " + "，".join(parts) if parts else "")
        self.next.setVisible(bool(self._open()))

    def go_on(self) -> None:
        """Select the next figure of the section that differs or waits for a person."""
        state = self._field.after_cursor(self._open())
        if state is not None:
            self._field.setFocus()
            self._field.select_state(state)

    def write(self) -> None:
        """Show what writing from the tables would change, and write what the person accepts."""
        ground = self._fresh()
        if ground is None:
            return
        dialog = DraftsDialog(narrative.drafts(ground), self, ground.words["name"] if ground.owner else "")
        if dialog.empty:
            dialog.deleteLater()
            dialogs.tell("按表生成", "情况说明的各段都与表一致，没有要改的。", self)
        elif dialogs.run(dialog) and (wanted := dialog.wanted()):
            if self._hub.run(narrative.write, self._department_id, wanted, ground.owner) is not None:
                self.said.setText(f"已写入 {len(wanted)} 段")

    def refresh(self) -> None:
        """Write today's figures over those that the program wrote; ask before touching what a person typed."""
        ground = self._fresh()
        done = self._hub.run(narrative_links.refresh, ground) if ground is not None else None
        if done is None:
            return
        count = done[1]
        ground = self._fresh()
        left = narrative_links.differing(ground) if ground is not None else []
        left = [placed for placed in left if placed.state.figure is not None and placed.state.figure.text]
        if left and ground is not None:
            rows = [f"…{p.around}{p.state.link.text}（表中为 {p.state.figure.text}）" for p in left if p.state.figure]
            more = f"\n等 {len(rows)} 处" if len(rows) > 8 else ""
            question = f"还有 {len(left)} 处数字是手工写的，与表不同。也改成表中的数吗？"
            detail = "\n".join(rows[:8]) + more
            if dialogs.ask("更新数字", question, "改成表中的数", "保留手工的", detail, self, careful=True):
                again = self._hub.run(narrative_links.refresh, ground, True)
                count += again[1] if again is not None else 0
        self.said.setText(f"更新了 {count} 处数字" if count else "数字都已是表中的数" if not left else "没有更新")

    def link(self) -> None:
        """Offer to link the figures that the words before them tell."""
        ground = self._fresh()
        if ground is None:
            return
        found = narrative_links.proposals(ground)
        if not found:
            dialogs.tell("关联数字", "没有找到可以关联的数字：要么都已关联，要么前面的文字认不出是哪一项。", self)
            return
        dialog = ProposalsDialog(found, self)
        if dialogs.run(dialog) and (wanted := dialog.wanted()):
            if self._hub.run(narrative_links.link, wanted) is not None:
                self.said.setText(f"关联了 {len(wanted)} 处数字")

    def facts(self) -> None:
        """Let the person type last year's figures and reasons, then show what they change in the text."""
        ground = self._fresh()
        if ground is None:
            return
        dialog = FactsDialog(narrative.asked(ground), ground, self)
        if not dialogs.run(dialog):
            return
        changes = self._hub.run(narrative.set_facts, self._department_id, ground.owner, dialog.answers())
        if changes is not None and (changes.structure or changes.cells):
            self.write()

    def _stored(self, link: Link) -> tuple[Ground, Section] | None:
        """The shown section as it is stored, with the link in it."""
        ground, section = self._fresh(), self._section
        if ground is None or section is None:
            return None
        marked = [state.link for state in narrative_links.unlinked(ground, section)]
        known = any(link[:3] == other[:3] for other in (*narrative_links.links_of(section), *marked))
        return (ground, section) if known else None

    def _replace(self, state: State) -> None:
        if found := self._stored(state.link):
            self._hub.run(narrative_links.replace, *found, state.link)

    def _unlink(self, link: Link) -> None:
        if found := self._stored(link):
            self._hub.run(narrative_links.unlink, found[1], link)

    def _to_source(self, state: State) -> None:
        sources = state.figure.sources if state.figure is not None else ()
        source = next((source for source in sources if source.key is not None), None)
        if source is None or source.key is None:
            return
        if source.key.table == "fact":
            self.facts()
            return
        project_id = source.key.row if source.key.table == "project" else ""
        path = source.key.column if project_id else source.path
        wanted = Flagged(
            "", marks.REVIEW, None, "", "", path, source.name,
            project_id=project_id, department_id=self._department_id, key=source.key,
        )  # fmt: skip
        self.source_wanted.emit(wanted)
