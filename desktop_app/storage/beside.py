"""A workspace that is open here, through a second connection: for one long piece of work in another thread."""

from collections.abc import Iterator
from contextlib import contextmanager

from desktop_app.storage import files
from desktop_app.storage.store import Store
from desktop_app.storage.trouble import told

_CACHE_KIB = 131_072  # what one piece of work writes stays in memory until it is whole


@contextmanager
def beside(store: Store) -> Iterator[Store]:
    """The same file for the thread that calls; an operation begun on it ends before the block does.

    The writer's lock stays with `store`, which must not write as long as this is open: who starts the work keeps the
    person from editing. `store` may read; it sees what was there before, until the operation is committed.
    """
    with told(store.path):
        connection = files.connect(store.path, read_only=store.read_only)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.execute("PRAGMA cache_spill = OFF")  # a transaction that spills locks readers out until its end
    other = Store(store.path, connection, None, store.holder, store.user)
    other.read_only = store.read_only
    try:
        yield other
    finally:
        other.close()
        store.saved_at = other.saved_at or store.saved_at
