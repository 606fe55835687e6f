"""The book of one department without its projects as the pages of its tables see it, kept in step with every edit."""

from collections.abc import Mapping

from desktop_app.actions import owners, parts, reading
from desktop_app.actions import tables as actions
from desktop_app.actions.code_proposals import CodeWords
from desktop_app.actions.kept_tables import KeptTables
from desktop_app.actions.owners import Owner
from desktop_app.domain import fields
from desktop_app.domain import tables as sums
from desktop_app.domain.amounts import format_amount
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.department import Total
from desktop_app.domain.department_parts import whose
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.findings import Finding
from desktop_app.domain.forms import TableForm
from desktop_app.domain.model import Book
from desktop_app.domain.table_fit import widened
from desktop_app.ui.flags import Flagged
from desktop_app.ui.hub import Hub

TABLES = {
    "department", "unit", "budget_table", "budget_row", "purchase", "purchase_total", "asset_block", "asset_row",
    "organisation", "term",
}  # fmt: skip


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
        self._printed: dict[tuple[str, str], list[tuple[str, str]]] = {}  # names by table and kind of codes
        self._words: dict[str, CodeWords] = {}
        self._kept = KeptTables()
        self._whose = whose(())
        self._owned: dict[tuple[int, str], BudgetTable] = {}  # by number and owner
        self._found_at = -1, ""
        self._by_part: dict[str, list[Finding]] = {}

    @property
    def department_id(self) -> str:
        """The department that is shown, "" for none."""
        return self.book.id

    def read(self, department_id: str) -> None:
        """Read the tables of a department anew. Raises UserError where it is gone."""
        book = reading.load_parts(self.hub.store, department_id)
        self.hub.keep_parts(book)
        self._set(book)

    def clear(self) -> None:
        """Show no department."""
        self._set(Book())

    def _set(self, book: Book) -> None:
        self.book = book
        self.forms = actions.forms(book.year)
        self._records = fields.records(book)
        self._kept = KeptTables(book.tables)
        self._whose = whose(book.units)
        self._owned = {(table.no, self._whose(table.owner)): table for table in reversed(book.tables)}
        self._laid, self._totals, self._names, self._words, self._printed = {}, {}, {}, {}, {}

    def take(self, changes: Changes) -> bool:
        """Take in what an operation changed; whether it may touch what is shown. Raises UserError where all is gone."""
        touched = {key.table for key in changes.cells} | changes.tables
        if not self.department_id or not (touched & TABLES or changes.structure or self.hub.flags.touched):
            return False
        if touched == {"budget_row"} and not changes.projects:
            self._touch(self._kept.take(self.hub.store, changes))
        elif changes.structure or touched & {"department", "unit"} or any(map(self._strange, changes.cells)):
            self.read(self.department_id)
        else:
            self._touch(self._kept.take(self.hub.store, changes))
            for key in changes.cells:
                self._patch(key)
        return True

    def _touch(self, tables: list[BudgetTable]) -> None:
        """Keep up what follows from tables whose cells or rows changed."""
        for table in tables:
            for keyed in ("function", "economic"):
                before = self._printed.pop((table.id, keyed), None)
                if before is not None and before != self._printed_names(table, keyed):
                    self._names.pop(keyed, None)
                    self._words.pop(keyed, None)
            total = self._totals.get(table.no)
            if table.owner and total is not None:
                total.put(self._whose(table.owner), table)

    def _strange(self, key: CellKey) -> bool:
        """Whether a cell of our tables changed in a way that a text alone does not tell."""
        return (
            key.table == "budget_table" and key.column not in ("note", "measure", "name") and key.row in self._records
        )

    def _patch(self, key: CellKey) -> None:
        record = self._records.get(key.row)
        if record is not None and key.table in TABLES and key.table != "budget_row":
            setattr(record, key.column, parts.text_of(self.hub.store, key))

    # Whose tables

    def owners(self) -> list[Owner]:
        """The department, its units, and what else tables call their owner."""
        return owners.owners(self.book, (table.owner for table in self.book.tables))

    def is_owner(self, owner: str, record_owner: str) -> bool:
        """Whether what is called `record_owner` belongs to an owner."""
        return self._whose(record_owner) == self._whose(owner)

    def projects(self) -> list[str]:
        """The names of the department's projects, for what they pay."""
        return actions.project_names(self.hub.store, self.department_id)

    # Budget tables

    def table(self, no: int, owner: str) -> BudgetTable | None:
        """The table of that number of an owner, None where none was begun."""
        return self._owned.get((no, self._whose(owner)))

    def tables(self, owner: str) -> dict[int, BudgetTable]:
        """The tables of an owner by number."""
        own = self._whose(owner)
        return {no: table for (no, its), table in self._owned.items() if its == own}

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
        form = self.form(table) or form
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
            total = Total(widened(self.forms[no], tables)) if tables and no in self.forms else None
            self._totals[no] = total
            for table in tables:
                if total is not None:
                    total.put(self._whose(table.owner), table)
        return self._totals[no]

    def at_department(self, table: BudgetTable, row: int, column: int) -> str:
        """What the department has in the cell of a unit's table, in words; "" where there is nothing to say."""
        total = self.units_total(table.no) if table.owner and len(self.book.units) > 1 else None
        whole = self.table(table.no, "")
        seen = total.beside(table, row, column, whole) if total is not None else None
        if seen is None:
            return ""
        if seen.computed is None:
            return "部门：各单位合计算不出来，有的单位这一格不是金额"
        said = f"部门：各单位合计 {format_amount(seen.computed)}"
        if whole is None:
            return f"{said}，部门表还没有建"
        if not seen.there:
            return f"{said}，部门表没有这一行"
        printed = "空着" if seen.printed is None else f"为 {format_amount(seen.printed)}"
        return f"{said}，部门表{printed}" + ("（不同）" if seen.differs else "")

    def names(self, keyed: str) -> Mapping[str, str]:
        """The names of codes: as this book's tables have them, else as shipped."""
        if keyed not in self._names:
            printed = (self._printed_names(table, keyed) for table in self.book.tables)
            self._names[keyed] = actions.code_names(printed, keyed)
        return self._names[keyed]

    def _printed_names(self, table: BudgetTable, keyed: str) -> list[tuple[str, str]]:
        key = table.id, keyed
        if key not in self._printed:
            self._printed[key] = sums.printed_names(table, keyed)
        return self._printed[key]

    def code_words(self, keyed: str) -> CodeWords:
        """The same names, to be proposed from."""
        if keyed not in self._words:
            self._words[keyed] = CodeWords(self.names(keyed))
        return self._words[keyed]

    # What is wrong

    def findings(self) -> list[Finding]:
        """What is wrong in the department's own parts, as of the last check."""
        return [finding for part in self._found().values() for finding in part]

    def findings_in(self, no: int) -> list[Finding]:
        """Those in the tables of a number, the department's and its units'."""
        return self._found().get(f"budget_tables[{no}]", [])

    def _found(self) -> dict[str, list[Finding]]:
        """The findings by the beginning of their paths; made anew when there may be others."""
        if self._found_at != (self.hub.round, self.department_id):
            self._found_at = self.hub.round, self.department_id
            self._by_part = {}
            own = self.department_id
            for finding in (*self.hub.found_in(own), *self.hub.flags.of_department(own)) if own else ():
                self._by_part.setdefault(finding.path.partition(".")[0], []).append(finding)
        return self._by_part

    def of_table(self, table: BudgetTable, finding: Finding) -> bool:
        """Whether a finding is in this table and not in another one of the same number."""
        if not finding.path.startswith(f"budget_tables[{table.no}]"):
            return False
        if isinstance(finding, Flagged) and finding.key is not None:
            key = finding.key
            return key.row == table.id or any(row.id == key.row for row in table.rows)
        own = self.table(table.no, finding.unit)
        return own is None or own.id == table.id
