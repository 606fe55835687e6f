"""The one place through which the window changes the workspace, and hears that it changed."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction

from desktop_app.actions import editing
from desktop_app.actions.checking import Checker, opened
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import Changes
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book
from desktop_app.errors import UserError
from desktop_app.ui import dialogs
from desktop_app.ui.finder import Finder
from desktop_app.ui.flags import Flags

_CHECKED_LATER = {"budget_row"}
_SLICE_S = 0.012  # of checking in a large workspace, between what the person does
_AFTER_PAINTING_MS = 20  # a grid that got rows lays them out in one turn and paints them in the next


class Hub(QObject):
    """One open workspace as the panes see it.

    Attributes:
        store: the workspace; panes only hand it on to reading actions.
        checker: the findings of the workspace, up to date whenever they are asked for; of a large workspace those of
            the departments that were checked since it was opened, got other rules, or much in it was taken back
            (`complete`).
        flags: the fields that an import was not sure of, up to date likewise.
        finder: search and proposals.
        cell_actions: what can be done with any cell; panes add them to their context menus.
        round: counts up whenever findings or flags may be others than before.
        operations: counts up with every operation that is told.
        held_by: says which work beside the window must not be disturbed now ("撤销"), "" for none; `run` refuses then.

    Signals:
        changed: an operation was done; carries its `Changes`.
        checked: what was left to check after `changed` was, so that what was typed is on the screen before that.
        progress: how many projects of how many of a large workspace are checked.
    """

    changed = Signal(object)
    checked = Signal()
    progress = Signal(int, int)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self._checker = opened(store)
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._go_on)
        if not self._checker.complete:
            self._slices.start()
        self._unchecked: list[Changes] = []
        self.round = self.operations = 0
        self.held_by: Callable[[], str] = str
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_AFTER_PAINTING_MS)
        self._later.timeout.connect(self._check_later)
        self.flags = Flags(store)
        self.finder = Finder(store, self)
        self.cell_actions: list[QAction] = []

    @property
    def checker(self) -> Checker:
        """The findings of the workspace as it is now."""
        self.settle()
        return self._checker

    @property
    def waiting(self) -> bool:
        """Whether something was changed that has not been checked yet."""
        return bool(self._unchecked)

    @property
    def checking(self) -> bool:
        """Whether a large workspace is being checked, between what the person does."""
        return self._slices.isActive()

    def found_in(self, department_id: str) -> list[Finding]:
        """The findings in a department's own parts as of the last check, answered too; `checked` tells of others."""
        return [*self._checker.of_department(department_id), *self._checker.answered_in(department_id)]

    def marks_of(self, project_id: str) -> list[Finding]:
        """All that is marked in a project: findings, answered ones, what an import was not sure of."""
        checker = self.checker
        answered = checker.answered_in("", project_id)
        return [*checker.of_project(project_id), *self.flags.of_project(project_id), *answered]

    def keep_parts(self, book: Book) -> None:
        """Let the checks know a book as it was just read; they need not read it again at the next edit."""
        self._checker.keep_parts(book)

    def _check_later(self) -> None:
        self.settle()
        self.checked.emit()

    def settle(self) -> None:
        """Check now what waits; `checked` follows."""
        unchecked, self._unchecked = self._unchecked, []
        for changes in unchecked:
            self._checker.update(changes)
            self.round += 1

    def _go_on(self) -> None:
        """Check a slice of what is left of a large workspace; everybody is told when it is whole."""
        try:
            complete = self._checker.go_on(_SLICE_S)
        except UserError as error:  # the stick was pulled out: said once; F7 checks again
            self._slices.stop()
            dialogs.show_error(error)
            return
        self.progress.emit(self._checker.checked, self._checker.all)
        if complete:
            self._tell_checked()

    def stop(self) -> None:
        """Check nothing any more: the workspace is about to be closed."""
        self._later.stop()
        self._slices.stop()
        self._unchecked = []

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed; panes then offer no editing."""
        return bool(self.store.read_only)

    def run(self, action: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run `action(store, *args, **kw)` and tell everybody what it changed.

        Returns what the action returned, or None where it raised a UserError, which is shown to the person; the same
        where work beside the window goes on (`held_by`), since the two would pass each other over. An action returns
        `Changes`, a tuple that begins with them, an object that has them as `changes`, or something else.
        """
        if under_way := self.held_by():
            dialogs.tell("请稍候", f"正在{under_way}，完成后再试。")
            return None
        try:
            result = action(self.store, *args, **kw)
        except UserError as error:
            dialogs.show_error(error)
            return None
        changes = changes_in(result)
        if changes is not None:
            self.announce(changes)
        return result

    def announce(self, changes: Changes, known: tuple[Checker, Flags] | None = None) -> None:
        """Bring the findings up to date with `changes` and tell everybody; nothing where nothing changed.

        What was typed into budget tables is told first and checked afterwards, for sums stand on it that are looked at.
        `known`: findings and flags were brought up to date beside the window already.
        """
        if not did_something(changes):
            return
        self.operations += 1
        wait = False
        if known is not None:
            self._checker, self._unchecked = known[0], []
            self._checker.go_on_with(self.store)
            self._slices.stop()
        elif {key.table for key in changes.cells} | changes.tables == _CHECKED_LATER and not changes.projects:
            self._unchecked.append(changes)
            wait = True
        else:
            self.checker.update(changes, later=True)
            if not self._checker.complete:
                self._slices.start()
        if known is not None:
            self.flags.take_over(known[1])
        else:
            self.flags.update(changes)
        self.round += not self._unchecked or self.flags.touched
        self.finder.update(changes)
        self.changed.emit(changes)
        if wait:  # even where somebody has asked for the findings by now: others were told before that
            self._later.start()

    def recheck(self) -> None:
        """Check everything anew."""
        self._unchecked = []
        self._checker.full()
        self._tell_checked()

    def take(self, checker: Checker) -> None:
        """Have what was checked anew beside the window, where nothing was changed meanwhile."""
        self._checker, self._unchecked = checker, []
        checker.go_on_with(self.store)
        self._tell_checked()

    def _tell_checked(self) -> None:
        self._slices.stop()
        self.round += 1
        self.changed.emit(Changes("检查"))

    def undo(self) -> Changes | None:
        """Take back the last operation."""
        changes: Changes | None = self.run(editing.undo)
        return changes

    def redo(self) -> Changes | None:
        """Do the operation again that was taken back last."""
        changes: Changes | None = self.run(editing.redo)
        return changes


def did_something(changes: Changes) -> bool:
    """Whether an operation changed anything at all."""
    return bool(changes.cells or changes.projects or changes.structure)


def changes_in(result: object) -> Changes | None:
    """The `Changes` in what an action returned, None where there are none."""
    if isinstance(result, tuple) and result:
        result = result[0]
    if isinstance(result, Changes):
        return result
    changes = getattr(result, "changes", None)
    return changes if isinstance(changes, Changes) else None
