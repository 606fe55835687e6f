"""The real documents in other clothes: re-encoded, re-wrapped, with other delimiters, rewritten as other files.

Every variant gives what the document itself gives: nothing wrong without a flag, at most 1 % of the fields flagged.
Where a transformation destroys what tells the cells apart, only the first is demanded and the share is printed.
"""

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import sheet_writers
import transform
from page_writers import docx_of_record
from shapes import list_rows, write_sheet
from text_writers import ended_cells, markdown, pipe_rows, word_stream
from transform import book_of
from wrapped_writer import Paper, pdf_text

from desktop_app import catalog, importers
from desktop_app.domain.model import Book
from desktop_app.domain.records import to_record

Record = dict[str, Any]

DINGZHOU, GAOXIN = "dingzhou-2021-word-text", "gaoxin-2021-tab-rows"
CHENGDE, ZHANGJIAKOU = "chengde-2024-markdown", "zhangjiakou-2025-pdf-text"
ALL = (DINGZHOU, GAOXIN, CHENGDE, ZHANGJIAKOU)
WITH_TABS = (DINGZHOU, GAOXIN, CHENGDE)
PARTS = ("projects", "narrative", "budget_tables", "procurement", "assets", "organisation", "glossary")


def utf8(change: Callable[[str], str]) -> Callable[[str], bytes]:
    return lambda text: change(text).encode()


# name of the variant -> the documents that it makes sense for, and the bytes of the text in it
SAME: dict[str, tuple[tuple[str, ...], Callable[[str], bytes]]] = {
    **{name: (ALL, encode) for name, encode in transform.encodings().items()},
    "CRLF": (ALL, utf8(transform.crlf)),
    "CR": (ALL, utf8(transform.cr)),
    "no blank lines": (ALL, utf8(transform.no_blank_lines)),
    "double blank lines": (ALL, utf8(transform.double_blank_lines)),
    "no blanks at line ends": (WITH_TABS, utf8(transform.no_blanks_at_ends)),
    "full-width digits": (ALL, utf8(transform.wide_digits)),
    "bookmarks": (ALL, utf8(transform.bookmarks)),
    "pipes": (WITH_TABS, utf8(transform.pipes)),
    "full-width pipes": (WITH_TABS, utf8(transform.wide_pipes)),
    "cells ended by pipes": ((DINGZHOU,), utf8(transform.ended_cells)),
    **{f"broken after {n} characters": (ALL, utf8(transform.wrapped(n))) for n in (40, 57, 76, 120)},
    **{f"broken at {n} columns": (ALL, utf8(transform.wrapped_well(n))) for n in (40, 60, 76, 80, 100, 140)},
}
QUICK = ("GB18030", "no blank lines", "full-width digits", "pipes", "broken at 76 columns")
QUICK_FORMS, QUICK_NAMES = (
    ("pipes", "docx", "xlsx forms", "xlsx list", "xls list", "HTML named .xls"),
    (DINGZHOU, CHENGDE),
)


def read(path: Path) -> Record:
    return to_record(importers.read(path, catalog.reading_forms()), path.name)


@pytest.fixture
def score(corpus: Path) -> ModuleType:
    path = corpus / "score.py"
    if not path.is_file():
        pytest.skip("../shared/corpus/score.py is missing")
    spec = importlib.util.spec_from_file_location("corpus_score", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tally(score: ModuleType, expected: Record, found: Record, parts: tuple[str, ...] = PARTS) -> Any:
    """The scorer's tally of these parts."""
    result = score.Tally(verbose=False)
    review = found["review"]
    if "projects" in parts:
        score.compare_projects(result, expected, found)
    if "narrative" in parts:
        score.compare_narrative(result, expected, found, review)
    if "budget_tables" in parts and "budget_tables" in expected:
        score.compare_tables(result, expected, found, review)
    score.compare_lists(result, expected, found, review, parts)
    return result


def counts(result: Any) -> dict[str, int]:
    kinds = ("fields", "exact", "silent", "flagged")
    return {kind: sum(family[kind] for family in result.counts.values()) for kind in kinds}


def demand(result: Any, most_flagged: float = 0.01) -> None:
    found = counts(result)
    sys.stdout.write(f"{found} flagged {found['flagged'] / found['fields']:.2%}\n")  # shown by pytest -s
    assert [line for line in result.bad if "SILENT" in line] == []
    assert found["flagged"] <= most_flagged * found["fields"]


def expected_of(corpus: Path, name: str) -> Record:
    return json.loads((corpus / "expected" / f"{name}.json").read_text("utf-8"))


def check_text(corpus: Path, folder: Path, score: ModuleType, name: str, data: bytes, most: float = 0.01) -> None:
    path = folder / f"{name}.txt"
    path.write_bytes(data)
    demand(tally(score, expected_of(corpus, name), read(path)), most)


CASES = [(variant, name) for variant, (names, _) in SAME.items() for name in names]


@pytest.mark.corpus
@pytest.mark.parametrize(("variant", "name"), [case for case in CASES if case[0] in QUICK])
def test_the_same_document(corpus: Path, tmp_path: Path, score: ModuleType, variant: str, name: str) -> None:
    text = (corpus / f"{name}.txt").read_text("utf-8")
    check_text(corpus, tmp_path, score, name, SAME[variant][1](text))


@pytest.mark.corpus
@pytest.mark.long
@pytest.mark.parametrize(("variant", "name"), [case for case in CASES if case[0] not in QUICK])
def test_the_same_document_in_many_clothes(
    corpus: Path, tmp_path: Path, score: ModuleType, variant: str, name: str
) -> None:
    text = (corpus / f"{name}.txt").read_text("utf-8")
    check_text(corpus, tmp_path, score, name, SAME[variant][1](text))


# What these destroy: blank cells where columns are not aligned, the ends of cells in a text layer, all line breaks.
LOSSY = {
    "no line breaks": (ALL, utf8(lambda text: " ".join(text.split()))),
    "no line breaks and no blanks": (ALL, utf8(lambda text: "".join(text.split()))),
    "runs of blanks": (WITH_TABS, utf8(transform.runs_of_blanks)),
    "set in columns": ((DINGZHOU,), utf8(transform.set_columns)),
    "no blanks at line ends": ((ZHANGJIAKOU,), utf8(transform.no_blanks_at_ends)),
}


@pytest.mark.corpus
@pytest.mark.long
@pytest.mark.parametrize(("variant", "name"), [(v, name) for v, (names, _) in LOSSY.items() for name in names])
def test_what_a_transformation_destroys_is_flagged(
    corpus: Path, tmp_path: Path, score: ModuleType, variant: str, name: str
) -> None:
    text = (corpus / f"{name}.txt").read_text("utf-8")
    check_text(corpus, tmp_path, score, name, LOSSY[variant][1](text), most=1.0)


def _text(write: Callable[[Book], str]) -> Callable[[Record, Path], Path]:
    def save(record: Record, folder: Path) -> Path:
        path = folder / "a.txt"
        path.write_text(write(book_of(record)), "utf-8")
        return path

    return save


def _docx(record: Record, folder: Path) -> Path:
    path = folder / "a.docx"
    path.write_bytes(docx_of_record(record))
    return path


def _xlsx_list(record: Record, folder: Path) -> Path:
    return write_sheet(folder / "a.xlsx", list_rows([book_of(record)]))


def _xls_list(name: str) -> Callable[[Record, Path], Path]:
    return lambda record, folder: sheet_writers.xls_list(folder / name, [book_of(record)])


def _sheets(save: Callable[[Path, list[Any]], Path], name: str) -> Callable[[Record, Path], Path]:
    return lambda record, folder: save(folder / name, sheet_writers.forms(book_of(record)))


# the forms rewritten: of a record, with nothing but its projects and, where the file can hold it, its running text
REWRITTEN: dict[str, Callable[[Record, Path], Path]] = {
    "pipes": _text(pipe_rows),
    "Markdown": _text(markdown),
    "cells ended by pipes": _text(ended_cells),
    "Word's text stream": _text(word_stream),
    "docx": _docx,
    "xlsx list": _xlsx_list,
    "xls list": _xls_list("a.xls"),
    "xls list named .et": _xls_list("a.et"),
    "xlsx forms": _sheets(sheet_writers.xlsx, "a.xlsx"),
    "xls forms": _sheets(sheet_writers.xls, "a.xls"),
    "HTML named .xls": _sheets(sheet_writers.html, "a.xls"),
    "XML named .xls": _sheets(sheet_writers.xml, "a.xls"),
}


FORMS = [(form, name) for form in REWRITTEN for name in ALL]
FEW_FORMS = [(form, name) for form, name in FORMS if form in QUICK_FORMS and name in QUICK_NAMES]


def check_form(corpus: Path, folder: Path, score: ModuleType, form: str, name: str) -> None:
    expected = expected_of(corpus, name)
    demand(tally(score, expected, read(REWRITTEN[form](expected, folder)), ("projects",)))


# column widths and habits of other word processors: also so narrow that each 一级指标 is wrapped, cells at the top of
# their row, equal 二级指标 as one cell
PAPERS = {
    "as usual": Paper(),
    "wider": Paper(columns=(6, 5, 7, 10, 6, 8), text=34),
    "narrow": Paper(columns=(4, 4, 4, 10, 4, 6)),
    "broad": Paper(columns=(6, 6, 8, 16, 8, 12), text=40, cell=50),
    "even": Paper(columns=(5, 6, 9, 9, 7, 9)),
    "at the top": Paper(top=True),
    "merged": Paper(merge=True),
}


@pytest.mark.corpus
@pytest.mark.long
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ALL)
def test_the_forms_as_text_of_a_pdf(corpus: Path, tmp_path: Path, score: ModuleType, paper: str, name: str) -> None:
    expected = expected_of(corpus, name)
    path = tmp_path / "a.txt"
    path.write_text(pdf_text(book_of(expected), PAPERS[paper]), "utf-8")
    demand(tally(score, expected, read(path), ("projects",)))


@pytest.mark.corpus
@pytest.mark.parametrize(("form", "name"), FEW_FORMS)
def test_the_forms_rewritten(corpus: Path, tmp_path: Path, score: ModuleType, form: str, name: str) -> None:
    check_form(corpus, tmp_path, score, form, name)


@pytest.mark.corpus
@pytest.mark.long
@pytest.mark.parametrize(("form", "name"), [case for case in FORMS if case not in FEW_FORMS])
def test_the_forms_rewritten_in_many_ways(
    corpus: Path, tmp_path: Path, score: ModuleType, form: str, name: str
) -> None:
    check_form(corpus, tmp_path, score, form, name)
