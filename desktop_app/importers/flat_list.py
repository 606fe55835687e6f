"""Lists, one row an indicator: our own sheet 指标清单 read back, and other sheets whose heads say what they hold."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import Any

from desktop_app.domain import codes
from desktop_app.domain.model import Book, Goal, Indicator, Project, Review, Unit, Unread
from desktop_app.importers import identity
from desktop_app.importers.cells import Row, fold
from desktop_app.importers.goals import split_goals, split_lines
from desktop_app.importers.indicators import set_value
from desktop_app.importers.list_cells import text_of
from desktop_app.importers.vocabulary import COLUMN_FIELDS, Vocabulary
from desktop_app.importers.workbook import Workbook

OWN_SHEET = "指标清单"
_HEADER_WITHIN = 10
_LEAST_COLUMNS = 4
_EVERY = 1_000
_BLANK = ("", None)

_BOOK_FIELDS = ("year", "department_code", "department_name")
_KEY_FIELDS = ("unit_code", "unit_name", "seq", "code", "name")
_TEXT_FIELDS = ("title", "budget", "fiscal", "other", "purpose", "category", "function_code", "needs_form", "secret")
_PLAN_FIELDS = ("plan.0", "plan.1", "plan.2", "plan.3")
_OWN_FIELDS = (*_BOOK_FIELDS, *_KEY_FIELDS, *_TEXT_FIELDS, *_PLAN_FIELDS, "goals")
_ROW_FIELDS = tuple(f for f in COLUMN_FIELDS if f != "weight")

Texts = dict[str, str]
Report = Callable[[int, int], None]


@dataclass(slots=True)
class _Sheet:
    """A list while it is read: its columns, the books so far, and the open project with the texts of its first row.

    `own`: the sheet is ours, where every row repeats what it belongs to and a blank cell means blank.
    """

    own: bool
    columns: dict[str, int]
    books: dict[tuple[str, ...], Book] = field(default_factory=dict)
    project: Project | None = None
    texts: Texts = field(default_factory=dict)
    repeated: bool = False


def read_lists(book: Workbook, aliases: Mapping[str, tuple[str, ...]], words: Vocabulary, report: Report) -> list[Book]:
    """The books of a workbook: of its sheet 指标清单, else of all sheets whose heads are those of a list.

    Empty where no sheet is a list. `report(done, total)` may raise Cancelled.
    """
    names = {fold(name): f for f, all_names in aliases.items() for name in all_names}
    wanted = [OWN_SHEET] if OWN_SHEET in book.names else book.names
    found: list[Book] = []
    left: list[str] = []
    for name in wanted:
        height, rows = book.sheet(name)
        books = _read_sheet(name, height, rows, names, words, report)
        if books is None:
            left.append(name)
        else:
            found += books
    if found:
        found[0].unread += [Unread(1, f"工作表“{name}”不是指标清单，没有读取") for name in left]
    return found


def _read_sheet(
    name: str, height: int, rows: Iterator[list[Any]], names: Mapping[str, str], words: Vocabulary, report: Report
) -> list[Book] | None:
    """The books of one sheet, None where its first rows hold no heads of a list."""
    above: list[list[Any]] = []
    heads = None
    for heads in islice(rows, _HEADER_WITHIN):
        if _is_header(_columns(heads, names)):
            break
        above.append(heads)
    else:
        return None
    columns = _columns(heads, names)
    sheet = _Sheet(name == OWN_SHEET, columns)
    own, mine = _picker(columns, _OWN_FIELDS), _picker(columns, _ROW_FIELDS)
    before: tuple[Any, ...] = ()
    for line, row in enumerate(rows, len(above) + 2):
        if line % _EVERY == 0:
            report(line, height)
        cells = own(row)
        sheet.repeated = _filled(cells)
        if sheet.repeated and cells != before:
            _project_row(sheet, cells, line)
            before = cells
        if _filled(cells := mine(row)):
            _indicator_row(sheet, cells, line, words)
        if sheet.project and sheet.project.lines:
            sheet.project.lines = (sheet.project.lines[0], line)
    used = {columns[f] for f in (*_OWN_FIELDS, *_ROW_FIELDS) if f in columns}
    unused = [str(head) for i, head in enumerate(heads) if head not in _BLANK and i not in used]
    return _finish(sheet, [_as_row(i, cells) for i, cells in enumerate(above)], unused, len(above) + 1, words)


def _filled(cells: tuple[Any, ...]) -> bool:
    return any(cell not in _BLANK for cell in cells)


def _columns(heads: list[Any], names: Mapping[str, str]) -> dict[str, int]:
    """Field -> its column; where two columns mean one field, the first."""
    columns: dict[str, int] = {}
    for i, head in enumerate(heads):
        if isinstance(head, str) and (name := names.get(fold(head.strip("*＊ ")))):
            columns.setdefault(name, i)
    return columns


def _is_header(columns: Mapping[str, int]) -> bool:
    """Whether these are the columns of a list of projects or of their indicators."""
    return len(columns) >= _LEAST_COLUMNS and bool(
        columns.keys() & {"code", "name"} and columns.keys() & {"l3", "budget"}
    )


def _picker(columns: Mapping[str, int], fields: tuple[str, ...]) -> Callable[[list[Any]], tuple[Any, ...]]:
    """Takes the cells of `fields`, as far as the list has them, out of a row, in order."""
    places = [columns[f] for f in fields if f in columns]
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: tuple(row[i] for i in places)


def _texts(sheet: _Sheet, cells: tuple[Any, ...], fields: tuple[str, ...]) -> tuple[Texts, Texts]:
    """The texts of a row's cells by field, and what is doubtful about them."""
    texts, doubts = dict.fromkeys(fields, ""), {}
    for name, value in zip([f for f in fields if f in sheet.columns], cells, strict=True):
        if type(value) is str:
            texts[name] = value.strip()
            continue
        texts[name], doubt = text_of(value, name)
        if doubt:
            doubts[name] = doubt
    return texts, doubts


def _project_row(sheet: _Sheet, cells: tuple[Any, ...], line: int) -> None:
    """A row that says whose it is: the open project again, or another one."""
    texts, doubts = _texts(sheet, cells, _OWN_FIELDS)
    key = (*_BOOK_FIELDS, *_KEY_FIELDS)
    nameless = sheet.own and not texts["code"] and not texts["name"]
    compared = _OWN_FIELDS if nameless else key
    same = sheet.project is not None and all(
        texts[f] == sheet.texts[f] or (not texts[f] and not sheet.own) for f in compared
    )
    if same and sheet.project is not None:
        for name in _OWN_FIELDS:
            if texts[name] and texts[name] != sheet.texts[name]:
                review = Review(
                    _path(name), f"同一个项目的几行写得不一样，取了第一行的；这一行写的是：{texts[name]}", (line, line)
                )
                sheet.project.review.append(review)
        return
    if sheet.project is not None:
        _inherit(sheet, texts)
    sheet.texts = texts
    project = Project(lines=(line, line))
    for name in (*_KEY_FIELDS, *_TEXT_FIELDS):
        setattr(project, name, texts[name])
    project.code = codes.squeeze(project.code)
    project.plan = [texts[name] for name in _PLAN_FIELDS]
    goals = split_lines(texts["goals"]) if sheet.own else split_goals(texts["goals"])[0]
    project.goals = [Goal(goal) for goal in goals]
    project.review = [Review(_path(f), why, (line, line)) for f, why in doubts.items() if f not in _BOOK_FIELDS]
    if not project.code and not project.name:
        project.review.append(Review("name", "这一行没有项目编码，也没有项目名称", (line, line)))
    sheet.project = project
    book = _book(sheet, texts)
    book.projects.append(project)
    book.review += [Review(_path(f), why, (line, line)) for f, why in doubts.items() if f in _BOOK_FIELDS]


def _inherit(sheet: _Sheet, texts: Texts) -> None:
    """Cells of year, department and unit that are merged with those above hold for the next project too."""
    if sheet.own:
        return
    for fields in (_BOOK_FIELDS, ("unit_code", "unit_name")):
        if not any(texts[f] for f in fields):
            texts.update({f: sheet.texts[f] for f in fields})


def _book(sheet: _Sheet, texts: Texts) -> Book:
    key = tuple(texts[f] for f in _BOOK_FIELDS)
    if key not in sheet.books:
        year = texts["year"].removesuffix("年度").removesuffix("年")
        sheet.books[key] = Book(
            year=int(year) if year.isdecimal() else None,
            department_code=texts["department_code"],
            department_name=texts["department_name"],
        )
    return sheet.books[key]


def _indicator_row(sheet: _Sheet, cells: tuple[Any, ...], line: int, words: Vocabulary) -> None:
    """One indicator. Blank 一级 and 二级指标 are those of the row above, unless our own sheet left them blank."""
    texts, doubts = _texts(sheet, cells, _ROW_FIELDS)
    if sheet.project is None:
        _project_row(sheet, tuple("" for f in _OWN_FIELDS if f in sheet.columns), line)
    project = sheet.project
    assert project is not None
    path = f"indicators[{len(project.indicators)}]"
    above = project.indicators[-1] if project.indicators and not (sheet.own and sheet.repeated) else Indicator()
    indicator = Indicator(note=texts["note"], last_value=texts["last_value"])
    for name in ("l3", "desc", "value", "basis"):
        setattr(indicator, name, texts[name])
    l1, l2 = (words.level1(texts["l1"]) or texts["l1"]), (words.level2(texts["l2"]) or texts["l2"])
    indicator.l1 = l1 or above.l1
    indicator.l2 = l2 or (above.l2 if indicator.l1 == above.l1 else "")
    if not set_value(indicator, texts, "number" in sheet.columns):
        project.review.append(Review(f"{path}.value", "符号、数值、计量单位三栏合起来与指标值一栏不同", (line, line)))
    project.review += [Review(f"{path}.{f}", why, (line, line)) for f, why in doubts.items()]
    project.indicators.append(indicator)


def _path(name: str) -> str:
    if name.startswith("plan."):
        return f"plan[{name.removeprefix('plan.')}]"
    return name.replace("_", ".", 1) if name.startswith("department") else name


def _as_row(index: int, cells: list[Any]) -> Row:
    texts = [text_of(cell, "")[0] for cell in cells]
    return Row(index + 1, index + 1, [text for text in texts if text] or [""], False)


def _finish(sheet: _Sheet, above: list[Row], unused: list[str], header: int, words: Vocabulary) -> list[Book]:
    """The books of a sheet, completed by what stands above its heads and by what the projects say."""
    books = list(sheet.books.values())
    for book in books:
        book.units = [Unit(code, name) for code, name in identity.projects_by_unit(book.projects)]
        book.frame = words.frame_of(book.projects)
        if book.year is None:
            identity.set_year(book, above)
        if not book.department_name:
            identity.set_department(book, identity.owners_of(above), above[0].text if above else "")
    if books and unused:
        books[0].unread.append(Unread(header, f"没有用到的列：{'、'.join(unused)}"))
    return books
