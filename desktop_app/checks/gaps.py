"""P10 in the texts beside the projects: what is still to be filled in."""

import re
from collections.abc import Iterator

from desktop_app.checks.context import Context, Hit
from desktop_app.checks.disclosure import texts
from desktop_app.checks.head import placeholder
from desktop_app.checks.sheets import Placed
from desktop_app.domain.linked import GAP
from desktop_app.domain.model import Book

# Bold type of a plain text, figures of a number that are kept back, and what others are to fill in: no gaps.
_NO_GAP = re.compile(r"请填写的|\*\*[^*\n]{1,400}\*\*|\d[*＊]+|[*＊]+\d")


def check_gaps(book: Book, context: Context) -> Iterator[Placed]:
    """What the program left for a person (【请填写原因】) is filled in, and so is what a template left (增加XX万元)."""
    words = context.words("P10", "words")
    for owner, path, text in texts(book):
        gaps = dict.fromkeys(GAP.findall(text)) if "【" in text else ()
        for gap in gaps:
            yield owner, Hit("P10", path, gap.strip("【】"), variant="gap")
        found = "" if gaps else placeholder(text, words)
        if found and placeholder(_NO_GAP.sub("", text), words):
            yield owner, Hit("P10", path, found)
