"""What the forms of one document have in common, and what the reader says of the form that breaks the habit."""

import random
from collections.abc import Callable

import pytest
from test_grammar import HEAD, WORDS, rows

from desktop_app.domain.model import Book
from desktop_app.importers import evidence
from desktop_app.importers.document import read_document

Line = list[str] | str
FORMS = 8
HEADING = "云岭县水利局2025年部门预算绩效文本"
THINGS = ("泵站", "渠道", "苗圃", "河湖", "果林", "村镇", "沟坝", "台账")


def form(number: int) -> list[Line]:
    """A form as one program prints it: nine rows, in the order of the frame, a title that holds the name."""
    thing = THINGS[number % FORMS]
    code = f"13990125P00006110{number:03}9"
    return [
        f"{number}、{thing}养护费绩效目标表",
        "412001 云岭县水利局本级",
        "单位：万元",
        ["项目编码", code, "项目名称", f"{thing}养护费"],
        ["预算规模及资金用途", "预算数", "5.00", "其中：财政资金", "5.00", "其他资金", "0"],
        ["", f"养护{thing}"],
        ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"],
        ["", "25%", "50%", "75%", "100%"],
        ["绩效目标", f"1.养护{thing}"],
        HEAD,
        ["产出指标", "数量指标", f"{thing}数", f"养护{thing}的数", "≥12座", "年度计划"],
        ["", "质量指标", f"{thing}完好率", f"{thing}完好的占比", "≥95%", "年度计划"],
        ["", "时效指标", f"{thing}及时", f"{thing}何时养护", "汛期以前", "年度计划"],
        ["效益指标", "社会效益指标", f"{thing}效益", f"{thing}带来的效益", "明显", "年度计划"],
        ["满意度指标", "服务对象满意度指标", f"{thing}满意", f"对{thing}满意的占比", "≥90%", "年度计划"],
    ]


def document(change: Callable[[list[Line]], None] | None = None, of: int = 3, count: int = FORMS) -> Book:
    """A book of `count` forms; `change` damages the lines of form `of`."""
    parts: list[Line] = [HEADING]
    for number in range(1, count + 1):
        lines = form(number)
        if change and number == of:
            change(lines)
        parts += lines
    return read_document(rows(*parts), WORDS)


def flagged(book: Book) -> dict[int, list[str]]:
    """The flags of the projects by their place in the book, counted from 1."""
    return {n: [r.path for r in p.review] for n, p in enumerate(book.projects, 1) if p.review}


def test_a_regular_document_shows_no_sign() -> None:
    assert flagged(document()) == {}


@pytest.mark.parametrize(
    ("row", "path"),
    [(10, "indicators[0]"), (11, "indicators[1]"), (12, "indicators[2]"), (13, "indicators[3]"), (14, "indicators[4]")],
)
def test_a_row_that_all_others_have_is_missed_where_it_should_stand(row: int, path: str) -> None:
    assert path in flagged(document(lambda lines: lines.pop(row))).get(3, [])


def test_a_doubled_row_is_flagged() -> None:
    assert flagged(document(lambda lines: lines.insert(11, lines[11]))) == {3: ["indicators[1]", "indicators[2]"]}


def test_a_number_left_out_says_that_a_form_is_lost() -> None:
    for numbers, paths in (((1, 2, 3, 4, 6, 7, 8, 1, 2), ["projects"]), ((1, 2, 3, 4, 5, 1, 2, 3), [])):
        parts = [HEADING, *(line for number in numbers for line in form(number))]
        assert [review.path for review in read_document(rows(*parts), WORDS).review] == paths


def test_few_forms_have_no_habit() -> None:
    few = evidence.FEWEST_FORMS - 1
    assert flagged(document(lambda lines: lines.pop(12), count=few)) == {}


def test_a_document_that_varies_has_no_habit() -> None:
    parts: list[Line] = []
    for number in range(1, FORMS + 1):
        lines = form(number)
        del lines[11 + number % 3]
        parts += lines
    assert flagged(read_document(rows(*parts), WORDS)) == {}


def test_classes_in_another_order_are_flagged() -> None:
    def change(lines: list[Line]) -> None:
        lines[13], lines[14] = lines[14], lines[13]

    assert flagged(document(change)) == {3: ["indicators[0]", "indicators[3]", "indicators[4]"]}


def test_heads_in_another_order_are_flagged() -> None:
    def change(lines: list[Line]) -> None:
        lines[9] = [*HEAD[:2], HEAD[3], HEAD[2], *HEAD[4:]]

    assert "indicators" in flagged(document(change))[3]


def test_a_falling_plan_is_flagged_and_shares_of_the_year_are_not() -> None:
    def fall(lines: list[Line]) -> None:
        lines[7] = ["", "25%", "75%", "50%", "100%"]

    def share(lines: list[Line]) -> None:
        lines[7] = ["", "40%", "20%", "30%", "10%"]

    assert flagged(document(fall)) == {3: ["plan[1]", "plan[2]"]}
    assert flagged(document(share)) == {}


def test_a_form_without_a_code_or_with_another_name_is_flagged() -> None:
    def rename(lines: list[Line]) -> None:
        assert isinstance(lines[3], list)
        lines[3] = [*lines[3][:3], "水质检测费"]

    found = document(lambda lines: lines.pop(3))
    assert flagged(document(rename)) == {3: ["name"]}
    assert {"code", "name", "budget", "plan", "goals", "indicators"} <= set(flagged(found)[3])
    assert "projects" in [review.path for review in found.review]


def test_a_name_and_its_description_the_other_way_round_are_flagged() -> None:
    def turn(lines: list[Line]) -> None:
        row = form(2)[12]
        assert isinstance(row, list)
        lines[12] = [*row[:2], row[3], row[2], *row[4:]]

    assert flagged(document(turn))[3] == ["indicators[2].l3", "indicators[2].desc"]


@pytest.mark.parametrize(
    ("others", "rest", "paths"), [(4, "水利股计划", ["indicators[1].basis"]), (4, "计划", []), (2, "水利股计划", [])]
)
def test_a_basis_that_lost_a_piece_is_flagged(others: int, rest: str, paths: list[str]) -> None:
    """A few equal cells, or a rest as short as any word, say nothing."""

    def cut(lines: list[Line]) -> None:
        texts = ["水利股年度计划"] * others + ["问卷调查"] * (4 - others)
        for n, text in zip(range(10, 15), [texts[0], rest, *texts[1:]], strict=True):
            lines[n] = [*lines[n][:5], text]

    assert flagged(document(cut)) == ({3: paths} if paths else {})


def test_a_purpose_that_lost_a_piece_is_flagged_where_the_goals_say_it_again() -> None:
    def document_of(cut: int) -> Book:
        parts: list[Line] = []
        for number in range(1, FORMS + 1):
            lines = form(number)
            text = f"全年养护{THINGS[number % FORMS]}两次，汛期以前完成第一次养护，年底以前完成第二次。"
            lines[5], lines[8] = (
                ["", text.replace("第一次养护，年底以前完成", "") if number == cut else text],
                ["绩效目标", f"1.{text}"],
            )
            parts += lines
        return read_document(rows(*parts), WORDS)

    assert flagged(document_of(0)) == {}
    assert flagged(document_of(4)) == {4: ["purpose", "goals[0]"]}


def test_a_blank_second_level_is_flagged_where_all_rows_print_it() -> None:
    def blank(lines: list[Line]) -> None:
        row = lines[12]
        assert isinstance(row, list)
        lines[12] = ["", "", *row[2:]]

    found = flagged(document(blank))[3]
    assert "indicators[2].l2" in found and len(found) <= 2  # 时效指标 is missed too


def test_a_class_that_no_other_row_has_is_flagged() -> None:
    def change(lines: list[Line]) -> None:
        row = lines[13]
        assert isinstance(row, list)
        lines[13] = ["产出指标", *row[1:]]

    assert "indicators[3].l1" in flagged(document(change))[3] or "indicators[3]" in flagged(document(change))[3]


FIELDS = ("code", "name", "budget", "fiscal", "other", "purpose", "plan")


def wrong_and_silent(damaged: Book, whole: Book) -> list[str]:
    """The fields of `damaged` that differ from `whole`, a book of the same forms, without a flag."""
    silent = []
    for one, other in zip(damaged.projects, whole.projects, strict=True):
        known = {path.split("[")[0].split(".")[0] for path in (review.path for review in one.review)}
        pairs = {field: (getattr(one, field), getattr(other, field)) for field in FIELDS}
        pairs["goals"] = ([g.text for g in one.goals], [g.text for g in other.goals])
        grids = [[(i.l1, i.l2, i.l3, i.desc, i.value, i.basis) for i in p.indicators] for p in (one, other)]
        pairs["indicators"] = (sorted(grids[0]), sorted(grids[1]))  # type: ignore[assignment]
        silent += [f"{other.code} {field}" for field, (a, b) in pairs.items() if a != b and field not in known]
    return silent


def test_no_damage_of_one_line_in_a_regular_document_is_silent() -> None:
    """Each line of the upper part and of the grid deleted, doubled, and swapped with the next one."""
    whole, chance = document(), random.Random(3)
    for at in range(3, 15):
        for kind in ("delete", "double", "swap"):
            of = chance.randrange(2, FORMS)

            def change(lines: list[Line], at: int = at, kind: str = kind) -> None:
                if kind == "delete":
                    del lines[at]
                elif kind == "double":
                    lines.insert(at, lines[at])
                elif at + 1 < len(lines):
                    lines[at], lines[at + 1] = lines[at + 1], lines[at]

            damaged = document(change, of)
            assert wrong_and_silent(damaged, whole) == [], (kind, at)


def test_a_form_that_lost_its_first_rows_makes_the_form_before_it_doubtful_as_a_whole() -> None:
    def lose_head(lines: list[Line]) -> None:
        del lines[:6]  # down to the purpose: what follows begins with no row that a form begins with

    book = document(lose_head, of=4)
    assert len(book.projects) == FORMS - 1
    assert {"title", "code", "goals", "plan", "indicators"} <= set(flagged(book)[3])
    assert set(flagged(book)) == {3}


@pytest.mark.parametrize("blank", [5, 0], ids=["the basis goes on in other lines", "the class stands above"])
def test_one_line_of_a_row_that_is_doubled_is_flagged(blank: int) -> None:
    def double(lines: list[Line]) -> None:
        row = list(lines[11])
        row[blank] = ""
        lines.insert(11, row)

    assert [path for path in flagged(document(double))[3] if path.startswith("indicators")][:2] == [
        "indicators[1]",
        "indicators[2]",
    ]
