"""The data under `resources/`: frames, budget tables, rule texts, aliases, samples. The only reader of them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from desktop_app import paths
from desktop_app.domain.figure_cells import Place
from desktop_app.domain.figures import FigureForm
from desktop_app.domain.forms import Frame, PartForms, ReadingForms, TableForm, YearForms
from desktop_app.domain.initials import Initials
from desktop_app.domain.library import Common
from desktop_app.domain.limits import Limit
from desktop_app.domain.narrative import NarrativeForms, SectionForm, Sentence
from desktop_app.domain.table_forms import build
from desktop_app.errors import UserError, from_os_error

DEFAULT_FRAME = "output-cost"


def _toml(*parts: str) -> dict[str, Any]:
    path = paths.resource(*parts)
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise from_os_error(error, path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError("程序自带的资料文件损坏", str(path), "请重新安装程序") from error


@cache
def frames() -> dict[str, Frame]:
    """All indicator frames by id, the default first."""
    return {
        f["id"]: Frame(
            f["id"],
            f["name"],
            tuple((level["name"], tuple(level["below"])) for level in f["level"]),
            tuple(f["required"]),
            tuple(f["expected"]),
        )
        for f in _toml("forms", "frames.toml")["frame"]
    }


def frame(frame_id: str) -> Frame:
    """The frame of that id; the default where the id is "" or unknown (a newer set may have named it)."""
    return frames().get(frame_id) or frames()[DEFAULT_FRAME]


@cache
def table_forms(year: int | None) -> tuple[TableForm, ...]:
    """The budget tables of a budget year, in order of their numbers; of the newest year where `year` is None."""
    return build(_toml("forms", "budget_tables.toml"), year)


@cache
def function_codes() -> dict[str, str]:
    """The shipped names of 支出功能分类 by code; `tables.code_names` puts over them what the tables of a file print."""
    return dict(_toml("codes", "function.toml")["codes"])


@cache
def economic_codes() -> dict[str, str]:
    """The shipped names of 支出部门经济分类 by code (类 3 digits, 款 5)."""
    return dict(_toml("codes", "economic.toml")["codes"])


@cache
def yearly(year: int | None) -> YearForms:
    """What is published beside the nine tables in a budget year; of the newest where `year` is None."""
    data = _toml("forms", "yearly.toml")
    wanted = year or max(known["years"][1] for known in data["year"])
    form = next((y for y in data["year"] if y["years"][0] <= wanted <= y["years"][1]), data["year"][-1])
    words = {"year": year or "", "equipment": form["equipment"]}
    terms = (t for t in data["term"] if "years" not in t or t["years"][0] <= wanted <= t["years"][1])
    first, second, third = data["asset_heads"]
    return YearForms(
        purchase_title=data["purchase_title"],
        purchase=tuple((field, head.format(**words).removeprefix("年")) for field, head in form["purchase"]),
        asset_title=data["asset_title"],
        asset_heads=(first, second, third),
        assets=tuple(item.format(**words) for item in data["assets"]),
        numbering=form["numbering"],
        notes=dict(data["notes"]),
        glossary=tuple((t["term"], t["text"]) for t in terms),
    )


@cache
def aliases() -> dict[str, tuple[str, ...]]:
    """For each field name (`code`, `l3`, `plan.0` …) the column names and labels that mean it, our own first."""
    return {name: tuple(texts) for name, texts in _toml("forms", "aliases.toml")["field"].items()}


@cache
def part_forms() -> PartForms:
    """The words by which the parts of a book that are no project are told."""
    data = _toml("forms", "parts.toml")
    names = {
        part: {field: tuple(texts) for field, texts in data[part].items()}
        for part in ("budget", "purchase", "asset", "organisation")
    }
    return PartForms(
        tuple((c["no"], tuple(c["words"])) for c in data["caption"]),
        tuple((c["no"], tuple(c["heads"])) for c in data["columns"]),
        names["budget"],
        names["purchase"],
        names["asset"],
        names["organisation"],
    )


def reading_forms() -> ReadingForms:
    """What importers read source files by."""
    return ReadingForms(aliases(), tuple(frames().values()), part_forms())


@cache
def narrative() -> NarrativeForms:
    """What the 情况说明 states and how: its figures, its sections, the words that introduce figures in a text."""
    data = _toml("narrative.toml")
    figures = [
        FigureForm(
            f["key"],
            f["name"],
            _places(f, "places"),
            tuple(f.get("parts", ())),
            tuple(f.get("less", ())),
            _places(f, "beside"),
            tuple(f.get("beside_plus", ())),
            f.get("compared", False),
            tuple(f.get("words", ())),
            tuple(f.get("sums", ())),
            tuple(f.get("more", ())),
            f.get("like", ""),
        )
        for f in data["figure"]
    ]
    sections = [
        SectionForm(
            s["id"],
            s["heading"],
            tuple(tuple(words) for words in s["match"]),
            tuple(tuple(_sentence(t) for t in p["sentences"]) for p in s.get("paragraph", ())),
            s.get("person", False),
            s.get("hint", ""),
            tuple(tuple(words) for words in s.get("sure", ())),
            s.get("begins", False),
        )
        for s in data["section"]
    ]
    words = {key: tuple(texts) for key, texts in data["words"].items()}
    return NarrativeForms(tuple(figures), tuple(sections), words, data["names"])


def _places(figure: dict[str, Any], name: str) -> tuple[Place, ...]:
    return tuple(Place(p["table"], tuple(p["rows"]), tuple(p["heads"])) for p in figure.get(name, ()))


def _sentence(data: dict[str, Any]) -> Sentence:
    return Sentence(
        data["text"], tuple(data.get("when", ())), data.get("each", ""), data.get("join", ""), data.get("end", "")
    )


@cache
def rules() -> dict[str, dict[str, Any]]:
    """The rules by id: `severity`, `title`, `message` (with {found} and {expected}), `source`, limits and words."""
    return dict(_toml("checks.toml")["rule"])


@cache
def limits() -> dict[str, dict[str, Limit]]:
    """What the limits and words of the rules are called, by rule and key."""
    return {rule: {key: Limit(**told) for key, told in keys.items()} for rule, keys in _toml("limits.toml").items()}


@cache
def documents() -> dict[str, Any]:
    """Fonts, sizes and words of the documents that are written; `labels` are our own names of the fields."""
    return {**_toml("forms", "documents.toml"), "labels": {name: texts[0] for name, texts in aliases().items()}}


def sample() -> Path:
    """The sample document of the invented county."""
    return paths.resource("samples", "云岭县-2025-部门预算绩效文本.txt")


@cache
def initials() -> Initials:
    """The letters that the readings of characters begin with."""
    data = _toml("initials.toml")
    letters = {character: letter for letter, characters in data["letters"].items() for character in characters}
    return Initials(letters, {word: read for read, words in data["words"].items() for word in words.split()})


@cache
def library() -> tuple[Common, ...]:
    """The common indicators, those for every project first."""
    kinds = _toml("library.toml")["kind"]
    return tuple(Common(kind["name"], tuple(kind["words"]), *row) for kind in kinds for row in kind["rows"])
