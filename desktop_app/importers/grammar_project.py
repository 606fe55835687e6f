"""One printed form -> one project, with every field that a person must look at."""

from desktop_app.domain import amounts, codes
from desktop_app.domain.model import Goal, Project, Review, Unread
from desktop_app.importers import forms, lines
from desktop_app.importers.cells import Row
from desktop_app.importers.forms import Form
from desktop_app.importers.goals import split_goals
from desktop_app.importers.indicators import read_indicators
from desktop_app.importers.plan import read_plan
from desktop_app.importers.vocabulary import SCALE, Vocabulary

_NEEDED = {"code": "项目编码", "name": "项目名称", "budget": "预算数", "fiscal": "财政资金", "other": "其他资金"}


def read_project(form: Form, words: Vocabulary) -> tuple[Project, list[Unread]]:
    """The project of a form, and the rows in it that were not understood."""
    project = Project(lines=form.place)
    _lead(project, form)
    strange = _head(project, form.of(forms.NAME, forms.MONEY), words)
    strange += _purpose(project, form.of(forms.PURPOSE), words)
    _plan(project, form.of(forms.MONTHS), words)
    _goals(project, form.of(forms.GOALS), words)
    rows = form.of(forms.INDICATORS)
    project.indicators, review, others = read_indicators(rows, words)
    project.review += review
    if not project.indicators:
        project.review.append(Review("indicators", "没有读到指标", form.place))
    return project, [Unread(row.line, row.text) for row in strange + others]


def _lead(project: Project, form: Form) -> None:
    """Title and unit, out of the lines above the form."""
    title = ""
    for row in form.lead:
        if owner := lines.owner(row.text):
            project.unit_code, project.unit_name = owner
        elif not lines.measure(row.text):
            title += row.text
    number = lines.NUMBER.match(title)
    if number:
        project.seq, title = number[1] or number[2], title[number.end() :]
    project.title = title.strip()


def _head(project: Project, rows: list[Row], words: Vocabulary) -> list[Row]:
    """Code, name and money, each after its label; rows without a label come back."""
    strange, seen = [], set()
    for row in rows:
        pairs = _pairs(row, words) if row.table else {}
        if not any(field in _NEEDED for field in pairs):
            strange.append(row)
            continue
        for field, (printed, certain) in pairs.items():
            if field not in _NEEDED:
                continue
            text = _whole_code(printed) if field == "code" else printed
            slipped = codes.squeeze(text) != codes.squeeze(printed)  # more than a code stands in its cell
            again = field in seen and text != getattr(project, field)
            if text or field not in seen:
                setattr(project, field, text)
            seen.add(field)
            if slipped or again or not certain:
                project.review.append(Review(field, "这一栏的格数与表格不符", row.place))
    place = (rows[0].line, rows[-1].last)
    project.review += [Review(f, f"没有找到“{label}”这一栏", place) for f, label in _NEEDED.items() if f not in seen]
    project.code = codes.squeeze(project.code)
    if "code" in seen and not codes.legal(project.code):
        project.review.append(Review("code", "项目编码不是21位数字和大写字母", place))
    for field in ("budget", "fiscal", "other"):
        text = getattr(project, field)
        if (text and amounts.parse_amount(text) is None) or (field == "budget" and "budget" in seen and not text):
            project.review.append(Review(field, "不是正常的金额" if text else "金额是空的", place))
    return strange


def _whole_code(text: str) -> str:
    """The code at the beginning of a cell into which more has slipped; the text itself where none begins it."""
    first = next(iter(text.split()), "")
    return first if codes.legal(first) and not codes.legal(text) else text


def _pairs(row: Row, words: Vocabulary) -> dict[str, tuple[str, bool]]:
    """Label -> what stands after it up to the next label, and whether that is one cell."""
    found: dict[str, list[str]] = {}
    field = ""
    for cell in row.cells:
        label = words.head_label(cell)
        if label:
            field = label
            found.setdefault(field, [])
        elif field:
            found[field].append(cell)
    pairs = {}
    for label, cells in found.items():
        filled = [cell for cell in cells if cell]
        last = label == field
        pairs[label] = (" ".join(filled), len(filled) <= 1 and (bool(cells) or last) and not row.doubt)
    return pairs


def _purpose(project: Project, rows: list[Row], words: Vocabulary) -> list[Row]:
    """资金用途: the row under the money; more than one row or cell is put together and flagged."""
    texts, strange = [], []
    for row in rows:
        cells = [cell for cell in row.cells if cell and words.head_label(cell) not in ("purpose", SCALE)]
        if row.table and row.cells[0] and not words.head_label(row.cells[0]) and len(cells) > 1:
            strange.append(row)
            continue
        texts += cells
        if row.doubt or len(cells) > 1:
            project.review.append(Review("purpose", row.doubt or "资金用途这一行有几格内容", row.place))
        elif cells and len(texts) > 1 and row.table:
            project.review.append(Review("purpose", "资金用途分在几行里", row.place))
    project.purpose = "\n".join(texts)
    if len(strange) == len(rows):
        project.review.append(Review("purpose", "没有找到资金用途这一行", project.lines))
    return strange


def _plan(project: Project, rows: list[Row], words: Vocabulary) -> None:
    if rows:
        project.plan, review = read_plan(rows, words)
        project.review += review
    else:
        project.review.append(Review("plan", "没有找到资金支出计划", project.lines))


def _goals(project: Project, rows: list[Row], words: Vocabulary) -> None:
    texts: list[str] = []
    plan_again = False
    for row in rows:
        cells = [cell for cell in row.cells if cell and words.head_label(cell) != "goals"]
        if any(words.head_label(cell).startswith("plan.") for cell in cells):
            project.review.append(Review("goals", "绩效目标一栏里又印了一遍资金支出计划", row.place))
            plan_again = True
            continue
        if plan_again and all(amounts.parse_percent(cell) is not None for cell in cells):
            continue
        if row.doubt or len(cells) > 1:
            project.review.append(Review("goals", row.doubt or "绩效目标这一行有几格内容", row.place))
        texts += cells
    goals, certain = split_goals("\n".join(texts))
    project.goals = [Goal(goal) for goal in goals]
    if not certain:
        project.review.append(Review("goals", "序号不连续，或者开头的“1.”可能是小数", rows[0].place))
    if not rows:
        project.review.append(Review("goals", "没有找到绩效目标这一行", project.lines))


def complete_units(projects: list[Project]) -> None:
    """Where forms print their unit and one does not, take the unit of the form before it and flag it.

    Where less than half of the forms print a unit, it heads a group of forms, and holds for those after it.
    """
    printed = [bool(p.unit_code or p.unit_name) for p in projects]
    if not any(printed):
        return
    heads_group = 2 * sum(printed) < len(projects)
    code = name = ""
    for project, own in zip(projects, printed, strict=True):
        if own:
            code, name = project.unit_code, project.unit_name
            continue
        project.unit_code, project.unit_name = code, name
        if not heads_group or not name:
            reason = "表上没有印单位，按上一张表补上" if name else "表上没有印单位"
            project.review += [Review(field, reason, project.lines) for field in ("unit_code", "unit_name")]


def complete_titles(projects: list[Project]) -> None:
    """Flag a form without a title where the others have one."""
    titled = [p for p in projects if p.title]
    if 2 * len(titled) > len(projects):
        for project in projects:
            if not project.title:
                project.review.append(Review("title", "没有找到这张表的标题", project.lines))
