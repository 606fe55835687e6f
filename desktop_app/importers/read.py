"""The way in: a file of any kind -> the books that it holds."""

import stat
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import TypeVar

from desktop_app.domain.forms import ReadingForms
from desktop_app.domain.model import Book
from desktop_app.domain.traces import Part, Review
from desktop_app.errors import UserError, from_os_error
from desktop_app.importers import (
    convert,
    delimited,
    encoding,
    excel_xml,
    identify,
    markup,
    pdf,
    repair,
    sheet_books,
    text_reader,
    text_shapes,
    vocabulary,
    word,
    workbook,
)
from desktop_app.importers.cells import Row
from desktop_app.importers.document import holds_anything, read_document
from desktop_app.importers.list_heads import SheetColumns
from desktop_app.importers.sheet_grid import Sheet
from desktop_app.importers.source import Report, Source

MOST_LINES = 600_000  # of a list whose cells may have several
LONGEST_LINE = 4_000_000
MOST_BYTES = 32 * 1024 * 1024  # a whole county's texts are half of it

Progress = Callable[[int, int, str], None]
Rows = tuple[list[Row], list[Part]]
T = TypeVar("T")

# kind of content -> the reader of its sheets, or of its rows
_SHEETS: Mapping[str, Callable[[Source], list[Sheet]]] = {
    identify.XLSX: workbook.read_sheets,
    identify.XLS: workbook.read_sheets,
    identify.XML_SHEET: excel_xml.read_sheets,
    identify.HTML: markup.read_sheets,
}
_ROWS: Mapping[str, Callable[[Source], Rows]] = {
    identify.DOCX: word.read_rows,
    identify.PDF: pdf.read_rows,
    identify.DOC: convert.read_rows,
}


def read(
    path: Path,
    forms: ReadingForms,
    progress: Progress | None = None,
    mapping: Mapping[str, str] | None = None,
) -> list[Book]:
    """Read a source file into books, what it is being told by its content.

    `progress(done, total, text)` is called now and then and may raise Cancelled. `mapping` is what a person said about
    columns of lists whose names `forms` does not know: folded head (`cells.fold`) -> field, "" for a column to be
    ignored. Raises UserError, in Chinese, for what cannot be read and for a file that holds no form.
    """
    words = vocabulary.build(forms)
    source = Source(_load(path), str(path), forms.aliases, words, _reporter(progress, path.name), mapping or {})
    books = _read_package(source) if source.data.startswith(repair.PACKAGES) else _read_books(source)
    for book in books:
        book.file = path.name
    return books


def _read_books(source: Source) -> list[Book]:
    kind = identify.identify(source.data, source.where)
    if kind == identify.TEXT:
        return _read_text(source)
    if kind in _SHEETS:
        books = sheet_books.read_books(source, _SHEETS[kind](source))
        for book in books if kind in (identify.HTML, identify.XML_SHEET) else ():
            _flag_broken(book)
        return books
    return [_read_rows(source, *_ROWS[kind](source))]


def _read_package(source: Source) -> list[Book]:
    """A file of an Office kind; of a damaged one the good parts, with what is missing. Raises UserError."""
    books, damage = _mended(source, _read_books)
    if damage:
        repair.flag(books, damage)
        for book in books:
            _flag_broken(book)
    return books


def _mended(source: Source, reader: Callable[[Source], T]) -> tuple[T, repair.Damage | None]:
    """What `reader` finds in a file of an Office kind or, where that is damaged, in its good parts, and the damage.

    Raises UserError.
    """
    try:
        return reader(replace(source, strict=True)), None
    except UserError as error:
        damage = repair.mended(source.data)
        if damage is None:
            return reader(source), None
        try:
            return reader(replace(source, data=damage.data)), damage
        except UserError:
            raise error from None  # nothing is readable: what was said of the file itself holds


def list_columns(path: Path, forms: ReadingForms, mapping: Mapping[str, str] | None = None) -> list[SheetColumns]:
    """The columns of every list in a file, and what each is understood as; none where it holds no list.

    Of a damaged file of an Office kind those that can still be read are given. A person is shown those without a field,
    says what they are, and `read` is told by its `mapping`. Raises UserError.
    """
    source = Source(_load(path), str(path), forms.aliases, vocabulary.build(forms), _reporter(None, ""), mapping or {})
    return _mended(source, _columns)[0] if source.data.startswith(repair.PACKAGES) else _columns(source)


def _columns(source: Source) -> list[SheetColumns]:
    kind = identify.identify(source.data, source.where)
    if kind == identify.TEXT:
        sheets = delimited.read_sheets(source, encoding.decode(source.data, source.where).text)
    else:
        sheets = _SHEETS[kind](source) if kind in _SHEETS else []
    return sheet_books.columns_of(source, sheets)


def _load(path: Path) -> bytes:
    """The bytes of a file of a sensible size. Raises UserError."""
    try:
        info = path.stat()
        if stat.S_ISDIR(info.st_mode):
            raise UserError("这是一个文件夹，不是文件", str(path), "请选择里面的文件")
        if not stat.S_ISREG(info.st_mode):
            raise UserError("这不是普通文件，不能导入", str(path), "请选择文本或 .xlsx 文件")
        if info.st_size > MOST_BYTES:
            size, most = info.st_size // 1024**2, MOST_BYTES // 1024**2
            raise UserError(
                f"文件有 {size} MB，超过 {most} MB 的上限，没有读取",
                str(path),
                "请确认是否选错了文件，或把它分成几个再导入",
            )
        with path.open("rb") as file:
            return file.read(min(info.st_size + 1, MOST_BYTES))
    except OSError as error:
        raise from_os_error(error, path) from error


def _read_text(source: Source) -> list[Book]:
    decoded = encoding.decode(source.data, source.where)
    height = 1 + max(decoded.text.count("\n"), decoded.text.count("\r"))
    if height > MOST_LINES:
        raise UserError(f"文本有 {height} 行，太大了", source.where, "请把它分成几个文件再导入")
    lines = text_reader.lines_of(decoded.text)
    if max(map(len, lines)) > LONGEST_LINE:
        raise UserError("文本里有一行太长，读不了", source.where, "请用WPS打开，按段落分行，另存后再导入")
    if sheets := delimited.read_sheets(source, decoded.text):
        books = sheet_books.read_books(source, sheets)
    else:
        books = [_read_rows(source, text_shapes.read_rows(decoded.text, source.words, source.report), [])]
    numbered = dict(enumerate(lines, 1))
    for book in books:
        book.parts, book.lines = [], numbered
        if decoded.broken:
            _flag_broken(book)
    return books


def _read_rows(source: Source, rows: list[Row], parts: list[Part]) -> Book:
    """The rows of a document as a book. Raises UserError where there is no form among them."""
    shown = {row.line: "\t".join(row.cells) for row in rows}
    book = read_document(rows, source.words, source.report)
    if not holds_anything(book):
        hint = "请确认它是部门预算绩效文本，里面有“项目编码”“绩效目标”“一级指标”等栏目"
        raise UserError("文件里没有认出项目绩效目标表", source.where, hint)
    book.parts, book.lines = parts, shown
    if any("\ufffd" in text for text in shown.values()):
        _flag_broken(book)
    return book


def _flag_broken(book: Book) -> None:
    """Flag every field in which a character could not be read."""
    reason = "有字符读不出来，显示为“\ufffd”"
    for project in book.projects:
        paths = [field.name for field in fields(project) if "\ufffd" in str(getattr(project, field.name))]
        paths = [path for path in paths if path not in ("plan", "goals", "indicators", "review")]
        paths += [f"plan[{i}]" for i, text in enumerate(project.plan) if "\ufffd" in text]
        paths += [f"goals[{i}]" for i, goal in enumerate(project.goals) if "\ufffd" in goal.text]
        paths += [f"indicators[{i}]" for i, row in enumerate(project.indicators) if "\ufffd" in repr(row)]
        project.review += [Review(path, reason, project.lines) for path in paths]
    if any("\ufffd" in section.heading + section.text for section in book.sections):
        book.review.append(Review("narrative", reason))


def _reporter(progress: Progress | None, name: str) -> Report:
    def report(done: int, total: int) -> None:
        if progress:
            progress(done, total, f"正在读取 {name}")

    return report
