"""By which words a secret project is looked for in the texts of a file, and how strictly.

A name is looked for anywhere inside of a text, a code too. A name that is made of common words only (运行维护费,
专项工作经费) says nothing about the project and stands in every book: it is looked for as the whole of a cell or line,
where it can only be a title or an entry of a list. One that everybody must print (办公费 is a 科目, 项目 a head of a
form), or that an open project has too, tells nothing at all even there: then only the code is looked for, and the gate
says so to the person. So a slip of the pen on one project never shuts every book of the file, and what really tells
(a code, a name of its own, that name without 2024年 and 经费) is found more often than by the name alone.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from desktop_app import catalog
from desktop_app.domain import secret_names as names_of
from desktop_app.domain.forms import TableForm
from desktop_app.domain.model import Book, Project
from desktop_app.domain.secret_names import heard
from desktop_app.storage import queries
from desktop_app.storage.store import Store

_SHORTEST_CODE = 8  # of fewer signs a code is part of any number


class Words(NamedTuple):
    """What tells of secret projects, all as `secret_names.heard` gives it.

    `inside` tells anywhere in a text, `whole` only as the whole of a text or a line. `common` are the names that are
    not looked for.
    """

    inside: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()

    def __or__(self, other: "Words") -> "Words":
        return Words(self.inside | other.inside, self.whole | other.whole, self.common | other.common)


def of_books(books: Sequence[Book]) -> Words:
    """What tells of the secret projects of these books, which are all books of a file."""
    found = Words()
    for _, _, words in each(books):
        found |= words
    return found


def each(books: Sequence[Book]) -> list[tuple[Book, Project, Words]]:
    """The secret projects of the books with what tells of each."""
    hidden = [(book, project) for book in books for project in book.projects if project.is_secret]
    if not hidden:
        return []
    public = public_names(books)
    return [(book, project, of(project, public)) for book, project in hidden]


def earlier(
    store: Store, named: Sequence[tuple[Book, Project, Words]], books: Sequence[Book]
) -> list[tuple[Book, Project, Words]]:
    """The secret projects that had other names before, with what tells of these and of no project of the file now."""
    texts = queries.earlier_names(store, [project.id for _, project, _ in named])
    public = public_names(books)
    found = []
    for book, project, words in named:
        before = [of(Project(name=name, title=title), public).inside for name, title in texts.get(project.id, ())]
        inside = {word for said in before for word in said} - words.inside
        if told := {word for word in inside if not any(word in name for name in public)}:
            found.append((book, project, Words(frozenset(told))))
    return found


def public_names(books: Sequence[Book], but: str = "") -> set[str]:
    """What the open projects are called, heard, all `but` the one of that id."""
    public = (p for book in books for p in book.projects if not p.is_secret and p.id != but)
    return {heard(p.name or names_of.titled(p.title)) for p in public} - {""}


def of(project: Project, public: Iterable[str] = ()) -> Words:
    """What tells of one project; `public` are the names of the open ones, heard."""
    open_names = set(public)
    words = tuple(catalog.rules()["D01"]["common"])
    code = names_of.spoken(project.code)
    inside: set[str] = set()
    whole: set[str] = set()
    common: set[str] = set()
    for name in names_of.called(project):
        plain = heard(name)
        if name == code:
            (inside if len(plain) >= _SHORTEST_CODE else whole).update(names_of.telling([plain]))
        elif plain in labels() or (plain in open_names and names_of.is_common(plain, words)):
            common.add(plain)
        elif names_of.is_common(plain, words):
            whole.update(names_of.telling([plain]))
        else:
            inside.update(names_of.telling([plain]))
    cores = names_of.near(project, words) - labels()
    # what an open project is called without its ending is public already
    inside |= {core for core in cores if not any(core in name for name in open_names)}
    return Words(frozenset(inside), frozenset(whole), frozenset(common))


def is_common(name: str) -> bool:
    """Whether a name is many a project's: made of common words only, or what every book prints."""
    return heard(name) in labels() or names_of.is_common(name, tuple(catalog.rules()["D01"]["common"]))


@cache
def labels() -> frozenset[str]:
    """What every book prints: names of 科目, heads of columns, fixed rows and names of the forms, heard."""
    texts = [*catalog.function_codes().values(), *catalog.economic_codes().values()]
    texts += [text for form in catalog.table_forms(None) for each_form in (form, *form.variants)
              for text in _printed(each_form)]  # fmt: skip
    texts += [text for known in catalog.aliases().values() for text in known]
    year = catalog.yearly(None)
    heads = [head for _, head in year.purchase]
    texts += [*heads, *(part for head in heads for part in head.split("/")), *year.asset_heads, *year.assets]
    return frozenset(form for text in texts for form in (heard(text), heard(names_of.titled(text)))) - {""}


def _printed(form: TableForm) -> list[str]:
    return [
        form.name, form.title, *form.columns, *(part for column in form.columns for part in column.split("/")),
        *(cell for row in form.rows for cell in row),
    ]  # fmt: skip
