"""What there is to say about the cells of a budget table: sums, codes, amounts, the sum of the units, findings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from desktop_app.actions.table_proposals import beside_units
from desktop_app.domain import amounts, tables
from desktop_app.domain.department import CellDifference
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.findings import ERROR, INFO, WARNING, Finding
from desktop_app.domain.forms import TableForm
from desktop_app.domain.table_labels import code, fold
from desktop_app.ui.computed_model import ODD, Remark, remark
from desktop_app.ui.flags import Flagged
from desktop_app.ui.parts_state import PartsState

_PATH = re.compile(r"budget_tables\[(\d+)\](?:\.rows\[(\d+)\])?(?:\[(\d+)\])?")
_CODES = {
    "function": "功能分类科目编码应为 3、5 或 7 位数字，以 2 开头",
    "economic": "部门经济分类科目编码应为 3 或 5 位数字，以 3 或 5 开头",
}
_UNTOLD = "合计算不出来：第 {} 行{}的“{}”不是金额，请先改正那一格"
_NO_SUM = "各单位合计算不出来：{}的这一格不是金额，请先改正那一格"
Place = tuple[int, int]


class Due(NamedTuple):
    """What a cell should hold and does not, as the page itself computes it."""

    place: Place
    amount: str
    severity: str
    sentence: str


class Placed(NamedTuple):
    """A finding of the checks in a row that is told by its id, whatever rows come and go before it is checked again."""

    row: str
    column: int
    finding: Finding


@dataclass(slots=True)
class Judged:
    """What blank sum cells come to, remarks, and the differences behind them, by row and column.

    `untold` counts the sums that nobody can compute. `placed` are the findings of the last check, `due` what the page
    says that cells should hold, by row, column and amount; `due_then` what it said at the time of that check.
    """

    computed: dict[Place, str] = field(default_factory=dict)
    remarks: dict[Place, list[Remark]] = field(default_factory=dict)
    differences: list[tables.Difference] = field(default_factory=list)
    from_units: list[CellDifference] = field(default_factory=list)
    untold: int = 0
    placed: list[Placed] = field(default_factory=list)
    due: set[tuple[str, int, str]] = field(default_factory=set)
    due_then: set[tuple[str, int, str]] = field(default_factory=set)

    def say(self, place: Place, severity: str, sentence: str) -> None:
        """Remark upon a cell."""
        self.remarks.setdefault(place, []).append((severity, sentence))


def judge(
    state: PartsState, table: BudgetTable, form: TableForm | None, right: set[int], before: Judged | None = None
) -> Judged:
    """Everything about the cells of a table; `right` are its columns of amounts.

    `before` is what was judged of the same table where the checks still have to see what was changed since.
    """
    found = Judged()
    cells = [row.cells for row in table.rows]
    dues = [*_sums(found, form, cells), *_beside_units(found, state, table, form)]
    found.due = {(table.rows[due.place[0]].id, due.place[1], due.amount) for due in dues}
    found.placed = before.placed if before else placed(state, table)
    found.due_then = before.due_then if before else found.due
    told = _say_findings(found, table)
    for due in dues:
        if (due.place, due.amount) not in told:
            found.say(due.place, due.severity, due.sentence)
    if form is not None:
        _judge_codes(found, form, cells)
    _judge_amounts(found, table, right)
    return found


def placed(state: PartsState, table: BudgetTable) -> list[Placed]:
    """The findings of the last check in a table."""
    places = ((place_of(state, table, finding), finding) for finding in state.findings_in(table.no))
    return [Placed(table.rows[place[0]].id, place[1], finding) for place, finding in places if place is not None]


def _say_findings(found: Judged, table: BudgetTable) -> set[tuple[Place, str]]:
    """Remark what the checks found, but for what the page knows to be otherwise by now; returns what they expect."""
    at = {row.id: i for i, row in enumerate(table.rows)}
    settled, told = found.due_then - found.due, set()
    for row, column, finding in found.placed:
        if row in at and (row, column, finding.expected) not in settled:
            found.say((at[row], column), *remark(finding))
            told.add(((at[row], column), finding.expected))
    return told


def _sums(found: Judged, form: TableForm | None, cells: Sequence[Sequence[str]]) -> Iterator[Due]:
    """What blank sums come to, sums that nobody can compute, and sums that are not what their parts add up to."""
    if form is None:
        return
    for place, value in tables.computed(form, cells).items():
        if not cells[place[0]][place[1]].strip():
            found.computed[place] = amounts.format_amount(value)
    untold = tables.untold(form, cells)
    found.untold = len(untold)
    for place, (row, column) in untold.items():
        found.say(place, WARNING, _UNTOLD.format(row + 1, form.columns[column].replace("/", ""), cells[row][column]))
    found.differences = [d for d in tables.differences(form, cells) if d.printed is not None]
    for d in found.differences:
        here, due = cells[d.row][d.column].strip(), amounts.format_amount(d.computed)
        yield Due((d.row, d.column), due, WARNING, f"合计应为 {due}，表中为 {here}")


def _beside_units(found: Judged, state: PartsState, table: BudgetTable, form: TableForm | None) -> Iterator[Due]:
    """A department's table beside the sum of its units'."""
    total = state.units_total(table.no) if table.id and not table.owner else None
    if total is None:
        return
    found.from_units = beside_units(table, form, total)
    for place, owners in total.unknown(table).items():
        found.say(place, WARNING, _NO_SUM.format("、".join(map(state.owner_name, owners))))
    for u in found.from_units:
        if u.row is not None:
            here, due = table.rows[u.row].cells[u.column].strip() or "空", amounts.format_amount(u.computed)
            yield Due((u.row, u.column), due, INFO, f"各单位合计 {due}，这里为 {here}")


def _judge_codes(found: Judged, form: TableForm, cells: Sequence[Sequence[str]]) -> None:
    for column in form.of_kind("code") if form.keyed else ():
        for row, texts in enumerate(cells):
            text = fold(texts[column])
            if text.isdigit() and not code(text, form.keyed):
                found.say((row, column), WARNING, f"{_CODES[form.keyed]}，这里是 {text}（{len(text)} 位）")


def _judge_amounts(found: Judged, table: BudgetTable, right: set[int]) -> None:
    """What is no number, where the checks have not said so."""
    for row, budget_row in enumerate(table.rows):
        for column in right:
            text = budget_row.cells[column].strip()
            if text and tables.amount(text) is None and (row, column) not in found.remarks:
                found.say((row, column), ERROR, f"“{text}”不是金额，请填数字（{table.measure}）")
            elif amounts.oddly_written(text):
                found.say((row, column), INFO, ODD)


def place_of(state: PartsState, table: BudgetTable, finding: Finding) -> Place | None:
    """Row and column of what a finding is about, the first for the whole table; None where it is not in this one."""
    match = _PATH.fullmatch(finding.path)
    if match is None or int(match[1]) != table.no or not state.of_table(table, finding):
        return None
    row, column = int(match[2] or 0), int(match[3] or 0)
    if isinstance(finding, Flagged) and finding.key is not None and finding.key.table == "budget_row":
        row = next((i for i, r in enumerate(table.rows) if r.id == finding.key.row), -1)
        column = int(finding.key.column[1:]) - 1 if finding.key.column[1:].isdigit() else 0
    return (row, column) if 0 <= row < len(table.rows) and column < len(table.columns) else None
