"""The one place through which the window changes the workspace, and hears that it changed."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from desktop_app.actions import editing
from desktop_app.actions.checking import Checker
from desktop_app.actions.workspace import Store
from desktop_app.domain.model import Changes
from desktop_app.errors import UserError
from desktop_app.ui import dialogs
from desktop_app.ui.finder import Finder
from desktop_app.ui.flags import Flags


class Hub(QObject):
    """One open workspace as the panes see it.

    Attributes:
        store: the workspace; panes only hand it on to reading actions.
        checker: the findings of the workspace, up to date whenever `changed` is emitted.
        flags: the fields that an import was not sure of, up to date likewise.
        finder: search and proposals.
        cell_actions: what can be done with any cell; panes add them to their context menus.

    Signals:
        changed: an operation was done; carries its `Changes`.
    """

    changed = Signal(object)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.checker = Checker(store)
        self.flags = Flags(store)
        self.finder = Finder(store, self)
        self.cell_actions: list[QAction] = []

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed; panes then offer no editing."""
        return bool(self.store.read_only)

    def run(self, action: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run `action(store, *args, **kw)` and tell everybody what it changed.

        Returns what the action returned, or None where it raised a UserError, which is shown to the person. An action
        returns `Changes`, a tuple that begins with them, an object that has them as `changes`, or something else.
        """
        try:
            result = action(self.store, *args, **kw)
        except UserError as error:
            dialogs.show_error(error)
            return None
        changes = changes_in(result)
        if changes is not None:
            self.announce(changes)
        return result

    def announce(self, changes: Changes) -> None:
        """Bring the findings up to date with `changes` and tell everybody; nothing where nothing changed."""
        if not did_something(changes):
            return
        self.checker.update(changes)
        self.flags.update(changes)
        self.finder.update(changes)
        self.changed.emit(changes)

    def recheck(self) -> None:
        """Check everything anew."""
        self.checker.full()
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
