"""Every file that leaves the office, unpacked to its last byte: nothing in it tells of a secret project."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.actions import (
    comparing,
    editing,
    exporting,
    filling,
    overview,
    overview_tables,
    packing,
    reading,
    report,
    rule_sets,
    stages,
    workspace,
)
from desktop_app.actions.gate import Override
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import Purchase
from desktop_app.domain.model import Goal, Indicator, Project
from desktop_app.errors import UserError
from desktop_app.exporters import written
from desktop_app.storage import queries
from tests.actions.whole import book, take

OVERRIDE = Override("测试理由", "王会计")
NAME, CODE = "2025年雪亮光缆工程项目经费", "53099925P000041200999"
CORE = "雪亮光缆工程"
WORDS = (
    NAME, CORE, "戊己至庚辛", "壬癸两处节点", "寅卯端口", "丑寅文件", "子丑交换机",
    "申酉类别", "7654.32", "辰巳备注", "99.87",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A file with a secret project, in the third unit of the second year, that had a stage and findings of its own."""
    own, last = book(), book()
    last.year = 2024
    secret = Project(
        "412002", "云岭县供水站", "3", f"3.{NAME}绩效目标表", CODE, NAME, "7654.32", "7654.32", "",
        "架设戊己至庚辛的线路", goals=[Goal("开通壬癸两处节点")], category="申酉类别", secret="是",
        indicators=[Indicator("产出指标", "数量指标", "寅卯端口", "寅卯端口", "≥2", "丑寅文件", note="辰巳备注")],
    )  # fmt: skip
    own.projects.append(secret)
    own.purchases.append(Purchase(NAME, "7654.32", "子丑交换机", total="99.87", owner="412002"))
    opened = workspace.create_workspace(tmp_path / "甲.jxdb")
    take(opened, own)
    take(opened, last)
    now = next(b for b in reading.load_books(opened) if b.year == 2025)
    stages.close_stage(opened, [now.id], "一上", "二上")
    changed = next(p for p in now.projects if p.code == CODE)
    public = now.projects[0]
    cells = {changed.id: "改到戊己至庚辛", public.id: "用于维护泵站十三座"}
    editing.edit_cells(opened, [(CellKey("project", i, "purpose"), text) for i, text in cells.items()])
    return opened


def _unit(store: Store, code: str) -> str:
    return next(str(u["id"]) for u in queries.units(store) if u["code"] == code)


def export(formats: str, unit: str = "") -> Callable[[Store, Path], list[Path]]:
    def write(store: Store, to: Path) -> list[Path]:
        job = exporting.export(store, to, formats.split(","), "", _unit(store, unit) if unit else "", OVERRIDE)
        return job.run()

    return write


def write_report(suffix: str) -> Callable[[Store, Path], list[Path]]:
    return lambda store, to: report.write(store, to / f"检查报告{suffix}")


def pack(*units: str) -> Callable[[Store, Path], list[Path]]:
    return lambda store, to: [packing.pack(store, [_unit(store, u) for u in units], to / "包.jxz", OVERRIDE)]


def compare(years: bool) -> Callable[[Store, Path], list[Path]]:
    def write(store: Store, to: Path) -> list[Path]:
        sides = comparing.sides(store, next(b.id for b in reading.load_books(store) if b.year == 2025))
        now = [side for side in sides if side.stage is None]
        pair = now if years else [next(side for side in sides if side.stage is not None), now[0]]
        rows = comparing.compare_sides(store, pair[1], pair[0])
        return [comparing.write_list(rows, (pair[1].label, pair[0].label), to / "对比.xlsx")]

    return write


def sums(store: Store, to: Path) -> list[Path]:
    node = next(d for year in reading.tree(store) for d in year.children)
    found = overview.figures(store, node)

    def none(_: object) -> tuple[int, int, int, int]:
        return 0, 0, 0, 0

    rest = filling.states(store, node), filling.parts(store, node)
    made = [overview_tables.make(n, found, overview.found_in(node, none), none, *rest) for n in overview_tables.NAMES]
    return [overview_tables.write("云岭县水利局", made, 1, to / "汇总.xlsx")]


def rules(store: Store, to: Path) -> list[Path]:
    return [rule_sets.save(store, reading.load_books(store)[0], to / "规则.toml", "某县口径")]


FILES: dict[str, tuple[Callable[[Store, Path], list[Path]], tuple[str, ...]]] = {
    # what writes it, and which words it may hold: a stub has its code, a list for the office its sums
    "docx": (export("docx"), ()),
    "xlsx": (export("xlsx"), ()),
    "both": (export("docx,xlsx"), ()),
    "unit": (export("docx,xlsx", "412002"), ()),
    "other unit": (export("docx,xlsx", "412001"), ()),
    "report docx": (write_report(".docx"), ()),
    "report xlsx": (write_report(".xlsx"), ()),
    "report html": (write_report(".html"), ()),
    "package": (pack(), (CODE,)),
    "package of its unit": (pack("412002"), (CODE,)),
    "package of another unit": (pack("412001"), ()),
    "stages compared": (compare(False), ()),
    "years compared": (compare(True), ()),
    "rule set": (rules, ()),
    "sums for the office": (sums, ("7654.32", "申酉类别")),
}


def told(path: Path) -> set[str]:
    """Which of the words are in a file: its name, its bytes, its parts unpacked, and what these say without markup."""
    data = [path.name.encode(), path.read_bytes()]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            data += [archive.comment, *(archive.read(part) for part in archive.namelist())]
            data += [part.encode() for part in archive.namelist()]
    texts = [re.sub(r"<[^<>]*>|\s", "", part.decode("utf-8", "replace")) for part in data]
    texts += [text for _, text in written.texts(path)]
    bare = [word.replace(".", "") for word in (*WORDS, CODE)]
    found = {w for w in (*WORDS, CODE) for d in data for encoding in ENCODINGS if w.encode(encoding) in d}
    found |= {w for w in (*WORDS, CODE) if any(w in text for text in texts)}
    return found | {w for w in bare if len(w) > 4 and any(w in text for text in texts)}


@pytest.mark.parametrize("name", FILES)
def test_nothing_in_a_file_tells_of_a_secret_project(store: Store, tmp_path: Path, name: str) -> None:
    write, may = FILES[name]
    folder = tmp_path / "出去的"
    folder.mkdir()
    with store:
        paths = write(store, folder)
        assert sorted(p for p in folder.rglob("*") if p.is_file()) == sorted(paths)
    assert paths and all(path.stat().st_size for path in paths)
    for path in paths:
        assert told(path) - set(may) == set()


def test_the_words_would_be_found(store: Store, tmp_path: Path) -> None:
    """The same files of the same file tell all of it once the mark is taken away."""
    with store:
        secret = next(p for b in reading.load_books(store) for p in b.projects if p.code == CODE)
        editing.edit_cells(store, [(CellKey("project", secret.id, "secret"), "")])
        for name in ("both", "package"):
            folder = tmp_path / name
            folder.mkdir()
            found = set().union(*(told(path) for path in FILES[name][0](store, folder)))
            assert found >= {*WORDS[:7], CODE, "7654.32"}


@pytest.mark.parametrize("name", ["both", "package", "report html", "rule set"])
def test_a_file_that_would_tell_is_not_written(store: Store, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "出去的"
    folder.mkdir()
    with store:
        if name == "rule set":
            with pytest.raises(UserError, match="涉密"):
                rule_sets.save(store, reading.load_books(store)[0], folder / "规则.toml", f"{CORE}口径")
        elif name == "report html":
            with pytest.raises(UserError, match="D01"):
                report.write(store, folder / f"{CORE}.html")
        else:
            first = reading.load_books(store)[0]
            unit = CellKey("unit", first.units[0].id, "name")
            editing.edit_cells(store, [(unit, f"{CORE}办公室")])
            with pytest.raises(UserError, match="D01"):
                FILES[name][0](store, folder)
    assert list(folder.iterdir()) == []
