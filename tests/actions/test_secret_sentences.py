"""What a secret project is for is not repeated word for word in what is published."""

import time
from pathlib import Path

import pytest

from desktop_app.actions import gate, secret_sentences, workspace
from desktop_app.domain.model import Book, Goal, Project
from tests.actions.whole import book, take

SENTENCE = "在全县布设点位并与调度室联网"


def _hidden(purpose: str, goal: str = "") -> Book:
    made = book()
    made.projects[1].secret, made.projects[1].purpose = "是", purpose
    made.projects[1].goals = [Goal(goal)] if goal else []
    return made


@pytest.mark.parametrize(
    ("purpose", "goal", "text", "stops"),
    [
        (f"用于工程。{SENTENCE}；另付租金。", "", f"保障供水，并{SENTENCE}。", True),
        ("", SENTENCE, f"1.{SENTENCE}", True),
        (SENTENCE, "", "在全县布设点位\n并与调度室，联网", True),
        (SENTENCE, "", "在全县布设点位并与值班室联网", False),
        ("更换老旧管网", "", "更换老旧管网", False),  # short: anybody's
        ("机关事业单位基本养老保险缴费支出", "", "机关事业单位基本养老保险缴费支出", False),  # what every book prints
    ],
)
def test_a_sentence_of_a_secret_project_stops_what_repeats_it(
    tmp_path: Path, purpose: str, goal: str, text: str, stops: bool
) -> None:
    made = _hidden(purpose, goal)
    made.sections[1].text = text
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, made)
        found = [f for f in gate.gate(store).absolute if "照搬了涉密项目（序号 2）" in f.message]
        assert [(f.rule, f.path) for f in found] == ([("D01", "narrative[1]")] if stops else [])


def test_a_sentence_that_an_open_project_states_too_is_shown_to_a_person(tmp_path: Path) -> None:
    made = _hidden(SENTENCE)
    made.projects[0].purpose = f"用于维护全县十二座泵站。{SENTENCE}。"
    made.sections[1].text = SENTENCE
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, made)
        found = gate.gate(store)
        assert found.absolute == []
        (told,) = [notice for notice in found.notices if "整句相同" in notice]
        assert "泵站维护费" in told
        assert sorted(x.path for x in found.warnings if "整句相同" in x.message) == ["narrative[1]", "purpose"]


def test_a_text_is_read_once_however_many_sentences_there_are() -> None:
    hidden = [Project(secret="是", purpose=f"第{i}处点位在全县各乡镇布设并联网", id=str(i)) for i in range(3000)]
    open_ones = [Project(purpose="用于日常巡查和维护工作的支出" * 20) for _ in range(300)]
    begun = time.perf_counter()
    found = secret_sentences.of_books([Book(projects=[*hidden, *open_ones])])
    assert [p.id for _, p in found.found("有第7处点位在全县各乡镇布设并联网等")] == ["7"]
    assert time.perf_counter() - begun < 3
