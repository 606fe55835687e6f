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
class LabelName:
    """How a row that takes part in a sum is told: its label, folded, holds all words of one of `words`.

    `without` are words that it must not hold.
    """

    name: str
    words: tuple[tuple[str, ...], ...]
    without: tuple[str, ...] = ()


@dataclass(slots=True, frozen=True)
class RowSum:
    """A row that is the sum of other rows, in every amount column of its label column.

    `label_column` holds the labels, `label` and `parts` are names of `TableForm.names`. `items` says that the numbered
    items (一、二、…) "above" or "below" are the parts. `whole`: the sum is claimed only where the table has all parts.
    """

    label_column: int
    label: str
    parts: tuple[str, ...] = ()
    items: str = ""
    whole: bool = False


@dataclass(slots=True, frozen=True)
class ColumnSum:
    """A column that is in each row the sum of other columns."""

    column: int
    parts: tuple[int, ...]


@dataclass(slots=True, frozen=True)
class Link:
    """Cells of a table that hold what another table says (`domain.derived`).

    `table` is the number of the other table, `source` the heads of its columns that are added up, `row` the row that is
    meant there: a name of `TableForm.names`, or "类" for every 类 by its code. `label` and `column` are the row and the
    column here; with "类" the row here is the one with the name of that 类. `control`: the cell here is a sum of its
    own table, to be compared and not filled. `settled`: holds only where nothing is carried over into the year.
    """

    label: str
    column: int
    table: int
    row: str
    source: tuple[str, ...]
    control: bool = False
    settled: bool = False


@dataclass(slots=True, frozen=True)
class TableForm:
    """The layout of one budget table: its columns, which of them are no amounts, its fixed rows, and its sums.

    `kinds` tells what each column holds: "number" (序号), "code", "label", "amount", "other" (per cents, remarks).
    `keyed` names the codes by which the rows are told ("function" 功能分类, "economic" 经济分类), "" for fixed labels.
    `heads` are groups of names that mean the same column, folded. `variants` are forms of other places for the same
    table. `clear` says that every amount column is known, so that sums over columns may be claimed.
    """

    no: int
    name: str
    title: str
    measure: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[RowSum, ...]
    column_sums: tuple[ColumnSum, ...]
    empty_note: str
    keyed: str = ""
    names: tuple[LabelName, ...] = ()
    heads: tuple[tuple[str, ...], ...] = ()
    links: tuple[Link, ...] = ()
    variants: tuple["TableForm", ...] = ()
    clear: bool = True

    def of_kind(self, *kinds: str) -> tuple[int, ...]:
        """The columns that hold one of these kinds."""
        return tuple(i for i, kind in enumerate(self.kinds) if kind in kinds)

    @property
    def label_columns(self) -> tuple[int, ...]:
        """The columns that hold words, codes or the numbers of rows."""
        return self.of_kind("number", "code", "label")


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


@dataclass(slots=True, frozen=True)
class YearForms:
    """What a department publishes in a budget year beside the nine tables: 政府采购, 资产, 名词解释.

    `purchase` are the columns of 政府采购, each the name of a field of `model.Purchase` and its head (`上面/下面`), and
    `assets` the items of the 固定资产占用情况表 that are offered. `numbering` says that budget tables have a row 栏次.
    `notes` are what is to be known when filling in ("purchase", "asset"), `glossary` the terms that are offered with
    their explanations.
    """

    purchase_title: str
    purchase: tuple[tuple[str, str], ...]
    asset_title: str
    asset_heads: tuple[str, str, str]
    assets: tuple[str, ...]
    numbering: bool
    notes: dict[str, str]
    glossary: tuple[tuple[str, str], ...]
