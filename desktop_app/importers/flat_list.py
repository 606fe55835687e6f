"""Lists, one row an indicator: our own sheet 指标清单 read back, and other sheets whose heads say what they hold."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from desktop_app.domain.model import Book, Indicator, Lines, Origin, Review, Unit, Unread
from desktop_app.importers import identity, list_projects
from desktop_app.importers.cells import Row, fold
from desktop_app.importers.indicators import set_value
from desktop_app.importers.list_cells import text_of
from desktop_app.importers.list_heads import Heads
from desktop_app.importers.list_projects import OWN_FIELDS
from desktop_app.importers.list_state import List
from desktop_app.importers.sheet_grid import Grid
from desktop_app.importers.source import Source

_EVERY = 1_000
_FEW_ROWS = 20_000  # up to so many all lines are kept for showing, of longer lists those that must be looked at
_ROW_FIELDS = ("l1", "l2", "l3", "desc", "value", "basis", "last_value", "note", "sign", "number", "measure")
_SUMS = frozenset({"合计", "总计", "小计", "合 计", "总 计", "小 计"})
_BLANK = ("", None)
_MOST_REMARKS = 4
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LABELLED = re.compile(r"[^:\d]{1,10}:")
_TITLE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_IN_YUAN = re.compile(r"单位:(?:人民币)?元$")


class ListRead(NamedTuple):
    """The books of a list, and the texts of the lines that a person may want to see."""

    books: list[Book]
    lines: dict[int, str]


def read_list(grid: Grid, heads: Heads, own: bool, shift: int, source: Source) -> ListRead:
    """The books of a list with these heads; `shift` is added to the lines of the sheet to make those of the file."""
    above = list(islice(grid.rows, heads.row + heads.rows))
    if any(_IN_YUAN.search(fold(cell)) for row in above for cell in row if isinstance(cell, str)):
        heads.yuan = frozenset(list_projects.MONEY)
    present = tuple(f for f in OWN_FIELDS if f in heads.fields)
    paths = [(f, list_projects.path_of(f), heads.fields[f]) for f in present if f not in list_projects.BOOK_FIELDS]
    texts = frozenset(str(cell).strip() for row in above[heads.row :] for cell in row if cell not in _BLANK)
    sheet = List(own, heads, grid, shift, source, present, paths, texts | _SUMS)
    sheet.lost_rows = {row for row, _ in grid.lost}
    sheet.places = {f"indicators.{f}": Origin(0, 0, heads.fields[f]) for f in _ROW_FIELDS if f in heads.fields}
    first = heads.row + heads.rows
    shown = _read_rows(sheet, grid.rows, first)
    list_projects.close(sheet)
    books = _finish(sheet, [_as_row(i + shift, cells) for i, cells in enumerate(above[: heads.row])])
    for book in books:
        _take_title_year(book, above[:-1])  # a title right above the heads may have been taken for one of their rows
    return ListRead(books, shown)


def _read_rows(sheet: List, rows: Iterator[list[Any]], first: int) -> dict[int, str]:
    """Read all rows below the heads; the lines for showing come back."""
    own, mine = _picker(sheet.heads, sheet.present), _picker(sheet.heads, _ROW_FIELDS)
    before, blank_own, blank_mine = None, ("",) * len(sheet.present), ("",) * len(_ROW_FIELDS)
    grid, noted, width = sheet.grid, sheet.noted, max(sheet.heads.fields.values()) + 1
    numbers, shift, own_sheet = grid.lines is None, sheet.shift + 1, sheet.own
    shown: dict[int, str] = {}
    few = grid.height <= _FEW_ROWS
    for index, row in enumerate(rows, first):  # a hundred thousand times: what is looked up, is looked up above
        if index % _EVERY == 0:
            sheet.source.report(min(index, grid.height), grid.height)
        if len(row) < width:
            row.extend([""] * (width - len(row)))
        row.append("")  # stands for the fields that the list does not have
        cells = own(row)
        place = (index + shift, index + shift) if numbers else grid.place(index)
        repeated = cells != blank_own
        if repeated and cells != before:
            if not sheet.head_texts.isdisjoint(cells) and _is_no_entry(sheet, row, place):
                continue
            if not own_sheet and _is_remark(sheet, row):
                _leave(sheet, row, place)
                continue
            list_projects.take(sheet, cells, place, index)
            before = cells
        if (cells := mine(row)) != blank_mine:
            _indicator_row(sheet, cells, place, index, own_sheet and repeated)
        elif not repeated:
            continue
        sheet.last = place[1]
        if few or place[0] in noted:
            shown[place[0]] = "\t".join(text_of(cell, "")[0] for cell in row[:-1])
    return shown


def _picker(heads: Heads, fields: tuple[str, ...]) -> Callable[[list[Any]], tuple[Any, ...]]:
    """Takes the cells of `fields` out of a row that ends with a blank cell, which stands for those it does not have."""
    if len(fields) == 1:
        return lambda row: (row[heads.fields[fields[0]]],)
    return itemgetter(*(heads.fields.get(f, -1) for f in fields))


def _is_no_entry(sheet: List, row: list[Any], place: Lines) -> bool:
    """Whether a row that begins something is no project: the heads again (a new page), or a sum."""
    texts = [cell.strip() if isinstance(cell, str) else "" for cell in row]
    fields = sheet.heads.fields
    known = [i for i in fields.values() if i < len(texts) and texts[i]]
    if len(known) >= 2 and all(texts[i] in sheet.heads.texts[i] for i in known):
        return True
    names = [texts[fields[f]] for f in ("unit_code", "unit_name", "seq", "code", "name") if f in fields]
    if any(name in _SUMS for name in names) and not ("l3" in fields and texts[fields["l3"]]):
        _leave(sheet, row, place)
        return True
    return False


def _is_remark(sheet: List, row: list[Any]) -> bool:
    """Whether a row is a line beside the table (填表人：… 联系电话：…): labelled texts, or a lone code that is none."""
    if len(row) - row.count("") - row.count(None) > _MOST_REMARKS:
        return False
    said = [(i, cell) for i, cell in enumerate(row) if cell not in _BLANK]
    fields = sheet.heads.fields
    first = said[0][0] if said else -1
    if first not in [fields[f] for f in (*list_projects.BOOK_FIELDS, *list_projects.KEY_FIELDS) if f in fields]:
        return False
    if len(said) == 1 and first == fields.get("code") and _CHINESE.search(str(said[0][1])):
        return True
    return all(isinstance(cell, str) and _LABELLED.match(fold(cell)) for _, cell in said)


def _leave(sheet: List, row: list[Any], place: Lines) -> None:
    """Keep a row among what was not read."""
    sheet.unread.append(Unread(place[0], " ".join(text_of(cell, "")[0] for cell in row if cell not in _BLANK)))
    sheet.noted.add(place[0])


def _indicator_row(sheet: List, cells: tuple[Any, ...], place: Lines, index: int, whole: bool) -> None:
    """One indicator. Blank 一级 and 二级指标 are those of the row above, unless the row says that it is `whole`."""
    if sheet.project is None:
        list_projects.take(sheet, ("",) * len(sheet.present), place, index)
    project = sheet.project
    assert project is not None
    doubts: list[tuple[str, str]] = []
    try:
        texts = tuple(map(str.strip, cells))
        if index in sheet.lost_rows:
            texts, doubts = _as_texts(sheet, cells, index)
    except TypeError:  # a number or a date among them
        texts, doubts = _as_texts(sheet, cells, index)
    l1, l2, l3, desc, value, basis, last_value, note, sign, number, measure = texts
    if l1:
        l1 = sheet.first.get(l1) or sheet.first.setdefault(l1, sheet.source.words.level1(l1) or l1)
    if l2:
        l2 = sheet.second.get(l2) or sheet.second.setdefault(l2, sheet.source.words.level2(l2) or l2)
    if not (l1 and l2) and project.indicators and not whole:
        above = project.indicators[-1]
        l1 = l1 or above.l1
        l2 = l2 or (above.l2 if l1 == above.l1 else "")
    if sign or number or measure:
        value, sign, number, measure, agrees = _joined(value, sign, number, measure, "number" in sheet.heads.fields)
    else:
        value, sign, number, measure, agrees = _split(value)
    indicator = Indicator(l1, l2, l3, desc, value, basis, sign, number, measure, last_value, note, "", place)
    if sheet.again is not None:
        if (key := list_projects.indicator_key(indicator)) in sheet.again:
            sheet.repeats.append(place[0])
            return
        sheet.again.add(key)
    project.indicators.append(indicator)
    if not agrees:
        doubts = [("value", "符号、数值、计量单位三栏合起来与指标值一栏不同"), *doubts]
    for name, why in doubts:
        sheet.flag(project, f"indicators[{len(project.indicators) - 1}].{name}", why, place)


@lru_cache(maxsize=4096)
def _split(value: str) -> tuple[str, str, str, str, bool]:
    """A value that stands alone and its three parts; lists repeat themselves."""
    return _joined(value, "", "", "", False)


@lru_cache(maxsize=4096)
def _joined(value: str, sign: str, number: str, measure: str, apart: bool) -> tuple[str, str, str, str, bool]:
    """A value and its three parts as `set_value` sets them, and whether they agree."""
    indicator = Indicator(value=value)
    agrees = set_value(indicator, {"sign": sign, "number": number, "measure": measure}, apart)
    return indicator.value, indicator.sign, indicator.number, indicator.measure, agrees


def _as_texts(sheet: List, cells: tuple[Any, ...], index: int) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """The texts of an indicator's cells, and what is doubtful about them."""
    texts, doubts = [], []
    for name, cell in zip(_ROW_FIELDS, cells, strict=True):
        text, doubt = list_projects.cell_text(sheet, name, cell, index)
        texts.append(text)
        if doubt:
            doubts.append((name, doubt))
    return tuple(texts), doubts


def _as_row(index: int, cells: list[Any]) -> Row:
    texts = [text_of(cell, "")[0] for cell in cells]
    return Row(index + 1, index + 1, [" ".join(text for text in texts if text)], False)


def _take_title_year(book: Book, above: list[list[Any]]) -> None:
    """Where the year had to be concluded: the one year that the title of the list prints is the likelier one."""
    titles = [texts.pop() for row in above if len(texts := {str(c).strip() for c in row if c not in _BLANK}) == 1]
    printed = {int(year) for title in titles if "年" in title for year in _TITLE_YEAR.findall(fold(title))}
    years = {year for year in printed if identity.plausible(year)}
    concluded = [review for review in book.review if review.path == "year"]
    if len(years) != 1 or not concluded or (book.year is not None and book.year > max(years)):
        return  # codes may be older than the list, but not newer
    book.year = years.pop()
    concluded[0].reason = "文件里没有写明预算年度，按清单标题里的年份判断"


def _finish(sheet: List, above: list[Row]) -> list[Book]:
    """The books of a sheet, completed by what stands above its heads and by what the projects say."""
    books = list(sheet.books.values())
    above = [row for row in above if row.text]
    line = sheet.heads.row + sheet.heads.rows + sheet.shift
    for book in books:
        book.units = [Unit(code, name) for code, name in identity.projects_by_unit(book.projects)]
        book.frame = sheet.source.words.frame_of(book.projects)
        if book.year is None:
            identity.set_year(book, above)
        if not book.department_name:
            identity.set_department(book, identity.owners_of(above), above[0].text if above else "")
    if not books:
        return []
    books[0].unread += sheet.unread
    if sheet.repeats:
        text = f"有 {len(sheet.repeats)} 行和前面同一个项目的行完全相同，只保留了一次"
        books[0].unread.append(Unread(sheet.repeats[0], text))
    strange = [text.replace("\n", " ") for _, text in sheet.heads.strange]
    unused = [text for i, text in enumerate(sheet.heads.texts) if sheet.heads.known.get(i) == "weight"]
    if strange or unused:
        books[0].unread.insert(0, Unread(line, f"没有用到的列：{'、'.join(strange + unused)}"))
    if sheet.heads.yuan & sheet.heads.fields.keys():
        books[0].review.append(Review("projects", "金额以元计，已换算成万元", (line, line)))
    if sheet.grid.hidden:
        reason = f"表里有 {sheet.grid.hidden} 行是隐藏的，也读进来了"
        books[0].review.append(Review("projects", reason, (line, line)))
    return books
