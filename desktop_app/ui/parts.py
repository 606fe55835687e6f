"""The lists of a department's book (purchases, assets, 机构设置, 名词解释) as texts, with what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop_app.actions import parts as actions
from desktop_app.actions.labels import column_name
from desktop_app.domain import amounts
from desktop_app.domain.changes import CellKey
from desktop_app.domain.department_parts import (
    SUMMED,
    asset_differences,
    by_owner,
    purchase_differences,
    summed_assets,
)
from desktop_app.domain.disclosed import AssetBlock, AssetRow, Purchase, PurchaseTotal
from desktop_app.domain.findings import INFO, WARNING, Finding
from desktop_app.domain.forms import YearForms
from desktop_app.domain.model import Book
from desktop_app.domain.table_labels import bare
from desktop_app.ui.computed_model import ODD, Remark
from desktop_app.ui.flags import Flagged
from desktop_app.ui.parts_state import PartsState

_ASSETS = ("item", "quantity", "value")
_TOTAL = {"project": "label"}  # where a printed sum says what it sums
_NUMBERS = {"fund", "quantity", "price", "value", "total", "sme", *actions.SOURCES}
PURCHASES, ASSETS, ORGANISATION, GLOSSARY = "procurement", "assets", "organisation", "glossary"
Place = tuple[int, int]


@dataclass(slots=True, frozen=True)
class Line:
    """One row: its path as flags name it, its texts, and the cell of the workspace behind each, None for no cell.

    `id` is that of its record, or what a sum that is only computed is known by.
    """

    path: str
    texts: tuple[str, ...]
    keys: tuple[CellKey | None, ...]
    id: str = ""


@dataclass(slots=True)
class Part:
    """One list. `path` begins the paths of all its lines; `columns` are their last steps (`.price`).

    `table` names its records and `parent` what new ones hang under; `fields` are the columns of the records.
    `stands_with` is the unit of new purchases.
    """

    id: str
    path: str
    name: str
    heads: list[str]
    columns: list[str]
    lines: list[Line] = field(default_factory=list)
    measure: str = ""
    note: str = ""
    table: str = ""
    parent: str = ""
    owner: str = ""
    stands_with: str = ""
    computed: dict[Place, str] = field(default_factory=dict)
    remarks: dict[Place, list[Remark]] = field(default_factory=dict)

    @property
    def fields(self) -> list[str]:
        """The columns of the records."""
        return [column.removeprefix(".") for column in self.columns]

    def amounts(self) -> set[int]:
        """The columns that hold numbers."""
        return {i for i, name in enumerate(self.fields) if name in _NUMBERS}

    def say(self, row: int, name: str, severity: str, sentence: str) -> None:
        """Remark upon a cell."""
        if name in self.fields:
            self.remarks.setdefault((row, self.fields.index(name)), []).append((severity, sentence))

    def place(self, finding: Finding) -> Place | None:
        """Row and column of what a finding is about, the first for the whole part; None where it is not here."""
        key = finding.key if isinstance(finding, Flagged) else None
        for row, line in enumerate(self.lines):
            if key is not None and key in line.keys:
                return row, line.keys.index(key)
            if key is None and _under(finding.path, line.path):
                rest = finding.path[len(line.path) :]
                return row, self.columns.index(rest) if rest in self.columns else 0
        whole = key is None and finding.path in (self.path, self.path.partition("[")[0])
        return (0, 0) if whole else None


def _under(path: str, above: str) -> bool:
    return bool(above) and path.startswith(above) and path[len(above) :][:1] in ("", ".", "[")


def line_of(table: str, path: str, record: Any, names: Sequence[str]) -> Line:
    """A record as a line; names that it has not are blank."""
    texts = tuple(str(getattr(record, name, "")) if name else "" for name in names)
    keys = tuple(CellKey(table, record.id, name) if name and hasattr(record, name) else None for name in names)
    return Line(path, texts, keys, record.id)


def plain_list(path: str, name: str, table: str, names: Sequence[str], records: Sequence[Any], parent: str) -> Part:
    lines = [line_of(table, f"{path}[{i}]", record, names) for i, record in enumerate(records)]
    heads = [column_name(table, name) for name in names]
    return Part(path, path, name, heads, [f".{name}" for name in names], lines, table=table, parent=parent)


# Purchases


def purchases(state: PartsState, owner: str) -> Part:
    """The purchases of an owner, each sum before the first purchase that it covers, the widest first."""
    book = state.book
    form = actions.year_forms(book.year)
    heads = dict(form.purchase)
    many = not owner and (any(p.owner for p in book.purchases) or len(book.units) > 1)
    extra = {name for p in book.purchases for name in ("carryover", "sme") if getattr(p, name).strip()}
    names = [*(["owner"] if many else []), *heads, *sorted(extra - heads.keys())]
    words = [heads.get(name) or column_name("purchase", name) for name in names]
    part = Part(
        PURCHASES, PURCHASES, "政府采购", words, [f".{n}" for n in names], measure="单位：万元", table="purchase",
        parent=book.id, owner=owner, note=_note(form, "purchase"),
    )  # fmt: skip
    shown = [i for i, p in enumerate(book.purchases) if not owner or state.is_owner(owner, p.owner)]
    sums = _sums(book, shown, [_TOTAL.get(name, name) for name in names], not owner)
    for i in shown:
        part.lines += [line for _, line in sums.pop(i + 1, ())]
        part.lines.append(line_of("purchase", f"{PURCHASES}[{i}]", book.purchases[i], names))
        _judge_purchase(part, len(part.lines) - 1, book.purchases[i])
    for left in sums.values():
        part.lines += [line for _, line in left]
    _judge_sums(part, book)
    return part


def _note(form: YearForms, kind: str) -> str:
    """What is to be known when filling in; it is not printed."""
    return f"填写说明：{form.notes[kind]}" if kind in form.notes else ""


def _sums(book: Book, shown: list[int], names: list[str], whole: bool) -> dict[int, list[tuple[int, Line]]]:
    """The sums by the number of the first purchase that they cover: as printed, else as they come to."""
    sums: dict[int, list[tuple[int, Line]]] = {}
    for i, total in enumerate(book.purchase_totals):
        if whole or set(range(total.first - 1, total.last)) <= set(shown):
            line = line_of("purchase_total", f"procurement_totals[{i}]", total, names)
            sums.setdefault(max(total.first, 1), []).append((-total.last, line))
    if not sums and len(shown) > 1:
        for n, total in enumerate(actions.computed_totals(book, [book.purchases[i] for i in shown])):
            if n == 0 or whole:
                texts = tuple(total.label if name == "label" else "" for name in names)
                line = Line("", texts, (None,) * len(names), f"={n}")
                sums.setdefault(shown[0] + 1, []).append((-total.last, line))
    for lines in sums.values():
        lines.sort(key=lambda pair: pair[0])
    return sums


def _judge_purchase(part: Part, row: int, purchase: Purchase) -> None:
    due = actions.dues(purchase)
    if due and not purchase.total.strip() and "total" in part.fields:
        part.computed[row, part.fields.index("total")] = amounts.format_amount(due[0].value)
    for one in due:
        if one.differs:
            found = amounts.format_amount(one.value)
            part.say(row, "total", WARNING, f"合计应为 {found}（{one.why}），表中为 {purchase.total.strip()}")
    _judge_numbers(part, row, purchase)


def _judge_numbers(part: Part, row: int, record: Purchase | AssetRow) -> None:
    """What should be a number and is none."""
    for name in _NUMBERS.intersection(part.fields):
        text = getattr(record, name).strip()
        if text and amounts.parse_number(text) is None:
            part.say(row, name, WARNING, f"“{text}”不是数字")
        elif amounts.oddly_written(text):
            part.say(row, name, INFO, ODD)


def _judge_sums(part: Part, book: Book) -> None:
    """What blank cells of sums come to, and where printed ones say otherwise."""
    at = {line.id: row for row, line in enumerate(part.lines)}
    filled = [actions.with_due(purchase) for purchase in book.purchases]
    for difference in purchase_differences(filled, book.purchase_totals):
        total = book.purchase_totals[difference.row]
        if total.id in at and difference.printed is not None:
            here = getattr(total, difference.field).strip()
            said = f"合计应为 {amounts.format_amount(difference.computed)}，表中为 {here}"
            part.say(at[total.id], difference.field, WARNING, said)
    for total in book.purchase_totals:
        if total.id in at:
            _show_sum(part, at[total.id], actions.blanks_of(book, total))
            _say_untold(part, at[total.id], total, book.purchases[max(total.first - 1, 0) : total.last])
    shown = [p for p in book.purchases if p.id in at]
    for n, total in enumerate(actions.computed_totals(book, shown)):
        if f"={n}" in at:
            _show_sum(part, at[f"={n}"], {name: getattr(total, name) for name in _NUMBERS if hasattr(total, name)})
            _say_untold(part, at[f"={n}"], total, by_owner(shown)[total.first - 1 : total.last])


def _say_untold(part: Part, row: int, total: PurchaseTotal, covered: Sequence[Purchase]) -> None:
    """Say of blank sums which purchase makes that nobody can compute them."""
    for name in SUMMED:
        texts = ((p, getattr(p, name).strip()) for p in covered if not getattr(total, name).strip())
        wrong = next(((p, text) for p, text in texts if text and amounts.parse_amount(text) is None), None)
        if wrong is not None and name in part.fields:
            called = wrong[0].project or wrong[0].item
            part.say(row, name, WARNING, f"合计算不出来：{called}的“{wrong[1]}”不是金额，请先改正那一格")


def _show_sum(part: Part, row: int, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        if text and name in part.fields:
            part.computed[row, part.fields.index(name)] = text


# Assets


def assets(state: PartsState, owner: str, at: int) -> Part:
    """The table of assets at an index of the book; for -1 a blank one to be begun."""
    book = state.book
    form = actions.year_forms(book.year)
    if at < 0:
        empty = Part(ASSETS, ASSETS, "固定资产", list(form.asset_heads), [f".{n}" for n in _ASSETS], owner=owner)
        empty.note = _note(form, "asset")
        empty.table, empty.lines = "asset_row", [Line("", (item, "", ""), (None,) * 3) for item in form.assets]
        return empty
    part = _asset_part(at, book.assets[at], form.asset_heads, owner)
    part.note = _note(form, "asset")
    _beside_units(part, book.assets[at], book)
    return part


def _asset_part(i: int, block: AssetBlock, heads: Sequence[str], owner: str) -> Part:
    path = f"assets[{i}]"
    lines = [line_of("asset_row", f"{path}.rows[{r}]", row, _ASSETS) for r, row in enumerate(block.rows)]
    part = Part(block.id, path, "固定资产", list(heads), [f".{n}" for n in _ASSETS], lines)
    part.table, part.parent, part.owner = "asset_row", block.id, owner
    for at, row in enumerate(block.rows):
        _judge_numbers(part, at, row)
    for difference in asset_differences(block):
        computed = amounts.format_amount(difference.computed)
        if difference.printed is None:
            part.computed[difference.row, part.fields.index(difference.field)] = computed
        else:
            here = block.rows[difference.row].value.strip()
            part.say(difference.row, difference.field, WARNING, f"合计应为 {computed}，表中为 {here}")
    return part


def _beside_units(part: Part, block: AssetBlock, book: Book) -> None:
    """The department's table of assets beside the sum of its units'."""
    own = ("", book.department_name, book.department_code)
    units = [other for other in book.assets if other.unit.strip() not in own]
    if block.unit.strip() not in own or not units:
        return
    sums = {bare(row.item): row for row in summed_assets(units, "").rows}
    for at, row in enumerate(block.rows):
        other = sums.get(bare(row.item))
        for name, parse in (("quantity", amounts.parse_number), ("value", amounts.parse_number)):
            wanted = getattr(other, name) if other else ""
            here = getattr(row, name).strip()
            if wanted and (parse(here) or 0) != parse(wanted):
                part.say(at, name, INFO, f"各单位合计 {wanted}，这里为 {here or '空'}")
