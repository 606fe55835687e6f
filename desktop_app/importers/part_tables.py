"""The nine budget tables: chunks of pages put together to tables, cells continued over a page break joined."""

from collections import Counter
from dataclasses import dataclass, field

from desktop_app.domain.disclosed import BudgetRow, BudgetTable
from desktop_app.domain.traces import Review
from desktop_app.importers import lines, table_evidence
from desktop_app.importers.heads import JOINT, columns_of, numbers_columns
from desktop_app.importers.part_words import Words, lone
from desktop_app.importers.table_blocks import Chunk
from desktop_app.importers.table_cells import AMOUNT, ANY, CODE, LABEL, SEQ, ends_lost, fit, head, tidy
from desktop_app.importers.table_evidence import Doubt

_SAME_COLUMNS = (5, 7, 8)


@dataclass(slots=True)
class Printing:
    """One printing of a table, over one or several pages."""

    no: int
    name: str
    owner: str
    columns: list[str]
    measure: str = ""
    moved: bool = False
    named: bool = True
    rows: list[BudgetRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)

    @property
    def place(self) -> tuple[int, int]:
        """First and last line of the source."""
        return min(first for first, _ in self.places), max(last for _, last in self.places)

    @property
    def texts(self) -> list[list[str]]:
        """The cells of the rows."""
        return [row.cells for row in self.rows]


def read_tables(chunks: list[Chunk], words: Words) -> tuple[list[BudgetTable], list[Review]]:
    """The budget tables of a book, each once, and what a person must look at."""
    printings: list[Printing] = []
    for chunk in chunks:
        _take(chunk, printings, words)
    tables: list[BudgetTable] = []
    review: list[Review] = []
    owners = _owners(printings)
    groups: dict[tuple[int, str], list[Printing]] = {}
    for printing in printings:
        groups.setdefault((printing.no, owners[printing.owner]), []).append(printing)
    for (no, owner), group in groups.items():
        printing = _best(group)
        for row in printing.rows:  # a page with more or fewer columns
            row.cells = (row.cells + [""] * len(printing.columns))[: max(len(printing.columns), len(row.cells))]
        _put_in_order(printing, kinds_of(printing.columns, words))
        doubts = printing.doubts + table_evidence.find(printing.texts, kinds_of(printing.columns, words))
        table = BudgetTable(no, printing.name, printing.columns, printing.rows, printing.measure or "万元")
        table.owner, table.note, table.lines = owner, "\n".join(printing.notes), printing.place
        tables.append(table)
        review += _reviews(table, doubts)
    review += _across(tables, words)
    return tables, review


def kinds_of(columns: list[str], words: Words) -> list[str]:
    """What each column holds, by its name."""
    names = {
        kind: {head(name) for name in words.forms.budget[key]}
        for key, kind in (("number", SEQ), ("code", CODE), ("label", LABEL))
    }
    kinds = []
    for column in columns:
        last = head(column.rsplit(JOINT, 1)[-1])
        kinds.append(next((kind for kind, known in names.items() if last in known), AMOUNT if last else ANY))
    return kinds


def _take(chunk: Chunk, printings: list[Printing], words: Words) -> None:
    """Add a chunk to the printing that it goes on, or begin a new one."""
    columns, moved = columns_of(chunk.heads, words.numbering)
    name, owner, measure = _lead(chunk, words)
    no = words.table_no(name) if name else None
    last = printings[-1] if printings else None
    alike = last is not None and chunk.width == len(last.columns) and not no
    first = _first_number(chunk, last.columns if last and alike else columns, words)
    if last and _goes_on(last, no, owner, columns, first, chunk):
        printing = last
        filled = [sum(map(bool, names)) for names in (last.columns, columns)]
        if filled[1] > filled[0] or (filled[1] == filled[0] and last.moved and not moved):
            printing.columns, printing.moved = columns, bool(moved)
    else:
        named = no is not None
        no = no or _number(columns, chunk, last, words)
        printing = Printing(no, name, owner or (last.owner if last and not named else ""), columns, named=named)
        printing.moved = bool(moved)
        printings.append(printing)
        if not named:
            printing.doubts.append(Doubt(None, None, "没有印出表名，按栏目和次序判断", chunk.place, "name"))
        elif not columns or any(not column for column in columns):
            printing.doubts.append(Doubt(None, None, "表头不全", chunk.place, "columns"))
    printing.measure = printing.measure or measure
    printing.places.append(chunk.place)
    printing.notes += [lone(row) for row in chunk.notes]
    for line in chunk.strays:
        printing.doubts.append(Doubt(None, None, f"表格中间有读不懂的一行：{line.text[:20]}", line.place))
    _add_rows(printing, chunk, bool(moved), words)


def _lead(chunk: Chunk, words: Words) -> tuple[str, str, str]:
    """Name, code of the owner and measure that the lines above a table print."""
    name = owner = measure = ""
    for cell in (cell for row in chunk.lead for cell in row.cells if cell):
        if words.table_no(cell):
            number = lines.NUMBER.match(cell)
            name = tidy(cell[number.end() :] if number else cell, LABEL)
        elif lines.measure(cell):
            measure = tidy(cell, LABEL).rsplit(":", 1)[-1].rsplit("：", 1)[-1]
        elif found := lines.owner(cell):
            owner = found.code or found.name
    return name, owner, measure


def _first_number(chunk: Chunk, columns: list[str], words: Words) -> int | None:
    """The first 序号 of a chunk, None where it has none."""
    if not columns or kinds_of(columns[:1], words) != [SEQ]:
        return None
    return next((int(row.cells[0]) for row in chunk.rows if row.cells[0].isdecimal()), None)


def _goes_on(last: Printing, no: int | None, owner: str, columns: list[str], first: int | None, chunk: Chunk) -> bool:
    """Whether the chunk is the next page of the printing `last`."""
    if (no and no != last.no) or (owner and last.owner and owner != last.owner):
        return False
    alike = chunk.width == len(last.columns) or not columns
    if not no and not _same_columns(columns, last.columns) and not (alike and first and first > 1):
        return False
    numbers = [int(row[0]) for row in last.texts if row and row[0].isdecimal()]
    if first is not None and numbers:
        return first > numbers[0] and (first >= numbers[-1] or not no)
    if last.notes or (no and not chunk.rows):
        return False
    return not (chunk.rows and last.rows and [c for c in chunk.rows[0].cells if c] == [c for c in last.texts[0] if c])


def _same_columns(columns: list[str], others: list[str]) -> bool:
    """Whether these are the heads of the same table; a level of one of them may be lost."""
    if not columns:
        return True
    ends = [{column.rsplit(JOINT, 1)[-1] for column in names if column} for names in (columns, others)]
    return len(columns) == len(others) and 2 * len(ends[0] & ends[1]) >= min(map(len, ends))


def _number(columns: list[str], chunk: Chunk, last: Printing | None, words: Words) -> int:
    """The number of a table without a caption: by its columns, its note, and the table before it."""
    noted = next((no for row in chunk.notes if (no := words.no_by_note(lone(row)))), None)
    by_columns = words.no_by_columns(columns)
    after = last.no + 1 if last and last.no < 9 else 1
    if by_columns in _SAME_COLUMNS:
        return noted or (after if after in _SAME_COLUMNS else by_columns)
    return by_columns or after


def _add_rows(printing: Printing, chunk: Chunk, moved: bool, words: Words) -> None:
    columns = printing.columns
    shifted = columns_of(chunk.heads, words.numbering)[1] if moved and printing.moved else set()
    kinds = kinds_of(columns, words)
    rows = [row for row in chunk.rows if not numbers_columns(row, words.numbering)]
    stripped = ends_lost([row.cells for row in rows], len(kinds))
    for at, row in enumerate(rows):
        cells, doubt = fit(row.cells, kinds, stripped)
        cells = [tidy(cell, kind) for cell, kind in zip(cells, kinds, strict=True)]
        doubt = row.doubt or doubt
        before = printing.rows[-1] if printing.rows else None
        if before and before.cells == cells:
            continue  # printed twice
        if before and (joined := _joined(before.cells, cells, kinds, at == 0)):
            before.cells, before.lines = joined, (before.lines[0] if before.lines else row.line, row.last)
            if at:
                printing.doubts.append(Doubt(len(printing.rows) - 1, None, "由两行合成", row.place))
            continue
        printing.rows.append(BudgetRow(cells, lines=row.place))
        here = len(printing.rows) - 1
        if doubt:
            printing.doubts.append(Doubt(here, None, doubt, row.place))
        elif any(cells[i] for i in shifted) and not table_evidence.adds_up(columns, cells, kinds):
            printing.doubts.append(Doubt(here, None, "表头错位，这一行有数落在移正过的栏里", row.place))


def _joined(before: list[str], cells: list[str], kinds: list[str], on_new_page: bool) -> list[str] | None:
    """Two rows as one, where the second is the rest of the first's wrapped texts; None where it is a row of its own."""
    if len(before) != len(cells):
        return None
    texts = [i for i, kind in enumerate(kinds) if kind == LABEL and cells[i]]
    others = [i for i, kind in enumerate(kinds) if kind not in (LABEL, SEQ) and cells[i]]
    if not texts or not all(before[i] for i in texts) or SEQ not in kinds:
        wraps = on_new_page and CODE in kinds and before[kinds.index(CODE)] and SEQ not in kinds
        if not (wraps and texts and all(before[i] for i in texts)):
            return None
    if (SEQ in kinds and cells[kinds.index(SEQ)]) or any(before[i] for i in others):
        return None
    if not on_new_page and others:
        return None
    return [one + two for one, two in zip(before, cells, strict=True)]


def _owners(printings: list[Printing]) -> dict[str, str]:
    """Printed owner -> the owner of a table: "" where all are of one, and for the department above the units."""
    counts = Counter(p.owner for p in printings if p.owner)
    heads = [o for o in counts if o.isdecimal() and all(other.startswith(o) for other in counts)]
    own = next(iter(counts)) if len(counts) == 1 else heads[0] if heads else ""
    return {p.owner: "" if p.owner == own else p.owner for p in printings}


def _best(group: list[Printing]) -> Printing:
    """The printing to keep where a table is printed more than once: the one with the least doubt and the most rows.

    Cells in which another whole printing differs are flagged.
    """
    filled = [p for p in group if p.rows] or group
    best = min(filled, key=lambda p: (len(p.doubts), -len(p.rows)))
    for other in filled:
        if other is best or other.texts == best.texts or len(other.rows) != len(best.rows):
            continue
        for r, (one, two) in enumerate(zip(best.texts, other.texts, strict=True)):
            for c, (mine, its) in enumerate(zip(one, two, strict=False)):
                if mine != its:
                    best.doubts.append(Doubt(r, c, f"表格印了两遍，另一遍这里是“{its}”", best.rows[r].lines))
    best.notes = list(dict.fromkeys(note for p in group for note in p.notes))
    return best


def _put_in_order(printing: Printing, kinds: list[str]) -> None:
    """Sort rows whose 序号 are all there, but not in order."""
    if SEQ not in kinds:
        return
    at = kinds.index(SEQ)
    numbers = [int(row.cells[at]) if row.cells[at].isdecimal() else 0 for row in printing.rows]
    wanted = list(range(1, len(numbers) + 1))
    if numbers == wanted or sorted(numbers) != wanted:
        return
    printing.rows.sort(key=lambda row: int(row.cells[at]))
    moved = [r for r, number in enumerate(numbers) if number != wanted[r]]
    kept = [
        doubt._replace(row=numbers[doubt.row] - 1) if doubt.row is not None and doubt.row < len(numbers) else doubt
        for doubt in printing.doubts
    ]
    printing.doubts = kept + [Doubt(r, None, "行的次序与序号不符，已按序号排好") for r in moved]


def _reviews(table: BudgetTable, doubts: list[Doubt]) -> list[Review]:
    reviews = []
    for doubt in doubts:
        path = f"budget_tables[{table.no}]"
        path += f".{doubt.part}" if doubt.part else ""
        path += f".rows[{doubt.row}]" if doubt.row is not None else ""
        path += f"[{doubt.column}]" if doubt.column is not None else ""
        row = table.rows[doubt.row] if doubt.row is not None and doubt.row < len(table.rows) else None
        reviews.append(Review(path, doubt.reason, doubt.lines or (row.lines if row else table.lines)))
    return reviews


def _across(tables: list[BudgetTable], words: Words) -> list[Review]:
    """A name of which a table holds only a piece, while another holds it whole under the same code."""
    names: dict[str, set[str]] = {}
    cells: list[tuple[BudgetTable, int, int, str, str]] = []
    for table in tables:
        kinds = kinds_of(table.columns, words)
        if CODE not in kinds or LABEL not in kinds:
            continue
        code, label = kinds.index(CODE), kinds.index(LABEL)
        for r, row in enumerate(table.rows):
            if row.cells[code] and row.cells[label]:
                names.setdefault(row.cells[code], set()).add(row.cells[label])
                cells.append((table, r, label, row.cells[code], row.cells[label]))
    review = []
    for table, r, c, key, name in cells:
        if whole := next((other for other in names[key] if other != name and name in other), ""):
            path = f"budget_tables[{table.no}].rows[{r}][{c}]"
            review.append(Review(path, f"同一编码在另一张表里叫“{whole}”", table.rows[r].lines))
    return review
