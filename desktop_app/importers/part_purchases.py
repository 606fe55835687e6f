"""政府采购预算: pages and double printings put together, sums told from purchases, what the sums prove."""

import re
from dataclasses import dataclass, field

from desktop_app.domain.disclosed import Purchase, PurchaseTotal
from desktop_app.domain.traces import Review
from desktop_app.importers import lines, purchase_prints
from desktop_app.importers.heads import JOINT, columns_of, numbers_columns
from desktop_app.importers.part_words import PURCHASE, Words
from desktop_app.importers.purchase_prints import BARE, SUMS, Entry
from desktop_app.importers.table_blocks import Chunk
from desktop_app.importers.table_cells import AMOUNT, ANY, CODE, LABEL, ends_lost, fit, numeric, squeeze, tidy

_KINDS = {"project": LABEL, "item": LABEL, "catalog_code": CODE, "measure": ANY, "": ANY}
_SUM = re.compile(r"(?:合计|小计|总计)$")


@dataclass(slots=True)
class Purchases:
    """The purchases of a book, the printed sums, and what a person must look at."""

    rows: list[Purchase] = field(default_factory=list)
    totals: list[PurchaseTotal] = field(default_factory=list)
    review: list[Review] = field(default_factory=list)


def read_purchases(chunks: list[Chunk], codes: dict[str, str], words: Words) -> Purchases:
    """The purchases under these heads, each once. `codes` gives the codes of the units whose names are known."""
    entries: list[Entry] = []
    found = Purchases()
    known = dict(codes)
    heads = [_fields(chunk, words) for chunk in chunks]
    whole = [fields for fields, moved in heads if not moved and {"item", "total"} <= set(fields)]
    for chunk, (read, moved) in zip(chunks, heads, strict=True):
        fields, doubt = _completed(chunk, read, moved, whole)
        owner = next((o for row in chunk.lead for cell in row.cells if (o := lines.owner(cell))), None)
        if owner and owner.code:
            known.setdefault(squeeze(owner.name), owner.code)
        _add(entries, chunk, fields, doubt, owner.code or owner.name if owner else "", words)
        found.review += [_stray(line.text, line.place) for line in chunk.strays]
    if not entries:
        return found
    entries, doubts = purchase_prints.once(entries)
    _fill(found, entries, known)
    found.review += [Review("procurement", reason, place) for reason, place in doubts]
    return found


def _stray(text: str, place: tuple[int, int]) -> Review:
    return Review("procurement", f"采购表中间有读不懂的一行：{text[:20]}", place)


def _fields(chunk: Chunk, words: Words) -> tuple[list[str], bool]:
    """The field of each column, "" where its head is lost or unknown, and whether heads had to be put back."""
    columns, moved = columns_of(chunk.heads, words.numbering)
    field_of = words.field(PURCHASE)
    fields = [field_of(column.rsplit(JOINT, 1)[-1]) for column in columns]
    fields = [name if name != "above" else "" for name in fields]
    return fields + [""] * (chunk.width - len(fields)), bool(moved)


def _completed(chunk: Chunk, fields: list[str], moved: bool, whole: list[list[str]]) -> tuple[list[str], str]:
    """The fields of the columns and what is doubtful about them; heads that are lost are those of another page."""
    filled = [name for name in fields if name]
    if len(set(filled)) < len(filled) or not {"item", "total"} <= set(fields):
        agree = [f for f in whole if len(f) == len(fields) and _agree(fields, f)]
        return (agree[0], "") if agree else (fields, "采购表的表头不全")
    if moved and fields not in whole and not _proved(chunk, fields):
        return fields, "采购表的表头错位，已移正"
    return fields, ""


def _agree(fields: list[str], others: list[str]) -> bool:
    """Whether the heads that are left are those of the other page."""
    left = [(f, o) for f, o in zip(fields, others, strict=True) if f]
    return sum(f == o for f, o in left) >= len(left) - 1


def _proved(chunk: Chunk, fields: list[str]) -> bool:
    """Whether in every row the sources of money make up the sum, so that the columns stand in their places."""
    entries = [dict(zip(fields, row.cells, strict=False)) for row in chunk.rows if len(row.cells) == len(fields)]
    return bool(entries) and all(purchase_prints.adds_up(entry) for entry in entries)


def _add(entries: list[Entry], chunk: Chunk, fields: list[str], doubt: str, owner: str, words: Words) -> None:
    kinds = [_KINDS.get(name, AMOUNT) for name in fields]
    rows = [row for row in chunk.rows if not numbers_columns(row, words.numbering)]
    stripped = ends_lost([row.cells for row in rows], len(kinds))
    for row in rows:
        label = next((squeeze(cell) for cell in row.cells if cell), "")
        total = _SUM.search(label) is not None and sum(not numeric(cell) for cell in row.cells if cell) == 1
        as_row = [ANY if total and kind in (LABEL, CODE) else kind for kind in kinds]
        cells, odd = fit(row.cells, as_row, stripped)
        texts = {name: tidy(cell, kind) for name, cell, kind in zip(fields, cells, kinds, strict=True) if name}
        if any(cell and not name for name, cell in zip(fields, cells, strict=True)):
            odd = odd or "有一格不在任何一栏里"
        before = entries[-1] if entries else None
        if before and not total and _rest_of_row(before, texts):
            for name, text in texts.items():
                before.texts[name] = before.texts.get(name, "") + text
            before.place = (before.place[0], row.last)
            continue
        entries.append(Entry(texts, label if total else "", row.place, row.doubt or odd or doubt, owner))


def _rest_of_row(before: Entry, texts: dict[str, str]) -> bool:
    """Whether these cells are only the rest of wrapped texts of the row before."""
    filled = [name for name, text in texts.items() if text]
    return bool(filled) and all(_KINDS.get(name) == LABEL and before.texts.get(name) for name in filled)


def _fill(found: Purchases, entries: list[Entry], codes: dict[str, str]) -> None:
    """Make the records; a project that is printed once over several rows stands in each of them."""
    owners = {entry.owner for entry in entries if entry.owner}
    groups = purchase_prints.groups(entries)
    above = None
    for entry in entries:
        if entry.label:
            continue
        texts = entry.texts
        if above and not texts.get("project") and not texts.get("fund") and texts.get("item"):
            texts |= {name: above.texts.get(name, "") for name in ("project", "fund")}
        above = entry
        own = _department(owners)
        owner = entry.owner if len(owners) > 1 and entry.owner != own else ""
        found.rows.append(Purchase(**texts, owner=owner, lines=entry.place))
        if entry.doubt:
            found.review.append(Review(f"procurement[{len(found.rows) - 1}]", entry.doubt, entry.place))
    for entry, first, last in groups:
        sums = {name: entry.texts.get(name, "") for name in SUMS}
        found.totals.append(PurchaseTotal(entry.label, **sums, first=first, last=last, lines=entry.place))
        if entry.doubt:
            path = f"procurement_totals[{len(found.totals) - 1}]"
            found.review.append(Review(path, entry.doubt, entry.place))
        name = _SUM.sub("", entry.label)
        if name and entry.label not in BARE:
            for purchase in found.rows[first - 1 : last]:
                purchase.owner = codes.get(name, name)


def _department(owners: set[str]) -> str:
    """The code that all others begin with, "" where there is none."""
    return next((o for o in owners if o.isdigit() and all(other.startswith(o) for other in owners)), "")
