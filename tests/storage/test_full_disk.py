"""A full disk and a read-only place: a sentence, and nothing changed. Needs to mount small file systems."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app import catalog
from desktop_app.actions import editing, importing, reading, workspace
from desktop_app.domain.changes import CellKey
from desktop_app.errors import UserError
from desktop_app.exporters import docx_text


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 600 kB; skipped where this account may not mount."""
    place = tmp_path / "小盘"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", place]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"cannot mount a small file system here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(place: Path, leave: int) -> None:
    """Fill the file system but for about `leave` bytes."""
    with open(place / "占用", "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            file.truncate(max(0, file.tell() - leave))


def test_edit_on_a_full_disk(small_disk: Path) -> None:
    with workspace.create_workspace(small_disk / "甲.jxdb") as store:
        workspace.add_department(store, 2025, "云岭县水利局")
        department = reading.load_books(store)[0].id
        fill(small_disk, 0)
        with pytest.raises(UserError, match="空间不足"):
            editing.edit_cells(store, [(CellKey("department", department, "name"), "名" * 200_000)])
        assert reading.load_books(store)[0].department_name == "云岭县水利局"
        (small_disk / "占用").unlink()
        editing.edit_cells(store, [(CellKey("department", department, "name"), "云岭县水务局")])
    with workspace.open_workspace(small_disk / "甲.jxdb", daily_backup=False) as store:
        assert reading.load_books(store)[0].department_name == "云岭县水务局"
        assert workspace.verify(store) == []


def test_create_and_export_on_a_full_disk(small_disk: Path) -> None:
    fill(small_disk, 8192)
    with pytest.raises(UserError, match="空间不足"):
        workspace.create_workspace(small_disk / "甲.jxdb")
    books = importing.read_sources([catalog.sample()]).books
    with pytest.raises(UserError, match="空间不足"):
        docx_text.write_docx(books, small_disk / "甲.docx", catalog.documents())
    assert [path.name for path in small_disk.iterdir()] == ["占用"]


def test_a_read_only_folder_opens_read_only(small_disk: Path) -> None:
    path = small_disk / "甲.jxdb"
    with workspace.create_workspace(path) as store:
        workspace.add_department(store, 2025, "云岭县水利局")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with workspace.open_workspace(path) as store:
        assert store.read_only and store.holder == ""
        assert reading.load_books(store)[0].department_name == "云岭县水利局"
        with pytest.raises(UserError, match="只读"):
            workspace.add_department(store, 2026, "乙")
    with pytest.raises(UserError, match="只读"):
        workspace.create_workspace(small_disk / "乙.jxdb")
