"""The rows of a document divided into forms (one a project) and all the rest."""

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_app.importers import lines
from desktop_app.importers.cells import Row, only_cell
from desktop_app.importers.vocabulary import PLAN, SCALE, Vocabulary

# The parts of a form in printed order.
NAME, MONEY, PURPOSE, MONTHS, GOALS, INDICATORS = range(6)
_STAGE = {
    **{"code": NAME, "name": NAME, "purpose": PURPOSE, PLAN: MONTHS, "goals": GOALS},
    **{SCALE: MONEY, "budget": MONEY, "fiscal": MONEY, "other": MONEY},
}
_LEAST_CELLS = 3
_AMONG = "表格中间的文字"
_LOST = "读不懂的表格"


@dataclass(slots=True)
class Form:
    """One printed form: the lines above it, and its rows with the part of the form that each belongs to.

    `merged` are the indicators whose 二级指标 was blank and taken from the row above, once they are read.
    """

    lead: list[Row] = field(default_factory=list)
    rows: list[tuple[int, Row]] = field(default_factory=list)
    stage: int = NAME
    merged: list[int] = field(default_factory=list)

    def of(self, *stages: int) -> list[Row]:
        """The rows of these parts."""
        return [row for stage, row in self.rows if stage in stages]

    @property
    def twofold(self) -> bool:
        """Whether money, plan or goals stand below indicators: the form that follows lost its first row."""
        below = False
        for stage, _ in self.rows:
            if below and stage < INDICATORS:
                return True
            below = below or stage == INDICATORS
        return False

    @property
    def place(self) -> tuple[int, int]:
        """First and last line of the form, its title included."""
        rows = self.lead + [row for _, row in self.rows]
        return min(row.line for row in rows), max(row.last for row in rows)


@dataclass(slots=True)
class Divided:
    """The forms in order, and the other rows in order."""

    forms: list[Form] = field(default_factory=list)
    rest: list[Row] = field(default_factory=list)


def divide(rows: list[Row], words: Vocabulary, progress: Callable[[int, int], None] | None = None) -> Divided:
    """Divide the rows of a document. `progress(done, total)` may raise Cancelled."""
    divider = _Divider(words)
    for i, row in enumerate(rows):
        if progress and i % 5000 == 0:
            progress(i, len(rows))
        divider.take(row)
    divider.close()
    return divider.result


class _Divider:
    """Walks through the rows; `form` is the form that may still go on, `between` the text since its last row."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.result = Divided()
        self.form: Form | None = None
        self.between: list[Row] = []
        self.lost = False  # within a form whose cells the reader could not tell apart
        self.before = 0  # so many lines of text stand above the last form: none of them is the next one's title

    def take(self, row: Row) -> None:
        """Take the next row."""
        if not row.table:
            self._text(row)
        elif not row.blank or (self.form and self.form.stage == MONTHS):
            self._table_row(row)

    def close(self) -> None:
        """No row of the open form can follow any more."""
        form, self.form = self.form, None
        if form and form.stage < INDICATORS:
            # the form broke off: text after its last row of cells was no part of it
            end = next(i for i in range(len(form.rows), 0, -1) if form.rows[i - 1][1].table)
            self.between = sorted([row for _, row in form.rows[end:]] + self.between, key=lambda row: row.line)
            del form.rows[end:]
        self.result.rest += self.between
        self.between = []

    def _text(self, row: Row) -> None:
        form = self.form
        if self.lost or self.words.begins_code(row.text):
            self._lost(row)
            return
        if form and form.stage < INDICATORS and not self.between and not self._ends_form(row):
            if not lines.page_number(row.text) and not _same(form.rows[-1][1], row):  # else printed twice
                form.stage = PURPOSE if form.stage == MONEY else form.stage
                form.rows.append((form.stage, row))
        else:
            self.between.append(row)

    def _lost(self, row: Row) -> None:
        """A form in running text: it and the lines above it are no narrative, up to the next great heading."""
        if not self.lost:
            self.close()
            rest = self.result.rest
            for line in rest[lines.lead_of(rest, len(rest), 0) :]:
                line.doubt = _LOST
        self.lost = not lines.great_heading(row)
        row.doubt = _LOST if self.lost else ""
        self.result.rest.append(row)

    def _ends_form(self, row: Row) -> bool:
        """Whether a line of text cannot be one more line of a cell in the upper part of a form."""
        if row.heading or lines.title_ends(row.text) or lines.measure(row.text) or lines.owner(row.text):
            return True
        goal = self.form is not None and self.form.stage == GOALS and lines.NUMBER.match(row.text)
        return not goal and lines.heading(row)

    def _table_row(self, row: Row) -> None:
        first = next((cell for cell in row.cells if cell), "")
        stage = self._stage(row, first)
        form = self.form
        if stage is not None and self._begins(stage, row):
            self._open(row, stage)
        elif form and stage is not None:
            self._add(stage, row)
        elif form and self._belongs(row):
            self._add(PURPOSE if form.stage == MONEY else form.stage, row)
        else:
            self.close()
            text = only_cell(row)
            if text is not None and not row.doubt and (lines.sentence(text) or lines.heading(_text_row(row, text))):
                row = _text_row(row, text)
            self.result.rest.append(row)

    def _stage(self, row: Row, first: str) -> int | None:
        """The part of a form that the row begins or belongs to by its label, None where it has none."""
        heads = [self.words.column_label(cell) for cell in row.cells if cell]
        if sum(map(bool, heads)) >= _LEAST_CELLS and heads[0]:
            return INDICATORS
        label = self.words.head_label(first)
        if label.startswith("plan."):
            return MONTHS
        return _STAGE.get(label)

    def _begins(self, stage: int, row: Row) -> bool:
        """Whether the row begins another form than the open one."""
        form = self.form
        labels = {self.words.head_label(cell) for cell in row.cells}
        if stage == NAME:
            # a table of another kind may have a column 项目名称 too: alone it begins a form only under a title
            known = "code" in labels or self._titled()
            another = form is None or form.stage > NAME or self._names_again(form, row)
            return known and another and not self._lacks_name()
        known = SCALE in labels or labels >= {"budget", "fiscal"}
        return stage == MONEY and known and (form is None or form.stage > MONEY)

    def _names_again(self, form: Form, row: Row) -> bool:
        """Whether code or name stand in the row and in the open form already: some forms give each a row of its own."""
        labels = {self.words.head_label(cell) for cell in row.cells}
        given = {self.words.head_label(cell) for other in form.of(NAME) for cell in other.cells}
        return bool(labels & given & {"code", "name"}) and not _same(form.rows[0][1], row)

    def _lacks_name(self) -> bool:
        """Whether the open form began with another row than that of its name, which may still come."""
        form = self.form
        named = form is None or form.of(NAME)
        return form is not None and not named and not self.between and form.stage < GOALS

    def _titled(self) -> bool:
        """Whether the lines right above the next row end with the title of a form, its owner and its measure."""
        above = self.between or self.result.rest
        lead = above[lines.lead_of(above, len(above), 0) :]
        return any(not row.table and lines.title_ends(row.text) for row in lead)

    def _open(self, row: Row, stage: int) -> None:
        self.close()
        self.lost = False
        rest = self.result.rest
        lead = lines.lead_of(rest, len(rest), self.before)
        form = Form(rest[lead:], [(stage, row)], stage)
        del rest[lead:]
        self.before = len(rest)
        self.result.forms.append(form)
        self.form = form

    def _add(self, stage: int, row: Row) -> None:
        """Add a row to the open form; lines of text before it were page numbers, a repeated title, or are strange."""
        form = self.form
        assert form is not None
        known = {line.text for line in form.lead}
        for line in self.between:
            if not lines.page_number(line.text) and line.text not in known and not lines.measure(line.text):
                line.doubt = _AMONG
                self.result.rest.append(line)
        self.between = []
        if stage < INDICATORS and _same(form.rows[-1][1], row):
            return  # printed twice
        form.stage = max(stage, form.stage)
        form.rows.append((stage, row))

    def _belongs(self, row: Row) -> bool:
        """Whether a row without a label is part of the open form."""
        form, words = self.form, self.words
        assert form is not None
        if form.stage < INDICATORS:
            return not self.between
        cells = [cell for cell in row.cells if cell]
        if words.level2(cells[0]) or (words.level1(cells[0]) and len(cells) > 1):
            return True
        if self.between:
            return False
        if row.doubt:
            return True
        goes_on = len(row.cells) > _LEAST_CELLS and not any(row.cells[:2])  # what a page break cut off
        return not row.cells[0] and (row.exact or goes_on or len(cells) >= _LEAST_CELLS)


def _same(one: Row, other: Row) -> bool:
    return [c for c in one.cells if c] == [c for c in other.cells if c]


def _text_row(row: Row, text: str) -> Row:
    return Row(row.line, row.last, [text], False, row.gap, row.heading)
