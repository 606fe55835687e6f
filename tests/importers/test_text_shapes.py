"""Every shape of text: invented books written in it and read back, traces of other programs, encodings, widths."""

from collections.abc import Callable
from pathlib import Path

import pytest
from compare import silent
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from shapes import books, rich_books
from text_writers import (
    aligned,
    bare_pipes,
    blank_rows,
    ended_cells,
    endless,
    glued,
    markdown,
    numbered_rows,
    paragraphs,
    paragraphs_lost,
    pipe_rows,
    plain_lines,
    runs,
    word_stream,
    word_stream_in_one_line,
)
from transform import wrapped, wrapped_well

from desktop_app import catalog, importers
from desktop_app.domain.model import Book
from desktop_app.domain.records import to_record
from desktop_app.importers import encoding, text_marks, text_reader, text_shapes, unwrap, vocabulary
from desktop_app.importers.cells import Row

WORDS = vocabulary.build(catalog.reading_forms())
Writer = Callable[[Book], str]
quick = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
thorough = settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)

# Shapes that lose nothing, and shapes in which blank cells or the ends of cells are lost.
WHOLE = [pipe_rows, markdown, bare_pipes, numbered_rows, ended_cells, word_stream, word_stream_in_one_line]
LOSSY = [paragraphs, paragraphs_lost, plain_lines, aligned, runs, blank_rows, endless, glued]


def read(folder: Path, text: str) -> Book:
    path = folder / "a.txt"
    path.write_text(text, "utf-8", newline="")
    (book,) = importers.read(path, catalog.reading_forms())
    return book


def projects(book: Book) -> list[dict]:
    return [{k: v for k, v in p.items() if not k.startswith("review")} for p in to_record([book], "")["projects"]]


def notes(book: Book) -> list[str]:
    """What the reader is not sure of or did not understand.

    A basis that is the beginning of another one is rightly suspected to be cut; invented ones may be so by chance.
    """
    flagged = [review for record in (book, *book.projects) for review in record.review]
    suspected = [f"{review.path}: {review.reason}" for review in flagged if not review.path.endswith(".basis")]
    return suspected + [unread.text for unread in book.unread]


def rows(text: str) -> list[Row]:
    return text_shapes.read_rows(text, WORDS)


def cells(text: str) -> list[list[str]]:
    return [row.cells for row in rows(text)]


@pytest.mark.parametrize("write", WHOLE)
@quick
@given(book=books())
def test_a_shape_that_loses_nothing_reads_back_equal(tmp_path: Path, write: Writer, book: Book) -> None:
    found = read(tmp_path, write(book))
    assert projects(found) == projects(book)
    assert [(s.heading, s.text) for s in found.sections] == [(s.heading, s.text) for s in book.sections]
    assert notes(found) == []


@pytest.mark.parametrize("write", [*WHOLE, *LOSSY])
@quick
@given(book=rich_books())
def test_nothing_is_wrong_without_a_flag(tmp_path: Path, write: Writer, book: Book) -> None:
    assert silent(book, read(tmp_path, write(book))) == []


@pytest.mark.long
@pytest.mark.parametrize("write", [*WHOLE, *LOSSY])
@thorough
@given(book=st.one_of(books(), rich_books()))
def test_nothing_is_wrong_without_a_flag_in_many_books(tmp_path: Path, write: Writer, book: Book) -> None:
    assert silent(book, read(tmp_path, write(book))) == []


@pytest.mark.parametrize("write", [blank_rows, endless])
@quick
@given(book=books())
def test_what_labels_and_values_settle_is_not_flagged(tmp_path: Path, write: Writer, book: Book) -> None:
    """Without blank cells and with values that look like values, joined cells are read with certainty."""
    for p in book.projects:
        p.plan = ["25%", "50%", "75%", "100%"]
        for i in p.indicators:
            i.desc, i.value, i.basis, i.sign, i.number, i.measure = (
                "按年度台账",
                "≥12个",
                "〔2024〕7号",
                "≥",
                "12",
                "个",
            )
    found = read(tmp_path, write(book))
    assert [review for p in found.projects for review in p.review] == []
    assert silent(book, found) == []


@pytest.mark.parametrize(
    ("line", "plain", "heading"),
    [
        ("一、总体目标 TC 一、总体目标 \\f C \\l 1 ", "一、总体目标", True),
        ('一、总体目标{ TC "一、总体目标" \\f C \\l "1" }', "一、总体目标", True),
        ("\x13 TC \"甲\" \\f C\x15一、总体目标", "一、总体目标", True),
        ('TOC \\o "1-3" \\h \\z \\u', "", False),
        ("{ TOC \\o “1-3” \\h }", "", False),
        ('HYPERLINK \\l "_Toc77" 一、职责 PAGEREF _Toc77 \\h 3', "一、职责......3", False),
        ("一、职责\x13 PAGEREF _Toc77 \\h \x143\x15", "一、职责......3", False),
        ("见{ REF _Ref12 \\h }第3条", "见第3条", False),
        ("表 SEQ 表 \\* ARABIC 1 预算", "表1 预算", False),
        ('{ =SUM(ABOVE) \\# "0.00" }5.00', "5.00", False),
        ("{ FORMTEXT }12.00", "12.00", False),
        (" FORMTEXT 12.00", "12.00", False),
        ("- PAGE \\* MERGEFORMAT 3 -", "-3 -", False),
        ("[bookmark: _Toc77]一、职责【Bookmark：_Hlk5】", "一、职责", False),
        ("## **一、职责**", "一、职责", True),
        ('<td rowspan="2">甲</td><b>乙</b>&nbsp;&lt;1起&ge;5', "甲乙\xa0<1起≥5", False),
        ("甲<br/>乙", "甲\v乙", False),
        ("４１２００１　某局　１２．５％", "412001　某局　12.5%", False),
        ("项目编码 １３９９０１２５Ｐ０００", "项目编码 13990125P000", False),
        ("\ufeff甲\u200b乙\x00", "甲乙", False),
        # what only looks like one
        ("印发<全省>的通知，a<b 和 c>d，<1起", "印发<全省>的通知，a<b 和 c>d，<1起", False),
        ("使用 IF 类期刊 \"核心\" 论文、REF 5 和 TC 认证", "使用 IF 类期刊 \"核心\" 论文、REF 5 和 TC 认证", False),
        ("存放在 D:\\台账\\2025 和 {甲}", "存放在 D:\\台账\\2025 和 {甲}", False),
    ],
)  # fmt: skip
def test_traces_of_other_programs_go_and_text_stays(line: str, plain: str, heading: bool) -> None:
    assert text_marks.clean(line) == (plain, heading)


def test_pipes_are_cells_only_in_tables() -> None:
    assert cells("| 甲 | 乙 |\n|---|:-:|\n| 丙 |  |\n+---+---+") == [["甲", "乙"], ["丙", ""]]
    assert cells("甲 | 乙 | 丙\n | 丁 | ") == [["甲", "乙", "丙"], ["", "丁", ""]]
    assert cells("│甲│1\\|2│\n├──┼──┤\n│乙│　│") == [["甲", "1|2"], ["乙", ""]]
    assert cells("| 绩效目标 | 1.甲\n2.乙 |\n| 丙 | 丁 |") == [["绩效目标", "1.甲\n2.乙"], ["丙", "丁"]]
    (row,) = rows("甲|乙两个系统互相连通。")
    assert not row.table


def test_rows_of_blanks_keep_their_blank_cells_where_the_columns_show_them() -> None:
    text = (
        "序号   项目名称     预算数   备注\n1      泵站养护     5.00\n"
        "2                   3.00     续建\n3      渠道清淤              新建"
    )
    assert cells(text) == [
        ["序号", "项目名称", "预算数", "备注"],
        ["1", "泵站养护", "5.00", ""],
        ["2", "", "3.00", "续建"],
        ["3", "渠道清淤", "", "新建"],
    ]
    counted = "序号    名称    数量    备注\n1        5    无\n2    甲        \n3    乙    7    丙"
    assert cells(counted)[1:3] == [["1", "", "5", "无"], ["2", "甲", "", ""]]


def test_a_word_spread_out_with_blanks_is_one_cell() -> None:
    text = "单位名称      性  质    规  格\n云岭县水利局  行  政    正科级\n合  计        一  家    二"
    assert cells(text)[0] == ["单位名称", "性质", "规格"]


def test_running_text_with_blanks_is_no_table() -> None:
    text = "本年完成三项工作。  第一项已经验收。\n\n第二项正在施工，  第三项明年完成。\n"
    assert not any(row.table for row in rows(text))


def test_a_document_may_mix_shapes(tmp_path: Path) -> None:
    heads = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
    grid = ["产出指标", "数量指标", "泵站数", "养护的泵站", "≥3座", "年度计划"]

    def form(number: int, row: Callable[[list[str]], str]) -> str:
        body = [
            ["项目编码", f"13990125P0000611001{number:02}", "项目名称", f"项目{number}"],
            ["预算规模及资金用途", "预算数", "5.00", "其中：财政资金", "5.00", "其他资金", "0"],
            ["", "养护泵站"],
            ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"],
            ["", "25%", "50%", "75%", "100%"],
            ["绩效目标", "1.养护泵站"],
            heads,
            grid,
        ]
        lead = f"{number}、项目{number}绩效目标表\n412001 云岭县水利局本级\n单位：万元\n"
        return lead + "\n".join(map(row, body)) + "\n\n"

    shapes = [
        "\t".join,
        lambda r: f"| {' | '.join(r)} |",
        lambda r: "\n".join(f"\t{cell}" for cell in r),
        "   ".join,
        lambda r: "\n".join(f"{cell} |" for cell in r),
        lambda r: " ".join(filter(None, r)),
    ]
    head = "云岭县水利局2025年部门预算绩效文本\n\n一、工作保障措施\n\n落实责任，按月通报。\n\n第二部分\n\n"
    book = read(tmp_path, head + "".join(form(n, row) for n, row in enumerate(shapes, 10)))
    assert [p.name for p in book.projects] == [f"项目{n}" for n in range(10, 16)]
    assert {(p.budget, p.purpose, tuple(p.plan)) for p in book.projects} == {
        ("5.00", "养护泵站", ("25%", "50%", "75%", "100%"))
    }
    assert all([i.value for i in p.indicators] == ["≥3座"] for p in book.projects)
    assert notes(book) == []


def test_forms_without_their_labels_are_named_and_not_guessed(tmp_path: Path) -> None:
    text = "文字 项目编码 13990125P000061100119 项目名称 甲 预算数 5.00 一级指标 二级指标 三级指标 产出指标 数量指标 乙"
    book = read(tmp_path, text)
    assert book.projects == []
    assert "projects" in [review.path for review in book.review]
    assert any("13990125P000061100119" in unread.text for unread in book.unread)


PARAGRAPH = "云岭县水利局负责全县水资源管理、水旱灾害防御和农村饮水安全，指导河道、水库和泵站的运行维护。"


@pytest.mark.parametrize("wrap", [wrapped(30), wrapped(41), wrapped_well(50), wrapped_well(71)])
def test_lines_of_one_width_are_put_together(wrap: Callable[[str], str]) -> None:
    texts = [f"{n}、{PARAGRAPH[n:]}GIS平台（V{n}.0）" for n in range(1, 25)]
    table = [f"\t数量指标\t泵站{n}\t{PARAGRAPH[: n + 9]}\t≥{n}座\t" for n in range(20)]
    whole = [*texts, "", *table]
    broken = wrap("\n".join(whole)).split("\n")
    assert len(broken) > len(whole)
    found = unwrap.joined(broken)
    assert [text for _, _, text in found] == whole
    assert [first for first, _, _ in found] == [1, *(last + 1 for _, last, _ in found[:-1])]


def test_lines_that_happen_to_be_long_are_left_alone() -> None:
    lines = [PARAGRAPH[: 10 + n % 35] for n in range(200)]
    assert [text for _, _, text in unwrap.joined(lines)] == lines


def test_line_ends_of_all_systems_and_page_breaks_count_the_same() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert [line.number for line in text_reader.read_lines(end.join(["甲", "", "乙", "丙"]))] == [1, 3, 4]
    assert [(line.number, line.text) for line in text_reader.read_lines("甲\n- 1 -\f乙\n丙")] == [
        (1, "甲"), (2, "- 1 -"), (2, "乙"), (3, "丙"),
    ]  # fmt: skip


TEXT = "项目编码\t13990125P000061100119\t项目名称\t农村饮水水质检测经费\n绩效目标\t1.检测水样672份，达标率≥92%。\n" * 20
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_cut_file_loses_its_last_character_only(name: str) -> None:
    data = TEXT.encode(name)
    for lost in (1, 2, 3):
        found = encoding.decode(data[:-lost]).text
        assert TEXT.startswith(found.rstrip("\ufffd"))
        assert len(found) >= len(TEXT) - 4


@pytest.mark.parametrize("name", [n for n in ENCODINGS if n != "utf-32"])
def test_a_byte_lost_in_the_middle_spoils_its_place_and_is_marked(name: str) -> None:
    data = TEXT.encode(name)
    for at in range(len(data) // 2, len(data) // 2 + 40):
        found = encoding.decode(data[:at] + data[at + 1 :])
        spoilt = [line for line in found.text.split("\n") if line not in TEXT.split("\n")]
        assert len(spoilt) <= 2
        assert found.broken or len(found.text) >= len(TEXT) - 2


def test_nul_bytes_are_no_text_and_no_other_encoding() -> None:
    assert encoding.decode(TEXT.encode() + b"\x00" * 40).encoding == "utf-8"
    assert (
        encoding.decode("项目 budget plan 2025 and more plain words\n".encode("utf-16-le") * 9).encoding == "utf-16-le"
    )


GRID_HEAD = "一级指标      二级指标      三级指标      绩效指标描述      指标值      指标值确定依据"
FORM_ABOVE = """1、泵站养护费绩效目标表

412001 云岭县水利局本级

单位：万元

项目编码\t13990125P000061100119\t项目名称\t泵站养护费
预算规模及资金用途\t预算数\t5.00\t其中：财政资金\t5.00\t其他资金\t0
\t养护泵站12座
资金支出计划（%）\t3月底\t6月底\t10月底\t12月底
\t25%\t50%\t75%\t100%
绩效目标\t养护泵站。
"""


def test_a_pipe_within_a_cell_does_not_end_a_table_of_aligned_cells() -> None:
    lines = [
        GRID_HEAD,
        "产出指标      数量指标      泵站数        甲|乙|丙          ≥12座      年度计划",
        "              质量指标      完好率        完好的占比        90%|95%     年度计划",
        "              时效指标      养护及时率    养护是否及时      ≥95%       年度计划",
    ]
    assert [row[3:5] for row in cells("\n".join(lines))[1:]] == [
        ["甲|乙|丙", "≥12座"],
        ["完好的占比", "90%|95%"],
        ["养护是否及时", "≥95%"],
    ]


def test_pipes_with_blanks_beside_them_still_part_cells() -> None:
    lines = ["一级指标 |  二级指标  |  三级指标", "产出指标 |  数量指标  |  泵站数", "产出指标 |  质量指标  |  完好率"]
    assert cells("\n".join(lines))[2] == ["产出指标", "质量指标", "完好率"]


@pytest.mark.parametrize("name", ["第二部分", "一、维修", "（一）号泵站"])
def test_a_name_like_a_heading_does_not_end_a_form_of_paragraphs(tmp_path: Path, name: str) -> None:
    title, _, form = FORM_ABOVE.partition("单位：万元")
    paragraphs = [cell for line in form.strip().split("\n") for cell in line.split("\t")]
    heads = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
    names = ["巡护", name, "管护", "养护"]
    for n, l3 in enumerate(names):
        heads += ["" if n else "产出指标", "数量指标", l3, f"{l3}的次数", "≥95%", "年度计划"]
    text = f"云岭县水利局2025年部门预算绩效文本\n\n{title}单位：万元\n\n" + "\n\n".join([*paragraphs, *heads])
    (project,) = read(tmp_path, text + "\n\n第三部分 其他事项\n\n全县共有泵站12座。\n").projects
    assert [row.l3 for row in project.indicators] == names
    assert project.indicators[-1].basis == "年度计划"
