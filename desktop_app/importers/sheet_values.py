"""Numbers and dates in the cells of a printed form -> the texts that the paper shows, by what stands around them."""

import re
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from desktop_app.domain.amounts import format_percent
from desktop_app.importers.cells import fold
from desktop_app.importers.list_cells import VALUES, as_shown, money, percent, plain, text_of
from desktop_app.importers.sheet_grid import Grid
from desktop_app.importers.vocabulary import PLAN, Vocabulary

_PLAIN_HEAD = re.compile(r"编码|代码|序号|行次|栏次|数量|年度|年份|人数|科目$")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LINE_END = re.compile(r"\r\n|\r|_x000D_\n?")


def text_cell(cell: str) -> str:
    """The text of a cell, its lines parted by newlines."""
    text = cell.strip()
    return _LINE_END.sub("\n", text).strip() if "\r" in text or "_x000D_" in text else text


class Values:
    """Turns the cells of a sheet into texts, row by row from the top.

    `heads` are the last words that stood in each column, `plan` tells whether the row of the plan's entries may follow,
    `months` which row was the last that named its months, `fields` are the columns of the indicators.
    """

    def __init__(self, grid: Grid, words: Vocabulary) -> None:
        self.grid, self.words = grid, words
        self.heads: dict[int, str] = {}
        self.plan, self.months = False, -2
        self.fields: dict[int, str] = {}

    def texts(self, r: int, cells: list[Any]) -> tuple[list[str], str, int | None]:
        """The texts of row `r`, why it must be looked at ("" where it need not), and at which cell."""
        texts = [cell if isinstance(cell, str) else "" for cell in cells]
        self._learn(r, texts)
        counted = _counts_columns(cells)
        doubt, doubt_at = "", None
        field = ""
        for c, cell in enumerate(cells):
            if isinstance(cell, str):
                field = self.words.head_label(texts[c]) or field
                why = self.grid.lost.get((r, c), "") if not cell else ""
            elif cell is None:
                continue
            else:
                texts[c], why = self._value(r, c, cell, field, counted)
            if why:
                doubt, doubt_at = why, c
        return texts, doubt, doubt_at

    def _learn(self, r: int, texts: list[str]) -> None:
        """What the words of a row say about the rows below it."""
        first = next((text for text in texts if text), "")
        label = self.words.head_label(first)
        if label in (PLAN, "plan.0"):
            self.plan, self.months = True, r
        elif label:
            self.plan = False
        fields = {c: name for c, text in enumerate(texts) if text and (name := self.words.column_label(text))}
        if len(fields) >= 3:
            self.fields, self.plan = fields, False
        elif label:
            self.fields = {}
        for c, text in enumerate(texts):
            if text and _CHINESE.search(text):
                self.heads[c] = text

    def _value(self, r: int, c: int, cell: Any, field: str, counted: bool) -> tuple[str, str]:
        """The text of a cell that is no text, and why it must be looked at."""
        if isinstance(cell, date | datetime | time | bool) or not isinstance(cell, int | float):
            return text_of(cell, self.fields.get(c, ""))
        decimals = self.grid.percents().get((r, c))
        if decimals is not None:
            return percent(cell, decimals), ""
        if self.fields:
            shown = self.grid.shown().get((r, c)) if self.fields.get(c) in VALUES else None
            return as_shown(cell, shown) if shown else text_of(cell, self.fields.get(c, ""))
        if self.plan:
            return self._entry(cell)
        if field in ("code", "name"):
            return text_of(cell, field)
        shown = self.grid.shown().get((r, c))
        if shown and shown.decimals is not None and not counted:
            printed, hidden = as_shown(cell, shown)
            if not hidden:  # else all digits that there are
                return printed, ""
        if counted or _PLAIN_HEAD.search(fold(self.heads.get(c, ""))):
            return plain(cell), ""
        return money(cell), ""

    def _entry(self, cell: float) -> tuple[str, str]:
        """An entry of the plan that is a bare number."""
        if 0 < cell <= 1:
            return plain(cell), f"可能是 {format_percent(round(cell * 10_000))}"
        return plain(cell), ""


def _counts_columns(cells: list[Any]) -> bool:
    """Whether the row only numbers the columns (栏次 1 2 3 …)."""
    numbers = [cell for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool)]
    return len(numbers) >= 3 and all(after == before + 1 for before, after in pairwise(numbers))
