"""Columns of lists that no alias knows: shown once, told once by a person, remembered in the settings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app import catalog, importers, settings
from desktop_app.actions.sources import find_sources
from desktop_app.errors import UserError
from desktop_app.importers.cells import fold

# fields of which a list has no column of its own
_NOT_CHOSEN = ("weight",)


@dataclass(slots=True)
class UnknownColumn:
    """A column of a list that is not understood: its file, sheet, head as printed and some of its values."""

    file: Path
    sheet: str
    head: str
    samples: list[str] = field(default_factory=list)


def unknown_columns(paths: Iterable[Path]) -> list[UnknownColumn]:
    """The columns of the lists among the files that neither an alias nor the person's settings know, each head once.

    Files that are no lists, or cannot be read at all, have none: reading them says what is wrong.
    """
    found: dict[str, UnknownColumn] = {}
    for path in find_sources(paths):
        for sheet in _sheets(path):
            for column in sheet.columns:
                if not column.field and not column.ignored:
                    unknown = UnknownColumn(path, sheet.sheet, column.head, list(column.samples))
                    found.setdefault(fold(column.head), unknown)
    return list(found.values())


def preview(path: Path, rows: int = 20) -> list[list[str]]:
    """The heads of the first list in a file and some values under each; empty where it holds no list."""
    for sheet in _sheets(path):
        heads = [column.head for column in sheet.columns]
        height = min(rows, max((len(column.samples) for column in sheet.columns), default=0))
        body = [[c.samples[i] if i < len(c.samples) else "" for c in sheet.columns] for i in range(height)]
        return [heads, *body]
    return []


def _sheets(path: Path) -> list[importers.SheetColumns]:
    try:
        return importers.list_columns(path, catalog.reading_forms(), settings.load().columns)
    except UserError:
        return []  # said when the file is read


def column_fields() -> list[tuple[str, str]]:
    """The fields that a person may choose for a column, each with its name on screen."""
    return [(name, texts[0]) for name, texts in catalog.aliases().items() if name not in _NOT_CHOSEN]


def remember_columns(mapping: Mapping[str, str]) -> None:
    """Remember what columns mean: head -> field, "" for a column that is not needed. Known heads are told anew.

    Raises UserError for a field that there is not, and where the settings cannot be written.
    """
    kept = settings.load()
    kept.columns |= folded(mapping)
    settings.save(kept)


def folded(mapping: Mapping[str, str]) -> dict[str, str]:
    """A mapping as the reader takes it, heads folded. Raises UserError for a field that there is not."""
    for head, name in mapping.items():
        if name and name not in catalog.aliases():
            raise UserError(f"没有“{name}”这个字段", head, "字段如 code、purpose、budget、l3、basis，不需要的栏写空")
    return {fold(head): name for head, name in mapping.items() if fold(head)}
