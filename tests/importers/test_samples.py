"""Invented documents against what a careful person reads in them, and the real ones where they are there."""

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from rewrite_expected import SAMPLES, record

from desktop_app import catalog


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda p: p.stem)
def test_sample_reads_as_expected(path: Path) -> None:
    assert record(path) == json.loads(path.with_suffix(".expected.json").read_text("utf-8"))


def test_the_sample_of_the_program_is_read_whole() -> None:
    found = record(catalog.sample())
    assert len(found["projects"]) == 15
    assert len({p["unit_code"] for p in found["projects"]}) == 3
    assert (found["review"], found["unread"]) == ([], [])
    assert [note for p in found["projects"] for note in p["review"]] == []


def _without_blank_lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line)


VARIANTS: dict[str, Callable[[str], bytes]] = {
    "as it is": lambda text: text.encode(),
    "GB18030": lambda text: text.encode("gb18030"),
    "UTF-16 with a mark": lambda text: text.encode("utf-16"),
    "UTF-16 without": lambda text: text.encode("utf-16-le"),
    "UTF-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "no blank lines": lambda text: _without_blank_lines(text).encode(),
    "more blank lines": lambda text: text.replace("\n", "\n\n").encode(),
    "no blanks at line ends": lambda text: "\n".join(s.rstrip(" \u3000") for s in text.split("\n")).encode(),
}


@pytest.mark.corpus
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", ["dingzhou-2021-word-text", "gaoxin-2021-tab-rows"])
def test_real_documents_are_exact(corpus: Path, tmp_path: Path, name: str, variant: str) -> None:
    source = tmp_path / f"{name}.txt"
    source.write_bytes(VARIANTS[variant]((corpus / f"{name}.txt").read_text("utf-8")))
    expected = json.loads((corpus / "expected" / f"{name}.json").read_text("utf-8"))
    found = record(source)
    score = _scorer(corpus)
    tally = score.Tally(verbose=False)
    tally.compare("year", "document year", expected["year"], found["year"], found["review"])
    names = [r["department"]["name"] for r in (expected, found)]
    tally.compare("department", "document department.name", *names, found["review"])
    score.compare_projects(tally, expected, found)
    score.compare_narrative(tally, expected, found, found["review"])
    counts = {kind: sum(family[kind] for family in tally.counts.values()) for kind in ("fields", "exact", "flagged")}
    assert tally.bad == []
    assert counts["exact"] == counts["fields"]
    assert counts["flagged"] <= 0.01 * counts["fields"]


def _scorer(corpus: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_score", corpus / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
