"""Compares the 情况说明 that the program writes from a document's tables with the one that the document prints.

    python -m tests.domain.narrative_against NAME…

NAME is a document of the corpus (a part of its name will do) or a file. Printed is a line for each printed figure in
万元 that the program's own text of the same section does not state, and for each figure of the program's text that the
printed section does not state, with the reason that the program knows of.
"""

import re
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

from desktop_app import catalog
from desktop_app.actions import importing, narrative
from desktop_app.actions.narrative import Ground
from desktop_app.domain import linked
from desktop_app.domain.amounts import parse_number
from desktop_app.domain.figure_lists import PROJECT
from desktop_app.domain.linked import AGREES, DIFFERS, GAP, NUMBER
from desktop_app.domain.model import Book
from desktop_app.domain.narrative import Writer, Written, matches
from desktop_app.domain.project_lists import Known
from tests.conftest import CORPUS

_AMOUNT = re.compile(rf"({NUMBER})\s*万元")
_AFTER_CHANGE = re.compile(r"(增加|减少|上升|下降|增长|新增|压减)了?\s*$")
_WORDS = 30


def amounts_of(text: str) -> list[tuple[Decimal, str, bool]]:
    """The amounts of a text in 万元: the number, the words before it, and whether it is a change."""
    found = []
    for match in _AMOUNT.finditer(text):
        number = parse_number(match[1])
        if number is not None:
            before = text[max(match.start() - _WORDS, 0) : match.start()].replace("\n", " ")
            found.append((number, before + match[0], _AFTER_CHANGE.search(text[: match.start()]) is not None))
    return found


def compared(book: Book) -> tuple[Ground, list[tuple[str, str, Written]]]:
    """What is written from, and of each printed section its heading, its text, and the program's own text."""
    ground = narrative.ground_of(book)
    forms = catalog.narrative()
    writer = Writer(forms, ground.figures, ground.words, ground.reasons)
    there = matches([section.heading for section in book.sections], forms.sections)
    found = []
    for form in forms.sections:
        if form.id in there and not form.person:
            section = book.sections[there[form.id]]
            found.append((section.heading, section.text, writer.section(form)))
    return ground, found


def differences(printed: str, written: str) -> tuple[list[tuple[str, bool]], list[str]]:
    """Amounts of the printed text that the written one lacks (words, whether a change), and the other way round."""
    own, theirs = amounts_of(written), amounts_of(printed)
    left = Counter(number for number, _, _ in own)
    missing = []
    for number, words, change in theirs:
        if left[number] > 0:
            left[number] -= 1
        else:
            missing.append((words, change))
    extra = []
    for number, words, _ in reversed(own):
        if left[number] > 0:
            left[number] -= 1
            extra.append(words)
    return missing, extra[::-1]


def report(book: Book) -> list[str]:
    """The lines of the comparison."""
    ground, sections = compared(book)
    lines, same = [], 0
    for heading, printed, written in sections:
        missing, extra = differences(printed, written.text)
        same += len(amounts_of(printed)) - len(missing)
        gaps = len(GAP.findall(written.text))
        for words, change in missing:
            why = _otherwise(words, ground) if book.tables else "the document has no budget tables"
            why = "a change: last year is not in the file" if change and gaps else why
            lines.append(f"{heading}: printed only: …{words}  [{why}]")
        lines += [f"{heading}: written only: …{words}" for words in extra]
    lines.append(f"amounts that both state: {same}")
    lines += _linked(book, ground)
    lines += [f"note: {f.name}: {f.note}" for f in ground.figures.values() if f.note]
    return lines


def _otherwise(words: str, ground: Ground) -> str:
    """Why an amount is not told by the tables: its project is called otherwise there, or is not there."""
    names = {figure.name: figure.text for key, figure in ground.figures.items() if key.startswith(PROJECT)}
    match = re.search(rf"([^，。、：]+?)\s*({NUMBER})\s*万元$", words)
    alike = Known(names).alike(match[1]) if match else []
    return f"called {alike[0]} ({names[alike[0]]}) there" if alike else "no such project or row in the tables"


def _linked(book: Book, ground: Ground) -> list[str]:
    """How the printed figures that the program recognises agree with the tables."""
    states = [
        state
        for section in book.sections
        for state in linked.states(ground.reader.proposals(section.text, []), ground.figures)
    ]
    agree = sum(state.state == AGREES for state in states)
    lines = [f"printed figures recognised: {len(states)}, agreeing with the tables: {agree}"]
    sums = [mark for section in book.sections for mark in ground.reader.sums(section.text)]
    lines += [f"sum: {mark.link.text}, {mark.figure.note}" for mark in sums if mark.figure is not None]
    return lines + [
        f"differs: {s.figure.name} printed {s.link.text}, table {s.figure.text} ({s.figure.where})"
        for s in states
        if s.state == DIFFERS and s.figure is not None
    ]


def read(name: str) -> Book:
    """The book of a document of the corpus, or of a file."""
    path = Path(name)
    if not path.is_file():
        path = next(p for p in sorted(CORPUS.glob("*.txt")) if name in p.name)
    return importing.read_sources([path]).books[0]


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        print(f"== {wanted}")
        print("\n".join(report(read(wanted))))
