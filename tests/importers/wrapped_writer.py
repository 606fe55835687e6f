"""Writes a book as the text layer of a PDF comes out: wrapped cells, blanks at their ends, blank lines at long jumps.

What the real thing does: the cells of a row are written one after the other, each with all its lines. A cell stands in
the middle of its row, so the jump from the last line of one cell to the first of the next depends on their numbers of
lines. No jump: both share a line. Half a line: a new line. More: a blank line too. The mark at the end of a cell or
paragraph comes out as a blank, a blank cell as two. A row that a page break cuts goes on after the repeated heads with
the lines of all its cells that did not fit.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from shapes import HEADS, MONTHS, merged

from desktop_app.domain.model import Book, Project

_WORD = re.compile(r"[\x21-\x7e]+|.")
_NO_START = "，。、；：！？）》】」％"
_NO_END = "（《【「"


@dataclass(frozen=True)
class Paper:
    """How the document is laid out; widths in full-width characters, `lines` of a page."""

    columns: tuple[float, ...] = (5, 5, 5, 12, 5, 7.5)
    labels: float = 5
    text: float = 30
    cell: float = 40
    lines: int = 40
    numbers: bool = True
    cut: bool = True  # a page break may cut a row
    blanks: int = 3  # numbers of so many signs have blanks beside Chinese
    top: bool = False  # cells stand at the top of their row
    merge: bool = False  # equal 二级指标 are one cell
    heads: bool = False  # the column heads are wrapped like the cells below them


def wide(text: str) -> float:
    return sum(0.25 if c == " " else 1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def spaced(text: str, least: int) -> str:
    """The text with the blanks that a number of at least so many signs has beside Chinese."""
    number = f"[0-9A-Za-z.]{{{least},}}"
    text = re.sub(rf"(?<=[\u4e00-\u9fff])(?={number})", " ", text)
    return re.sub(rf"({number})(?=[\u4e00-\u9fff])", r"\1 ", text)


def wrap(text: str, width: float, indent: float = 0.0) -> list[str]:
    """The lines of a text: words stay whole, closing marks do not begin a line and opening ones do not end it."""
    units: list[str] = []
    for unit in _WORD.findall(text):
        if units and (unit in _NO_START or units[-1][-1] in _NO_END):
            units[-1] += unit
        else:
            units.append(unit)
    lines, room = [""], width - indent
    for unit in units:
        if lines[-1] and wide(lines[-1]) + wide(unit) > room and unit != " ":
            lines[-1] = lines[-1].rstrip(" ")
            lines.append("")
            room = width
        lines[-1] += unit
    return lines


@dataclass
class Printer:
    """The growing text, and where on the page it stands."""

    paper: Paper
    out: list[str] = field(default_factory=list)
    y: float | None = None  # of the last line written; None at the beginning of a page
    used: float = 0.0
    page: int = 1
    heads: bool = False

    def write(self, text: str, y: float) -> None:
        """A line of print at a height: the jump to it decides how it is parted from the one before."""
        if self.y is None:
            self.out.append("\n " if self.out else "")
        elif abs(y - self.y) < 0.01:
            self.out.append("" if self.out[-1].endswith(" ") else " ")
        else:
            self.out.append("\n" if abs(y - self.y) < 0.6 else "\n\n")
        self.out.append(text)
        self.y = y

    def cells(self, parts: list[list[str]], ends: list[bool], height: int) -> None:
        """Cells beside each other, each with its lines in the middle of the height; no lines: nothing is written."""
        for lines, end in zip(parts, ends, strict=True):
            top = self.used + (0 if self.paper.top else (height - len(lines)) / 2)
            for n, line in enumerate(lines):
                mark = (" " if line else "  ") if end and n == len(lines) - 1 else ""
                self.write(line + mark, top + n)
        self.used += height

    def row(self, texts: list[str], widths: tuple[float, ...], first: float | None = None) -> None:
        """A row of cells; `first`: the height at which the first cell stands, where it is merged with others below."""
        parts = [wrap(text, width) if text else [""] for text, width in zip(texts, widths, strict=True)]
        self.lines(parts, first)

    def lines(self, parts: list[list[str]], first: float | None = None) -> None:
        """A row of cells of these lines, cut by the end of the page where the paper lets it."""
        height = max(map(len, parts))
        room = int(self.paper.lines - self.used)
        if height > room and (room < 1 or not self.paper.cut):
            self.turn()
            room = self.paper.lines
        if first is not None:
            for n, line in enumerate(parts[0]):
                self.write(line + (" " if n == len(parts[0]) - 1 else ""), self.used + first + n)
            parts = parts[1:]
        now = [lines[:room] for lines in parts]
        self.cells(now, [len(lines) <= room for lines in parts], min(height, room))
        if height > room:
            self.turn()
            rest = [lines[room:] for lines in parts]
            self.cells(rest, [True] * len(rest), height - room)

    def turn(self) -> None:
        """The next page: the number of this one, and the heads again within a table."""
        if self.paper.numbers:
            self.out.append(f"\n\n\n\n{self.page} \n\n  \n")
        self.page += 1
        self.used, self.y = 0.0, None
        if self.heads:
            self.lines(self.head_lines())

    def head_lines(self) -> list[list[str]]:
        widths = self.paper.columns if self.paper.heads else (9,) * len(HEADS)
        return [wrap(head, width) for head, width in zip(HEADS, widths, strict=True)]

    def paragraph(self, text: str, width: float, indent: float = 0.0) -> None:
        lines = wrap(text, width, indent)
        for n, line in enumerate(lines):
            if self.used >= self.paper.lines:
                self.turn()
            self.write(line + (" " if n == len(lines) - 1 else ""), self.used)
            self.used += 1


def pdf_text(book: Book, paper: Paper) -> str:
    """The text layer of a book on this paper."""
    printer = Printer(paper)
    for section in book.sections:
        printer.paragraph(section.heading, paper.text)
        for paragraph in filter(None, section.text.split("\n")):
            printer.paragraph(paragraph, paper.text, 2.0)
    for project in book.projects:
        printer.heads = False
        if printer.used and project.title:
            printer.turn()
        _form(printer, project, lambda text: spaced(text, paper.blanks))
    return "".join(printer.out) + "\n"


def _form(printer: Printer, p: Project, text) -> None:
    paper = printer.paper
    label = paper.labels
    if p.title:
        printer.paragraph(f"{p.seq}.{p.title}", paper.text)
    printer.row([f"{p.unit_code} {p.unit_name}", "单位：万元"], (paper.text, 10))
    printer.row(["项目编码", p.code, "项目名称", text(p.name)], (label, 12, label, 20))
    money = ["预算规模及资金用途", "预算数", p.budget, "其中：财政资金", p.fiscal, "其他资金", p.other]
    printer.row(money, (label, label, 8, label, 8, label, 8), 0.5)
    printer.row([text(p.purpose)], (paper.cell,))
    printer.row(["资金支出计划（%）", *(text(m) for m in MONTHS)], (label, 8, 8, 8, 8), 0.5)
    printer.row(list(p.plan), (8, 8, 8, 8))
    goals = [line for n, goal in enumerate(p.goals, 1) for line in _ended(wrap(f"{n}.{text(goal.text)}", paper.cell))]
    goals[-1] = goals[-1].rstrip(" ")
    printer.lines([wrap("绩效目标", label), goals])
    printer.lines(printer.head_lines())
    printer.heads = True
    rows = merged(p)
    for n, row in enumerate(rows):
        first = 0 if row[0] else 2 if paper.merge and n and row[1] == rows[n - 1][1] else 1
        parts = [wrap(text(cell), width) if cell else [""] for cell, width in zip(row, paper.columns, strict=True)]
        if first:
            printer.lines(parts[first:])
            continue
        group = next((m for m in range(n + 1, len(rows)) if rows[m][0]), len(rows)) - n
        height = max(map(len, parts[1:]))
        middle = (height - len(parts[0])) / 2 + (group - 1)  # the rows below may be higher; it stands anywhere
        printer.lines(parts, 0.0 if paper.top else middle)


def _ended(lines: list[str]) -> list[str]:
    return [*lines[:-1], lines[-1] + " "]
