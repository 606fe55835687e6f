"""No text makes a rule slow: 100,000 characters of any kind are checked in time that grows as the text does."""

import time

import pytest

from desktop_app import catalog, checks
from desktop_app.actions.check_forms import forms
from desktop_app.checks.book import GROUPS, check_group
from desktop_app.domain.disclosed import AssetBlock, AssetRow, BudgetRow, BudgetTable, Purchase, Section
from desktop_app.domain.linked import CHANGE_WORDS, GAP
from desktop_app.domain.model import Book, Goal, Indicator, Project, Unit

LENGTH = 100_000
MOST = 5.0  # seconds of this process, on a busy machine; what is quadratic takes minutes
DIGITS = ("1", "1,111", "1.", "1，", "1 ", "9" * 30 + ".")
WORDS = (
    "增加1", "增加 ", "比上年增加1万元，", "10万元其中", "（10万元", "10万元用于", "泵站维护费10万元", "万元 10",
    "支出", "预算数", "【请填写", "（", "2025年", "第1号", "第", "〔2024", " ", "\n", "因", "其中：1万元，包括",
    "云岭县泵站维护费 10",
)  # fmt: skip
ORDINARY = "2025年安排水利工程维护经费12.50万元，比上年增加3.20万元，主要原因是新增一座泵站（云财〔2024〕12号）。"
CONTEXT = checks.Context(2025, catalog.frame(""), catalog.rules(), forms(2025))


def repeated(piece: str, length: int = LENGTH) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def seconds(book: Book) -> dict[str, float]:
    """How long each group of rules works on a book."""
    found = {}
    for group in GROUPS:
        begin = time.process_time()
        check_group(group, book, CONTEXT)
        found[group.name] = time.process_time() - begin
    return found


def spoken(text: str) -> Book:
    section = Section("三、机关运行经费安排情况", text)
    project = Project(name="水利工程维护费用", budget="12.50", code="1")
    return Book(year=2025, units=[Unit("1", "云岭县水利局")], sections=[section], projects=[project])


@pytest.mark.parametrize("piece", [*DIGITS, *WORDS])
def test_a_long_section(piece: str) -> None:
    slow = {name: took for name, took in seconds(spoken(repeated(piece))).items() if took > MOST}
    assert slow == {}


@pytest.mark.parametrize("piece", DIGITS)
def test_long_cells(piece: str) -> None:
    text = repeated(piece)
    columns = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    rows = [BudgetRow(["", "合计", text, text, text]), BudgetRow([text] * 5)]
    book = Book(year=2025, tables=[BudgetTable(3, "支出总表", columns, rows, text, text)])
    book.purchases = [Purchase(project=text, item=text, total=text, price=text, quantity=text, fund=text)]
    book.assets = [AssetBlock("云岭县水利局", "2024-12-31", [AssetRow(text, text, text)])]
    assert {name: took for name, took in seconds(book).items() if took > MOST} == {}


@pytest.mark.parametrize("piece", DIGITS)
def test_long_fields_of_a_project(piece: str) -> None:
    text = repeated(piece)
    row = Indicator("产出指标", "数量指标", text, text, f"≥{text}次", text, "≥", text, "次")
    project = Project(unit_code="1", name=text, code=text, budget=text, fiscal=text, other=text, purpose=text, id="x")
    project.goals, project.indicators = [Goal(text)], [row]
    begin = time.process_time()
    assert {"P06"} <= {finding.rule for finding in checks.check_project(project, CONTEXT)}
    assert time.process_time() - begin < MOST


@pytest.mark.parametrize(
    "piece", ["6月底前支付", "完成资金", "支付完毕，", "困难职工：李桥、", "低保户：王建国、张庄、"]
)
def test_long_words_of_payment_and_people(piece: str) -> None:
    text = repeated(piece)
    project = Project(name=text, plan=["25%", "50%", "75%", "100%"], goals=[Goal(text)], purpose=text, id="x")
    project.indicators = [Indicator("产出指标", "时效指标", text, text, text)]
    begin = time.process_time()
    checks.check_project(project, CONTEXT)
    assert time.process_time() - begin < MOST


@pytest.mark.parametrize("text", [repeated(ORDINARY, 1_000_000), f"{ORDINARY}\n" * 17_000], ids=["a line", "lines"])
def test_ordinary_text_of_a_million_characters(text: str) -> None:
    assert {name: took for name, took in seconds(spoken(text)).items() if took > 2 * MOST} == {}


def test_bounded_patterns_still_read_what_is_printed() -> None:
    assert [match["number"] for match in CHANGE_WORDS.finditer("增加1,234,567.89万元，减少 12万元，增长3.5%")] == [
        "1,234,567.89", "12", "3.5",
    ]  # fmt: skip
    assert CHANGE_WORDS.search("增加" + "1" * 21) is None
    assert GAP.findall("【请填写原因】和【请填写" + "长" * 400 + "】") == ["【请填写原因】"]


def test_many_names_among_many_projects() -> None:
    places = [f"{a}{b}{c}" for a in "东西南北中上下前后左右" for b in "河山沟坡湾岭庄" for c in "村镇乡站库渠桥"]
    projects = [
        Project(name=f"{name}{what}", budget="3.00") for name in places for what in ("水渠维修工程", "道路改造")
    ]
    text = "。".join(f"安排{name}水渠维修和工程5万元" for name in places)
    book = Book(year=2025, sections=[Section("三、机关运行经费安排情况", text)], projects=projects)
    names = next(group for group in GROUPS if group.name == "names")
    begin = time.process_time()
    found = check_group(names, book, CONTEXT)
    assert time.process_time() - begin < MOST
    assert [finding.expected for finding in found] == [f"{name}水渠维修工程" for name in places]
