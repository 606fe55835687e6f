"""Making, opening and keeping workspaces safe."""

import hashlib
import logging
from datetime import date
from pathlib import Path

from desktop_app import catalog, paths, settings
from desktop_app.actions import goal_records
from desktop_app.domain import order
from desktop_app.domain.changes import Changes
from desktop_app.errors import UserError, from_os_error
from desktop_app.storage import backup as backups
from desktop_app.storage import files, purging, queries, snapshots, viewing
from desktop_app.storage import store as storage
from desktop_app.storage.beside import beside
from desktop_app.storage.store import Store

__all__ = ["Store", "beside"]

SUFFIX = ".jxdb"
_log = logging.getLogger(__name__)


def create_workspace(path: Path) -> Store:
    """Make a new workspace and open it. Raises UserError where the file exists or the place cannot be written."""
    storage.create(path)
    return open_workspace(path)


def open_workspace(path: Path, *, daily_backup: bool = True) -> Store:
    """Open a workspace, read-only where another program has it; the first opening of a day makes a backup.

    Raises UserError where the file is missing, no workspace, damaged, or made by a newer program.
    """
    folder = backup_folder(path)
    store = storage.open_store(path, settings.user_name(), folder)
    if not store.read_only:
        _lift_goals(store)
        _finish_purge(store, folder)
    today = f"{date.today():%Y%m%d}"
    if daily_backup and not store.read_only and not any(f.name.startswith(today) for f in backups.listing(folder)):
        try:
            backups.rotate(store.connection, folder, "每日")
        except UserError as error:
            _log.warning("daily backup failed: %s", error)  # never a reason not to open the file
    return store


def _lift_goals(store: Store) -> None:
    """Give a file of an older program its goals as records; its texts stay as they are."""
    try:
        goal_records.lift(store)
    except UserError as error:
        _log.warning("goals stay in their texts: %s", error)  # a full disk is no reason not to open the file


def _finish_purge(store: Store, folder: Path) -> None:
    """Go on with a purge of secret content that a killed program left half done."""
    try:
        if purging.pending(store):
            purging.finish(store, folder)
    except UserError as error:
        _log.warning("purge not finished: %s", error)  # tried again at the next opening


def read_workspace(path: Path) -> Store:
    """Open a workspace or a backup only to read it: the file stays as it is, to the last byte, however old it is.

    Raises UserError where the file is missing, no workspace, damaged, or made by a newer program.
    """
    return viewing.open_to_read(path)


def close_workspace(store: Store) -> None:
    """Close the workspace; the file is whole and alone at rest."""
    store.close()


def backup_folder(path: Path) -> Path:
    """Where the automatic backups of a workspace lie: in the person's data folder, one folder a workspace."""
    mark = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]
    return paths.data_dir() / "backups" / f"{path.stem}-{mark}"


def safety_backup(store: Store, reason: str) -> Path:
    """A backup before something that changes much. Raises UserError where it cannot be written."""
    return backups.rotate(store.connection, backup_folder(store.path), reason)


def backup(store: Store, to: Path) -> Path:
    """Write a copy of the workspace to `to`. Raises UserError where that is the open file itself or unwritable."""
    if _real(to) == store.path.resolve():
        raise UserError("备份不能覆盖正在使用的工作簿", str(to), "请换一个文件名")
    return backups.copy_to(store.connection, to)


def _real(path: Path) -> Path:
    """The path without links; one that leads in a circle is a file that cannot be there."""
    try:
        return path.resolve()
    except RuntimeError as error:
        raise UserError("快捷方式（链接）指向它自己，打不开", str(path), "请选择真正的文件") from error


def require_free(to: Path, *inputs: Path) -> None:
    """Raise UserError where writing to `to` would destroy what is read, or any workspace."""
    if any(_real(to) == _real(path) for path in inputs):
        raise UserError("不能写到正在读取的文件上", str(to), "请换一个文件名，原文件没有改动")
    if to.is_file() and files.is_workspace(to):
        raise UserError("不能把工作簿换成别的文件", str(to), "请换一个文件名，工作簿没有改动")
    if not to.absolute().parent.is_dir():
        raise UserError("找不到要写入的文件夹", str(to.parent), "请检查路径，U盘是否已经拔出")


def list_backups(store: Store) -> list[Path]:
    """The automatic backups of this workspace, newest first."""
    return backups.listing(backup_folder(store.path))


def restore_backup(backup_file: Path, to: Path) -> None:
    """Write a backup out as a workspace at `to`, which must not exist: nothing is ever overwritten by a restore.

    The backup itself stays as it is; one of an older program is written out as a workspace of this one.
    Raises UserError where the backup is no sound workspace or the place cannot be written.
    """
    if to.exists():
        raise UserError("同名的文件已经存在", str(to), "请换一个名称恢复，原文件不会被覆盖")
    with read_workspace(backup_file) as source:
        if problems := backups.integrity(source.connection, source.path):  # a stage that cannot be read is no reason
            raise UserError("备份文件已损坏", f"{backup_file}（{problems[0]}）", "请换一个备份")
        backups.copy_to(source.connection, to)


def verify(store: Store) -> list[str]:
    """What is wrong with the file itself or with what closed stages hold; empty where it is sound."""
    return damage(store) + stage_damage(store)


def damage(store: Store) -> list[str]:
    """What is wrong with the file itself; empty where it is sound."""
    return backups.integrity(store.connection, store.path)


def stage_damage(store: Store) -> list[str]:
    """Which closed stages cannot be compared any more; what the file holds now does not depend on them."""
    return snapshots.problems(store)


def make_sample(folder: Path) -> Path:
    """A fresh workspace with the sample county in `folder`; an older one of that name makes way to a numbered name."""
    from desktop_app.actions import importing

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise from_os_error(error, folder) from error
    path, number = folder / f"云岭县样例{SUFFIX}", 1
    while path.exists():
        number += 1
        path = folder / f"云岭县样例{number}{SUFFIX}"
    with create_workspace(path) as store:
        books = importing.read_sources([catalog.sample()]).books
        importing.apply_import(store, importing.plan_import(store, books))
        store.settle()  # who plays with the sample must not undo it away
    return path


def add_department(store: Store, year: int, name: str, code: str = "") -> Changes:
    """Add a department to a year."""
    with store.operation(f"新增部门 {name}") as operation:
        place = _next_place(store, "department")
        operation.insert("department", {"year": year, "name": name, "code": code, "place": place})
    return operation.changes


def add_unit(store: Store, department_id: str, name: str, code: str = "") -> Changes:
    """Add a unit to a department."""
    with store.operation(f"新增单位 {name}") as operation:
        place = _next_place(store, "unit")
        operation.insert("unit", {"department_id": department_id, "name": name, "code": code, "place": place})
    return operation.changes


def add_project(store: Store, unit_id: str, name: str = "") -> tuple[Changes, str]:
    """Add an empty project to a unit; returns its id too."""
    with store.operation(f"新增项目 {name}".strip()) as operation:
        place = _next_place(store, "project")
        project_id = operation.insert("project", {"unit_id": unit_id, "name": name, "place": place})
        operation.insert("goal", {"project_id": project_id, "place": order.between("", "")})
    return operation.changes, project_id


def _next_place(store: Store, table: str) -> str:
    return order.between(queries.last_place(store, table), "")


def delete_records(store: Store, table: str, ids: list[str], name: str) -> Changes:
    """Remove records with everything under them, as one operation of that name."""
    with store.operation(name) as operation:
        for row_id in ids:
            operation.delete(table, row_id)
    return operation.changes
