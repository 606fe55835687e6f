"""What a package said otherwise and was not taken: kept in the workspace, to be looked at and taken later.

The package's books lie in the table `snapshot`, a note in the journal names them. What is purged as secret takes all
of them along, since no stage names them: another office may call the project otherwise, so that nobody could say what
in them tells of it.
"""

from typing import Any

from desktop_app.actions import purging
from desktop_app.domain import plain
from desktop_app.handoff.package import Package
from desktop_app.storage import snapshots
from desktop_app.storage.journal import Operation
from desktop_app.storage.kept import NOTE, Kept, listing
from desktop_app.storage.store import Store

__all__ = ["NOTE", "Kept", "count", "dismiss", "keep", "listing", "package_of"]


def keep(store: Store, operation: Operation, package: Package, file: str, left: int) -> None:
    """Keep the books of a package of which so many places were not taken, as part of an operation.

    What was purged here is not among them: a package made before must not bring it back.
    """
    books = plain.books_of(package.content)
    purging.keep_stubs(store, books)
    names = [snapshots.freeze(operation, book) for book in books]
    _note(operation, Kept(file, "", str(package.manifest.get("made_by") or ""), left, tuple(names)))


def count(operation: Operation, kept: Kept, left: int) -> None:
    """Note how many places of a kept package are left now; it is listed no more where there is none."""
    _note(operation, Kept(kept.file, kept.at, kept.made_by, left, kept.books))


def dismiss(store: Store, kept: Kept) -> None:
    """List a kept package no more, and let its books go. Raises UserError where the workspace cannot be written."""
    still = {name for other in listing(store) if other.books != kept.books for name in other.books}
    with store.operation(NOTE) as operation:
        count(operation, kept, 0)
        for name in set(kept.books) - still:
            operation.forget(name)


def _note(operation: Operation, kept: Kept) -> None:
    details: dict[str, Any] = {"file": kept.file, "made_by": kept.made_by, "left": kept.left, "books": [*kept.books]}
    since = {"since": kept.at} if kept.at else {}
    done_with = {"with": operation.number} if operation.number else {}
    operation.note(NOTE, details | since | done_with)


def package_of(store: Store, kept: Kept) -> Package:
    """The package as it came. Raises UserError where it is no longer in the file or damaged."""
    return Package([snapshots.read(store, name, kept.file) for name in kept.books], {"made_by": kept.made_by})
