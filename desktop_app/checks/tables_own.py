"""Rules that look at one budget table: its sums (B01, B03-B05, B07, B08), levels, empty tables (B11), rows (B14, C06).

Sums are compared with a tolerance of 0.01 万元 for each addend: published cells are rounded, so that 58.23 + 7.95 may
stand beside 66.19. The two totals of a table, 收入总计 and 支出总计, are one figure printed twice: they must be equal.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache, partial

from desktop_app.checks.context import Context, Forms, Hit
from desktop_app.checks.marking import marking
from desktop_app.checks.privacy import personal_hits
from desktop_app.checks.sheets import Placed, Sheet, called, lay, placed, sheets_of
from desktop_app.checks.wording import squeeze
from desktop_app.domain import tables
from desktop_app.domain.amounts import format_amount, parse_number
from desktop_app.domain.derived import Laid
from desktop_app.domain.model import Book
from desktop_app.domain.table_labels import fold, fold_head
from desktop_app.domain.table_rows import name_of, row_sums
from desktop_app.domain.tables import Difference

# Which rule speaks of the sums of a table; sums over columns of 支出总表 are B04.
SUM_RULES = {1: "B01", 2: "B03", 3: "B03", 4: "B05", 5: "B03", 6: "B07", 7: "B03", 8: "B03", 9: "B08"}
_SPENDING = 3
_WORDED_ACROSS = ("B03", "B05", "B07", "B08")
_BALANCED = (1, 4)  # tables with 收入总计 and 支出总计
_LOWEST = {"function": (7, "B03", "项"), "economic": (5, "B07", "款")}  # digits that codes go down to
_MOST_FIXED = 8  # where more sums are wrong than this something larger is wrong, and no repair is certain
_NAMED = 5  # codes that one finding names
_LABEL_COLUMN = re.compile(r"(序号|项目|编码|名称|科目|单位|备注|说明)$")
_SAYS_NONE = re.compile(r"[无没未]|空表")
STOPS = "。．.,，、;；"  # what may be left behind an amount


def check_tables(book: Book, context: Context) -> Iterator[Placed]:
    """What is wrong in each table by itself."""
    said = context.made("empty tables", book.sections, partial(_said_empty, book))
    for at, (table, sheet) in enumerate(zip(book.tables, sheets_of(book, context), strict=True)):
        found = context.made(("own", at), (sheet, said), partial(_of_table, sheet, said, context.forms))
        yield from placed(table.owner, found)


def _said_empty(book: Book) -> str:
    """The lines of the texts that speak of empty tables."""
    return "\n".join([fold(line) for s in book.sections for line in s.text.splitlines() if "空表" in line])


def _of_table(sheet: Sheet, said: str, forms: Forms) -> list[Hit]:
    return [*own_hits(sheet, forms), *b11(sheet, forms, said)]


@lru_cache(maxsize=2048)  # an edit checks all tables of a department again, of which one has changed
def own_hits(sheet: Sheet, forms: Forms) -> tuple[Hit, ...]:
    """What is wrong in a table, whatever else the book holds."""
    found = [*balance(sheet), *c06(sheet), *d05_heads(sheet), *_kept_back(sheet)]
    laid = lay(sheet, forms)
    if laid is not None:
        found += [*sums(sheet, laid), *levels(sheet, laid), *b14(sheet, laid)]
    return tuple(found)


def sums(sheet: Sheet, laid: Laid) -> Iterator[Hit]:
    """Each printed sum is the sum of its parts, down its column and across its row (B01, B03-B05, B07, B08).

    What a row adds up to says nothing while one of its cells is wrong by itself.
    """
    found = [d for d in tables.differences(laid.form, laid.cells) if d.printed is not None]
    wrong = {(d.row, d.column) for d in found}
    for d in found:
        across = all(row == d.row for row, _ in d.parts)
        if across and not wrong.isdisjoint(d.parts):
            continue
        rule = "B04" if across and sheet.no == _SPENDING else SUM_RULES[sheet.no]
        absent = [] if across else _absent(laid, d)
        text = format_amount(d.computed)
        certain = not absent and len(found) <= _MOST_FIXED and _repairs(laid, d, text)
        path = sheet.path(d.row, d.column)
        name = f"{called(laid, d.row, d.column)}（相差{format_amount(abs((d.printed or 0) - d.computed))}）"
        if absent:
            name += f"，表里没有{'、'.join(absent)}"
        variant = "across" if across and rule in _WORDED_ACROSS else "sum"
        yield Hit(rule, path, sheet.text(d.row, d.column), text, name, variant, ((path, text),) if certain else ())


def _repairs(laid: Laid, d: Difference, text: str) -> bool:
    """Whether the computed sum sets the table right: then no sum disagrees that agreed before."""
    cells = [list(row) for row in laid.cells]
    cells[d.row][d.column] = text
    before = {(x.row, x.column, x.parts) for x in tables.disagreements(laid.form, laid.cells)}
    return {(x.row, x.column, x.parts) for x in tables.disagreements(laid.form, cells)} < before


def _absent(laid: Laid, d: Difference) -> list[str]:
    """The rows that belong to a sum by the form and that the table does not have."""
    form = laid.form
    for rule in form.sums:
        known = [name for name in form.names if name.name in {rule.label, *rule.parts}]
        if rule.parts and name_of(laid.cells[d.row][rule.label_column], known) == rule.label:
            there = {name_of(row[rule.label_column], known) for row in laid.cells}
            return [part for part in rule.parts if part not in there]
    return []


def balance(sheet: Sheet) -> Iterable[Hit]:
    """收入总计 = 支出总计 in the two tables that have both (B01, B05). Rows are found by their labels."""
    if sheet.no not in _BALANCED:
        return ()
    income, spending = _total(sheet, "收入总计"), _total(sheet, "支出总计")
    if income is None or spending is None or income[1] == spending[1]:
        return ()
    return (Hit(SUM_RULES[sheet.no], spending[2], income[0], spending[0]),)


def _total(sheet: Sheet, label: str) -> tuple[str, Decimal, str] | None:
    """The amount to the right of a label, as text and number, and its path; blank is 0, no number is None."""
    for r, row in enumerate(sheet.cells):
        for c, cell in enumerate(row[:-1]):
            if squeeze(cell).endswith(label):
                text = row[c + 1].strip()
                amount = parse_number(text) if text else Decimal(0)
                return None if amount is None else (text, amount, sheet.path(r, c + 1))
    return None


def levels(sheet: Sheet, laid: Laid) -> Iterable[Hit]:
    """功能分类 is published down to 项, 经济分类 down to 款 (B03, B07). Said once a table."""
    if laid.form.keyed not in _LOWEST:
        return ()
    digits, rule, lowest = _LOWEST[laid.form.keyed]
    codes = {row.code for row in laid.rows}
    open_rows = [
        i
        for i, row in enumerate(laid.rows)
        if row.code and len(row.code) < digits
        and any(laid.values.get((i, column)) for column in laid.form.of_kind("amount"))
        and not any(len(other) > len(row.code) and other.startswith(row.code) for other in codes)
    ]  # fmt: skip
    if not open_rows:
        return ()
    listed = "、".join(laid.rows[i].code for i in open_rows[:_NAMED]) + ("等" if len(open_rows) > _NAMED else "")
    return (Hit(rule, sheet.path(open_rows[0]), listed, lowest, sheet.name, "level"),)


def b11(sheet: Sheet, forms: Forms, said: str = "") -> Iterable[Hit]:
    """A table without any amount has its note, or the 说明 says so (`said`: the lines that speak of empty tables).

    And a table whose note says that it is empty has no amounts. Zeros that are printed are amounts: such a table is
    filled in.
    """
    laid = lay(sheet, forms)
    if laid is None:
        return ()
    path = f"budget_tables[{sheet.no}].note"
    if "空表" in sheet.note and any(laid.values.values()):
        return (Hit("B11", path, sheet.note.strip(), name=sheet.name, variant="filled"),)
    blank = not any(cells[column].strip() for cells in laid.cells for column in laid.form.of_kind("amount"))
    if not blank or _SAYS_NONE.search(sheet.note) or _speaks_of(said, laid.form.name):
        return ()
    note = laid.form.empty_note
    return (Hit("B11", path, sheet.note.strip(), note, sheet.name, fix=((path, note),)),)


def _speaks_of(said: str, name: str) -> bool:
    """Whether a text names the table by the words that tell it from the others."""
    word = next((w for w in ("基金", "国有资本", "三公", "收支总", "收入总", "支出总", "基本支出") if w in name), name)
    return word in said


def b14(sheet: Sheet, laid: Laid) -> Iterator[Hit]:
    """Every row with amounts is told by its code or by a label of the form; a row that is not belongs to no sum."""
    seen: set[tuple[int, int]] = set()
    labels = laid.form.of_kind("code", "label")
    for found in row_sums(laid.form, laid.rows, laid.cells):
        for row in found.strange:
            column = max((c for c in labels if c < min(found.columns, default=0)), default=0)
            text = sheet.text(row, column)
            if (row, column) in seen or not text or not any(laid.values.get((row, c)) for c in found.columns):
                continue
            seen.add((row, column))
            yield Hit("B14", sheet.path(row, column), text, name=sheet.name)


def c06(sheet: Sheet) -> Iterator[Hit]:
    """Every amount of a budget table is a number and stands in a row that names what it is for."""
    labels = [c for c, name in enumerate(sheet.columns) if _LABEL_COLUMN.search(name)]
    named_by = {
        c: max((label for label in labels if label < c), default=None)
        for c in range(max((len(row) for row in sheet.cells), default=0))
        if c not in labels
    }
    for r, row in enumerate(sheet.cells):
        for c, cell in enumerate(row):
            if c not in named_by or not cell or not cell.strip():
                continue
            path, named = sheet.path(r, c), named_by[c]
            if parse_number(cell) is None:
                yield malformed(path, cell, sheet.name)
            elif named is not None and not row[named].strip():
                yield Hit("C06", path, cell, name=sheet.name, variant="label")


def malformed(path: str, text: str, name: str) -> Hit:
    """C06 of a text that should be a number; a stop or comma at its end can be taken away."""
    plain = text.strip().rstrip(STOPS).rstrip()
    fix = ((path, plain),) if parse_number(plain) is not None else ()
    return Hit("C06", path, text, "数字", name, fix=fix)


def _kept_back(sheet: Sheet) -> Iterator[Hit]:
    """No cell carries a secret marking (D01) or personal data (D02)."""
    for r, row in enumerate(sheet.cells):
        for c, cell in enumerate(row):
            if len(cell) > 1 and (found := marking(cell)):
                yield Hit("D01", sheet.path(r, c), found, variant="marking")
            yield from personal_hits(sheet.path(r, c), cell) if len(cell) > 4 else ()


def d05_heads(sheet: Sheet) -> Iterator[Hit]:
    """The head of the table does not stand among its rows once more (D05)."""
    heads = [{fold(part) for part in (*name.split("/"), fold_head(name))} - {""} for name in sheet.columns]
    for r, row in enumerate(sheet.cells):
        filled = [(fold(cell), heads[c]) for c, cell in enumerate(row[: len(heads)]) if cell.strip()]
        if len(filled) > 1 and all(text in names for text, names in filled):
            yield Hit("D05", sheet.path(r), " ".join(text for text, _ in filled), name=sheet.name, variant="head")
