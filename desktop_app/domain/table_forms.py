"""The forms of the nine budget tables, built from their data (`resources/forms/budget_tables.toml`)."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from desktop_app.domain.forms import ColumnSum, LabelName, Link, RowSum, TableForm
from desktop_app.domain.table_labels import fold_head

_DIGITS = "零一二三四五六七八九"
Data = Mapping[str, Any]


def chinese(number: int) -> str:
    """A number from 1 to 99 as items are counted: 一, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones else "")


def build(data: Data, year: int | None) -> tuple[TableForm, ...]:
    """The forms of a budget year, in order of their numbers; of the newest year where `year` is None."""
    wanted = year or 2099
    fitting = [t for t in data["table"] if t["years"][0] <= wanted <= t["years"][1]]
    fitting.sort(key=lambda t: t["no"])
    names = tuple(LabelName(n["name"], _words(n["words"]), tuple(n.get("without", ()))) for n in data["name"])
    heads = tuple(tuple(fold_head(name) for name in h["same"]) for h in data["head"])
    made = [(t, _form(t, data["lines"], names, heads)) for t in fitting]
    return tuple(
        replace(form, variants=tuple(other for o, other in made if o["no"] == form.no and o.get("variant")))
        for t, form in made
        if not t.get("variant")
    )


def _words(lists: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(words) for words in lists)


def _form(t: Data, lines: Data, names: tuple[LabelName, ...], heads: tuple[tuple[str, ...], ...]) -> TableForm:
    columns = tuple(t["columns"])
    at = {column: i for i, column in enumerate(columns)}
    return TableForm(
        no=t["no"],
        name=t["name"],
        title=t["title"],
        measure=t["measure"],
        columns=columns,
        kinds=tuple(t["kinds"]),
        rows=_rows(t, lines, at),
        sums=tuple(
            RowSum(at[s["column"]], s["label"], tuple(s.get("parts", ())), s.get("items", ""), s.get("whole", False))
            for s in t.get("sums", ())
        ),
        column_sums=tuple(
            ColumnSum(at[s["column"]], tuple(at[part] for part in s["parts"])) for s in t.get("column_sums", ())
        ),
        empty_note=t["empty_note"],
        keyed=t.get("keyed", ""),
        names=names,
        heads=heads,
        links=tuple(
            Link(
                link["label"],
                at[link["column"]],
                link["table"],
                link["row"],
                tuple(link["source"]),
                link.get("control", False),
                link.get("settled", False),
            )
            for link in t.get("links", ())
        ),
    )


def _rows(t: Data, lines: Data, at: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """The fixed rows: the sides beside each other, their feet at the bottom, or one list of labels."""
    kinds: list[str] = t["kinds"]
    sides: dict[int, list[str]] = {}
    if "sides" in t:
        blocks = [(at[s["column"]], _numbered(lines[s["lines"]]), list(s["foot"])) for s in t["sides"]]
        height = max(len(items) + len(foot) for _, items, foot in blocks)
        for column, items, foot in blocks:
            sides[column] = items + [""] * (height - len(items) - len(foot)) + foot
    else:
        sides[kinds.index("label")] = list(t.get("rows", ()))
    rows = []
    for number, labels in enumerate(zip_longest(*sides.values(), fillvalue=""), 1):
        cells = [str(number) if kind == "number" else "" for kind in kinds]
        for column, label in zip(sides, labels, strict=True):
            cells[column] = label
        rows.append(tuple(cells))
    return tuple(rows)


def _numbered(items: list[str]) -> list[str]:
    return [f"{chinese(number)}、{item}" for number, item in enumerate(items, 1)]
