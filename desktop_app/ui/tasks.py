"""Slow work beside the window: one worker thread, progress, cancel, success, failure."""

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QCursor
from PySide6.QtWidgets import QApplication, QProgressDialog, QPushButton, QWidget

from desktop_app.errors import Cancelled, UserError
from desktop_app.ui import dialogs

SHOW_AFTER_MS = 300
TELL_EVERY_S = 0.05

Report = Callable[[int, int, str], None]
Work = Callable[[Report], Any]

_log = logging.getLogger(__name__)


class Task(QObject):
    """One piece of work in the worker thread.

    The work gets plain data and returns plain data; it calls `report(done, total, text)` now and then, which raises
    Cancelled after `cancel`.

    Signals:
        progress: done, total (0 = unknown), what is being done.
        succeeded: what the work returned.
        failed: the exception it raised, Cancelled among them.
    """

    progress = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._cancelled = threading.Event()
        self._told = 0.0

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancelled.set()

    def execute(self) -> None:
        """Do the work; called in the worker thread."""
        try:
            result = self._work(self._report)
            if self._cancelled.is_set():
                raise Cancelled
        except Exception as error:
            self.failed.emit(error)  # nothing is lost: who started the task handles or re-raises it
        else:
            self.succeeded.emit(result)

    def _report(self, done: int, total: int, text: str = "") -> None:
        if self._cancelled.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._told >= TELL_EVERY_S:  # a report a line must not flood the window
            self._told = now
            self.progress.emit(done, total, text)


class _Job(QRunnable):
    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        """Override QRunnable.run."""
        self._task.execute()


class _Dialog(QProgressDialog):
    """Tells how far a task has come, and stays before its window until the task has really ended.

    Qt's own dialog hides itself as soon as it is cancelled, and the window behind it could be typed into while the
    worker still writes.
    """

    def __init__(self, title: str, task: Task, window: QWidget, *, cancellable: bool) -> None:
        super().__init__(f"正在{title}…", "", 0, 0, window)
        self._title, self._task = title, task
        self._stopping = False
        self._button = QPushButton("取消") if cancellable else None
        self.setCancelButton(self._button)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(420)
        self.setAutoClose(False)
        self.setAutoReset(False)
        self.setMinimumDuration(0)
        self.canceled.disconnect()  # from its own slot, which hides it
        self.canceled.connect(self._stop)

    def tell(self, done: int, total: int, text: str) -> None:
        """Show how far the task has come. Lets events in, the end of the task among them."""
        if not self._stopping:
            self.setLabelText(text or f"正在{self._title}…")
        self.setMaximum(total)
        self.setValue(min(done, total))

    def _stop(self) -> None:
        """The person does not want to wait: the task ends at its next report, the dialog with it."""
        if self._button is not None and not self._stopping:
            self._stopping = True
            self._task.cancel()
            self.setLabelText("正在停止…")
            self._button.hide()

    def reject(self) -> None:
        """Override QDialog.reject (Esc)."""
        self._stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Override QWidget.closeEvent (the cross of the title bar)."""
        event.ignore()
        self._stop()


class Tasks(QObject):
    """Runs one task at a time for a window and shows its progress once it takes longer than 0.3 s."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._task: Task | None = None
        self._dialog: _Dialog | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOW_AFTER_MS)
        self._timer.timeout.connect(self._show)
        self._title = ""
        self._holds, self._cancellable = False, True
        self._success: Callable[[Any], None] = _nothing
        self._failure: Callable[[Exception], None] = _nothing
        self._last = (0, 0, "")

    @property
    def busy(self) -> bool:
        """Whether a task is under way."""
        return self._task is not None

    def holding(self) -> str:
        """What is under way beside the window while nothing may be changed in it, "" where it may."""
        return self._title if self._task is not None and self._holds else ""

    def run(
        self,
        title: str,
        work: Work,
        success: Callable[[Any], None],
        failure: Callable[[Exception], None] | None = None,
        *,
        at_once: bool = False,
        cancellable: bool = True,
    ) -> None:
        """Do `work` in the worker thread, then call `success(result)` or `failure(error)` in this one.

        Without `failure` a UserError is shown, Cancelled ends quietly and anything else reaches the crash dialog.
        A task that is started while another is under way is refused with a sentence. `at_once`: the dialog comes at
        once, since nothing may be changed in the window as long as the work goes on (`holding`). Work that never
        reports, or must not end half-way, is not `cancellable`: the dialog offers no button then.
        """
        if self._task is not None:
            dialogs.tell("请稍候", f"正在{self._title}，完成后再试。", self._window)
            return
        self._title = title
        self._holds, self._cancellable = at_once, cancellable
        self._success, self._failure = success, failure or self._say
        self._last = (0, 0, "")
        self._task = Task(work, self)
        # methods of an object of this thread: Qt then delivers in this thread, which it does not for bare functions
        self._task.progress.connect(self._progress)
        self._task.succeeded.connect(self._succeeded)
        self._task.failed.connect(self._failed)
        if at_once:
            self._show()
        else:
            self._timer.start()
        self._pool.start(_Job(self._task))

    def close(self) -> None:
        """Cancel what is under way and wait until it has stopped; its outcome is dropped."""
        if self._task is not None:
            self._task.cancel()
        self._tidy()

    def _progress(self, done: int, total: int, text: str) -> None:
        self._last = (done, total, text)
        if self._dialog is not None:
            self._dialog.tell(done, total, text)  # last: the task may have ended then

    def _show(self) -> None:
        if self._task is None:
            return
        self._dialog = _Dialog(self._title, self._task, self._window, cancellable=self._cancellable)
        self._dialog.show()
        self._progress(*self._last)

    def _succeeded(self, result: object) -> None:
        if self._task is not None:  # else closed in the meantime
            self._tidy()
            self._success(result)

    def _failed(self, error: Exception) -> None:
        if self._task is not None:
            self._tidy()
            self._failure(error)

    def _tidy(self) -> None:
        self._timer.stop()
        self._pool.waitForDone()  # the task object must outlive its thread's last signal
        if self._task is not None:
            self._task.deleteLater()
            self._task = None
        if self._dialog is not None:
            self._dialog.hide()
            self._dialog.deleteLater()
            self._dialog = None

    def _say(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            _log.info("cancelled: %s", self._title)
        elif isinstance(error, UserError):
            dialogs.show_error(error, self._window)
        else:
            sys.excepthook(type(error), error, error.__traceback__)


def _nothing(_: object) -> None:
    return


@contextmanager
def busy_cursor() -> Iterator[None]:
    """The waiting cursor around work of a second or so in this thread."""
    QApplication.setOverrideCursor(QCursor(Qt.CursorShape.WaitCursor))
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()
