"""The public disclosure: what goes in, and the job that writes the files."""

import importlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app import catalog
from desktop_app.actions import reading
from desktop_app.actions.gate import Gate, Override, gate, note_override, require_open
from desktop_app.domain.model import Book
from desktop_app.errors import UserError, from_os_error
from desktop_app.storage import queries
from desktop_app.storage.store import Store

__all__ = ["Gate", "Override", "gate"]

FORMATS = {"docx": "Word 文档（绩效文本）", "xlsx": "Excel 工作簿（表单与清单）"}
Progress = Callable[[int, int, str], None]
# module and function of each format; imported when first written, since the libraries take long to load
_WRITERS = {"docx": ("docx_text", "write_docx"), "xlsx": ("xlsx_forms", "write_xlsx")}


@dataclass(slots=True)
class ExportJob:
    """What is to be written, as plain data for a worker: books, the kind of document, and where."""

    folder: Path
    parts: list[tuple[str, list[Book]]]
    style: dict[str, Any]

    def run(self, progress: Progress | None = None) -> list[Path]:
        """Write the files, each whole or not at all; returns them. Raises UserError, or Cancelled by `progress`."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise from_os_error(error, self.folder) from error
        from desktop_app.exporters import files

        written = []
        for i, (kind, books) in enumerate(self.parts):
            path = self.folder / f"{files.document_name(books, kind)}.{kind}"
            if progress:
                progress(i, len(self.parts), path.name)
            module, function = _WRITERS[kind]
            writer = getattr(importlib.import_module(f"desktop_app.exporters.{module}"), function)
            writer(books, path, self.style)
            written.append(path)
        return written


def export(
    store: Store,
    folder: Path,
    formats: Collection[str],
    department_id: str = "",
    unit_id: str = "",
    override: Override | None = None,
) -> ExportJob:
    """Prepare the documents: one book a department, year and format, or one of the unit named.

    Raises UserError where the gate is shut, a format is unknown, or there is nothing to write.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        raise UserError(f"还不能写这种格式：{'、'.join(unknown) or '（空）'}", "", f"现在可以写 {'、'.join(FORMATS)}")
    books = [_public(book, unit_id) for book in reading.load_books(store)]
    books = [b for b in books if (b.projects or not unit_id) and department_id in ("", b.id)]
    if not any(book.projects or book.sections for book in books):
        raise UserError("没有可以公开的内容", str(store.path), "请先录入或导入项目，并检查所选的单位")
    found = gate(store, {unit_id} if unit_id else (), department_id)
    require_open(store, found, override)
    note_override(store, found, override, "公开导出")
    return ExportJob(folder, [(kind, [book]) for book in books for kind in formats], catalog.documents())


def _public(book: Book, unit_id: str) -> Book:
    """The part of a book that may be published, sums filled in: of one unit where named, never a secret project."""
    reading.with_sums(book)
    book.projects = [p for p in book.projects if not p.is_secret and unit_id in ("", p.unit_id)]
    if unit_id:
        book.units = [u for u in book.units if u.id == unit_id]
        book.sections, book.tables = [], []
    return book


def find_unit(store: Store, wanted: str) -> str:
    """The id of the unit of that code or name. Raises UserError where there is none or more than one."""
    found = [u["id"] for u in queries.units(store) if wanted in (u["code"], u["name"])]
    if len(found) != 1:
        what = "没有这个单位" if not found else "有几个单位都叫这个"
        raise UserError(what, wanted, "请用工作簿里的单位编码或完整名称")
    return str(found[0])
