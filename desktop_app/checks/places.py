"""Where a path stands on the form, so that findings come in the order in which a person reads."""

import re
from functools import lru_cache

_PLACE = re.compile(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?")
_FIELDS = ("secret", "title", "code", "name", "budget", "fiscal", "other", "purpose", "plan", "goals", "indicators")
_COLUMNS = ("l1", "l2", "l3", "desc", "value", "measure", "basis", "last_value", "note")


@lru_cache(maxsize=65536)
def place(path: str) -> tuple[int, int, int]:
    """Where a path stands on the form, for sorting: field, row, column."""
    match = _PLACE.match(path)
    if match is None or match[1] not in _FIELDS:
        return len(_FIELDS), 0, 0
    column = _COLUMNS.index(match[3]) if match[3] in _COLUMNS else -1
    return _FIELDS.index(match[1]), int(match[2] or -1), column
