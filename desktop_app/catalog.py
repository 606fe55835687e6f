"""The data under `resources/`: frames, budget tables, rule texts, aliases, samples. The only reader of them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from desktop_app import paths
from desktop_app.domain.forms import Frame, PartForms, ReadingForms, SumRule, TableForm
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
    wanted = year or 2099
    forms = []
    for t in _toml("forms", "budget_tables.toml")["table"]:
        first, last = t["years"]
        if first <= wanted <= last:
            sums = tuple(SumRule(s["label"], s["label_column"], s["sum_column"], tuple(s["rows"])) for s in t["sums"])
            forms.append(
                TableForm(
                    t["no"],
                    t["name"],
                    t["title"],
                    t["measure"],
                    tuple(t["columns"]),
                    tuple(t["label_columns"]),
                    tuple(tuple(row) for row in t["rows"]),
                    sums,
                    t["empty_note"],
                )
            )
    return tuple(sorted(forms, key=lambda form: form.no))


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
def rules() -> dict[str, dict[str, Any]]:
    """The rules by id: `severity`, `title`, `message` (with {found} and {expected}), `source`, limits and words."""
    return dict(_toml("checks.toml")["rule"])


@cache
def documents() -> dict[str, Any]:
    """Fonts, sizes and words of the documents that are written; `labels` are our own names of the fields."""
    return {**_toml("forms", "documents.toml"), "labels": {name: texts[0] for name, texts in aliases().items()}}


def sample() -> Path:
    """The sample document of the invented county."""
    return paths.resource("samples", "云岭县-2025-部门预算绩效文本.txt")
