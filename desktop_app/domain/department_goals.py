"""The 分项绩效目标 of a department in their printed wording: text -> records -> the same text.

A goal is 职责/活动, 绩效目标 and indicators. `read` takes apart what the text marks with `绩效目标：` and `绩效指标：`
and leaves all else prose; numbers, labels, separators and full stops are kept in `.wording`, so that `write` gives the
text back character by character.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from desktop_app.domain import goal_indicators
from desktop_app.domain.disclosed import DepartmentGoal, Section
from desktop_app.domain.goal_indicators import INDICATOR_LABEL, NUMBER, NUMERAL, set_wording, wording_of
from desktop_app.domain.goal_wording import counted

GOAL_LABEL = (
    r"(?:(?:年度|分项|部门|工作|具体|主要)?绩效目标|(?:年度|分项|工作|具体)?目标)"
    rf"[ \u3000]*(?:[{NUMERAL}\d]{{1,3}})?[ \u3000]*[：:]"
)

_BLANK = r"[ \t\u3000\xa0]*"
_LINE = rf"(?:\A|(?<=\n)){_BLANK}"
_STOP = rf"(?:\A|(?<=[\n。；;！!？?])){_BLANK}"
_LEAD = r"(?:职责活动|职责名称|活动名称|部门职责|工作活动|职责|活动)[：:]\s*"
_DUTY = r"[^\s：:。；;，,][^\n：:。；;]{1,39}?"
_JOINT = r"(?:[：:。；;，,]\s*|[ \t\u3000\xa0]+)"
_INLINE = r"[ \u3000]*(?P<lead{0}>{1})?(?P<duty{0}>{2})(?P<joint{0}>{3})(?P<head{0}>{4})"
_MARK = re.compile(
    rf"{_STOP}(?:(?:{NUMBER})?\s*(?P<indicators>{INDICATOR_LABEL})"
    rf"|(?P<number>{NUMBER})?[ \u3000]*(?P<head>{GOAL_LABEL}))"
    rf"|{_LINE}(?P<number1>{NUMBER})?{_INLINE.format(1, _LEAD, _DUTY, _JOINT, GOAL_LABEL)}"
    rf"|{_STOP}(?P<number2>{NUMBER}){_INLINE.format(2, _LEAD, _DUTY, _JOINT, GOAL_LABEL)}"
    rf"|(?<=[ \t\u3000\xa0])(?P<inline>{INDICATOR_LABEL})"
)
_DUTY_LINE = re.compile(
    rf"{_BLANK}(?P<number>{NUMBER})?{_BLANK}(?P<lead>{_LEAD})?(?P<duty>\S[^\n]*?){_BLANK}[：:]?{_BLANK}"
)
_LONGEST_DUTY = {True: 60, False: 30}  # characters of a line with and without a number that names a duty
_HEADING = re.compile(
    rf"(?P<number>\s*(?:{NUMBER})?\s*)(?P<duty>.+?)(?P<end>\s*(?:年度|分项)?(?:绩效)?目标)?\s*[：:]?\s*", re.DOTALL
)
_STATES = re.compile(r"绩效目标|分项目标|部门目标|年度目标")
_OF_PROJECTS = re.compile(r"(?<!分)项目")
_OF_ALL = re.compile(r"总体|整体|分项|年度|部门|单位")
_LEVELS = (
    re.compile(rf"\s*第[{NUMERAL}\d]+[部章]"),
    re.compile(rf"\s*[{NUMERAL}]+\s*[、.．]"),
    re.compile(rf"\s*[（(]\s*[{NUMERAL}]+\s*[)）]"),
    re.compile(r"\s*\d+\s*[、.．]"),
    re.compile(r"\s*[（(]\s*\d+\s*[)）]"),
)
Words = dict[str, Any]


def above(headings: Sequence[str], at: int) -> list[str]:
    """The headings under which the heading `at` stands by the numbers before them, the nearest first."""
    found, level = [], _level(headings[at])
    for heading in reversed(headings[:at]):
        if (other := _level(heading)) < level:
            found.append(heading)
            level = other
    return found


def above_section(sections: Sequence[Section], section: Section) -> list[str]:
    """The headings under which one of `sections` stands; those of another owner's sections are none."""
    own = [other for other in sections if other.owner == section.owner]
    at = next((i for i, other in enumerate(own) if other is section), None)
    return [] if at is None else above([other.heading for other in own], at)


def goals_of(sections: Sequence[Section]) -> list[list[DepartmentGoal]]:
    """The goals of each section: its records or, where it was only read from a file, those that its text states."""
    headings: dict[str, list[str]] = {}
    found = []
    for section in sections:
        own = headings.setdefault(section.owner, [])
        own.append(section.heading)
        over = above(own, len(own) - 1)
        stated = not section.goals and states_goals(section.heading, over)
        found.append(read(section.heading, section.text, over) if stated else section.goals)
    return found


def _level(heading: str) -> float:
    """0 for 第一部分, 1 for 一、 and so on; a heading without a number stands between the first two."""
    return next((float(i) for i, pattern in enumerate(_LEVELS) if pattern.match(heading)), 0.5)


def states_goals(heading: str, over: Sequence[str] = ()) -> bool:
    """Whether a section of that heading, under the headings `over`, is where a department states its goals."""
    plain = ["".join(text.split()) for text in (heading, *over)]
    return not _OF_PROJECTS.search(plain[0]) and any(_STATES.search(t) and not _OF_PROJECTS.search(t) for t in plain)


def read(heading: str, text: str, over: Sequence[str] = ()) -> list[DepartmentGoal]:
    """The goals that a section states; none where the text has no marked goals and stays prose.

    `over` are the headings above the section's own (`above`). Under 分项绩效目标 a heading names the 职责/活动 of its
    text.
    """
    goals = marked(text)
    named = _named_by(heading, over)
    if not goals and named and named["end"] and "绩效目标" in named["end"] and text.strip():
        goals = [_unmarked(text)]
    if len(goals) == 1 and named and not goals[0].duty:
        goals[0].duty = named["duty"]
        cut = named.start("duty"), named.end("duty")
        set_wording(goals[0], wording_of(goals[0]) | {"heading": [heading[: cut[0]], heading[cut[1] :]]})
    whole = write(goals) == text and (not goals or write_heading(goals, heading) == heading)
    return goals if whole else []


def write(goals: Sequence[DepartmentGoal]) -> str:
    """The text of a section whose goals these are."""
    return "".join(_piece(words, "before") + _piece(words, "number") + printed(goal) + _piece(words, "after")
                   for goal in goals for words in [wording_of(goal)])  # fmt: skip


def printed(goal: DepartmentGoal) -> str:
    """One goal without its number and what stands around it."""
    words = wording_of(goal)
    duty = "" if "heading" in words or not goal.duty else _piece(words, "lead") + goal.duty + _piece(words, "joint")
    indicators = "".join(map(goal_indicators.write, goal.indicators))
    return duty + _piece(words, "head") + goal.text + _piece(words, "label") + indicators


def preamble(goals: Sequence[DepartmentGoal]) -> str:
    """What stands before the first goal: the text that is left when all goals are taken out."""
    return _piece(wording_of(goals[0]), "before").rstrip("\n") if goals else ""


def write_heading(goals: Sequence[DepartmentGoal], heading: str) -> str:
    """The section's heading: it names the 职责/活动 of its only goal, or is what it was."""
    for goal in goals:
        cut = wording_of(goal).get("heading")
        if cut:
            return f"{cut[0]}{goal.duty}{cut[1]}"
    return heading


def _piece(words: Words, name: str) -> str:
    return str(words.get(name, ""))


def _named_by(heading: str, over: Sequence[str]) -> re.Match[str] | None:
    """The heading taken apart where it names the 职责/活动 of what stands under it."""
    plain = "".join(over[0].split()) if over else ""
    if "分项" not in plain or _OF_PROJECTS.search(plain):
        return None
    match = _HEADING.fullmatch(heading)
    return match if match and not _OF_ALL.fullmatch(match["duty"]) else None


class _Begin(NamedTuple):
    """Where a goal begins: its titles at `region`, its number, lead or duty at `start`, its text at `text`."""

    region: int
    start: int
    text: int
    duty: str
    words: Words


def _unmarked(text: str) -> DepartmentGoal:
    """The one goal of a text whose heading says that it is one."""
    start = len(text) - len(text.lstrip())
    return _goal(text, _Begin(0, start, start, "", {"before": text[:start]}), len(text), list(_MARK.finditer(text)))


def marked(text: str) -> list[DepartmentGoal]:
    """The goals that `绩效目标：` marks, with all of the text."""
    marks = list(_MARK.finditer(text))
    begins: list[_Begin] = []
    for mark in marks:
        if _group(mark, "head"):
            before = begins[-1].text if begins else -1
            begins.append(_begin(text, before, mark, plain=not begins or bool(begins[0].duty)))
    goals: list[DepartmentGoal] = []
    done = 0
    for begin, limit in zip(begins, [*(b.region for b in begins[1:]), len(text)], strict=False):
        end = max(len(text[:limit].rstrip()), begin.text)
        begin.words["before"] = text[done : begin.start]
        goals.append(_goal(text, begin, end, marks))
        done = end
    if goals:
        set_wording(goals[-1], wording_of(goals[-1]) | {"after": text[done:]})
    return goals


def _group(mark: re.Match[str], name: str) -> str:
    return mark[name] or mark[f"{name}1"] or mark[f"{name}2"] or ""


def _begin(text: str, before: int, mark: re.Match[str], *, plain: bool) -> _Begin:
    """What stands before a goal's text; `before` is where the text of the goal before begins, -1 for none.

    `plain`: a title may be without a number, as it may where the first goal has one too.
    """
    at = len(text) - len(text[mark.end() :].lstrip())
    if at == len(text) or _MARK.match(text, at):  # no text: the next label does not belong to it
        at = mark.end()
    head = _group(mark, "head") + text[mark.end() : at]
    titles = _titles(text, before, mark)
    own = "1" if mark["head1"] else "2" if mark["head2"] else ""
    named = (
        mark if own else titles.pop() if titles and (titles[-1]["number"] or (plain and not mark["number"])) else None
    )
    titles = [title for title in titles if title["number"]]
    region = min(mark.start(), *(m.start() for m in (*titles, *([named] if named else []))), len(text))
    if named is None:
        start = mark.start("number") if mark["number"] else mark.start("head")
        return _Begin(region, start, at, "", {"number": text[start : mark.start("head")], "head": head})
    lead, duty = f"lead{own}", f"duty{own}"
    first = named.start(lead) if named[lead] else named.start(duty)
    start = named.start(f"number{own}") if named[f"number{own}"] else first
    joint = text[named.end(duty) : mark.start(f"head{own}")]
    words = {"number": text[start:first], "lead": named[lead] or "", "joint": joint, "head": head}
    return _Begin(region, start, at, named[duty], words)


def _titles(text: str, before: int, mark: re.Match[str]) -> list[re.Match[str]]:
    """The lines right over a goal that are no text: short, no sentence, no indicator; in order."""
    found: list[re.Match[str]] = []
    if mark.start() and text[mark.start() - 1] != "\n":
        return found
    end = mark.start()
    while end > 0:
        start = text.rfind("\n", 0, end - 1) + 1
        line = text[start : end - 1]
        match = _DUTY_LINE.fullmatch(text, start, end - 1)
        # the line in which the text of the goal before begins is no title
        if start <= before or (line.strip() and not (match and _title(match))):
            break
        if match and line.strip():
            if (found and not match["number"]) or _goes_on(text[:start], match):
                break
            found.insert(0, match)
        end = start
    return found


def _title(match: re.Match[str]) -> bool:
    duty = goal_indicators.masked(match["duty"])
    if len(duty) > _LONGEST_DUTY[bool(match["number"])] or re.search(r"[。；;，,、!！?？]$|[：:]", duty):
        return False
    return not goal_indicators.ends_with_value(duty) and (bool(match["number"]) or not re.search(r"\d", duty))


def _goes_on(above_: str, title: re.Match[str]) -> bool:
    """Whether the numbers of a list count on to a line from the one above: then it is of the list and no title."""
    number = counted(title["number"]) if title["number"] else None
    line = _DUTY_LINE.fullmatch(above_.rstrip().rpartition("\n")[2])
    last = counted(line["number"]) if line and line["number"] and not re.match(GOAL_LABEL, line["duty"]) else None
    return bool(number and last and last[0] + 1 == number[0] and last[1](number[0]) == title["number"])


def _goal(text: str, begin: _Begin, end: int, marks: Sequence[re.Match[str]]) -> DepartmentGoal:
    """The goal whose text begins at `begin` and whose indicators end at `end`."""
    goal, words = DepartmentGoal(begin.duty), begin.words
    label = next((m for m in marks if begin.text <= m.end() <= end and (m["indicators"] or m["inline"])), None)
    stop = max(begin.text, len(text[: label.start()].rstrip())) if label else end
    goal.text = text[begin.text : stop]
    if label:
        body = text[label.end() : end]
        at = min(label.end() + len(body) - len(body.lstrip()), end)
        words["label"] = text[stop:at]
        goal.indicators = goal_indicators.split(text[at:end])
        if not goal.indicators:
            words["label"] = text[stop:end]
    set_wording(goal, dict(words))
    return goal
