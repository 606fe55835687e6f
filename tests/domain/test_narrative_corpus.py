"""The program's own 情况说明 of a real bureau states what the printed one states, as far as the tables tell it."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from desktop_app.actions import narrative
from desktop_app.domain import linked
from desktop_app.domain.linked import AGREES, DIFFERS, OPEN
from tests.domain.narrative_against import amounts_of, compared, differences, read

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
        for state in linked.states(ground.reader.proposals(section.text, []), ground.figures)
    ]
    assert len(found) >= 33
    assert sum(state.state == AGREES for state in found) >= 31
    assert [state.link.text for state in found if state.state == DIFFERS] == []
    assert all(state.link.key.startswith("change.") for state in found if state.state == OPEN)


def test_the_sum_of_the_three_public_expenses_that_is_wrong_in_print_is_not_taken(corpus: Path) -> None:
    ground, _ = compared(read(str(corpus / "chengde-2024-markdown.txt")))
    total = ground.figures["sangong.total"]
    assert (total.text, "6.59" in total.note) == ("3.89", True)


@pytest.mark.parametrize("name", ["chengde-2024-markdown", "gaoxin-2021-tab-rows", "dingzhou", "zhangjiakou"])
def test_what_is_marked_in_a_printed_text_is_wrong_in_print(corpus: Path, name: str) -> None:
    """The only mark: the fixed assets to be bought are 18.45 in the text, and 18.50 by the rows of the 政府采购."""
    book = read(str(next(corpus.glob(f"{name}*.txt"))))
    ground, _ = compared(book)
    marks = [mark for section in book.sections for mark in ground.reader.marks(section.text, [])]
    assert [(mark.link.key, mark.link.text) for mark in marks] == (
        [("assets.planned", "18.45")] if name.startswith("gaoxin") else []
    )


def test_an_amount_that_is_changed_in_print_is_marked_and_no_other(corpus: Path) -> None:
    """Each amount in turn: those that the tables hold under this very name are told, and nothing else ever is."""
    book = read(str(corpus / "chengde-2024-markdown.txt"))
    ground, _ = compared(book)
    told = 0
    for section in book.sections:
        for match in re.finditer(r"(\d+(?:\.\d+)?)\s*万元", section.text):
            text = f"{section.text[: match.start(1)]}{Decimal(match[1]) + 7}{section.text[match.end(1) :]}"
            marks = ground.reader.marks(text, [])
            assert all(mark.link.at <= match.start(1) < mark.link.end for mark in marks)
            told += len(marks)
    assert told >= 29


def test_a_list_of_projects_that_is_written_anew_keeps_all_that_was_listed(corpus: Path) -> None:
    book = read(str(corpus / "chengde-2024-markdown.txt"))
    (printed,) = [section.text for section in book.sections if section.heading.startswith("2、")]
    (draft,) = [d for d in narrative.drafts(narrative.ground_of(book)) if d.heading.startswith("2、")]
    amounts = sorted(number for number, _, _ in amounts_of(printed))
    assert sorted(number for number, _, _ in amounts_of(draft.text)) == amounts
