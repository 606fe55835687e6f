"""The commands that keep a workspace and write it out: dump, verify, backup, restore. None changes what it reads."""

import argparse
from pathlib import Path

from desktop_app.actions import reading, workspace
from desktop_app.actions.json_files import write_json
from desktop_app.commands import DONE, NEEDS_PERSON, require_free
from desktop_app.domain import records
from desktop_app.domain.model import Book
from desktop_app.errors import UserError


def run_dump(a: argparse.Namespace) -> int:
    """Write what was read or typed as JSON."""
    require_free(a.json, a.workspace)
    with workspace.read_workspace(a.workspace) as store:
        books = reading.load_books(store)
    write_json(a.json, records.to_record(_wanted(books, a.workspace, a.year, a.department), ""))
    return DONE


def _wanted(books: list[Book], path: Path, year: int | None, department: str | None) -> list[Book]:
    """The books of that year and department (code or name). Raises UserError where there are none."""
    found = [book for book in books if year in (None, book.year)]
    if year is not None and not found:
        there = "、".join(str(y) for y in sorted({book.year for book in books if book.year}))
        hint = f"工作簿里有 {there} 年度，请改 --year，或不写就写出全部" if there else "工作簿还是空的，请先导入"
        raise UserError(f"工作簿里没有 {year} 年度", str(path), hint)
    if department is None:
        return found
    chosen = [book for book in found if department.strip() in (book.department_code, book.department_name)]
    if not chosen or not department.strip():
        there = "、".join(dict.fromkeys(f"{b.department_code} {b.department_name}".strip() for b in found))
        what = f"{year} 年度没有这个部门" if year is not None else "工作簿里没有这个部门"
        hint = f"这里有 {there}，请写编码或完整名称" if there else "工作簿还是空的，请先导入"
        raise UserError(what, department, hint)
    return chosen


def run_verify(a: argparse.Namespace) -> int:
    """Say whether the file is sound."""
    with workspace.read_workspace(a.workspace) as store:
        damage, stages = workspace.damage(store), workspace.stage_damage(store)
    for problem in (*damage, *stages):
        print(problem)
    told = "完好"
    if damage:
        told = "文件有损坏，请恢复备份"
    elif stages:
        told = ("现在的内容完好，可以照常使用，不必恢复；只有上面说到的留底不能再对比。"
                "要对比，请把结束这个阶段以后的备份恢复成另一个工作簿")  # fmt: skip
    print(f"{a.workspace}：{told}")
    return NEEDS_PERSON if damage or stages else DONE


def run_backup(a: argparse.Namespace) -> int:
    """Write a copy."""
    with workspace.read_workspace(a.workspace) as store:
        print(workspace.backup(store, a.to))
    return DONE


def run_restore(a: argparse.Namespace) -> int:
    """Write a backup out as a workspace."""
    workspace.restore_backup(a.backup, a.to)
    print(a.to)
    return DONE
