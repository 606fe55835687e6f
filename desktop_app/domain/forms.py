"""Forms as data: the indicator frames and the budget tables. `catalog` reads them from `resources/forms`."""

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class Frame:
    """An indicator frame: which 二级指标 stand under which 一级指标, in printed order.

    `required` and `expected` are 二级 (or 一级) names whose absence rule G04 or G05 reports.
    """

    id: str
    name: str
    levels: tuple[tuple[str, tuple[str, ...]], ...]
    required: tuple[str, ...]
    expected: tuple[str, ...]

    def l1_names(self) -> list[str]:
        """The 一级指标 in printed order."""
        return [l1 for l1, _ in self.levels]

    def l2_names(self, l1: str) -> list[str]:
        """The 二级指标 under `l1`; all of them where `l1` is not in the frame."""
        for name, below in self.levels:
            if name == l1:
                return list(below)
        return [l2 for _, below in self.levels for l2 in below]

    def l1_of(self, l2: str) -> str:
        """The 一级指标 that `l2` belongs to, "" where the frame has no such 二级指标."""
        return next((l1 for l1, below in self.levels if l2 in below), "")

    def holds(self, l1: str, l2: str) -> bool:
        """Whether the pair is in the frame."""
        return any(name == l1 and l2 in below for name, below in self.levels)


@dataclass(slots=True, frozen=True)
class SumRule:
    """One computed cell of a budget table: the row with `label` in `label_column` holds the sum of the rows named.

    `rows` are labels in the same column; "*" stands for every row above `label`.
    """

    label: str
    label_column: int
    sum_column: int
    rows: tuple[str, ...]


@dataclass(slots=True, frozen=True)
class TableForm:
    """The layout of one budget table: its columns, which of them are labels, and its fixed rows."""

    no: int
    name: str
    title: str
    measure: str
    columns: tuple[str, ...]
    label_columns: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[SumRule, ...]
    empty_note: str


@dataclass(slots=True, frozen=True)
class PartForms:
    """By which words the parts of a book that are no project are told; all without blanks, in half-width signs.

    `captions` are (number of the budget table, words that its caption holds), `columns` (number, names of columns), the
    more special first. `budget`, `purchase`, `asset` and `organisation` give the names of columns by field or kind.
    """

    captions: tuple[tuple[int, tuple[str, ...]], ...]
    columns: tuple[tuple[int, tuple[str, ...]], ...]
    budget: dict[str, tuple[str, ...]]
    purchase: dict[str, tuple[str, ...]]
    asset: dict[str, tuple[str, ...]]
    organisation: dict[str, tuple[str, ...]]


@dataclass(slots=True, frozen=True)
class ReadingForms:
    """What the reading of a source file goes by: the names of fields, the indicator frames and the parts of a book.

    `aliases` are for each field name (`code`, `l3`, `plan.0` …) the column names and labels that mean it.
    """

    aliases: dict[str, tuple[str, ...]]
    frames: tuple[Frame, ...]
    parts: PartForms
