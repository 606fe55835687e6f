"""Actions that may take long: at once where they touch little, else beside the window, with progress and cancel."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from desktop_app.actions import editing, progress, reading, workspace
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import Changes
from desktop_app.errors import Cancelled, UserError
from desktop_app.ui import dialogs, tasks
from desktop_app.ui.flags import Flags
from desktop_app.ui.hub import changes_in

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

LITTLE = 2_000  # indicators of the departments that an action is about: it takes less than a third of a second then
_MANY_ROWS = 5_000  # of an operation that is taken back: as long

Action = Callable[[Store, progress.Progress], Any]


def run(
    window: MainWindow,
    title: str,
    departments: Sequence[str],
    action: Action,
    done: Callable[[Any], object],
    *,
    added: bool = False,
    cancellable: bool = True,
) -> None:
    """Run `action(store, report)` on these departments, tell everybody what it changed, then call `done(result)`.

    Where they are large it runs in the worker, on a connection of its own (`storage.beside`), and a dialog keeps the
    person from editing meanwhile; cancelling takes back what was not committed. `added`: it only adds, so that what
    came can be checked in the worker too. What cannot be taken back half-way is not `cancellable`.
    """
    hub = window.hub
    if hub is None:
        return
    if reading.count_indicators(hub.store, departments) <= LITTLE:
        with tasks.busy_cursor():
            result = hub.run(action, progress.untold)
        if result is not None:
            done(result)
    else:
        beside(window, title, action, done, added=added, cancellable=cancellable)


def step(window: MainWindow, done: Callable[[Changes], object] = lambda _: None, *, back: bool) -> None:
    """Take the last operation back, or do again the one that was taken back; one of many rows beside the window."""
    hub = window.hub
    if hub is None:
        return
    action = editing.undo if back else editing.redo
    if editing.rows_of_step(hub.store, back=back) > _MANY_ROWS:
        # one transaction that never reports: there is no place where it could end early
        beside(window, "撤销" if back else "重做", lambda store, _report: action(store), done, cancellable=False)
    elif (changes := hub.undo() if back else hub.redo()) is not None:
        done(changes)


def beside(
    window: MainWindow,
    title: str,
    action: Action,
    done: Callable[[Any], object],
    *,
    added: bool = False,
    cancellable: bool = True,
) -> None:
    """`run` in the worker, however little it is."""
    hub = window.hub
    if hub is None:
        return
    made: list[Any] = []  # what was committed, and the findings and flags after it
    before, told = hub.checker, hub.operations

    def work(report: tasks.Report) -> None:
        with workspace.beside(hub.store) as store:
            made.append(action(store, report))  # from here on it is done, whatever the person presses
            changes = changes_in(made[0])
            if added and changes is not None:
                made.append((before.with_added(store, changes), Flags(store)))

    def ended(outcome: object) -> None:
        if made:
            known = made[1:] if hub.operations == told else []  # else they would lack what was done meanwhile
            hub.announce(changes_in(made[0]) or Changes(title), *known)
            done(made[0])
        if isinstance(outcome, UserError):
            dialogs.show_error(outcome, window)
        elif isinstance(outcome, Exception) and not isinstance(outcome, Cancelled):
            sys.excepthook(type(outcome), outcome, outcome.__traceback__)

    window.tasks.run(title, work, ended, ended, at_once=True, cancellable=cancellable)
