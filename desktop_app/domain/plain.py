"""Records as plain JSON data and back, without loss: what packages and frozen snapshots are made of."""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from desktop_app.domain.model import PLAN_MONTHS, Book

_MOST = 2**53  # of a number: what every program reads alike, and the workspace holds
_YEARS = range(1, 10_000)
# what `books_of` raises on bytes that nobody of us wrote
DAMAGE = (ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError, MemoryError)


def bytes_of(books: list[Book]) -> bytes:
    """Books as JSON in UTF-8; the same books give the same bytes."""
    return json.dumps(books, ensure_ascii=False, default=_plain).encode("utf-8")


def _plain(record: Any) -> dict[str, Any]:
    """The fields of a record by name; the encoder asks for those inside it in turn."""
    return {name: getattr(record, name) for name in _names(record.__class__)}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def books_of(data: bytes) -> list[Book]:
    """The books of such bytes, every type in them checked; unknown keys of a newer program are left out.

    Raises one of `DAMAGE` where the bytes are something else, or say what no book can (`_require_possible`).
    """
    books = [from_plain(Book, entry) for entry in json.loads(data)]
    for book in books:
        _require_possible(book)
    return books


def _require_possible(book: Book) -> None:
    """Raise ValueError where a book says what its types allow and nothing can be done with."""
    if book.year is not None and book.year not in _YEARS:
        raise ValueError(f"year: {book.year}")
    for project in book.projects:
        if len(project.plan) != len(PLAN_MONTHS):
            raise ValueError(f"plan: {len(project.plan)}")


def from_plain(kind: Any, value: Any) -> Any:
    """JSON data -> the declared type, checked all the way down; unknown keys of a newer program are left out."""
    return _reader(kind)(value)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What reads values of a type; made once a type, since a file may hold a million records of it."""
    if is_dataclass(kind) and isinstance(kind, type):
        return _record_reader(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return _optional_reader(_reader(next(a for a in arguments if a is not NoneType)), NoneType in arguments)
    if origin is dict:
        return _dict_reader(arguments[0], _reader(arguments[1]))
    if isinstance(kind, type) and issubclass(kind, tuple):
        return _tuple_reader(kind, [_reader(hint) for hint in get_type_hints(kind).values()])
    if origin in (list, tuple):
        return _list_reader(origin, _reader(arguments[0]))

    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise _wrong(kind, value)
        if kind is int and abs(value) > _MOST:
            raise ValueError("int: too large")
        return value

    return read


def _wrong(kind: Any, value: Any) -> TypeError:
    return TypeError(f"{kind.__name__}: {type(value).__name__}")


def _record_reader(kind: type) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    texts = {name for name in _names(kind) if hints[name] is str}
    others = {name: _reader(hints[name]) for name in _names(kind) if name not in texts}

    def read(value: Any) -> Any:
        if type(value) is not dict:
            raise _wrong(kind, value)
        found = {}
        for name, entry in value.items():
            if name in texts:
                if type(entry) is not str:
                    raise _wrong(str, entry)
                found[name] = entry
            elif name in others:
                found[name] = others[name](entry)
        return kind(**found)

    return read


def _optional_reader(inner: Callable[[Any], Any], blank: bool) -> Callable[[Any], Any]:
    return lambda value: None if value is None and blank else inner(value)


def _dict_reader(key: Callable[[str], Any], inner: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not dict:
            raise _wrong(dict, value)
        return {key(name): inner(entry) for name, entry in value.items()}

    return read


def _tuple_reader(kind: Any, inner: list[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not list or len(value) != len(inner):
            raise _wrong(kind, value)
        return kind(*(reads(entry) for reads, entry in zip(inner, value, strict=True)))

    return read


def _list_reader(origin: Any, inner: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not list:
            raise _wrong(origin, value)
        return origin(inner(entry) for entry in value)

    return read
