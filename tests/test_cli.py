"""The command line on whole documents: what it writes, what it answers, what it refuses."""

import html
import json
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from books import sound_book

from desktop_app import catalog, cli, paths
from desktop_app.actions import editing, importing, reading, workspace
from desktop_app.domain.changes import CellKey

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: object) -> int:
    return cli.main([str(a) for a in arguments])


def load(path: Path) -> object:
    return json.loads(path.read_text("utf-8"))


@pytest.mark.corpus
def test_check_finds_the_plan_faults_and_fix_is_one_undo(corpus: Path, tmp_path: Path) -> None:
    into = tmp_path / "甲.jxdb"
    run("import", corpus / "dingzhou-2021-word-text.txt", "--into", into)
    assert run("check", into, "--json", tmp_path / "f.json") == 1
    found = load(tmp_path / "f.json")
    assert isinstance(found, list)
    counts = Counter(finding["rule"] for finding in found)
    keys = {
        "rule", "severity", "year", "department_name", "unit", "unit_name", "project", "project_name", "path",
        "message", "expected", "found", "fix",
    }  # fmt: skip
    assert all(set(finding) == keys for finding in found)
    expected = load(corpus / "expected" / "dingzhou-2021-word-text.json")
    assert isinstance(expected, dict)
    plans = [p["plan"] for p in expected["projects"]]
    increments = [
        p for p in plans if p in (["25.00%"] * 4, ["70.00%", *["10.00%"] * 3], ["50.00%", "20.00%", "20.00%", "10.00%"])
    ]
    assert counts["F06"] == plans.count([None] * 4)
    assert counts["F04"] >= len(increments) > 5
    assert counts["F02"] and counts["F03"] >= len(increments)
    percents = sum("百分比" in (i["value"] or "") for p in expected["projects"] for i in p["indicators"])
    assert counts["K11"] >= percents > 150
    before = tmp_path / "before.json"
    run("dump", into, "--json", before)
    assert run("fix", into, "--rule", "F04") == 0
    run("dump", into, "--json", tmp_path / "fixed.json")
    fixed = load(tmp_path / "fixed.json")
    assert isinstance(fixed, dict)
    after = [p["plan"] for p in fixed["projects"]]
    for old, new in zip(plans, after, strict=True):
        if old == ["25.00%"] * 4:
            assert new == ["25.00%", "50.00%", "75.00%", "100.00%"]
    with workspace.open_workspace(into) as store:
        assert editing.undo_name(store) == "修正 F04"
        editing.undo(store)
    run("dump", into, "--json", tmp_path / "undone.json")
    assert (tmp_path / "undone.json").read_bytes() == before.read_bytes()


def test_the_sample_goes_the_whole_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into, out = tmp_path / "样例.jxdb", tmp_path / "公开"
    assert run("import", catalog.sample(), "--into", into) in (0, 1)
    assert run("check", into) == 1
    capsys.readouterr()
    assert run("export", into, "--to", out, "--format", "docx,xlsx") == 2
    assert "还有错误" in capsys.readouterr().err and not out.exists()
    override = tmp_path / "理由.json"
    override.write_text('{"reason": "样例", "by": "张三"}', "utf-8")
    assert run("export", into, "--to", out, "--format", "docx,xlsx", "--override", override) == 0
    written = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert sorted(p.suffix for p in written) == [".docx", ".xlsx"] and all(p.is_file() for p in written)
    assert run("pack", into, "--to", tmp_path / "a.jxz", "--unit", "412002", "--override", override) == 0
    assert run("receive", tmp_path / "a.jxz", "--into", tmp_path / "收.jxdb") == 0
    assert run("receive", tmp_path / "a.jxz", "--into", tmp_path / "收.jxdb") == 0
    assert run("verify", tmp_path / "收.jxdb") == 0
    assert run("backup", into, "--to", tmp_path / "备份.jxdb") == 0
    assert run("restore", tmp_path / "备份.jxdb", "--to", tmp_path / "恢复.jxdb") == 0
    for name in ("样例", "恢复"):
        run("dump", tmp_path / f"{name}.jxdb", "--json", tmp_path / f"{name}.json")
    assert (tmp_path / "样例.json").read_bytes() == (tmp_path / "恢复.json").read_bytes()


def test_our_own_list_is_read_back_equal(tmp_path: Path) -> None:
    into, back = tmp_path / "样例.jxdb", tmp_path / "回.jxdb"
    override = tmp_path / "理由.json"
    override.write_text('{"reason": "样例", "by": "张三"}', "utf-8")
    run("import", catalog.sample(), "--into", into)
    run("export", into, "--to", tmp_path / "公开", "--format", "xlsx", "--override", override)
    (sheet,) = (tmp_path / "公开").iterdir()
    run("import", sheet, "--into", back)
    for path in (into, back):
        run("dump", path, "--json", path.with_suffix(".json"))
    first, second = load(into.with_suffix(".json")), load(back.with_suffix(".json"))
    assert isinstance(first, dict) and isinstance(second, dict)
    for key in ("year", "department"):
        assert first[key] == second[key]
    for mine, theirs in zip(first["projects"], second["projects"], strict=True):
        for record in (mine, theirs):
            del record["review"], record["review_reasons"]
        assert mine == theirs


BAD = {
    "空.txt": b"",
    "照片.txt": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 40,
    "闲话.txt": "今天天气很好，适合出门走走。\n".encode() * 30,
    "坏.xlsx": b"PK\x03\x04" + b"\x00" * 300,
}


@pytest.mark.parametrize("name", BAD)
def test_bad_sources_are_refused_with_a_sentence(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path, into = tmp_path / name, tmp_path / "甲.jxdb"
    path.write_bytes(BAD[name])
    assert run("import", path, "--into", into) == 2
    message = capsys.readouterr().err
    assert name in message and "。" in message and "Traceback" not in message
    assert not into.exists() and path.read_bytes() == BAD[name]


def test_a_text_of_200_megabytes_is_refused_or_read_in_bounds(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    line = "\t产出指标\t数量指标\t巡查次数\t巡查次数\t≥12次\t年度计划\n".encode()
    with open(path, "wb") as file:
        for _ in range(200):
            file.write(line * (1_000_000 // len(line)))
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (900_000_000,) * 2);"
        "from desktop_app import cli; sys.exit(cli.main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "import", str(path), "--into", str(tmp_path / "甲.jxdb")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=30, cwd=ROOT, check=False)
    assert done.returncode == 2 and "大.txt" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "甲.jxdb").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "没有.jxdb"],
        ["import", "没有.txt"],
        ["frobnicate"],
        ["fix", "没有.jxdb", "--rule", "Z99"],
        ["receive", "没有.jxz", "--into", "新.jxdb"],
        ["dump"],
        ["export", "没有.jxdb", "--to", "x", "--format", "docx", "--override", "没有.json"],
    ],
)
def test_refusals_are_sentences(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.strip().endswith("。") and "Traceback" not in captured.err
    assert [p for p in tmp_path.iterdir() if p.name != "data"] == []


def test_an_unknown_year_is_refused_naming_the_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = catalog.sample().read_text("utf-8").replace("2025", "今").replace("2024", "去")
    text = text.replace("13990125P", "139901ZZQ")
    path = tmp_path / "无年.txt"
    path.write_text(text, "utf-8")
    assert run("import", path, "--json", tmp_path / "a.json") in (0, 1)
    record = load(tmp_path / "a.json")
    assert isinstance(record, dict)
    assert record["year"] is None and "year" in record["review"]
    assert run("import", path, "--into", tmp_path / "甲.jxdb") == 2
    assert "--year" in capsys.readouterr().err and not (tmp_path / "甲.jxdb").exists()
    assert run("import", path, "--into", tmp_path / "甲.jxdb", "--year", "2031") in (0, 1)


def test_no_output_ever_replaces_a_workspace_or_a_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into, source, override = tmp_path / "甲.jxdb", tmp_path / "源.txt", tmp_path / "理由.json"
    override.write_text('{"reason": "试", "by": "张三"}', "utf-8")
    source.write_bytes(catalog.sample().read_bytes())
    run("import", source, "--into", into)
    run("backup", into, "--to", tmp_path / "乙.jxdb")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    for arguments in (
        ["dump", into, "--json", into],
        ["dump", into, "--json", tmp_path / "乙.jxdb"],
        ["check", into, "--json", into],
        ["pack", into, "--to", into, "--override", override],
        ["import", source, "--json", source],
        ["import", source, "--into", into, "--json", into],
        ["import", source, "--into", tmp_path / "新.jxdb", "--json", tmp_path / "没有" / "a.json"],
        ["import", source, "--into", tmp_path / "新.jxdb", "--year", "99999999999999999999"],
        ["receive", source, "--into", tmp_path / "新.jxdb"],
    ):
        assert run(*arguments) == 2, arguments
        assert capsys.readouterr().err.strip().endswith("。")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def test_findings_name_their_project_unit_and_department(tmp_path: Path) -> None:
    into = tmp_path / "甲.jxdb"
    book = sound_book()
    book.projects[0].purpose, book.units[0].name = "", "云岭县水利局本级"
    with workspace.create_workspace(into) as store:
        importing.apply_import(store, importing.plan_import(store, [book]))
    assert run("check", into, "--json", tmp_path / "f.json") == 1
    found = load(tmp_path / "f.json")
    assert isinstance(found, list)
    names = ("rule", "project_name", "unit_name", "department_name")
    named = [tuple(finding[name] for name in names) for finding in found]
    project = book.projects[0]
    assert ("P08", project.name, "云岭县水利局本级", "云岭县水利局") in named
    assert all(department == "云岭县水利局" for *_, department in named)


@pytest.mark.parametrize("mark", ["是", "涉密", "机密", "Y", "1"])
def test_whatever_the_mark_a_secret_project_is_published_nowhere(tmp_path: Path, mark: str) -> None:
    into, override = tmp_path / "甲.jxdb", tmp_path / "理由.json"
    override.write_text('{"reason": "试", "by": "张三"}', "utf-8")
    run("import", catalog.sample(), "--into", into)
    with workspace.open_workspace(into) as store:
        secret, other = reading.load_books(store)[0].projects[:2]
        edits = [
            (CellKey("project", secret.id, "secret"), mark),
            (CellKey("project", secret.id, "name"), "甲乙丙丁工程"),
        ]
        editing.edit_cells(store, edits)
    assert run("export", into, "--to", tmp_path / "公开", "--format", "docx,xlsx", "--override", override) == 0
    assert run("pack", into, "--to", tmp_path / "a.jxz", "--override", override) == 0
    for path in [*(tmp_path / "公开").iterdir(), tmp_path / "a.jxz"]:
        with zipfile.ZipFile(path) as archive:
            parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        texts = html.unescape("".join(parts))
        assert other.name in texts and "甲乙丙丁" not in texts and secret.purpose not in texts
    with workspace.open_workspace(into) as store:
        editing.edit_cells(store, [(CellKey("project", other.id, "purpose"), "配合甲乙丙丁工程实施。")])
    assert run("export", into, "--to", tmp_path / "又", "--format", "docx", "--override", override) == 2
    assert not (tmp_path / "又").exists()


def test_a_folder_is_read_and_each_bad_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, into = tmp_path / "旧文件", tmp_path / "甲.jxdb"
    (folder / "局").mkdir(parents=True)
    (folder / "空.txt").write_bytes(b"")
    assert run("import", folder, "--into", into) == 2
    assert "空.txt" in capsys.readouterr().err and not into.exists()
    (folder / "局" / "样例.txt").write_bytes(catalog.sample().read_bytes())
    (folder / "局" / "又一份.txt").write_bytes(catalog.sample().read_bytes())
    assert run("import", folder, "--into", into, "--list") == 1
    captured = capsys.readouterr()
    assert "空.txt" in captured.err and "Traceback" not in captured.err
    with workspace.open_workspace(into) as store:
        projects = sum(len(b.projects) for b in reading.load_books(store))
    assert f"新增 {projects} 个项目，更新 0，冲突 0，相同 {projects}；" in captured.out
    flags = [line for line in captured.out.splitlines() if line.startswith(("待核对", "未读懂"))]
    assert all("样例.txt" in line or "又一份.txt" in line for line in flags)


def test_columns_are_explained_by_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet, told, out = tmp_path / "清单.csv", tmp_path / "栏目.json", tmp_path / "a.json"
    rows = ["部门名称,单位名称,项目编码,项目名称,预算数,三级指标,指标值,干什么用",
            "云岭县水利局,本级,53099925P000041200114,泵站维护费,7.30,巡查次数,≥12次,维护全县泵站"]  # fmt: skip
    sheet.write_text("\n".join(rows), "utf-8")
    told.write_text('{"干什么用": "purpose"}', "utf-8")
    assert run("import", sheet, "--json", out, "--columns", told, "--year", "2025") in (0, 1)
    record = load(out)
    assert isinstance(record, dict) and record["projects"][0]["purpose"] == "维护全县泵站"
    for text in ("[]", "{", '{"干什么用": 3}', '{"干什么用": "nix"}'):
        told.write_text(text, "utf-8")
        assert run("import", sheet, "--json", out, "--columns", told) == 2
        assert capsys.readouterr().err.strip().endswith("。")


def test_a_row_that_was_left_out_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into = tmp_path / "甲.jxdb"
    with workspace.create_workspace(into) as store:
        plan = importing.plan_import(store, importing.read_sources([catalog.sample()]).books)
        project = plan.items[0].project
        left_out = project.indicators[1].l3
        importing.drop_row(plan.items[0], "indicators[1]")
        importing.apply_import(store, plan)
    run("import", catalog.sample(), "--into", into)
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("略过")]
    assert len(said) == 1
    assert project.name in said[0]
    assert left_out in said[0]
    with workspace.open_workspace(into) as store:
        here = next(p for p in reading.load_books(store)[0].projects if p.name == project.name)
        assert left_out not in [row.l3 for row in here.indicators]


def test_what_compiled_libraries_print_is_in_the_log_and_our_sentence_on_the_console() -> None:
    code = "import os, sys; from desktop_app import cli; sys.argv = ['jixiao', 'verify', '没有.jxdb'];"
    code += " result = cli.main(); os.write(2, b'panicked'); sys.exit(result)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "没有.jxdb" in done.stderr
    assert (paths.data_dir() / "logs" / "native.log").read_text("utf-8") == "panicked"


def test_a_conflict_is_named_and_what_was_edited_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into = tmp_path / "甲.jxdb"
    run("import", catalog.sample(), "--into", into)
    with workspace.open_workspace(into) as store:
        first = reading.load_books(store)[0].projects[0]
        editing.edit_cells(store, [(CellKey("project", first.id, "purpose"), "自己写的用途")])
    capsys.readouterr()
    run("import", catalog.sample(), "--into", into)
    assert f"冲突 {catalog.sample().name} {first.name}：资金用途（保留原有内容）" in capsys.readouterr().out
    with workspace.open_workspace(into) as store:
        assert reading.load_books(store)[0].projects[0].purpose == "自己写的用途"
        assert editing.undo_name(store) == "修改资金用途"
