"""The flags of the workspace: which fields are still to be looked at, and that a person has looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from desktop_app.actions import asking
from desktop_app.actions.path_names import path_text
from desktop_app.domain import fields
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.model import Book, Project
from desktop_app.domain.origin import place_text
from desktop_app.domain.traces import Part
from desktop_app.storage import books, queries, rows, settling
from desktop_app.storage.journal import Operation
from desktop_app.storage.store import Store

_READ_SINGLY = 300  # projects; more are read faster with their whole books


@dataclass(slots=True, frozen=True)
class OpenFlag:
    """A field that a person must still look at.

    `path` is relative to the project, or to the book where `project_id` is ""; `key` is its cell, None where the flag
    is on a whole record or part; `value` the text there, "" where there is none. `place` and `file` say where it
    stood in the source, `label` is the path in words.
    """

    id: str
    department_id: str
    project_id: str
    project_name: str
    path: str
    reason: str
    key: CellKey | None
    value: str
    place: str
    file: str
    label: str = ""


def reviews(store: Store, department_id: str = "", project_ids: Iterable[str] | None = None) -> list[OpenFlag]:
    """The open flags of a department, or of all, in the order of the tree; those of a book after its projects'.

    With `project_ids` only those of these projects, and nothing else is read.
    """
    parts: dict[str, list[Part] | None] = {}
    found = []
    flagged = queries.reviews(store, department_id, project_ids)
    owners = _owners(store, flagged)
    places = {owner_id: fields.paths(owner) for owner_id, owner in owners.items()}
    for row in flagged:
        owner_id = row["project_id"] or row["department_id"]
        if owner_id not in owners:
            continue
        review = books.review_of(row, places[owner_id])
        spot = fields.find(owners[owner_id], review.path, review.lines)
        key = None
        if spot is not None and spot.text is not None and spot.table != "book":
            key = CellKey(spot.table, spot.record.id, spot.cell)
        source = row["source_id"] or ""
        if source not in parts:
            known = queries.source(store, source)
            elsewhere = known is not None and not known["sha256"]  # a package: the lines are of a file that is not here
            parts[source] = None if elsewhere else rows.parts_of(known["parts"] if known else "")
        counted = parts[source]
        place = place_text(counted, *review.lines) if review.lines and counted is not None else ""
        name = row["project_name"] or row["project_title"] or ""
        found.append(
            OpenFlag(
                row["id"], row["department_id"], row["project_id"] or "", name, review.path, review.reason, key,
                (spot.text or "") if spot else "", place, row["file"] or "",
                path_text(owners[owner_id], review.path, review.lines),
            )
        )  # fmt: skip
    return found


def _owners(store: Store, flagged: list[rows.Row]) -> dict[str, Project | Book]:
    """The projects and books that the flags are on, by id."""
    owners: dict[str, Project | Book] = {}
    projects = {row["project_id"] for row in flagged if row["project_id"]}
    if len(projects) > _READ_SINGLY:
        departments = {row["department_id"] for row in flagged}
        for book in books.read_books(store, department_ids=departments):
            owners |= {book.id: book} | {project.id: project for project in book.projects}
        return owners
    for project_id in projects:
        if project := books.read_project(store, project_id):
            owners[project_id] = project
    for department_id in {row["department_id"] for row in flagged if not row["project_id"]}:
        if part := books.read_parts(store, department_id):
            owners[department_id] = part
    return owners


def _remember(
    store: Store, operation: Operation, row: rows.Row, owners: dict[str, Project | Book], places: dict[str, Any]
) -> None:
    """Note that a person found a flagged field right, so that the same text is not asked about again."""
    owner_id = row["project_id"] or row["department_id"]
    if owner_id not in owners:
        return
    review = books.review_of(row, places[owner_id])
    spot = fields.find(owners[owner_id], review.path, review.lines)
    source = queries.source(store, row["source_id"] or "")
    read = asking.read_text(spot, review, source["sha256"] if source else "")
    column = spot.column if spot is not None and spot.table != "book" else row["field"]
    settling.remember(operation, row["department_id"], [(row["record_id"], column, read, read)])


def confirm_review(store: Store, review_ids: Iterable[str]) -> Changes:
    """已核对: the fields are right as they stand. Clears the flags without an edit, as one operation."""
    ids = list(dict.fromkeys(review_ids))
    with store.operation(f"核对 {len(ids)} 处") as operation:
        flagged = [row for review_id in ids if (row := queries.row(store, "review", review_id))]
        owners = _owners(store, flagged)
        places = {owner_id: fields.paths(owner) for owner_id, owner in owners.items()}
        for row in flagged:
            _remember(store, operation, row, owners, places)
            operation.delete("review", row["id"])
    return operation.changes
