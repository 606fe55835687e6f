"""What every rule finds in real documents, to be judged by hand: `python -m tests.checks.precision`.

Without options a table of rules and documents with the number of findings. With `--show RULE…` the findings of these
rules, each with its place and the text that stands there; `--sample N` shows at most N a document, spread evenly.
`--of FILE…` reads other documents than those of the corpus.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from desktop_app import catalog, checks
from desktop_app.actions import importing, reading
from desktop_app.actions.check_forms import forms
from desktop_app.domain import fields
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book, Project

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
_WIDTH = 160
Checked = list[tuple[Book, list[Finding]]]


def read(path: Path) -> list[Book]:
    """The books of a document, with ids where the store would give them."""
    found = importing.read_sources([path]).books
    for book in found:
        for i, project in enumerate(book.projects):
            project.id = project.id or f"p{i}"
    return found


def check(books: list[Book]) -> Checked:
    """The findings of each book, as the program checks it."""
    rules = catalog.rules()
    return [
        (book, checks.check_book(reading.with_sums(book), catalog.frame(book.frame), rules, forms(book.year)))
        for book in books
    ]


def text_at(book: Book, finding: Finding) -> str:
    """What stands at the place of a finding: of a cell of a table the whole row."""
    owner: Book | Project = next((p for p in book.projects if finding.project_id and p.id == finding.project_id), book)
    path = finding.path
    if path.startswith("budget_tables") and ".rows[" in path:
        path = path[: path.index("]", path.index(".rows[")) + 1]
    spot = fields.find(owner, path)
    if spot is None:
        return ""
    text = spot.text
    if text is None:
        cells = getattr(spot.record, "cells", None)
        text = " | ".join(cells) if cells is not None else ""
    if len(text) > _WIDTH and (at := text.find(finding.found)) > 0:
        text = "…" + text[max(0, at - _WIDTH // 2) :]
    return text[:_WIDTH].replace("\n", "⏎")


def show(name: str, found: Checked, rules: list[str], sample: int) -> list[str]:
    """The findings of some rules in one document, as lines."""
    lines = []
    for rule in rules:
        its = [(book, finding) for book, findings in found for finding in findings if finding.rule == rule]
        step = max(1, -(-len(its) // sample)) if sample else 1
        for book, x in its[::step]:
            lines += [
                f"{rule} {x.severity} {name[:8]} {x.unit} {x.project_name} {x.path}",
                f"    {x.message}" + (f"  【{x.fix.label}】{x.fix.texts}" if x.fix else ""),
                f"    {text_at(book, x)}",
            ]
    return lines


def table(documents: dict[str, Checked]) -> list[str]:
    """Rules and documents with the number of findings; rules without any are listed too."""
    counts = {name: Counter(f.rule for _, fs in found for f in fs) for name, found in documents.items()}
    lines = ["规则  " + "".join(f"{name[:10]:>12}" for name in documents) + "  标题"]
    for rule, data in catalog.rules().items():
        numbers = "".join(f"{counts[name][rule] or '·':>12}" for name in documents)
        lines.append(f"{rule:<6}{numbers}  {data['severity']:<8}{data['title']}")
    return lines


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--show", nargs="+", default=[], metavar="RULE")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--of", nargs="+", type=Path, default=[])
    options = parser.parse_args(arguments)
    paths = options.of or sorted(CORPUS.glob("*.txt"))
    documents = {path.stem: check(read(path)) for path in paths}
    lines = table(documents)
    if options.show:
        rules = list(catalog.rules()) if options.show == ["all"] else options.show
        lines = [line for name, found in documents.items() for line in show(name, found, rules, options.sample)]
    sys.stdout.write("\n".join([*lines, ""]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
