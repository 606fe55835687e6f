"""Rule sets as text: what they may say, where they hold, and that they read back as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app import catalog, checks
from desktop_app.domain import rule_sets
from desktop_app.domain.model import Book, Project
from desktop_app.domain.rule_sets import NotARuleSet, RuleSet

RULES = catalog.rules()
HEAD = 'name = "云岭县审核规则"\n'

WRONG = {
    "severity = ": "不是 TOML 格式",
    HEAD + "years = = 1": "第 2 行不是 TOML 的写法",
    "name = " + "9" * 5000: "不是 TOML",
    "#" * 1_000_001: "太大",
    'name = "甲\\u202e"': "不能显示的字符",
    f'name = "{"甲" * 61}"': "超过 60 个字",
    HEAD + "years = [20250]": "years 应为年度",
    HEAD + 'places = ["000000"]': "places 应为区划代码",
    HEAD + 'places = ["１３０９"]': "places 应为区划代码",
    HEAD + "[rule.P10]\nwords = ['']": "里有空白的词",
    HEAD + "[rule.K07]\nname_length = 99999999999": "应在 0 和",
    "years = [2025]": "没有名称",
    'name = " "': "没有名称",
    HEAD + "year = 2025": "不认识「year」",
    HEAD + 'years = ["2025"]': "years 应为年度",
    HEAD + "years = [true]": "years 应为年度",
    HEAD + 'places = ["云岭县"]': "places 应为区划代码",
    HEAD + "rule = 1": r"规则应写成 \[rule.编号\]",
    HEAD + "[rule.Z99]\nseverity = 'off'": "没有 Z99 这条规则",
    HEAD + "[rule.K07]\nseverity = 'grave'": "K07 的 severity 应为",
    HEAD + "[rule.K07]\nlength = 3": "K07 没有「length」这个参数，可写：name_length、value_length",
    HEAD + "[rule.K07]\nmessage = '别的话'": "K07 没有「message」",
    HEAD + "[rule.K07]\nname_length = '三十'": "K07 的 name_length 应与程序自带的写法一样，如 30",
    HEAD + "[rule.K07]\nname_length = true": "K07 的 name_length 应与",
    HEAD + "[rule.K07]\nname_length = -1": "应在 0 和",
    HEAD + "[rule.K13]\nfewer = [1]": "K13 的 fewer 应与",
    HEAD + "[rule.D01]\nseverity = 'warning'": "D01 管的是涉密和个人信息，不能改轻或关闭",
    HEAD + "[rule.D01]\nseverity_marking = 'off'": "D01 管的是涉密",
    HEAD + "rule.K07 = 1": r"K07 应写成 \[rule.K07\]",
}


@pytest.mark.parametrize(("text", "said"), WRONG.items())
def test_what_is_no_rule_set_is_said(text: str, said: str) -> None:
    with pytest.raises(NotARuleSet, match=said):
        rule_sets.parse(text, RULES)


def test_a_set_changes_what_it_names_and_nothing_else() -> None:
    chosen = rule_sets.parse(HEAD + "[rule.P06]\nseverity = 'info'\n[rule.K07]\nname_length = 40", RULES)
    texts = rule_sets.applied(RULES, chosen)
    assert (texts["P06"]["severity"], texts["P06"]["severity_zero"]) == ("info", "info")
    assert (texts["K07"]["name_length"], texts["K07"]["value_length"]) == (40, 60)
    assert {rule for rule in RULES if texts[rule] != RULES[rule]} == {"P06", "K07"}
    assert rule_sets.applied(RULES, None) == RULES


def made(name: str, years: tuple[int, ...] = (), places: tuple[str, ...] = ()) -> RuleSet:
    return RuleSet(name, {}, years, places)


SETS = [made("通用"), made("2025年", (2025,)), made("云岭县", (), ("5309",)), made("云岭县2025年", (2025,), ("5309",))]


@pytest.mark.parametrize(
    ("year", "place", "expected"),
    [(2025, "530928", "云岭县2025年"), (2025, "110000", "2025年"), (2024, "530928", "云岭县"), (2024, "", "通用")],
)
def test_the_most_exact_set_holds(year: int, place: str, expected: str) -> None:
    found = rule_sets.chosen(SETS, year, place)
    assert found is not None and found.name == expected


def test_the_smaller_place_holds_whatever_was_loaded_last() -> None:
    county, province = made("县", (), ("530928",)), made("省", (2025,), ("53",))
    for sets in ([county, province], [province, county]):
        found = rule_sets.chosen(sets, 2025, "530928")
        assert found is not None and found.name == "县"


def test_a_list_without_words_finds_nothing() -> None:
    texts = rule_sets.applied(RULES, rule_sets.parse(HEAD + "[rule.P10]\nwords = []", RULES))
    context = checks.Context(2025, next(iter(catalog.frames().values())), texts)
    assert context.words("P10", "words").search("待定 XX") is None


def test_a_saved_set_lists_what_it_leaves_and_reads_back() -> None:
    chosen = rule_sets.parse(HEAD + "[rule.K07]\nname_length = 40", RULES)
    text = rule_sets.written(chosen, RULES)
    assert rule_sets.parse(text, RULES) == chosen
    assert "# K08" in text and "# value_length = 60" in text
    assert rule_sets.milder(RULES, rule_sets.applied(RULES, chosen)) == []
    off = rule_sets.parse(HEAD + "[rule.K07]\nseverity = 'off'\n[rule.F06]\nseverity = 'info'", RULES)
    assert rule_sets.milder(RULES, rule_sets.applied(RULES, off)) == ["F06（提示）", "K07（关闭）"]


def test_of_two_equal_sets_the_last_holds_and_none_where_none_fits() -> None:
    found = rule_sets.chosen([made("旧", (2025,)), made("新", (2025,))], 2025, "")
    assert found is not None and found.name == "新"
    assert rule_sets.chosen([made("旧", (2024,))], 2025, "530928") is None


def test_a_region_in_full_holds_for_all_under_it() -> None:
    chosen = rule_sets.parse(HEAD + 'places = ["530900"]', RULES)
    assert (chosen.fits(2025, "530928"), chosen.fits(2025, "531000")) == (True, False)


def test_the_place_is_that_of_most_codes() -> None:
    codes = ["53092825P001234567890", "53092825P001234567891", "53010025P001234567892", "不是编码"]
    assert rule_sets.place_of(Book(projects=[Project(code=code) for code in codes])) == "530928"
    assert rule_sets.place_of(Book(projects=[Project(code="1")])) == ""


VALUES = {
    rule: [key for key in rule_sets.parameters(own) if rule not in rule_sets.FIXED] for rule, own in RULES.items()
}


@given(st.data())
def test_what_is_written_reads_back_the_same(data: st.DataObject) -> None:
    rules = {}
    for rule in data.draw(st.lists(st.sampled_from(sorted(RULES)), max_size=4, unique=True)):
        keys = (
            {"severity": RULES[rule]["severity"]}
            if rule in rule_sets.FIXED
            else {"severity": data.draw(st.sampled_from(rule_sets.SEVERITIES))}
        )
        for key in data.draw(st.lists(st.sampled_from(VALUES[rule]), unique=True)) if VALUES[rule] else ():
            own = RULES[rule][key]
            if isinstance(own, bool):
                keys[key] = data.draw(st.booleans())
            elif isinstance(own, int):
                keys[key] = data.draw(st.integers(0, 10**6))
            elif isinstance(own, str):
                keys[key] = data.draw(st.text(max_size=5))
            elif all(isinstance(entry, str) for entry in own):
                keys[key] = data.draw(st.lists(st.text(min_size=1, max_size=5), max_size=3))
        rules[rule] = keys
    name = data.draw(st.text(min_size=1, max_size=9).map(str.strip).filter(lambda s: s and s.isprintable()))
    wanted = RuleSet(name, rules, tuple(data.draw(st.lists(st.integers(2000, 2100), max_size=2))), ("5309",))
    assert rule_sets.parse(rule_sets.written(wanted), RULES) == wanted
