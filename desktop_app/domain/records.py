"""Books as JSON records, the form that `import --json` and `dump` write.

None stands for a blank cell in the record, "" in the book.
"""

from typing import Any

from desktop_app.domain.model import Book, BudgetTable, Indicator, Project, Review

Record = dict[str, Any]


def to_record(books: list[Book], file: str) -> Record:
    """One record of all `books`; year and department are null where the books do not agree on one."""
    years = {b.year for b in books}
    departments = {(b.department_code, b.department_name) for b in books}
    code, name = departments.pop() if len(departments) == 1 else ("", "")
    record: Record = {
        "file": file or None,
        "year": years.pop() if len(years) == 1 else None,
        "department": {"code": code or None, "name": name or None},
        "narrative": [{"heading": s.heading, "text": s.text} for b in books for s in b.sections],
        "projects": [_project(b, p) for b in books for p in b.projects],
        "budget_tables": [_table(b, t) for b in books for t in b.tables],
        "review": [r.path for b in books for r in b.review],
        "review_reasons": [_review(r) for b in books for r in b.review],
        "unread": [{"line": u.line, "text": u.text} for b in books for u in b.unread],
    }
    return record


def _review(review: Review) -> Record:
    return {"path": review.path, "reason": review.reason, "lines": list(review.lines) if review.lines else None}


def _project(book: Book, p: Project) -> Record:
    return {
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
