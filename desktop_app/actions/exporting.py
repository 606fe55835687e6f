"""The public disclosure: what goes in, and the job that writes the files."""

import importlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_app import catalog
from desktop_app.actions import outgoing, reading
from desktop_app.actions.gate import Gate, Override, gate, note_override, require_open
from desktop_app.actions.outgoing import Guard
from desktop_app.actions.published import published
from desktop_app.domain.model import Book
from desktop_app.errors import UserError
from desktop_app.storage import queries
from desktop_app.storage.store import Store

__all__ = ["Gate", "Override", "gate"]

FORMATS = {
    "docx": "Word 文档（绩效文本、情况说明、预算公开表）",
    "xlsx": "Excel 工作簿（绩效目标表、预算公开表、采购、资产）",
}
Progress = Callable[[int, int, str], None]
TABLES = "tables"
# module and function of each kind of document; imported when first written, since the libraries take long to load
_WRITERS = {
    "docx": ("docx_text", "write_docx"), "xlsx": ("xlsx_forms", "write_xlsx"), TABLES: ("xlsx_tables", "write_tables"),
}  # fmt: skip
_SUFFIXES = {TABLES: "xlsx"}  # of the others their own name


@dataclass(slots=True, frozen=True)
class Document:
    """One file that is to be written: its kind, its book, the forms of the book's year where the kind needs them.

    `guard` knows what must not stand in it.
    """

    kind: str
    book: Book
    forms: tuple[Any, ...] = ()
    guard: Guard = field(default_factory=Guard)


@dataclass(slots=True)
class ExportJob:
    """What is to be written, as plain data for a worker: the documents and where.

    `notices` are sentences for who decides to go on: what nobody confirmed, from which sums a secret can be told.
    """

    folder: Path
    documents: list[Document]
    style: dict[str, Any]
    notices: list[str] = field(default_factory=list)

    def run(self, progress: Progress | None = None) -> list[Path]:
        """Write the files, all or none; returns them. Nothing is put in place before all were read once more.

        Raises UserError, also where a finished file holds what must not leave, or Cancelled by `progress`.
        """
        from desktop_app.exporters import files

        with files.staged(self.folder) as stage:
            written = []
            for i, document in enumerate(self.documents):
                suffix = _SUFFIXES.get(document.kind, document.kind)
                path = stage / f"{files.document_name([document.book], document.kind)}.{suffix}"
                if progress:
                    progress(i, len(self.documents), path.name)
                module, function = _WRITERS[document.kind]
                writer = getattr(importlib.import_module(f"desktop_app.exporters.{module}"), function)
                writer(document.book if document.forms else [document.book], path, self.style, *document.forms)
                written.append(path)
            for path, document in zip(written, self.documents, strict=True):
                outgoing.require_clean(document.guard, path)
            return [files.put(path, self.folder / path.name) for path in written]


def export(
    store: Store,
    folder: Path,
    formats: Collection[str],
    department_id: str = "",
    unit_id: str = "",
    override: Override | None = None,
) -> ExportJob:
    """Prepare the documents: one book a department, year and format, or one of the unit named.

    As workbooks the forms of the projects are one and the budget tables with 政府采购 and 资产 another, since they are
    printed and published apart.

    Raises UserError where the gate is shut, a format is unknown, or there is nothing to write.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        raise UserError(f"还不能写这种格式：{'、'.join(unknown) or '（空）'}", "", f"现在可以写 {'、'.join(FORMATS)}")
    stored = reading.load_books(store)
    guards = {book.id: outgoing.guard(book, stored) for book in stored}  # publishing takes out what is secret
    books = [published(book, unit_id) for book in stored]
    books = [b for b in books if (_holds_anything(b) or not unit_id) and department_id in ("", b.id)]
    if not any(_holds_anything(book) for book in books):
        raise UserError("没有可以公开的内容", str(store.path), "请先录入或导入项目，并检查所选的单位")
    found = gate(store, {unit_id} if unit_id else (), department_id)
    require_open(store, found, override)
    note_override(store, found, override, "公开导出")
    documents = [document for book in books for kind in formats for document in _documents(book, kind, guards[book.id])]
    return ExportJob(folder, documents, catalog.documents(), [*found.notices, *(x.message for x in found.yielding)])


def _holds_tables(book: Book) -> bool:
    return bool(book.tables or book.purchases or book.assets)


def _holds_anything(book: Book) -> bool:
    return bool(book.projects or book.sections) or _holds_tables(book)


def _documents(book: Book, kind: str, guard: Guard) -> list[Document]:
    """The files of a format; the workbook of the tables only where there are any."""
    if kind != "xlsx" or not _holds_tables(book):
        return [Document(kind, book, (), guard)]
    tables = Document(TABLES, book, (catalog.table_forms(book.year), catalog.yearly(book.year)), guard)
    return [Document(kind, book, (), guard), tables] if book.projects else [tables]


def find_unit(store: Store, wanted: str) -> str:
    """The id of the unit of that code or name. Raises UserError where there is none or more than one."""
    found = [u["id"] for u in queries.units(store) if wanted in (u["code"], u["name"])]
    if len(found) != 1:
        what = "没有这个单位" if not found else "有几个单位都叫这个"
        raise UserError(what, wanted, "请用工作簿里的单位编码或完整名称")
    return str(found[0])
