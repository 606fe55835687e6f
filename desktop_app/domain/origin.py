"""Where a field stood in its source, in the words of a person."""

from collections.abc import Sequence

from desktop_app.domain.traces import Part


def place_text(parts: Sequence[Part], first: int, last: int, column: int = -1) -> str:
    """`第 40–43 行`, `工作表“项目”C12`, `表3 第2行`, `第5页`; "" where `first` is 0 (no line is known).

    `first` and `last` are lines of the whole file, `column` that of a worksheet counted from 0; `parts` are those of
    the source in order, none for plain text.
    """
    if first < 1:
        return ""
    last = max(first, last)
    begins, ends = _part(parts, first), _part(parts, last)
    if begins is None and ends is None:
        return f"第 {first} 行" if first == last else f"第 {first}–{last} 行"
    if begins is ends and begins is not None:
        return _inside(begins, first - begins.line + begins.first, last - begins.line + begins.first, column)
    return f"{place_text(parts, first, first, column)}至{place_text(parts, last, last, column)}"


def _part(parts: Sequence[Part], line: int) -> Part | None:
    found = None
    for part in parts:
        if part.line > line:
            break
        found = part
    return found


def _inside(part: Part, first: int, last: int, column: int) -> str:
    rows = f"第{first}行" if first == last else f"第{first}–{last}行"
    if part.kind == "page":
        return f"第{part.name}页" if part.name.isdecimal() else part.name
    if part.kind == "table":
        return f"{f'表{part.name}' if part.name.isdecimal() else part.name} {rows}"
    sheet = f"工作表“{part.name}”"
    if column < 0:
        return f"{sheet}{rows}"
    name = column_letters(column)
    return f"{sheet}{name}{first}" if first == last else f"{sheet}{name}{first}–{name}{last}"


def column_letters(column: int) -> str:
    """The letters of a worksheet's column counted from 0: A, B, … Z, AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
