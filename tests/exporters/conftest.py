"""What the tests of the exporters get: the style, an invented department, books of the real documents."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import book_of_record
from county import make_county

from desktop_app import catalog
from desktop_app.domain.model import Book


@pytest.fixture
def style() -> dict[str, Any]:
    """The look of the documents, as actions hand it over."""
    return catalog.documents()


@pytest.fixture
def county() -> Book:
    """The invented department; see `make_county`."""
    return make_county()


@pytest.fixture
def real_book(corpus: Path) -> Callable[[str], Book]:
    """The book of a real document, by the name of its record file."""
    return lambda name: book_of_record(corpus / "expected" / f"{name}.json")
