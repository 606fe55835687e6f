"""What shows that lines of the running text were lost: numbers that do not follow, sentences without an end, spacing.

Each doubt is a place in the text: a paragraph or heading, or where a lost one should stand.
"""

import re
from collections import Counter

from desktop_app.domain.traces import Review
from desktop_app.importers import lines
from desktop_app.importers.cells import Row
from desktop_app.importers.grammar_narrative import Paragraph, Part
from desktop_app.importers.table_evidence import numeral

_STYLE = re.compile(r"\s*([（(]?)\s*(\d+|[一二三四五六七八九十]+)\s*([）)]?[、.．]?)")
_OPEN_END = re.compile(r"[\u4e00-\u9fff，、,（(“‘《〔]$")
_BRACKETS = (("《", "》"),)
_LONG = 45  # a paragraph of that length is a sentence
_LEAST_SPACES = 12
_NEAR = 20  # paragraphs
_FEW_WIDER, _WIDER = 2, 0.03  # where more gaps are wider, the width says nothing


def find(parts: list[Part], glossary: list[Row], rows: list[Row]) -> list[Review]:
    """The doubts about the running text and the lines of the 名词解释; `rows` are all rows of the source."""
    places = [(s, p, paragraph) for s, part in enumerate(parts) for p, paragraph in _numbered(part)]
    at = {row.line: i for i, row in enumerate(rows)}
    return _numbers(places, at) + _open_ends(places) + _torn(places) + _spaces(places, glossary, rows, at)


def _numbered(part: Part) -> list[tuple[int, Paragraph]]:
    """The heading as -1 and the paragraphs from 0."""
    heading = [(-1, part.heading)] if part.heading else []
    return heading + list(enumerate(part.paragraphs))


def _path(s: int, p: int) -> str:
    return f"sections[{s}].heading" if p < 0 else f"sections[{s}].text[{p}]"


Places = list[tuple[int, int, Paragraph]]


def _adjoining(one: Paragraph, two: Paragraph, at: dict[int, int]) -> bool:
    """Whether nothing, no table and no form, stands between two paragraphs."""
    return at.get(two.rows[0].line, -1) == at.get(one.rows[-1].line, -9) + 1


def _candidates(places: Places, start: int, end: int, at: dict[int, int]) -> list[int]:
    """Where a lost line may have stood that belongs between `start` and `end`: anywhere, if that is not far.

    Else right before `end`, or before a table.
    """
    if end - start <= _NEAR:
        return list(range(start, end + 1))
    return [k for k in range(start + 1, end) if not _adjoining(places[k - 1][2], places[k][2], at)] + [end]


def _numbers(places: Places, at: dict[int, int]) -> list[Review]:
    """Enumerations with a gap; each style of numbers counts by itself, and begins anew with 1."""
    last: dict[tuple[bool, bool, bool], int] = {}
    seen: dict[tuple[bool, bool, bool], int] = {}
    review = []
    for i, (_, p, paragraph) in enumerate(places):
        number = lines.NUMBER.match(paragraph.text)
        style = _STYLE.match(paragraph.text) if number else None
        if not style:
            continue
        value = int(style[2]) if style[2].isdecimal() else numeral(style[2])
        if value > 99:
            continue
        kind = (bool(style[1]), style[2].isdecimal(), p < 0)
        if value not in (1, last.get(kind, 0) + 1) and (p >= 0 or value > last.get(kind, 0) + 1):
            for k in _candidates(places, seen.get(kind, -1) + 1, i, at):
                reason = f"编号{style[0].strip()}前面缺号，可能缺行"
                review.append(Review(_path(*places[k][:2]), reason, paragraph.rows[0].place))
        last[kind], seen[kind] = value, i
        if kind[2]:
            last |= {key: 0 for key in last if not key[2]}
    return review


def _open_ends(places: Places) -> list[Review]:
    """Long paragraphs that break off."""
    return [
        Review(_path(s, p), "这一段没有写完，后面可能缺行", paragraph.rows[-1].place)
        for s, p, paragraph in places
        if p >= 0 and len(paragraph.text) >= _LONG and _OPEN_END.search(paragraph.text)
    ]


def _torn(places: Places) -> list[Review]:
    """Paragraphs whose lines were printed otherwise, and those that close a bracket more or less than they open."""
    review = []
    for s, p, paragraph in places:
        reason = next((row.torn for row in paragraph.rows if row.torn), "")
        if not reason and len(paragraph.text) >= _LONG:
            odd = any(paragraph.text.count(a) != paragraph.text.count(b) for a, b in _BRACKETS)
            reason = "括号或书名号不成对，可能缺行" if odd else ""
        if reason:
            review.append(Review(_path(s, p), reason, (paragraph.rows[0].line, paragraph.rows[-1].last)))
    return review


def _spaces(places: Places, glossary: list[Row], rows: list[Row], at: dict[int, int]) -> list[Review]:
    """Where blank lines stand between all lines of text alike, a wider gap shows a line that is gone."""
    starts = {
        at[paragraph.rows[0].line]: k for k, (_, _, paragraph) in enumerate(places) if paragraph.rows[0].line in at
    }
    ends = {
        at[paragraph.rows[-1].line]: k for k, (_, _, paragraph) in enumerate(places) if paragraph.rows[-1].line in at
    }
    terms = {at[row.line] for row in glossary if row.line in at}
    spaces = {i: rows[i].line - rows[i - 1].last for i in range(1, len(rows))}
    heads = {at[paragraph.rows[0].line] for _, p, paragraph in places if p < 0 and paragraph.rows[0].line in at}
    inner = [i for i in spaces if {i, i - 1} <= terms or (i in starts and i - 1 in ends)]
    wide: list[int] = []
    for under_heading in (False, True):
        here = [i for i in inner if (i - 1 in heads) == under_heading]
        usual = _usual([spaces[i] for i in here])
        if len(inner) >= _LEAST_SPACES and (usual > 1 or (under_heading and usual)):
            # above a line of text stands text or a table; around names of parts and page numbers all is loose
            touching = [i for i in spaces if (i - 1 in heads) == under_heading and _firm(i - 1, ends, terms, rows)]
            near = {i: min(spaces.get(i - 1, usual), spaces.get(i + 1, usual)) for i in touching}
            wide += [i for i in touching if spaces[i] > usual and near[i] >= usual]  # else a line only moved
    review = []
    for i in sorted(wide):
        paths = ["glossary"] if terms & {i, i - 1} else []
        following = starts.get(i, ends[i - 1] + 1 if i - 1 in ends else None)
        if following is not None:
            paths.append(_path(*places[following][:2]) if following < len(places) else _after(places))
        place = (rows[i - 1].last, rows[i].line)
        review += [Review(path, "这里的空行比别处多，可能缺一行", place) for path in paths]
    return review


def _firm(i: int, ends: dict[int, int], terms: set[int], rows: list[Row]) -> bool:
    """Whether row `i` is the end of a paragraph, a line of the 名词解释 or a row of a table."""
    return i in ends or i in terms or rows[i].table


def _usual(spaces: list[int]) -> int:
    """The space that nearly all lines keep, 0 where they keep none."""
    usual, times = Counter(spaces).most_common(1)[0] if spaces else (0, 0)
    wider = sum(space > usual for space in spaces)
    return usual if times > 1 and wider <= max(_FEW_WIDER, _WIDER * len(spaces)) else 0


def _after(places: Places) -> str:
    """The place after the last paragraph."""
    s, p, _ = places[-1]
    return _path(s, p + 1)
