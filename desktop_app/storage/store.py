"""One open workspace: the connection, the writer's lock, named operations, undo and redo."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_app.domain.changes import Changes
from desktop_app.errors import UserError
from desktop_app.storage import backup, files, migrations
from desktop_app.storage.journal import Operation, replay, write_note
from desktop_app.storage.lock import WriterLock
from desktop_app.storage.trouble import told

Row = dict[str, Any]

_LAST_DONE = "SELECT * FROM operation WHERE state = 'done' ORDER BY id DESC LIMIT 1"
_FIRST_UNDONE = "SELECT * FROM operation WHERE state = 'undone' ORDER BY id LIMIT 1"


class Store:
    """An open workspace file.

    Attributes:
        path: the file.
        read_only: whether nothing can be written through this store.
        holder: who has the file open for writing, "" where it is this store or nobody.
        user: the name that operations are recorded under.
        saved_at: when this store last committed, None before the first time.

    Guarantees: every write is inside one named operation, which is one transaction; a committed operation is on the
    disk (`synchronous=FULL`, rollback journal); there is one writing store a file.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: WriterLock | None, holder: str, user: str):
        self.path = path
        self.holder = holder
        self.read_only = lock is None
        self.user = user
        self.saved_at: datetime | None = None
        self.connection = connection
        self._lock = lock
        self._operation: Operation | None = None

    def close(self) -> None:
        """Close the file and give the lock back; a second call does nothing."""
        self.connection.close()
        if self._lock:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def query(self, sql: str, *parameters: Any) -> list[Row]:
        """Rows of a reading statement with `?` parameters, as dictionaries."""
        return self.query_named(sql, parameters)

    def query_named(self, sql: str, parameters: Any) -> list[Row]:
        """Rows of a reading statement with `:name` parameters given as a dictionary."""
        with told(self.path):
            cursor = self.connection.execute(sql, parameters)
            names = [d[0] for d in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    @contextmanager
    def operation(self, name: str) -> Iterator[Operation]:
        """One named operation: all of it is committed when the block ends, nothing of it when the block raises.

        An operation that changed nothing leaves no trace. Raises UserError where the store is read-only or the disk
        does not take it.
        """
        self.require_writable()
        if self._operation is not None:
            raise RuntimeError(f"operation {name!r} inside {self._operation.name!r}")
        operation = Operation(self.connection, name, self.user)
        self._operation = operation
        try:
            with told(self.path), self._transaction():
                yield operation
                operation.finish()
        finally:
            self._operation = None
        if operation.touched:
            self.saved_at = datetime.now()

    def note(self, name: str, details: Row) -> None:
        """Keep in the journal that something was done that changes no record (an override); it is never undone."""
        self.require_writable()
        with told(self.path), self._transaction():
            write_note(self.connection, name, self.user, details)
        self.saved_at = datetime.now()

    def notes(self) -> list[Row]:
        """What was noted, oldest first: `name`, `at`, `by` and the details."""
        rows = self.query(
            'SELECT o.name, o.at, o."by", c.after FROM operation o JOIN change c ON c.operation_id = o.id'
            " WHERE o.state = 'note' ORDER BY o.id"
        )
        return [{"name": r["name"], "at": r["at"], "by": r["by"], **json.loads(r["after"])} for r in rows]

    def require_writable(self) -> None:
        """Raise UserError where nothing can be written."""
        if self.read_only:
            if self.holder:
                raise UserError(
                    f"工作簿是只读打开的，{self.holder}在用", str(self.path), "请先在另一处关闭它，或另存一份备份再改"
                )
            raise UserError(
                "工作簿是只读打开的：文件或所在位置不能写入，或磁盘已满", str(self.path), "请腾出空间或复制到别处再打开"
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:  # a full disk may have rolled back already
                self.connection.execute("ROLLBACK")
            raise

    def undo_name(self) -> str:
        """The name of the operation that `undo` would take back, "" where there is none."""
        rows = self.query(_LAST_DONE)
        return str(rows[0]["name"]) if rows else ""

    def redo_name(self) -> str:
        """The name of the operation that `redo` would do again, "" where there is none."""
        rows = self.query(_FIRST_UNDONE)
        return str(rows[0]["name"]) if rows else ""

    def settle(self) -> None:
        """Let undo begin here: what was done so far stays in the journal and can no longer be taken back."""
        self.require_writable()
        with told(self.path), self._transaction():
            self.connection.execute("UPDATE operation SET state = 'settled' WHERE state = 'done'")

    def undo(self) -> Changes | None:
        """Take back the last operation; None where there is none."""
        return self._step(back=True)

    def redo(self) -> Changes | None:
        """Do the operation again that was taken back last; None where there is none."""
        return self._step(back=False)

    def rows_of_step(self, *, back: bool) -> int:
        """How many rows `undo` (`back`) or `redo` would write, 0 where there is nothing to do."""
        rows = self.query(_LAST_DONE if back else _FIRST_UNDONE)
        counted = "SELECT count(*) AS n FROM change WHERE operation_id = ?"
        return int(self.query(counted, rows[0]["id"])[0]["n"]) if rows else 0

    def _step(self, *, back: bool) -> Changes | None:
        self.require_writable()
        with told(self.path), self._transaction():
            # chosen inside: an operation that another connection ends before must not be passed over
            rows = self.query(_LAST_DONE if back else _FIRST_UNDONE)
            if not rows:
                return None
            changes = replay(self.connection, rows[0]["id"], f"{'撤销' if back else '重做'} {rows[0]['name']}", back)
            state = "undone" if back else "done"
            self.connection.execute("UPDATE operation SET state = ? WHERE id = ?", (state, rows[0]["id"]))
        self.saved_at = datetime.now()
        return changes

    def history(self, table: str, row_id: str) -> list[Row]:
        """All changes of one row, oldest first: `at`, `by`, `name`, `state`, `before`, `after` (dicts or None)."""
        rows = self.query(
            'SELECT o.at, o."by", o.name, o.state, c.before, c.after FROM change c JOIN operation o'
            " ON o.id = c.operation_id WHERE c.row_id = ? AND c.tbl = ? ORDER BY c.id",
            row_id,
            table,
        )
        for row in rows:
            row["before"] = json.loads(row["before"]) if row["before"] else None
            row["after"] = json.loads(row["after"]) if row["after"] else None
        return rows


def create(path: Path) -> None:
    """Make a new, empty workspace at `path`; it appears whole or not at all.

    Raises UserError where the file exists or the place cannot be written.
    """
    if path.exists():
        raise UserError("同名的工作簿已经存在", str(path), "请换一个名称，或直接打开它")
    temporary = path.with_name(f".{path.name}.new")  # one name: what a killed program left is written over
    with files.made_whole(temporary, path):
        temporary.touch()  # says why where the place cannot be written; SQLite does not
        connection = files.connect(temporary, read_only=False)
        try:
            migrations.apply(connection)
        finally:
            connection.close()


def open_store(path: Path, user: str, backup_folder: Path) -> Store:
    """Open a workspace for writing, or read-only where another program has it or the place cannot be written.

    An older file is backed up into `backup_folder` before it is brought to the current schema. Raises UserError
    where the file is missing, is no workspace, is damaged, or was made by a newer program.
    """
    files.check_header(path)
    lock, holder = _lock(path, user)
    try:
        with told(path):
            connection = files.connect(path, read_only=lock is None)
            try:
                files.check_version(connection, path)
                if migrations.version(connection) < migrations.VERSION:
                    _migrate(connection, path, lock, backup_folder)
                connection.execute("PRAGMA foreign_keys = ON")
                if lock is not None:
                    _clear_journal(connection, path)
            except BaseException:
                connection.close()
                raise
    except BaseException:
        if lock:
            lock.release()
        raise
    return Store(path, connection, lock, holder, user)


def _lock(path: Path, user: str) -> tuple[WriterLock | None, str]:
    """The writer's lock, or None and who has it ("" where the place itself is read-only)."""
    lock = WriterLock(path)
    try:
        if not lock.acquire(f"{user}，自 {datetime.now():%m月%d日 %H:%M}"):
            return None, lock.holder
    except OSError:
        return None, ""  # a read-only folder or stick: the file can still be read
    if not os.access(path, os.W_OK):
        lock.release()
        return None, ""
    return lock, ""


def _clear_journal(connection: sqlite3.Connection, path: Path) -> None:
    """Remove the rollback journal that a killed program left.

    SQLite takes back an unfinished transaction at the first reading, but leaves a journal without content lying; any
    write removes it.
    """
    if files.journal_of(path).exists():
        connection.execute(f"PRAGMA user_version = {migrations.version(connection)}")


def _migrate(connection: sqlite3.Connection, path: Path, lock: WriterLock | None, backup_folder: Path) -> None:
    if lock is None:
        raise UserError("旧版工作簿要先升级，但现在只能读", str(path), "请复制到可以写入的文件夹再打开")
    backup.rotate(connection, backup_folder, "升级前")
    migrations.apply(connection)
