"""What each migration makes, written out once and for all. The current tables are in `schema`."""

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class Made:
    """A table as it was made: id, place and the marks of the last change come with every one."""

    name: str
    texts: tuple[str, ...]
    links: tuple[str, ...] = ()
    integers: tuple[str, ...] = ()
    parent: str = ""


_PLAN = ("plan_1", "plan_2", "plan_3", "plan_4")

FIRST = (
    Made("source", ("name", "sha256", "at", "unread")),
    Made("department", ("code", "name", "frame"), integers=("year",)),
    Made("unit", ("code", "name"), ("department_id",), parent="department_id"),
    Made(
        "project",
        ("seq", "title", "code", "name", "budget", "fiscal", "other", "purpose", *_PLAN, "category", "function_code",
         "needs_form", "secret"),
        ("unit_id", "source_id"),
        ("line_first", "line_last", "budget_fen", "fiscal_fen", "other_fen", *(f"{name}_points" for name in _PLAN)),
        "unit_id",
    ),
    Made("goal", ("text",), ("project_id",), parent="project_id"),
    Made(
        "indicator",
        ("l1", "l2", "l3", "desc", "value", "sign", "number", "measure", "basis", "last_value", "note"),
        ("project_id",),
        parent="project_id",
    ),
    Made("section", ("heading", "text"), ("department_id",), parent="department_id"),
    Made(
        "budget_table", ("owner", "name", "columns", "measure", "note"), ("department_id",), ("no",), "department_id"
    ),
    Made("budget_row", tuple(f"c{i}" for i in range(1, 17)), ("budget_table_id",), parent="budget_table_id"),
    Made(
        "review",
        ("record_id", "field", "reason"),
        ("department_id", "project_id"),
        ("line_first", "line_last"),
        "department_id",
    ),
)  # fmt: skip

_LINES = ("line_first", "line_last")
_MONEY = ("total", "general", "govfund", "soe", "special", "own", "carryover", "sme")
_FENS = tuple(f"{name}_fen" for name in _MONEY)
_PART = ("department_id", "source_id")

SECOND = (
    Made("organisation", ("name", "nature", "rank", "funding"), _PART, _LINES, "department_id"),
    Made(
        "purchase",
        ("project", "fund", "item", "catalog_code", "measure", "quantity", "price", *_MONEY, "owner"),
        _PART,
        (*_LINES, "fund_fen", "price_fen", *_FENS),
        "department_id",
    ),
    Made("purchase_total", ("label", *_MONEY), _PART, ("first", "last", *_LINES, *_FENS), "department_id"),
    Made("asset_block", ("unit", "date"), _PART, _LINES, "department_id"),
    Made(
        "asset_row",
        ("item", "quantity", "value"),
        ("asset_block_id", "source_id"),
        (*_LINES, "value_fen"),
        "asset_block_id",
    ),
    Made("term", ("term", "text"), _PART, _LINES, "department_id"),
)

Added = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""A table and the links, texts and integers that it was given."""

SECOND_ADDED: tuple[Added, ...] = (
    ("source", ("department_id",), ("parts",), ()),
    ("project", (), ("origins",), ()),
    ("goal", ("source_id",), (), _LINES),
    ("indicator", ("source_id",), (), _LINES),
    ("section", ("source_id",), (), _LINES),
    ("budget_table", ("source_id",), (), _LINES),
    ("budget_row", ("source_id",), tuple(f"c{i}" for i in range(17, 25)), _LINES),
    ("review", ("source_id",), (), ()),
)

THIRD = (Made("settled", ("record_id", "field", "value", "text"), ("department_id",), parent="department_id"),)

FOURTH = (
    Made("department_goal", ("duty", "text", "wording"), ("section_id", "source_id"), _LINES, "section_id"),
    Made(
        "goal_indicator",
        ("name", "value", "sign", "number", "measure", "wording"),
        ("department_goal_id", "source_id"),
        _LINES,
        "department_goal_id",
    ),
    Made("fact", ("owner", "name", "text"), _PART, _LINES, "department_id"),
    Made("stage", ("name", "at", "by", "note", "snapshot"), _PART, _LINES, "department_id"),
    Made(
        "answer",
        ("record_id", "field", "rule", "found", "message", "text", "by", "at", "unit"),
        ("department_id", "project_id"),
        parent="department_id",
    ),
    Made("rule_set", ("name", "content", "sha256", "at")),
)

FOURTH_ADDED: tuple[Added, ...] = (
    ("department", (), ("stage",), ()),
    ("section", (), ("links", "owner"), ()),
)
