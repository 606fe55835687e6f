"""The rows of one document -> one book: forms become projects, running text sections, the rest is listed."""

from collections.abc import Callable

from desktop_app.domain.model import Book, Unit
from desktop_app.domain.traces import Lines, Review
from desktop_app.importers import (
    columns,
    evidence,
    evidence_cells,
    forms,
    identity,
    lines,
    lone_grids,
    lone_tables,
    lost_tables,
    part_owners,
    parts,
    shape_endless,
    stream,
    twice,
)
from desktop_app.importers.cells import Row
from desktop_app.importers.grammar_project import complete_titles, complete_units, read_project, unprinted
from desktop_app.importers.part_words import ASSET, ORGANISATION, PURCHASE, Words
from desktop_app.importers.vocabulary import Vocabulary

Progress = Callable[[int, int], None]


def read_document(rows: list[Row], words: Vocabulary, progress: Progress | None = None) -> Book:
    """Read the rows of a document as one book. It may hold no project: then there was no form in it.

    `progress(done, total)` may raise Cancelled.
    """
    undivided = shape_endless.lost(rows)
    rows = lines.drop_contents(rows)
    put = lone_grids.assemble(stream.assemble(rows, words), words)
    tables = parts.take_tables(columns.unnumbered(put, words), words)
    lost = lost_tables.mark(tables.rest, words, tables.chunks)
    divided = forms.divide(columns.joined_heads(tables.rest, words), words, progress)
    book = Book()
    _read_projects(book, divided, words)
    complete_units(book.projects)
    complete_titles(book.projects)
    book.review += evidence.lost_forms(book.projects)
    book.projects, kept = twice.once(book.projects, divided.forms)
    evidence.look(book.projects, [columns.orders_of(form.of(forms.INDICATORS), words) for form in kept])
    evidence.add(evidence.twofold(book.projects, [form.twofold for form in kept]))
    evidence_cells.look(book.projects, [form.merged for form in kept])
    part_words = Words(words.parts)
    parts.read_parts(book, tables.chunks, divided, rows, part_words)
    forms_at = [form.place for form in divided.forms]
    book.review += lone_tables.find(book, put, forms_at, part_words)
    read = {PURCHASE: bool(book.purchases), ASSET: bool(book.assets), ORGANISATION: bool(book.organisation)}
    book.review += lost_tables.reviews(lost, read)
    book.unread.sort(key=lambda unread: unread.line)
    book.units = [Unit(code, name) for code, name in identity.projects_by_unit(book.projects)]
    identity.set_year(book, rows)
    text = sorted([*tables.lead, *divided.rest], key=lambda row: row.line)
    title = next((row.text for row in text if not row.table), "")
    owners = identity.owners_of([*(row for form in divided.forms for row in form.lead), *text])
    identity.set_department(book, owners, title)
    of_units = part_owners.give_owners(book, owners)
    titles = [row.text for row in text if not row.table and row.text.strip() not in of_units]
    identity.flag_departments(book, owners, titles)
    book.frame = words.frame_of(book.projects)
    _flag_lost_forms(book, forms_at, rows, words)
    known = {review.path for review in book.review}
    book.review += [review for review in undivided if review.path not in known]
    return book


def _read_projects(book: Book, divided: forms.Divided, words: Vocabulary) -> None:
    """Read each form as a project of the book."""
    torn = lost_tables.mark_indicators(divided.forms, divided.rest, words)
    for n, form in enumerate(divided.forms):
        project, strange = read_project(form, words)
        if n in torn:
            path = "indicators" if torn[n] else f"indicators[{max(len(project.indicators) - 1, 0)}]"
            project.review.append(Review(path, "表下面的文字里还有指标的字，可能是这张表的", form.place))
        book.projects.append(project)
        book.unread += strange
    if not book.unread:
        book.review += unprinted(book.projects)


def holds_anything(book: Book) -> bool:
    """Whether a part of a disclosure was found: a project, a table of any kind, 名词解释, or text under its title."""
    tables = book.tables or book.purchases or book.assets or book.organisation or book.glossary
    titled = len(book.sections) > 1 and any(lines.book_title(section.heading) for section in book.sections)
    return bool(book.projects or tables or titled or any(review.path == "projects" for review in book.review))


def _flag_lost_forms(book: Book, forms_at: list[Lines], rows: list[Row], words: Vocabulary) -> None:
    """Where labels of codes stand outside of all forms, forms were lost."""
    read = {line for first, last in forms_at for line in range(first, last + 1)}
    labels = [row for row in rows if row.line not in read and words.begins_code(row.text)]
    if labels:
        place = (labels[0].line, labels[-1].last)
        book.review.append(Review("projects", f"有 {len(labels)} 处项目编码不在能读懂的表格里", place))
    nameless = [p for p in book.projects if not p.code or not p.code.isascii()]  # or another cell's text stands there
    if nameless:
        book.review.append(Review("projects", f"有 {len(nameless)} 个项目没有读到项目编码", nameless[0].lines))
