"""固定资产占用情况表 and 机构设置: small tables of a book, over pages and printed twice."""

import re
from decimal import Decimal
from itertools import pairwise

from desktop_app.domain import amounts
from desktop_app.domain.disclosed import AssetBlock, AssetRow, Organisation
from desktop_app.domain.traces import Review
from desktop_app.importers import lines
from desktop_app.importers.cells import Row, fold
from desktop_app.importers.heads import JOINT, columns_of
from desktop_app.importers.part_words import ASSET, ORGANISATION, Words, lone
from desktop_app.importers.table_blocks import Chunk
from desktop_app.importers.table_cells import AMOUNT, ANY, LABEL, dash, ends_lost, fit, numeric, squeeze, tidy
from desktop_app.importers.table_evidence import numeral

_SUM = re.compile(r"总额$|^合计$|^总计$")
_DATE = re.compile(r"(?:截止|截至)(?:日期|时间)?\s*[:：]?\s*(\S.*)")
_HOLDER = re.compile(r"(?:编制|编报|填报)?(?:部门|单位)(?:名称)?\s*[:：]\s*(\S.*)")
_ITEM = re.compile(r"[（(]?(\d+|[一二三四五六七八九十]+)[）)]?[、.．]?(?=\D)")
_ROUNDING = Decimal("0.011")


def read_assets(chunks: list[Chunk], words: Words) -> tuple[list[AssetBlock], list[Review]]:
    """The blocks of assets, one a holder, and what a person must look at."""
    blocks: list[AssetBlock] = []
    doubts: list[tuple[AssetBlock, int | None, str]] = []
    for chunk in chunks:
        unit, date = _lead(chunk)
        fields = _fields(chunk, ASSET, words)
        for at, row in enumerate(chunk.rows):
            texts, doubt = _texts(row, fields, {"quantity": AMOUNT, "value": AMOUNT, "item": LABEL})
            named = at == 0 and any(_names(above) for above in chunk.lead)
            if not blocks or _begins(blocks[-1], texts["item"], named):
                blocks.append(AssetBlock(unit, date, lines=chunk.place))
            block = blocks[-1]
            block.unit, block.date = block.unit or unit, block.date or date
            record = AssetRow(**texts, lines=row.place)
            if block.rows and _same(block.rows[-1], record):
                continue  # printed twice
            block.rows.append(record)
            block.lines = (block.lines[0] if block.lines else row.line, row.last)
            if doubt:
                doubts.append((block, len(block.rows) - 1, doubt))
        doubts += [(blocks[-1], None, f"表格中间有读不懂的一行：{s.text[:20]}") for s in chunk.strays if blocks]
    blocks = [block for i, block in enumerate(blocks) if not any(_twice(block, other) for other in blocks[:i])]
    for block in blocks:
        doubts += [(block, at, reason) for at, reason in _evidence(block, blocks)]
    review = []
    for block, place, reason in doubts:
        number = next((i for i, other in enumerate(blocks) if other is block), None)
        if number is not None:
            path = f"assets[{number}]" + (f".rows[{place}]" if place is not None else "")
            review.append(Review(path, reason, block.rows[place].lines if place is not None else block.lines))
    return blocks, review


def read_organisation(chunks: list[Chunk], words: Words) -> tuple[list[Organisation], list[Review]]:
    """The units of 机构设置, each row once, and what a person must look at."""
    found: list[Organisation] = []
    review: list[Review] = []
    for chunk in chunks:
        fields = _fields(chunk, ORGANISATION, words)
        for row in chunk.rows:
            texts, doubt = _texts(row, fields, dict.fromkeys(words.forms.organisation, LABEL))
            record = Organisation(**texts, lines=row.place)
            before = found[-1] if found else None
            if any(texts == {name: getattr(other, name) for name in texts} for other in found):
                continue  # printed twice
            if before and not texts["name"]:
                for name, text in texts.items():
                    setattr(before, name, getattr(before, name) + text)
                doubt = doubt or "由两行合成"
            else:
                found.append(record)
                doubt = doubt or ("" if all(texts.values()) else "有一栏是空的")
            if doubt:
                review.append(Review(f"organisation[{len(found) - 1}]", doubt, row.place))
        if not chunk.rows:
            review.append(Review("organisation", "机构设置表里没有内容", chunk.place))
        review += [Review("organisation", f"表格中间有读不懂的一行：{s.text[:20]}", s.place) for s in chunk.strays]
    return found, review


def _fields(chunk: Chunk, kind: str, words: Words) -> list[str]:
    columns, _ = columns_of(chunk.heads, words.numbering)
    return [words.field(kind)(column.rsplit(JOINT, 1)[-1]) for column in columns]


def _texts(row: Row, fields: list[str], kinds: dict[str, str]) -> tuple[dict[str, str], str]:
    """The texts of a row by field, all of `kinds`, and what is doubtful about them."""
    columns = [kinds.get(name, ANY) for name in fields]
    cells, doubt = fit(row.cells, columns, ends_lost([row.cells], len(fields)))
    texts = dict.fromkeys(kinds, "")
    for name, cell, kind in zip(fields, cells, columns, strict=True):
        if name:
            texts[name] = tidy(cell, kind)
    return texts, row.doubt or doubt


def _lead(chunk: Chunk) -> tuple[str, str]:
    """The holder and the date that the lines above a table print."""
    unit = date = ""
    for cell in (cell for row in chunk.lead for cell in row.cells if cell):
        if match := _DATE.match(cell):
            date = squeeze(match[1])
        elif owner := lines.owner(cell):
            unit = squeeze(owner.name)
        elif not lines.measure(cell) and (match := _HOLDER.match(cell)):
            unit = squeeze(match[1])
    return unit, date


def _names(row: Row) -> bool:
    return "资产" in lone(row) and fold(lone(row)).endswith("表")


def _begins(block: AssetBlock, item: str, named: bool) -> bool:
    """Whether a row with this item begins another block."""
    if not block.rows or block.rows[-1].item == item:
        return False
    return named or any(row.item == item for row in block.rows)


def _same(one: AssetRow, other: AssetRow) -> bool:
    return (one.item, one.quantity, one.value) == (other.item, other.quantity, other.value)


def _twice(block: AssetBlock, other: AssetBlock) -> bool:
    """Whether two blocks are one that is printed twice."""
    same = len(block.rows) == len(other.rows) and all(map(_same, block.rows, other.rows))
    return same and (block.unit, block.date) == (other.unit, other.date)


def _evidence(block: AssetBlock, blocks: list[AssetBlock]) -> list[tuple[int | None, str]]:
    """What shows that rows were lost or numbers damaged: the numbers of the items, the sum, the other blocks."""
    doubts: list[tuple[int | None, str]] = []
    for at, row in enumerate(block.rows):
        if any(text and not dash(text) and amounts.parse_number(text) is None for text in (row.quantity, row.value)):
            doubts.append((at, "不是正常的数字"))
    numbers = [number for row in block.rows if (number := _number(row.item))]
    if any(two != one + 1 for one, two in pairwise([0, *numbers])):
        doubts.append((None, "各项的序号不连续，可能缺行"))
    total = next((row for row in block.rows if _SUM.search(row.item)), None)
    parts = [row for row in block.rows if _number(row.item)]
    values = [row.value for row in [*parts, *([total] if total else [])] if row.value and not dash(row.value)]
    if total is None and parts:
        doubts.append((None, "没有资产总额这一行"))
    elif total and parts and all(amounts.parse_number(value) is not None for value in values):
        rest = sum((amounts.parse_number(row.value) or Decimal(0) for row in parts), Decimal(0))
        if abs(rest - (amounts.parse_number(total.value) or Decimal(0))) > _ROUNDING * len(parts):
            doubts.append((None, f"各项加起来是{rest}，资产总额印的是{total.value or '空'}，可能缺行"))
    most = max(len(other.rows) for other in blocks)
    if len(block.rows) < most:
        doubts.append((None, "比另一张资产表少行"))
    return doubts


def _number(item: str) -> int | None:
    match = _ITEM.match(item)
    if not match:
        return None
    return int(match[1]) if numeric(match[1]) else numeral(match[1])
