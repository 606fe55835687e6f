"""Text layers of PDF files with wrapped cells: read back exactly or flagged, at any width of the columns."""

import importlib.util
import json
import random
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import pytest
import transform
from compare import silent
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapes import books, spoil, tab_rows, word_text
from text_writers import bare_pipes, markdown, pipe_rows
from wrapped_writer import Paper, pdf_text

from desktop_app import catalog, importers
from desktop_app.domain.disclosed import Section
from desktop_app.domain.model import Book, Goal, Indicator, Project
from desktop_app.domain.records import to_record
from desktop_app.errors import UserError
from desktop_app.importers import vocabulary, wrapped, wrapped_gaps

SAMPLES = Path(__file__).parent / "samples"
WORDS = vocabulary.build(catalog.reading_forms())
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
thorough = settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path: Path, text: str) -> Book:
    path.write_text(text, "utf-8")
    (book,) = importers.read(path, catalog.reading_forms())
    return book


def without_blank_lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line)


def without_ends(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n"))


def flagged(book: Book) -> list[str]:
    return [review.path for record in (book, *book.projects) for review in record.review]


def misread(expected: Book, found: Book) -> list[str]:
    """What is wrong and not flagged. A row too many that is flagged does not make those after it wrong."""
    forms = [replace(book, projects=[replace(p, indicators=[]) for p in book.projects]) for book in (expected, found)]
    wrong = silent(*forms)
    for want, got in zip(expected.projects, found.projects, strict=False):
        paths = {review.path for review in got.review}
        one, other = ([_texts(row) for row in project.indicators] for project in (want, got))
        steps = SequenceMatcher(None, [str(row) for row in one], [str(row) for row in other], False).get_opcodes()
        for kind, i1, i2, j1, j2 in steps:
            for k in range(max(i2 - i1, j2 - j1) if kind != "equal" else 0):
                path = f"indicators[{max(j1, min(j1 + k, j2 - 1))}]"
                rows = [one[i1 + k] if i1 + k < i2 else {}, other[j1 + k] if j1 + k < j2 else {}]
                differing = [f for f in _TEXTS if rows[0].get(f, "") != rows[1].get(f, "")]
                if not paths & {path, "indicators", *(f"{path}.{f}" for f in differing[:1] if len(differing) == 1)}:
                    wrong.append(f"{want.seq} {path}: {rows[0]} <- {rows[1]}")
    return wrong


_TEXTS = ("l1", "l2", "l3", "desc", "value", "basis")


def _texts(row: Indicator) -> dict[str, str]:
    return {field: "".join(getattr(row, field).split()) for field in _TEXTS}


def _halves(least: int, most: int) -> st.SearchStrategy[float]:
    return st.integers(2 * least, 2 * most).map(lambda n: n / 2)


PAPERS = st.builds(
    Paper,
    columns=st.tuples(_halves(4, 6), *[_halves(4, 9)] * 2, _halves(8, 20), _halves(4, 9), _halves(6, 12)),
    labels=_halves(4, 7),
    text=st.integers(24, 40),
    cell=st.integers(28, 44),
    lines=st.integers(25, 50),
    numbers=st.booleans(),
    cut=st.booleans(),
    blanks=st.sampled_from([1, 3, 99]),
    top=st.booleans(),
    heads=st.booleans(),
)
_more = st.lists(st.text("泵站渠道养护巡查培训宣传补贴台账村镇河湖苗圃果林沟坝", min_size=2, max_size=12), max_size=4)


@st.composite
def long_books(draw: st.DrawFn) -> Book:
    """Books with cells of many lines."""
    book = draw(books())
    for project in book.projects:
        project.purpose += "".join(draw(_more) + draw(_more))
        for goal in project.goals:
            goal.text += "".join(draw(_more))
        for indicator in project.indicators:
            indicator.l3 += "".join(draw(_more))[:20]
            indicator.desc += "".join(draw(_more)) if indicator.desc else ""
            indicator.basis += "".join(draw(_more)) if indicator.basis else ""
    return book


def assert_read(path: Path, book: Book, text: str) -> None:
    found = read(path, text)
    assert misread(book, found) == []
    assert [(s.heading, s.text) for s in found.sections] == [(s.heading, s.text) for s in book.sections]


@quick
@given(book=long_books(), paper=PAPERS)
def test_a_text_layer_reads_back_equal_or_flagged(tmp_path: Path, book: Book, paper: Paper) -> None:
    assert_read(tmp_path / "a.txt", book, pdf_text(book, paper))


@quick
@given(book=long_books(), paper=PAPERS)
def test_lost_blank_lines_are_no_silent_errors(tmp_path: Path, book: Book, paper: Paper) -> None:
    assert_read(tmp_path / "a.txt", book, without_blank_lines(pdf_text(book, paper)))


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("variant", [str, without_blank_lines])
@thorough
@given(book=long_books(), paper=PAPERS)
def test_many_text_layers(tmp_path: Path, variant, book: Book, paper: Paper) -> None:
    assert_read(tmp_path / "a.txt", book, variant(pdf_text(book, paper)))


def invented(frame: str = "output-cost") -> Book:
    """What a real document is like: sentences, numbers with measures, years, long and short cells."""
    cost = ("产出指标", "成本指标") if frame == "output-cost" else ("成本指标", "经济成本指标")
    rows = [
        ("产出指标", "数量指标", "泵站维护数量", "全年完成维护的排灌泵站数量", "≥36座", "根据农水股2025年工作计划"),
        ("产出指标", "数量指标", "巡查次数", "汛期每月巡查次数", "≥4次", "《云岭县防汛办法》"),
        ("产出指标", "质量指标", "维护合格率", "维护后经验收合格的泵站占全部泵站的比例", "100%", "2024年统计数据"),
        ("产出指标", "时效指标", "完成时限", "汛前完成全部维护工作", "2025年5月底前", "根据农水股2025年工作计划"),
        (*cost, "维护总成本", "控制在预算成本内", "≤12.35万元", "2025年预算文本"),
        (*cost, "单座泵站成本", "每座泵站维护所需的材料费和人工费", "≤3430元", "2025年预算文本"),
        ("效益指标", "社会效益指标", "保障灌溉能力", "保障灌区用水，提升抗旱排涝能力。", "有效提升", "与2024年相比"),
        ("满意度指标", "服务对象满意度指标", "受益群众满意度", "受益群众对泵站维护工作的满意度", "≥95%", "问卷调查"),
    ]  # fmt: skip
    goals = ("完成全县36座排灌泵站的汛前维护，保障春灌和防汛安全。", "提升泵站管理人员的业务水平，降低设备故障率。")
    projects = [
        Project(
            "412001", "云岭县水利局本级", str(n), f"{name}绩效目标表", f"13990125P0000610{n:05d}", name,
            "12.35", "12.35", "", "用于全县排灌泵站的日常维护、汛前检修和设备更新，聘请专业人员开展技术指导。", plan,
            [Goal(goal) for goal in goals],
            [Indicator(*row) for row in rows],
        )
        for n, (name, plan) in enumerate(
            [
                ("泵站维护费", ["25%", "50%", "75%", "100%"]),
                ("小型水库管护人员补助及安全监测设施维护经费", ["", "50%", "", "100%"]),
                ("防汛物资储备", ["", "", "", "100%"]),
                ("河道清障", ["50%", "100%", "", ""]),
            ],
            1,
        )
    ]  # fmt: skip
    text = "坚持以人民为中心的发展思想，全面落实县委、县政府决策部署，统筹水资源、水环境、水生态治理，" * 3
    sections = [
        Section("云岭县水利局2025年部门预算绩效文本"),
        Section("（一）总体绩效目标", f"{text}全年完成水利投资1.2亿元。\n强化河湖长制，确保河湖面貌持续改善。"),
        Section("（二）工作保障措施", f"{text}确保资金安全。"),
    ]
    return Book(year=2025, department_name="云岭县水利局", sections=sections, projects=projects)


WIDTHS = [
    (5, 5, 5, 12, 5, 7.5),
    (4, 4, 4, 8, 4, 6),
    (4, 6, 7, 20, 6, 12),
    (5, 9, 9, 15, 9, 9),
    (6, 4.5, 8.5, 10.5, 5.5, 6.5),
]


@pytest.mark.parametrize("top", [False, True], ids=["centred", "top"])
@pytest.mark.parametrize("blanks", [1, 3, 99])
@pytest.mark.parametrize("columns", WIDTHS, ids=str)
def test_a_usual_document_is_exact(tmp_path: Path, columns: tuple[float, ...], blanks: int, top: bool) -> None:
    """Words as people write them leave nothing to be looked at, with blank lines and without."""
    book = invented()
    text = pdf_text(book, Paper(columns=columns, blanks=blanks, top=top, cut=False))
    for variant in (text, without_blank_lines(text), text.replace("\n", "\r\n")):
        found = read(tmp_path / "a.txt", variant)
        assert misread(book, found) == []
        assert flagged(found) == []
        assert [(s.heading, s.text) for s in found.sections] == [(s.heading, s.text) for s in book.sections]
        assert found.unread == []


def test_gb18030_is_read_too(tmp_path: Path) -> None:
    book = invented()
    path = tmp_path / "a.txt"
    path.write_bytes(pdf_text(book, Paper(cut=False)).encode("gb18030"))
    (found,) = importers.read(path, catalog.reading_forms())
    assert misread(book, found) == []
    assert flagged(found) == []


@pytest.mark.parametrize("lines", [22, 26, 30, 34])
def test_a_row_cut_by_a_page_break_is_put_together_and_flagged(tmp_path: Path, lines: int) -> None:
    book = invented()
    found = read(tmp_path / "a.txt", pdf_text(book, Paper(lines=lines)))
    assert misread(book, found) == []
    assert len(flagged(found)) <= len(book.projects)


@pytest.mark.parametrize("columns", [44, 50, 60])
@pytest.mark.parametrize("keep_words", [False, True], ids=["anywhere", "words whole"])
def test_lines_that_an_editor_broke_are_put_together(tmp_path: Path, columns: int, keep_words: bool) -> None:
    """Also where it broke too few of them to see a common width: a line that goes on has a blank line behind it."""
    book = invented()
    text = pdf_text(book, Paper(columns=(5, 5, 5, 12, 5, 7.5), cut=False))
    broken = transform.wrapped_well(columns)(text) if keep_words else transform.wrapped(columns // 2)(text)
    assert broken != text
    found = read(tmp_path / "a.txt", broken)
    assert misread(book, found) == []
    assert len(flagged(found)) <= len(book.projects)
    assert found.unread == []


def test_a_broken_line_has_all_its_lines_as_its_place(tmp_path: Path) -> None:
    text = transform.wrapped(22)(pdf_text(invented(), Paper(cut=False)))
    lines = text.split("\n")
    for project in read(tmp_path / "a.txt", text).projects:
        for row in project.indicators:
            assert row.lines is not None
            first, last = row.lines
            printed = "".join(lines[first - 1 : last]).replace(" ", "")
            assert all(part in printed for part in (row.value, row.basis[-1:]))


def test_names_of_indicators_that_a_document_repeats_in_other_columns_are_no_doubt(tmp_path: Path) -> None:
    """经济效益指标 as 三级指标 and as its description, a sentence as its value: the cells about it leave no choice."""
    book = invented()
    for project in book.projects:
        row = project.indicators[6]
        row.l3, row.desc, row.value = "社会效益指标", "社会效益指标", "九成以上的灌区都得到了及时灌溉"
    found = read(tmp_path / "a.txt", pdf_text(book, Paper(cut=False)))
    assert misread(book, found) == []
    assert flagged(found) == []


def test_the_one_cell_without_an_end_goes_on_behind_the_page_break(tmp_path: Path) -> None:
    """Where two cells of a row were full and stand on one line, either may go on: that is flagged."""
    book = invented()
    text = pdf_text(book, Paper(cut=False))
    heads = "\n 一级指标 二级指标 三级指标 绩效指标描述 指标值 指标值确定依据 \n\n"
    whole = "泵站维护数\n\n量 \n\n全年完成维护的排灌泵站数"
    assert whole in text
    ahead, behind = text.split(whole, 1)
    rest = behind.index("质量指标")
    cut = f"{ahead}泵站维护数\n\n全年完成维护的排灌泵站数{behind[:rest].rstrip()} {heads}量 \n\n{behind[rest:]}"
    found = read(tmp_path / "a.txt", cut)
    assert misread(book, found) == []


@pytest.mark.parametrize("merge", [False, True])
def test_cost_as_a_class_of_its_own(tmp_path: Path, merge: bool) -> None:
    book = invented("cost-class")
    for project in book.projects:
        project.indicators.sort(key=lambda row: row.l1 != "成本指标")
    found = read(tmp_path / "a.txt", pdf_text(book, Paper(cut=False, merge=merge)))
    assert misread(book, found) == []
    assert flagged(found) == []


def test_forms_without_title_and_with_one_row(tmp_path: Path) -> None:
    book = invented()
    for project in book.projects:
        project.title = ""
        project.indicators = project.indicators[4:5]
    found = read(tmp_path / "a.txt", pdf_text(book, Paper(cut=False)))
    assert misread(book, found) == []
    assert flagged(found) == []


def test_blank_cells(tmp_path: Path) -> None:
    """A blank cell leaves its blanks; a blank 指标值 makes the whole row doubtful."""
    book = invented()
    rows = book.projects[0].indicators
    rows[0].basis = rows[1].basis = rows[2].desc = rows[7].basis = ""
    found = read(tmp_path / "a.txt", pdf_text(book, Paper(cut=False)))
    assert misread(book, found) == []
    rows[6].value = ""
    found = read(tmp_path / "a.txt", pdf_text(book, Paper(cut=False)))
    assert misread(book, found) == []
    assert "indicators[6]" in flagged(found)


def test_text_whose_cells_do_not_show_their_ends_is_flagged(tmp_path: Path) -> None:
    """Without the blanks at the ends of lines most can still be told, by widths; nothing is wrong in silence."""
    book = invented()
    found = read(tmp_path / "a.txt", without_ends(pdf_text(book, Paper(cut=False))))
    assert misread(book, found) == []


def test_a_form_without_column_heads_is_flagged(tmp_path: Path) -> None:
    text = pdf_text(invented(), Paper(cut=False))
    at = text.rindex("一级指标")
    found = read(tmp_path / "a.txt", text[:at] + text[text.index("\n", at) :])
    assert [project.code for project in found.projects] == [project.code for project in invented().projects]
    assert {review.path for review in found.projects[-1].review} >= {"goals", "indicators"}


def test_what_follows_the_last_table_is_narrative(tmp_path: Path) -> None:
    book = invented()
    after = "\n第三部分 \n\n（三）其他说明 \n\n本年度没有其他需要说明的事项，泵站维护工作按照既定计划组织实施。 \n"
    found = read(tmp_path / "a.txt", pdf_text(book, Paper(cut=False)) + after)
    assert misread(book, found) == []
    assert found.sections[-1].heading == "（三）其他说明"
    assert found.sections[-1].text == "本年度没有其他需要说明的事项，泵站维护工作按照既定计划组织实施。"


def _torn_paths(path: Path, old: str, new: str) -> set[str]:
    """What is flagged in a usual document after a damage that no word of it shows."""
    text = pdf_text(invented(), Paper(cut=False))
    assert text.count(old) >= 1
    return set(flagged(read(path, text.replace(old, new, 1))))


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("泵站维护数\n", "", "indicators[0]"),  # the first line of a cell between cells of other heights
        ("根据农水股 2025\n", "", "indicators[0]"),
        ("全年完成维护的排灌泵站数\n", "", "indicators[0]"),
        ("聘请专业人员开展技术指导。 \n", "", "purpose"),
    ],
    ids=["name", "basis", "description", "purpose"],
)
def test_a_lost_line_of_a_cell_shows_in_the_blank_lines(tmp_path: Path, old: str, new: str, path: str) -> None:
    assert path in _torn_paths(tmp_path / "a.txt", old, new)


def test_lines_lost_or_doubled_within_a_paragraph_are_flagged(tmp_path: Path) -> None:
    text = pdf_text(invented(), Paper(cut=False))
    lines = text.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("坚持")) + 2
    for damaged in (lines[:at] + lines[at + 1 :], [*lines[: at + 1], *lines[at:]]):
        assert "sections[1].text[0]" in flagged(read(tmp_path / "a.txt", "\n".join(damaged)))


def test_blank_lines_say_nothing_where_the_document_keeps_no_distance(tmp_path: Path) -> None:
    """Every third line that goes on is followed by one blank line more."""
    lines = pdf_text(invented(), Paper(cut=False)).split("\n")
    loose = [f"{line}\n" if n % 3 == 0 and line and not line.endswith(" ") else line for n, line in enumerate(lines)]
    found = read(tmp_path / "a.txt", "\n".join(loose))
    assert not [r for record in (found, *found.projects) for r in record.review if r.reason == wrapped_gaps.TORN]


def test_a_purpose_that_swallowed_a_label_is_flagged(tmp_path: Path) -> None:
    text = pdf_text(invented(), Paper(cut=False))
    at = text.index("用于全县排灌泵站")
    found = read(tmp_path / "a.txt", f"{text[:at]}其他资金 0.00 \n\n{text[at:]}")
    assert "purpose" in flagged(found) or "other" in flagged(found)


def test_progress_can_stop_the_reading() -> None:
    seen: list[tuple[int, int]] = []
    wrapped.read_rows(pdf_text(invented(), Paper()), WORDS, lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1][0] < seen[-1][1]


def test_damaged_text_layers_never_crash_the_reader(tmp_path: Path) -> None:
    lines = pdf_text(invented(), Paper(lines=30)).split("\n")
    chance = random.Random(11)
    for _ in range(60):
        damaged = list(lines)
        for _ in range(chance.randrange(1, 5)):
            spoil(damaged, chance)
        try:
            found = read(tmp_path / "a.txt", "\n".join(damaged))
        except UserError as error:
            pytest.fail(f"{error}")
        assert all(p.lines and 1 <= p.lines[0] <= p.lines[1] <= len(damaged) for p in found.projects)


@quick
@given(book=books())
def test_other_shapes_are_not_taken_for_text_layers(book: Book) -> None:
    for write in (word_text, tab_rows, pipe_rows, markdown, bare_pipes):
        assert not wrapped.recognise(write(book), WORDS)
    one_a_line = word_text(book).replace("\t", "")
    assert not wrapped.recognise(one_a_line, WORDS)
    spaces = tab_rows(book).replace("\t", "    ")
    assert not wrapped.recognise(spaces, WORDS)
    assert not wrapped.recognise(spaces.replace("\n", "  \n"), WORDS)


def test_samples_of_other_shapes_are_not_taken_for_text_layers() -> None:
    for sample in SAMPLES.glob("*.txt"):
        assert not wrapped.recognise(sample.read_text("utf-8"), WORDS)


REAL = {
    "as it is": str,
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "no blank lines": without_blank_lines,
}


@pytest.mark.corpus
@pytest.mark.parametrize("variant", REAL)
def test_a_real_text_layer_is_exact_or_flagged(corpus: Path, tmp_path: Path, variant: str) -> None:
    name = "zhangjiakou-2025-pdf-text"
    text = REAL[variant]((corpus / f"{name}.txt").read_text("utf-8"))
    found = to_record([read(tmp_path / "a.txt", text)], "a.txt")
    expected = json.loads((corpus / "expected" / f"{name}.json").read_text("utf-8"))
    spec = importlib.util.spec_from_file_location("corpus_score", corpus / "score.py")
    assert spec is not None and spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    tally = score.Tally(verbose=False)
    score.compare_projects(tally, expected, found)
    score.compare_narrative(tally, expected, found, found["review"])
    total = {kind: sum(family[kind] for family in tally.counts.values()) for kind in ("fields", "exact", "flagged")}
    assert not [line for line in tally.bad if "SILENT" in line]
    assert total["exact"] >= 0.999 * total["fields"]
    assert total["flagged"] <= 0.01 * total["fields"]


@pytest.mark.corpus
@pytest.mark.parametrize("seed", range(3))
def test_a_real_document_at_other_widths(corpus: Path, tmp_path: Path, seed: int) -> None:
    record = json.loads((corpus / "expected" / "zhangjiakou-2025-pdf-text.json").read_text("utf-8"))
    book = replace(invented(), projects=[_project(p) for p in record["projects"]])
    chance = random.Random(seed)
    columns = tuple(chance.randint(2 * a, 2 * b) / 2 for a, b in [(4, 6), (4, 9), (4, 9), (8, 20), (4, 9), (6, 12)])
    paper = Paper(columns=columns, lines=chance.randint(28, 48), blanks=chance.choice([1, 3]), top=seed == 1)
    found = read(tmp_path / "a.txt", pdf_text(book, paper))
    assert misread(book, found) == []
    rows = [path for path in flagged(found) if path.startswith("indicators[")]
    assert len(rows) <= 0.02 * sum(len(p.indicators) for p in book.projects)
    assert set(flagged(found)) == set(rows)


def _project(p: dict) -> Project:
    own = [str(p[f] or "") for f in ("unit_code", "unit_name", "seq", "title", "code", "name")]
    money = [p[f] or "" for f in ("budget", "fiscal", "other", "purpose")]
    rows = [Indicator(*(i[f] or "" for f in ("l1", "l2", "l3", "desc", "value", "basis"))) for i in p["indicators"]]
    return Project(*own, *money, [entry or "" for entry in p["plan"]], [Goal(g) for g in p["goals"]], rows)


def test_a_form_that_lost_its_title_takes_no_text_from_above_the_form_before(tmp_path: Path) -> None:
    book = invented()
    book.sections[-1].text = "（一）确保资金安全。"
    text = pdf_text(book, Paper(cut=False))
    assert text.count("4.河道清障绩效目标表") == 1
    found = read(tmp_path / "a.txt", text.replace("4.河道清障绩效目标表", ""))
    assert [(s.heading, s.text) for s in found.sections] == [(s.heading, s.text) for s in book.sections]
    assert [review.path for review in found.projects[3].review] == ["title"]
