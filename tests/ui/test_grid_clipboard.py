"""Blocks on the clipboard, as Excel, WPS and word processors write and read them."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData

from desktop_app.ui import clipboard

CELLS = st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=12)
BLOCKS = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5)
)


@given(BLOCKS)
def test_what_is_copied_as_text_is_pasted_the_same(block: clipboard.Block) -> None:
    assert clipboard.from_tsv(clipboard.to_tsv(block)) == block


@given(BLOCKS)
def test_what_is_copied_as_a_table_is_pasted_the_same(block: clipboard.Block) -> None:
    assert clipboard.from_html(clipboard.to_html(block)) == block


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("甲\t乙\r\n丙\t丁\r\n", [["甲", "乙"], ["丙", "丁"]]),
        ('"第一行\n第二行"\t次\r\n', [["第一行\n第二行", "次"]]),
        ('"他说""行""，\n就办了"\r\n', [['他说"行"，\n就办了']]),
        ('"五小"水利\t座\n', [['"五小"水利', "座"]]),  # quotes of the text itself: the cell has no newline
        ('"五小"\n', [['"五小"']]),
        ('"没有结束\t次\n', [['"没有结束', "次"]]),
        ("一\t二\t三\n四\n", [["一", "二", "三"], ["四"]]),
        ("甲\n\n乙\n", [["甲"], [""], ["乙"]]),
        ("≥90%", [["≥90%"]]),
        ("", [[""]]),
    ],
)
def test_text_of_a_spreadsheet_is_read_as_cells(text: str, block: clipboard.Block) -> None:
    assert clipboard.from_tsv(text) == block


def test_cells_with_newlines_are_quoted_as_excel_does() -> None:
    assert clipboard.to_tsv([["甲\n乙", '丙"丁'], ["1", "2"]]) == '"甲\n乙"\t丙"丁\n1\t2\n'


def test_a_spreadsheet_takes_copied_cells_as_text_and_not_as_formulas() -> None:
    cells: list[dict[str, str | None]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "td":
                cells.append(dict(attrs))

    Reader().feed(clipboard.to_html([["=1+1", "0012"], ["<b>", "1-2"]]))
    assert len(cells) == 4
    assert all("mso-number-format:'\\@'" in (cell["style"] or "") for cell in cells)


def test_a_word_table_keeps_paragraphs_in_their_cell_and_merged_cells_in_each_row() -> None:
    markup = """<html><head><meta name=ProgId content=Word.Document><style>td {mso-x: "<td>no</td>"}</style></head>
    <body><!--StartFragment--><table border=1>
      <tr><td rowspan=2><p class=MsoNormal>产出指标</p></td><td><p>巡查
        次数</p><p>（次）</p></td><td>≥96</td></tr>
      <tr><td><p>合格率<o:p></o:p></p></td><td><p>&nbsp;</p></td></tr>
      <tr><td colspan=2>满意度</td><td>&gt;90%<br>以上</td></tr>
    </table><!--EndFragment--></body></html>"""
    mime = QMimeData()
    mime.setText("产出指标\t巡查次数\n（次）\t≥96\n合格率\t\n")
    mime.setHtml(markup)
    assert clipboard.from_mime(mime) == [
        ["产出指标", "巡查 次数\n（次）", "≥96"],
        ["产出指标", "合格率", ""],
        ["满意度", "", ">90%\n以上"],
    ]


def test_of_a_spreadsheet_the_text_is_taken_and_of_a_page_the_table() -> None:
    mime = QMimeData()
    mime.setHtml("<table><tr><td>甲<td>乙</tr></table>")
    assert clipboard.from_mime(mime) == [["甲", "乙"]]
    mime.setText("丙\t丁\n")
    assert clipboard.from_mime(mime) == [["丙", "丁"]]
    assert clipboard.from_mime(QMimeData()) is None


def test_a_hostile_table_is_cut_and_does_not_freeze() -> None:
    markup = "<table>" + "<tr>" + "<td colspan=999999999 rowspan=999999999>甲</td>" * 300 + "</tr></table>" * 5
    assert sum(map(len, clipboard.from_html(markup))) <= clipboard.MOST_CELLS + clipboard.MOST_SPAN


def test_html_that_is_no_table_gives_nothing() -> None:
    assert clipboard.from_html("<p>只是一段文字</p>") == []


def test_a_block_is_repeated_over_a_selection_that_is_a_multiple_of_it() -> None:
    assert clipboard.tiled([["甲", "乙"]], 3, 2) == [["甲", "乙"]] * 3
    assert clipboard.tiled([["甲"], ["乙"]], 4, 2) == [["甲", "甲"], ["乙", "乙"]] * 2
    assert clipboard.tiled([["甲"], ["乙"]], 3, 1) == [["甲"], ["乙"]]
    assert clipboard.tiled([["甲", "乙"], ["丙"]], 4, 4) == [["甲", "乙"], ["丙"]]
