"""Linked figures stay where they belong through any edit, and tell whether they still say what the tables say."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain import linked
from desktop_app.domain.figures import Figure
from desktop_app.domain.linked import AGREES, DIFFERS, OPEN, Link

WORDS = st.text("预算收入支出万元，。、其中基本项目为（）\n", max_size=8)
NUMBERS = st.from_regex(r"[1-9][0-9]{0,3}(\.[0-9]{2})?", fullmatch=True)
TEXTS = st.text("预算12.，。万增加减少【】请填写\n", max_size=40)


@st.composite
def linked_texts(draw: st.DrawFn) -> tuple[list[str], list[str], str, list[Link]]:
    """Words and numbers in turn (words, number, words, number, … words), the text, and a link on each number."""
    numbers = draw(st.lists(NUMBERS, min_size=1, max_size=6))
    words = [draw(WORDS) + "为" for _ in numbers] + [draw(WORDS)]
    words = [words[0], *("万" + word for word in words[1:])]
    return words, numbers, *_joined(words, numbers)


def _joined(words: list[str], numbers: list[str]) -> tuple[str, list[Link]]:
    text, links = words[0], []
    for i, number in enumerate(numbers):
        links.append(Link(f"k{i}", len(text), number, number))
        text += number + words[i + 1]
    return text, links


def _stand(text: str, links: list[Link]) -> bool:
    return all(text[link.at : link.end] == link.text for link in links)


@settings(max_examples=40)
@given(linked_texts(), st.integers(0, 99), WORDS, st.integers(0, 8))
def test_words_typed_between_figures_leave_all_linked(
    case: tuple[list[str], list[str], str, list[Link]], where: int, typed: str, cut: int
) -> None:
    words, numbers, old, links = case
    i = where % len(words)
    inside = words[i][1:-1]
    at = min(cut, len(inside))
    words = [*words[:i], words[i][:1] + inside[:at] + typed + inside[at:] + words[i][1:][-1:], *words[i + 1 :]]
    new, wanted = _joined(words, numbers)
    found = linked.rebase(old, new, links)
    assert [(link.key, link.at, link.text) for link in found] == [(w.key, w.at, w.text) for w in wanted]


@settings(max_examples=40)
@given(linked_texts(), st.integers(0, 99), NUMBERS)
def test_a_figure_typed_over_stays_linked(
    case: tuple[list[str], list[str], str, list[Link]], where: int, typed: str
) -> None:
    words, numbers, old, links = case
    i = where % len(numbers)
    new, wanted = _joined(words, [*numbers[:i], typed, *numbers[i + 1 :]])
    found = linked.rebase(old, new, links)
    assert [(link.key, link.at, link.text) for link in found] == [(w.key, w.at, w.text) for w in wanted]
    assert [link.written for link in found] == numbers


@settings(max_examples=40)
@given(linked_texts(), st.integers(0, 99))
def test_a_figure_that_is_deleted_is_no_longer_linked(
    case: tuple[list[str], list[str], str, list[Link]], where: int
) -> None:
    _, numbers, old, links = case
    i = where % len(numbers)
    new = old[: links[i].at] + old[links[i].end :]
    found = linked.rebase(old, new, links)
    assert [link.key for link in found] == [link.key for link in links if link.key != f"k{i}"]
    assert _stand(new, found)


@settings(max_examples=40)
@given(linked_texts(), TEXTS, TEXTS)
def test_whatever_is_typed_links_stand_on_figures_in_order(
    case: tuple[list[str], list[str], str, list[Link]], begin: str, end: str
) -> None:
    _, _, old, links = case
    half = len(old) // 2
    for new in (begin + old + end, begin, old[:half] + begin, end + old[half:], old[:half] + begin + end + old[half:]):
        found = linked.rebase(old, new, links)
        assert _stand(new, found)
        assert all(a.end <= b.at for a, b in pairwise(found))
        assert [link.key for link in found] == sorted(link.key for link in found)
    assert linked.rebase(old, old, links) == links


@pytest.mark.long
@settings(max_examples=1500, deadline=None)
@given(linked_texts(), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 12), TEXTS), max_size=5))
def test_any_run_of_edits_keeps_links_in_order(
    case: tuple[list[str], list[str], str, list[Link]], edits: list[tuple[int, int, str]]
) -> None:
    _, _, text, links = case
    for where, cut, typed in edits:
        at = min(where, len(text))
        new = text[:at] + typed + text[at + cut :]
        links = linked.rebase(text, new, links)
        text = new
        assert _stand(text, links)
        assert all(a.end <= b.at for a, b in pairwise(links))


def test_digits_typed_at_a_figure_belong_to_it() -> None:
    old = "收入10.50万元，支出8万元。"
    links = [Link("a", 2, "10.50", "10.50"), Link("b", old.index("8"), "8", "8")]
    for new, text in (("收入110.50万元，支出8万元。", "110.50"), ("收入10.505万元，支出8万元。", "10.505")):
        assert [link.text for link in linked.rebase(old, new, links)] == [text, "8"]


def test_a_change_is_linked_as_a_phrase() -> None:
    old = "较上年预算增加530.39万元。"
    link = Link("change.a", 5, "增加530.39万元", "增加530.39万元")
    (found,) = linked.rebase(old, "较上年预算减少12万元。", [link])
    assert (found.text, found.typed) == ("减少12万元", True)
    (found,) = linked.rebase(old, "较上年预算持平。", [link])
    assert found.text == "持平"


def test_a_figure_typed_over_a_gap_is_linked() -> None:
    old = "预算收入【请填写收入总计】万元"
    gap = Link("a", 4, "【请填写收入总计】", "【请填写收入总计】")
    (found,) = linked.rebase(old, "预算收入88.5万元", [gap])
    assert (found.text, found.at) == ("88.5", 4)


def _figure(key: str, text: str) -> Figure:
    return Figure(key, "名", None, text)


@pytest.mark.parametrize(
    ("link", "text", "state"),
    [
        (("a", "2.8"), "2.80", AGREES),
        (("a", "1,204.50"), "1204.50", AGREES),
        (("a", "2.81"), "2.80", DIFFERS),
        (("a", "2.81"), "", OPEN),
        (("a", "【请填写数】"), "2.80", OPEN),
        (("change.a", "减少了3万元"), "减少3.00万元", AGREES),
        (("change.a", "增加3万元"), "减少3.00万元", DIFFERS),
        (("change.a", "无增减变化"), "持平", AGREES),
        (("change.a", "持平"), "增加3.00万元", DIFFERS),
    ],
)
def test_figures_agree_by_what_they_say(link: tuple[str, str], text: str, state: str) -> None:
    key, words = link
    (found,) = linked.states([Link(key, 0, words, words)], {key: _figure(key, text)})
    assert found.state == state


def test_a_figure_whose_source_is_gone_differs() -> None:
    (found,) = linked.states([Link("project.x", 0, "5", "5")], {})
    assert (found.state, found.figure) == (DIFFERS, None)


def test_refresh_replaces_what_the_program_wrote_and_spares_what_a_person_typed() -> None:
    text = "收入10万元，支出9万元，上年【请填写数】，原因是【请填写原因】。"
    links = [
        Link("a", 2, "10", "10"),
        Link("b", text.index("9"), "9", "8"),
        Link("c", text.index("【"), "【请填写数】", "【请填写数】"),
        Link("reason.c", text.rindex("【"), "【请填写原因】", "【请填写原因】"),
    ]
    known = {key: _figure(key, new) for key, new in (("a", "12.50"), ("b", "8"), ("c", "7"), ("reason.c", "人员增加"))}
    new, kept, replaced = linked.refresh(text, links, known)
    assert new == "收入12.50万元，支出9万元，上年7，原因是人员增加。"
    assert [state.link.key for state in replaced] == ["a", "c", "reason.c"]
    assert [(link.key, link.text) for link in kept] == [("a", "12.50"), ("b", "9"), ("c", "7")]
    assert _stand(new, kept)
    assert linked.refresh(text, links, known, typed=True)[0] == "收入12.50万元，支出8万元，上年7，原因是人员增加。"


def test_links_are_kept_as_text_and_those_that_do_not_fit_are_dropped() -> None:
    links = [Link("a", 2, "10", "10"), Link("b", 7, "9", "9")]
    assert linked.unpack(linked.pack(links), "收入10万元，9") == links
    assert linked.unpack(linked.pack(links), "收入10万") == links[:1]
    assert linked.pack([]) == ""
    assert linked.unpack("", "x") == []
    for damaged in ("[", "{}", "null", "[1]", '[["a"]]', '[["a","0","1","1"]]', '[["a",-1,"x","x"]]', "[" * 100_000):
        assert linked.unpack(damaged, "x") == []


def test_thousands_of_figures_are_moved_in_no_time() -> None:
    """Two edits far apart in the list of 5,000 projects: clause by clause, never character by character."""
    words = [f"项目{i}经费" for i in range(5000)]
    text, links = _joined([words[0], *("万元，" + word for word in words[1:]), "万元。"], [str(i) for i in range(5000)])
    new = "前言。" + text.replace("项目4000经费4000", "项目4000经费4321") + "后记。"
    found = linked.rebase(text, new, links)
    assert len(found) == 5000
    assert found[4000].text == "4321"
    assert _stand(new, found)


def test_links_to_single_records_stay_behind_when_a_text_goes_into_another_book() -> None:
    text = "收入10万元，泵站5万元"
    links = [Link("income.total", 2, "10", "10"), Link("project.x", text.index("5"), "5", "5")]
    assert linked.unpack(linked.carried(linked.pack(links), text), text) == links[:1]
