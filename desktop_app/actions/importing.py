"""Import: read, plan, preview, decide, apply. Nothing is written before `apply_import`, which is one operation."""

from desktop_app.actions.applying import apply_import
from desktop_app.actions.belonging import UnknownDepartment, UnknownYear
from desktop_app.actions.columns import (
    UnknownColumn,
    column_fields,
    folded,
    preview,
    remember_columns,
    unknown_columns,
)
from desktop_app.actions.compare import Difference, MissingRow, NewRow
from desktop_app.actions.decisions import (
    accept_all,
    correct,
    decide,
    drop_row,
    read_value,
    settle,
    settle_all,
    take_all,
)
from desktop_app.actions.path_names import path_text
from desktop_app.actions.plan import (
    ACCEPT,
    CORRECT,
    OPEN,
    SKIP,
    BookPlan,
    Flag,
    ImportPlan,
    Item,
    PartItem,
    PlanItem,
    place,
)
from desktop_app.actions.planning import plan_import
from desktop_app.actions.sources import ReadResult, find_sources, read_sources, source_lines

__all__ = [
    "ACCEPT",
    "CORRECT",
    "OPEN",
    "SKIP",
    "BookPlan",
    "Difference",
    "Flag",
    "ImportPlan",
    "Item",
    "MissingRow",
    "NewRow",
    "PartItem",
    "PlanItem",
    "ReadResult",
    "UnknownColumn",
    "UnknownDepartment",
    "UnknownYear",
    "accept_all",
    "apply_import",
    "column_fields",
    "correct",
    "decide",
    "drop_row",
    "find_sources",
    "folded",
    "path_text",
    "place",
    "plan_import",
    "preview",
    "read_sources",
    "read_value",
    "remember_columns",
    "settle",
    "settle_all",
    "source_lines",
    "take_all",
    "unknown_columns",
]
