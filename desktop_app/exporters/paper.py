"""A paper of headings, paragraphs and tables (a report of the checks) as a Word document and as a web page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import accumulate, pairwise
from pathlib import Path

from desktop_app.exporters import docx_package
from desktop_app.exporters import docx_xml as xml
from desktop_app.exporters.docx_body import Body
from desktop_app.exporters.files import atomic_write
from desktop_app.exporters.form import LABEL, MIDDLE, TEXT, Cell, Style
from desktop_app.exporters.wording import clean

_MARGINS = {"left": 20.0, "right": 20.0, "footer": 14.0}  # mm
_NARROW = 8  # a column of so small a share holds marks and counts, which stand in the middle


@dataclass(slots=True, frozen=True)
class Grid:
    """A table: its heads, its rows as texts, and the share of the width that each column gets."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[int]


@dataclass(slots=True)
class Chapter:
    """A heading of level 2 to 4 with its paragraphs and tables; level 1 is for what begins a page."""

    heading: str
    level: int = 2
    paragraphs: list[str] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)


@dataclass(slots=True)
class Paper:
    """The whole: a title, lines under it, and chapters in order."""

    title: str
    lines: list[str]
    chapters: list[Chapter]


def write_docx(paper: Paper, path: Path, style: Style, landscape: bool = False) -> Path:
    """Write the paper as a Word document, `landscape` for wide tables.

    Raises UserError; the file is whole or as it was.
    """
    style = _landscape(style) if landscape else style
    body = Body(style, "paper", 1)
    body.paragraph("ContentsTitle", paper.title)
    for line in paper.lines:
        body.paragraph("Body", line)
    for chapter in paper.chapters:
        body.heading(f"Heading{chapter.level}", chapter.heading)
        for text in chapter.paragraphs:
            body.paragraph("Body", text)
        for grid in chapter.grids:
            rows = [_row(grid, grid.heads, body.width, head=True)]
            rows += [_row(grid, texts, body.width, head=False) for texts in grid.rows]
            body.table(rows, xml.TableLook(header=1, keep=1))
            body.paragraph("Gap", "")
    # the properties of the last section stand outside of every paragraph
    content = body.content() + xml.paragraph("Gap", "") + docx_package.section(style, numbered=True)
    with atomic_write(path) as temporary:
        docx_package.save(temporary, content, paper.title, style)
    return path


def _landscape(style: Style) -> Style:
    """The style on a page that lies on its side, with narrower margins: its tables need the room."""
    page = style["page"]
    turned = {"width": page["height"], "height": page["width"], "top": page["left"], "bottom": page["right"]}
    return {**style, "page": {**page, **turned, **_MARGINS}}


def _row(grid: Grid, texts: Sequence[str], width: float, head: bool) -> list[Cell]:
    whole = sum(grid.shares)
    edges = pairwise([0.0, *(round(width * share / whole, 2) for share in accumulate(grid.shares))])
    kinds = [LABEL if head else MIDDLE if share <= _NARROW else TEXT for share in grid.shares]
    return [Cell(clean(text), left, right, kind) for text, (left, right), kind in zip(texts, edges, kinds, strict=True)]


_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 15px/1.6 "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; color: #1c2530;
  max-width: 1080px; margin: 24px auto; padding: 0 16px; }}
h1 {{ font-size: 22px; text-align: center; }}
h2 {{ font-size: 18px; margin: 28px 0 8px; }}
h3 {{ font-size: 16px; margin: 18px 0 6px; }}
h4 {{ font-size: 15px; margin: 12px 0 4px; }}
table {{ border-collapse: collapse; width: 100%; margin: 6px 0 14px; table-layout: fixed; }}
th, td {{ border: 1px solid #9aa5b1; padding: 4px 8px; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }}
th {{ background: #eef1f5; }}
thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }}
.mark {{ text-align: center; }}
@media print {{
  @page {{ size: A4 landscape; margin: 15mm; }}
  body {{ font-size: 10.5pt; max-width: none; margin: 0; padding: 0; }}
  h2, h3, h4 {{ break-after: avoid; }}
}}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def write_html(paper: Paper, path: Path) -> Path:
    """Write the paper as one web page without anything from elsewhere. Raises UserError."""
    parts = [f"<h1>{_text(paper.title)}</h1>", *(f"<p>{_text(line)}</p>" for line in paper.lines)]
    for chapter in paper.chapters:
        parts.append(f"<h{chapter.level}>{_text(chapter.heading)}</h{chapter.level}>")
        parts += [f"<p>{_text(text)}</p>" for text in chapter.paragraphs]
        parts += [_table(grid) for grid in chapter.grids]
    with atomic_write(path) as temporary:
        temporary.write_text(_PAGE.format(title=_text(paper.title), body="\n".join(parts)), "utf-8")
    return path


def _table(grid: Grid) -> str:
    whole = sum(grid.shares)
    widths = "".join(f'<col style="width: {100 * share / whole:.1f}%">' for share in grid.shares)
    heads = "\n".join(f"<th>{_text(head)}</th>" for head in grid.heads)
    marks = [' class="mark"' if share <= _NARROW else "" for share in grid.shares]
    # a line a cell: counts side by side are not the digits of one telephone number for who reads the file by lines
    rows = "\n".join(
        "<tr>" + "\n".join(f"<td{mark}>{_text(text)}</td>" for text, mark in zip(texts, marks, strict=True)) + "</tr>"
        for texts in grid.rows
    )
    return f"<table><colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead><tbody>\n{rows}\n</tbody></table>"


def _text(text: str) -> str:
    return escape(clean(text)).replace("\n", "<br>")
