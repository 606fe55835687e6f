"""Lists, one row an indicator: our own sheet 指标清单 read back, and other sheets whose heads say what they hold."""

import re
from collections.abc import Iterator, Sequence
from itertools import compress, count, islice, pairwise
from operator import ne
from typing import Any, NamedTuple

from desktop_app.domain.model import Book, Unit, Unread
from desktop_app.domain.traces import Lines, Origin, Review
from desktop_app.importers import identity, list_projects, list_rows
from desktop_app.importers.cells import Row, fold
from desktop_app.importers.list_cells import text_of
from desktop_app.importers.list_heads import Heads
from desktop_app.importers.list_projects import OWN_FIELDS
from desktop_app.importers.list_rows import ROW_FIELDS, Made
from desktop_app.importers.list_state import List
from desktop_app.importers.sheet_grid import Grid
from desktop_app.importers.source import Source

_AT_ONCE = 250  # rows: after each of these pieces the progress is told
_FEW_ROWS = 20_000  # up to so many all lines are kept for showing, of longer lists those that must be looked at
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
    sheet.places = {f"indicators.{f}": Origin(0, 0, heads.fields[f]) for f in ROW_FIELDS if f in heads.fields}
    sheet.places |= {path: Origin(0, 0, column) for _, path, column in paths}
    first = heads.row + heads.rows
    shown = _read_rows(sheet, grid.rows, first)
    list_projects.close(sheet)
    books = _finish(sheet, [_as_row(i + shift, cells) for i, cells in enumerate(above[: heads.row])])
    for book in books:
        _take_title_year(book, above[:-1])  # a title right above the heads may have been taken for one of their rows
    return ListRead(books, shown)


def _read_rows(sheet: List, rows: Iterator[list[Any]], first: int) -> dict[int, str]:
    """Read all rows below the heads, some at a time; the lines for showing come back."""
    grid, width, index = sheet.grid, max(sheet.heads.fields.values()) + 1, first
    shown: dict[int, str] = {}
    while block := list(islice(rows, _AT_ONCE)):
        sheet.source.report(min(index, grid.height), grid.height)
        if min(map(len, block)) < width:
            for row in block:
                row.extend([""] * (width - len(row)))
        _read_block(sheet, block, index, shown)
        index += len(block)
    return shown


def _read_block(sheet: List, rows: list[list[Any]], first: int, shown: dict[int, str]) -> None:
    """Read some rows. Those that name the same project one after the other are a run: it is looked up once for all."""
    columns, fields = list(zip(*rows, strict=False)), sheet.heads.fields
    places = _places(sheet, first, len(rows))
    made = list_rows.make(sheet, columns, first, places)
    naming = list(zip(*[columns[fields[f]] for f in sheet.present], strict=True))
    few, blank = sheet.grid.height <= _FEW_ROWS, ("",) * len(sheet.present)
    starts = [0, *compress(count(1), map(ne, naming, islice(naming, 1, None))), len(rows)]
    for start, end in pairwise(starts):
        cells, at = naming[start], start
        named = cells != blank
        if named and cells != sheet.before:
            while at < end and _stands_beside(sheet, rows[at], cells, places[at]):
                at += 1
            if at == end:
                continue
            list_projects.take(sheet, cells, places[at], first + at)
            sheet.before = cells
        read: Sequence[int] = range(at, end)
        if made.whole and sheet.project is not None and sheet.again is None:
            sheet.project.indicators += made.indicators[at:end]
        else:
            filled = [i for i in read if i not in made.blank]
            for i in filled:
                _add(sheet, made, i, first + i, sheet.own and named)
            read = read if named else filled
        if read:
            sheet.last = places[read[-1]][1]
        for i in read if few or sheet.noted else ():
            if few or places[i][0] in sheet.noted:
                shown[places[i][0]] = "\t".join([text_of(cell, "")[0] for cell in rows[i]])


def _places(sheet: List, first: int, rows: int) -> list[Lines]:
    """The lines of the file in which some rows stand, that begin with row `first`."""
    if sheet.grid.lines is not None:
        return [sheet.grid.place(first + i) for i in range(rows)]
    lines = list(range(first + sheet.shift + 1, first + sheet.shift + 1 + rows))
    return list(zip(lines, lines, strict=True))


def _stands_beside(sheet: List, row: list[Any], cells: tuple[Any, ...], place: Lines) -> bool:
    """Whether a row that would begin a project is none (`cells` is what it names): heads, a sum, a remark."""
    if not sheet.head_texts.isdisjoint(cells) and _is_no_entry(sheet, row, place):
        return True
    if sheet.own or len(cells) - cells.count("") > _MOST_REMARKS or not _is_remark(sheet, row):
        return False
    _leave(sheet, row, place)
    return True


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


def _add(sheet: List, made: Made, i: int, index: int, complete: bool) -> None:
    """Add an indicator to the open project. Blank 一级 and 二级指标 are those of the row above, unless the row is said
    to be `complete`."""
    indicator, doubts = made.indicators[i], made.doubts.get(i, ())
    place = indicator.lines or (0, 0)
    if sheet.project is None:
        list_projects.take(sheet, ("",) * len(sheet.present), place, index)
    project = sheet.project
    assert project is not None
    if not (indicator.l1 and indicator.l2) and project.indicators and not complete:
        above = project.indicators[-1]
        indicator.l1 = indicator.l1 or above.l1
        indicator.l2 = indicator.l2 or (above.l2 if indicator.l1 == above.l1 else "")
    if sheet.again is not None:
        if (key := list_projects.indicator_key(indicator)) in sheet.again:
            sheet.repeats.append(place[0])
            return
        sheet.again.add(key)
    project.indicators.append(indicator)
    for name, why in doubts:
        sheet.flag(project, f"indicators[{len(project.indicators) - 1}].{name}", why, place)


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
        list_projects.complete(sheet, book)
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
