"""What is chosen at first where a package says something else: the newer text where nobody here ever typed.

A cell that still holds what a file or a package brought holds no word of a person here, so the other side's correction
of it is taken without loss. Where somebody here wrote, or decided before against the very text, the text here stays.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from desktop_app.actions import plan as p
from desktop_app.actions import receiving_heads, receiving_kept
from desktop_app.actions.alike import said
from desktop_app.actions.compare import Difference
from desktop_app.actions.plan import Item, PlanItem
from desktop_app.actions.trails import Trails
from desktop_app.domain.model import Book, Project
from desktop_app.storage import rows
from desktop_app.storage.store import Store

UNTOUCHED = "untouched"
Declined = frozenset[tuple[str, str]]
"""Texts that earlier packages said: what their project is called ("" for parts of a book), and the text, folded."""


def declined(store: Store) -> Declined:
    """What was said by the packages of which something was not taken: what was put aside once is not taken unasked."""
    found = set[tuple[str, str]]()
    for kept in receiving_kept.listing(store):
        for book in receiving_kept.package_of(store, kept).books:
            owners: list[Book | Project] = [replace(book, projects=[]), *book.projects]
            for owner in owners:
                found |= {(_called(owner), text) for text in _texts(owner)}
    return frozenset(found)


def take_untouched(item: Item, trails: Trails, put_aside: Declined) -> None:
    """Choose the package's text in the cells that nobody here wrote, and its new rows where no row here was edited."""
    if item.kind == p.NEW or item.part == p.HEADS or item.follows is not None:
        return
    owner = item.project if isinstance(item, PlanItem) else item.book
    edited = {d.key for d in item.edited}
    for d in item.differences:
        if d.key not in edited and _untouched(d, trails) and (_called(owner), said(d.theirs)) not in put_aside:
            item.keep.discard(d.key)
    if any(row.edited for row in item.missing):
        return  # a row that somebody here rewrote may be the one that comes in as new
    for row in item.new_rows:
        texts = [text for text in rows.texts_of(row.table, row.record).values() if text]
        known = all((_called(owner), said(text)) in put_aside for text in texts)
        row.add = not (row.removed_here or row.left_out or known)


def _untouched(difference: Difference, trails: Trails) -> bool:
    """Whether a cell still holds what was brought; marks 涉密 and what is blank there now, a person decides."""
    key = difference.key
    if not difference.theirs or key.column == "secret" or receiving_heads.stays(difference):
        return False
    known = trails.of(key.table, key.row)
    brought = known.imported.get(key.column, "")
    return key.column not in known.by_hand and bool(said(brought)) and said(brought) == said(difference.mine)


def _called(owner: Book | Project) -> str:
    return said(owner.code or owner.name) if isinstance(owner, Project) else ""


def _texts(owner: Book | Project) -> set[str]:
    """All texts of a project, or of a book's parts, folded."""
    heads = [] if isinstance(owner, Project) else [json.dumps(t.columns, ensure_ascii=False) for t in owner.tables]
    return {said(text) for text in (*heads, *_strings(asdict(owner)))}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)
