"""One page of a PDF -> its characters with their boxes and the straight rules drawn on it, through PDFium.

Lengths are points; x grows to the right, y downwards, as the page is shown (its rotation is undone).
"""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from desktop_app.importers.pdf_signs import sign

MOST_CHARACTERS = 200_000
MOST_OBJECTS = 100_000
_MOST_SEGMENTS = 2_000  # of one path: more is a drawing
_DEEPEST = 6
_SHORTEST = 2.0
_THICKEST = 3.0  # a filled box that is thinner is a rule
_SKEW = 0.8

Matrix = tuple[float, float, float, float, float, float]
Turn = Callable[[float, float], tuple[float, float]]


class Char(NamedTuple):
    """One character and the box that it takes in its line."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


class Rule(NamedTuple):
    """A straight line: `at` is its y (or x), from `begin` to `end` along the other direction."""

    at: float
    begin: float
    end: float


@dataclass(slots=True)
class Page:
    """What stands on a page. `unreadable` of its characters have no meaning in the file. `rules` are cut short where
    the page holds a drawing with more of them than any table."""

    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    unreadable: int = 0
    pictures: int = 0


def read_page(document: Any, number: int) -> Page | None:
    """Page `number`, counted from 0; None where it is broken."""
    handle = pdfium.FPDF_LoadPage(document, number)
    if not handle:
        return None
    try:
        page, turn = _page(handle)
        _read_text(handle, page, turn)
        _read_rules(handle, page, turn)
        return page
    finally:
        pdfium.FPDF_ClosePage(handle)


def _page(handle: Any) -> tuple[Page, Turn]:
    """The page without content, and what turns its coordinates into those that are seen."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(handle, box)
    left, right, low, high = box.left, box.right, box.bottom, box.top
    turns: dict[int, Turn] = {
        0: lambda x, y: (x - left, high - y),
        1: lambda x, y: (y - low, x - left),
        2: lambda x, y: (right - x, y - low),
        3: lambda x, y: (high - y, right - x),
    }
    rotation = pdfium.FPDFPage_GetRotation(handle) % 4
    across, along = right - left, high - low
    return Page(*((along, across) if rotation % 2 else (across, along))), turns[rotation]


def _read_text(handle: Any, page: Page, turn: Turn) -> None:
    text = pdfium.FPDFText_LoadPage(handle)
    if not text:
        return
    box = pdfium.FS_RECTF()
    try:
        for i in range(min(pdfium.FPDFText_CountChars(text), MOST_CHARACTERS)):
            if pdfium.FPDFText_IsGenerated(text, i) == 1:
                continue  # blanks and line ends that PDFium adds by its own rules
            code = pdfium.FPDFText_GetUnicode(text, i)
            shown = sign(code, pdfium.FPDFText_HasUnicodeMapError(text, i) != 1)
            if not shown or not pdfium.FPDFText_GetLooseCharBox(text, i, box):
                continue
            x0, y0 = turn(box.left, box.top)
            x1, y1 = turn(box.right, box.bottom)
            if 0 <= (x0 + x1) / 2 <= page.width and 0 <= (y0 + y1) / 2 <= page.height:  # else nobody sees it
                page.unreadable += shown == "\ufffd"
                page.chars.append(Char(shown, min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)))
    finally:
        pdfium.FPDFText_ClosePage(text)


def _read_rules(handle: Any, page: Page, turn: Turn) -> None:
    count = min(pdfium.FPDFPage_CountObjects(handle), MOST_OBJECTS)
    budget = [MOST_OBJECTS]
    for i in range(count):
        _object(pdfium.FPDFPage_GetObject(handle, i), (1, 0, 0, 1, 0, 0), page, turn, budget, 0)


def _object(item: Any, outer: Matrix, page: Page, turn: Turn, budget: list[int], depth: int) -> None:
    kind = pdfium.FPDFPageObj_GetType(item)
    budget[0] -= 1
    if budget[0] < 0:
        return
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        _path(item, _times(_matrix(item), outer), page, turn)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        page.pictures += 1
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        inner = _times(_matrix(item), outer)
        for i in range(max(0, min(pdfium.FPDFFormObj_CountObjects(item), budget[0]))):
            _object(pdfium.FPDFFormObj_GetObject(item, i), inner, page, turn, budget, depth + 1)


def _matrix(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return (1, 0, 0, 1, 0, 0)
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _path(item: Any, matrix: Matrix, page: Page, turn: Turn) -> None:
    """The rules of one path: its strokes, and its filled boxes where they are as thin as a line."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(item, fill, stroke):
        return
    for points in _outlines(item, matrix, turn):
        if stroke.value:
            for (x0, y0), (x1, y1) in pairwise(points):
                _add(page, x0, y0, x1, y1)
        elif fill.value:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THICKEST:
                _add_box(page, min(xs), min(ys), max(xs), max(ys))


def _outlines(item: Any, matrix: Matrix, turn: Turn) -> Iterator[list[tuple[float, float]]]:
    """The lines of a path, each as the points that it runs through; curves make no table."""
    count = pdfium.FPDFPath_CountSegments(item)
    if count > _MOST_SEGMENTS:
        return
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = turn(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = [point]
        else:
            points.append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
    if len(points) > 1:
        yield points


def _add(page: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    """A line as a rule, as far as it lies on the page: some programs draw tables on beyond its end."""
    if abs(y1 - y0) <= _SKEW and abs(x1 - x0) >= _SHORTEST:
        if 0 <= (y0 + y1) / 2 <= page.height:
            page.across.append(Rule((y0 + y1) / 2, max(min(x0, x1), 0.0), min(max(x0, x1), page.width)))
    elif abs(x1 - x0) <= _SKEW and abs(y1 - y0) >= _SHORTEST:
        if 0 <= (x0 + x1) / 2 <= page.width:
            page.down.append(Rule((x0 + x1) / 2, max(min(y0, y1), 0.0), min(max(y0, y1), page.height)))


def _add_box(page: Page, left: float, top: float, right: float, bottom: float) -> None:
    """A thin box as the rule in its middle; a dot belongs to a dotted line in either direction."""
    if right - left >= bottom - top:
        _add(page, min(left, right - _SHORTEST), (top + bottom) / 2, right, (top + bottom) / 2)
    if bottom - top >= right - left:
        _add(page, (left + right) / 2, min(top, bottom - _SHORTEST), (left + right) / 2, bottom)
