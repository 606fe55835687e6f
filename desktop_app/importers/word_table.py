"""The tables of Word: columns, merged cells, and what lies between a table, its rows and its cells."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from itertools import accumulate

from desktop_app.importers.ruled import Box
from desktop_app.importers.word_xml import attribute, child, local, number, switched_on, value

_WIDTH = 1_000  # twips; of a column that says none
_MOST_SPAN = 1_000
# Elements that only hold others: content controls, marks of programs, the two versions of one content.
_HOLDERS = frozenset(("sdt", "sdtContent", "customXml", "smartTag"))


def edges(grid: ET.Element) -> list[float]:
    """The edges of the columns of a `w:tblGrid`, in twips from the left."""
    widths = [number(attribute(column, "w"), _WIDTH) for column in grid if local(column) == "gridCol"]
    return [0.0, *accumulate(float(width) if width > 0 else _WIDTH for width in widths)]


def pieces(table: ET.Element) -> Iterator[ET.Element]:
    """The grid and the rows of a whole table in order."""
    for element in _through(table):
        if local(element) in ("tblGrid", "tr"):
            yield element


def cells(row: ET.Element) -> list[ET.Element] | None:
    """The cells of a row; None for one that was deleted while changes were tracked."""
    if child(row, "trPr", "del") is not None:
        return None
    return [element for element in _through(row) if local(element) == "tc"]


def in_cell(cell: ET.Element) -> Iterator[ET.Element]:
    """The paragraphs of a cell and the rows of tables in it, in order."""
    for element in _through(cell):
        if local(element) == "p":
            yield element
        elif local(element) == "tbl":
            yield from (piece for piece in pieces(element) if local(piece) == "tr")


def holds_table(cell: ET.Element) -> bool:
    """Whether a table lies in the cell."""
    return any(local(element) == "tbl" for element in _through(cell))


def boxes(
    row: ET.Element, found: list[ET.Element], columns: list[float], text: Callable[[ET.Element], str]
) -> list[Box]:
    """The cells of a row with their edges in twips; `columns` are the edges of the table's columns, and grow."""
    at = min(max(number(value(row, "trPr", "gridBefore")), 0), _MOST_SPAN)
    made: list[Box] = []
    for cell in found:
        properties = child(cell, "tcPr")
        span = min(max(number(value(properties, "gridSpan"), 1), 1), _MOST_SPAN)
        while len(columns) <= at + span:
            columns.append(columns[-1] + _WIDTH if columns else 0.0)
        covered = _covered(properties)
        gone = child(properties, "cellDel") is not None
        content = text(cell)  # also of a covered cell: its paragraphs are counted
        if made and _goes_on_left(properties):
            made[-1].right = columns[at + span]
        else:
            made.append(Box(columns[at], columns[at + span], "" if covered or gone else content, covered))
        at += span
    return made


def _covered(properties: ET.Element | None) -> bool:
    """Whether the cell is the lower part of a merged cell."""
    merge = child(properties, "vMerge")
    return merge is not None and attribute(merge) in (None, "continue")


def _goes_on_left(properties: ET.Element | None) -> bool:
    """Whether the cell is the right part of a merged cell, as older programs write it."""
    merge = child(properties, "hMerge")
    return merge is not None and attribute(merge) in (None, "continue")


def _through(holder: ET.Element) -> Iterator[ET.Element]:
    """The elements in `holder`, also those within what only holds others; placeholders that ask for text are not."""
    for element in holder:
        name = local(element)
        if name == "AlternateContent":
            chosen = child(element, "Choice")
            chosen = child(element, "Fallback") if chosen is None else chosen
            if chosen is not None:
                yield from _through(chosen)
        elif name in _HOLDERS:
            if not switched_on(element, "sdtPr", "showingPlcHdr"):
                yield from _through(element)
        else:
            yield element
