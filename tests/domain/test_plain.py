"""Any book goes into JSON and comes back equal; bytes of anything else are refused."""

import json
from dataclasses import is_dataclass
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.domain import plain
from desktop_app.domain.model import Book, Project

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
_YEAR = st.one_of(st.none(), st.integers(1990, 2100))
_PLAN = st.lists(_TEXT, min_size=4, max_size=4)
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: _TEXT, int: st.integers(-10, 2**40), bool: st.booleans(), NoneType: st.none()
}  # fmt: skip


def of(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a declared type, every field of a record filled."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if origin is UnionType:
        return st.one_of([of(argument) for argument in arguments])
    if origin is list:
        return st.lists(of(arguments[0]), max_size=2)
    if origin is dict:
        return st.dictionaries(of(arguments[0]), of(arguments[1]), max_size=2)
    if origin is tuple:
        return st.tuples(*map(of, arguments))
    if is_dataclass(kind) or issubclass(kind, tuple):
        fields = {name: of(hint) for name, hint in get_type_hints(kind).items()}
        return st.builds(kind, **fields | {Book: {"year": _YEAR}, Project: {"plan": _PLAN}}.get(kind, {}))
    raise AssertionError(f"a new kind of field: {kind}")


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(of(Book))
def test_any_book_comes_back_equal_and_gives_the_same_bytes_again(book: Book) -> None:
    data = plain.bytes_of([book])
    assert plain.books_of(data) == [book]
    assert plain.bytes_of(plain.books_of(data)) == data


def test_keys_of_a_newer_program_are_left_out() -> None:
    (entry,) = json.loads(plain.bytes_of([Book(year=2025)]))
    assert plain.books_of(json.dumps([entry | {"invented": 1}]).encode()) == [Book(year=2025)]


@pytest.mark.parametrize(
    "data",
    [b"", b"{}x", b'"x"', b"[1]", b'[{"year": "2025"}]', b'[{"year": true}]', b'[{"projects": [{"plan": [1]}]}]',
     b'[{"parts": [[1]]}]', b"[" * 100_000, b'[{"year": %d}]' % (10**30), b'[{"year": -1}]',
     b'[{"projects": [{"plan": []}]}]', b'[{"projects": [{"plan": ["", "", ""]}]}]',
     b'[{"projects": [{"plan": ["1", "2", "3", "4", "5"]}]}]', b'[{"projects": [{"lines": [1, %d]}]}]' % (10**30)],
)  # fmt: skip
def test_bytes_of_anything_else_are_refused(data: bytes) -> None:
    with pytest.raises(plain.DAMAGE):
        plain.books_of(data)
