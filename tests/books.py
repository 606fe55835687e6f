"""Books for tests: from the JSON records of the corpus, and a sound invented project with nothing to find."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from desktop_app.domain import values
from desktop_app.domain.disclosed import (
    AssetBlock,
    AssetRow,
    BudgetRow,
    BudgetTable,
    Organisation,
    Purchase,
    PurchaseTotal,
    Section,
    Term,
)
from desktop_app.domain.findings import Fix
from desktop_app.domain.model import Book, Goal, Indicator, Project, Unit
from desktop_app.domain.records import ORGANISATION_TEXTS, PURCHASE_SUMS, PURCHASE_TEXTS

_PATH = re.compile(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?")


def book_of_record(path: Path) -> Book:
    """The book that a record file (`corpus/expected/*.json`) describes, as an importer would make it."""
    record = json.loads(path.read_text("utf-8"))
    department = record["department"]
    projects = [_project(p, i) for i, p in enumerate(record["projects"])]
    units = dict.fromkeys((p.unit_code, p.unit_name) for p in projects)
    return Book(
        file=record["file"],
        year=record["year"],
        department_code=department["code"] or "",
        department_name=department["name"] or "",
        units=[Unit(code, name) for code, name in units],
        sections=[Section(s["heading"] or "", s["text"] or "") for s in record["narrative"]],
        projects=projects,
        tables=[_table(t) for t in record.get("budget_tables", [])],
        organisation=[Organisation(**_texts(o, ORGANISATION_TEXTS)) for o in record.get("organisation", [])],
        purchases=[Purchase(**_texts(p, PURCHASE_TEXTS)) for p in record.get("procurement", [])],
        purchase_totals=[
            PurchaseTotal(**_texts(t, PURCHASE_SUMS), first=t["rows"][0], last=t["rows"][1])
            for t in record.get("procurement_totals", [])
        ],
        assets=[
            AssetBlock(a["unit"] or "", a["date"] or "", [AssetRow(**_texts(r, ASSET_TEXTS)) for r in a["rows"]])
            for a in record.get("assets", [])
        ],
        glossary=[Term(t["term"] or "", t["text"] or "") for t in record.get("glossary", [])],
    )


ASSET_TEXTS = ("item", "quantity", "value")


def _texts(record: dict[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    return {name: record.get(name) or "" for name in names}


def _project(p: dict[str, Any], index: int) -> Project:
    fields = ("unit_code", "unit_name", "title", "code", "name", "budget", "fiscal", "other", "purpose")
    return Project(
        **{name: p[name] or "" for name in fields},
        seq=str(p["seq"] or ""),
        plan=[entry or "" for entry in p["plan"]],
        goals=[Goal(text) for text in p["goals"]],
        indicators=[_indicator(i) for i in p["indicators"]],
        id=f"p{index}",
    )


def _indicator(i: dict[str, Any]) -> Indicator:
    row = Indicator(**{name: i[name] or "" for name in ("l1", "l2", "l3", "desc", "basis")})
    set_value(row, i["value"] or "")
    return row


def _table(t: dict[str, Any]) -> BudgetTable:
    rows = [BudgetRow(list(cells)) for cells in t["rows"]]
    return BudgetTable(t["no"], t["name"], t["columns"], rows, t["unit"], t.get("note") or "", t.get("owner") or "")


def set_value(row: Indicator, text: str) -> None:
    """Write a printed value, its three parts with it."""
    row.value = text
    row.sign, row.number, row.measure = values.split(text)


def write(project: Project, path: str, text: str) -> None:
    """Write a text at the path of a finding."""
    match = _PATH.fullmatch(path)
    assert match, path
    part, index, column = match[1], int(match[2] or 0), match[3]
    if part == "plan":
        project.plan[index] = text
    elif part == "goals":
        project.goals[index].text = text
    elif part == "indicators" and column == "value":
        set_value(project.indicators[index], text)
    elif part == "indicators":
        setattr(project.indicators[index], column, text)
    else:
        setattr(project, part, text)


def fixed(project: Project, fix: Fix) -> Project:
    """A copy of the project with a fix applied."""
    copy = deepcopy(project)
    for path, text in fix.texts:
        write(copy, path, text)
    return copy


SOUND_ROWS = (
    ("产出指标", "数量指标", "泵站维护次数", "全年对12座泵站各维护一次", "≥12次", "2025年泵站维护计划"),
    ("产出指标", "质量指标", "维护验收合格率", "验收合格的泵站占维护泵站的比例", "≥98%", "泵站维护验收办法"),
    ("产出指标", "时效指标", "汛前维护完成时间", "全部维护在汛期之前完成", "5月31日前", "2025年防汛工作安排"),
    ("产出指标", "成本指标", "材料费", "更换易损件的费用", "≤6.5万元", "上年决算"),
    ("产出指标", "成本指标", "人工费", "外聘技工的费用", "≤3万元", "上年决算"),
    ("效益指标", "社会效益指标", "受益农户", "由泵站灌溉的农户", "≥2100户", "水利普查"),
    ("满意度指标", "服务对象满意度指标", "农户满意度", "对灌溉满意的农户占受访农户的比例", "≥90%", "问卷调查"),
)  # fmt: skip


def sound_project() -> Project:
    """An invented project in which no rule finds anything."""
    project = Project(
        unit_code="412001",
        unit_name="云岭县水利局本级",
        code="53099925P000041200114",
        name="泵站维护费",
        budget="10.00",
        fiscal="10.00",
        other="0",
        purpose="用于全县12座泵站的日常维护和易损件更换",
        plan=["25%", "50%", "75%", "100%"],
        goals=[Goal("汛期前完成12座泵站的维护，保证2100户农户春灌用水")],
        id="p0",
    )
    for *texts, value, basis in SOUND_ROWS:
        row = Indicator(*texts, basis=basis)
        set_value(row, value)
        project.indicators.append(row)
    return project


def sound_book() -> Book:
    """A book with the sound project."""
    return Book(
        year=2025,
        department_code="412",
        department_name="云岭县水利局",
        units=[Unit("412001", "云岭县水利局本级")],
        projects=[sound_project()],
    )


Change = Callable[[Project], object]
"""What spoils a sound project."""


def row(index: int, **texts: str) -> Change:
    """Other texts in one row of the indicators."""

    def change(project: Project) -> None:
        for name, text in texts.items():
            if name == "value":
                set_value(project.indicators[index], text)
            else:
                setattr(project.indicators[index], name, text)

    return change


def changed(change: Change) -> Project:
    """The sound project with a change."""
    project = sound_project()
    change(project)
    return project
