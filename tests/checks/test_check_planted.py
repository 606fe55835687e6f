"""One fault of each kind planted at random places of a sound disclosure is found, at the place or in what it breaks."""

import random
from collections.abc import Callable

import pytest

from desktop_app import catalog, checks
from desktop_app.actions.check_forms import forms
from desktop_app.domain import tables
from desktop_app.domain.amounts import format_amount, parse_amount
from desktop_app.domain.model import Book
from tests.books import set_value
from tests.checks.disclosed import table_of, whole_book

Fault = Callable[[Book, random.Random], None]
RULES = catalog.rules()


def other_amount(text: str, chance: random.Random) -> str:
    """The amount with one digit typed wrong, off by more than rounding."""
    fen = parse_amount(text) or 0
    step = chance.choice((0.1, 1, 10)) * 1_000_000
    return format_amount(max(0, fen + int(step * chance.choice((-1, 1)) * chance.randint(1, 8))) or fen + 5_000_000)


def amount_cells(book: Book, *numbers: int) -> list[tuple[int, int, int]]:
    found = []
    for no in numbers:
        table = table_of(book, no)
        form = tables.form_for(table, catalog.table_forms(2025))
        assert form is not None
        rows = enumerate(table.rows)
        found += [(no, r, c) for r, row in rows for c in form.of_kind("amount") if row.cells[c].strip()]
    return found


def wrong_amount(*numbers: int) -> Fault:
    def plant(book: Book, chance: random.Random) -> None:
        no, row, column = chance.choice(amount_cells(book, *numbers))
        cells = table_of(book, no).rows[row].cells
        cells[column] = other_amount(cells[column], chance)

    return plant


def malformed_amount(book: Book, chance: random.Random) -> None:
    no, row, column = chance.choice(amount_cells(book, 1, 2, 3, 4, 5, 6, 9))
    cells = table_of(book, no).rows[row].cells
    cells[column] = chance.choice((cells[column] + ".", cells[column].replace(".", ".."), "—" + cells[column], "l0.00"))


def lost_row(book: Book, chance: random.Random) -> None:
    no = chance.choice((2, 3, 5, 6))
    table = table_of(book, no)
    leaves = [i for i, row in enumerate(table.rows) if len(row.cells[1]) == (5 if no == 6 else 7)]
    del table.rows[chance.choice(leaves)]


def wrong_figure(book: Book, chance: random.Random) -> None:
    section = book.sections[chance.choice((3, 4, 6, 7, 10))]
    for text in ("110.00", "100.00", "10.00", "17.00", "3.00", "50.00"):
        if text in section.text:
            section.text = section.text.replace(text, other_amount(text, chance), 1)
            return


def no_reason(book: Book, chance: random.Random) -> None:
    book.sections[5].text = f"2025年支出预算较2024年{chance.choice(('增加', '减少'))}{chance.randint(1, 900)}.00万元。"


def purchase_amount(book: Book, chance: random.Random) -> None:
    line = chance.choice(book.purchases)
    field = chance.choice(("total", "general", "quantity", "price"))
    text = str(int(line.quantity) + chance.randint(1, 9)) if field == "quantity" else other_amount(line.price, chance)
    setattr(line, field, text if field in ("quantity", "price") else other_amount(getattr(line, field), chance))


def purchase_name(book: Book, chance: random.Random) -> None:
    book.projects[0].name = book.purchases[0].project = "2025年全县泵站维护及易损件更换经费"
    name = book.projects[0].name
    at = chance.randrange(5, len(name))
    book.purchases[0].project = name[:at] + chance.choice("历书戸") + name[at + 1 :]


def asset_amount(book: Book, chance: random.Random) -> None:
    row = book.assets[0].rows[chance.choice((0, 1, 3))]
    row.value = other_amount(row.value, chance)


def missing_part(book: Book, chance: random.Random) -> None:
    if chance.random() < 0.6:
        book.tables.remove(table_of(book, chance.randint(1, 9)))
    else:
        del book.sections[chance.choice((6, 7, 12))]


def residue(book: Book, chance: random.Random) -> None:
    left = chance.choice(
        ("[bookmark: _Toc12345]", "<b>", "PAGEREF _Toc99 \\h", "&nbsp;", 'TC "甲" \\f C \\l 1', "</br>")
    )
    put_into_text(book, chance, left)


def put_into_text(book: Book, chance: random.Random, words: str) -> None:
    section = chance.choice([s for s in book.sections if s.text])
    project = book.projects[0]
    at = chance.randint(0, len(project.purpose))
    if chance.random() < 0.5:
        section.text = section.text + words + "。"
    else:
        project.purpose = project.purpose[:at] + words + project.purpose[at:]


def personal(book: Book, chance: random.Random) -> None:
    words = (
        "，手机13912345678，",
        "，身份证11010519491231002X，",
        "，卡号6222021234567890128，",
        "，困难职工：王建国、李秀英，",
    )
    put_into_text(book, chance, chance.choice(words))


def marking(book: Book, chance: random.Random) -> None:
    put_into_text(book, chance, chance.choice(("（机密）", "秘密★10年", "【涉密】")))


def wrong_day(book: Book, chance: random.Random) -> None:
    put_into_text(book, chance, chance.choice(("，11月31日，", "，2月30日，", "，14月1日，", "，2025-09-31，")))


def twice(book: Book, chance: random.Random) -> None:
    put_into_text(book, chance, "，" + chance.choice(("提供", "进行", "意见", "开展", "工作方案")) * 2 + "，")


def document(book: Book, chance: random.Random) -> None:
    put_into_text(book, chance, "，" + chance.choice(("冀财〔2025]3号", "冀财【2025】3号", "冀财〔2025〕第3号")) + "，")


def rate(book: Book, chance: random.Random) -> None:
    set_value(book.projects[0].indicators[0], chance.choice(("≥90%", "100%", "≥95％")))


def same_values(book: Book, chance: random.Random) -> None:
    text = chance.choice(("≥90%", "100%", "≥90分"))
    for row in book.projects[0].indicators:
        set_value(row, text)


def too_many_projects(book: Book, chance: random.Random) -> None:
    book.projects[0].budget = book.projects[0].fiscal = other_amount("10.00", chance)


FAULTS: dict[str, tuple[Fault, set[str]]] = {
    "收支总表金额": (wrong_amount(1), {"B01", "B02"}),
    "收入、支出总表金额": (wrong_amount(2, 3), {"B02", "B03", "B04", "B09", "B12"}),
    "财政拨款收支总表金额": (wrong_amount(4), {"B05", "B06", "B02"}),
    "一般公共预算支出表金额": (wrong_amount(5), {"B03", "B06", "B07"}),
    "基本支出表金额": (wrong_amount(6), {"B07", "B10"}),
    "三公表金额": (wrong_amount(9), {"B08", "B12"}),
    "不是数字": (malformed_amount, {"C06"}),
    "丢行": (lost_row, {"B03", "B07"}),
    "说明里的数字": (wrong_figure, {"B10", "B12", "C05"}),
    "没有原因": (no_reason, {"B13"}),
    "采购金额": (purchase_amount, {"C01"}),
    "采购项目名称": (purchase_name, {"C02"}),
    "资产金额": (asset_amount, {"C05"}),
    "缺内容": (missing_part, {"D03"}),
    "排版残留": (residue, {"D05"}),
    "个人信息": (personal, {"D02"}),
    "涉密标志": (marking, {"D01"}),
    "日期": (wrong_day, {"S01"}),
    "重复字词": (twice, {"S03"}),
    "文号": (document, {"S08"}),
    "数量用比率": (rate, {"S06"}),
    "千篇一律": (same_values, {"S13"}),
    "项目金额": (too_many_projects, {"B09"}),
}


def missed(name: str, times: int) -> int:
    """How many of so many planted faults of a kind no rule of that kind finds."""
    plant, rules = FAULTS[name]
    count = 0
    for seed in range(times):
        book = whole_book()
        plant(book, random.Random(f"{name}{seed}"))
        found = {f.rule for f in checks.check_book(book, catalog.frame(""), RULES, forms(2025))}
        count += not found & rules
    return count


@pytest.mark.parametrize("name", FAULTS)
def test_planted_faults_are_found(name: str) -> None:
    assert missed(name, 12) == 0


@pytest.mark.long
@pytest.mark.parametrize("name", FAULTS)
def test_a_thousand_planted_faults_are_found(name: str) -> None:
    assert missed(name, 1000) <= 10  # 99 of 100
