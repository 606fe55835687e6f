"""Whole indicators taken over: chosen from the library and the file, or all of the year before."""

from dataclasses import dataclass

from desktop_app import catalog
from desktop_app.actions import editing, last_year, reading
from desktop_app.actions.alike import said
from desktop_app.actions.library import FILE, LAST, SHIPPED
from desktop_app.actions.wordstock import Match, Wordstock, fits
from desktop_app.domain import values
from desktop_app.domain.changes import Changes
from desktop_app.domain.folding import fold
from desktop_app.domain.forms import Frame
from desktop_app.domain.library import class_in, place_in
from desktop_app.domain.model import Indicator, Project
from desktop_app.domain.rolled import last_value
from desktop_app.domain.years import shift, without_years
from desktop_app.errors import UserError
from desktop_app.storage import queries, wordings
from desktop_app.storage.journal import Operation
from desktop_app.storage.store import Store

ALL_KINDS, SUITING = "全部类型", "适合本项目"
_MOST = 300
_ELSEWHERE = 60
_REST = ("desc", "measure", "basis")
_COPIED = ("l3", "desc", "value", "number", "basis", "note")


@dataclass(slots=True, frozen=True)
class Choice:
    """One indicator that can be taken over, in the project's frame.

    `source` says where it is from, `owner` the kind of project or the name of the project; `there` that the project
    has one of that name already.
    """

    l1: str
    l2: str
    l3: str
    desc: str
    sign: str
    number: str
    measure: str
    basis: str
    source: str
    owner: str
    there: bool
    match: Match

    @property
    def name(self) -> tuple[str, str]:
        """By what it is told from others."""
        return self.l2, self.l3

    @property
    def value(self) -> str:
        """The 指标值 as it is printed, a number that is to be filled in as …"""
        return f"{self.sign}{self.number or '…'}{self.measure}" if self.sign or self.measure else self.number

    def texts(self) -> dict[str, str]:
        """What is written into the new row."""
        names = ("l1", "l2", "l3", "desc", "sign", "number", "measure", "basis")
        return {name: getattr(self, name) for name in names}


def kinds(project: Project) -> list[str]:
    """The kinds of projects that the library has indicators for, first those that the project is of."""
    about = f"{project.name} {project.purpose}"
    every = list(dict.fromkeys(row.kind for row in catalog.library()))
    suits = {row.kind for row in catalog.library() if row.suits(about)}
    return [SUITING, ALL_KINDS, *every] if suits else [ALL_KINDS, *every]


def of_library(project: Project, frame: Frame, typed: str, l2: str, kind: str) -> list[Choice]:
    """The shipped indicators of a class ("" for all) and kind that fit what is typed, in the order of the frame."""
    about = f"{project.name} {project.purpose}"
    first = catalog.library()[0].kind
    there = {said(row.l3) for row in project.indicators}
    plain, initials = fold(typed.strip()), catalog.initials()
    found = []
    for row in catalog.library():
        match = fits(fold(row.l3), initials.of(row.l3), plain) or fits(fold(row.desc), "", plain)
        l1, own = class_in(frame, row.l2)
        suits = kind in (ALL_KINDS, row.kind) or (kind == SUITING and (row.kind == first or row.suits(about)))
        if match is None or (l2 and own != l2) or not suits:
            continue
        found.append(
            Choice(
                l1, own, row.l3, row.desc, row.sign, row.number, row.measure, row.basis, SHIPPED, row.kind,
                said(row.l3) in there, match,
            )
        )  # fmt: skip
    return sorted(found, key=lambda choice: (place_in(frame, choice.l1, choice.l2), choice.owner == first))


def of_file(store: Store, stock: Wordstock, project: Project, frame: Frame, typed: str, l2: str) -> list[Choice]:
    """Indicators of other projects in the workspace, those that fit best or are used most of each class."""
    names, plain = stock.columns["l3"], fold(typed.strip())
    there = {said(row.l3) for row in project.indicators}
    here = stock.owners.get(project.id)
    found: dict[tuple[str, str], Choice] = {}
    for number in names.find(plain, l2, _MOST, 0 if l2 else _ELSEWHERE):
        match = names.fits(number, plain)
        project_id = next((p for p in reversed(names.projects(number)) if p != project.id), "")
        row = wordings.indicator_called(store, project_id, names.texts[number]) if project_id and match else None
        if row is None or match is None:
            continue
        l1, own = class_in(frame, row["l2"])
        if (l2 and own != l2) or (own, row["l3"]) in found:
            continue
        owner = stock.owners.get(project_id)
        source = LAST if owner and here and owner.year < here.year else FILE
        name = wordings.text_of(store, "project", project_id, "name")
        found[own, row["l3"]] = Choice(
            l1, own, row["l3"], row["desc"], row["sign"], row["number"], row["measure"], row["basis"], source, name,
            said(row["l3"]) in there, match,
        )  # fmt: skip
        if len(found) >= _MOST:
            break
    return sorted(found.values(), key=lambda choice: (place_in(frame, choice.l1, choice.l2), choice.match.rank))


def rest(store: Store, stock: Wordstock, project: Project, l3: str) -> dict[str, str]:
    """What else the row of a 三级指标 may say: 描述, 计量单位 and 依据 as the last project with it has them.

    Years that certainly mean another budget year move along. Where no project has it, what the shipped library says.
    """
    names, here = stock.columns["l3"], stock.owners.get(project.id)
    number = names.number(l3.strip())
    owners = [p for p in reversed(names.projects(number)) if p != project.id] if number >= 0 else []
    for project_id in owners[:1]:
        row, owner = wordings.indicator_called(store, project_id, names.texts[number]), stock.owners.get(project_id)
        if row is not None:
            years = (owner.year, here.year) if owner and here and owner.year != here.year else None
            return {name: shift(row[name], *years).text if years else row[name] for name in _REST if row[name]}
    for common in catalog.library():
        if said(common.l3) == said(l3):
            return {name: getattr(common, name) for name in _REST if getattr(common, name)}
    return {}


def insert_chosen(store: Store, project_id: str, choices: list[Choice]) -> tuple[Changes, list[str]]:
    """Add the chosen indicators, each behind those of its 二级指标; one operation. Returns the new ids too."""
    with store.operation(f"挑选{len(choices)}条指标") as operation:
        ids = _add(store, operation, project_id, [choice.texts() for choice in choices])
    return operation.changes, ids


def _add(store: Store, operation: Operation, project_id: str, rows: list[dict[str, str]]) -> list[str]:
    """Add rows to a project, each behind the last of its class, else where the frame has its class."""
    frame = reading.frame_of(store, project_id)
    project = reading.load_project(store, project_id)
    order = [(row.id, row.l1, row.l2) for row in project.indicators]
    ids = []
    for texts in rows:
        at = _place(frame, order, texts["l1"], texts["l2"])
        before = order[at][0] if at < len(order) else ""
        (row_id,) = editing.add_rows(store, operation, "indicator", project_id, [texts], before)
        order.insert(at, (row_id, texts["l1"], texts["l2"]))
        ids.append(row_id)
    return ids


def _place(frame: Frame, order: list[tuple[str, str, str]], l1: str, l2: str) -> int:
    same = [i for i, (_, a, b) in enumerate(order) if (a, b) == (l1, l2)]
    if same:
        return same[-1] + 1
    mine = place_in(frame, l1, l2)
    return next((i for i, (_, a, b) in enumerate(order) if place_in(frame, a, b) > mine), len(order))


def copy_last_year(store: Store, project_id: str) -> tuple[Changes, int, str]:
    """Take over the indicators of the same project of the year before that it has not yet, with their 上年值.

    Returns how many, and the name of that project. Years that certainly mean the budget year move along. Raises
    UserError where the workspace has no such project, it is secret, or nothing is new.
    """
    project = reading.load_project(store, project_id)
    before = last_year.earlier(store, project)
    if before is None:
        raise UserError("工作簿里没有上年的同一个项目", project.name, "请先导入上年的文件；项目按编码和名称对应")
    if before.is_secret:
        raise UserError("上年的同一个项目涉密，它的指标不能复制", project.name, "请直接填写，或从指标库里挑选")
    there = {without_years(said(row.l3)) for row in project.indicators}
    year = (queries.department_of(store, project_id) or {}).get("year") or 0
    new = [_copied(row, year) for row in before.indicators if without_years(said(row.l3)) not in there]
    if not new:
        raise UserError("上年的指标这里都有了", before.name, "不需要再复制；可以直接改数值")
    with store.operation("复制上年指标") as operation:
        _add(store, operation, project_id, new)
    return operation.changes, len(new), before.name


def _copied(row: Indicator, year: int) -> dict[str, str]:
    texts = {name: shift(getattr(row, name), year - 1, year).text if year else getattr(row, name) for name in _COPIED}
    texts |= {"l1": row.l1, "l2": row.l2, "sign": row.sign, "measure": row.measure, "last_value": last_value(row)}
    if texts["value"] != row.value and values.split(row.value) == (row.sign, row.number, row.measure):
        texts |= values.split(texts["value"])._asdict()
    return texts
