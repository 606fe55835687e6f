"""The budget tables, 政府采购 and 资产 of a book as they are printed: titles, heads, rows, what each column holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from math import ceil
from typing import Any

from desktop_app.domain import tables
from desktop_app.domain.amounts import parse_number
from desktop_app.domain.department_parts import SUMMED
from desktop_app.domain.disclosed import AssetBlock, BudgetTable
from desktop_app.domain.forms import TableForm, YearForms
from desktop_app.domain.model import Book, Unit
from desktop_app.domain.table_labels import fold, fold_head
from desktop_app.exporters import layout
from desktop_app.exporters.form import LABEL, MIDDLE, NUMBER, TEXT, Cell, Row, Style, head_block
from desktop_app.exporters.wording import clean, of_unit, table_owner, unit_label

_KINDS = {"number": MIDDLE, "code": MIDDLE, "label": TEXT, "amount": NUMBER, "count": NUMBER, "other": NUMBER}
_TEXTS = {"code", "label"}  # never written as numbers: a code keeps its zeros
_PURCHASE = {"project": "label", "item": "label", "catalog_code": "code", "measure": "code", "quantity": "count"}
_COUNTED = "栏次"
# widths in characters
_LEAST = {"amount": 5.0, "other": 5.0, "label": 6.0}
_LEAST_OTHERS, _AROUND = 2.0, 1.0
_MANY, _MOST_LABEL, _MOST_OF_MANY = 10, 22.0, 18.0  # a label is wrapped sooner where there are many columns
_HEAD_LINES = 3


@dataclass(slots=True)
class PrintedTable:
    """One table as it is printed.

    `line` are the texts under the title (owner, year or date, measure), `columns` the heads (`上面/下面`), `kinds` what
    each column holds ("number", "code", "label", "amount", "count", "other"). By row, `indents` say how far its label
    stands in, `spans` over how many columns its first cell reaches. `numbering` adds the row 栏次.
    """

    name: str
    title: str
    line: list[str]
    columns: list[str]
    kinds: list[str]
    rows: list[list[str]]
    indents: dict[int, int] = field(default_factory=dict)
    spans: dict[int, int] = field(default_factory=dict)
    numbering: bool = False
    note: str = ""


def printed_tables(
    book: Book, forms: Sequence[TableForm], year: YearForms, words: dict[str, Any]
) -> list[list[PrintedTable]]:
    """The sheets of a book: the department's budget tables by number, its purchases, its assets, the units' tables.

    Each sheet holds one table, the sheet of the assets one for each holder.
    """
    owners = list(dict.fromkeys(table.owner for table in book.tables))
    known = ["", *(text for unit in book.units for text in (unit.code, unit.name))]
    owners.sort(key=lambda owner: known.index(owner) if owner in known else len(known))
    sheets: list[list[PrintedTable]] = []
    for owner in owners:
        own = sorted((t for t in book.tables if t.owner == owner), key=lambda t: t.no or len(forms) + 1)
        for table in own:
            printed = _budget(book, table, forms, year, words)
            if owner and len(owners) > 1:
                printed.name = f"{owner} {printed.name}"
            sheets.append([printed])
    at = sum(not table.owner for table in book.tables) or len(sheets)
    beside = [[_purchases(book, year, words)]] if book.purchases else []
    beside += [[_assets(book, block, year, words) for block in book.assets]] if book.assets else []
    return sheets[:at] + beside + sheets[at:]


def _budget(
    book: Book, table: BudgetTable, forms: Sequence[TableForm], year: YearForms, words: dict[str, Any]
) -> PrintedTable:
    width = max([1, len(table.columns), *(len(row.cells) for row in table.rows)])
    columns = [*table.columns, *[""] * width][:width]
    rows = [[*row.cells, *[""] * width][:width] for row in table.rows]
    form = tables.form_for(table, forms)
    kinds = list(form.kinds) if form else []
    kinds += [_kind(columns[i], [row[i] for row in rows]) for i in range(len(kinds), width)]
    counted = any(fold(row[0]) == _COUNTED for row in rows)
    printed = PrintedTable(
        name=f"表{table.no} {form.name}" if form else table.name or f"表{table.no}",
        title=_title(table, form, bool(table.owner)),
        line=[
            _printed_owner(table_owner(book, table), words),
            _year(book, words),
            words["table_measure"].format(measure=table.measure),
        ],
        columns=columns,
        kinds=kinds,
        rows=rows,
        numbering=year.numbering and not counted and kinds[:1] == ["number"],
        note=_note(table, form, rows, kinds),
    )
    if form and form.keyed:
        printed.indents = {i: tables.indent(form, row) for i, row in enumerate(rows)}
    return printed


def _title(table: BudgetTable, form: TableForm | None, of_unit: bool) -> str:
    """The name that is printed; the form's title with 部门 or 单位 before it where the table has no other name."""
    if form and table.name.strip() in ("", form.title):
        return f"{'单位' if of_unit else '部门'}{form.title}"
    return table.name


def _note(table: BudgetTable, form: TableForm | None, rows: list[list[str]], kinds: list[str]) -> str:
    """The note under a table. That of an empty one stands there if and only if no amount does."""
    filled = any(
        text.strip() and parse_number(text) != 0
        for row in rows
        for text, kind in zip(row, kinds, strict=True)
        if kind == "amount"
    )
    if form is None:
        return table.note
    return ("" if table.note == form.empty_note else table.note) if filled else table.note or form.empty_note


def _kind(head: str, texts: list[str]) -> str:
    """What a column of no form holds: amounts where most of its cells are numbers and its head names no code."""
    name = fold_head(head).rpartition("/")[2]
    filled = [text for text in texts if text.strip()]
    numbers = sum(parse_number(text) is not None for text in filled)
    if name.endswith(("编码", "代码")):
        return "code"
    if name == "序号":
        return "number"
    return "amount" if filled and numbers * 2 >= len(filled) else "label"


def _purchases(book: Book, year: YearForms, words: dict[str, Any]) -> PrintedTable:
    """The purchases, each printed sum before the first purchase that it covers, the widest sum first.

    Fields that the form of the year does not know stand behind it where something is filled in.
    """
    fields = [name for name, _ in year.purchase]
    heads = [head for _, head in year.purchase]
    for name in SUMMED:
        if name not in fields and any(getattr(record, name) for record in [*book.purchases, *book.purchase_totals]):
            fields.append(name)
            heads.append(words["purchase_more"][name])
    rows: list[list[str]] = []
    spans: dict[int, int] = {}
    amounts = fields.index("total")
    for number in range(len(book.purchases) + 1):
        above = [total for total in book.purchase_totals if max(total.first, 1) == number + 1]
        for total in sorted(above, key=lambda t: -t.last):
            spans[len(rows)] = amounts
            rows.append([total.label, *[""] * (amounts - 1), *(getattr(total, name) for name in fields[amounts:])])
        rows += [[getattr(purchase, name) for name in fields] for purchase in book.purchases[number : number + 1]]
    return PrintedTable(
        name=words["purchase_sheet"],
        title=f"{'单位' if _named_unit(book) else '部门'}{year.purchase_title}",
        line=[_printed_owner(_owner(book), words), _year(book, words), words["measure"]],
        columns=heads,
        kinds=[_PURCHASE.get(name, "amount") for name in fields],
        rows=rows,
        spans=spans,
    )


def _of_unit(book: Book) -> bool:
    """Whether the book is that of one unit and not of a whole department."""
    return len(book.units) == 1 and of_unit(book) and bool(_label(book.units[0]))


def _named_unit(book: Book) -> bool:
    """Whether the tables of the book itself are those of a unit, by what the book holds or by how they are called."""
    return _of_unit(book) or any(table.name.startswith("单位") for table in book.tables if not table.owner)


def _owner(book: Book) -> str:
    return _label(book.units[0]) if _of_unit(book) else unit_label(book.department_code, book.department_name)


def _year(book: Book, words: dict[str, Any]) -> str:
    return str(words["table_year"]).format(year=book.year) if book.year else ""


def _printed_owner(label: str, words: dict[str, Any]) -> str:
    """Whose table it is: a code says that by itself, before a name alone stands what it is."""
    return label if label[:1].isdigit() or not label else str(words["owner"]).format(name=label)


def _label(unit: Unit) -> str:
    return unit_label(unit.code, unit.name)


def _assets(book: Book, block: AssetBlock, year: YearForms, words: dict[str, Any]) -> PrintedTable:
    whole = block.unit.strip() in ("", book.department_name.strip()) and not _named_unit(book)
    return PrintedTable(
        name=words["asset_sheet"],
        title=("部门" if whole else "单位") + year.asset_title,
        line=[
            _printed_owner(block.unit or _owner(book), words),
            words["asset_date"].format(date=block.date) if block.date else "",
        ],
        columns=list(year.asset_heads),
        kinds=["label", "amount", "amount"],
        rows=[[row.item, row.quantity, row.value] for row in block.rows],
    )


def widths(table: PrintedTable, style: Style) -> list[float]:
    """The width that each column needs in mm, so that no number and no code is cut."""
    em = style["style"][NUMBER]["size"] / layout.POINTS_PER_MM
    needs = []
    for column, kind in enumerate(table.kinds):
        head = layout.ems(table.columns[column].rpartition("/")[2])
        inside = [
            layout.ems(row[column]) + table.indents.get(i, 0)
            for i, row in enumerate(table.rows)
            if not (column < table.spans.get(i, 0))
        ]
        least = max(ceil(head / _HEAD_LINES), _LEAST.get(kind, _LEAST_OTHERS))
        need = max([least, *inside])
        if kind == "label":
            need = min(need, _MOST_LABEL if len(table.kinds) < _MANY else _MOST_OF_MANY)
        needs.append((need + _AROUND) * em)
    return needs


def blocks(table: PrintedTable, edges: Sequence[float]) -> tuple[list[Row], list[Row]]:
    """The rows of the heads, 栏次 among them, and the rows of the body, between edges in mm from the left."""
    sides = list(pairwise(edges))
    head = head_block(table.columns, sides)
    if table.numbering:
        texts = [_COUNTED, *map(str, range(1, len(sides)))]
        head.append([Cell(text, *side, MIDDLE) for text, side in zip(texts, sides, strict=True)])
    return head, [_row(table, i, sides) for i in range(len(table.rows))]


def _row(table: PrintedTable, number: int, sides: Sequence[tuple[float, float]]) -> Row:
    row: Row = []
    span = table.spans.get(number, 1)
    for i, (text, kind) in enumerate(zip(table.rows[number], table.kinds, strict=True)):
        if 0 < i < span:
            continue
        right = sides[span - 1][1] if i == 0 else sides[i][1]
        look = LABEL if span > 1 and i == 0 else _KINDS[kind]
        indent = table.indents.get(number, 0) if kind == "label" else 0
        row.append(Cell(clean(text), sides[i][0], right, look, number=kind not in _TEXTS, indent=indent))
    return row


def edges_of(needs: Sequence[float], page: float) -> list[float]:
    """The edges of columns that fill a page of that width; they keep what they need where the page is narrower."""
    share = max(page / sum(needs), 1.0)
    return [round(edge * share, 2) for edge in accumulate(needs, initial=0.0)]
