"""Pieces of WordprocessingML as strings: paragraphs, fields, tables. All texts pass through `escape`."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape as _escape
from xml.sax.saxutils import quoteattr

from desktop_app.exporters.form import COVERED, Cell, Row, Style
from desktop_app.exporters.wording import clean

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TWIPS_PER_MM = 1440 / 25.4


def twips(mm: float) -> int:
    """Millimetres -> twentieths of a point."""
    return round(mm * TWIPS_PER_MM)


def escape(text: str) -> str:
    """`text` for an XML element, without what XML cannot hold."""
    return _escape(clean(text))


def run(text: str) -> str:
    """A run of text; newlines and tabs become breaks and tabs of Word."""
    if not text:
        return ""
    inner = escape(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    inner = inner.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r><w:t xml:space="preserve">{inner}</w:t></w:r>'


def paragraph(style_id: str, content: str, properties: str = "") -> str:
    """A paragraph of finished runs; `properties` are further children of `w:pPr` in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{properties}</w:pPr>{content}</w:p>'


def field(instruction: str, shown: str) -> str:
    """A field with the result that is shown until an office program computes it."""
    return (
        f'{field_mark("begin")}<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f"{field_mark('separate')}{run(shown)}{field_mark('end')}"
    )


def field_mark(kind: str) -> str:
    """One of the three marks of a field: begin, separate, end."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def bookmark(name: str, number: int, content: str) -> str:
    """`content` with a bookmark around it; `number` is its id, unique in the document."""
    return f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>{content}<w:bookmarkEnd w:id="{number}"/>'


@dataclass(slots=True, frozen=True)
class TableLook:
    """How a table behaves on the page.

    `header`: so many first rows repeat on every page. `keep`: so many first rows stay with the row after them.
    `open_end`: no line below, because another table follows. `padding`: the part of the style that names it.
    """

    header: int = 0
    keep: int = 0
    open_end: bool = False
    padding: str = "form"


def table(rows: Sequence[Row], whole: Sequence[bool], look: TableLook, style: Style) -> str:
    """A table of fixed width; all rows share the edges that their cells have. Row i does not break if `whole[i]`."""
    edges = sorted({edge for row in rows for cell in row for edge in (cell.left, cell.right)})
    places = {edge: i for i, edge in enumerate(edges)}
    grid = "".join(f'<w:gridCol w:w="{twips(b) - twips(a)}"/>' for a, b in pairwise(edges))
    body = "".join(
        _row(row, places, repeat=i < look.header, whole=whole[i], keep=i < look.keep) for i, row in enumerate(rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(edges[-1])}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_borders(look.open_end)}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{_margins(style[look.padding])}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def _margins(space: dict[str, float]) -> str:
    sides = {"top": "above", "left": "side", "bottom": "above", "right": "side"}
    return "".join(f'<w:{side} w:w="{twips(space[name])}" w:type="dxa"/>' for side, name in sides.items())


def _borders(open_end: bool) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    line = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
    return "".join(f'<w:{s} w:val="nil"/>' if open_end and s == "bottom" else f"<w:{s} {line}/>" for s in sides)


def _row(row: Row, places: dict[float, int], repeat: bool, whole: bool, keep: bool) -> str:
    marks = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if repeat else "")
    properties = f"<w:trPr>{marks}</w:trPr>" if marks else ""
    return f"<w:tr>{properties}{''.join(_cell(cell, places, keep) for cell in row)}</w:tr>"


def _cell(cell: Cell, places: dict[float, int], keep: bool) -> str:
    span = places[cell.right] - places[cell.left]
    merge = "<w:vMerge/>" if cell.rows == COVERED else '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    stay = "<w:keepNext/>" if keep else ""
    lines = "".join(paragraph(cell.kind, run(line), stay) for line in clean(cell.text).split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(cell.right) - twips(cell.left)}" w:type="dxa"/>{wide}{merge}'
        f'<w:vAlign w:val="center"/></w:tcPr>{lines}</w:tc>'
    )
