"""The printed 绩效目标表 as rows of cells, and the budget tables: one description for Word and for Excel."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from desktop_app.domain.amounts import parse_number
from desktop_app.domain.disclosed import BudgetTable
from desktop_app.domain.model import Indicator, Project
from desktop_app.exporters import layout
from desktop_app.exporters.wording import clean, goal_lines

Style = dict[str, Any]
"""What `catalog.documents()` returns: words, page, fonts, form, styles, and the column names as `labels`."""

LABEL, MIDDLE, TEXT, NUMBER = "TableLabel", "TableMiddle", "TableText", "TableNumber"
INDICATOR_FIELDS = ("l1", "l2", "l3", "desc", "value", "basis")
COVERED = 0
_AMOUNT = "1234567890.12"  # the room that every column of amounts has


@dataclass(slots=True, frozen=True)
class Cell:
    """One cell of a table: its text, its left and right edge in mm, its style, and how many rows it covers.

    `rows` is COVERED (0) where the cell above reaches down over this place. In a workbook a plain number is written as
    one where `number`, and a text stands in by `indent` steps.
    """

    text: str
    left: float
    right: float
    kind: str = TEXT
    rows: int = 1
    number: bool = False
    indent: int = 0


Row = list[Cell]


def head_rows(project: Project, style: Style) -> list[Row]:
    """The upper part of the form: code and name, money and purpose, plan, goals."""
    labels, words, form = style["labels"], style["words"], style["form"]
    plan = [project.plan[i] if i < len(project.plan) else "" for i in range(4)]
    money = [labels["budget"], project.budget, labels["fiscal"], project.fiscal, labels["other"], project.other]
    return [
        _row(form["name"], [labels["code"], project.code, labels["name"], project.name], "LMLT"),
        _row(form["budget"], [words["budget_and_purpose"], *money], "LLMLMLM", (2,)),
        _row(form["text"], ["", project.purpose], "LT", (COVERED,)),
        _row(form["plan"], [words["plan"], *(labels[f"plan.{i}"] for i in range(4))], "LLLLL", (2,)),
        _row(form["plan"], ["", *plan], "LMMMM", (COVERED,)),
        _row(form["text"], [labels["goals"], "\n".join(goal_lines(project))], "LT"),
    ]


def indicator_header(style: Style) -> Row:
    """The row 一级指标 … 指标值确定依据, which stands again on every page."""
    return _row(style["form"]["indicators"], [style["labels"][name] for name in INDICATOR_FIELDS], "LLLLLL")


def all_edges(style: Style) -> list[float]:
    """The edges of all cells that a form can have, from left to right."""
    rows = [*head_rows(Project(), style), indicator_header(style)]
    return sorted({edge for row in rows for cell in row for edge in (cell.left, cell.right)})


def indicator_rows(indicators: Sequence[Indicator], style: Style) -> list[Row]:
    """The indicators; 一级 and 二级 that repeat from row to row are one tall cell. Blanks stay apart."""
    first = _runs([i.l1 for i in indicators], [""] * len(indicators))
    second = _runs([i.l2 for i in indicators], [i.l1 for i in indicators])
    rows = []
    for indicator, covers in zip(indicators, zip(first, second, strict=True), strict=True):
        texts = [getattr(indicator, name) for name in INDICATOR_FIELDS]
        rows.append(_row(style["form"]["indicators"], texts, "MMTTMT", covers))
    return rows


def _runs(names: list[str], above: list[str]) -> list[int]:
    """For each name how many rows it covers: the length of its run at the run's first row, COVERED on the others."""
    covers = [1] * len(names)
    top = 0
    for i in range(1, len(names)):
        if names[i] and names[i] == names[top] and above[i] == above[top]:
            covers[top] += 1
            covers[i] = COVERED
        else:
            top = i
    return covers


_KINDS = {"L": LABEL, "M": MIDDLE, "T": TEXT}


def _row(widths: Sequence[float], texts: Sequence[str], kinds: str, covers: Sequence[int] = ()) -> Row:
    """One row; `covers` says for its first cells how many rows they cover, the others are one row high."""
    rows = [*covers, *[1] * (len(texts) - len(covers))]
    return [
        Cell("" if cover == COVERED else clean(text), left, right, _KINDS[kind], cover)
        for (left, right), text, kind, cover in zip(_edges(widths), texts, kinds, rows, strict=True)
    ]


def _edges(widths: Sequence[float]) -> list[tuple[float, float]]:
    """Left and right edge of columns of these widths."""
    return list(pairwise(round(edge, 2) for edge in accumulate(widths, initial=0.0)))


def table_rows(table: BudgetTable, total: float) -> tuple[list[Row], list[Row]]:
    """Header rows and body rows of a budget table, `total` mm wide. A column `收入/项目` stands under a head `收入`.

    A row with more cells than the table has columns makes columns without a head: nothing typed is left out.
    """
    count = max([1, len(table.columns), *(len(row.cells) for row in table.rows)])
    columns = [*table.columns, *[""] * count][:count]
    cells = [[row.cells[i] if i < len(row.cells) else "" for row in table.rows] for i in range(count)]
    kinds = [_column_kind(texts) for texts in cells]
    room = [
        [column.rpartition("/")[2], *texts, _AMOUNT if kind == NUMBER else ""]
        for column, texts, kind in zip(columns, cells, kinds, strict=True)
    ]
    edges = _edges(layout.column_widths(room, total))
    body = [[Cell(clean(cells[c][r]), *edges[c], kinds[c]) for c in range(count)] for r in range(len(table.rows))]
    return head_block(columns, edges), body


def head_block(columns: Sequence[str], edges: list[tuple[float, float]]) -> list[Row]:
    """The rows of the heads of columns with these left and right edges: `收入/项目` stands under a head `收入`."""
    paths = [column.split("/") for column in columns]
    depth = max(len(path) for path in paths)
    return [_head_row(paths, edges, level, depth) for level in range(depth)]


def _head_row(paths: list[list[str]], edges: list[tuple[float, float]], level: int, depth: int) -> Row:
    """One row of the head: equal neighbours under the same head are one wide cell, a short path is one tall cell."""
    row: Row = []
    start = 0
    for i in range(1, len(paths) + 1):
        path = paths[start]
        if i < len(paths) and level < len(path) - 1 and paths[i][: level + 1] == path[: level + 1]:
            continue
        text = clean(path[level]) if level < len(path) else ""
        rows = COVERED if level >= len(path) else depth - level if level == len(path) - 1 else 1
        row.append(Cell(text, edges[start][0], edges[i - 1][1], LABEL, rows))
        start = i
    return row


def _column_kind(texts: list[str]) -> str:
    """Amounts stand at the right, codes and counting numbers in the middle, words at the left."""
    filled = [text.strip() for text in texts if text.strip()]
    if filled and all(text.isdigit() for text in filled):
        return MIDDLE
    numbers = sum(parse_number(text) is not None for text in filled)
    return NUMBER if numbers * 2 >= len(filled) else TEXT


def row_heights(rows: Sequence[Row], style: Style, padding: str = "form") -> list[float]:
    """The height of each row in points; `padding` names the part of the style that says it.

    A tall cell that needs more than its rows have makes the last of them higher.
    """
    heights = [max((_need(cell, style, padding) for cell in row if cell.rows == 1), default=0.0) for row in rows]
    for top, row in enumerate(rows):
        for cell in row:
            if cell.rows > 1:
                bottom = min(top + cell.rows, len(rows))
                missing = _need(cell, style, padding) - sum(heights[top:bottom])
                heights[bottom - 1] += max(missing, 0.0)
    return heights


def _need(cell: Cell, style: Style, padding: str) -> float:
    look, space = style["style"][cell.kind], style[padding]
    lines = layout.line_count(cell.text, cell.right - cell.left - 2 * space["side"], look["size"])
    around = 2 * float(space["above"]) * layout.POINTS_PER_MM + 0.5  # half a point of rule
    return lines * float(look["line"]) + around
