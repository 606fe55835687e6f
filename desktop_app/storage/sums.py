"""Sums and counts over many projects and over the parts of books, made inside SQLite: what the overview shows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.storage.schema import TABLES
from desktop_app.storage.store import Store

Row = dict[str, Any]

_BILLION = 1_000_000_000
_BLANKS = "' \t\n\r\u3000'"
_ABOVE = "JOIN unit u ON u.id = x.unit_id JOIN department d ON d.id = u.department_id"
_ROWS = "EXISTS (SELECT 1 FROM indicator i WHERE i.project_id = x.id"

MONEY = ("budget", "fiscal", "other")
HEAD, PLAN, GOALS, REQUIRED, ALL, BEGUN = "head", "plan", "goals", "required", "complete", "begun"
"""How far a project is filled in: each a condition that holds or not."""
_CONDITIONS = {
    HEAD: "head",
    PLAN: "due AND plan",
    GOALS: "due AND goals",
    REQUIRED: "due AND required",
    BEGUN: f"due AND (planned OR goals OR required OR {_ROWS}))",
    ALL: "head AND (NOT due OR (plan AND goals AND required))",
}


@dataclass(slots=True, frozen=True)
class Needed:
    """A class of indicators that every project needs.

    `names` are the names of the class as a 一级 or a 二级指标, `below` the 二级 that mean it where the 一级 is blank.
    """

    names: tuple[str, ...]
    below: tuple[str, ...] = ()


@dataclass(slots=True, frozen=True)
class Scope:
    """The projects meant: of a `year`, a `department` or a `unit`, by its id (a year's id is its number)."""

    kind: str
    id: str

    @property
    def condition(self) -> str:
        """The condition on u(nit) and d(epartment), with the id as the parameter :scope."""
        column = {"year": "d.year", "department": "d.id", "unit": "u.id"}[self.kind]
        return f"{column} = :scope"

    @property
    def parameter(self) -> int | str:
        """The value of :scope."""
        return int(self.id) if self.kind == "year" else self.id


def _filled(column: str) -> str:
    return f"trim({column}, {_BLANKS}) <> ''"


def _has_required(needed: Sequence[Needed]) -> str:
    """That a project has a filled row of each class; the parameters are those of `_parameters`."""
    said = _filled(" || ".join(f'i."{name}"' for name in ("l3", "value", "number", "desc", "basis")))
    each = []
    for n, need in enumerate(needed):
        names = ", ".join(f":n{n}_{k}" for k in range(len(need.names)))
        below = ", ".join(f":b{n}_{k}" for k in range(len(need.below)))
        alone = f" OR (i.l1 = '' AND i.l2 IN ({below}))" if below else ""
        each.append(f"{_ROWS} AND (i.l2 IN ({names}) OR i.l1 IN ({names}){alone}) AND {said})")
    return " AND ".join(each) or f"{_ROWS})"


def _parameters(scope: Scope, frames: Sequence[str], needed: Sequence[Needed]) -> Row:
    names = {f"n{n}_{k}": name for n, need in enumerate(needed) for k, name in enumerate(need.names)}
    below = {f"b{n}_{k}": name for n, need in enumerate(needed) for k, name in enumerate(need.below)}
    return {"scope": scope.parameter, "frames": json.dumps(list(frames)), **names, **below}


def _projects(scope: Scope, needed: Sequence[Needed]) -> str:
    """The projects of a scope in one frame with their states, as a first statement named x.

    A budget line that needs no form is due nothing but its head. Materialized: else every mention of a state would
    look for goals and indicators anew.
    """
    plan = [_filled(f"x.plan_{n}") for n in range(1, 5)]
    head = [_filled(f"x.{name}") for name in ("code", "name", "budget", "purpose")]
    return (
        "WITH x AS MATERIALIZED (SELECT x.id, x.place, x.unit_id, trim(x.needs_form, " + _BLANKS + ") <> '否' AS due,"
        f" {' AND '.join(head)} AS head, {' AND '.join(plan)} AS plan, {' OR '.join(plan)} AS planned,"
        f" EXISTS (SELECT 1 FROM goal g WHERE g.project_id = x.id AND {_filled('g.text')}) AS goals,"
        f" {_has_required(needed)} AS required"
        f" FROM project x {_ABOVE} WHERE {scope.condition} AND d.frame IN (SELECT value FROM json_each(:frames)))"
    )


def money_groups(store: Store, scope: Scope) -> list[Row]:
    """The projects of a scope by unit, 类别 and 功能科目.

    A row has unit_id, category, function_code (trimmed), the number of `projects`, the sums budget_fen, fiscal_fen and
    other_fen (0.01 元, exact however large), `faults` (amounts that are no numbers) and `secrets` (marked 涉密).
    """
    sums = [
        f"sum({name}_fen / {_BILLION}) AS {name}_high, sum({name}_fen % {_BILLION}) AS {name}_low" for name in MONEY
    ]
    faults = " + ".join(f"sum({_filled(name)} AND {name}_fen IS NULL)" for name in MONEY)
    rows = store.query_named(
        f"SELECT x.unit_id, trim(category, {_BLANKS}) AS category, trim(function_code, {_BLANKS}) AS function_code,"
        f" count(*) AS projects, {', '.join(sums)}, {faults} AS faults,"
        f" sum({_filled('secret')} AND trim(secret, {_BLANKS}) <> '否') AS secrets"
        f" FROM project x {_ABOVE} WHERE {scope.condition} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        {"scope": scope.parameter},
    )
    for row in rows:
        for name in MONEY:  # SQLite refuses a sum beyond 64 bits, so that halves are summed
            row[f"{name}_fen"] = (row.pop(f"{name}_high") or 0) * _BILLION + (row.pop(f"{name}_low") or 0)
    return rows


def state_groups(store: Store, scope: Scope, frames: Sequence[str], needed: Sequence[Needed]) -> list[Row]:
    """How far the projects of a scope are filled in, by unit, where the departments use one of `frames`.

    A row has unit_id, the number of `projects`, of those that need a form (`due`), and how many have each state:
    head and complete of all, the others of those due.
    """
    states = [f"sum({condition}) AS {name}" for name, condition in _CONDITIONS.items()]
    return store.query_named(
        f"{_projects(scope, needed)} SELECT unit_id, count(*) AS projects, sum(due) AS due, {', '.join(states)}"
        " FROM x GROUP BY 1 ORDER BY 1",
        _parameters(scope, frames, needed),
    )


def projects_without(
    store: Store, scope: Scope, frames: Sequence[str], needed: Sequence[Needed], state: str
) -> list[str]:
    """The ids of those projects that lack one of the states and are due to have it."""
    due = "" if state in (HEAD, ALL) else " AND due"
    rows = store.query_named(
        f"{_projects(scope, needed)} SELECT id FROM x WHERE NOT ({_CONDITIONS[state]}){due} ORDER BY place, id",
        _parameters(scope, frames, needed),
    )
    return [row["id"] for row in rows]


def projects_of(store: Store, scope: Scope, column: str, text: str) -> list[str]:
    """The ids of the projects of a scope that have that text, blanks around it left out."""
    if column not in TABLES["project"].texts:
        raise ValueError(column)
    rows = store.query_named(
        f"SELECT x.id FROM project x {_ABOVE}"
        f" WHERE {scope.condition} AND trim(x.{column}, {_BLANKS}) = :text ORDER BY x.place, x.id",
        {"scope": scope.parameter, "text": text},
    )
    return [row["id"] for row in rows]


def project_money(store: Store, unit_id: str) -> list[Row]:
    """The projects of a unit: id and their three amounts in 0.01 元, None where there is none."""
    return store.query(
        "SELECT id, budget_fen, fiscal_fen, other_fen FROM project WHERE unit_id = ? ORDER BY place, id", unit_id
    )


def department_frames(store: Store, scope: Scope) -> list[str]:
    """The names of the indicator frames that the departments of a scope use."""
    rows = store.query_named(
        "SELECT DISTINCT d.frame FROM department d LEFT JOIN unit u ON u.department_id = d.id"
        f" WHERE {scope.condition} ORDER BY 1",
        {"scope": scope.parameter},
    )
    return [row["frame"] for row in rows]


def begun_tables(store: Store, scope: Scope) -> list[Row]:
    """Which of the nine budget tables have rows or say that they are empty: department_id, owner and no."""
    return store.query_named(
        "SELECT DISTINCT t.department_id, t.owner, t.no FROM budget_table t JOIN department d ON d.id = t.department_id"
        f" LEFT JOIN unit u ON u.department_id = d.id WHERE {scope.condition} AND t.no BETWEEN 1 AND 9"
        f" AND ({_filled('t.note')} OR EXISTS (SELECT 1 FROM budget_row r WHERE r.budget_table_id = t.id))",
        {"scope": scope.parameter},
    )


def headings(store: Store, scope: Scope) -> list[Row]:
    """The headings of the text sections, in order: department_id, owner, heading and whether a text is under it."""
    return store.query_named(
        f"SELECT DISTINCT s.department_id, s.place, s.id, s.owner, s.heading, {_filled('s.text')} AS filled"
        " FROM section s"
        " JOIN department d ON d.id = s.department_id LEFT JOIN unit u ON u.department_id = d.id"
        f" WHERE {scope.condition} ORDER BY s.department_id, s.place, s.id",
        {"scope": scope.parameter},
    )
