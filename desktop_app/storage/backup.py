"""Copies of a workspace: whole or not at all, and rotated."""

import sqlite3
from datetime import datetime
from pathlib import Path

from desktop_app.storage import files
from desktop_app.storage.trouble import told

KEPT = 10


def copy_to(connection: sqlite3.Connection, to: Path) -> Path:
    """Write a sound copy of the open workspace to `to`, replacing what is there only once the copy is complete.

    The live file is never copied byte by byte. Raises UserError where the place cannot be written or is full.
    """
    temporary = to.with_name(f".{to.name}.part")
    with files.made_whole(temporary, to):
        to.parent.mkdir(parents=True, exist_ok=True)
        connection.execute("VACUUM INTO ?", (str(temporary),))
    return to


def rotate(connection: sqlite3.Connection, folder: Path, reason: str) -> Path:
    """Add a backup to `folder` and remove the oldest beyond the ten that are kept."""
    for half in folder.glob(".*.jxdb.part*"):  # of a program that was killed; one writer a workspace backs up here
        half.unlink(missing_ok=True)
    made = copy_to(connection, folder / f"{datetime.now():%Y%m%d-%H%M%S-%f}-{reason}.jxdb")
    for old in listing(folder)[KEPT:]:
        old.unlink(missing_ok=True)
    return made


def listing(folder: Path) -> list[Path]:
    """The backups in `folder`, newest first."""
    return sorted(folder.glob("*.jxdb"), reverse=True) if folder.is_dir() else []


def integrity(connection: sqlite3.Connection, path: Path) -> list[str]:
    """What SQLite's own checks find wrong with the file; empty where it is sound."""
    with told(path):
        bad = [text for (text,) in connection.execute("PRAGMA integrity_check") if text != "ok"]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    return bad + [f"{table}: {parent}" for table, _, parent, _ in orphans]
