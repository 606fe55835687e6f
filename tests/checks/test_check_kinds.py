"""A few planted faults of each kind are found where they were planted; the command `planted` plants thousands."""

import pytest

from desktop_app import catalog
from tests.checks import planted


def test_the_clean_books_have_nothing_but_what_is_no_fault() -> None:
    assert {finding.severity for finding in planted.check(planted.county())} <= {"info"}
    assert planted.check(planted.whole_book()) == []


@pytest.mark.parametrize("name", planted.KINDS)
def test_planted_faults_are_found_at_their_place(name: str) -> None:
    assert [i for i in range(6) if not planted.found(planted.KINDS[name], f"test {name} {i}")] == []


@pytest.mark.parametrize("rule", catalog.rules())
def test_every_rule_finds_a_fault_that_is_planted_for_it(rule: str) -> None:
    """Not only is there a kind for the rule: the rule itself, not another of the kind, says so."""
    kinds = {name: kind for name, kind in planted.KINDS.items() if rule in kind.rules}
    seeds = [(kind, f"rule {name} {i}") for i in range(30) for name, kind in kinds.items()]
    assert any(rule in planted.finders(kind, seed) for kind, seed in seeds), f"{rule} has no planted kind"


def test_what_is_not_planted_is_not_found() -> None:
    kind = planted.KINDS["重复字词"]
    assert not planted.found(kind._replace(plant=lambda book, chance: (book.projects[0].id, "")), "1")
