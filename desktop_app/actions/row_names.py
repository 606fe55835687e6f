"""What the rows of tables are called by what stands in them, as a person finds them on paper."""

import re
from collections.abc import Sequence

from desktop_app.actions.check_forms import forms
from desktop_app.domain import tables
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.model import Book

_WORDS = re.compile(r"[^\W\d_]")
_SHOWN = 24  # characters of a name
_LISTS = {
    "organisation": ("organisation", ("name",)),
    "procurement": ("purchases", ("item", "project")),
    "procurement_totals": ("purchase_totals", ("label",)),
}  # fmt: skip


def short(text: str) -> str:
    """A text in one line, cut where it is long."""
    whole = " ".join(text.split())
    return whole if len(whole) <= _SHOWN else whole[: _SHOWN - 1] + "…"


def budget_row(book: Book | None, table: BudgetTable | None, row: int, column: int | None = None) -> str:
    """The words of a row of a budget table on the side of a column: `农林水支出`, or `第4行` where it has none.

    Where several rows of that side have the same words, their code stands before them, or their number behind them.
    """
    number = f"第{row + 1}行"
    if table is None or row >= len(table.rows):
        return number
    labels = _label_columns(book, table)
    if not labels:
        return number
    left = [i for i in labels if column is not None and i <= column]
    at, cells = left[-1] if left else labels[0], table.rows[row].cells
    name = _text(cells, at)
    if not name:
        return next((short(c) for c in cells[:at] if c.strip() and "." not in c), number)
    if sum(_text(other.cells, at) == name for other in table.rows) == 1:
        return short(name)
    code = next((c.strip() for c in cells[:at] if len(c.strip()) > 2 and c.strip().isdigit()), "")  # no 序号
    alone = code and sum(code in other.cells and _text(other.cells, at) == name for other in table.rows) == 1
    return f"{code} {short(name)}" if alone else f"{short(name)}（{number}）"


def _label_columns(book: Book | None, table: BudgetTable) -> list[int]:
    """The columns that hold the words of the rows: as the form says; without one the first that holds words."""
    form = tables.form_for(table, forms(book.year).tables) if book is not None else None
    if form is not None and (known := form.of_kind("label")):
        return list(known)
    filled = [[_text(row.cells, i) for row in table.rows] for i in range(len(table.columns))]
    return [i for i, cells in enumerate(filled) if 2 * sum(bool(_WORDS.search(c)) for c in cells) > len(cells)][:1]


def _text(cells: Sequence[str], column: int) -> str:
    return cells[column].strip() if 0 <= column < len(cells) else ""


def listed_row(book: Book | None, part: str, at: int) -> str:
    """The name of a purchase, of a sum of purchases or of a row of 机构设置; "" where it has none or is not at hand."""
    if book is None or part not in _LISTS:
        return ""
    attribute, columns = _LISTS[part]
    records = getattr(book, attribute)
    if at >= len(records):
        return ""
    texts = [short(getattr(records[at], column)) for column in columns]
    name = texts[0] + (f"（{texts[1]}）" if len(texts) > 1 and texts[0] and texts[1] else "")
    same = sum([short(getattr(record, column)) for column in columns] == texts for record in records)
    return f"{name}（第{at + 1}行）" if name and same > 1 else name


def asset_row(book: Book | None, block: int, row: int) -> str:
    """The name of a row of an asset table, else its number."""
    rows = book.assets[block].rows if book is not None and block < len(book.assets) else []
    return (short(rows[row].item) if row < len(rows) else "") or f"第{row + 1}行"
