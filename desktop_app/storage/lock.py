"""One writer a workspace: an operating-system lock on a side file, which the kernel releases when its holder dies."""

import os
import sys
from pathlib import Path
from typing import BinaryIO

_FAR = 1 << 30  # the locked byte lies behind the text, so that others can read who holds the lock (Windows)


def side_file(workspace: Path) -> Path:
    """The lock file of a workspace, beside it."""
    return workspace.with_name(workspace.name + ".lock")


class WriterLock:
    """The writer's lock of one workspace. `holder` names who has it when `acquire` said no."""

    def __init__(self, workspace: Path) -> None:
        self.path = side_file(workspace)
        self.holder = ""
        self._file: BinaryIO | None = None

    def acquire(self, who: str) -> bool:
        """Take the lock; False when another program has it. Raises OSError where the folder cannot be written."""
        while True:
            file = open(self.path, "a+b")  # held until release
            if not _try_lock(file):
                file.seek(0)
                self.holder = file.read(400).decode("utf-8", "replace").strip() or "另一个程序"
                file.close()
                return False
            if _same_file(file, self.path):
                break
            file.close()  # the holder before us removed the file while we opened it
        self._file = file
        try:
            file.truncate(0)
            file.write(who.encode("utf-8"))
            file.flush()
        except OSError:  # a full disk
            self.release()
            raise
        return True

    def release(self) -> None:
        """Give the lock back and remove the side file, so that the workspace is one file at rest."""
        if self._file is None:
            return
        if sys.platform == "win32":
            self._close()  # an open file cannot be removed there
            self._remove()
        else:
            self._remove()
            self._close()
        self._file = None

    def _close(self) -> None:
        try:
            if self._file is not None:
                self._file.close()
        except OSError:
            # what it could not write on a full disk is only the holder's name
            return

    def _remove(self) -> None:
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            # taken over by the next program, or the stick is gone: a stale lock file locks nothing
            return


def _same_file(file: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: BinaryIO) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
