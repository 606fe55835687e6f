"""Where a finding is, in the words of the form."""

from collections.abc import Mapping

from desktop_app.actions import path_names, reading
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book, Project
from desktop_app.ui.flags import Flagged

_UNKNOWN = "其他内容"  # never the name that the program has for it
_UNNAMED = "未标明"

Books = Mapping[str, Book]
"""The books that findings are in, by the ids of their departments: what their tables and rows are called by."""
NO_BOOKS: Books = {}

RECORD_NAMES = {
    "label": "合计项", "project": "项目", "name": "单位名称", "nature": "单位性质", "rank": "单位规格",
    "funding": "经费保障形式", "fund": "预算资金", "item": "名称", "catalog_code": "采购目录编码",
    "measure": "计量单位", "quantity": "数量", "price": "单价", "value": "价值", "total": "采购金额合计",
    "general": "一般公共预算", "govfund": "政府性基金", "soe": "国有资本经营", "special": "财政专户",
    "own": "单位资金", "carryover": "上年结转", "sme": "预留中小微企业", "owner": "单位", "unit": "资产使用单位",
    "date": "日期", "term": "名词", "text": "解释",
}  # fmt: skip
"""What the fields of purchases, assets, organisation and glossary are called, in the order of the printed tables."""


def path_text(path: str) -> str:
    """A path inside a project or a book in words: `indicators[3].value` -> `第4条指标 指标值`."""
    words = path_names.path_text(None, path)
    return _UNKNOWN if path and words == path else words


def field(finding: Finding, books: Books = NO_BOOKS, project: Project | None = None) -> str:
    """The field of a finding, with its `project` by the name of the indicator; that of a flag as it is kept."""
    if isinstance(finding, Flagged) and finding.label != finding.path:
        return finding.label
    book = book_of(finding, books)
    words = path_names.finding_text(book, finding, project)
    return _UNKNOWN if finding.path and words == finding.path else words


def book_of(finding: Finding, books: Books) -> Book | None:
    """The book that a finding is in, None where it is not at hand."""
    if finding.department_id or len(books) != 1:
        return books.get(finding.department_id)
    return next(iter(books.values()))


def whose(finding: Finding, books: Books = NO_BOOKS) -> str:
    """The name of the finding's project; the unit, else the department, where it is no project's."""
    if finding.project_id or finding.project_name:
        return finding.project_name or finding.project or _UNNAMED
    book = book_of(finding, books)
    if finding.unit:
        return unit(finding.unit, book)
    return (book.department_name or book.department_code) if book is not None else ""


def unit(code: str, book: Book | None) -> str:
    """A unit by its code or name as it is called on screen."""
    own = next((u for u in (book.units if book else ()) if code in (u.code, u.name)), None)
    return reading.unit_label(own.code, own.name) if own is not None else code


def department(finding: Finding, books: Books) -> str:
    """Which department and year a finding is of, as far as the books differ in them; "" where there is one book."""
    book = book_of(finding, books)
    if book is None or len(books) < 2:
        return ""
    year = f"{book.year or '年度不明'}" if len({other.year for other in books.values()}) > 1 else ""
    name = book.department_name or book.department_code or _UNNAMED
    several = len({(other.department_code, other.department_name) for other in books.values()}) > 1
    return " ".join(part for part in (year, name if several else "") if part)


def place(finding: Finding, books: Books = NO_BOOKS, project: Project | None = None) -> str:
    """Department (where there are several), project or unit, and field of a finding."""
    return " · ".join(part for part in (owners(finding, books), field(finding, books, project)) if part)


def owners(finding: Finding, books: Books = NO_BOOKS) -> str:
    """Department (where there are several), and project or unit; what is of the department as a whole names it once."""
    of, owner = department(finding, books), whose(finding, books)
    return " · ".join(part for part in (of, "" if of.endswith(owner) else owner) if part)
