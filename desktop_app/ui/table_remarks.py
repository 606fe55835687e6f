"""What there is to say about the cells of a budget table: sums, codes, amounts, the sum of the units, findings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop_app.actions.table_proposals import beside_units
from desktop_app.domain import amounts, tables
from desktop_app.domain.department import CellDifference
from desktop_app.domain.findings import ERROR, INFO, WARNING, Finding
from desktop_app.domain.forms import TableForm
from desktop_app.domain.model import BudgetTable
from desktop_app.domain.table_labels import code, fold
from desktop_app.ui.computed_model import Remark, remark
from desktop_app.ui.flags import Flagged
from desktop_app.ui.parts_state import PartsState

_PATH = re.compile(r"budget_tables\[(\d+)\](?:\.rows\[(\d+)\])?(?:\[(\d+)\])?")
_CODES = {
    "function": "功能分类科目编码应为 3、5 或 7 位数字，以 2 开头",
    "economic": "部门经济分类科目编码应为 3 或 5 位数字，以 3 或 5 开头",
}
Place = tuple[int, int]


@dataclass(slots=True)
class Judged:
    """What blank sum cells come to, remarks, and the differences behind them, by row and column."""

    computed: dict[Place, str] = field(default_factory=dict)
    remarks: dict[Place, list[Remark]] = field(default_factory=dict)
    differences: list[tables.Difference] = field(default_factory=list)
    from_units: list[CellDifference] = field(default_factory=list)

    def say(self, place: Place, severity: str, sentence: str) -> None:
        """Remark upon a cell."""
        self.remarks.setdefault(place, []).append((severity, sentence))


def judge(state: PartsState, table: BudgetTable, form: TableForm | None, right: set[int]) -> Judged:
    """Everything about the cells of a table; `right` are its columns of amounts."""
    found = Judged()
    cells = [row.cells for row in table.rows]
    for finding in state.findings():
        place = place_of(state, table, finding)
        if place is not None:
            found.say(place, *remark(finding))
    if form is not None:
        for place, value in tables.computed(form, cells).items():
            if not cells[place[0]][place[1]].strip():
                found.computed[place] = amounts.format_amount(value)
        _compare(found, form, cells)
        _judge_codes(found, form, cells)
    _beside_units(found, state, table, form)
    _judge_amounts(found, table, right)
    return found


def _compare(found: Judged, form: TableForm, cells: Sequence[Sequence[str]]) -> None:
    """Sums beside their parts."""
    found.differences = [d for d in tables.differences(form, cells) if d.printed is not None]
    for d in found.differences:
        here = cells[d.row][d.column].strip()
        found.say((d.row, d.column), WARNING, f"合计应为 {amounts.format_amount(d.computed)}，表中为 {here}")


def _beside_units(found: Judged, state: PartsState, table: BudgetTable, form: TableForm | None) -> None:
    """A department's table beside the sum of its units'."""
    total = state.units_total(table.no) if table.id and not table.owner else None
    found.from_units = beside_units(table, form, total) if total is not None else []
    for u in found.from_units:
        if u.row is not None:
            here = table.rows[u.row].cells[u.column].strip() or "空"
            found.say((u.row, u.column), INFO, f"各单位合计 {amounts.format_amount(u.computed)}，这里为 {here}")


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
