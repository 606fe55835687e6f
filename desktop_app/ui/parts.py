"""The parts of a department's book that are tables, as texts to be shown: budget tables, purchases, assets, words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop_app.actions.labels import column_name
from desktop_app.domain import amounts
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book, BudgetTable, CellKey
from desktop_app.ui.flags import Flagged

OWN_TABLE = "budget_tables[1]"  # 收支总表 of the department itself, which has a page of its own
_NO_AMOUNTS = ("编码", "代码", "序号", "日期", "年度")  # words in headings of columns whose digits are no amounts
_PURCHASE = (
    "owner", "project", "fund", "item", "catalog_code", "measure", "quantity", "price", "total", "general", "govfund",
    "soe", "special", "own", "carryover", "sme",
)  # fmt: skip
_ORGANISATION = ("name", "nature", "rank", "funding")
_TOTAL = {"project": "label"}  # where a printed sum says what it sums


@dataclass(slots=True, frozen=True)
class Line:
    """One row: its path as flags name it, its texts, and the cell of the workspace behind each, None for no cell."""

    path: str
    texts: tuple[str, ...]
    keys: tuple[CellKey | None, ...]


@dataclass(slots=True)
class Part:
    """One table. `path` begins the paths of all its lines; `columns` are their last steps (`.price`, `[2]`)."""

    id: str
    path: str
    name: str
    heads: list[str]
    columns: list[str]
    lines: list[Line] = field(default_factory=list)
    measure: str = ""
    note: str = ""

    def amounts(self) -> set[int]:
        """The columns that hold numbers."""
        return {column for column in range(len(self.heads)) if self._counts(column)}

    def _counts(self, column: int) -> bool:
        texts = [line.texts[column] for line in self.lines if line.texts[column].strip()]
        numbers = sum(amounts.parse_amount(text) is not None for text in texts)
        return 2 * numbers > len(texts) and not any(word in self.heads[column] for word in _NO_AMOUNTS)

    def place(self, finding: Finding) -> tuple[int, int] | None:
        """Row and column of what a finding is about, the first for the whole part; None where it is not here."""
        key = finding.key if isinstance(finding, Flagged) else None
        for row, line in enumerate(self.lines):
            if key is not None and key in line.keys:
                return row, line.keys.index(key)
            if key is None and _under(finding.path, line.path):
                rest = finding.path[len(line.path) :]
                return row, self.columns.index(rest) if rest in self.columns else 0
        whole = key is None and finding.path in (self.path, self.path.partition("[")[0])
        return (0, 0) if whole and self.lines else None


def _under(path: str, above: str) -> bool:
    return path.startswith(above) and path[len(above) :][:1] in ("", ".", "[")


def parts_of(book: Book) -> list[Part]:
    """All parts of a book that are tables and hold anything, in the order in which they are published."""
    found = [_budget_table(table) for table in sorted(book.tables, key=lambda table: (table.no, table.owner))]
    found += [_purchases(book), *_assets(book)]
    found.append(_list("organisation", "机构设置", "organisation", _ORGANISATION, book.organisation))
    found.append(_list("glossary", "名词解释", "term", ("term", "text"), book.glossary))
    return [part for part in found if part.lines or part.note]


def _budget_table(table: BudgetTable) -> Part:
    path = f"budget_tables[{table.no}]"
    steps = range(len(table.columns))
    lines = [
        Line(f"{path}.rows[{i}]", tuple(row.cells), tuple(CellKey("budget_row", row.id, f"c{c + 1}") for c in steps))
        for i, row in enumerate(table.rows)
    ]
    name = f"表{table.no} {table.name}" + (f"（{table.owner}）" if table.owner else "")
    columns = [f"[{c}]" for c in steps]
    return Part(table.id, path, name, list(table.columns), columns, lines, f"单位：{table.measure}", table.note)


def _line(table: str, path: str, record: Any, names: Sequence[str]) -> Line:
    """A record as a line; names that it has not are blank."""
    texts = tuple(str(getattr(record, name, "")) if name else "" for name in names)
    keys = tuple(CellKey(table, record.id, name) if name and hasattr(record, name) else None for name in names)
    return Line(path, texts, keys)


def _list(path: str, name: str, table: str, names: Sequence[str], records: Sequence[Any]) -> Part:
    lines = [_line(table, f"{path}[{i}]", record, names) for i, record in enumerate(records)]
    heads = [column_name(table, name) for name in names]
    return Part(path, path, name, heads, [f".{name}" for name in names], lines)


def _purchases(book: Book) -> Part:
    """The purchases, each printed sum before the first purchase that it covers, the widest sum first."""
    sums: dict[int, list[tuple[int, Line]]] = {}
    names = _PURCHASE if any(purchase.owner for purchase in book.purchases) else _PURCHASE[1:]
    of_sum = [_TOTAL.get(name, name) for name in names]
    for i, total in enumerate(book.purchase_totals):
        line = _line("purchase_total", f"procurement_totals[{i}]", total, of_sum)
        sums.setdefault(max(total.first, 1), []).append((-total.last, line))
    part = _list("procurement", "政府采购", "purchase", names, book.purchases)
    lines: list[Line] = []
    for number in range(1, max([len(part.lines), *sums]) + 1 if sums or part.lines else 1):
        lines += [line for _, line in sorted(sums.get(number, ()), key=lambda pair: pair[0])]
        lines += part.lines[number - 1 : number]
    part.lines, part.measure = lines, "单位：万元"
    return part


def _assets(book: Book) -> list[Part]:
    """One part a table of assets."""
    names = ("item", "quantity", "value")
    found = []
    for i, block in enumerate(book.assets):
        path = f"assets[{i}]"
        lines = [_line("asset_row", f"{path}.rows[{r}]", row, names) for r, row in enumerate(block.rows)]
        name = " ".join(text for text in ("固定资产", block.unit) if text)
        heads = ["项目", "数量", "价值（万元）"]
        found.append(Part(block.id, path, name, heads, [f".{n}" for n in names], lines, block.date, ""))
    return found
