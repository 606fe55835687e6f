"""Writers of a book in the shapes of text that reach the program without tabs."""

import unicodedata
from collections.abc import Iterator

from shapes import narrative_lines, rows_of

from desktop_app.domain.model import Book, Project

BLANK = "　"


def lead_of(project: Project) -> list[str]:
    """The lines above a form."""
    return [f"{project.seq}、{project.title}", f"{project.unit_code} {project.unit_name}", "单位：万元"]


def pipe_rows(book: Book) -> str:
    """Rows with pipes before, between and after the cells; a break in a cell goes on in the next line."""
    lines = narrative_lines(book)
    for p in book.projects:
        lines += [*lead_of(p), "", *(f"| {' | '.join(row)} |" for row in rows_of(p)), ""]
    return "\n".join(lines)


def markdown(book: Book) -> str:
    """Markdown tables: a rule under the first row, rows of one width, breaks in cells as tags."""
    lines = narrative_lines(book)
    for p in book.projects:
        rows = rows_of(p)
        width = max(map(len, rows))
        shown = [[cell.replace("\n", "<br>") for cell in row] + [""] * (width - len(row)) for row in rows]
        lines += [f"### {p.seq}、{p.title}", "", *lead_of(p)[1:], ""]
        lines += [f"|{'|'.join(row)}|" for row in shown]
        lines.insert(len(lines) - len(shown) + 1, "|" + "|".join([":---:"] * width) + "|")
        lines.append("")
    return "\n".join(lines)


def bare_pipes(book: Book) -> str:
    """Pipes only between the cells, of full width."""
    lines = narrative_lines(book)
    for p in book.projects:
        lines += [*lead_of(p), *("｜".join(row).replace("\n", " ") for row in rows_of(p)), ""]
    return "\n".join(lines)


def numbered_rows(book: Book) -> str:
    """Pipe rows with running numbers before the indicators, 指标值 before 绩效指标描述, and heads again after four."""
    lines = narrative_lines(book)
    for p in book.projects:
        before, at = rows_of(p), len(rows_of(p)) - len(p.indicators) - 1
        heads, *body = [[*row[:3], row[4], row[3], row[5]] for row in before[at:]]
        rows = before[:at]
        for number, row in enumerate(body, 1):
            rows += [["序号", *heads]] if number % 4 == 1 else []
            rows.append([str(number), *row])
        lines += [*lead_of(p), "", *(f"| {' | '.join(row)} |" for row in rows), ""]
    return "\n".join(lines)


def ended_cells(book: Book) -> str:
    """One cell a line, each ended by a blank and a pipe; a cell of several lines only ends the last one so."""
    lines = narrative_lines(book)
    for p in book.projects:
        lines += lead_of(p)
        lines += [f"{cell} |" for row in rows_of(p) for cell in row]
        lines.append("")
    return "\n".join(lines)


def paragraphs(book: Book, lost: bool = False) -> str:
    """One cell a paragraph with a blank line between; a blank cell is a blank paragraph, or `lost`."""
    lines = narrative_lines(book)
    for p in book.projects:
        for text in lead_of(p):
            lines += [text, ""]
        for row in rows_of(p):
            for cell in row:
                if cell or not lost:
                    lines += [cell, ""]
    return "\n".join(lines)


def paragraphs_lost(book: Book) -> str:
    """The same where blank cells left nothing."""
    return paragraphs(book, lost=True)


def plain_lines(book: Book) -> str:
    """One cell a line and nothing else, blank cells are blank lines."""
    lines = narrative_lines(book)
    for p in book.projects:
        lines += [*lead_of(p), *(cell for row in rows_of(p) for cell in row), "", ""]
    return "\n".join(lines)


def shown_width(text: str) -> int:
    """Columns that a text takes on a screen."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    widths = [max(shown_width(row[i]) for row in rows if i < len(row)) for i in range(max(map(len, rows)))]
    for row in rows:
        yield "   ".join(cell + " " * (widths[i] - shown_width(cell)) for i, cell in enumerate(row)).rstrip()


def aligned(book: Book) -> str:
    """Columns set with blanks, as in a typewritten table."""
    lines = narrative_lines(book)
    for p in book.projects:
        rows = [[cell.replace("\n", " ") for cell in row] for row in rows_of(p)]
        lines += [*lead_of(p), *(f"{row[0] or '  '}  {'   '.join(row[1:])}" for row in rows[:3])]
        lines += [*_aligned(rows[3:5]), "  ".join(rows[5]), *_aligned(rows[6:]), ""]
    return "\n".join(lines)


def runs(book: Book) -> str:
    """Cells parted by some blanks that show no columns."""
    lines = narrative_lines(book)
    for p in book.projects:
        lines += lead_of(p)
        lines += ["   ".join(row).replace("\n", " ").rstrip() for row in rows_of(p)]
        lines.append("")
    return "\n".join(lines)


def blank_rows(book: Book) -> str:
    """One row a line, cells joined by one blank: nothing is left of a blank cell."""
    lines = narrative_lines(book)
    for p in book.projects:
        lines += lead_of(p)
        lines += [" ".join(cell for cell in row if cell) for row in rows_of(p)]
        lines.append("")
    return "\n".join(lines)


def endless(book: Book) -> str:
    """No line break at all: everything joined by one blank."""
    return " ".join(blank_rows(book).split())


def glued(book: Book) -> str:
    """No line break and no blank at all."""
    return "".join(blank_rows(book).split())


def word_stream(book: Book) -> str:
    """Word's own text: paragraphs end with a carriage return, cells with a mark too, and a row with one more."""
    text = "\r".join(narrative_lines(book))
    for p in book.projects:
        text += "\r".join(["", *lead_of(p), ""])
        text += "".join("".join(cell.replace("\n", "\r") + "\r\x07" for cell in [*row, ""]) for row in rows_of(p))
    return text


def word_stream_in_one_line(book: Book) -> str:
    """The same with nothing but the marks after the cells."""
    return word_stream(book).replace("\r\x07", "\x07")
