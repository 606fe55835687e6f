"""Opening a workspace only to read it: not one byte of the file or beside it changes, whatever state it is in."""

import shutil
import sqlite3
import tempfile
from pathlib import Path

from desktop_app.errors import from_os_error
from desktop_app.storage import files, migrations
from desktop_app.storage.store import Store
from desktop_app.storage.trouble import told


def open_to_read(path: Path) -> Store:
    """Open a workspace or a backup to read it, also while another program writes it.

    What an older program made is brought to the current schema in a copy in memory; what a killed program left half
    written is taken back in a copy, too. Raises UserError where the file is missing, is no workspace, is damaged, or
    was made by a newer program.
    """
    files.check_header(path)
    with told(path):
        connection = _readable(path)
        try:
            files.check_version(connection, path)
            if migrations.version(connection) < migrations.VERSION:
                connection = _in_memory(connection)
                migrations.apply(connection)
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
    return Store(path, connection, None, "", "")


def _readable(path: Path) -> sqlite3.Connection:
    connection = files.connect(path, read_only=True)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        # nobody holds the file: the journal is that of a killed program, and this connection may not use it
        if not getattr(error, "sqlite_errorname", "").startswith("SQLITE_READONLY"):
            raise
        return _taken_back(path)
    return connection


def _taken_back(path: Path) -> sqlite3.Connection:
    """The content of a file without the transaction that a killed program left in it, which reading cannot undo."""
    try:
        with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
            copy = Path(folder) / "copy"
            for original, here in ((path, copy), (files.journal_of(path), files.journal_of(copy))):
                shutil.copyfile(original, here)
            return _in_memory(files.connect(copy, read_only=False))
    except OSError as error:
        raise from_os_error(error, path) from error


def _in_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    """A copy of all pages in memory; the connection itself is closed."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        copy.execute("PRAGMA trusted_schema = OFF")
        connection.backup(copy)
    except BaseException:
        copy.close()
        raise
    finally:
        connection.close()
    return copy
