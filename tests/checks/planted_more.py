"""Faults with words and figures made up anew each time: of payment, personal names, tables, purchases and names."""

import random
from dataclasses import replace

from desktop_app import catalog
from desktop_app.domain.amounts import format_amount, parse_amount
from desktop_app.domain.disclosed import BudgetRow
from desktop_app.domain.model import Book
from tests.books import set_value
from tests.checks.disclosed import table_of, units, whole_book
from tests.checks.planted_faults import BENEFIT, COSTS, QUANTITY, TIME, Place
from tests.checks.test_check_planted import other_amount

_PLAN = (25, 50, 75, 100)
_ENDS = (3, 6, 10, 12)
_QUARTERS = {"一": 3, "1": 3, "二": 6, "三": 9, "第三": 9}
_PAYS = ("支付", "支出", "拨付", "发放")
_THINGS = ("", "资金", "补助资金", "项目资金", "财政专项资金", "全部资金")
_SURNAMES, _GIVEN = "王李张刘陈杨赵周吴孙", "建国秀英志强晓丽海燕玉兰"
_ENDINGS = "庄园桥河岭营集家"  # of villages, and of given names
_WORKS = ("泵站", "渠道", "闸门", "管网", "水库", "灌区")
_DOES = ("日常维护", "更新改造", "安全巡查", "清淤疏浚", "应急抢修")
_TAILS = ("经费", "费用", "工作经费", "专项资金")


def _words(rule: str, key: str) -> list[str]:
    found = catalog.rules()[rule][key]
    assert isinstance(found, list)
    return found


def other_quantity(book: Book, chance: random.Random) -> Place:
    """定量（其他） with another text than the two that it may have, or without its explanation."""
    project, at = chance.choice(book.projects), chance.randrange(7)
    row, right = project.indicators[at], chance.random() < 0.5
    row.sign, row.value, row.measure = "定量（其他）", "", ""
    row.number = (
        chance.choice(_words("K05", "values")) if right else chance.choice(("若干", "较多", "约", "据实")) + str(at)
    )
    row.note = "" if right else "按决算数"
    return project.id, f"indicators[{at}]"


def class_as_name(book: Book, chance: random.Random) -> Place:
    """An indicator is called as its class."""
    project, at = chance.choice(book.projects), chance.randrange(6)
    row = project.indicators[at]
    row.l3 = row.l2 if chance.random() < 0.5 else row.l2.removesuffix("指标")
    return project.id, f"indicators[{at}].l3"


def no_number(book: Book, chance: random.Random) -> Place:
    """A 数量 without a number, a cost without an amount, or a number that counts nothing."""
    project, at = chance.choice(book.projects), chance.choice((QUANTITY, *COSTS))
    how = chance.choice(("逐座", "按需", "据实", "按标准", "多次")) + chance.choice(("维护", "列支", "安排"))
    set_value(project.indicators[at], how if chance.random() < 0.7 else str(chance.randint(2, 9)))
    return project.id, f"indicators[{at}]"


def price_and_quantity(book: Book, chance: random.Random) -> Place:
    """Price times quantity is far from the budget of 10 万元."""
    project, of = chance.choice(book.projects), chance.choice("户人亩台")
    quantity = chance.randrange(20, 900)
    price = chance.choice([yuan for yuan in range(50, 900, 10) if not 85_000 < yuan * quantity < 115_000])
    set_value(project.indicators[QUANTITY], f"≥{quantity}{of}")
    cost = project.indicators[COSTS[0]]
    match chance.randrange(3):
        case 0:
            set_value(cost, f"≤{price}元/{of}")
        case 1:
            cost.l3 = f"每{of}补助标准"
            set_value(cost, f"≤{price}元")
        case _:
            project.purpose = f"用于全县泵站的日常维护，每{of}补助{price}元"
            set_value(cost, "≤10万元")
    del project.indicators[COSTS[1]]
    return project.id, ""


def named_twice(book: Book, chance: random.Random) -> Place:
    """Two units list a project of one name with the same money."""
    first = chance.choice([p for p in book.projects if p.unit_code == "412001"])
    second = chance.choice([p for p in book.projects if p.unit_code == "412002"])
    first.budget = first.fiscal = second.budget = second.fiscal = f"{chance.randint(10, 99)}.{chance.randrange(100):02}"
    second.name = first.name
    return second.id, "name"


def glance(book: Book, chance: random.Random) -> Place:
    """Words that deserve a look before publishing, somewhere in purpose or goal."""
    project = chance.choice(book.projects)
    if chance.random() < 0.3:
        said = f"，{chance.choice(('化解', '处理', '关于'))}{person(chance)}{chance.choice(('信访', '上访'))}案，"
    else:
        said = f"，{chance.choice(_words('D01b', 'words'))}{chance.choice(('设备', '系统', '终端', '任务'))}，"
    if chance.random() < 0.5:
        project.purpose = _into(project.purpose, said, chance)
        return project.id, "purpose"
    project.goals[0].text = _into(project.goals[0].text, said, chance)
    return project.id, "goals[0]"


def _into(text: str, said: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + said + text[at:]


def person(chance: random.Random) -> str:
    """A name of two or three characters."""
    return chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, chance.randint(1, 2)))


def people_in_need(book: Book, chance: random.Random) -> Place:
    """Names of people in need; some end as villages do."""
    project = chance.choice(book.projects)
    names = [person(chance), chance.choice(_SURNAMES) + chance.choice(_GIVEN) + chance.choice(_ENDINGS)]
    names += [person(chance)[:2] + chance.choice(_GIVEN) for _ in range(chance.randrange(3))]
    chance.shuffle(names)
    who = chance.choice(("困难职工", "残疾人", "困难学生", "困难党员", "精神障碍患者"))
    project.purpose = _into(
        project.purpose, f"，{who}{chance.choice(('：', '名单：', '为'))}{'、'.join(names)}，", chance
    )
    return project.id, "purpose"


def far_fetched(book: Book, chance: random.Random) -> Place:
    """An effect on air or water of a project that has nothing to do with them."""
    project = chance.choice(book.projects)
    project.name = (
        chance.choice(("职工", "档案", "会计", "统计")) + chance.choice(("技能比武", "资料整理", "业务培训")) + "经费"
    )
    project.purpose, project.goals[0].text = (
        f"用于{project.name[:-2]}的场地和资料",
        f"组织{chance.randint(2, 90)}场，人人参加",
    )
    name = (
        chance.choice(("全县", "城区", "", "周边"))
        + chance.choice(_words("S12", "words"))
        + chance.choice(("指数", "指标"))
    )
    project.indicators[BENEFIT].l3 = name
    return project.id, f"indicators[{BENEFIT}]"


def payment(book: Book, chance: random.Random) -> Place:
    """A text says that more, or less, is paid by a month than the plan of 25, 50, 75 and 100 has."""
    project, verb = chance.choice(book.projects), chance.choice(_PAYS)
    month = chance.randint(1, 10)
    at = next(i for i, end in enumerate(_ENDS) if month <= end)
    more = chance.randint(_PLAN[at] + 1, 100)
    kind = chance.randrange(6)
    if kind == 5:
        row = project.indicators[TIME]
        row.l3 = f"{chance.choice(_THINGS[1:])}{verb}{chance.choice(('完成', ''))}{chance.choice(('时间', '时限'))}"
        set_value(row, f"{chance.choice(('', '2025年'))}{month}月{chance.choice(('底前', '前', '15日前', '底'))}")
        return project.id, f"plan[{at}]"
    if kind == 4:
        at = chance.choice((0, 1, 2))
        said = f"{_ENDS[at]}月底前{verb}{chance.randint(1, _PLAN[at] - 1)}%"
    elif kind == 3:
        quarter, its = chance.choice(list(_QUARTERS.items()))
        at = next(i for i, end in enumerate(_ENDS) if its <= end)
        said = f"{quarter}季度{verb}{chance.randint(_PLAN[at] + 1, 100)}%"
    elif kind == 2:
        said = f"资金{verb}进度{month}月底达到{more}%"
    else:
        by = f"{month}月{chance.choice(('底前', '底', '末', '20日前', '底之前'))}{chance.choice(('', '，'))}"
        thing = chance.choice(_THINGS)
        done = (
            f"完成{thing}{verb}",
            f"{thing}{verb}完毕",
            f"将{thing or '资金'}全部{verb}到位",
            f"确保{thing}全额{verb}",
        )
        said = by + (f"{chance.choice(('', '累计', '完成'))}{verb}{more}%" if kind else chance.choice(done))
    if chance.random() < 0.5:
        project.purpose += f"。{said}。"
    else:
        project.goals[0].text = f"{said}；{project.goals[0].text}"
    return project.id, f"plan[{at}]"


def empty_table(book: Book, chance: random.Random) -> None:
    """An empty table without its note, or a filled one that is said to be empty."""
    if chance.random() < 0.5:
        table_of(book, chance.choice((7, 8))).note = chance.choice(
            ("", " ", "注：金额单位为万元。", "注：按批复编制。")
        )
    else:
        said = chance.choice(("注：无此项预算，空表列示。", "本部门没有安排，故为空表", "空表"))
        table_of(book, chance.choice((1, 2, 3, 4, 5, 6, 9))).note = said


def strange_row(book: Book, chance: random.Random) -> None:
    """A row with an amount that neither its code nor its words tell."""
    no = chance.choice((1, 2, 3, 4, 5, 6))
    table = table_of(book, no)
    words = chance.choice(("补记", "另列", "暂存", "代管")) + chance.choice(("收入", "支出", "款项", "经费"))
    amount = f"{chance.randint(1, 99)}.{chance.randrange(100):02}"
    if no in (1, 4):
        amounts = [c for c in range(len(table.columns)) if table.columns[c] in ("收入/预算数", "收入/金额")]
        label = max(c for c in range(amounts[0]) if table.columns[c].endswith("项目"))
        row = chance.choice([r for r in table.rows if not r.cells[label].strip()])
        row.cells[label], row.cells[amounts[0]] = words, amount
        return
    cells = ["" for _ in table.columns]
    cells[2], cells[chance.randrange(3, 6)] = words, amount
    table.rows.insert(chance.randint(1, len(table.rows)), BudgetRow(cells))


def catalog_code(book: Book, chance: random.Random) -> None:
    """A 目录序号 of another length or without its letter."""
    length = chance.choice((2, 4, 6, 7, 9, 10))
    code = "".join(chance.choices("0123456789", k=length))
    wrong = (chance.choice("ABC") + code, code[:1] * 9, chance.choice("DEX") + code[:2] * 4)
    chance.choice(book.purchases).catalog_code = chance.choice(wrong)


def too_large_share(book: Book, chance: random.Random) -> None:
    """More is kept for small firms than is bought."""
    line = chance.choice(book.purchases)
    line.sme = format_amount((parse_amount(line.total) or 0) + chance.randint(1, 900) * 10_000)


def split_book() -> Book:
    """The whole disclosure with a table of its own for each of two units."""
    book = whole_book()
    units(book)
    return book


def other_than_units(book: Book, chance: random.Random) -> None:
    """A cell of the department's table, or of a unit's, is another than it should be; or the department lacks a row."""
    table = chance.choice([t for t in book.tables if t.no == 3])
    if not table.owner and chance.random() < 0.3:
        del table.rows[1]
        return
    row = chance.choice(table.rows)
    column = chance.choice([c for c in range(3, len(row.cells)) if row.cells[c].strip()])
    row.cells[column] = other_amount(row.cells[column], chance)


def not_signed(book: Book, chance: random.Random) -> None:
    """The line of 保密审查 or 审签 is left open."""
    left = chance.choice(("", "   ", "____", "待定", "未审", "尚未完成", "请填写", "＿＿"))
    lines = [f"保密审查情况：{left}；部门主要负责人审签情况：已审签", f"保密审查：已审查；审签情况：{left}。"]
    section = chance.choice(book.sections)
    section.text += "\n" + chance.choice(lines)


def nearly_named(book: Book, chance: random.Random) -> None:
    """The text calls the project by a name that is a slip of its own, or leaves its year out."""
    project = book.projects[0]
    name = (
        chance.choice(("全县", "城区", "重点"))
        + chance.choice(_WORKS)
        + "及"
        + chance.choice(_WORKS)
        + chance.choice(_DOES)
    )
    tail = chance.choice(_TAILS)
    project.name = f"2025年{name}{tail}"
    at = chance.randrange(1, len(name))
    match chance.randrange(4):
        case 0:
            said = f"2025年{name[:at]}{chance.choice('甲历戸士')}{name[at + 1 :]}{tail}"
        case 1:
            said = f"2025年{name[:at]}{name[at + 1 :]}{tail}"
        case 2:
            said = f"2025年{name}{chance.choice([other for other in _TAILS if other != tail])}"
        case _:
            said = name + tail
    book.sections[4].text = f"主要{chance.choice(('有', '为', '是'))}{said}10{chance.choice(('', '.00'))}万元。"
    book.purchases[0] = replace(book.purchases[0], project=project.name)


def one_cent(book: Book, chance: random.Random) -> None:
    """The sum of the assets is off by a cent or two."""
    rows = book.assets[0].rows
    row = chance.choice((rows[0], rows[1], rows[3]))
    row.value = format_amount((parse_amount(row.value) or 0) + chance.choice((-2, -1, 1, 2)) * 10_000)
