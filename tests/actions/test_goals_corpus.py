"""The goals that real documents state: how many, in their own words, and nothing found where nothing is wrong."""

from pathlib import Path

import pytest

from desktop_app.actions import checking, importing, planning, reading, sources, workspace
from desktop_app.domain import department_goals
from desktop_app.storage import queries

# document, goals, those that a heading names, indicators, those without a value (clauses)
STATED = [
    ("gaoxin-2021-tab-rows", 20, 0, 61, 0),
    ("zhangjiakou-2025-pdf-text", 6, 6, 11, 2),
    ("dingzhou-2021-word-text", 0, 0, 0, 0),
    ("chengde-2024-markdown", 0, 0, 0, 0),
]


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "goals", "named", "indicators", "clauses"), STATED)
def test_stated_goals(
    corpus: Path, tmp_path: Path, name: str, goals: int, named: int, indicators: int, clauses: int
) -> None:
    read = sources.read_sources([corpus / f"{name}.txt"])
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        importing.apply_import(store, planning.plan_import(store, read.books))
        sections = [s for d in queries.departments(store) for s in reading.load_texts(store, d["id"]).sections]
        found = [goal for section in sections for goal in section.goals]
        rows = [indicator for goal in found for indicator in goal.indicators]
        assert (len(found), sum(bool(goal.duty) for goal in found)) == (goals, named)
        assert (len(rows), sum(not row.value for row in rows)) == (indicators, clauses)
        for section in sections:
            assert not section.goals or department_goals.write(section.goals) == section.text
        assert all(goal.text and goal.id for goal in found)
        assert [f for f in checking.check(store) if ".goals[" in f.path] == []
