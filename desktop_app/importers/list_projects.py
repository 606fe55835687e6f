"""The projects of a list: a row that says whose it is opens a project, or goes on with the one above."""

import re
from operator import itemgetter
from typing import Any

from desktop_app.domain import amounts
from desktop_app.domain.model import Book, Goal, Indicator, Project
from desktop_app.domain.traces import Lines, Origin, Review
from desktop_app.importers.goals import split_goals, split_lines
from desktop_app.importers.list_cells import VALUES, as_shown, in_wan, percent, project_code, text_of
from desktop_app.importers.list_state import List, Texts

BOOK_FIELDS = ("year", "department_code", "department_name")
KEY_FIELDS = ("unit_code", "unit_name", "seq", "code", "name")
TEXT_FIELDS = ("title", "budget", "fiscal", "other", "purpose", "category", "function_code", "needs_form", "secret")
PLAN_FIELDS = ("plan.0", "plan.1", "plan.2", "plan.3")
OWN_FIELDS = (*BOOK_FIELDS, *KEY_FIELDS, *TEXT_FIELDS, *PLAN_FIELDS, "goals")
_MISSED = {
    "code": "项目编码", "budget": "预算数", "goals": "绩效目标", "l2": "二级指标", "l3": "三级指标", "value": "指标值",
}  # fmt: skip
MONEY = ("budget", "fiscal", "other")
_COMPARED = ("code", "name", "unit_code", "unit_name", "seq", *BOOK_FIELDS)  # the likeliest to differ first
_NAMING = (*BOOK_FIELDS, "unit_code", "unit_name", "code", "name")
_MOST_TWINS = 20
_book_fields, _naming_fields = itemgetter(*BOOK_FIELDS), itemgetter(*_NAMING)
# a number of three signs may begin a name (110指挥中心), one of six is a code with or without a sign after it
_CODE_AND_NAME = re.compile(r"(\d{3,15}(?=\s*[-—－–_])|\d{6,15}(?=\D))\s*[-—－–_]?\s*(\D*[\u4e00-\u9fff].*)")
_first_fields = itemgetter(*KEY_FIELDS[:2], "seq", "title", "code", "name", *MONEY, "purpose")
_plan_fields = itemgetter(*PLAN_FIELDS)
_last_fields = itemgetter("category", "function_code", "needs_form", "secret")
_new_origin = tuple.__new__  # a third of the time of Origin(), and there are ten of them a project
_NUMBERS = (float, int)  # and not bool, which is an int too
_NO_TEXTS = dict.fromkeys(OWN_FIELDS, "")


def close(sheet: List) -> None:
    """No row of the open project follows."""
    if sheet.project and sheet.project.lines:
        sheet.project.lines = (sheet.project.lines[0], sheet.last)


def take(sheet: List, cells: tuple[Any, ...], place: Lines, index: int) -> None:
    """A row that says whose it is: the open project again, or another one."""
    texts, doubts, shares = _texts(sheet, cells, index)
    named = bool(texts["code"] or texts["name"])
    if sheet.project is not None:
        same = _same(texts, sheet, OWN_FIELDS if sheet.own and not named else _COMPARED)
        if same and ("l3" in sheet.heads.fields or not named or _agree(sheet, texts, sheet.texts)):
            _flag_differences(sheet, texts, place)
            return
        _inherit(sheet, texts)
    twins = sheet.opened.setdefault(_naming_fields(texts), []) if named else []
    if twins and _go_on(sheet, texts, twins, place):
        return
    sheet.texts, sheet.again = texts, None
    _open(sheet, texts, place)
    assert sheet.project is not None
    for name, why in doubts.items():
        sheet.flag(_book(sheet, texts) if name in BOOK_FIELDS else sheet.project, path_of(name), why, place)
    if shares:
        _settle_shares(sheet, sheet.project, shares, place)
    twins.append((sheet.project, texts))
    if len(twins) > 1 and not sheet.own:
        _flag_twins(sheet, twins, place)


def _go_on(sheet: List, texts: Texts, twins: list[tuple[Project, Texts]], place: Lines) -> bool:
    """Go on with the project further above that a row names again: a list need not be sorted by its projects."""
    for project, first in twins[:_MOST_TWINS]:
        if not _agree(sheet, texts, first):
            continue
        if project is not sheet.project:
            close(sheet)
            sheet.project, sheet.texts = project, first
        if "l3" not in sheet.heads.fields:
            sheet.repeats.append(place[0])
        if id(project) not in sheet.known:
            sheet.known[id(project)] = {indicator_key(indicator) for indicator in project.indicators}
        sheet.again = sheet.known[id(project)]
        sheet.last = place[1]
        _flag_differences(sheet, texts, place)
        return True
    return False


def indicator_key(row: Indicator) -> tuple[str, ...]:
    """All that an indicator says: where the list repeats it, it is the same one."""
    return (row.l1, row.l2, row.l3, row.desc, row.value, row.basis, row.last_value, row.note)


def _agree(sheet: List, texts: Texts, first: Texts) -> bool:
    """Whether two rows that name a project alike mean the same one: their amounts do not differ.

    In our own list, which repeats all of it, nothing at all may differ.
    """
    if sheet.own:
        return texts == first
    return not any(_differs(texts[name], first[name]) for name in MONEY)


def _differs(one: str, other: str) -> bool:
    """Whether two amounts are stated and differ."""
    return bool(one and other and one != other) and (
        amounts.parse_number(one) is None or amounts.parse_number(one) != amounts.parse_number(other)
    )


def _flag_twins(sheet: List, twins: list[tuple[Project, Texts]], place: Lines) -> None:
    """Two projects of one name that differ in an amount: one of them is wrong, or they are two."""
    (first, before), (second, texts) = twins[0], twins[-1]
    path = next((name for name in MONEY if _differs(texts[name], before[name])), "budget")
    reason = "同一项目在文件里出现两次，金额不同；另一处写的是："
    if len(twins) == 2:
        sheet.flag(first, path, reason + texts[path], (first.lines[0], first.lines[0]) if first.lines else place)
    sheet.flag(second, path, reason + before[path], place)


def _flag_differences(sheet: List, texts: Texts, place: Lines) -> None:
    """What another row of the open project says otherwise than its first row. Rows may be numbered one by one."""
    assert sheet.project is not None
    for name in OWN_FIELDS:
        if texts[name] and texts[name] != sheet.texts[name] and name != "seq":
            reason = f"同一个项目的几行写得不一样，取了第一行的；这一行写的是：{texts[name]}"
            sheet.flag(sheet.project, path_of(name), reason, place)


def _same(texts: Texts, sheet: List, fields: tuple[str, ...]) -> bool:
    """Whether a row names the open project; where the sheet is not ours, a blank cell names nothing."""
    open_texts, own = sheet.texts, sheet.own
    for name in fields:
        text = texts[name]
        if text != open_texts[name] and (text or own):
            return False
    return True


def cell_text(sheet: List, name: str, cell: Any, index: int) -> tuple[str, str]:
    """The text of a cell and why it must be looked at; a number that is printed as a percentage is one."""
    if type(cell) is str and cell:
        return (project_code(cell.strip()) if name == "code" else cell.strip()), ""
    column = sheet.heads.fields.get(name, -1)
    if cell in ("", None):
        return "", sheet.grid.lost.get((index, column), "")
    if type(cell) in _NUMBERS and (decimals := sheet.grid.percents().get((index, column))) is not None:
        return percent(cell, decimals), ""
    if name in VALUES and type(cell) in _NUMBERS and (shown := sheet.grid.shown().get((index, column))):
        return as_shown(cell, shown)
    return text_of(cell, name)


def _settle_shares(sheet: List, project: Project, shares: dict[int, float], place: Lines) -> None:
    """Numbers of plan columns: shares of the whole where they grow to 1 at the end, as Excel keeps 25 % as 0.25.

    Where the budget is 1.00 itself they may be amounts, and any other number of 1 or less may be one, too.
    """
    entries = [share for _, share in sorted(shares.items())]
    grows = entries == sorted(entries) and any(0 < share < 1 for share in entries)
    whole = grows and entries[-1] == 1 and max(shares) == len(PLAN_FIELDS) - 1
    if whole and amounts.parse_amount(project.budget) not in (None, amounts.FEN_PER_WAN):
        for month, share in shares.items():
            project.plan[month] = percent(share, 2)
        return
    for month, share in shares.items():
        if 0 < share <= 1:
            reason = f"可能是 {amounts.format_percent(round(share * 10_000))}"
            sheet.flag(project, f"plan[{month}]", reason, place)


def _texts(sheet: List, cells: tuple[Any, ...], index: int) -> tuple[Texts, Texts, dict[int, float]]:
    """The texts of a row's cells by field, what is doubtful about them, and plan entries that are bare numbers."""
    texts: Texts = _NO_TEXTS.copy()
    doubts: Texts = {}
    shares: dict[int, float] = {}
    yuan = sheet.heads.yuan
    if not yuan and index not in sheet.lost_rows:
        try:
            texts.update(zip(sheet.present, map(str.strip, cells), strict=True))
        except TypeError:
            pass  # there are numbers or dates among them: each is looked at
        else:
            texts["code"] = project_code(texts["code"]) if texts["code"] else ""
            return texts, doubts, shares
    for name, cell in zip(sheet.present, cells, strict=True):
        if type(cell) is str and cell and name not in yuan:
            texts[name] = project_code(cell.strip()) if name == "code" else cell.strip()
            continue
        text, doubt = cell_text(sheet, name, cell, index)
        if name in PLAN_FIELDS and type(cell) in _NUMBERS and not text.endswith("%"):
            shares[PLAN_FIELDS.index(name)], doubt = cell, ""
        if name in yuan and name in MONEY and text:
            converted = in_wan(text)
            text, doubt = (text, "金额以元计，却不是数字") if converted is None else (converted, doubt)
        texts[name] = text
        if doubt:
            doubts[name] = doubt
    return texts, doubts, shares


def _open(sheet: List, texts: Texts, place: Lines) -> None:
    """Begin another project."""
    close(sheet)
    origins = sheet.places.copy()
    first, last = place
    for field, path, column in sheet.paths:
        if texts[field]:
            origins[path] = _new_origin(Origin, (first, last, column))
        else:
            del origins[path]
    texts_of_goals, certain = (split_lines(texts["goals"]), True) if sheet.own else split_goals(texts["goals"])
    goals, plan = [Goal(goal, "", place) for goal in texts_of_goals], [*_plan_fields(texts)]
    # lists and dicts are given: what a project would make for itself takes as long as all the rest of it
    unit_code, unit_name, seq, title, code, name, budget, fiscal, other, purpose = _first_fields(texts)
    if unit_name[:1].isdigit() and not sheet.own:
        unit_code, unit_name = _split(unit_code, unit_name)
    project = Project(
        unit_code, unit_name, seq, title, code, name, budget, fiscal, other, purpose, plan, goals, [],
        review=[], lines=place, origins=origins,
    )  # fmt: skip
    project.category, project.function_code, project.needs_form, project.secret = _last_fields(texts)
    if not certain:
        sheet.flag(project, "goals", "序号不从1开始或不连续，或者开头的“1.”可能是小数", place)
    if not project.code and not project.name:
        sheet.flag(project, "name", "这一行没有项目编码，也没有项目名称", place)
    sheet.project = project
    _book(sheet, texts).projects.append(project)


def _split(code: str, name: str) -> tuple[str, str]:
    """Code and name of a unit or department where one cell holds both (`412001-本级`); another code beside it stays."""
    match = _CODE_AND_NAME.fullmatch(name)
    return (match[1], match[2]) if match and code in ("", match[1]) else (code, name)


def _inherit(sheet: List, texts: Texts) -> None:
    """Cells of year, department and unit that are merged with those above hold for the next project too."""
    if sheet.own:
        return
    before = sheet.texts
    if not (texts["year"] or texts["department_code"] or texts["department_name"]):
        texts.update({f: before[f] for f in BOOK_FIELDS if before[f]})
    if not (texts["unit_code"] or texts["unit_name"]):
        texts.update({f: before[f] for f in ("unit_code", "unit_name") if before[f]})


def _book(sheet: List, texts: Texts) -> Book:
    key = _book_fields(texts)
    if key not in sheet.books:
        year = texts["year"].removesuffix("年度").removesuffix("年")
        department = texts["department_code"], texts["department_name"]
        code, name = department if sheet.own else _split(*department)
        sheet.books[key] = Book(
            year=int(year) if year.isdecimal() else None,
            department_code=code,
            department_name=name,
        )
    return sheet.books[key]


def path_of(name: str) -> str:
    """How a field is called in reviews and origins."""
    if name.startswith("plan."):
        return f"plan[{name.removeprefix('plan.')}]"
    return name.replace("_", ".", 1) if name.startswith("department") else name


def complete(sheet: List, book: Book) -> None:
    """The frame of a book, 一级指标 by the frame where the list has no such column, and what it may hold unseen.

    A list with columns that nobody understands and none for the money, the goals or the values may have them there.
    """
    words, fields = sheet.source.words, sheet.heads.fields
    book.frame = words.frame_of(book.projects)
    if "l1" not in fields and "l2" in fields:
        for project in book.projects:
            for n, indicator in enumerate(project.indicators):
                above = {frame.l1_of(words.level2(indicator.l2)) for frame in words.frames} - {"", None}
                indicator.l1 = indicator.l1 or (above.pop() if len(above) == 1 else "")
                if not indicator.l1:
                    reason = "清单里没有一级指标这一栏"
                    sheet.flag(project, f"indicators[{n}].l1", reason, indicator.lines or (0, 0))
        book.frame = words.frame_of(book.projects)
    for name, label in _MISSED.items() if sheet.heads.strange and not sheet.own else ():
        if name not in fields and not (name == "value" and "number" in fields):
            for project in book.projects:
                path = "indicators" if name in ("l2", "l3", "value") else name
                reason = f"没有认出“{label}”这一栏，没有用到的列里可能有"
                project.review.append(Review(path, reason, project.lines))
