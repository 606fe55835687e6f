"""Forms printed one cell a line (what Word leaves of a table): the cells are put back into the form's rows.

A row has no mark of its own in such a text. The upper part is cut at its labels; the indicator rows are cut where the
whole sequence fits best, which the 二级指标 of the frame and, weakly, blank lines tell. What does not fit exactly is
marked as doubtful.
"""

from desktop_app.domain.amounts import parse_number
from desktop_app.importers import lines, segments
from desktop_app.importers.cells import Cell, Row, only_cell
from desktop_app.importers.vocabulary import BLOCK, PLAN, SCALE, STANDARD_COLUMNS, Vocabulary

_FEWEST_HEADS = 3
_LOOK_AHEAD = 8


def assemble(rows: list[Row], words: Vocabulary) -> list[Row]:
    """`rows` with every form that stands one cell a line put into rows; all else stays as it is."""
    named = [words.head_label(only_cell(row) or "") == "code" for row in rows]
    starts = [_first(rows, i, words) for i, here in enumerate(named) if here and not (i and named[i - 1])]
    done: list[Row] = []
    at = 0
    for number, start in enumerate(starts):
        if start < at:
            continue
        lead = lines.lead_of(rows, start, at)
        done += rows[at:lead]
        done += [_as_text(row) for row in rows[lead:start]]
        limit = lines.lead_of(rows, starts[number + 1], start + 1) if number + 1 < len(starts) else len(rows)
        form, used = _form(rows[start:limit], words)
        done += form
        at = start + used
    return done + rows[at:]


def _first(rows: list[Row], at: int, words: Vocabulary) -> int:
    """Where the form begins whose code's label stands at `at`: some forms print the name before it."""
    above = only_cell(rows[at - 2]) if at > 1 and only_cell(rows[at - 1]) else None
    return at - 2 if words.head_label(above or "") == "name" else at


def _as_text(row: Row) -> Row:
    return Row(row.line, row.last, [row.text], False, row.gap, row.heading)


def _form(rows: list[Row], words: Vocabulary) -> tuple[list[Row], int]:
    """The rows of one form, and how many of `rows` they were made of."""
    heads = _header_at(rows, words)
    if heads is None:
        stop = next((i for i, r in enumerate(rows) if not r.table and lines.heading(r)), len(rows))
        return _head_rows(_merge(rows[:stop], words), words), stop
    header = rows[heads]
    columns: list[str] = []
    at = heads
    while at < len(rows) and words.column_label(only_cell(rows[at]) or ""):
        columns.append(only_cell(rows[at]) or "")
        at += 1
    body, strays, used = _body(rows, at, len(columns), words)
    beside = _without_label(body, len(columns) + 1, only_cell(rows[heads - 1]) if heads else None, words)
    done = _head_rows(_merge(rows[: heads - 1 if beside else heads], words), words)
    body = beside or body
    width, cuts = segments.best(body, {len(columns), len(STANDARD_COLUMNS)}, words)
    doubt = "" if width == len(columns) else "表头少了或多了一栏"
    done.append(Row(header.line, rows[at - 1].last, columns, True, header.gap, False, doubt))
    done += segments.rows(body, width, cuts, words)
    return done + strays, used


def _without_label(cells: list[Cell], width: int, label: str | None, words: Vocabulary) -> list[Cell]:
    """The cells without those beside each row, where a label of the whole block (`绩效指标`) stands before the heads.

    Nothing where none stands there: its merged cell is blank in every row.
    """
    if words.head_label(label or "") != BLOCK or not cells or len(cells) % width:
        return []
    if any(cell.text not in ("", label) for cell in cells[::width]):
        return []
    return [cell for i, cell in enumerate(cells) if i % width]


def _header_at(rows: list[Row], words: Vocabulary) -> int | None:
    """Where the column heads of the indicators begin."""
    return next((i for i in range(len(rows)) if _is_header(rows, i, words)), None)


def _is_header(rows: list[Row], at: int, words: Vocabulary) -> bool:
    """Whether column heads begin here: some of them, one after the other."""
    window = rows[at : at + _FEWEST_HEADS]
    return len(window) == _FEWEST_HEADS and all(words.column_label(only_cell(r) or "") for r in window)


def _merge(rows: list[Row], words: Vocabulary) -> list[Cell]:
    """The cells of the upper part; lines that no tab begins go on with the cell above, a label printed twice is one."""
    cells: list[Cell] = []
    for row in rows:
        if row.table and cells and words.head_label(row.text) and cells[-1].text == row.text:
            cells[-1].last = row.last
        elif row.table:
            cells.append(Cell([row.text], row.line, row.last, row.gap))
        elif cells and not lines.page_number(row.text):
            cells[-1].go_on(row)
    return cells


def _body(rows: list[Row], start: int, width: int, words: Vocabulary) -> tuple[list[Cell], list[Row], int]:
    """The cells under the column heads, lines of text among them that are no cell, and where the form ends."""
    cells: list[Cell] = []
    strays: list[Row] = []
    since, i = 0, start  # since: cells after the last cell that can only begin a row
    while i < len(rows):
        row = rows[i]
        text = only_cell(row)
        if text is not None:
            if _is_header(rows, i, words):  # the column heads again, on a new page
                i += width
                continue
            since = 1 if words.level1(text) else since + 1
            cells.append(Cell([text], row.line, row.last, row.gap))
        elif row.table:
            break
        elif lines.page_number(row.text):
            pass
        elif cells and _goes_on(row, since % max(width, 1) != 0):
            cells[-1].go_on(row)
        elif _resumes(rows, i + 1, words):
            strays.append(Row(row.line, row.last, row.cells, False, row.gap, row.heading, "表格中间的文字"))
        else:
            break
        i += 1
    return cells, strays, i


def _goes_on(row: Row, within: bool) -> bool:
    """Whether a line of text is one more line of the cell above it; `within`: the row is not complete yet."""
    outside = row.heading or lines.title_ends(row.text) or lines.measure(row.text) or lines.owner(row.text)
    return not outside and (within or (not row.gap and not lines.heading(row)))


def _resumes(rows: list[Row], at: int, words: Vocabulary) -> bool:
    """Whether the indicator rows go on after some lines of text."""
    following = [r for r in rows[at : at + _LOOK_AHEAD] if r.table][:2]
    texts = [only_cell(r) or "" for r in following]
    return any(words.level2(text) or words.column_label(text) for text in texts)


def _head_rows(cells: list[Cell], words: Vocabulary) -> list[Row]:
    """The upper part as the form prints it: code and name; money; purpose; plan heads; plan; goals."""
    groups: list[list[Cell]] = [[]]
    stage = ""
    for cell in cells:
        label = words.head_label(cell.text)
        begins = label in ("code", SCALE, PLAN, "goals") or (label == "budget" and stage not in (SCALE, "budget"))
        if begins and groups[-1]:
            groups.append([])
        stage = label or stage
        groups[-1].append(cell)
    done: list[Row] = []
    for group in groups:
        label = words.head_label(group[0].text) if group else ""
        split = {SCALE: _after_money, "budget": _after_money, PLAN: _after_months}.get(label)
        if split is None:
            done += _one_row(group)
        else:
            at, doubt = split(group, words)
            rest = group[at:]
            if rest and rest[0].text:  # the blank cell under the label is lost
                rest = [Cell([""], rest[0].line, rest[0].line, rest[0].gap), *rest]
            done += _one_row(group[:at]) + _one_row(rest, doubt)
    return done


def _after_money(group: list[Cell], words: Vocabulary) -> tuple[int, str]:
    """Where the row with the purpose begins, and what is doubtful about it."""
    at = next((i for i, cell in enumerate(group) if words.head_label(cell.text) == "other"), None)
    if at is None:
        return len(group), ""
    at += 1
    malformed = len(group) - at == 3 and not group[at + 1].text  # something, then the blank cell before the purpose
    if at < len(group) and (not group[at].text or malformed or parse_number(group[at].text) is not None):
        at += 1
    rest = group[at:]
    expected = [bool(cell.text) for cell in rest] in ([False, True], [False, False], [True])
    return at, "" if expected else "这一格的行数与表格不符"


def _after_months(group: list[Cell], words: Vocabulary) -> tuple[int, str]:
    """Where the row with the plan's entries begins, and what is doubtful about it."""
    at = 1
    while at < len(group) and words.head_label(group[at].text).startswith("plan."):
        at += 1
    rest = group[at:]
    whole = len(rest) == 5 and not rest[0].text
    lead_lost = len(rest) == 4 and all(cell.text for cell in rest)
    return at, "" if at == 5 and (whole or lead_lost) else "资金支出计划的格数与月份对不上"


def _one_row(cells: list[Cell], doubt: str = "") -> list[Row]:
    if not cells:
        return []
    texts = [cell.text for cell in cells]
    places = tuple((cell.line, cell.last) for cell in cells)
    return [Row(cells[0].line, cells[-1].last, texts, True, cells[0].gap, False, doubt, places=places)]
