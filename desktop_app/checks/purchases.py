"""Rules of 政府采购 (C01-C04) and 资产 (C05), and of their amounts (C06)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.nearness import Nearest, nearest
from desktop_app.checks.shared import Roll, roll
from desktop_app.checks.sheets import Placed
from desktop_app.checks.tables_own import STOPS, malformed
from desktop_app.checks.wording import squeeze
from desktop_app.domain.amounts import format_amount, parse_amount, parse_number
from desktop_app.domain.department_parts import SumDifference, asset_differences, purchase_differences
from desktop_app.domain.disclosed import AssetBlock, Purchase
from desktop_app.domain.model import Book
from desktop_app.domain.secret_names import spoken
from desktop_app.domain.tables import TOLERANCE

SOURCES = ("general", "govfund", "soe", "special", "own", "carryover")
NAMES = {
    "fund": "预算资金", "quantity": "数量", "price": "单价", "total": "合计", "general": "一般公共预算拨款",
    "govfund": "基金预算拨款", "soe": "国有资本经营预算拨款", "special": "财政专户核拨", "own": "单位资金",
    "carryover": "上年结转结余", "sme": "预留中小微企业份额",
}  # fmt: skip
_SHORTEST = 5  # characters of a name that can be told from others by the money
_CATALOG = re.compile(r"[ABC]\d{8}")
_OLD_CATALOG = re.compile(r"[ABC]\d{2}(?:\d{2}){0,4}")  # the edition of 2013 has codes of every length
_DATE = re.compile(r"((?:19|20)\d\d)\D{1,3}(\d{1,2})")
_EARLY = 2  # a month of the budget year until which the tables may be taken
_MEASURES = (1, 10_000)  # the price is printed in 万元 here, in 元 there


def check_purchases(book: Book, context: Context) -> Iterator[Placed]:
    """What is wrong in 政府采购: in each line, then in the printed sums."""
    for i, purchase in enumerate(book.purchases):
        path = f"procurement[{i}]"
        for hit in (
            *_numbers(purchase, path),
            *c01(purchase, path),
            *c03(purchase, path, context),
            *c04(purchase, path),
        ):
            yield purchase.owner, hit
    yield from c01_sums(book)


def _numbers(purchase: Purchase, path: str) -> Iterator[Hit]:
    for field, name in NAMES.items():
        text = getattr(purchase, field)
        if text.strip() and parse_number(text) is None:
            yield malformed(f"{path}.{field}", text, f"政府采购的{name}")


def c01(purchase: Purchase, path: str) -> Iterator[Hit]:
    """合计 of a line is the sum of its sources, and 数量×单价.

    A price is rounded to 0.01 万元, so a line may differ by half of that for each piece. Where sources and 数量×单价
    agree with each other the 合计 is what is wrong, and can be filled.
    """
    total = parse_amount(purchase.total)
    if total is None:
        return
    known = [fen for name in SOURCES if (fen := parse_amount(getattr(purchase, name))) is not None]
    due = sum(known)
    priced, room = _priced(purchase, total)
    by_sources = bool(known) and abs(due - total) > TOLERANCE * len(known)
    by_price = priced is not None and abs(priced - total) > room
    text, where = format_amount(due), f"{path}.total"
    agree = by_sources and by_price and priced is not None and abs(priced - due) <= room
    if by_sources:
        yield Hit("C01", where, purchase.total, text, purchase.item, fix=((where, text),) if agree else ())
    elif by_price and priced is not None:
        name = f"{purchase.item}（{purchase.quantity.strip()}×{purchase.price.strip()}）"
        yield Hit("C01", where, purchase.total, format_amount(priced), name, "price")


def _priced(purchase: Purchase, total: int) -> tuple[int | None, Decimal]:
    """数量×单价 in the measure of the price that comes nearest to the 合计, and by how much it may be off.

    Nearest is what is off by the smallest factor: 元 taken for 万元 is off by 10 000.
    """
    quantity, price = parse_number(purchase.quantity), parse_amount(purchase.price)
    if quantity is None or price is None:
        return None, Decimal(0)
    found = [int((quantity * price / measure).to_integral_value()) for measure in _MEASURES]
    room = TOLERANCE * max(Decimal(1), abs(quantity)) / 2 + TOLERANCE
    return min(found, key=lambda fen: Decimal(max(abs(fen), abs(total))) / max(min(abs(fen), abs(total)), 1)), room


def c01_sums(book: Book) -> Iterator[Placed]:
    """The printed sums of purchases are the sums of the lines that they cover (C01).

    Where one of these lines is wrong itself, nobody knows yet what the sum should be.
    """
    for d in purchase_differences(book.purchases, book.purchase_totals):
        total = book.purchase_totals[d.row]
        path, text = f"procurement_totals[{d.row}].{d.field}", format_amount(d.computed)
        found = getattr(total, d.field)
        wrong = any(hit for line in book.purchases[total.first - 1 : total.last] for hit in c01(line, ""))
        name, fix = f"{total.label}「{NAMES[d.field]}」", () if wrong else ((path, text),)
        yield "", Hit("C01", path, found, text, name, "sum", fix)


def c03(purchase: Purchase, path: str, context: Context) -> Iterable[Hit]:
    """目录序号 is a code of the catalog: a letter and eight digits since the edition of 2022, of any length before."""
    text = purchase.catalog_code.strip()
    old = context.year is None or context.year < context.number("C03", "from_year")
    if not text or _CATALOG.fullmatch(text) or (old and _OLD_CATALOG.fullmatch(text)):
        return ()
    return (Hit("C03", f"{path}.catalog_code", text, "A、B或C加8位数字", purchase.item),)


def c04(purchase: Purchase, path: str) -> Iterable[Hit]:
    """预留中小微企业份额 is no more than the 合计."""
    total, share = parse_amount(purchase.total), parse_amount(purchase.sme)
    if total is None or share is None or share <= total:
        return ()
    return (Hit("C04", f"{path}.sme", purchase.sme, purchase.total, purchase.item),)


def check_funds(book: Book, context: Context) -> Iterator[Placed]:
    """C02 of every purchase."""
    if not book.purchases or not book.projects:
        return
    known = roll(book, context)
    for i, purchase in enumerate(book.purchases if known.names else ()):
        for hit in c02(purchase, f"procurement[{i}]", known, context):
            yield purchase.owner, hit


@lru_cache(maxsize=16384)  # the names of thousands of projects are looked at again after each edit
def _spoken(name: str) -> str:
    return spoken(name)


def c02(purchase: Purchase, path: str, known: Roll, context: Context) -> Iterable[Hit]:
    """The project of a purchase is one of the list, and its 预算资金 the 预算数 of that project.

    A name that is like none in the list is a budget line without a form (公用经费, a project of an annex) and quiet.
    One that is nearly like one is a slip; where the money is the same too, it can be set right.
    """
    name = _spoken(purchase.project)
    fund = parse_amount(purchase.fund)
    if not name:
        return ()
    if name in known.projects:
        budgets = [p.budget for p in known.projects[name]]
        if fund is None or any(parse_amount(text) in (None, fund) for text in budgets):
            return ()
        return (Hit("C02", f"{path}.fund", purchase.fund, budgets[0], purchase.project, "fund"),)
    among = context.kept.setdefault("C02", Nearest(context.number("C02", "alike")))
    near = among.of(name, known.names) if isinstance(among, Nearest) else ""
    certain = bool(near)
    if not near and fund and len(name) >= _SHORTEST:
        near = nearest(name, known.of_budget.get(fund, ()), context.number("C02", "alike_same_money"))
    if not near:
        return ()
    project = known.projects[near][0]
    same_money = fund is not None and parse_amount(project.budget) == fund
    where = f"{path}.project"
    right = squeeze(project.name)  # a wrapped cell leaves blanks anywhere
    return (Hit("C02", where, purchase.project, right, fix=((where, right),) if same_money and certain else ()),)


def check_assets(book: Book, context: Context) -> Iterator[Placed]:
    """C05: 资产总额 is the sum of its lines, to the cent; C06: their amounts are numbers."""
    for i, block in enumerate(book.assets):
        for hit in (*_assets(block, f"assets[{i}]"), *c05_plain(block, f"assets[{i}]", context)):
            yield "", hit


def _assets(block: AssetBlock, path: str) -> Iterator[Hit]:
    for r, row in enumerate(block.rows):
        for field, name in (("quantity", "数量"), ("value", "价值")):
            text = getattr(row, field)
            if text.strip() and parse_number(text) is None:
                yield malformed(f"{path}.rows[{r}].{field}", text, f"资产的{name}")
    far = asset_differences(block)
    for d in far or _cents(block):
        where, text = f"{path}.rows[{d.row}].value", format_amount(d.computed)
        fix, variant = (((where, text),), "") if far else ((), "cent")
        yield Hit("C05", where, block.rows[d.row].value, text, block.rows[d.row].item.strip(), variant, fix)


def c05_plain(block: AssetBlock, path: str, context: Context) -> Iterator[Hit]:
    """The table tells of the end of last year, and of 房屋 the 办公用房 are a part."""
    date = _DATE.search(block.date)
    if date and context.year is not None and int(date[1]) != context.year - 1:
        if int(date[1]) != context.year or int(date[2]) > _EARLY:
            yield Hit("C05", f"{path}.date", block.date.strip(), str(context.year - 1), variant="date")
    whole = None
    for r, row in enumerate(block.rows):
        if "办公用房" not in row.item:
            whole = row if "房屋" in row.item else whole
        elif whole is not None:
            for field in ("quantity", "value"):
                part, of = parse_number(getattr(row, field)), parse_number(getattr(whole, field))
                if part is not None and of is not None and part > of:
                    found, expected = (
                        getattr(row, field).strip(),
                        f"{squeeze(whole.item)}（{getattr(whole, field).strip()}）",
                    )
                    yield Hit("C05", f"{path}.rows[{r}].{field}", found, expected, squeeze(row.item), "part")


def _cents(block: AssetBlock) -> list[SumDifference]:
    """Where 资产总额 is off by no more than rounding explains.

    An asset system adds up what it prints, and has few rows: a cent too many is rather typed than rounded. A needless
    stop after an amount (`12.50.`) does not hide it.
    """
    plain = replace(block, rows=[replace(row, value=_without_stops(row.value)) for row in block.rows])
    return [] if asset_differences(plain) else asset_differences(plain, room=0)


def _without_stops(text: str) -> str:
    plain = text.strip().rstrip(STOPS).rstrip()
    return plain if parse_number(plain) is not None else text
