"""Records as plain JSON data and back, without loss: what packages and frozen snapshots are made of."""

import json
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from desktop_app.domain.model import Book

# what `books_of` raises on bytes that nobody of us wrote
DAMAGE = (ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError, MemoryError)


def bytes_of(books: list[Book]) -> bytes:
    """Books as JSON in UTF-8; the same books give the same bytes."""
    return json.dumps([asdict(book) for book in books], ensure_ascii=False).encode("utf-8")


def books_of(data: bytes) -> list[Book]:
    """The books of such bytes, every type in them checked; unknown keys of a newer program are left out.

    Raises one of `DAMAGE` where the bytes are something else.
    """
    return [from_plain(Book, entry) for entry in json.loads(data)]


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def from_plain(kind: Any, value: Any) -> Any:
    """JSON data -> the declared type, checked all the way down; unknown keys of a newer program are left out."""
    if is_dataclass(kind) and isinstance(kind, type):
        if not isinstance(value, dict):
            raise TypeError(f"{kind.__name__}: {type(value).__name__}")
        hints, known = _hints(kind), {f.name for f in fields(kind)}
        return kind(**{name: from_plain(hints[name], entry) for name, entry in value.items() if name in known})
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is UnionType:
        if value is None and NoneType in arguments:
            return None
        return from_plain(next(a for a in arguments if a is not NoneType), value)
    if origin is dict:
        if not isinstance(value, dict):
            raise TypeError(f"dict: {type(value).__name__}")
        key = arguments[0]
        return {key(name): from_plain(arguments[1], entry) for name, entry in value.items()}
    if isinstance(kind, type) and issubclass(kind, tuple):
        hints = _hints(kind)
        if not isinstance(value, list) or len(value) != len(hints):
            raise TypeError(f"{kind.__name__}: {type(value).__name__}")
        return kind(*map(from_plain, hints.values(), value))
    if origin in (list, tuple):
        if not isinstance(value, list):
            raise TypeError(f"list: {type(value).__name__}")
        return origin(from_plain(arguments[0], entry) for entry in value)
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__}: {type(value).__name__}")
    return value
