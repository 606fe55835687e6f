"""Books as JSON records, the form that `import --json` and `dump` write.

None stands for a blank cell in the record, "" in the book.
"""

import re
from collections.abc import Iterable
from typing import Any

from desktop_app.domain import department_goals
from desktop_app.domain.disclosed import AssetBlock, BudgetTable, DepartmentGoal, PurchaseTotal, Section
from desktop_app.domain.model import Book, Indicator, Project
from desktop_app.domain.traces import Answer, Review

Record = dict[str, Any]

_PLACE = re.compile(r"sections\[(\d+)\]\.(?:heading|text\[(\d+)\])")

PURCHASE_TEXTS = (
    "project", "fund", "item", "catalog_code", "measure", "quantity", "price", "total", "general", "govfund", "soe",
    "special", "own", "carryover", "sme", "owner",
)  # fmt: skip
PURCHASE_SUMS = ("label", "total", "general", "govfund", "soe", "special", "own", "carryover", "sme")
ORGANISATION_TEXTS = ("name", "nature", "rank", "funding")


def to_record(books: list[Book], file: str) -> Record:
    """One record of all `books`; year and department are null where the books do not agree on one."""
    years = {b.year for b in books}
    departments = {(b.department_code, b.department_name) for b in books}
    code, name = departments.pop() if len(departments) == 1 else ("", "")
    record: Record = {
        "file": file or None,
        "year": years.pop() if len(years) == 1 else None,
        "department": {"code": code or None, "name": name or None},
        "organisation": [_texts(o, ORGANISATION_TEXTS) for b in books for o in b.organisation],
        "narrative": [_section(s) for b in books for s in b.sections],
        "department_goals": [_goal(s, g) for b in books for s, of in _goals(b) for g in of],
        "projects": [_project(b, p) for b in books for p in b.projects],
        "budget_tables": [_table(b, t) for b in books for t in b.tables],
        "procurement": [_texts(p, PURCHASE_TEXTS) for b in books for p in b.purchases],
        "procurement_totals": [_purchase_total(t) for b in books for t in b.purchase_totals],
        "assets": [_assets(a) for b in books for a in b.assets],
        "glossary": [{"term": t.term, "text": t.text} for b in books for t in b.glossary],
        "review": [_path(b, r.path) for b in books for r in b.review],
        "review_reasons": [_review(r) | {"path": _path(b, r.path)} for b in books for r in b.review],
        "unread": [{"line": u.line, "text": u.text} for b in books for u in b.unread],
    }
    said = [_answer(a) | {"year": b.year, "department": b.department_name or None} for b in books for a in b.answers]
    return record | ({"answers": said} if said else {})


def _answer(answer: Answer) -> Record:
    """A written answer; the names of its fields are those of `traces.Answer`."""
    return _texts(answer, ("path", "unit", "rule", "found", "message", "text", "by", "at"))


def _section(section: Section) -> Record:
    """A text section; whose it is stands there only where it is a unit's."""
    return {"heading": section.heading, "text": section.text} | ({"owner": section.owner} if section.owner else {})


def _texts(record: object, names: tuple[str, ...]) -> Record:
    return {name: getattr(record, name) or None for name in names}


def _purchase_total(total: PurchaseTotal) -> Record:
    return _texts(total, PURCHASE_SUMS) | {"rows": [total.first, total.last]}


def _assets(block: AssetBlock) -> Record:
    rows = [_texts(row, ("item", "quantity", "value")) for row in block.rows]
    return {"unit": block.unit or None, "date": block.date or None, "rows": rows}


def _review(review: Review) -> Record:
    return {"path": review.path, "reason": review.reason, "lines": list(review.lines) if review.lines else None}


def _path(book: Book, path: str) -> str:
    """The path of a field of the book in its record: `sections[1].text[2]` is a place in the running text.

    In the record all headings and paragraphs count through: `narrative[7]`.
    """
    match = _PLACE.fullmatch(path)
    if not match:
        return path
    before = book.sections[: int(match[1])]
    heading = any(s.heading.strip() for s in book.sections[int(match[1]) : int(match[1]) + 1])
    count = sum(bool(s.heading.strip()) + sum(bool(text.strip()) for text in s.text.split("\n")) for s in before)
    return f"narrative[{count + (heading + int(match[2]) if match[2] else 0)}]"


def _goals(book: Book) -> Iterable[tuple[Section, list[DepartmentGoal]]]:
    return zip(book.sections, department_goals.goals_of(book.sections), strict=True)


def _goal(section: Section, goal: DepartmentGoal) -> Record:
    indicators = [_texts(i, ("name", "value", "sign", "number", "measure")) for i in goal.indicators]
    return {"section": section.heading, **_texts(goal, ("duty", "text")), "indicators": indicators}


def _project(book: Book, p: Project) -> Record:
    """A project; answers stand there only where there are any."""
    answers = {"answers": [_answer(a) for a in p.answers]} if p.answers else {}
    return answers | {
        "year": book.year,
        "department": book.department_name or None,
        "seq": p.seq or None,
        "title": p.title or None,
        "unit_code": p.unit_code or None,
        "unit_name": p.unit_name or None,
        "code": p.code or None,
        "name": p.name or None,
        "budget": p.budget or None,
        "fiscal": p.fiscal or None,
        "other": p.other or None,
        "purpose": p.purpose or None,
        "plan": [entry or None for entry in p.plan],
        "goals": [g.text for g in p.goals],
        "indicators": [_indicator(i) for i in p.indicators],
        "category": p.category or None,
        "function_code": p.function_code or None,
        "needs_form": p.needs_form or None,
        "secret": p.secret or None,
        "review": [r.path for r in p.review],
        "review_reasons": [_review(r) for r in p.review],
    }


def _indicator(i: Indicator) -> Record:
    return {
        "l1": i.l1 or None,
        "l2": i.l2 or None,
        "l3": i.l3 or None,
        "desc": i.desc or None,
        "value": i.value or None,
        "basis": i.basis or None,
        "sign": i.sign or None,
        "number": i.number or None,
        "measure": i.measure or None,
        "last_value": i.last_value or None,
        "note": i.note or None,
    }


def _table(book: Book, t: BudgetTable) -> Record:
    return {
        "no": t.no,
        "name": t.name,
        "unit": t.measure,
        "owner": t.owner or None,
        "year": book.year,
        "columns": list(t.columns),
        "rows": [list(r.cells) for r in t.rows],
        "note": t.note or None,
    }
