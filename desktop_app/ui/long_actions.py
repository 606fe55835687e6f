"""Actions that may take long: at once where they touch little, else beside the window, with progress and cancel."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from desktop_app.actions import progress, reading, workspace
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import Changes
from desktop_app.errors import Cancelled, UserError
from desktop_app.ui import dialogs, tasks
from desktop_app.ui.flags import Flags
from desktop_app.ui.hub import changes_in

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

LITTLE = 2_000  # indicators of the departments that an action is about: it takes less than a third of a second then

Action = Callable[[Store, progress.Progress], Any]


def run(
    window: MainWindow,
    title: str,
    departments: Sequence[str],
    action: Action,
    done: Callable[[Any], object],
    *,
    added: bool = False,
) -> None:
    """Run `action(store, report)` on these departments, tell everybody what it changed, then call `done(result)`.

    Where they are large it runs in the worker, on a connection of its own (`storage.beside`), and a dialog keeps the
    person from editing meanwhile; cancelling takes back what was not committed. `added`: it only adds, so that what
    came can be checked in the worker too.
    """
    hub = window.hub
    if hub is None:
        return
    if reading.count_indicators(hub.store, departments) <= LITTLE:
        with tasks.busy_cursor():
            result = hub.run(action, progress.untold)
        if result is not None:
            done(result)
        return
    made: list[Any] = []  # what was committed, and the findings and flags after it
    before = hub.checker

    def work(report: tasks.Report) -> None:
        with workspace.beside(hub.store) as store:
            made.append(action(store, report))  # from here on it is done, whatever the person presses
            changes = changes_in(made[0])
            if added and changes is not None:
                made.append((before.with_added(store, changes), Flags(store)))

    def ended(outcome: object) -> None:
        if made:
            hub.announce(changes_in(made[0]) or Changes(title), *made[1:])
            done(made[0])
        if isinstance(outcome, UserError):
            dialogs.show_error(outcome, window)
        elif isinstance(outcome, Exception) and not isinstance(outcome, Cancelled):
            sys.excepthook(type(outcome), outcome, outcome.__traceback__)

    window.tasks.run(title, work, ended, ended, at_once=True)
