"""Lists, one row an indicator: our own sheet 指标清单 read back, and other sheets whose heads say what they hold."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from desktop_app.domain import amounts, codes
from desktop_app.domain.model import Book, Goal, Indicator, Project, Review, Unit, Unread
from desktop_app.importers.cells import fold
from desktop_app.importers.goals import split_goals
from desktop_app.importers.indicators import set_value
from desktop_app.importers.vocabulary import Vocabulary
from desktop_app.importers.workbook import Sheet

OWN_SHEET = "指标清单"
_HEADER_WITHIN = 10
_EVERY = 2_000


def read_lists(*a: Any) -> list[Book]:
    return []
