"""The tables of the current schema as data: what is a column, what hangs under what, what is parsed."""

from dataclasses import dataclass

APPLICATION_ID = 0x4A584442  # "JXDB"
BUDGET_COLUMNS = tuple(f"c{i}" for i in range(1, 25))


@dataclass(slots=True, frozen=True)
class Table:
    """One table of records.

    `texts` are the columns a person fills, all TEXT with "" for blank; `details` are TEXT that the program keeps for
    itself (JSON, "" for nothing). `links` are columns that hold ids, `integers` hold integers or NULL. For every
    column in `amounts` there is a parsed `<name>_fen` (0.01 元), for every one in `percents` a parsed `<name>_points`
    (0.01 percentage points), both NULL where the text is blank or malformed.
    """

    name: str
    texts: tuple[str, ...]
    links: tuple[str, ...] = ()
    integers: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    percents: tuple[str, ...] = ()
    parent: str = ""
    children: tuple[tuple[str, str], ...] = ()
    details: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that the journal keeps; the parsed ones follow from them."""
        return ("id", *self.links, "place", *self.integers, *self.texts, *self.details)

    @property
    def parsed(self) -> tuple[str, ...]:
        """The parsed columns."""
        return (*(f"{c}_fen" for c in self.amounts), *(f"{c}_points" for c in self.percents))


_PLAN = ("plan_1", "plan_2", "plan_3", "plan_4")
_MONEY = ("total", "general", "govfund", "soe", "special", "own", "carryover", "sme")
_LINES = ("line_first", "line_last")
_NOTES = (("review", "project_id"), ("answer", "project_id"))
_OWN_NOTES = ("review", "answer", "settled")
_PARTS = (
    "section",
    "fact",
    "stage",
    "budget_table",
    "organisation",
    "purchase_total",
    "purchase",
    "asset_block",
    "term",
)


def _part(
    name: str,
    texts: tuple[str, ...],
    parent: str = "department_id",
    integers: tuple[str, ...] = (),
    amounts: tuple[str, ...] = (),
    children: tuple[tuple[str, str], ...] = (),
    details: tuple[str, ...] = (),
) -> Table:
    """A record of a book that knows where in a source it stood."""
    return Table(name, texts, (parent, "source_id"), (*integers, *_LINES), amounts, (), parent, children, details)


TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        Table("source", ("name", "sha256", "at"), ("department_id",), details=("unread", "parts")),
        Table(
            "department",
            ("code", "name", "frame", "stage"),
            integers=("year",),
            # reviews name their source, so that sources go last
            children=tuple((table, "department_id") for table in ("unit", *_PARTS, *_OWN_NOTES, "source")),
        ),
        Table("unit", ("code", "name"), ("department_id",), parent="department_id", children=(("project", "unit_id"),)),
        Table(
            "project",
            ("seq", "title", "code", "name", "budget", "fiscal", "other", "purpose", *_PLAN, "category",
             "function_code", "needs_form", "secret"),
            ("unit_id", "source_id"),
            _LINES,
            amounts=("budget", "fiscal", "other"),
            percents=_PLAN,
            parent="unit_id",
            children=(("goal", "project_id"), ("indicator", "project_id"), *_NOTES),
            details=("origins",),
        ),
        _part("goal", ("text",), "project_id"),
        _part(
            "indicator",
            ("l1", "l2", "l3", "desc", "value", "sign", "number", "measure", "basis", "last_value", "note"),
            "project_id",
        ),
        _part(
            "section",
            ("heading", "text", "owner"),
            children=(("department_goal", "section_id"),),
            details=("links",),
        ),
        _part(
            "department_goal",
            ("duty", "text"),
            "section_id",
            children=(("goal_indicator", "department_goal_id"),),
            details=("wording",),
        ),
        _part(
            "goal_indicator", ("name", "value", "sign", "number", "measure"), "department_goal_id", details=("wording",)
        ),
        _part("fact", ("owner", "name", "text")),
        # the frozen book itself lies in the table `snapshot` by its SHA-256: it never changes, no journal keeps it
        _part("stage", ("name", "at", "by", "note", "snapshot")),
        # severities and limits that differ from the program's own: the text of a rule set file, kept as it came
        Table("rule_set", ("name", "content", "sha256", "at")),
        _part(
            "budget_table",
            ("owner", "name", "columns", "measure", "note"),
            integers=("no",),
            children=(("budget_row", "budget_table_id"),),
        ),
        _part("budget_row", BUDGET_COLUMNS, "budget_table_id"),
        _part("organisation", ("name", "nature", "rank", "funding")),
        _part(
            "purchase",
            ("project", "fund", "item", "catalog_code", "measure", "quantity", "price", *_MONEY, "owner"),
            amounts=("fund", "price", *_MONEY),
        ),
        _part("purchase_total", ("label", *_MONEY), integers=("first", "last"), amounts=_MONEY),
        _part("asset_block", ("unit", "date"), children=(("asset_row", "asset_block_id"),)),
        _part("asset_row", ("item", "quantity", "value"), "asset_block_id", amounts=("value",)),
        _part("term", ("term", "text")),
        Table(
            "review",
            ("record_id", "field", "reason"),
            ("department_id", "project_id", "source_id"),
            _LINES,
            parent="department_id",
        ),
        # a written 说明 that silences a finding of `rule` on the field of a record while `found` and `message` hold
        Table(
            "answer",
            ("record_id", "field", "rule", "found", "message", "text", "by", "at", "unit"),
            ("department_id", "project_id"),
            parent="department_id",
        ),
        # what a person decided: the field of a record was read as `value`, and `text` is right
        Table("settled", ("record_id", "field", "value", "text"), ("department_id",), parent="department_id"),
    )
}  # fmt: skip
