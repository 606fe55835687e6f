"""Rule sets of a workspace: loaded, in force at once, changed, saved for others, and taken out."""

from pathlib import Path

import pytest

from desktop_app import cli
from desktop_app.actions import checking, editing, reading, report, rule_sets
from desktop_app.actions.checking import Checker
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.findings import Finding
from desktop_app.errors import UserError


def file(folder: Path, text: str, name: str = "规则.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def severities(found: list[Finding], rule: str) -> list[str]:
    return [finding.severity for finding in found if finding.rule == rule]


def test_a_loaded_set_is_in_force_at_once_and_undo_takes_it_out(store: Store, tmp_path: Path) -> None:
    checker = Checker(store)
    assert severities(checker.findings, "F06") == ["error"]
    checker.update(rule_sets.load(store, file(tmp_path, 'name = "甲"\nyears = [2025]\n[rule.F06]\nseverity = "off"')))
    assert severities(checker.findings, "F06") == []
    assert checker.findings == checking.check(store)
    (book,) = reading.load_books(store)
    assert rule_sets.name_for(store, book) == "甲"
    checker.update(store.undo())
    assert severities(checker.findings, "F06") == ["error"]
    assert rule_sets.name_for(store, book) == rule_sets.OWN


def test_a_set_of_the_same_name_is_replaced(store: Store, tmp_path: Path) -> None:
    rule_sets.load(store, file(tmp_path, 'name = "甲"\n[rule.F06]\nseverity = "off"'))
    rule_sets.load(store, file(tmp_path, 'name = "甲"\n[rule.F06]\nseverity = "info"'))
    assert [entry.name for entry in rule_sets.loaded(store)] == ["甲"]
    assert severities(checking.check(store), "F06") == ["info"]


def test_a_set_for_a_place_holds_once_the_codes_say_so(store: Store, project_id: str, tmp_path: Path) -> None:
    text = 'name = "乙"\nplaces = ["530928"]\n[rule.F06]\nseverity = "info"'
    checker = Checker(store)
    checker.update(rule_sets.load(store, file(tmp_path, text)))
    assert severities(checker.findings, "F06") == ["error"]
    checker.update(editing.edit_cells(store, [(CellKey("project", project_id, "code"), "53092825P001234567890")]))
    assert severities(checker.findings, "F06") == ["info"]
    assert checker.findings == checking.check(store)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"name = 1", b"\x00" * 9_000_000])
def test_what_is_no_rule_set_changes_nothing(store: Store, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "规则.toml"
    path.write_bytes(content)
    with pytest.raises(UserError, match="规则集"):
        rule_sets.load(store, path)
    assert rule_sets.loaded(store) == []


def test_a_rule_is_set_in_the_window_and_back(store: Store) -> None:
    (book,) = reading.load_books(store)
    rule_sets.change(store, book, "F06", "severity", "warning")
    rule_sets.change(store, book, "K07", "name_length", 45)
    (here,) = rule_sets.loaded(store)
    assert (here.name, severities(checking.check(store), "F06")) == (rule_sets.HERE, ["warning"])
    assert rule_sets.name_for(store, book) == "程序自带规则（另有本单位设置 2 条）"
    rule_sets.change(store, book, "F06", "severity", None)
    assert rule_sets.rules_for(store, book)["K07"]["name_length"] == 45
    (here,) = rule_sets.loaded(store)
    assert here.rules is not None and set(here.rules.rules) == {"K07"}
    with pytest.raises(UserError, match="D01 管的是涉密"):
        rule_sets.change(store, book, "D01", "severity", "off")


def test_what_is_set_here_lies_over_a_loaded_set(store: Store, tmp_path: Path) -> None:
    (book,) = reading.load_books(store)
    rule_sets.load(store, file(tmp_path, 'name = "甲"\nyears = [2025]\n[rule.F06]\nseverity = "off"'))
    rule_sets.change(store, book, "F06", "severity", "info")
    assert severities(checking.check(store), "F06") == ["info"]
    rule_sets.save(store, book, tmp_path / "出.toml", "合并")
    assert 'severity = "info"' in (tmp_path / "出.toml").read_text("utf-8")
    rule_sets.change(store, book, "F06", "severity", "off")
    assert rule_sets.name_for(store, book) == "甲"
    assert rule_sets.milder_for(store, book) == ["F06（关闭）"]
    assert "F06（关闭）" in "".join(report.report(store, book).lines)


def test_a_chosen_severity_holds_for_all_cases_and_is_written_out(store: Store, tmp_path: Path) -> None:
    (book,) = reading.load_books(store)
    rule_sets.load(store, file(tmp_path, 'name = "甲"\nyears = [2025]\n[rule.P06]\nseverity_zero = "off"'))
    rule_sets.change(store, book, "P06", "severity", "error")  # its own severity, yet not that of all its cases
    assert rule_sets.rules_for(store, book)["P06"]["severity_zero"] == "error"
    rule_sets.save(store, book, tmp_path / "出.toml", "合并", ((2026,), ()))
    rule_sets.change(store, book, "P06", "severity", None)
    assert rule_sets.rules_for(store, book)["P06"]["severity_zero"] == "off"
    rule_sets.load(store, tmp_path / "出.toml")
    made = rule_sets.loaded(store)[-1].rules
    assert made is not None
    assert (made.years, made.places, made.rules) == ((2026,), (), {"P06": {"severity": "error"}})


def test_a_case_that_is_switched_off_is_told(store: Store, tmp_path: Path) -> None:
    text = 'name = "甲"\n[rule.P06]\nseverity_zero = "off"\n[rule.P08]\nseverity_short = "info"\nseverity = "warning"'
    rule_sets.load(store, file(tmp_path, text))
    (book,) = reading.load_books(store)
    told = ["P06（部分情形关闭）", "P08（部分情形警告、提示）"]
    assert rule_sets.milder_for(store, book) == told
    assert "关闭或放宽的规则：" + "、".join(told) in report.report(store, book).lines[2]


@pytest.mark.parametrize("name", [rule_sets.OWN, rule_sets.HERE])
def test_no_set_takes_the_name_of_the_programs_own(store: Store, tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="请换一个名称"):
        rule_sets.load(store, file(tmp_path, f'name = "{name}"\n[rule.F06]\nseverity = "off"'))
    with pytest.raises(UserError, match="请换一个名称"):
        rule_sets.save(store, reading.load_books(store)[0], tmp_path / "出.toml", name)


def test_the_command_loads_lists_saves_and_removes(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.close()
    path = str(tmp_path / "甲.jxdb")
    given = file(tmp_path, 'name = "云岭县规则"\n[rule.F06]\nseverity = "info"')
    assert cli.main(["rules", path, "--load", str(given)]) == 0
    assert "按「云岭县规则」检查" in capsys.readouterr().out
    assert cli.main(["rules", path, "--save", str(tmp_path / "给别人.toml"), "--name", "转发"]) == 0
    assert (tmp_path / "给别人.toml").read_text("utf-8").startswith('name = "转发"')
    assert cli.main(["rules", path, "--remove", "没有的"]) == 2
    assert "这里有：云岭县规则" in capsys.readouterr().err
    assert cli.main(["rules", path, "--remove", "云岭县规则"]) == 0
    assert "按「程序自带规则」检查" in capsys.readouterr().out
