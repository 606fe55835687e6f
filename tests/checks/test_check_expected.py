"""What the column 应为 says: a limit in words, and nothing where the rule has no better text to offer."""

import pytest

from desktop_app import catalog
from desktop_app.checks.context import Context, Hit, Owner, to_finding

RULES = catalog.rules()


def shown(hit: Hit) -> str:
    found = to_finding(hit, Owner(), Context(2025, next(iter(catalog.frames().values())), RULES))
    assert found is not None
    return found.expected


@pytest.mark.parametrize(
    ("hit", "expected"),
    [
        (Hit("P08", "purpose", "用", "10", variant="short"), "至少10个字"),
        (Hit("G02", "goals[0]", "做", "15", variant="many"), "至少15个字"),
        (Hit("K20", "indicators[0].basis", "依据", "2016", "2014", "old"), "2016年以后的"),
        (Hit("K02", "indicators[5].l3", "合格率", "6"), ""),
        (Hit("P08", "purpose"), ""),
        (Hit("F03", "plan[3]", "90%", "100%"), "100%"),
    ],
)
def test_a_limit_is_told_in_words(hit: Hit, expected: str) -> None:
    assert shown(hit) == expected


def test_every_form_reads_with_its_limit_alone() -> None:
    forms = [(rule, key) for rule, texts in RULES.items() for key in texts if key.startswith("expected")]
    assert forms
    for rule, key in forms:
        text = shown(Hit(rule, "", expected="7", variant=key.partition("_")[2]))
        assert text == "" or ("7" in text and text != "7"), (rule, key)
