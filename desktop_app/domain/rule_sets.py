"""Rule sets: how grave the rules are and by which limits they go, for a year and a place, as a bureau hands them out.

A rule set is a TOML text. `name` is what reports call it; `years` and `places` (the first digits of project codes) say
where it holds, both may be missing; `[rule.K07]` holds what differs from the rules of the program.

    name = "云岭县2025年审核规则"
    years = [2025]
    [rule.K07]
    severity = "error"
    name_length = 40
"""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.domain import codes, findings
from desktop_app.domain.model import Book

RuleTexts = Mapping[str, Mapping[str, Any]]
OFF = "off"
SEVERITIES = (*findings.SEVERITIES, OFF)
LARGEST = 1_000_000  # characters; the whole of the program's own rules has 30,000
FIXED = ("D01", "D02")  # secrets and personal data: no set makes them milder (design: no override)
_LONGEST_NAME = 60
_LARGEST_NUMBER = 1_000_000_000
_PLACE = re.compile(r"(?!00)(?:[0-9]{2}){1,3}")
_ZEROS = re.compile(r"(?:00)+$")  # 130900 is all of 1309
_LINE = re.compile(r"line (\d+)")
_NAMES = {**findings.SEVERITY_NAMES, OFF: "关闭"}
_WORDS = ("title", "message", "expected", "source", "fix")  # what rules say is the program's own


@dataclass(slots=True, frozen=True)
class RuleSet:
    """A rule set that fits the rules of this program; `rules` hold the differences by rule id and key."""

    name: str
    rules: Mapping[str, Mapping[str, Any]]
    years: tuple[int, ...] = ()
    places: tuple[str, ...] = ()

    def fits(self, year: int | None, place: str) -> bool:
        """Whether it holds for a year and a place (the first digits of the project codes)."""
        return (not self.years or year in self.years) and (not self.places or place.startswith(self.places))

    def exactness(self, place: str) -> tuple[int, bool]:
        """How exactly it says where it holds: the digits of its place that fit, and whether it names years."""
        return max((len(own) for own in self.places if place.startswith(own)), default=0), bool(self.years)


class NotARuleSet(ValueError):
    """A text is no rule set for this program; the message is a Chinese sentence that says where."""


def parse(text: str, rules: RuleTexts, reserved: Collection[str] = ()) -> RuleSet:
    """A rule set out of its text; `rules` are the program's own, `reserved` names that no set may bear.

    Raises NotARuleSet.
    """
    if len(text) > LARGEST:
        raise NotARuleSet(f"太大，规则集最多 {LARGEST} 个字")
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a plain ValueError
        line = _LINE.search(str(error))
        raise NotARuleSet(f"第 {line[1]} 行不是 TOML 的写法" if line else "不是 TOML 格式") from error
    name = data.get("name")
    if not isinstance(name, str) or not name.strip():
        raise NotARuleSet('没有名称，应有一行 name = "……"')
    if not name.isprintable() or len(name) > _LONGEST_NAME:
        raise NotARuleSet(f"名称里有不能显示的字符，或超过 {_LONGEST_NAME} 个字")
    if name.strip() in reserved:
        raise NotARuleSet(f"不能叫「{name.strip()}」，请换一个名称")
    if unknown := sorted(data.keys() - {"name", "years", "places", "rule"}):
        raise NotARuleSet(f"不认识「{unknown[0]}」，这里只能写 name、years、places 和 [rule.编号]")
    years, places, given = data.get("years", []), data.get("places", []), data.get("rule", {})
    if not _all(years, int) or not all(1990 <= year <= 2100 for year in years):
        raise NotARuleSet("years 应为年度，如 years = [2025]")
    if not _all(places, str) or not all(map(_PLACE.fullmatch, places)):
        raise NotARuleSet('places 应为区划代码，如 places = ["130900"]')
    if not isinstance(given, dict):
        raise NotARuleSet("规则应写成 [rule.编号]")
    return RuleSet(
        name.strip(),
        {rule: _rule(rule, keys, rules) for rule, keys in given.items()},
        tuple(years),
        tuple(_ZEROS.sub("", place) for place in places),
    )


def _all(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(type(entry) is kind for entry in value)


def _rule(rule: str, keys: object, rules: RuleTexts) -> Mapping[str, Any]:
    own = rules.get(rule)
    if own is None:
        raise NotARuleSet(f"没有 {rule} 这条规则")
    if not isinstance(keys, dict):
        raise NotARuleSet(f"{rule} 应写成 [rule.{rule}]")
    for key, value in keys.items():
        severity = key == "severity" or (key in own and key.startswith("severity_"))
        if severity and value not in SEVERITIES:
            raise NotARuleSet(f"{rule} 的 {key} 应为 {'、'.join(SEVERITIES)} 之一，现为「{value}」")
        if rule in FIXED and value != own.get(key):
            raise NotARuleSet(f"{rule} 管的是涉密和个人信息，不能改轻或关闭")
        if severity:
            continue
        if key not in own or key.startswith(_WORDS):
            raise NotARuleSet(f"{rule} 没有「{key}」这个参数，可写：{'、'.join(parameters(own)) or '只有 severity'}")
        if type(value) is not type(own[key]) or (isinstance(value, list) and not _all(value, _kind(own[key]))):
            raise NotARuleSet(f"{rule} 的 {key} 应与程序自带的写法一样，如 {own[key]!r:.60}")
        if type(value) is int and not 0 <= value <= _LARGEST_NUMBER:
            raise NotARuleSet(f"{rule} 的 {key} 应在 0 和 {_LARGEST_NUMBER} 之间")
        if isinstance(value, list) and "" in value:
            raise NotARuleSet(f"{rule} 的 {key} 里有空白的词，它会对上所有文字")
    return keys


def _kind(own: Sequence[object]) -> type:
    return type(own[0]) if own else str


def parameters(own: Mapping[str, Any]) -> list[str]:
    """The keys of a rule that a set may change beside its severities."""
    return [key for key in own if not key.startswith(("severity", *_WORDS))]


def applied(rules: RuleTexts, chosen: RuleSet | None) -> RuleTexts:
    """The rules as the set wants them; a severity of the set holds for the special cases that it does not name too."""
    if chosen is None:
        return rules
    return {rule: _applied(own, chosen.rules[rule]) if rule in chosen.rules else own for rule, own in rules.items()}


def _applied(own: Mapping[str, Any], keys: Mapping[str, Any]) -> Mapping[str, Any]:
    cases = [key for key in own if key.startswith("severity_")] if "severity" in keys else []
    return {**own, **dict.fromkeys(cases, keys.get("severity")), **keys}


def chosen(sets: Iterable[RuleSet], year: int | None, place: str) -> RuleSet | None:
    """The set that holds: of those that fit the one of the smallest place, then of a year, of several the last."""
    fitting = [entry for entry in sets if entry.fits(year, place)]
    return max(reversed(fitting), key=lambda entry: entry.exactness(place), default=None)


def milder(rules: RuleTexts, used: RuleTexts) -> list[str]:
    """The rules that are off or less grave in `used` than in the program's own `rules`, each with what it is now.

    A rule of which only some cases are milder is told as `P06（部分情形关闭）`.
    """
    order, told = list(SEVERITIES), []
    for rule, texts in used.items():
        own, now = graded(rules[rule]), graded(texts)
        less = {key: value for key, value in now.items() if order.index(value) > order.index(own[key])}
        levels = "、".join(_NAMES[level] for level in order if level in less.values())
        if less:
            told.append(f"{rule}（{levels if len(less) == len(now) else f'部分情形{levels}'}）")
    return told


def graded(texts: Mapping[str, Any]) -> dict[str, str]:
    """How grave a rule is by itself and in each of its cases, by key; a rule that is off is off in all of them."""
    off = texts["severity"] == OFF
    return {key: OFF if off else str(texts[key]) for key in texts if key == "severity" or key.startswith("severity_")}


def place_of(book: Book) -> str:
    """The 区划 that most project codes of a book begin with, "" where there are no proper codes."""
    squeezed = (codes.squeeze(project.code) for project in book.projects)
    counts = Counter(code[:6] for code in squeezed if codes.legal(code))
    return counts.most_common(1)[0][0] if counts else ""


def written(chosen_set: RuleSet, rules: RuleTexts | None = None) -> str:
    """The text of a set, so that `parse` reads the same; of `rules` all that it leaves as it is follows as remarks."""
    lines = [f"name = {_toml(chosen_set.name)}"]
    lines += [f"years = {_toml(list(chosen_set.years))}"] if chosen_set.years else []
    lines += [f"places = {_toml(list(chosen_set.places))}"] if chosen_set.places else []
    for rule, keys in chosen_set.rules.items():
        lines += ["", f"[rule.{rule}]", *(f"{key} = {_toml(value)}" for key, value in keys.items())]
    for rule, own in (rules or {}).items():
        left = [key for key in ("severity", *parameters(own)) if key not in chosen_set.rules.get(rule, {})]
        lines += ["", f"# {rule} {own['title']}", *(f"# {key} = {_toml(own[key])}" for key in left)]
    return "\n".join(lines) + "\n"


_ESCAPES = {**{i: f"\\u{i:04x}" for i in (*range(32), 127)}, ord("\\"): "\\\\", ord('"'): '\\"'}


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value.translate(_ESCAPES)}"'
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value)
