"""Rule sets: how grave the rules are and by which limits they go, for a year and a place, as a bureau hands them out.

A rule set is a TOML text. `name` is what reports call it; `years` and `places` (the first digits of project codes) say
where it holds, both may be missing; `[rule.K07]` holds what differs from the rules of the program.

    name = "云岭县2025年审核规则"
    years = [2025]
    [rule.K07]
    severity = "error"
    name_length = 40
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.domain import codes, findings
from desktop_app.domain.model import Book

RuleTexts = Mapping[str, Mapping[str, Any]]
OFF = "off"
SEVERITIES = (*findings.SEVERITIES, OFF)
LARGEST = 1_000_000  # characters; the whole of the program's own rules has 30,000
FIXED = ("D01", "D02")  # secrets and personal data: no set makes them milder (design: no override)
_WORDS = ("title", "message", "source", "fix")  # what rules say is the program's own


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


class NotARuleSet(ValueError):
    """A text is no rule set for this program; the message is a Chinese sentence that says where."""


def parse(text: str, rules: RuleTexts) -> RuleSet:
    """A rule set out of its text; `rules` are the program's own. Raises NotARuleSet."""
    try:
        data = tomllib.loads(text) if len(text) <= LARGEST else {}
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise NotARuleSet(f"不是 TOML 格式：{error}") from error
    name = data.get("name")
    if not isinstance(name, str) or not name.strip():
        raise NotARuleSet('没有名称，应有一行 name = "……"')
    if unknown := sorted(data.keys() - {"name", "years", "places", "rule"}):
        raise NotARuleSet(f"不认识「{unknown[0]}」，这里只能写 name、years、places 和 [rule.编号]")
    years, places, given = data.get("years", []), data.get("places", []), data.get("rule", {})
    if not _all(years, int):
        raise NotARuleSet("years 应为年度，如 years = [2025]")
    if not _all(places, str) or not all(place.isdecimal() and len(place) <= 6 for place in places):
        raise NotARuleSet('places 应为区划代码，如 places = ["130900"]')
    if not isinstance(given, dict):
        raise NotARuleSet("规则应写成 [rule.编号]")
    return RuleSet(
        name.strip(),
        {rule: _rule(rule, keys, rules) for rule, keys in given.items()},
        tuple(years),
        tuple(place.rstrip("0") if len(place) == 6 else place for place in places),
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
        if severity and rule in FIXED and value != own[key]:
            raise NotARuleSet(f"{rule} 管的是涉密和个人信息，不能改轻或关闭")
        if severity:
            continue
        if key not in own or key.startswith(_WORDS):
            raise NotARuleSet(f"{rule} 没有「{key}」这个参数，可写：{'、'.join(parameters(own)) or '只有 severity'}")
        if type(value) is not type(own[key]) or (isinstance(value, list) and not _all(value, _kind(own[key]))):
            raise NotARuleSet(f"{rule} 的 {key} 应与程序自带的写法一样，如 {own[key]!r:.60}")
        if type(value) is int and value < 0:
            raise NotARuleSet(f"{rule} 的 {key} 不能小于 0，现为 {value}")
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
    """The set that holds: of those that fit the one that says most exactly where, of several the last."""
    fitting = [entry for entry in sets if entry.fits(year, place)]
    return max(reversed(fitting), key=lambda s: bool(s.years) + bool(s.places), default=None)


def place_of(book: Book) -> str:
    """The 区划 that most project codes of a book begin with, "" where there are no proper codes."""
    squeezed = (codes.squeeze(project.code) for project in book.projects)
    counts = Counter(code[:6] for code in squeezed if codes.legal(code))
    return counts.most_common(1)[0][0] if counts else ""


def written(chosen_set: RuleSet) -> str:
    """The text of a set, so that `parse` reads the same."""
    lines = [f"name = {_toml(chosen_set.name)}"]
    lines += [f"years = {_toml(list(chosen_set.years))}"] if chosen_set.years else []
    lines += [f"places = {_toml(list(chosen_set.places))}"] if chosen_set.places else []
    for rule, keys in chosen_set.rules.items():
        lines += ["", f"[rule.{rule}]", *(f"{key} = {_toml(value)}" for key, value in keys.items())]
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
