"""Search and proposals for the window: gathers the texts in slices between what the person does."""

import gc
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.actions.gathering import Gathering, of_workspace
from desktop_app.actions.library import Proposal, around, propose
from desktop_app.actions.searching import Found
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import Changes
from desktop_app.domain.model import Project
from desktop_app.errors import UserError
from desktop_app.ui import dialogs

SLICE_S = 0.008
AT_ONCE_S = 0.04  # a small workspace is read at the first question; a large one goes on in slices


class Finder(QObject):
    """What is looked for in the open workspace.

    Signals:
        ready: all texts are there, for the first time or again after a change.
    """

    ready = Signal()

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.unfreeze()  # what an earlier workspace left can go
        self.gathering: Gathering = of_workspace(store)
        self.begun = False  # somebody has asked
        self.was_ready = False
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    def wake(self, seconds: float = 0.0) -> bool:
        """Begin to gather, where nobody did, and do so for some seconds at once; whether questions can be answered."""
        self.begun = True
        if not self.gathering.complete:
            self._gather(seconds)
        return self.was_ready

    def update(self, changes: Changes) -> None:
        """Take what an operation changed."""
        if self.begun:
            self.gathering.update(changes)
            if not self.gathering.complete:
                self._timer.start()

    def _go_on(self) -> None:
        self._gather(SLICE_S)

    def _gather(self, seconds: float) -> None:
        try:
            complete = self.gathering.go_on(seconds)
        except UserError as error:  # the stick was pulled out: said once, and tried again at the next question
            self._timer.stop()
            dialogs.show_error(error)
            return
        if not complete:
            self._timer.start()
            return
        self._timer.stop()
        if not self.was_ready:
            gc.freeze()  # else the collector of garbage goes through all these texts between two keys: 0.1 s and more
        self.was_ready = True
        self.ready.emit()

    def search(self, query: str, wanted: Iterable[str] | None = None) -> Found | None:
        """What is found, None while the texts are not there yet; `ready` is emitted when they are."""
        return self.gathering.search(query, wanted=wanted) if self.wake(AT_ONCE_S) else None

    def propose(self, project: Project, row_id: str, column: str, typed: str, own: str) -> list[Proposal]:
        """Wordings for a cell of an indicator, the shipped ones alone while those of the file are not there yet."""
        self.wake(AT_ONCE_S)
        stock = self.gathering.words
        return propose(stock, column, typed, around(stock, project, row_id, own))
