"""Lines, heights and pages, computed as a compositor counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.exporters import layout

TEN = 10 * 12 / layout.POINTS_PER_MM  # mm for ten characters of 12 points


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("水" * 10, 1),
        ("水" * 11, 2),
        ("水" * 10 + "。", 1),  # a full stop may hang over the edge
        ("水" * 9 + "（一）", 2),
        ("水" * 8 + "2025年", 2),
        ("水" * 9 + "2025", 2),  # a number goes to the next line as a whole
        ("A" * 41, 3),  # longer than a line: it breaks after all
        ("一\n二\n\n三", 4),
    ],
)
def test_lines_are_counted_as_they_break(text: str, lines: int) -> None:
    assert layout.line_count(text, TEN, 12) == lines


def test_an_indent_takes_room_from_the_first_line_only() -> None:
    assert layout.line_count("水" * 18, TEN, 12, first=2) == 2
    assert layout.line_count("水" * 19, TEN, 12, first=2) == 3


@given(st.text(alphabet="水a1，（）\n "), st.integers(4, 60))
def test_lines_are_never_fewer_than_the_text_needs(text: str, width: int) -> None:
    room = width * layout.POINTS_PER_MM / 12
    needed = sum(-(-(layout.ems(line.replace("，", "")) - 0.01) // room) or 1 for line in text.split("\n"))
    assert layout.line_count(text, width, 12) >= needed


def test_columns_share_the_width_by_their_longest_texts() -> None:
    widths = layout.column_widths([["序号", "1"], ["一般公共预算拨款收入"], ["水" * 99]], 156.0)
    assert sum(widths) == pytest.approx(156.0)
    assert widths[0] < widths[1] < widths[2] < 6 * widths[0]


def test_a_paragraph_goes_on_over_the_end_of_the_page() -> None:
    pager = layout.Pager(100.0)
    assert pager.paragraph(7, 10.0) == 1
    assert pager.paragraph(5, 10.0) == 1
    assert (pager.page, pager.used) == (2, 20.0)
    assert pager.paragraph(1, 10.0, before=10.0, after=5.0) == 2
    assert pager.used == 45.0


def test_a_heading_stays_with_the_line_below_it() -> None:
    pager = layout.Pager(100.0)
    pager.paragraph(8, 10.0)
    assert pager.paragraph(1, 10.0, keep=20.0) == 2
    pager.new_page()
    pager.new_page()
    assert pager.page == 3, "an empty page is not left"


def test_rows_stay_whole_below_a_repeated_header() -> None:
    pager = layout.Pager(100.0)
    pager.row(10.0)
    for _ in range(3):
        pager.row(40.0, header=10.0)
    assert (pager.page, pager.used) == (2, 50.0)


def test_a_row_taller_than_a_page_fills_several() -> None:
    pager = layout.Pager(100.0)
    pager.row(30.0)
    pager.row(230.0, header=10.0, whole=False)
    assert (pager.page, pager.used) == (3, 80.0)
