"""What the words of the parts of a book say about a row: heads of tables, captions, notes, lines of structure."""

import re
from collections.abc import Callable

from desktop_app.domain.forms import PartForms
from desktop_app.importers import lines
from desktop_app.importers.cells import Row, fold
from desktop_app.importers.heads import numbers_columns
from desktop_app.importers.table_cells import fields_of, head, numeric

BUDGET, PURCHASE, ASSET, ORGANISATION = "budget", "purchase", "asset", "organisation"
LONGEST_NAME = 40

# A row of heads has so many heads of its kind, and one of those that only this kind has.
_KINDS = (
    (PURCHASE, 2, {"item", "catalog_code", "above", "fund"}),
    (ASSET, 3, {"value"}),
    (ORGANISATION, 2, {"nature", "rank", "funding"}),
)
_NOTE = re.compile(r"(?:附?注|备注|说明)\s*\d*\s*[:：]")
_EMPTY = re.compile(r"空表")
_DATED = re.compile(r"(?:截止|截至)(?:日期|时间)?:?.*\d")
_STATED = re.compile(r"(?:编制|编报|填报)?(?:部门|单位)(?:名称|编码)?:.{2,}")
_YEAR_LINE = re.compile(r"预算年度:?\d{4}年?")
_REMARK = re.compile(r"\(.{1,10}\)$")


class Words:
    """What the words of `PartForms` say about a row."""

    def __init__(self, forms: PartForms) -> None:
        self.forms = forms
        self.numbering = tuple(forms.budget["numbering"])
        self._fields = {
            PURCHASE: fields_of(forms.purchase),
            ASSET: fields_of(forms.asset),
            ORGANISATION: fields_of(forms.organisation),
        }
        budget = [name for kind in ("number", "code", "label", "amount") for name in forms.budget[kind]]
        self._budget = {head(name) for name in budget} | {head(n) for _, names in forms.columns for n in names}
        self._number = {head(name) for name in forms.budget["number"]}

    def field(self, kind: str) -> Callable[[str], str]:
        """The function from the name of a column to its field in a table of that kind."""
        return self._fields[kind]

    def heads_of(self, row: Row, open_kind: str = "") -> str:
        """The kind of table whose heads the row is, "" where it is no row of heads.

        `open_kind` is the kind of the heads in the row above it, "" for none: a second level of heads says less.
        """
        cells = [cell for cell in row.cells if cell]
        if not row.table or not cells:
            return ""
        if numbers_columns(row, self.numbering):
            return open_kind or BUDGET
        if any(numeric(cell) or len(cell) > LONGEST_NAME for cell in cells):
            return ""
        for kind, least, marks in _KINDS:
            fields = {self._fields[kind](cell) for cell in cells} - {""}
            if (len(fields) >= least and fields & marks) or (kind == open_kind and 2 * len(fields) >= len(cells)):
                return kind
        known = [cell for cell in cells if head(cell) in self._budget]
        second = open_kind == BUDGET and not row.cells[0] and bool(known)
        first = self.numbers(cells[0]) and bool(known)
        return BUDGET if first or second or (len(known) > 1 and 2 * len(known) >= len(cells)) else ""

    def names_column(self, text: str) -> bool:
        """Whether `text` is the name of a column of some table that is no form."""
        return head(text) in self._budget or any(field(text) for field in self._fields.values())

    def numbers(self, text: str) -> bool:
        """Whether a head is that of the rows' numbers (序号)."""
        return head(text) in self._number

    def table_no(self, text: str) -> int | None:
        """The number of the budget table that a caption names, None for other lines."""
        plain = fold(text)
        number = lines.NUMBER.match(plain)
        plain = _REMARK.sub("", plain[number.end() :] if number else plain)
        if not plain.endswith("表") or len(plain) > LONGEST_NAME or lines.sentence(plain):
            return None
        return next((no for no, words in self.forms.captions if all(word in plain for word in words)), None)

    def no_by_note(self, text: str) -> int | None:
        """The number of the budget table that a note says is empty (`无政府性基金预算…，空表列示`)."""
        plain = fold(text)
        return next(
            (no for no, words in self.forms.captions if words[0] in plain and len(words[0]) > len("收支")), None
        )

    def no_by_columns(self, columns: list[str]) -> int | None:
        """The number of a budget table whose columns are these, 5 for the three that look the same."""
        parts = {head(part) for column in columns for part in column.split("/")}
        return next((no for no, names in self.forms.columns if parts & {head(n) for n in names}), None)


def lone(row: Row) -> str:
    """The text of a line, or of a table row that has one cell with text; "" for all other rows."""
    cells = [cell for cell in row.cells if cell]
    return cells[0] if len(cells) == 1 else ""


def structure(row: Row) -> bool:
    """Whether the row only says whose table it is, of when, and in what it counts."""
    cells = [cell for cell in row.cells if cell]
    return bool(cells) and all(_states(cell) for cell in cells)


def _states(text: str) -> bool:
    plain = fold(text)
    if lines.measure(text) or lines.page_number(text) or lines.owner(text) is not None or _YEAR_LINE.fullmatch(plain):
        return True
    return bool(_DATED.match(plain) or _STATED.fullmatch(plain)) and not lines.sentence(text)


def note(row: Row) -> bool:
    """Whether a line under a table is its note."""
    text = lone(row)
    return bool(text) and (_NOTE.match(text) is not None or (_EMPTY.search(text) is not None and len(text) <= 60))
