"""A written answer silences a finding until its place changes, and goes wherever its record goes."""

from pathlib import Path

import pytest

from desktop_app.actions import answers, checking, editing, packing, reading, workspace
from desktop_app.actions.checking import Checker
from desktop_app.actions.gate import Override
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.findings import Finding
from desktop_app.errors import UserError
from desktop_app.handoff.package import read_package

WORDS = "按财政局批复口径填列"


def department(store: Store) -> str:
    return str(store.query("SELECT id FROM department")[0]["id"])


def written(store: Store, project_id: str) -> Checker:
    """A checker of the file after two indicators came, the second with a description equal to its name (K09)."""
    for l3 in ("受益村数", "泵站检修次数"):
        editing.insert_rows(store, "indicator", project_id, 1)
        row = store.query("SELECT id FROM indicator WHERE l3 = ''")[0]["id"]
        texts = {"l1": "产出指标", "l2": "数量指标", "l3": l3, "desc": l3, "value": "≥2次", "basis": "年度工作计划"}
        editing.edit_cells(store, [(CellKey("indicator", row, c), t) for c, t in texts.items()])
    return Checker(store)


def of_rule(found: list[Finding], rule: str) -> list[str]:
    return [finding.path for finding in found if finding.rule == rule]


def second(store: Store) -> str:
    return str(store.query("SELECT id FROM indicator WHERE l3 = '泵站检修次数'")[0]["id"])


def silence(store: Store, checker: Checker, path: str = "indicators[1].desc") -> None:
    finding = next(f for f in checker.findings if (f.rule, f.path) == ("K09", path))
    checker.update(answers.answer(store, [(department(store), finding)], WORDS, "王会计"))


def test_an_answered_finding_is_silent_and_says_who_answered(store: Store, project_id: str) -> None:
    checker = written(store, project_id)
    before = checker.counts()[project_id]
    assert of_rule(checker.findings, "K09") == ["indicators[0].desc", "indicators[1].desc"]
    silence(store, checker)
    assert of_rule(checker.findings, "K09") == ["indicators[0].desc"]
    assert of_rule(checker.of_project(project_id), "K09") == ["indicators[0].desc"]
    assert sum(checker.counts()[project_id]) == sum(before) - 1
    (finding,) = checker.answered
    assert finding.answer is not None
    assert (finding.path, finding.answer.text, finding.answer.by) == ("indicators[1].desc", WORDS, "王会计")
    assert of_rule(checking.check(store), "K09") == ["indicators[0].desc"]


def test_the_finding_comes_back_when_its_cell_changes_and_goes_when_it_is_as_before(
    store: Store, project_id: str
) -> None:
    checker = written(store, project_id)
    silence(store, checker)
    row = second(store)
    checker.update(editing.edit_cells(store, [(CellKey("indicator", row, "l3"), "检修"),
                                              (CellKey("indicator", row, "desc"), "检修")]))  # fmt: skip
    assert of_rule(checker.findings, "K09") == ["indicators[0].desc", "indicators[1].desc"]
    assert checker.answered == []
    checker.update(store.undo())
    assert of_rule(checker.findings, "K09") == ["indicators[0].desc"]


def test_an_answer_goes_with_its_row(store: Store, project_id: str) -> None:
    checker = written(store, project_id)
    silence(store, checker)
    first = str(store.query("SELECT id FROM indicator WHERE l3 = '受益村数'")[0]["id"])
    checker.update(editing.delete_rows(store, "indicator", [first]))
    assert of_rule(checker.findings, "K09") == []
    assert [f.path for f in checker.answered] == ["indicators[0].desc"]
    checker.update(editing.delete_rows(store, "indicator", [second(store)]))
    assert checker.answered == []
    assert of_rule(checker.findings, "K09") == []


def test_an_answer_is_taken_back_and_undone(store: Store, project_id: str) -> None:
    checker = written(store, project_id)
    silence(store, checker)
    (answer,) = (finding.answer for finding in checker.answered)
    assert answer is not None
    checker.update(answers.withdraw(store, [answer]))
    assert len(of_rule(checker.findings, "K09")) == 2
    checker.update(store.undo())
    assert len(of_rule(checker.findings, "K09")) == 1
    checker.update(store.undo())
    assert len(of_rule(checker.findings, "K09")) == 2


def test_answering_again_replaces_the_answer_that_no_longer_holds(store: Store, project_id: str) -> None:
    checker = written(store, project_id)
    silence(store, checker)
    row = second(store)
    texts = [(CellKey("indicator", row, "l3"), "检修"), (CellKey("indicator", row, "desc"), "检修")]
    checker.update(editing.edit_cells(store, texts))
    silence(store, checker)
    assert len(store.query("SELECT id FROM answer")) == 1
    assert of_rule(checker.findings, "K09") == ["indicators[0].desc"]


def test_a_finding_of_the_whole_project_and_of_the_department_are_answered(store: Store, project_id: str) -> None:
    checker = Checker(store)
    of_book = [(department(store), f) for f in checker.findings if not f.project_id or f.rule == "F06"]
    assert {f.rule for _, f in of_book} >= {"F06"}
    checker.update(answers.answer(store, of_book, WORDS, "王会计"))
    assert not {f.rule for f in checker.findings} & {"F06"}
    assert len(checker.answered) == len(of_book)
    fresh = Checker(store)
    assert (fresh.findings, fresh.answered) == (checker.findings, checker.answered)


@pytest.mark.parametrize(
    ("text", "by", "said"), [("可", "王", "说明太短"), (WORDS, " ", "没有写姓名")], ids=["no words", "no name"]
)
def test_an_answer_needs_words_and_a_name(store: Store, project_id: str, text: str, by: str, said: str) -> None:
    checker = Checker(store)
    with pytest.raises(UserError, match=said):
        answers.answer(store, [(department(store), checker.findings[0])], text, by)
    assert store.query("SELECT id FROM answer") == []


def test_secrets_are_never_answered_away(store: Store, project_id: str) -> None:
    store_changes = editing.edit_cells(store, [(CellKey("project", project_id, "purpose"), "本项目涉密，绝密级")])
    checker = Checker(store)
    checker.update(store_changes)
    found = [(department(store), f) for f in checker.findings if f.rule == "D01"]
    assert found
    with pytest.raises(UserError, match="D01 不能用说明代替修改"):
        answers.answer(store, found, WORDS, "王会计")


def test_answers_travel_in_packages(store: Store, project_id: str, tmp_path: Path) -> None:
    checker = written(store, project_id)
    silence(store, checker)
    package = tmp_path / "上报.jxz"
    override = Override("测试理由", "王会计")
    packing.pack(store, [], package, override)
    with workspace.create_workspace(tmp_path / "乙.jxdb") as other:
        packing.receive(other, read_package(package))
        theirs = Checker(other)
        assert of_rule(theirs.findings, "K09") == ["indicators[0].desc"]
        assert [f.answer.text for f in theirs.answered if f.answer] == [WORDS]
        project = reading.load_project(other, str(other.query("SELECT id FROM project")[0]["id"]))
        assert [answer.by for answer in project.answers] == ["王会计"]
