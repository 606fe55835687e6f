"""Next year's draft of a book: what goes on from this year, what begins blank, and what a person has to look at.

* The code of a project is kept: in the incumbent a continuing project keeps the code of the year in which it was set up
  (codes of 2024 stand in texts of 2025). Whether it does go on, nobody can know here, so each code is flagged.
* Names, purposes, goals, indicators and texts are kept, with the years moved that are certain (`domain.years`); each
  cell with another year that could be meant is flagged.
* 预算数, 财政资金, 其他资金 and the plan begin blank: an amount of last year that stands in a draft is taken for this
  year's by whoever reads it next. Last year's is shown beside the blank cell, from last year's own record.
* 上年值 of an indicator is this year's number, since sign and unit stand beside it and the incumbent takes numbers only
  there; a value in words is taken whole. Over a gap of years it is not last year's, and the field begins blank.
* Budget tables keep their columns, labels and codes and lose the amounts. Purchases, assets and typed figures (last
  year's totals, reasons) are another year's facts and are not taken over. Organisation and glossary are.
* Of a project that is marked 涉密 only number and flag go on: nothing multiplies secret content. What else names it
  (a paragraph, a goal of the department, a table row, a term, a field of another project) stays behind, and a flag says
  that something did without saying what.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from desktop_app.domain import amounts, department_goals, goal_edits, linked, table_fit, table_labels, values
from desktop_app.domain.disclosed import BudgetRow, BudgetTable, Organisation, Section, Term
from desktop_app.domain.forms import TableForm
from desktop_app.domain.model import Book, Goal, Indicator, Project, Unit
from desktop_app.domain.traces import Review
from desktop_app.domain.years import shift, shift_heads

_INDICATOR_TEXTS = ("l3", "desc", "basis", "note")
_MONEY = re.compile(r"\d\s*(?:亿|万)?元")
_LABEL_HEAD = re.compile(r"编码|代码|序号|行次|栏次|名称|项目$|科目|[类款项]$")


def roll(book: Book, to: int, forms: Sequence[TableForm]) -> Book:
    """The draft for the year `to` of a book whose year is known; a new book without ids, flags in its reviews.

    `forms` are the budget tables of the book's year, by which amounts are told from labels.
    """
    year = book.year or to - 1
    secrets = _Secrets(_secret_words(book, year, to))
    draft = Book(
        year=to,
        department_code=book.department_code,
        department_name=book.department_name,
        units=[Unit(unit.code, unit.name) for unit in book.units],
        projects=[_project(project, _Taken(year, to, secrets)) for project in book.projects],
        frame=book.frame,
    )
    for table in book.tables:
        _table(table, draft, _Taken(year, to, secrets), forms)
    for row in book.organisation:
        if secrets.named(row.name, row.nature, row.rank, row.funding):
            draft.review.append(_left_out("organisation", year, "一行提到涉密项目的机构设置"))
        else:
            draft.organisation.append(Organisation(row.name, row.nature, row.rank, row.funding))
    for term in book.glossary:
        if secrets.named(term.term, term.text):
            draft.review.append(_left_out("glossary", year, "一条提到涉密项目的名词解释"))
        else:
            draft.glossary.append(Term(term.term, term.text))
    sections = [section for section in book.sections if not secrets.named(section.heading)]
    for _ in range(len(book.sections) - len(sections)):
        draft.review.append(_left_out("narrative", year, "一节标题提到涉密项目的文字"))
    heads = [Section(shift(section.heading, year, to).text, owner=section.owner) for section in sections]
    for i, section in enumerate(sections):
        draft.sections.append(_section(section, i, draft, heads, _Taken(year, to, secrets)))
    return draft


def _left_out(path: str, year: int, what: str) -> Review:
    return Review(path, f"从{year}年结转：{what}没有结转")


def _secret_words(book: Book, year: int, to: int) -> set[str]:
    """What the projects marked secret are called, folded; with the year of the book and with that of the draft."""
    called = [text for p in book.projects if p.is_secret for text in (p.name, p.title, p.code)]
    words = {_folded(text) for name in called for text in (name, shift(name, year, to).text, table_labels.bare(name))}
    return {word for word in words if len(word) > 2 or (len(word) == 2 and not word.isdigit())}


def _folded(text: str) -> str:
    """As names are looked for: without blanks, line breaks, quotation marks, width and case."""
    return table_labels.fold(text).lower()


@dataclass(frozen=True, slots=True)
class _Secrets:
    """The folded names, titles and codes that the draft must not hold."""

    words: set[str]

    def named(self, *texts: str) -> bool:
        """Whether one of the texts names a secret project; a word of two characters counts only as a whole text."""
        if not self.words:
            return False
        return any(
            word in text if len(word) > 2 else word == text for text in map(_folded, texts) for word in self.words
        )

    def touched(self, pieces: Sequence[str]) -> set[int]:
        """Which pieces of one text (paragraphs, the cells of a column) name one, or hold part of its name."""
        found = {i for i, piece in enumerate(pieces) if self.named(piece)}
        broken = [word for word in self.words if len(word) > 2 and not word.isdigit()]
        if not broken:
            return found
        folded = [_folded(piece) for piece in pieces]
        ends, joined = list(accumulate(map(len, folded))), "".join(folded)
        for word in broken:
            for match in re.finditer(f"(?={re.escape(word)})", joined):
                first, last = (bisect_right(ends, at) for at in (match.start(), match.start() + len(word) - 1))
                found |= set(range(first, last + 1))
        return found


@dataclass(slots=True)
class _Taken:
    """Takes texts of one record over and collects what must be looked at."""

    year: int
    to: int
    secrets: _Secrets
    reviews: list[Review] = field(default_factory=list)

    def text(self, text: str, path: str) -> str:
        """A text with its certain years moved; doubts become a flag on `path`, and so does a text that stays behind."""
        if self.secrets.named(text):
            self.reviews.append(_left_out(path, self.year, "提到涉密项目的文字"))
            return ""
        shifted = shift(text, self.year, self.to)
        if shifted.doubts:
            self.reviews.append(Review(path, f"从{self.year}年结转：{'；'.join(shifted.doubts)}"))
        return shifted.text


def _project(project: Project, taken: _Taken) -> Project:
    stub = Project(project.unit_code, project.unit_name, code=project.code, secret=project.secret)
    if project.is_secret:
        return stub
    year = taken.year
    if taken.secrets.named(project.code):
        stub.code = ""
        taken.reviews.append(_left_out("code", year, "与涉密项目相同的编码"))
    elif project.code.strip():
        taken.reviews.append(Review("code", f"从{year}年结转：编码沿用{year}年的，请对照一体化系统核对"))
    draft = replace(
        stub, seq=project.seq, category=project.category, function_code=project.function_code,
        needs_form=project.needs_form,
    )  # fmt: skip
    draft.title = taken.text(project.title, "title")
    draft.name = taken.text(project.name, "name")
    draft.purpose = taken.text(project.purpose, "purpose")
    draft.plan = ["", "", "", ""]
    draft.goals = [Goal(taken.text(goal.text, f"goals[{i}]")) for i, goal in enumerate(project.goals)]
    draft.indicators = [_indicator(row, f"indicators[{i}]", taken) for i, row in enumerate(project.indicators)]
    draft.review = taken.reviews
    return draft


def last_value(row: Indicator) -> str:
    """What an indicator's value is called as 上年值 a year later."""
    return row.number if values.numeric(row.number) else row.value


def _indicator(row: Indicator, path: str, taken: _Taken) -> Indicator:
    draft = Indicator(
        row.l1, row.l2, value=row.value, sign=row.sign, number=row.number, measure=row.measure,
        last_value=last_value(row) if taken.to == taken.year + 1 else "",
    )  # fmt: skip
    for name in _INDICATOR_TEXTS:
        setattr(draft, name, taken.text(getattr(row, name), f"{path}.{name}"))
    value = taken.text(row.value, f"{path}.value")
    if row.value and not value:
        draft.value = draft.sign = draft.number = draft.measure = draft.last_value = ""
    elif value != row.value:
        split = values.split(row.value) == (row.sign, row.number, row.measure)
        draft.value = value
        draft.number = values.split(value).number if split else shift(row.number, taken.year, taken.to).text
    return draft


def _section(section: Section, at: int, draft: Book, heads: Sequence[Section], taken: _Taken) -> Section:
    """A text with its flags; its goals are read anew from what it says now."""
    year = taken.year
    heading = taken.text(section.heading, f"sections[{at}].heading")
    old, left_out = _public_text(section, taken.secrets)
    for what in left_out:
        taken.reviews.append(_left_out(f"sections[{at}].text", year, what))
    text = "\n".join(taken.text(part, f"sections[{at}].text[{i}]") for i, part in enumerate(old.split("\n")))
    if _MONEY.search(text):
        taken.reviews.append(Review(f"sections[{at}].text", f"从{year}年结转：文字里的金额和数字还是{year}年的"))
    draft.review += taken.reviews
    over = department_goals.above_section(heads, heads[at])
    goals = goal_edits.copied(goal_edits.read_again(heading, text, over, section.goals)) if section.goals else []
    links = section.links
    if old != section.text:
        links = linked.pack(linked.rebase(section.text, old, linked.unpack(links, section.text)))
    # a year has as many characters as the next, so that the links still stand where they stood
    return Section(heading, text, linked.carried(links, text), goals, owner=section.owner)


def _public_text(section: Section, secrets: _Secrets) -> tuple[str, list[str]]:
    """The text of a section without what names a secret project, and what was left out of it, one entry each.

    A goal of the department goes whole: its indicators would else be read as those of the goal before it.
    """
    text, left_out = section.text, []
    kept = [goal for goal in section.goals if not secrets.named(goal.duty, department_goals.printed(goal))]
    if len(kept) < len(section.goals):
        left_out = ["一条提到涉密项目的部门绩效目标"] * (len(section.goals) - len(kept))
        text = department_goals.write(kept)
        if not kept or kept[0] is not section.goals[0]:
            before = department_goals.preamble(section.goals)
            text = "\n".join(filter(None, (before, text.lstrip("\n"))))
    paragraphs = text.split("\n")
    touched = secrets.touched(paragraphs)
    left_out += ["一段提到涉密项目的文字"] * len(touched)
    return "\n".join(part for i, part in enumerate(paragraphs) if i not in touched), left_out


def _table(table: BudgetTable, draft: Book, taken: _Taken, forms: Sequence[TableForm]) -> None:
    """Add a table with its labels to the draft, without the rows that name a secret project."""
    year, to, secrets = taken.year, taken.to, taken.secrets
    path = f"budget_tables[{table.no}]"
    if secrets.named(table.name, *table.columns):
        draft.review.append(_left_out(path, year, "一张表名或栏目提到涉密项目的表"))
        return
    form = table_fit.form_for(table, forms)
    kept = set(form.label_columns) if form else {i for i in range(len(table.columns)) if not _holds_amounts(table, i)}
    rows = [[cell if i in kept else "" for i, cell in enumerate(row.cells)] for row in table.rows]
    touched: set[int] = set()
    for i in kept if secrets.words else ():
        touched |= secrets.touched([cells[i] if i < len(cells) else "" for cells in rows])
    draft.review += [_left_out(path, year, "一行提到涉密项目的内容") for _ in touched]
    note = table.note
    if secrets.named(note):
        note = ""
        draft.review.append(_left_out(f"{path}.note", year, "提到涉密项目的表注"))
    draft.tables.append(BudgetTable(
        table.no, shift(table.name, year, to).text, [shift_heads(head, year, to) for head in table.columns],
        [BudgetRow(cells) for i, cells in enumerate(rows) if i not in touched],
        table.measure, shift(note, year, to).text, table.owner,
    ))  # fmt: skip


def _holds_amounts(table: BudgetTable, column: int) -> bool:
    """Whether a column of a table without a known form holds amounts: by its head, else by most of its cells."""
    if _LABEL_HEAD.search(table.columns[column].strip()):
        return False
    cells = [row.cells[column].strip() for row in table.rows if column < len(row.cells)]
    filled = [cell for cell in cells if cell]
    return 2 * sum(amounts.parse_amount(cell) is not None for cell in filled) >= len(filled)
