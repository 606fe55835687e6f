"""Damage one line of a document at random and see whether the reader notices: a command, not a test.

    python -m tests.importers.mutate NAME [--count 2000] [--seed 1] [--jobs 2] [--show 20] [--parts projects,narrative]

NAME is a document of the corpus (a part of its name is enough) or the path of a text with NAME.expected.json beside it.
Each mutation deletes one line, doubles it, or swaps it with the next one. A field that then differs from what the whole
document says is *noticed* where its path is in a review list, or where its text stands in a line named as unread.
Rows that come out whole but in another order (two rows swapped) hold no wrong field; they are counted apart.
Printed: crashes, wrong fields, the share noticed, and which families and kinds of damage the silent ones are of.
"""

import argparse
import importlib.util
import json
import random
import re
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from desktop_app import catalog, importers
from desktop_app.domain.records import to_record
from desktop_app.errors import UserError

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
DELETE, DOUBLE, SWAP = "delete", "double", "swap"

Record = dict[str, Any]


def scorer() -> ModuleType:
    """The scorer of the corpus as a module."""
    spec = importlib.util.spec_from_file_location("score", CORPUS / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


@dataclass
class Outcome:
    """What one mutation did: wrong fields as (family, where, expected, actual), split into noticed and silent."""

    kind: str
    line: int
    text: str
    crash: str = ""
    refused: bool = False
    noticed: int = 0
    moved: int = 0
    flagged: int = 0
    silent: list[tuple[str, str, str, str]] = field(default_factory=list)


def compare(score: ModuleType, expected: Record, actual: Record, parts: list[str]) -> tuple[int, int, list[Any]]:
    """How many fields are flagged at all, how many are wrong but noticed, and the silent ones."""

    class Recorder(score.Tally):  # type: ignore[name-defined, misc]
        """Keeps each wrong field with what was expected."""

        def __init__(self) -> None:
            super().__init__(False)
            self.fields: list[tuple[bool, tuple[str, str, str, str]]] = []

        def compare(self, family: str, where: str, want: Any, got: Any, review: Any = ()) -> None:
            wrong, silent = len(self.bad), sum(c["silent"] for c in self.counts.values())
            super().compare(family, where, want, got, review)
            if len(self.bad) > wrong:
                flagged = sum(c["silent"] for c in self.counts.values()) == silent
                self.fields.append((flagged, (family, where, score.norm(want), score.norm(got))))

    tally, review = Recorder(), actual.get("review") or ()
    if "document" in parts:
        if expected.get("year") is not None:
            tally.compare("year", "document year", expected["year"], actual.get("year"), review)
        names = [(r.get("department") or {}).get("name") for r in (expected, actual)]
        tally.compare("department", "document department.name", *names, review)
    if "projects" in parts:
        score.compare_projects(tally, expected, actual)
    if "narrative" in parts and "narrative" in expected:
        score.compare_narrative(tally, expected, actual, review)
    if "budget_tables" in parts and "budget_tables" in expected:
        score.compare_tables(tally, expected, actual, review)
    score.compare_lists(tally, expected, actual, review, parts)
    unread = "".join(score.norm(line["text"]) for line in actual["unread"])
    silent = [f for flagged, f in tally.fields if not flagged and not (f[2] and f[2] in unread)]
    flags = sum(c["flagged"] for c in tally.counts.values())
    return flags, len(tally.fields) - len(silent), silent


def restore_order(expected: Record, actual: Record) -> int:
    """Put lists of rows that hold the same rows as expected into the expected order; how many lists that were."""
    pairs = [(expected.get(key) or [], actual.get(key) or []) for key in ("procurement", "organisation", "glossary")]
    pairs += [
        (w["rows"], g["rows"])
        for key in ("assets", "budget_tables")
        for w, g in zip(expected.get(key) or [], actual.get(key) or [], strict=False)
    ]
    by_code = {p["code"]: p for p in expected.get("projects") or []}
    pairs += [(by_code[p["code"]]["indicators"], p["indicators"]) for p in actual["projects"] if p["code"] in by_code]
    moved = 0
    for want, got in pairs:
        if len(want) != len(got):
            continue
        order = [_row(row, want) for row in want]
        found = [_row(row, want) for row in got]
        if order != found and sorted(order) == sorted(found):
            places = {text: i for i, text in enumerate(order)}
            got.sort(key=lambda row: places[_row(row, want)])
            moved += 1
    return moved


def _row(row: Any, like: list[Any]) -> str:
    """A row as one text, by the fields that the expected rows have."""
    values = row if isinstance(row, list) else [row.get(name) for name in like[0] if name not in ("owner", "review")]
    return "|".join(re.sub(r"\s+", "", value or "") for value in values)


def damage(lines: list[str], kind: str, at: int) -> list[str]:
    """The lines with the line at `at` deleted, doubled, or swapped with the next one."""
    if kind == DELETE:
        return lines[:at] + lines[at + 1 :]
    if kind == DOUBLE:
        return [*lines[: at + 1], lines[at], *lines[at + 1 :]]
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


def run(source: Path, expected: Record, tries: list[tuple[str, int]], parts: list[str]) -> list[Outcome]:
    """Each of `tries` on the document."""
    score, forms = scorer(), catalog.reading_forms()
    lines = source.read_text("utf-8").split("\n")
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / source.name
        for kind, at in tries:
            outcome = Outcome(kind, at + 1, lines[at])
            outcomes.append(outcome)
            path.write_text("\n".join(damage(lines, kind, at)), "utf-8")
            try:
                actual = to_record(importers.read(path, forms), source.name)
            except UserError:
                outcome.refused = True
                continue
            except Exception as error:
                outcome.crash = repr(error)
                continue
            outcome.moved = restore_order(expected, actual)
            outcome.flagged, outcome.noticed, outcome.silent = compare(score, expected, actual, parts)
    return outcomes


def report(outcomes: list[Outcome], show: int) -> int:
    """Print what came out; 0 where nothing crashed and at least 95 % of the wrong fields were noticed."""
    noticed, silent = sum(o.noticed for o in outcomes), sum(len(o.silent) for o in outcomes)
    share = noticed / (noticed + silent) if noticed + silent else 1.0
    crashes = [o for o in outcomes if o.crash]
    for outcome in crashes[:5]:
        print(f"CRASH {outcome.kind} line {outcome.line}: {outcome.crash}")
    bad = [o for o in outcomes if o.silent]
    for outcome in bad[:show]:
        counts = f"{len(outcome.silent)} silent, {outcome.noticed} noticed"
        print(f"{outcome.kind} line {outcome.line} {outcome.text[:60]!r}: {counts}")
        for family, where, want, got in outcome.silent[:3]:
            print(f"    {family} {where}: {want[:40]!r} <- {got[:40]!r}")
    families = Counter((o.kind, re.sub(r"\..*", "", f[0])) for o in outcomes for f in o.silent)
    print("silent by damage and family:", "; ".join(f"{k} {f} {n}" for (k, f), n in families.most_common(12)))
    harmless = sum(not o.noticed and not o.silent for o in outcomes)
    moved, refused = sum(o.moved > 0 for o in outcomes), sum(o.refused for o in outcomes)
    print(
        f"mutations {len(outcomes)}: harmless {harmless}, with silent fields {len(bad)}, rows only moved {moved},",
        end="",
    )
    print(f" refused {refused}, crashes {len(crashes)}")
    harmful = sorted(o.flagged for o in outcomes if o.noticed or o.silent) or [0]
    quiet = sorted(o.flagged for o in outcomes if not (o.noticed or o.silent or o.moved)) or [0]
    print(f"fields flagged after damage: median {harmful[len(harmful) // 2]}, most {harmful[-1]};", end="")
    print(f" where nothing came out wrong: median {quiet[len(quiet) // 2]}, most {quiet[-1]}")
    print(f"wrong fields {noticed + silent}, noticed {noticed} = {share:.2%}")
    return 0 if not crashes and share >= 0.95 else 1


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("name")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("--parts", default="")
    args = parser.parse_args()
    given = Path(args.name)
    source = given if given.is_file() else next(iter(sorted(CORPUS.glob(f"*{args.name}*.txt"))))
    beside = source.with_suffix(".expected.json")
    expected = json.loads(
        (beside if beside.exists() else CORPUS / "expected" / f"{source.stem}.json").read_text("utf-8")
    )
    parts = args.parts.split(",") if args.parts else list(scorer().PARTS)
    chance, count = random.Random(args.seed), len(source.read_text("utf-8").split("\n"))
    tries = [(chance.choice((DELETE, DOUBLE, SWAP)), chance.randrange(count - 1)) for _ in range(args.count)]
    pieces = [tries[i :: args.jobs] for i in range(args.jobs)]
    with ProcessPoolExecutor(args.jobs) as pool:
        done = list(pool.map(run, *zip(*((source, expected, piece, parts) for piece in pieces), strict=True)))
    return report([outcome for part in done for outcome in part], args.show)


if __name__ == "__main__":
    sys.exit(main())
