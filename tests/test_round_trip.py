"""Whole documents there and back: import, dump, package, backup, undo and redo, and the same file a second time."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop_app import cli
from desktop_app.actions import editing, importing, workspace
from desktop_app.actions.plan import SAME

DOCUMENTS = (
    "dingzhou-2021-word-text",
    "gaoxin-2021-tab-rows",
    "chengde-2024-markdown",
    "zhangjiakou-2025-pdf-text",
)
# what a package leaves out on purpose: texts of the source itself
_OF_SOURCE = ("unread",)


def run(*arguments: object) -> int:
    return cli.main([str(a) for a in arguments])


def require_exact(corpus: Path, name: str, dumped: Path) -> None:
    """The whole record agrees with what a careful person reads in the document, every field of it."""
    command = [sys.executable, corpus / "score.py", corpus / "expected" / f"{name}.json", dumped]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    total = done.stdout.strip().splitlines()[-1]
    print(dumped.stem, name, total)  # noqa: T201
    exact = re.search(r"exact 100\.0000% wrong 0 missing 0 invented 0 silent 0 ", total)
    assert done.returncode == 0 and exact, done.stdout


def dump(path: Path) -> dict[str, Any]:
    to = path.with_suffix(".json")
    assert run("dump", path, "--json", to) == 0
    found: dict[str, Any] = json.loads(to.read_text("utf-8"))
    return found


@pytest.mark.corpus
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_goes_every_way_and_comes_back_exact(corpus: Path, tmp_path: Path, name: str) -> None:
    source, first, package = corpus / f"{name}.txt", tmp_path / "导入.jxdb", tmp_path / "包.jxz"
    run("import", source, "--into", first, "--json", tmp_path / "读.json")
    imported = dump(first)
    require_exact(corpus, name, tmp_path / "导入.json")
    assert imported == json.loads((tmp_path / "读.json").read_text("utf-8")) | {"file": None}

    reason = tmp_path / "理由.json"
    reason.write_text('{"reason": "试", "by": "张三"}', "utf-8")
    assert run("pack", first, "--to", package, "--override", reason) == 0
    assert run("receive", package, "--into", tmp_path / "收.jxdb") == 0
    got = dump(tmp_path / "收.jxdb")
    require_exact(corpus, name, tmp_path / "收.json")
    assert got == imported | {part: [] for part in _OF_SOURCE}
    assert run("receive", package, "--into", tmp_path / "收.jxdb") == 0  # a second time nothing is new
    assert dump(tmp_path / "收.jxdb") == got

    run("backup", first, "--to", tmp_path / "备份.jxdb")
    run("restore", tmp_path / "备份.jxdb", "--to", tmp_path / "恢复.jxdb")
    assert dump(tmp_path / "恢复.jxdb") == imported
    require_exact(corpus, name, tmp_path / "恢复.json")

    with workspace.open_workspace(first) as store:
        editing.undo(store)
    assert not any(dump(first)[part] for part in imported if part not in ("department", "file", "year"))
    with workspace.open_workspace(first) as store:
        editing.redo(store)
    assert dump(first) == imported
    require_exact(corpus, name, tmp_path / "导入.json")


@pytest.mark.corpus
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_same_document_again_is_the_same_in_every_part(
    corpus: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source, into = corpus / f"{name}.txt", tmp_path / "甲.jxdb"
    run("import", source, "--into", into)
    before = dump(into)
    with workspace.open_workspace(into) as store:
        plan = importing.plan_import(store, importing.read_sources([source]).books)
        assert {(item.part, item.kind) for item in plan.everything} == {(item.part, SAME) for item in plan.everything}
        assert plan.flags == [] and plan.due == [] and not any(item.missing for item in plan.everything)
        count = len(plan.items), len(plan.parts)
    capsys.readouterr()
    run("import", source, "--into", into)
    said = capsys.readouterr().out
    same = f"新增 0 个项目，更新 0，冲突 0，相同 {count[0]}；其他部分新增 0 项，更新 0，冲突 0，相同 {count[1]}。"
    assert same in said and "待核对 0 处" in said
    assert dump(into) == before
