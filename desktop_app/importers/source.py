"""What every reader is handed: the bytes of a file, and what helps to understand them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desktop_app.importers.vocabulary import Vocabulary

Report = Callable[[int, int], None]
"""Is told (done, total) now and then, and may raise Cancelled."""


@dataclass(frozen=True)
class Source:
    """A file to be read.

    `where` names it in sentences for people. `aliases` are the labels and column names of each field, `mapping` what a
    person said a column of a list means: its folded head -> field, "" for a column that is not needed. Where the
    reading is `strict`, one sheet that cannot be read is reason to refuse the file: it may be mended first.
    """

    data: bytes
    where: str
    aliases: Mapping[str, tuple[str, ...]]
    words: Vocabulary
    report: Report
    mapping: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
