"""The upper part of one form: labels, also wrapped ones, and what stands between them."""

import re

from desktop_app.domain.amounts import parse_amount, parse_percent
from desktop_app.domain.model import PLAN_MONTHS
from desktop_app.importers.cells import Row
from desktop_app.importers.vocabulary import PLAN, SCALE, Vocabulary
from desktop_app.importers.wrapped_layout import label_at
from desktop_app.importers.wrapped_pieces import BLANK, END, LOOSE, WRAP, Piece, join, width

_MONTHS = tuple(f"{PLAN}.{i}" for i in range(len(PLAN_MONTHS)))
_ORDER = ("code", "name", SCALE, "budget", "fiscal", "other", "purpose", PLAN, *_MONTHS, "goals")
_NUMBERED = re.compile(r"\d{1,2}[.、．]")
_STOPPED = re.compile(r"[。；;！!？?]$")
_UNSURE = "空着的栏目只剩空格，分不清数字是哪个月的"
_STRAY = "栏目名称后面有读不懂的文字"
_BROKEN = "有一行没有写满也没有写完，可能错了一行"
_OPEN = re.compile(r"[\u4e00-\u9fff、，,]$")
_SHORT_LINE = 0.3

Parts = dict[str, tuple[list[Piece], list[Piece]]]
"""Field -> the pieces of its label and of what follows it."""


def read_head(pieces: list[Piece], edge: float, words: Vocabulary) -> list[Row]:
    """The rows of the upper part. `edge`: how wide the lines of its long cells are printed, in characters."""
    parts = _parts(pieces, words)
    rows = [_row(parts, ("code", "name")), _row(parts, (SCALE, "budget", "fiscal", "other"))]
    if PLAN not in parts and _MONTHS[0] in parts:
        parts[PLAN] = ([], [])
    if "purpose" in parts:
        label, text = parts["purpose"]
        doubt = _STRAY if _swallowed(text, words) else _BROKEN if _broken(text, edge) else ""
        rows.append(_cells([join(label) if label else "", _long(text, edge)], label + text, doubt))
    if PLAN in parts and _MONTHS[0] in parts:
        rows += _plan(parts)
    if "goals" in parts:
        label, text = parts["goals"]
        doubt = _STRAY if _swallowed(text, words) or _rows_within(text, words) else ""
        rows.append(_cells([join(label), _long(text, edge)], label + text, doubt))
    return [row for row in rows if row is not None]


def _parts(pieces: list[Piece], words: Vocabulary) -> Parts:
    """The pieces by the labels that they follow: labels stand in printed order, and at the beginning of a cell."""
    parts: Parts = {}
    rank, at = -1, 0
    field = ""
    while at < len(pieces):
        label, after = label_at(pieces, at, words.head_label)
        begins = pieces[at].parted != WRAP or pieces[at].page or at == 0
        ends = after == len(pieces) or pieces[after].parted != WRAP
        if label in _ORDER and _ORDER.index(label) > rank and begins and ends:
            rank, field = _ORDER.index(label), label
            parts[field] = (pieces[at:after], [])
            at = after
            continue
        if field:
            parts[field][1].append(pieces[at])
        at += 1
    if "other" in parts and "purpose" not in parts:
        _split_other(parts)
    return parts


def _swallowed(pieces: list[Piece], words: Vocabulary) -> bool:
    """Whether a label stands at the beginning of a line or behind the end of a cell: text of another cell."""
    return any(
        label_at(pieces, n, words.head_label)[0] in _ORDER
        for n, piece in enumerate(pieces)
        if n and piece.parted != WRAP
    ) or bool(pieces and label_at(pieces, 0, words.head_label)[0] in _ORDER)


def _rows_within(pieces: list[Piece], words: Vocabulary) -> bool:
    """Whether an 一级 and a 二级指标 stand among the pieces: rows whose column heads are lost."""
    for n in range(len(pieces)):
        first, after = label_at(pieces, n, words.level1)
        if first and label_at(pieces, after, words.level2)[0]:
            return True
    return False


def _broken(pieces: list[Piece], edge: float) -> bool:
    """Whether the first line ends far from the edge and without a stop, though text follows: it may be a label's."""
    after = next((n for n, piece in enumerate(pieces) if n and piece.parted != BLANK), 0)
    first = join(pieces[:after])
    return bool(after) and width(first) < _SHORT_LINE * edge and bool(_OPEN.search(first))


def _split_other(parts: Parts) -> None:
    """What follows 其他资金: its amount, which may be blank, and 资金用途 without a label."""
    label, found = parts["other"]
    line = found[0].line if found and found[0].parted == BLANK else 0
    most = len(found) if not line else sum(piece.line == line for piece in found)
    amount = 0
    for end in range(1, min(most, 3) + 1):
        if parse_amount(join(found[:end])) is not None and (end == len(found) or found[end].parted != WRAP):
            amount = end
    parts["other"] = (label, found[:amount])
    parts["purpose"] = ([], found[amount:])


def _row(parts: Parts, fields: tuple[str, ...]) -> Row | None:
    cells: list[str] = []
    used: list[Piece] = []
    doubt = ""
    for field in fields:
        if field not in parts:
            continue
        label, text = parts[field]
        used += label + text
        cells.append(join(label))
        if field != SCALE:
            cells.append(join(text).replace("\n", ""))
        elif text:
            doubt = _STRAY
    return _cells(cells, used, doubt) if cells else None


def _cells(cells: list[str], used: list[Piece], doubt: str = "") -> Row:
    first = min((piece.line for piece in used), default=1)
    last = max((piece.last for piece in used), default=1)
    return Row(first, last, cells, True, doubt=doubt)


def _long(pieces: list[Piece], edge: float) -> str:
    """The text of a cell as wide as the form: lines that are full go on, others end a paragraph."""
    text = ""
    line: list[Piece] = []
    for piece in [*pieces, None]:
        if line and (piece is None or piece.parted != BLANK):
            printed = join(line)
            text += printed
            if piece is not None and _paragraph(printed, piece, edge):
                text += "\n"
            line = []
        if piece is not None:
            line.append(piece)
    return text


def _paragraph(printed: str, piece: Piece, edge: float) -> bool:
    """Whether a new paragraph begins with the piece."""
    full = width(printed) + 2.0 > edge
    if piece.parted == WRAP and full:
        return bool(_NUMBERED.match(piece.text) and _STOPPED.search(printed))
    if piece.parted in (END, LOOSE) and full:
        return bool(_NUMBERED.match(piece.text) or _STOPPED.search(printed))
    return True


def _plan(parts: Parts) -> list[Row]:
    """The months, and their entries at the places that the blanks show."""
    label = parts[PLAN][0]
    months = [parts[month] for month in _MONTHS if month in parts]
    used = label + [piece for month in months for piece in month[0]]
    heads = [join(label), *(join(month[0]) for month in months)]
    stray = bool(parts[PLAN][1]) or any(month[1] for month in months[:-1])
    rows = [_cells(heads, used, _STRAY if stray else "")]
    found = months[-1][1]
    if found or len(months) != len(PLAN_MONTHS):
        rows.append(_entries(found, len(months)))
    else:
        rows.append(_cells(["", *[""] * len(months)], used))
    return rows


def _entries(found: list[Piece], count: int) -> Row:
    entries: list[tuple[int, str]] = []  # blanks before it, and what it says
    for piece in found:
        if entries and parse_percent(entries[-1][1]) is None and parse_percent(entries[-1][1] + piece.text) is not None:
            entries[-1] = (entries[-1][0], entries[-1][1] + piece.text)  # `25 %`
        else:
            entries.append((piece.blanks, piece.text))
    spare = [blanks - (n > 0) for n, (blanks, _) in enumerate(entries)]
    lost = any(piece.parted == LOOSE for piece in found)
    places = _places([*spare, max(0, found[-1].after - 1)], count, lost)
    if places is None:
        return _cells(["", *(text for _, text in entries)], found, _UNSURE)
    cells = [""] * count
    for place, (_, text) in zip(places, entries, strict=True):
        cells[place] = text
    return _cells(["", *cells], found)


def _places(spare: list[int], count: int, lost: bool) -> list[int] | None:
    """The columns of the entries. `spare`: the blanks before each and after the last that a blank column can have left.

    A blank column leaves two, in some tables another number; None where the blanks do not say how many columns they
    are. `lost`: the blanks at the ends of lines are lost.
    """
    missing = count - len(spare) + 1
    if missing <= 0:
        return list(range(count)) if not missing else None
    for each in (2,) if lost else (2, 1, 3):
        blank = [blanks // each for blanks in spare]
        if all(blanks % each == 0 for blanks in spare) and sum(blank) == missing:
            break
    else:
        return None
    places, at = [], 0
    for blanks in blank[:-1]:
        at += blanks
        places.append(at)
        at += 1
    return places
