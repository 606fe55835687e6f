"""The 绩效文本 as a Word document: cover, contents, goals of the department, one form a project, budget tables."""

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

from desktop_app.domain.disclosed import Section
from desktop_app.domain.model import Book, Project
from desktop_app.exporters import docx_contents, docx_package, form, wording
from desktop_app.exporters import docx_xml as xml
from desktop_app.exporters.docx_body import Body
from desktop_app.exporters.files import Progress, atomic_write, no_progress
from desktop_app.exporters.form import Style
from desktop_app.exporters.outline import Heading, chinese_number, outline, split_goals

_IDS = 100_000  # bookmark numbers set aside for each book


def write_docx(books: list[Book], path: Path, style: Style, progress: Progress | None = None) -> None:
    """Write the 绩效文本 of `books`, one after the other, to the Word file `path`.

    `style` is what `catalog.documents()` returns. A book of one named unit without department texts becomes that
    unit's document. Raises UserError where the file cannot be written and lets the `Cancelled` of `progress` through;
    either way the file is whole or as it was.
    """
    tell = progress or no_progress
    total = sum(len(projects) for book in books for _, projects in wording.forms_by_units(book)) + 1
    done = count()

    def step(what: str) -> None:
        tell(next(done), total, what)

    several = len(books) > 1
    parts: list[str] = []
    for number, book in enumerate(books, 1):
        body = _book_body(book, number, style, step)
        text = xml.bookmark(body.mark, number * _IDS, body.content()) if several else body.content()
        front = _cover(book, style) + docx_contents.contents(body.entries, style, body.mark if several else "")
        end = docx_package.section(style, numbered=True)
        last = number == len(books)
        parts += [front, _section_end(docx_package.section(style, numbered=False)), text]
        # after a table there must be a paragraph; the properties of the last section stand outside of it
        parts.append(_section_end("") + end if last else _section_end(end))
    step("写入文件")
    title = "；".join(wording.book_title(book, style["words"]) for book in books)
    with atomic_write(path) as temporary:
        docx_package.save(temporary, "".join(parts), title, style)


def _section_end(properties: str) -> str:
    return xml.paragraph("Gap", "", properties)


def _cover(book: Book, style: Style) -> str:
    lines = [line for line in wording.title_lines(book, style["words"]) if line]
    return xml.paragraph("CoverTitle", xml.run("\n".join(lines)))


def _book_body(book: Book, number: int, style: Style, step: Callable[[str], None]) -> Body:
    body = Body(style, f"book{number}", number * _IDS + 1)
    words = style["words"]
    (_, own), *of_units = wording.texts_by_owner(book)
    goals, others = split_goals(outline(own), words["goal_headings"], words["part_headings"])
    parts: list[tuple[str, bool, Callable[[], None]]] = [
        (words["goals"], bool(goals), lambda: _sections(body, goals)),
        (words["projects"], bool(wording.forms_by_units(book)), lambda: _projects(body, book, step)),
        (words["tables"], bool(book.tables), lambda: _tables(body, book)),
        (words["others"], bool(others or of_units), lambda: _others(body, others, of_units)),
    ]
    for place, (name, _, write) in enumerate((part for part in parts if part[1]), 1):
        body.heading("Heading1", words["part"].format(number=chinese_number(place), name=name))
        write()
    return body


def _sections(body: Body, headings: Sequence[Heading]) -> None:
    for heading in headings:
        if heading.text:
            body.heading(f"Heading{max(heading.level, 2)}", heading.text)
        for paragraph in heading.paragraphs:
            body.paragraph("Body", paragraph)


def _others(body: Body, others: Sequence[Heading], of_units: Sequence[tuple[str, list[Section]]]) -> None:
    """The department's other texts, then what its units have of their own."""
    _sections(body, others)
    for place, (label, sections) in enumerate(of_units):
        body.heading("UnitTitle", label, fresh=bool(others) or place > 0)
        _sections(body, outline(sections))


def _projects(body: Body, book: Book, step: Callable[[str], None]) -> None:
    """The forms, unit by unit; each begins a page but the first of a unit, which follows the unit's name."""
    groups = wording.forms_by_units(book)
    number = 0
    for place, (unit, projects) in enumerate(groups):
        label = wording.unit_label(unit.code, unit.name)
        titled = len(groups) > 1 or bool(label)
        if titled:
            body.heading("UnitTitle", label or body.style["words"]["no_unit"], fresh=place > 0)
        for first, project in zip([True] + [False] * len(projects), projects, strict=False):
            number += 1
            title = wording.form_title(number, project, body.style["words"]["form_suffix"])
            step(title)
            _form(body, project, title, fresh=not first or (place > 0 and not titled))


def _form(body: Body, project: Project, title: str, fresh: bool) -> None:
    style = body.style
    body.heading("FormTitle", title, fresh)
    label = wording.unit_label(project.unit_code, project.unit_name)
    body.paragraph("FormLine", f"{label}\t{style['words']['measure']}")
    head = form.head_rows(project, style)
    body.table(head, xml.TableLook(keep=len(head), open_end=True))
    # Word repeats only the first rows of a table, so the indicators are a table of their own, right below
    body.paragraph("Gap", "")
    grid = [form.indicator_header(style), *form.indicator_rows(project.indicators, style)]
    body.table(grid, xml.TableLook(header=1, keep=1))


def _tables(body: Body, book: Book) -> None:
    words = body.style["words"]
    for place, table in enumerate(book.tables):
        body.heading("TableTitle", table.name, fresh=place > 0)
        year = words["table_year"].format(year=book.year) if book.year else ""
        measure = words["table_measure"].format(measure=table.measure)
        body.paragraph("TableLine", f"{wording.table_owner(book, table)}\t{year}\t{measure}")
        head, rows = form.table_rows(table, body.width)
        body.table([*head, *rows], xml.TableLook(header=len(head), padding="table"))
        if table.note:
            body.paragraph("FormLine", table.note)
