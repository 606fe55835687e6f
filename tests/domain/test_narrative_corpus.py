"""The program's own 情况说明 of a real bureau states what the printed one states, as far as the tables tell it."""

from pathlib import Path

import pytest

from desktop_app import catalog
from desktop_app.domain import link_words, linked
from desktop_app.domain.linked import DIFFERS, OPEN
from tests.domain.narrative_against import compared, differences, read

pytestmark = pytest.mark.corpus


def test_what_is_printed_and_written_from_the_tables_of_a_whole_disclosure_agree(corpus: Path) -> None:
    book = read(str(corpus / "chengde-2024-markdown.txt"))
    _, sections = compared(book)
    printed_only = {
        heading.split("、")[0]: differences(printed, written.text)[0] for heading, printed, written in sections
    }
    # 收入、机关运行、三公 and the 采购 are stated alike to the last amount
    assert [part for part in ("三", "四", "六", "七", "九") if printed_only[part]] == ["七"]
    assert printed_only["1"] == []
    # 3、增减: last year is not in the file, and what was new is not a figure of this year's tables
    assert [words for words, change in printed_only["3"] if change] != []
    # 2、支出: only projects whose forms are not in this text, or that are called otherwise
    assert all("项目" in words or "费" in words or "资金" in words for words, _ in printed_only["2"])


def test_every_printed_figure_that_is_recognised_agrees_or_has_nothing_to_agree_with(corpus: Path) -> None:
    book = read(str(corpus / "chengde-2024-markdown.txt"))
    ground, _ = compared(book)
    found = [
        state
        for section in book.sections
        for state in linked.states(
            link_words.proposals(section.text, [], catalog.narrative(), ground.figures), ground.figures
        )
    ]
    assert len(found) >= 30
    assert [state.link.text for state in found if state.state == DIFFERS] == []
    assert all(state.link.key.startswith("change.") for state in found if state.state == OPEN)


def test_the_sum_of_the_three_public_expenses_that_is_wrong_in_print_is_not_taken(corpus: Path) -> None:
    ground, _ = compared(read(str(corpus / "chengde-2024-markdown.txt")))
    total = ground.figures["sangong.total"]
    assert (total.text, "6.59" in total.note) == ("3.89", True)
