"""What a person decides about a plan before it is written: corrections, flags settled, rows that are none."""

import re
from collections.abc import Iterable

from desktop_app.actions.asking import VALUE_PARTS
from desktop_app.actions.plan import ACCEPT, CONFLICT, CORRECT, BookPlan, Flag, ImportPlan, Item, PartItem, PlanItem
from desktop_app.domain import fields
from desktop_app.domain.fields import Spot
from desktop_app.domain.model import Book, Project
from desktop_app.errors import UserError
from desktop_app.storage import rows

VALUE = ("value", *VALUE_PARTS)
_SHOWN = 20
_INDEXED = re.compile(r"^(.*)\[(\d+)\]$")


def year_of(text: str) -> int:
    """The budget year that a person wrote. Raises UserError where it is none of 2000 to 2099."""
    if not re.fullmatch(r"20[0-9]{2}", text.strip()):
        raise UserError("年度要写成 2000 到 2099 之间的数字", text.strip()[:_SHOWN], "例如 2025")
    return int(text)


def _owner(item: Item | BookPlan) -> Project | Book:
    return item.project if isinstance(item, PlanItem) else item.book


def _spot(item: Item | BookPlan, path: str) -> Spot | None:
    lines = next((flag.lines for flag in item.flags if flag.path == path), None)
    head = getattr(item, "head", None)
    return fields.find(_owner(item), path, lines or (head.lines if head is not None else None))


def read_value(item: Item | BookPlan, path: str) -> str | None:
    """The text at a path of what comes in, None where the path names no single text."""
    spot = _spot(item, path)
    return spot.text if spot else None


def correct(item: Item | BookPlan, path: str, text: str) -> None:
    """Write a person's text into what comes in; flags on the field are settled, and the text wins over the workspace's.

    Raises UserError where the path names no field or the text is no year where one is due.
    """
    _write(item, path, text)
    for flag in item.flags:
        if _same_field(flag.path, path):
            flag.decision, flag.text = CORRECT, text


def settle(item: Item | BookPlan, path: str) -> None:
    """The field is right as it was read: its flags are settled."""
    for flag in item.flags:
        if flag.path == path:
            decide(flag, ACCEPT)


def decide(flag: Flag, decision: str, text: str = "") -> None:
    """Decide about one flag; a later decision takes the earlier back.

    With CORRECT the `text` is written into the field, with any other decision the text stands as it was read. Raises
    UserError where a field cannot take the text.
    """
    holder = flag.item if flag.item is not None else BookPlan(flag.book, "", flags=[flag])
    if decision == CORRECT:
        _write(holder, flag.path, text)
    elif flag.decision == CORRECT and flag.value is not None:
        _write(holder, flag.path, flag.value, told=False)
    flag.decision, flag.text = decision, text if decision == CORRECT else ""


def settle_all(flags: Iterable[Flag]) -> None:
    """All flags that are open are right as they were read."""
    for flag in flags:
        if flag.open:
            decide(flag, ACCEPT)


def accept_all(plan: ImportPlan, accept: bool = True) -> None:
    """Take everything in, or leave everything out."""
    for item in plan.everything:
        item.accept = accept


def take_all(plan: ImportPlan, theirs: bool = True) -> None:
    """In every conflict what comes in wins, or what was edited here stays."""
    for item in plan.everything:
        if item.kind == CONFLICT:
            item.take_theirs = theirs


def drop_row(item: Item, path: str) -> None:
    """A row that was read is none: take it out of what comes in. The flags of later rows move with their rows.

    `path` names a goal, an indicator or a row of a part (`indicators[4]`, `budget_tables[2].rows[7]`). Raises UserError
    where it names no row. In this plan it cannot be taken back; the next import of the file shows the row as left out.
    """
    spot, place = _spot(item, path), _INDEXED.match(path)
    if spot is None or not spot.siblings or place is None or (spot.column and spot.table != "goal"):
        raise UserError("这里没有可以去掉的行", path, "请选择指标、目标或表格里的一行")
    at = next(i for i, record in enumerate(spot.siblings) if record is spot.record)
    del spot.siblings[at]
    item.dropped.append((spot.table, _parent(item, spot), _as_read(item, spot)))
    if spot.record is getattr(item, "head", None):
        item.accept = False
    if spot.table == "purchase":
        _shorten_totals(item.book, at + 1)
    records = getattr(item, "records", [])
    records[:] = [record for record in records if record is not spot.record]
    item.rows -= spot.table not in ("goal", "purchase_total")
    prefix = f"{place[1]}["
    item.flags[:] = [flag for flag in item.flags if not _moved(flag, prefix, at)]
    reviews = item.project.review if isinstance(item, PlanItem) else item.book.review
    kept = {id(flag.review) for flag in item.flags}
    reviews[:] = [r for r in reviews if id(r) in kept or not r.path.startswith(f"{prefix}{at}]")]
    if item.again:
        item.again()


def _parent(item: Item, spot: Spot) -> str:
    if isinstance(item, PlanItem):
        return item.project.id
    return str(item.head.id) if isinstance(item, PartItem) and spot.table in ("budget_row", "asset_row") else ""


def _as_read(item: Item, spot: Spot) -> dict[str, str]:
    """The texts of a record without what a person corrected in them."""
    read = {name: text for (record, name), (_, text) in item.corrected.items() if record == id(spot.record)}
    return rows.texts_of(spot.table, spot.record) | read


def _moved(flag: Flag, prefix: str, at: int) -> bool:
    """Whether the flag was on the row `at` of the list; those of later rows get their new path."""
    if not flag.path.startswith(prefix):
        return False
    index, _, rest = flag.path[len(prefix) :].partition("]")
    if int(index) == at:
        return True
    if int(index) > at:
        flag.review.path = f"{prefix}{int(index) - 1}]{rest}"
    return False


def _shorten_totals(book: Book, number: int) -> None:
    """The printed sums cover one purchase less after the purchase of that number, counted from 1, is gone."""
    for total in book.purchase_totals:
        total.first -= total.first > number
        total.last -= total.last >= number


def _same_field(a: str, b: str) -> bool:
    """Whether two paths are one field; a value is one field with its three parts."""
    parts = (".sign", ".number", ".measure", ".value")
    heads = [
        path[: -len(end)] if (end := next((p for p in parts if path.endswith(p)), "")) else path for path in (a, b)
    ]
    return a == b or (heads[0] == heads[1] and heads[0] != a and heads[1] != b)


def _write(item: Item | BookPlan, path: str, text: str, *, told: bool = True) -> None:
    spot = _spot(item, path)
    if spot is None or spot.text is None:
        raise UserError("这里没有可以改的文字", path, "请在表格里改，或先跳过")
    if spot.table == "book" and spot.column == "year" and told:
        text = str(year_of(text))
    if isinstance(item, Item):
        names = ("value", *VALUE_PARTS) if spot.table == "indicator" and spot.column in VALUE else (spot.column,)
        for name in names:
            one = spot._replace(column=name)
            item.corrected.setdefault((id(spot.record), name), (one, one.text or ""))
    spot.write(text)
    if isinstance(item, Item) and item.again:
        item.again()
        if told:
            item.keep -= {d.key for d in item.differences if path == d.path or path.startswith(f"{d.path}[")}
    if isinstance(item, PlanItem) and path in ("name", "title", "code"):
        item.name = item.project.name or item.project.title or item.project.code
