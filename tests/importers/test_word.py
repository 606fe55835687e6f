"""Word documents: invented books in the ways in which offices write them, what Word adds, and damaged files."""

import io
import json
import random
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import docx.enum.text
import page_writers as pages
import pytest
from hypothesis import HealthCheck, given, settings
from shapes import books

from desktop_app import catalog, importers
from desktop_app.domain.model import Book
from desktop_app.domain.records import to_record
from desktop_app.errors import Cancelled, UserError
from desktop_app.exporters.docx_text import write_docx
from desktop_app.importers import convert, vocabulary, word
from desktop_app.importers.cells import Row
from desktop_app.importers.source import Source
from desktop_app.importers.word_numbers import written

quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
needs_office = pytest.mark.skipif(convert.office() is None, reason="no office suite here")


def source(data: bytes, report: Callable[[int, int], None] = lambda done, total: None) -> Source:
    words = vocabulary.build(catalog.reading_forms())
    return Source(data, "甲.docx", catalog.aliases(), words, report)


def rows_of(body: str, **parts: str) -> list[Row]:
    return word.read_rows(source(pages.package(body, **parts)))[0]


def texts(body: str, **parts: str) -> list[str]:
    return [row.text for row in rows_of(body, **parts)]


def cells(body: str) -> list[list[str]]:
    return [row.cells for row in rows_of(body) if row.table]


def read(path: Path) -> list[Book]:
    return importers.read(path, catalog.reading_forms())


def read_back(path: Path, data: bytes) -> Book:
    path.write_bytes(data)
    (book,) = read(path)
    return book


def projects(book: Book) -> list[dict]:
    return [{k: v for k, v in p.items() if not k.startswith("review")} for p in to_record([book], "")["projects"]]


def notes(book: Book) -> list[str]:
    flagged = [review for record in (book, *book.projects) for review in record.review]
    return [f"{review.path}: {review.reason}" for review in flagged] + [unread.text for unread in book.unread]


@pytest.mark.parametrize("form", pages.FORMS)
@quick
@given(book=books())
def test_a_document_reads_back_equal(tmp_path: Path, form: str, book: Book) -> None:
    found = read_back(tmp_path / "甲.docx", pages.docx_of_book(book, pages.FORMS[form]))
    assert projects(found) == projects(book)
    assert [(s.heading, s.text) for s in found.sections] == [(s.heading, s.text) for s in book.sections]
    assert (found.year, found.department_name) == (2025, book.department_name)
    assert notes(found) == []


@quick
@given(book=books())
def test_our_own_document_reads_back_equal(tmp_path: Path, book: Book) -> None:
    """The export numbers the forms by their place under the units and prints a title of its own."""
    write_docx([book], tmp_path / "甲.docx", catalog.documents())
    (found,) = read(tmp_path / "甲.docx")
    own, got = (sorted(json.dumps(p | {"seq": "", "title": ""}) for p in projects(b)) for b in (book, found))
    assert got == own
    assert [note for project in found.projects for note in project.review] == []


def test_the_sample_reads_back_from_our_own_document(tmp_path: Path) -> None:
    (book,) = read(catalog.sample())
    write_docx([book], tmp_path / "甲.docx", catalog.documents())
    (found,) = read(tmp_path / "甲.docx")
    assert projects(found) == projects(book)
    paragraphs = [line for section in found.sections for line in section.text.split("\n")]
    assert [t for s in book.sections for t in s.text.split("\n") if t and t not in paragraphs] == []


def test_a_layout_made_with_another_library(tmp_path: Path) -> None:
    """python-docx: merged labels, a title above, the table continued as a second one with its heads again."""
    document = docx.Document()
    document.add_paragraph("3、林果防护经费绩效目标表")
    document.add_paragraph("412002 云岭县林果站　　单位：万元")
    rows = [
        ["项目编码", "13990125P000061100119", "", "项目名称", "林果防护经费", ""],
        ["预算规模及资金用途", "预算数", "12.00", "其中：财政资金", "12.00", "其他资金"],
        ["", "用于林果病虫害防治", "", "", "", ""],
        ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底", ""],
        ["", "25%", "50%", "75%", "100%", ""],
        ["绩效目标", "1.防治面积达到1.2万亩\n2.虫口密度下降", "", "", "", ""],
        list(pages.HEADS),
        ["产出指标", "数量指标", "防治面积", "全年防治的面积", "≥1.2万亩", "〔2024〕林防计划"],
        ["", "质量指标", "防治合格率", "", "≥95%", ""],
    ]
    more = [list(pages.HEADS), ["满意度指标", "服务对象满意度指标", "农户满意度", "", "≥90%", "问卷"]]
    for part in (rows, more):
        table = document.add_table(rows=len(part), cols=6)
        for r, texts in enumerate(part):
            for c, shown in enumerate(texts):
                table.cell(r, c).text = shown
        document.add_paragraph().add_run().add_break(docx.enum.text.WD_BREAK.PAGE)
        if part is rows:
            table.cell(1, 0).merge(table.cell(2, 0))
            table.cell(3, 0).merge(table.cell(4, 0))
            table.cell(2, 1).merge(table.cell(2, 5))
            table.cell(5, 1).merge(table.cell(5, 5))
            table.cell(7, 0).merge(table.cell(8, 0))
    document.save(tmp_path / "甲.docx")
    (book,) = read(tmp_path / "甲.docx")
    (project,) = book.projects
    assert (project.seq, project.title) == ("3", "林果防护经费绩效目标表")
    assert (project.unit_code, project.unit_name) == ("412002", "云岭县林果站")
    assert (project.budget, project.purpose) == ("12.00", "用于林果病虫害防治")
    assert project.plan == ["25%", "50%", "75%", "100%"]
    assert [goal.text for goal in project.goals] == ["防治面积达到1.2万亩", "虫口密度下降"]
    assert [(i.l1, i.l2, i.l3, i.value) for i in project.indicators] == [
        ("产出指标", "数量指标", "防治面积", "≥1.2万亩"),
        ("产出指标", "质量指标", "防治合格率", "≥95%"),
        ("满意度指标", "服务对象满意度指标", "农户满意度", "≥90%"),
    ]


# ---- paragraphs ------------------------------------------------------------------------------------------------------

TABLE = pages.plain_table([["甲", "乙"], ["丙", "丁"]])  # without any table, tabs would part cells


def test_numbers_that_word_makes_are_part_of_the_text() -> None:
    body = "".join(pages.numbered(line, 1) for line in ("职责", "机构"))
    goals = "".join(pages.numbered(f"{n}万亩", 2, depth) for n, depth in ((5, 0), (6, 1), (7, 1), (8, 0)))
    again = pages.numbered("再从头数", 3)
    assert texts(body + goals + again + TABLE)[:7] == [
        *("（一）职责", "（二）机构", "1. 5万亩", "①6万亩", "②7万亩", "2. 8万亩", "1. 再从头数"),
    ]


@pytest.mark.parametrize(
    ("form", "counts"),
    [
        ("chineseCounting", {1: "一", 10: "十", 12: "十二", 20: "二十", 105: "一百零五", 110: "一百一十"}),
        ("chineseLegalSimplified", {12: "壹拾贰", 20: "贰拾"}),
        ("ideographDigital", {3: "三", 10: "一〇"}),
        ("ideographTraditional", {1: "甲", 11: "甲"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("upperRoman", {4: "IV", 1999: "MCMXCIX"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalZero", {7: "07"}),
        ("someday", {7: "7"}),
    ],
)
def test_formats_of_numbers(form: str, counts: dict[int, str]) -> None:
    assert {count: written(count, form) for count in counts} == counts


def test_what_no_reader_sees_is_left_out() -> None:
    seen = pages.run("留下")
    gone = "<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
    moved = f"<w:moveTo>{pages.run('移来')}</w:moveTo>"
    above = "<w:rt><w:r><w:t>pin</w:t></w:r></w:rt>"
    ruby = f"<w:r><w:ruby>{above}<w:rubyBase>{pages.run('拼')}</w:rubyBase></w:ruby></w:r>"
    note = "<w:r><w:footnoteReference w:id='1'/></w:r>"
    assert texts(pages.paragraph(gone + seen + moved + ruby + note) + TABLE)[0] == "留下移来拼"


def test_fields_show_their_results() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    nested = (
        f"{mark.format('begin')}<w:r><w:instrText> IF </w:instrText></w:r>{mark.format('begin')}"
        f"<w:r><w:instrText>PAGE</w:instrText></w:r>{mark.format('separate')}{pages.run('7')}{mark.format('end')}"
        f"{mark.format('separate')}{pages.run('结果')}{mark.format('end')}"
    )
    simple = '<w:fldSimple w:instr="DATE">' + pages.run("2025年") + "</w:fldSimple>"
    assert texts(pages.paragraph(nested + simple) + TABLE)[0] == "结果2025年"
    broken = pages.paragraph(mark.format("begin") + pages.run("藏") + pages.run("着")) + pages.text("下一段")
    assert texts(broken + TABLE)[0] == "下一段"


def test_signs_of_the_fonts_of_word_are_read() -> None:
    symbol = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
    own = pages.run("\uf0a35")
    unknown = '<w:r><w:sym w:font="Wingdings" w:char="F021"/></w:r>'
    assert texts(pages.paragraph(symbol + own + unknown) + TABLE)[0] == "≥≤5\ufffd"


def test_headings_are_marked_and_long_sentences_are_none() -> None:
    rows = rows_of(pages.text("总体目标", "1") + pages.text("全年完成。" * 30, "1") + pages.text("正文") + TABLE)
    assert [row.heading for row in rows[:3]] == [True, False, False]


def test_two_contents_pages_are_left_out() -> None:
    lines = pages.text("目录") + "".join(pages.text(f"第{n}章\t{n}", "TOC1") for n in range(3))
    assert texts(lines + pages.text("第一章") + TABLE)[:2] == ["第一章", "甲 乙"]


def test_a_paragraph_whose_end_was_deleted_goes_on() -> None:
    first = pages.paragraph(pages.run("前半"), "<w:rPr><w:del/></w:rPr>")
    assert texts(first + pages.text("后半") + TABLE)[0] == "前半后半"


# ---- tables ----------------------------------------------------------------------------------------------------------


def test_merged_cells_have_their_text_in_the_first_place() -> None:
    cell = pages.Cell
    table = pages.table(
        [
            [cell("收入", 2), cell("支出", 2)],
            [cell("项目"), cell("金额"), cell("项目"), cell("金额")],
            [cell("甲", 1, "restart"), cell("1"), cell("乙"), cell("2", 1, "restart")],
            [cell("甲的影子", 1, "continue"), cell("3"), cell("丙"), cell("", 1, "continue")],
        ],
        [2000] * 4,
    )
    rows = rows_of(table)
    assert [row.cells for row in rows] == [
        *(["收入", "", "支出", ""], ["项目", "金额", "项目", "金额"], ["甲", "1", "乙", "2"], ["", "3", "丙", ""]),
    ]
    assert [(bool(row.doubt), row.doubt_at) for row in rows] == [*[(False, None)] * 3, (True, 3)]


def test_edges_that_differ_a_little_are_one() -> None:
    cell = pages.Cell
    rows = [[cell("甲", 1), cell("乙", 2)], [cell("丙", 2), cell("丁", 1)]]
    assert cells(pages.table(rows, [3000, 30, 3000])) == [["甲", "乙"], ["丙", "丁"]]
    assert cells(pages.table(rows, [3000, 1500, 3000])) == [["甲", "乙", ""], ["丙", "", "丁"]]


def test_what_a_cell_holds_is_one_text() -> None:
    inner = pages.plain_table([["内一", "内二"], ["内三", ""]])
    content = pages.text("一") + pages.text("") + inner + pages.numbered("五万亩", 4)
    table = pages.table([[pages.Cell("", content=content), pages.Cell("旁")]], [4000, 4000])
    assert cells(table) == [["一\n内一 内二\n内三\n1. 五万亩", "旁"]]


def test_lines_and_parts_tell_where_a_row_stands() -> None:
    body = pages.text("前言") + TABLE + pages.text("中间") + pages.text("") + TABLE
    rows, parts = word.read_rows(source(pages.package(body)))
    assert [row.line for row in rows] == [1, 2, 3, 4, 6, 7]
    assert [tuple(part) for part in parts] == [
        *((1, "table", "正文", 1), (2, "table", "表1", 1), (4, "table", "正文", 2), (6, "table", "表2", 1)),
    ]


def test_a_document_without_tables_is_read_like_a_text(tmp_path: Path) -> None:
    text = catalog.sample().read_text("utf-8")
    (book,) = read(catalog.sample())
    lines = (line.replace("\t", "\ue000") for line in text.split("\n"))
    tab = '</w:t></w:r><w:r><w:tab/><w:t xml:space="preserve">'
    body = "".join(pages.text(line).replace("\ue000", tab) for line in lines)
    found = read_back(tmp_path / "甲.docx", pages.package(body))
    assert projects(found) == projects(book)


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["dingzhou-2021-word-text", "gaoxin-2021-tab-rows", "zhangjiakou-2025-pdf-text"])
def test_real_records_read_back_from_word(corpus: Path, tmp_path: Path, name: str) -> None:
    record = json.loads((corpus / "expected" / f"{name}.json").read_text("utf-8"))
    found = read_back(tmp_path / "甲.docx", pages.docx_of_record(record))
    fields = ("code", "name", "budget", "fiscal", "other", "purpose", "plan", "goals")

    def plain(p: dict) -> str:
        rows = [[i[name] for name in ("l1", "l2", "l3", "desc", "value", "basis")] for i in p["indicators"]]
        return "".join(json.dumps([[p[field] for field in fields], rows], ensure_ascii=False).split())

    assert [plain(p) for p in projects(found)] == [plain(p) for p in record["projects"]]


# ---- bad input -------------------------------------------------------------------------------------------------------


def refusal(data: bytes) -> str:
    with pytest.raises(UserError) as caught:
        word.read_rows(source(data))
    assert caught.value.where == "甲.docx"
    assert caught.value.hint
    return caught.value.what


def replaced(document: bytes) -> bytes:
    """A Word file with these bytes as its text."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    return data.getvalue()


ROOT = f'<w:document xmlns:w="{pages.W}"><w:body>%s</w:body></w:document>'
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (bytes(400_000_000), "太大"),
        (f'<!DOCTYPE x [<!ENTITY a0 "啊">{LAUGHS}]>{ROOT % "&a11;"}'.encode(), "不正常的定义"),
        (f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x []>{ROOT % ""}'.encode("utf-16"), "不正常的定义"),
        ((ROOT % ("<w:p>" * 1_000 + "</w:p>" * 1_000)).encode(), "太大"),
        ((ROOT % ("<w:sdt><w:sdtContent>" * 1_000)).encode(), "太大"),
        ((ROOT % f"<w:p>{'<w:r/>' * 400_000}</w:p>").encode(), "太大"),
        ((ROOT % ("<w:p/>" * 250_000)).encode(), "太大"),
        ((ROOT % "<w:p>").encode(), "损坏"),
        (b"", "损坏"),
        (bytes(5000), "损坏"),
    ],
    ids=[
        "zeros",
        "entities",
        "doctype",
        "deep",
        "deep flow",
        "one paragraph",
        "lines",
        "cut",
        "empty",
        "noise",
    ],
)
def test_what_would_burst_is_refused(document: bytes, words: str) -> None:
    data = replaced(document)
    begun = time.monotonic()
    assert words in refusal(data)
    assert time.monotonic() - begun < 10


def test_more_text_than_any_document_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "MOST_CHARACTERS", 10)
    assert "文字太多" in refusal(pages.package(pages.text("啊" * 11)))
    assert "文字太多" in refusal(pages.package(TABLE * 3))


def test_a_table_that_spans_too_much_is_refused() -> None:
    rows = "".join(f'<w:tr><w:trPr><w:gridBefore w:val="{n % 1000}"/></w:trPr><w:tc/></w:tr>' for n in range(4_000))
    assert "太大" in refusal(replaced((ROOT % f"<w:tbl>{rows}</w:tbl>").encode()))


def refused(data: bytes) -> bool:
    """Whether a damaged file is refused, with a sentence on what to do; else its rows are in order and hold text."""
    try:
        found, _ = word.read_rows(source(data))
    except UserError as error:
        assert error.hint
        return True
    assert [row.line for row in found] == sorted(row.line for row in found)
    assert any(row.text for row in found)
    return False


def test_damaged_files_are_refused_or_read() -> None:
    (book,) = read(catalog.sample())
    good = pages.docx_of_book(book)
    chance = random.Random(7)
    outcomes = []
    for n in range(120):
        damaged = bytearray(good)
        if n % 3:
            for _ in range(chance.randint(1, 8)):
                damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
        else:
            del damaged[chance.randrange(len(damaged)) :]
        outcomes.append(refused(bytes(damaged)))
    assert set(outcomes) == {True, False}


def test_damaged_texts_in_whole_files_are_refused_or_read() -> None:
    """The zip's check sums catch most damage; what is written wrongly in the first place they do not."""
    (book,) = read(catalog.sample())
    with zipfile.ZipFile(io.BytesIO(pages.docx_of_book(book))) as archive:
        document = archive.read("word/document.xml").decode()
    names = re.findall(r"<(/?w:\w+)", document)
    chance = random.Random(8)
    outcomes = []
    for _ in range(60):
        damaged = document
        for _ in range(chance.randint(1, 6)):
            damaged = damaged.replace(chance.choice(names), chance.choice(names), chance.choice((1, 1, -1)))
        outcomes.append(refused(replaced(damaged.encode())))
    assert set(outcomes) == {True, False}


def test_reading_can_be_cancelled() -> None:
    def stop(done: int, total: int) -> None:
        assert 0 <= done <= total
        raise Cancelled

    with pytest.raises(Cancelled):
        word.read_rows(source(pages.package(TABLE), stop))


# ---- other formats ---------------------------------------------------------------------------------------------------


def test_old_word_files_say_what_to_do_without_an_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "office", lambda: None)
    path = tmp_path / "甲.rtf"
    path.write_bytes(b"{\\rtf1 x}")
    with pytest.raises(UserError) as caught:
        read(path)
    assert "LibreOffice" in caught.value.what
    assert ".docx" in caught.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for the office program is a shell script")
@pytest.mark.parametrize(("script", "words"), [("exit 1", "转换不了"), ("sleep 30 & sleep 30", "还没有完成")])
def test_an_office_that_fails_or_hangs_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, words: str
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(convert, "office", lambda: str(program))
    monkeypatch.setattr(convert, "LONGEST", 0.5)
    begun = time.monotonic()
    with pytest.raises(UserError, match=words):
        convert.to_docx(b"{\\rtf1 x}", "甲.rtf", lambda: None)
    assert time.monotonic() - begun < 5

    def stop() -> None:
        raise Cancelled

    if "sleep" in script:
        with pytest.raises(Cancelled):
            convert.to_docx(b"{\\rtf1 x}", "甲.rtf", stop)


@pytest.mark.long
@needs_office
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt", "html"])
def test_documents_of_libreoffice_read_back_equal(tmp_path: Path, kind: str) -> None:
    """odt, doc and rtf through the conversion; html made a .docx by the office first."""
    (book,) = read(catalog.sample())
    (tmp_path / "甲.docx").write_bytes(pages.docx_of_book(book))
    to_format(tmp_path / "甲.docx", kind)
    path = tmp_path / f"甲.{kind}"
    if kind == "html":
        (tmp_path / "甲.docx").unlink()
        to_format(path, "docx:MS Word 2007 XML", "--infilter=HTML (StarWriter)")
        path = path.with_suffix(".docx")
    (found,) = read(path)
    assert projects(found) == projects(book)


def to_format(path: Path, kind: str, *options: str) -> None:
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        *options,
        "--convert-to",
        kind,
        "--outdir",
        str(path.parent),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
