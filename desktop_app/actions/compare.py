"""What differs between records that come in and those that the workspace holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from desktop_app.actions.alike import Pair, Texts, pair, said
from desktop_app.actions.labels import COLUMN_NAMES, column_name
from desktop_app.actions.trails import Trails
from desktop_app.domain import fields
from desktop_app.domain.changes import CellKey
from desktop_app.domain.model import Project
from desktop_app.storage.journal import new_id
from desktop_app.storage.rows import texts_of

HEAD = (
    "title", "code", "name", "budget", "fiscal", "other", "purpose", "category", "function_code", "needs_form",
    "secret",
)  # fmt: skip
INDICATOR = ("l1", "l2", "l3", "desc", "value", "basis", "last_value", "note")
_SHOWN = 60


@dataclass(slots=True)
class Difference:
    """One field in which the two sides differ; `key` is the workspace's cell, `path` the place in what comes in."""

    key: CellKey
    path: str
    label: str
    mine: str
    theirs: str


@dataclass(slots=True, eq=False)
class NewRow:
    """A row that comes in and that the workspace lacks, before which row of the workspace it belongs ("": at the end).

    `removed_here`: a person removed this very row; `left_out`: a person took it out of an earlier import. It comes back
    only where `add` is set.
    """

    table: str
    parent: str
    path: str
    label: str
    text: str
    record: Any
    before: str = ""
    removed_here: bool = False
    left_out: bool = False
    add: bool = True


@dataclass(slots=True, eq=False)
class MissingRow:
    """A row that the workspace has and the file lacks; it stays unless `remove`. `edited`: a person wrote in it."""

    table: str
    row: str
    label: str
    text: str
    edited: bool = False
    remove: bool = False


@dataclass(slots=True)
class Comparison:
    """The differing fields, and the rows that only one side has."""

    differences: list[Difference] = field(default_factory=list)
    new: list[NewRow] = field(default_factory=list)
    missing: list[MissingRow] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether nothing that comes in is new or different, but for rows that were left out before."""
        return not (self.differences or any(not row.left_out for row in self.new))


@dataclass(slots=True)
class RowSet:
    """Two lists of records of one table to be compared.

    `prefix` is the path of the list in what comes in, `parent` the id of what it stands under here. `columns` are
    compared; by the columns in `names` a row is called, the surest first. `title` names the row of an index, `heads`
    the columns that have no name of their own, `like` a column whose likeness pairs rows and the columns that must be
    equal then. Rows of the workspace that are out of `scope` are not missed.
    """

    table: str
    prefix: str
    parent: str
    mine: Sequence[Any]
    theirs: Sequence[Any]
    columns: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    title: Callable[[int], str]
    heads: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    in_order: bool = False
    scope: Callable[[Any], bool] = lambda record: True


def compare(mine: Project, theirs: Project, trails: Trails) -> Comparison:
    """Compare two projects field by field. Blank fields that come in say nothing: they differ from no text."""
    found = Comparison()
    compare_fields(found, "project", mine, theirs, HEAD)
    for i, (old, new) in enumerate(zip(mine.plan, theirs.plan, strict=True)):
        column = f"plan_{i + 1}"
        differ(found, CellKey("project", mine.id, column), f"plan[{i}]", COLUMN_NAMES[column], old, new)
    compare_rows(found, goal_rows(mine, theirs), trails)
    compare_rows(found, indicator_rows(mine, theirs), trails)
    return found


def goal_rows(mine: Project, theirs: Project) -> RowSet:
    """The goals of two projects, to be compared."""
    return RowSet("goal", "goals", mine.id, mine.goals, theirs.goals, ("text",), (),
                  lambda i: f"绩效目标{i + 1}", in_order=True)  # fmt: skip


def indicator_rows(mine: Project, theirs: Project) -> RowSet:
    """The indicators of two projects, to be compared."""
    return RowSet("indicator", "indicators", mine.id, mine.indicators, theirs.indicators, INDICATOR,
                  (("l1", "l2", "l3", "desc"), ("l1", "l2", "l3"), ("l3",), ("l1", "l2", "desc")),
                  lambda i: f"指标{i + 1}", like=("l3", "l1", "l2"))  # fmt: skip


def compare_fields(
    found: Comparison, table: str, mine: Any, theirs: Any, columns: Sequence[str], path: str = ""
) -> None:
    """Compare texts of two records; `path` is that of the record, "" for a project."""
    for name in columns:
        place = fields.path_of(table, path, name) if path else name
        key = CellKey(table, mine.id, name)
        differ(found, key, place, column_name(table, name), getattr(mine, name), getattr(theirs, name))


def differ(found: Comparison, key: CellKey, path: str, label: str, mine: str, theirs: str) -> None:
    """Add a difference where what comes in says something else."""
    if theirs and theirs != mine and said(theirs) != said(mine):
        found.differences.append(Difference(key, path, label, mine, theirs))


def compare_rows(found: Comparison, rows: RowSet, trails: Trails) -> None:
    """Compare two lists of rows, matched by what they say; the rows that come in get the ids of those here."""
    mine, theirs = ids_and_texts(rows, rows.mine), ids_and_texts(rows, rows.theirs)
    now_of = dict(mine)

    def before(row_id: str) -> tuple[str, ...] | None:
        trail, now = trails.of(rows.table, row_id), now_of[row_id]
        read = tuple(
            old if (old := trail.before_hands(c)) is not None else trails.as_read(CellKey(rows.table, row_id, c), text)
            for c, text in zip(rows.columns, now, strict=True)
        )  # fmt: skip
        return read if read != now else None

    pairs = pair_rows(rows, mine, theirs, before)
    following = ""
    new: list[NewRow] = []
    for m, t in reversed(pairs):
        if t is None:
            continue
        if m is not None:
            following = mine[m][0]
            rows.theirs[t].id = following
            continue
        new.append(_new_row(rows, t, theirs[t][1], following, trails))
    found.new += reversed(new)
    for m, t in pairs:
        if m is not None and t is not None:
            _compare_row(found, rows, m, t, mine[m][1], theirs[t][1])
        elif m is not None and any(mine[m][1]) and rows.scope(rows.mine[m]):
            edited = trails.edited(rows.table, mine[m][0])
            found.missing.append(MissingRow(rows.table, mine[m][0], rows.title(m), short(mine[m][1]), edited))


def ids_and_texts(rows: RowSet, records: Sequence[Any]) -> list[tuple[str, Texts]]:
    """Of each record its id and the texts of the compared columns."""
    if rows.table not in ("budget_row", "budget_table") and len(rows.columns) > 1:
        texts_in = attrgetter(*rows.columns)
        return [(record.id, texts_in(record)) for record in records]
    found = []
    for record in records:
        texts = texts_of(rows.table, record)
        found.append((record.id, tuple(texts.get(column, "") for column in rows.columns)))
    return found


def pair_rows(
    rows: RowSet,
    mine: Sequence[tuple[str, Texts]],
    theirs: Sequence[tuple[str, Texts]],
    before: Callable[[str], Texts | None],
) -> list[Pair]:
    """Which rows are one (`alike.pair`), by what this kind of rows is called by."""
    names = [[rows.columns.index(name) for name in called] for called in rows.names]
    like = [rows.columns.index(name) for name in rows.like]
    return pair(mine, theirs, names, before, like=(like[0], like[1:]) if like else None, in_order=rows.in_order)


def _compare_row(
    found: Comparison, rows: RowSet, m: int, t: int, mine: tuple[str, ...], theirs: tuple[str, ...]
) -> None:
    for c, column in enumerate(rows.columns):
        if theirs[c] == mine[c]:
            continue
        name = column_name(rows.table, column) or (rows.heads[c] if c < len(rows.heads) else f"第{c + 1}栏")
        label = rows.title(m) if len(rows.columns) == 1 else f"{rows.title(m)} {name}"
        path = fields.path_of(rows.table, f"{rows.prefix}[{t}]", column)
        differ(found, CellKey(rows.table, rows.mine[m].id, column), path, label, mine[c], theirs[c])


def _new_row(rows: RowSet, t: int, texts: tuple[str, ...], before: str, trails: Trails) -> NewRow:
    record = rows.theirs[t]
    if not record.id or any(record.id == row.id for row in rows.mine) or trails.taken(rows.table, record.id):
        record.id = new_id()
    spoken = tuple(map(said, texts))

    def among(known: list[dict[str, str]]) -> bool:
        return any(spoken == tuple(said(old.get(column, "")) for column in rows.columns) for old in known)

    removed = among(trails.removed(rows.table, rows.parent))
    out = not removed and among(trails.left_out(rows.table, rows.parent))
    path = f"{rows.prefix}[{t}]"
    return NewRow(
        rows.table, rows.parent, path, rows.title(t), short(texts), record, before, removed, out, not (removed or out)
    )  # fmt: skip


def short(texts: Sequence[str]) -> str:
    """The texts of a row in one line, cut where it is long."""
    whole = " ".join(" ".join(text.split()) for text in texts if text)
    return whole if len(whole) <= _SHOWN else whole[: _SHOWN - 1] + "…"
