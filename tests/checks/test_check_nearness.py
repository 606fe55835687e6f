"""The nearest name among names that change one by one is the one that a search of all of them finds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.checks.nearness import Nearest, nearest

ALIKE = 80
WORDS = st.lists(st.sampled_from("泵站维护经费一二期渠道2024"), min_size=3, max_size=7).map("".join)


@settings(max_examples=40, deadline=None)
@given(
    names=st.lists(WORDS, min_size=1, max_size=12, unique=True),
    asked=st.lists(WORDS, min_size=1, max_size=5),
    steps=st.lists(st.tuples(st.integers(0, 99), WORDS, st.sampled_from(("rename", "go", "come", "turn"))), max_size=8),
)
def test_names_that_come_and_go_are_taken_in(
    names: list[str], asked: list[str], steps: list[tuple[int, str, str]]
) -> None:
    kept = Nearest(ALIKE)
    for at, word, step in [(0, "", ""), *steps]:
        if step == "turn":
            names.reverse()
        elif step == "go" and names:
            names.pop(at % len(names))
        elif word and word not in names:
            if step == "rename" and names:
                names.pop(at % len(names))
            names.insert(at % (len(names) + 1), word)
        known = tuple(names)
        for name in asked:
            assert kept.of(name, known) == nearest(name, known, ALIKE)


def test_of_names_that_are_as_near_the_last_is_meant_wherever_it_was_moved() -> None:
    kept = Nearest(ALIKE)
    for known in (("泵站维护一费", "泵站维护二费"), ("泵站维护二费", "泵站维护一费")):
        assert kept.of("泵站维护费", known) == nearest("泵站维护费", known, ALIKE) == known[-1]
