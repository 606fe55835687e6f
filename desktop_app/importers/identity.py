"""Whose document it is, and of which year: what the text prints, and only flagged what must be concluded."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from desktop_app.domain import codes
from desktop_app.domain.model import Book, Project
from desktop_app.domain.traces import Review
from desktop_app.importers import lines
from desktop_app.importers.cells import Row
from desktop_app.importers.lines import Owner

_OWN_UNIT = re.compile(r"\s*[（(]?\s*本\s*级\s*[）)]?$")
_STATED_YEAR = re.compile(r"预算年度[:：]?((?:19|20)\d\d)")
_BUDGET_YEAR = re.compile(r"((?:19|20)\d\d)年度?(?:部门|单位)预算")
_TITLE_YEAR = re.compile(r"((?:19|20)\d\d)年度?(?:部门|单位|本级|项目)?(?:预算)?绩效(?:文本|目标)")
_ANY_YEAR = re.compile(r"((?:19|20)\d\d)年度?预算")
_CODE_YEAR = re.compile(r"\d{6}(\d\d)[0-9A-Z]{13}")
_NAMED = re.compile(r"(.{2,30}?(?:局|委|委员会|办公室|厅|院|中心|部|政府|法院|检察院|处|会|所|站|队))\d{4}年")
_BLANKS = re.compile(r"\s+")
_FIRST_YEAR = 2011  # 财预〔2011〕416号 begins the management of budgets by performance
_WRITTEN = 2026  # this program is younger than no clock that is right


def plausible(year: int) -> bool:
    """Whether a document with performance goals may be of that budget year: at the latest the one that comes next."""
    return _FIRST_YEAR <= year <= max(date.today().year, _WRITTEN) + 1


def set_year(book: Book, rows: Iterable[Row]) -> None:
    """Set the budget year: as the text states it, else as the project codes suggest it, then flagged.

    The year in a code may be older than the budget year (the project goes on), but not newer. A year that cannot be
    one of a budget is a slip, in the text and in a code; where nothing else is there, the book has no year.
    """
    texts = [_BLANKS.sub("", row.text) for row in rows]
    coded = [(2000 + int(m[1]), p.code) for p in book.projects if (m := _CODE_YEAR.fullmatch(p.code))]
    newest = max((year for year, _ in coded if plausible(year)), default=None)
    suggested = _suggested([(year, code) for year, code in coded if plausible(year)])
    for pattern in (_STATED_YEAR, _BUDGET_YEAR, _TITLE_YEAR, _ANY_YEAR):
        found = Counter(year for text in texts for year in pattern.findall(text) if plausible(int(year)))
        if not found:
            continue
        book.year = int(found.most_common(1)[0][0])
        certain = len(found) == 1 and not (newest and newest > book.year)
        if pattern is _ANY_YEAR:  # it may be last year's, to which this year's is compared
            certain = suggested == book.year
        if not certain:
            book.review.append(Review("year", f"文件里写的预算年度有：{'、'.join(sorted(found))}"))
        return
    book.year = suggested
    reason = "，按项目编码里的年份判断" if suggested else ""
    book.review.append(Review("year", f"文件里没有写明预算年度{reason}"))


def _suggested(coded: list[tuple[int, str]]) -> int | None:
    """The newest year of codes that are proved, by their check character or by a second code; else of any."""
    counts = Counter(year for year, _ in coded)
    proved = [year for year, code in coded if counts[year] > 1 or (codes.has_check(code) and codes.check_fits(code))]
    return max(proved or counts, default=None)


def set_department(book: Book, owners: Iterable[Owner], title: str) -> None:
    """Set the department: as a line above a table prints it, else as its 本级 unit is called, else as the title says.

    No code is ever derived; a name that had to be concluded from the title or from a unit is flagged.
    """
    units = list(dict.fromkeys((p.unit_code, p.unit_name) for p in book.projects if p.unit_code or p.unit_name))
    named = list(dict.fromkeys([*units, *owners]))
    own = {_squeezed(_OWN_UNIT.sub("", name)): name for _, name in named if _OWN_UNIT.search(name)}
    own.pop("", None)  # a unit that is called 本级 and nothing else
    for code, name in named:
        below = [c for c, _ in named if c and c != code]
        heads = code and below and all(c.startswith(code) for c in below) and (code, name) not in units
        if heads and (not own or _squeezed(name) in own):
            book.department_code, book.department_name = code, name
            return
    if len(own) == 1:
        book.department_name = _OWN_UNIT.sub("", next(iter(own.values())))
    elif match := _NAMED.match(_squeezed(title)):
        book.department_name = _OWN_UNIT.sub("", match[1])
        book.review.append(Review("department.name", "没有印出部门，按文件标题判断"))
    elif len(named) == 1 and _OWN_UNIT.sub("", named[0][1]):
        book.department_name = named[0][1]
        book.review.append(Review("department.name", "没有印出部门，按唯一的单位判断"))
    else:
        book.review.append(Review("department", "文件里没有写明部门"))


def flag_departments(book: Book, owners: Iterable[Owner], texts: Iterable[str]) -> None:
    """Flag a department where the document is of several: two titles name two, or two units are called 本级."""
    owned = [*(p.unit_name for p in book.projects), *(owner.name for owner in owners)]
    own = dict.fromkeys(_squeezed(_OWN_UNIT.sub("", name)) for name in owned if _OWN_UNIT.search(name))
    own.pop("", None)
    titles = (_NAMED.match(_squeezed(text)) for text in texts if lines.book_title(text))
    titled = dict.fromkeys(_OWN_UNIT.sub("", match[1]) for match in titles if match)
    several = titled if len(titled) > 1 else own
    if len(several) > 1:
        book.review = [review for review in book.review if not review.path.startswith("department")]
        book.review.append(Review("department", f"文件里有几个部门：{'、'.join(several)}"))


def owners_of(rows: Iterable[Row]) -> list[Owner]:
    """The owners that lines of text name."""
    return [owner for row in rows if not row.table and (owner := lines.owner(row.text))]


def _squeezed(text: str) -> str:
    return _BLANKS.sub("", text)


def projects_by_unit(projects: Iterable[Project]) -> list[tuple[str, str]]:
    """The units of the projects, each once, in order."""
    return list(dict.fromkeys((p.unit_code, p.unit_name) for p in projects))
