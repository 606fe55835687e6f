"""The book of one department without its projects as the pages of its tables see it, kept in step with every edit."""

from collections.abc import Mapping
from typing import NamedTuple

from desktop_app.actions import parts, reading
from desktop_app.actions import tables as actions
from desktop_app.actions.code_proposals import CodeWords
from desktop_app.domain import fields
from desktop_app.domain.department import Total
from desktop_app.domain.findings import Finding
from desktop_app.domain.forms import TableForm
from desktop_app.domain.model import Book, BudgetTable, CellKey, Changes
from desktop_app.ui.flags import Flagged
from desktop_app.ui.hub import Hub

TABLES = {
    "department", "unit", "budget_table", "budget_row", "purchase", "purchase_total", "asset_block", "asset_row",
    "organisation", "term",
}  # fmt: skip


class Owner(NamedTuple):
    """Whose tables are shown: the department ("") or a unit; `name` is for the choice, `printed` as in print.

    `unit_id` is "" where no unit has that name.
    """

    owner: str
    name: str
    printed: str
    unit_id: str = ""


class PartsState:
    """The tables of a department and of its units.

    Guarantees: after `take(changes)` it says what the workspace says; an edit of cells reads no more than these cells.
    """

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.book = Book()
        self.forms: dict[int, TableForm] = {}
        self._records: dict[str, object] = {}
        self._laid: dict[tuple[int, tuple[str, ...]], TableForm | None] = {}
        self._totals: dict[int, Total | None] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._words: dict[str, CodeWords] = {}
        self._table_of: dict[str, BudgetTable] = {}

    @property
    def department_id(self) -> str:
        """The department that is shown, "" for none."""
        return self.book.id

    def read(self, department_id: str) -> None:
        """Read the tables of a department anew. Raises UserError where it is gone."""
        self._set(reading.load_parts(self.hub.store, department_id))

    def clear(self) -> None:
        """Show no department."""
        self._set(Book())

    def _set(self, book: Book) -> None:
        self.book = book
        self.forms = actions.forms(book.year)
        self._records = fields.records(book)
        self._table_of = {row.id: table for table in book.tables for row in table.rows}
        self._laid, self._totals, self._names, self._words = {}, {}, {}, {}

    def take(self, changes: Changes) -> bool:
        """Take in what an operation changed; whether it may touch what is shown. Raises UserError where all is gone."""
        touched = {key.table for key in changes.cells} | changes.tables
        if not self.department_id or not (touched & TABLES or changes.structure or self.hub.flags.touched):
            return False
        if changes.structure or touched & {"department", "unit"} or any(map(self._strange, changes.cells)):
            self.read(self.department_id)
        else:
            for key in changes.cells:
                self._patch(key)
        return True

    def _strange(self, key: CellKey) -> bool:
        """Whether a cell of our tables changed in a way that a text alone does not tell."""
        return (
            key.table == "budget_table" and key.column not in ("note", "measure", "name") and key.row in self._records
        )

    def _patch(self, key: CellKey) -> None:
        record = self._records.get(key.row)
        if record is None or key.table not in TABLES:
            return
        text = parts.text_of(self.hub.store, key)
        if key.table != "budget_row":
            setattr(record, key.column, text)
            return
        table, column = self._table_of[key.row], int(key.column[1:]) - 1
        row = next(row for row in table.rows if row.id == key.row)
        if column < len(row.cells):
            row.cells[column] = text
        form = self.form(table)
        if form is None or form.kinds[column] in ("code", "label"):
            self._names, self._words = {}, {}
        total = self._totals.get(table.no)
        if table.owner and total is not None:
            total.put(table.owner, table)

    # Whose tables

    def owners(self) -> list[Owner]:
        """The department, its units, and what else tables call their owner."""
        label = f"{self.book.department_code} {self.book.department_name}".strip() or "本部门"
        found = [Owner("", f"部门：{label}", self.book.department_name)]
        known: set[str] = set()
        for unit in self.book.units:
            if owner := actions.owner_of(unit):
                name = f"单位：{reading.unit_label(unit.code, unit.name)}"
                found.append(Owner(owner, name, unit.name or unit.code, unit.id))
                known |= {unit.code, unit.name}
        others = {table.owner for table in self.book.tables if table.owner} - known
        return found + [Owner(name, f"单位：{name}", name) for name in sorted(others)]

    def is_owner(self, owner: str, record_owner: str) -> bool:
        """Whether what is called `record_owner` belongs to an owner."""
        unit = next((unit for unit in self.book.units if owner and actions.owner_of(unit) == owner), None)
        return record_owner == owner or (unit is not None and actions.owned_by(unit, record_owner))

    def projects(self) -> list[str]:
        """The names of the department's projects, for what they pay."""
        return actions.project_names(self.hub.store, self.department_id)

    # Budget tables

    def table(self, no: int, owner: str) -> BudgetTable | None:
        """The table of that number of an owner, None where none was begun."""
        return next((t for t in self.book.tables if t.no == no and self.is_owner(owner, t.owner)), None)

    def tables(self, owner: str) -> dict[int, BudgetTable]:
        """The tables of an owner by number."""
        return {t.no: t for t in reversed(self.book.tables) if self.is_owner(owner, t.owner)}

    def offered(self, no: int, owner: str) -> tuple[BudgetTable | None, dict[tuple[int, int], str]]:
        """A table that was not begun: as its form has it, or with the rows of the units' and what they come to.

        None where the year has no such table.
        """
        form = self.forms.get(no)
        if form is None:
            return None, {}
        total = self.units_total(no) if not owner else None
        if total is None:
            return actions.blank(form, owner), {}
        table, sums = total.table(), {}
        for at, row in enumerate(table.rows):
            for column in form.of_kind("amount"):
                if row.cells[column]:
                    sums[at, column], row.cells[column] = row.cells[column], ""
        table.note = ""
        return table, sums

    def owner_name(self, owner: str) -> str:
        """What an owner is called in print."""
        return next((o.printed for o in self.owners() if o.owner == owner), owner)

    def form(self, table: BudgetTable) -> TableForm | None:
        """The form that a table follows."""
        key = table.no, tuple(table.columns)
        if key not in self._laid:
            self._laid[key] = actions.form_for(table, self.book.year)
        return self._laid[key]

    def units_total(self, no: int) -> Total | None:
        """The sum of the units' tables of that number, None where no unit has one or the year has no such form."""
        if no not in self._totals:
            tables = [t for t in self.book.tables if t.no == no and t.owner]
            self._totals[no] = total = Total(self.forms[no]) if tables and no in self.forms else None
            for table in tables:
                if total is not None:
                    total.put(table.owner, table)
        return self._totals[no]

    def names(self, keyed: str) -> Mapping[str, str]:
        """The names of codes: as this book's tables have them, else as shipped."""
        if keyed not in self._names:
            self._names[keyed] = actions.code_names(self.book.tables, keyed)
        return self._names[keyed]

    def code_words(self, keyed: str) -> CodeWords:
        """The same names, to be proposed from."""
        if keyed not in self._words:
            self._words[keyed] = CodeWords(self.names(keyed))
        return self._words[keyed]

    # What is wrong

    def findings(self) -> list[Finding]:
        """What is wrong in the department's own parts."""
        own = self.department_id
        return [*self.hub.checker.of_department(own), *self.hub.flags.of_department(own)] if own else []

    def of_table(self, table: BudgetTable, finding: Finding) -> bool:
        """Whether a finding is in this table and not in another one of the same number."""
        if not finding.path.startswith(f"budget_tables[{table.no}]"):
            return False
        if isinstance(finding, Flagged) and finding.key is not None:
            key = finding.key
            return key.row == table.id or any(row.id == key.row for row in table.rows)
        own = next((t for t in self.book.tables if t.no == table.no and t.owner == finding.unit), None)
        return own is None or own.id == table.id
