"""One printed form -> one project, with every field that a person must look at."""

from desktop_app.domain import amounts, codes
from desktop_app.domain.model import YES, Goal, Project, Unread
from desktop_app.domain.traces import Lines, Origin, Review
from desktop_app.importers import forms, lines
from desktop_app.importers.cells import Row, fold
from desktop_app.importers.forms import Form
from desktop_app.importers.goals import places_of, split_goals
from desktop_app.importers.indicators import read_indicators
from desktop_app.importers.origins import origin, spread
from desktop_app.importers.plan import read_plan
from desktop_app.importers.vocabulary import BLOCK, PLAN, SCALE, Vocabulary

_OWNER = frozenset({"unit_code", "unit_name"})
_NO_PURPOSE, _NO_PLAN = "没有找到资金用途这一行", "没有找到资金支出计划"
_FEWEST_FORMS = 3  # that agree on what they do not print
_NEEDED = {"code": "项目编码", "name": "项目名称", "budget": "预算数", "fiscal": "财政资金", "other": "其他资金"}


def read_project(form: Form, words: Vocabulary) -> tuple[Project, list[Unread]]:
    """The project of a form, and the rows in it that were not understood."""
    project = Project(lines=form.place)
    strange = _lead(project, form)
    strange += _head(project, form.of(forms.NAME, forms.MONEY), words)
    strange += _purpose(project, form.of(forms.PURPOSE), words)
    _plan(project, form.of(forms.MONTHS), words)
    _goals(project, form, words)
    grid = read_indicators(form.of(forms.INDICATORS), words)
    project.indicators, form.merged = grid.indicators, grid.merged
    project.review += grid.review
    project.origins |= grid.origins
    if not project.indicators:
        project.review.append(Review("indicators", "没有读到指标", form.place))
    return project, [Unread(row.line, row.text) for row in strange + grid.strange]


def _lead(project: Project, form: Form) -> list[Row]:
    """Title and unit, out of the lines above the form; lines under the title that are neither come back."""
    titles: list[Row] = []
    strange: list[Row] = []
    for row in form.lead:
        text = row.text.strip()
        if lines.mark(text):
            _mark(project, row)
            continue
        if owner := lines.owner(text):
            project.unit_code, project.unit_name = owner
        elif titles and lines.title_ends(titles[-1].text) and lines.unit_name(text):
            project.unit_name = text
        else:
            if titles and lines.title_ends(titles[-1].text):
                known = not text or lines.caption(text) or lines.page_number(text) or lines.year_line(text)
                strange += [] if known else [row]
            elif not lines.measure(text):
                titles.append(row)
            continue
        project.origins |= {"unit_code": origin(row), "unit_name": origin(row)}
    title = "".join(row.text for row in titles)
    number = lines.NUMBER.match(title)
    if number:
        project.seq, title = number[1] or number[2], title[number.end() :]
        project.origins["seq"] = origin(titles[0])
    project.title = title.strip()
    if titles:
        project.origins["title"] = Origin(*spread([row.place for row in titles]))
    return strange


def _mark(project: Project, row: Row) -> None:
    """密级 above the form: what bears one must be held back until a person has looked at it."""
    if lines.secret(row.text):
        project.secret = YES
        project.origins["secret"] = origin(row)
        project.review.append(Review("secret", f"表上标有密级：{row.text.strip()}", row.place))


def _head(project: Project, rows: list[Row], words: Vocabulary) -> list[Row]:
    """Code, name and money, each after its label; rows without a label come back."""
    strange, seen = [], set()
    for row in rows:
        pairs = _pairs(row, words) if row.table else {}
        if not any(field in _NEEDED or field in _OWNER for field in pairs):
            strange.append(row)
            continue
        money = pairs.keys() & {"budget", "fiscal", "other"}
        shifted = any(not pairs[field][1] for field in money)  # one amount slipped: the others may have too
        for field, (printed, certain, at) in pairs.items():
            if field in _OWNER:
                _own(project, field, printed, certain and not shifted, origin(row, at), row)
            if field not in _NEEDED:
                continue
            text = _whole_code(printed) if field == "code" else printed
            slipped = codes.squeeze(text) != codes.squeeze(printed)  # more than a code stands in its cell
            again = field in seen and text != getattr(project, field)
            if text or field not in seen:
                setattr(project, field, text)
                project.origins[field] = origin(row, at)
            seen.add(field)
            if slipped or again or not certain or (field in money and shifted):
                project.review.append(Review(field, row.doubt or "这一栏的格数与表格不符", row.place))
    place = (rows[0].line, rows[-1].last)
    project.review += [Review(f, f"没有找到“{label}”这一栏", place) for f, label in _NEEDED.items() if f not in seen]
    project.code = codes.squeeze(project.code)
    if "code" in seen and not codes.legal(project.code):
        project.review.append(Review("code", "项目编码不是21位数字和大写字母", place))
    if "name" in seen and not project.name:
        project.review.append(Review("name", "项目名称是空的", place))
    for field in ("budget", "fiscal", "other"):
        text = getattr(project, field)
        if (text and amounts.parse_amount(text) is None) or (field == "budget" and "budget" in seen and not text):
            project.review.append(Review(field, "不是正常的金额" if text else "金额是空的", place))
    return strange


def _own(project: Project, field: str, printed: str, certain: bool, place: Origin, row: Row) -> None:
    """A unit that the form prints in a row of its own; the line above the form may have named it already."""
    known = getattr(project, field)
    if not printed:
        return
    if known and fold(known) != fold(printed):
        project.review.append(Review(field, f"表的上面印的是{known}，表里印的是{printed}", row.place))
        return
    setattr(project, field, printed)
    project.origins[field] = place
    if not certain:
        project.review.append(Review(field, "这一栏的格数与表格不符", row.place))


def _whole_code(text: str) -> str:
    """The code at the beginning of a cell into which more has slipped; the text itself where none begins it."""
    first = next(iter(text.split()), "")
    return first if codes.legal(first) and not codes.legal(text) else text


def _pairs(row: Row, words: Vocabulary) -> dict[str, tuple[str, bool, int]]:
    """Label -> what stands after it up to the next label, whether that is one cell, and which cell is its first."""
    found: dict[str, list[tuple[int, str]]] = {}
    field = ""
    for i, cell in enumerate(row.cells):
        label = words.head_label(cell) or words.owner_label(cell)
        if label:
            field = label
            found.setdefault(field, [])
        elif field:
            found[field].append((i, cell))
    pairs = {}
    for label, cells in found.items():
        filled = [cell for _, cell in cells if cell]
        at = next((i for i, cell in cells if cell), cells[0][0] if cells else -1)
        last = label == field
        pairs[label] = (" ".join(filled), len(filled) <= 1 and (bool(cells) or last) and not row.doubt, at)
    return pairs


def _purpose(project: Project, rows: list[Row], words: Vocabulary) -> list[Row]:
    """资金用途: the row under the money; more than one row or cell is put together and flagged."""
    texts: list[str] = []
    strange, places = [], []
    for row in rows:
        cells = [(i, c) for i, c in enumerate(row.cells) if c and words.head_label(c) not in ("purpose", SCALE)]
        if row.table and row.cells[0] and not words.head_label(row.cells[0]) and len(cells) > 1:
            strange.append(row)
            continue
        texts += [cell for _, cell in cells]
        places += [origin(row, i) for i, _ in cells]
        if row.doubt or len(cells) > 1:
            project.review.append(Review("purpose", row.doubt or "资金用途这一行有几格内容", row.place))
        elif cells and len(texts) > 1 and row.table:
            project.review.append(Review("purpose", "资金用途分在几行里", row.place))
    project.purpose = "\n".join(texts)
    if places:
        project.origins["purpose"] = Origin(*spread([place[:2] for place in places]), places[0].column)
    if len(strange) == len(rows):
        project.review.append(Review("purpose", _NO_PURPOSE, project.lines))
    return strange


def _plan(project: Project, rows: list[Row], words: Vocabulary) -> None:
    if rows:
        project.plan, review = read_plan(rows, words, project.origins)
        project.review += review
    else:
        project.review.append(Review("plan", _NO_PLAN, project.lines))


def _goals(project: Project, form: Form, words: Vocabulary) -> None:
    rows = form.of(forms.GOALS)
    printed = {_entries(row, words) for row in form.of(forms.MONTHS)}
    texts: list[str] = []
    places: list[Lines] = []
    plan_again = False
    for row in rows:
        found = [
            (i, cell) for i, cell in enumerate(row.cells) if cell and words.head_label(cell) not in ("goals", BLOCK)
        ]
        cells = [cell for _, cell in found]
        months = any(words.head_label(cell).startswith("plan.") for cell in cells)
        if months or (plan_again and all(amounts.parse_percent(cell) is not None for cell in cells)):
            plan_again = True
            if _entries(row, words) not in printed:
                project.review.append(Review("goals", "绩效目标一栏里又印了一遍资金支出计划，与上面不同", row.place))
            continue
        if row.doubt or len(cells) > 1:
            project.review.append(Review("goals", row.doubt or "绩效目标这一行有几格内容", row.place))
        texts += cells
        places += [origin(row, i)[:2] for i, _ in found]
    goals, certain = split_goals("\n".join(texts))
    lines_of = zip(goals, places_of(goals, texts, places), strict=True)
    project.goals = [Goal(goal, lines=place) for goal, place in lines_of]
    if not certain:
        project.review.append(Review("goals", "序号不从1开始或不连续，或者开头的“1.”可能是小数", rows[0].place))
    if not rows:
        project.review.append(Review("goals", "没有找到绩效目标这一行", project.lines))


def _entries(row: Row, words: Vocabulary) -> tuple[str, ...]:
    """What a row of the plan says: its months or its entries, without the label of its row."""
    return tuple(fold(cell) for cell in row.cells if cell and words.head_label(cell) not in (PLAN, "goals"))


def complete_units(projects: list[Project]) -> None:
    """Where forms print their unit and one does not, take the unit of the form before it and flag it.

    Where less than half of the forms print a unit, it heads a group of forms, and holds for those after it.
    """
    printed = [bool(p.unit_code or p.unit_name) for p in projects]
    if not any(printed):
        return
    heads_group = 2 * sum(printed) < len(projects)
    coded = any(p.unit_code for p in projects)
    code = name = ""
    for project, own in zip(projects, printed, strict=True):
        if own:
            code, name = project.unit_code, project.unit_name
            if not code and coded:
                project.review.append(Review("unit_code", "表上只印了单位名称，没有编码", project.lines))
            continue
        project.unit_code, project.unit_name = code, name
        if not heads_group or not name:
            reason = "表上没有印单位，按上一张表补上" if name else "表上没有印单位"
            project.review += [Review(field, reason, project.lines) for field in ("unit_code", "unit_name")]


def unprinted(projects: list[Project]) -> list[Review]:
    """What no form of the document prints is another kind of form's habit: said once, and no longer at each project."""
    review = []
    for path, reason in (("purpose", _NO_PURPOSE), ("plan", _NO_PLAN)):
        lacking = [any(r.path == path and r.reason == reason for r in p.review) for p in projects]
        if len(projects) < _FEWEST_FORMS or not all(lacking):
            continue
        for project in projects:
            project.review = [r for r in project.review if r.path != path]
        review.append(Review("projects", f"所有的表都{reason}，这种表可能不印", projects[0].lines))
    return review


def complete_titles(projects: list[Project]) -> None:
    """Flag a form without a title where the others have one."""
    titled = [p for p in projects if p.title]
    if 2 * len(titled) > len(projects):
        for project in projects:
            if not project.title:
                project.review.append(Review("title", "没有找到这张表的标题", project.lines))
