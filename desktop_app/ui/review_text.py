"""What an import plan holds, in words: its sum, what importing will do, and its records as tables."""

import html
from collections import Counter

from desktop_app.actions.importing import ImportPlan, Item, PlanItem
from desktop_app.domain import amounts
from desktop_app.ui import places

MOST_NAMED = 3
MOST_QUOTED = 40  # characters of a text in the list
PART_NAMES = {
    "project": "项目", "budget_table": "预算公开表", "organisation": "机构设置", "procurement": "政府采购",
    "assets": "固定资产", "glossary": "名词解释", "section": "文字", "facts": "填写的数字和原因",
}  # fmt: skip
_COUNTED = {
    "project": "{} 个项目", "budget_table": "{} 张表", "organisation": "机构设置", "procurement": "采购表",
    "assets": "资产表", "glossary": "名词解释", "section": "{} 段文字", "facts": "填写的数字和原因",
}  # fmt: skip


def detail(item: Item) -> str:
    """How much is in a record, in a few words."""
    parts = []
    if isinstance(item, PlanItem):
        parts += [f"{item.budget} 万元" if item.budget else "", f"{item.rows} 条指标"]
    elif item.part == "section":
        section = getattr(item, "head", None)
        parts.append(" ".join(section.text.split())[:MOST_QUOTED] if section is not None else "")
    elif str(item.rows) not in item.name:
        parts.append(f"{item.rows} 行")
    if item.flags:
        parts.append(f"{len(item.flags)} 处待核对")
    return " · ".join(part for part in (*parts, item.note, getattr(item, "unit_label", "")) if part)


def summary(plan: ImportPlan) -> str:
    """What was found, as rich text of one or two lines."""
    books = plan.books
    names = list(dict.fromkeys(book.file for book in books if book.file))
    files = "、".join(names[:MOST_NAMED]) + (f" 等 {len(names)} 个文件" if len(names) > MOST_NAMED else "")
    years = "、".join(sorted({str(book.year) for book in books if book.year}))
    departments = "、".join(dict.fromkeys(book.department_name for book in books if book.department_name))
    count = Counter(item.part for item in plan.everything)
    units = {(b.department_name, p.unit_code, p.unit_name) for b in books for p in b.projects}
    rows = {part: sum(i.rows for i in plan.everything if i.part == part) for part in count}
    budget = _sum([item.budget for item in plan.items])
    bought = _sum([purchase.total for book in books for purchase in book.purchases])
    found = [
        (len(units), "个单位", ""),
        (count["project"], "个项目", f"（预算数合计 <b>{budget}</b> 万元）" if budget else ""),
        (sum(item.indicators for item in plan.items), "条指标", ""),
        (count["budget_table"], "张预算公开表", ""),
        (rows.get("procurement", 0), "条采购", f"（合计 <b>{bought}</b> 万元）" if bought else ""),
        (count["assets"], "张资产表", ""),
        (rows.get("organisation", 0), "条机构设置", ""),
        (rows.get("glossary", 0), "条名词解释", ""),
        (count["section"], "段文字", ""),
    ]
    first = "　".join(html.escape(part) for part in (f"{years} 年" if years else "", departments, files) if part)
    return f"<b>{first}</b><br>" + "　".join(f"<b>{n}</b> {name}{more}" for n, name, more in found if n)


def _sum(texts: list[str]) -> str:
    fens = [fen for fen in map(amounts.parse_amount, texts) if fen is not None]
    return amounts.format_amount(sum(fens)) if fens else ""


def deed(plan: ImportPlan) -> str:
    """What importing would write now, for the button; "" where nothing."""
    counts = plan.counts()
    parts = [_COUNTED[part].format(counts[part]) for part in _COUNTED if counts.get(part)]
    if not parts:
        return ""
    return f"导入 {'、'.join(parts[:MOST_NAMED])}{'等' if len(parts) > MOST_NAMED else ''}"


def fields(item: Item) -> tuple[list[str], list[list[str]]]:
    """The headings and the rows in which a whole record is shown."""
    if isinstance(item, PlanItem):
        return _project_fields(item)
    head = getattr(item, "head", None)
    if item.part == "section":
        return ["内容"], [[text] for text in (head.text if head else "").split("\n")]
    if item.part == "budget_table" and head is not None:
        return list(head.columns), [list(row.cells) for row in head.rows]
    return _record_fields(item)


def _project_fields(item: PlanItem) -> tuple[list[str], list[list[str]]]:
    project = item.project
    rows = [["项目编码", project.code], ["单位", item.unit_label]]
    rows += [[places.path_text(name), getattr(project, name)]
             for name in ("budget", "fiscal", "other", "purpose", "category", "secret")]  # fmt: skip
    rows += [[places.path_text(f"plan[{i}]"), text] for i, text in enumerate(project.plan)]
    rows += [[places.path_text(f"goals[{i}]"), goal.text] for i, goal in enumerate(project.goals)]
    rows += [
        [f"指标 {i}", "　".join(part for part in (x.l1, x.l2, x.l3, x.desc, x.value, x.basis, x.note) if part)]
        for i, x in enumerate(project.indicators, 1)
    ]
    return ["字段", "读到的"], [row for row in rows if row[1]]


def _record_fields(item: Item) -> tuple[list[str], list[list[str]]]:
    records = getattr(item, "records", [])
    names = [name for name in places.RECORD_NAMES if any(getattr(record, name, "") for record in records)]
    return [places.RECORD_NAMES[n] for n in names], [[getattr(r, n, "") for n in names] for r in records]
