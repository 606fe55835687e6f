"""The tables of the current schema as data: what is a column, what hangs under what, what is parsed."""

from dataclasses import dataclass

APPLICATION_ID = 0x4A584442  # "JXDB"
BUDGET_COLUMNS = tuple(f"c{i}" for i in range(1, 17))


@dataclass(slots=True, frozen=True)
class Table:
    """One table of records.

    `texts` are the columns a person fills, all TEXT with "" for blank. `links` are columns that hold ids, `integers`
    hold integers or NULL. For every column in `amounts` there is a parsed `<name>_fen` (0.01 元), for every one in
    `percents` a parsed `<name>_points` (0.01 percentage points), both NULL where the text is blank or malformed.
    """

    name: str
    texts: tuple[str, ...]
    links: tuple[str, ...] = ()
    integers: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    percents: tuple[str, ...] = ()
    parent: str = ""
    children: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that the journal keeps; the parsed ones follow from them."""
        return ("id", *self.links, "place", *self.integers, *self.texts)

    @property
    def parsed(self) -> tuple[str, ...]:
        """The parsed columns."""
        return (*(f"{c}_fen" for c in self.amounts), *(f"{c}_points" for c in self.percents))


_PLAN = ("plan_1", "plan_2", "plan_3", "plan_4")

TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        Table("source", ("name", "sha256", "at", "unread")),
        Table(
            "department",
            ("code", "name", "frame"),
            integers=("year",),
            children=(("unit", "department_id"), ("section", "department_id"), ("budget_table", "department_id"),
                      ("review", "department_id")),
        ),
        Table("unit", ("code", "name"), ("department_id",), parent="department_id", children=(("project", "unit_id"),)),
        Table(
            "project",
            ("seq", "title", "code", "name", "budget", "fiscal", "other", "purpose", *_PLAN, "category",
             "function_code", "needs_form", "secret"),
            ("unit_id", "source_id"),
            ("line_first", "line_last"),
            amounts=("budget", "fiscal", "other"),
            percents=_PLAN,
            parent="unit_id",
            children=(("goal", "project_id"), ("indicator", "project_id"), ("review", "project_id")),
        ),
        Table("goal", ("text",), ("project_id",), parent="project_id"),
        Table(
            "indicator",
            ("l1", "l2", "l3", "desc", "value", "sign", "number", "measure", "basis", "last_value", "note"),
            ("project_id",),
            parent="project_id",
        ),
        Table("section", ("heading", "text"), ("department_id",), parent="department_id"),
        Table(
            "budget_table",
            ("owner", "name", "columns", "measure", "note"),
            ("department_id",),
            ("no",),
            parent="department_id",
            children=(("budget_row", "budget_table_id"),),
        ),
        Table("budget_row", BUDGET_COLUMNS, ("budget_table_id",), parent="budget_table_id"),
        Table(
            "review",
            ("record_id", "field", "reason"),
            ("department_id", "project_id"),
            ("line_first", "line_last"),
            parent="department_id",
        ),
    )
}  # fmt: skip
