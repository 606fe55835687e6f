"""The figures of a book's lists: projects, purchases, assets, units."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from desktop_app.domain import amounts
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import AssetBlock, Purchase, PurchaseTotal
from desktop_app.domain.figure_cells import Source
from desktop_app.domain.figures import Figure, FigureForm, Figures, money, of_tables, short, total
from desktop_app.domain.model import NO, Book, Project
from desktop_app.domain.project_lists import Known
from desktop_app.domain.secret_names import of_secret, secret_names, spoken
from desktop_app.domain.table_labels import bare, fold

PROJECT, ASSET, OFFICE = "project.", "asset.", "office.total"
_BASIC = re.compile(r"公用经费|人员经费|基本支出|工资福利|定额")  # money of the 基本支出: no project
_ADMINISTRATIVE = ("行政", "参照", "参公")
# 固定资产 are the classes A01 to A06 of the catalog of 政府采购 (houses, equipment, books, furniture) in its editions
# of 2013 and 2022; what is used up (paper, toner), works (B) and services (C) are none.
_FIXED_ASSET = re.compile(r"A0[1-6]")
_ASSET_SUM = ("资产总额", "固定资产总额", "固定资产合计", "资产合计", "合计", "总计")
_OF_WHICH = re.compile(r"\s*其中")
_HOLDER_CODE = re.compile(r"^\d{3,}\s*")


def of_lists(book: Book, owner: str = "", secret: Collection[str] = ()) -> Figures:
    """The figures of projects (`project.ID`, also those that only a purchase names), purchases, assets and units.

    `owner` is the code of a unit, "" for the department. `secret` are ids of projects that are kept out beside those
    that are marked 涉密; their purchases are kept out too.
    """
    hidden = secret_names(book.projects, secret)
    found = _projects(book.projects, owner, secret)
    found |= _lines(book, owner, hidden, found)
    found |= _purchases(book, owner, hidden)
    found |= _assets(book, owner)
    if book.organisation and not owner:
        sources = tuple(_source("organisation", "name", i, row, row.name) for i, row in enumerate(book.organisation))
        found |= _count("organisation.count", "机构设置的单位数", sources)
    return found


def _source(table: str, column: str, index: int, record: object, text: str, part: str = "") -> Source:
    row_id = getattr(record, "id", "")
    names = {"organisation": "机构设置", "purchase": "政府采购", "purchase_total": "政府采购"}
    key = CellKey(table, row_id, column) if row_id else None
    return Source(f"{part or table}[{index}].{column}", names.get(table, ""), text, key)


def _count(key: str, name: str, sources: tuple[Source, ...]) -> Figures:
    return {key: Figure(key, name, len(sources), str(len(sources)), sources)}


@lru_cache(maxsize=16384)
def _stated(budget: str) -> tuple[int | None, str]:
    """A 预算数 in 0.01 元 and as a text states it; remembered, for all of them are read again after every change."""
    fen = amounts.parse_amount(budget)
    return fen, short(fen) if fen is not None else ""


def _projects(projects: Sequence[Project], owner: str, secret: Collection[str]) -> Figures:
    """The 预算数 of each public project as a text states it (`5`, `517.93`), their number and their sum."""
    found: Figures = {}
    for i, project in enumerate(projects):
        if project.is_secret or project.id in secret or (owner and project.unit_code != owner):
            continue
        key, name = f"{PROJECT}{project.id or i}", "".join((project.name.strip() or project.title.strip()).splitlines())
        fen, stated = _stated(project.budget)
        cell = CellKey("project", project.id, "budget") if project.id else None
        source = Source(f"projects[{i}].budget", f"项目“{name}”预算数", project.budget, cell)
        note = "" if fen is not None else f"{source.name}写作“{project.budget}”，不是数字"
        found[key] = Figure(key, name, fen, stated, (source,), note)
    if found:
        figures = list(found.values())
        found["projects.total"] = total("projects.total", "项目预算数合计", figures)
        found |= _count("projects.count", "项目数", tuple(figure.sources[0] for figure in figures))
        without = {project.id or str(i) for i, project in enumerate(projects) if project.needs_form.strip() == NO}
        forms = [figure for figure in figures if figure.key.removeprefix(PROJECT) not in without]
        found |= _count("projects.forms", "编报绩效目标的项目数", tuple(figure.sources[0] for figure in forms))
    return found


def _lines(book: Book, owner: str, hidden: Collection[str], projects: Figures) -> Figures:
    """The 预算资金 of what the 政府采购 names and no record holds: projects and budget lines without a 绩效目标表.

    What is called nearly like a project of the same amount is that one; money of the 基本支出 is no project.
    """
    named: dict[str, list[tuple[int, Purchase]]] = {}
    own = {spoken(figure.name) for key, figure in projects.items() if key.startswith(PROJECT)}
    for i, purchase in enumerate(book.purchases):
        name = spoken(purchase.project)
        if name and name not in own and not of_secret(purchase, hidden) and _of_owner(purchase, book, owner):
            named.setdefault(name, []).append((i, purchase))
    if not named:
        return {}
    codes = {spoken(project.code) for project in book.projects}
    stated = {name: {amounts.parse_amount(purchase.fund) for _, purchase in of} for name, of in named.items()}
    fens = {fen for of in stated.values() for fen in of}
    names = {f.name: f.fen for key, f in projects.items() if key.startswith(PROJECT) and f.fen in fens}
    known, secret = Known(names), Known(hidden)
    found: Figures = {}
    for name, bought in named.items():
        fen = next(iter(stated[name]))
        if len(stated[name]) > 1 or not fen or name in codes or _BASIC.search(name) or secret.alike(name):
            continue  # what several rows say differently is not known
        if any(names[other] == fen for other in known.alike(name)):
            continue
        i, first = bought[0]
        key, said = f"{PROJECT}{first.id or f'purchase{i}'}", "".join(first.project.split())
        source = _source("purchase", "fund", i, first, first.fund, "procurement")
        found[key] = Figure(key, said, fen, short(fen), (source._replace(name=f"政府采购“{said}”预算资金"),))
    return found


def _of_owner(record: Purchase, book: Book, owner: str) -> bool:
    names = {fold(text) for unit in book.units if unit.code == owner for text in (unit.name, unit.code + unit.name)}
    return not owner or record.owner == owner or fold(record.owner) in names - {""}


def _purchases(book: Book, owner: str, hidden: Collection[str]) -> Figures:
    """The 政府采购预算: its total, the share of small firms, and the fixed assets that are to be bought.

    Purchases of `hidden` projects (by what they are called) are left out; then no printed sum is used, which would
    tell what is missing.
    """
    public = [(i, p) for i, p in enumerate(book.purchases) if not of_secret(p, hidden)]
    bought = [(i, p) for i, p in public if _of_owner(p, book, owner)]
    if not bought:
        return {}
    found: Figures = {}
    complete = len(public) == len(book.purchases)
    whole = _printed_total(book.purchase_totals, owner, len(book.purchases)) if complete else None
    for key, column, name in (
        ("procurement.total", "total", "政府采购预算"),
        ("procurement.sme", "sme", "预留中小微企业份额"),
    ):
        parts = [_amount(key, name, "procurement", "purchase", column, i, p) for i, p in bought]
        known = [part for part in parts if part is not None]
        if not known:
            continue
        summed = total(key, name, known)
        printed = whole and _amount(key, name, "procurement_totals", "purchase_total", column, whole[0], whole[1])
        found[key] = _printed_or_sum(printed, summed)
    assets = [
        part for i, p in bought if _FIXED_ASSET.match(p.catalog_code.strip())
        if (part := _amount("assets.planned", "", "procurement", "purchase", "total", i, p))
    ]  # fmt: skip
    planned = total("assets.planned", "本年度拟购置固定资产", assets)
    found["assets.planned"] = Figure(
        planned.key, planned.name, planned.fen, planned.text, planned.sources, "政府采购中目录序号 A01-A06 的金额之和"
    )
    return found


def _printed_total(totals: Sequence[PurchaseTotal], owner: str, purchases: int) -> tuple[int, PurchaseTotal] | None:
    """The printed sum over all purchases."""
    for i, row in enumerate(totals):
        if not owner and (row.first, row.last) in ((1, purchases), (0, 0)) and "小计" not in row.label:
            return i, row
    return None


def _printed_or_sum(printed: Figure | None, summed: Figure) -> Figure:
    if printed is None or printed.fen is None:
        return summed
    note = "" if printed.fen == summed.fen else f"印的合计是{printed.text}，各行相加是{summed.text or '未知'}"
    return Figure(printed.key, printed.name, printed.fen, printed.text, printed.sources, note)


def _amount(key: str, name: str, part: str, table: str, column: str, index: int, record: object) -> Figure | None:
    """The amount in a column of a purchase, None where the cell is blank."""
    text = getattr(record, column)
    if not text.strip():
        return None
    fen = amounts.parse_amount(text)
    source = _source(table, column, index, record, text, part)
    note = "" if fen is not None else f"政府采购第{index + 1}行写作“{text}”，不是数字"
    return Figure(key, name, fen, money(fen) if fen is not None else "", (source,), note)


def office(book: Book, forms: Sequence[FigureForm], found: Figures, owner: str = "") -> Figures:
    """The figures with 机关运行经费 as rule B10 has it: only 行政 and 参公 units have any.

    Where a department has both kinds it is the sum of those units' own tables, and not known where it has none.
    `office.none` is there where no unit has any.
    """
    names = {unit.name: unit.code for unit in book.units}
    rows = [row for row in book.organisation if not owner or names.get(row.name) == owner]
    rows = [row for row in rows if row.nature.strip()]
    having = [row for row in rows if any(word in row.nature for word in _ADMINISTRATIVE)]
    there = found.get(OFFICE)
    if there is None or len(having) == len(rows):
        return found
    result = {key: figure for key, figure in found.items() if key != OFFICE}
    if not having:
        return result | {"office.none": Figure("office.none", "没有行政单位", 0, "0")}
    own = [form for form in forms if form.key.startswith("office.")]
    parts = [of_tables(book, own, names.get(row.name) or "?").get(OFFICE) for row in having]
    known = [part for part in parts if part is not None]
    if len(known) == len(having):
        return result | {OFFICE: total(OFFICE, there.name, known)}
    note = "部门里有行政单位，也有事业单位，表6不分单位，行政单位的公用经费要另填"
    return result | {OFFICE: there._replace(fen=None, text="", note=note)}


def holder(block: AssetBlock) -> str:
    """Who holds the assets of a block, without the code."""
    return _HOLDER_CODE.sub("", block.unit.strip())


def _assets(book: Book, owner: str) -> Figures:
    """The value of each block of assets, and of all."""
    names = {unit.name for unit in book.units if unit.code == owner}
    found: Figures = {}
    for i, block in enumerate(book.assets):
        if owner and owner not in block.unit and holder(block) not in names:
            continue
        if figure := _block(block, i):
            found[figure.key] = figure
    if found:
        found["assets.total"] = total("assets.total", "上年末固定资产", list(found.values()))
    return found


def _block(block: AssetBlock, index: int) -> Figure | None:
    """The value of a block: its row 资产总额, else the sum of its rows but those of which another row is the whole."""
    rows = list(enumerate(block.rows))
    whole = [(r, row) for r, row in rows if bare(row.item) in _ASSET_SUM]
    rows = whole[:1] or [(r, row) for r, row in rows if not _OF_WHICH.match(row.item)]
    key, name = f"{ASSET}{block.id or index}", holder(block)
    parts = []
    for r, row in rows:
        fen = amounts.parse_amount(row.value) if row.value.strip() else 0
        cell = CellKey("asset_row", row.id, "value") if row.id else None
        source = Source(f"assets[{index}].rows[{r}].value", f"固定资产 {bare(row.item)}", row.value, cell)
        note = "" if fen is not None else f"{source.name}写作“{row.value}”，不是数字"
        parts.append(Figure(key, name, fen, money(fen) if fen is not None else "", (source,), note))
    return total(key, name, parts) if parts else None
