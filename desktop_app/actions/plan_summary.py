"""What an import found, in words; what comes in two of its files counts once."""

from collections import Counter
from typing import TYPE_CHECKING

from desktop_app.domain import amounts

if TYPE_CHECKING:
    from desktop_app.actions.plan import ImportPlan, PlanItem


def once(plan: "ImportPlan") -> "list[PlanItem]":
    """The projects that come in, each once: the first of the files that bring it stands for all."""
    return list({item.project.id or id(item): item for item in reversed(plan.items)}.values())[::-1]


def summary(plan: "ImportPlan") -> list[tuple[str, str]]:
    """What was found, as pairs of label and text."""
    items = once(plan)
    kinds = Counter(item.kind for item in items)
    fens = [amounts.parse_amount(item.budget) for item in items]
    units = {(book.department_name, p.unit_code, p.unit_name) for book in plan.books for p in book.projects}
    heads: dict[str, set[object]] = {}
    rows: dict[str, set[object]] = {}
    for part in plan.parts:
        heads.setdefault(part.part, set()).add((part.head.id or id(part)) if part.head is not None else id(part))
        listed = part.records[: part.rows]
        rows.setdefault(part.part, set()).update(record.id or id(record) for record in listed)

    def count(found: dict[str, set[object]], part: str) -> int:
        return len(found.get(part, ()))

    return [
        ("年度", "、".join(sorted({str(book.year) for book in plan.books}))),
        ("部门", "、".join(dict.fromkeys(book.department_name for book in plan.books))),
        ("单位", f"{len(units)} 个"),
        ("项目", f"{len(items)} 个（新增 {kinds['new']}，变化 {kinds['changed']}，"
                 f"冲突 {kinds['conflict']}，相同 {kinds['same']}）"),
        ("指标", f"{sum(item.indicators for item in items)} 条"),
        ("预算数合计", f"{amounts.format_amount(sum(fen for fen in fens if fen is not None))} 万元"),
        ("文字", f"新增 {plan.sections_new} 段，变化 {plan.sections_changed} 段，"
                 f"保留本机修改 {plan.sections_kept} 段"),
        ("预算表", f"{count(heads, 'budget_table')} 张 {count(rows, 'budget_table')} 行"),
        ("采购、资产", f"采购 {count(rows, 'procurement')} 行，资产 {count(heads, 'assets')} 张表"),
        ("机构、名词", f"机构 {count(rows, 'organisation')} 个，名词 {count(rows, 'glossary')} 条"),
        ("待核对", f"{len(plan.due)} 处"),
        ("未读懂", f"{len(plan.unread)} 行"),
    ]  # fmt: skip
