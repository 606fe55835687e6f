"""What is about to leave is read as it was written: names, properties, hidden cells, comments, answers."""

import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document as WordDocument
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from desktop_app.actions import (
    answers,
    checking,
    editing,
    exporting,
    gate,
    outgoing,
    outgoing_texts,
    packing,
    reading,
    report,
    workspace,
)
from desktop_app.actions.gate import Override
from desktop_app.actions.outgoing import Guard
from desktop_app.domain import secret_names
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import DepartmentGoal, Fact, GoalIndicator
from desktop_app.domain.traces import Answer
from desktop_app.errors import Cancelled, UserError
from desktop_app.exporters import written, xlsx_forms
from tests.actions.whole import book, take

SECRET = "甲乙专线工程"
GUARD = Guard((SECRET,))
OVERRIDE = Override("测试理由", "王会计")


def _defined(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent.defined_names["合计"] = DefinedName("合计", attr_text=f"'{SECRET}'!$A$1", comment=SECRET)


def _hidden_row(sheet: Worksheet) -> None:
    sheet["C7"] = SECRET
    sheet.row_dimensions[7].hidden = True


def _hidden_sheet(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    other = sheet.parent.create_sheet("附表")
    other["B2"] = f"含{SECRET[:2]}　{SECRET[2:]}"
    other.sheet_state = "veryHidden"


def _comment(sheet: Worksheet) -> None:
    sheet["A1"].comment = Comment(f"见{SECRET}", "张")


def _properties(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent.properties.keywords = SECRET


def _formula(sheet: Worksheet) -> None:
    sheet["D4"] = f'=IF(A1="{SECRET}",1,0)'


@pytest.mark.parametrize(
    ("put", "place"),
    [
        (_hidden_row, "工作表1 C7"),
        (_hidden_sheet, "工作表2 B2"),
        (_comment, "批注"),
        (_properties, "文件属性"),
        (_defined, "工作表名和定义名称"),
        (_formula, "工作表1 D4"),
    ],
)
def test_a_secret_name_hidden_in_a_workbook_is_found(
    tmp_path: Path, put: Callable[[Worksheet], None], place: str
) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    sheet["A1"] = "公开的文字"
    path = tmp_path / "预算表.xlsx"
    made.save(path)
    outgoing.require_clean(GUARD, path)
    put(sheet)
    made.save(path)
    with pytest.raises(UserError) as told:
        outgoing.require_clean(GUARD, path)
    assert f"预算表.xlsx 的{place}" in told.value.where
    assert SECRET not in str(told.value)


def test_a_secret_name_in_a_word_file_is_found_across_runs_in_properties_and_in_the_file_name(tmp_path: Path) -> None:
    made = WordDocument()
    paragraph = made.add_paragraph("实施")
    for part in SECRET[:3], SECRET[3:]:
        paragraph.add_run(part).bold = part == SECRET[3:]
    path = tmp_path / "文本.docx"
    made.save(str(path))
    with pytest.raises(UserError, match="正文"):
        outgoing.require_clean(GUARD, path)
    made = WordDocument()
    made.core_properties.subject = SECRET
    made.save(str(path))
    with pytest.raises(UserError, match="文件属性"):
        outgoing.require_clean(GUARD, path)
    WordDocument().save(str(tmp_path / f"{SECRET}.docx"))
    with pytest.raises(UserError, match="文件名"):
        outgoing.require_clean(GUARD, tmp_path / f"{SECRET}.docx")


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{SECRET}</p>",
        f"<p title='{SECRET}'>公开</p>",
        f'<p\nclass="{SECRET[:3]} {SECRET[3:]}">公开</p>',
        f"<!-- {SECRET[:3]}\n{SECRET[3:]} -->",
        f"<p>{SECRET[:3]}<b>{SECRET[3:]}</b></p>",
        "<p>" + "".join(f"&#{ord(c)};" for c in SECRET) + "</p>",
    ],
)
def test_a_secret_name_is_found_wherever_a_page_says_it(tmp_path: Path, page: str) -> None:
    path = tmp_path / "报告.html"
    path.write_text("<html><body><p>公开的文字</p></body></html>", "utf-8")
    outgoing.require_clean(GUARD, path)
    path.write_text(f"<html><body>{page}</body></html>", "utf-8")
    with pytest.raises(UserError, match="没有写出任何文件"):
        outgoing.require_clean(GUARD, path)


def _with_part(path: Path, name: str, text: str) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("customXml/item9.xml", f"<data><note>{SECRET}</note></data>"),
        ("docProps/custom.xml", f"<p><property name='x'><lpwstr>{SECRET}</lpwstr></property></p>"),
        ("word/header1.xml", f"<w><p><r>{SECRET[:2]}</r><r>{SECRET[2:]}</r></p></w>"),
        ("word/media/alt.xml", f"<w><docPr descr='{SECRET}'/></w>"),
        ("word/comments.xml", f"<w><comment author='{SECRET}'><p>x</p></comment></w>"),
        ("word/footnotes.xml", f"<w><footnote><p>{SECRET}</p></footnote></w>"),
        (f"word/{SECRET}.bin", "x"),
    ],
)
def test_a_secret_name_in_any_part_of_a_word_file_is_found(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / "文本.docx"
    WordDocument().save(str(path))
    outgoing.require_clean(GUARD, path)
    _with_part(path, name, text)
    with pytest.raises(UserError, match="没有写出任何文件"):
        outgoing.require_clean(GUARD, path)


def test_markings_and_personal_data_are_found_unless_recorded(tmp_path: Path) -> None:
    def rules(guard: Guard, text: str) -> list[str]:
        return [objection.rule for objection in guard.objections(text)]

    assert rules(Guard(), "秘密★10年") == ["D01"]
    assert rules(Guard(), "联系人13812345678") == ["D02"]
    assert rules(Guard(), "涉密采购事项按照相关规定执行") == []
    cleared = Guard((), ("泵站改造(机密)",))
    assert rules(cleared, "泵站改造（机密）") == []
    assert rules(cleared, "3.泵站 改造（机密）\n其余公开") == []
    for other in "用途：泵站改造（机密）", "泵站改造（机密），电台（绝密）", "（机密）":
        assert rules(cleared, other) == ["D01"]


def test_every_text_of_a_file_is_read_once(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["一", "二", 3])
    made.save(tmp_path / "a.xlsx")
    said = [(place, text) for place, text in written.texts(tmp_path / "a.xlsx") if place.startswith("工作表1 ")]
    assert said == [("工作表1 A1", "一"), ("工作表1 B1", "二"), ("工作表1 C1", "3")]


def test_nothing_is_put_in_place_where_one_finished_file_holds_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = book()
    hidden.projects[1].secret, hidden.projects[1].name = "是", SECRET
    whole = xlsx_forms.write_xlsx

    def leaking(books: object, path: Path, *rest: object) -> None:
        whole(books, path, *rest)  # type: ignore[arg-type]
        made = openpyxl.load_workbook(path)
        made.properties.description = f"不含{SECRET}"
        made.save(path)

    folder = tmp_path / "公开"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        job = exporting.export(store, folder, ["docx", "xlsx"], override=OVERRIDE)
        monkeypatch.setattr(xlsx_forms, "write_xlsx", leaking)
        with pytest.raises(UserError, match="文件属性"):
            job.run()
        assert list(folder.iterdir()) == []
        monkeypatch.undo()
        monkeypatch.setenv("JIXIAO_DATA_DIR", str(tmp_path / "data"))
        names = [path.name for path in job.run()]
        assert sorted(path.name for path in folder.iterdir()) == sorted(names)


def test_answers_are_texts_too(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        first = reading.load_books(store)[0]
        secret = first.projects[1]
        finding = next(x for x in checking.check(store) if x.project_id == first.projects[0].id and x.rule[0] != "D")
        answers.answer(store, [(first.id, finding)], f"与{secret.name}一并安排，电话13812345678", "王会计")
        before = {(x.rule, x.message[:4]) for x in gate.gate(store).absolute}
        assert before == {("D02", "这里有手")}
        editing.edit_cells(store, [(CellKey("project", secret.id, "secret"), "是")])
        assert {(x.rule, x.path) for x in gate.gate(store).absolute} == {("D01", finding.path), ("D02", finding.path)}
        with pytest.raises(UserError, match="D01"):
            packing.pack(store, [], tmp_path / "包.jxz", OVERRIDE)
        assert not (tmp_path / "包.jxz").exists()


def test_the_manifest_and_the_name_of_a_package_are_read_too(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        packing.pack(store, [], tmp_path / "包.jxz", OVERRIDE)
        with zipfile.ZipFile(tmp_path / "包.jxz") as archive:
            assert archive.namelist() == ["manifest.json", "books.json"]
        with pytest.raises(UserError, match="说明部分"):
            packing.pack(store, [], tmp_path / "包13812345678.jxz", OVERRIDE)
        with pytest.raises(UserError, match="说明部分"):
            packing.pack(store, [], tmp_path / "包2.jxz", Override("属于机密★10年", "王会计"))
        assert [path.name for path in tmp_path.glob("*.jxz")] == ["包.jxz"]


@pytest.mark.parametrize("column", ["nature", "funding"])
def test_a_marking_where_no_rule_looks_stops_until_somebody_records_that_it_is_no_secret(
    tmp_path: Path, column: str
) -> None:
    marked = book()
    setattr(marked.organisation[1], column, "秘密★10年")
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, marked)
        department = reading.load_books(store)[0].id
        (found,) = gate.gate(store).absolute
        assert (found.rule, found.path) == ("D01", "organisation[1]")
        assert answers.clearable(found)
        with pytest.raises(UserError, match="没有写姓名"):
            answers.not_secret(store, [(department, found)], "经保密办审查", " ")
        answers.not_secret(store, [(department, found)], "经保密办审查", "王会计")
        assert gate.gate(store).absolute == []
        assert "记为不涉密：经保密办审查（王会计）" in store.undo_name()
        assert [x.answer.by for x in gate.gate(store).cleared if x.answer] == ["王会计"]
        packing.pack(store, [], tmp_path / "包.jxz", OVERRIDE)
        row = reading.load_books(store)[0].organisation[1]
        editing.edit_cells(store, [(CellKey("organisation", row.id, column), "机密★20年")])
        assert [x.path for x in gate.gate(store).absolute] == ["organisation[1]"]


def test_a_marking_in_a_section_is_recorded_with_name_and_reason_and_listed_by_the_gate(tmp_path: Path) -> None:
    marked = book()
    marked.sections[0].text = "保障供水。\n（机密）保障防汛。"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, marked)
        first = reading.load_books(store)[0]
        (found,) = gate.gate(store).absolute
        assert found.path == "sections[0].text[1]"
        answers.not_secret(store, [(first.id, found)], "经保密办审查", "王会计")
        gated = gate.gate(store)
        assert gated.absolute == []
        assert [(x.path, x.answer and (x.answer.text, x.answer.by)) for x in gated.cleared] == [
            ("sections[0].text[1]", ("经保密办审查", "王会计"))
        ]
        job = exporting.export(store, tmp_path / "公开", ["docx"], override=OVERRIDE)
        assert len(job.run()) == 1
        text = "保障供水。\n（机密）保障防汛和抗旱。"
        editing.edit_cells(store, [(CellKey("section", first.sections[0].id, "text"), text)])
        assert [x.path for x in gate.gate(store).absolute] == ["sections[0].text[1]"]


def test_not_secret_of_a_project_silences_it_and_the_gate_tells_why(tmp_path: Path) -> None:
    marked = book()
    marked.projects[0].purpose = "本项目属于机密"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, marked)
        first = reading.load_books(store)[0]
        (found,) = gate.gate(store).absolute
        answers.not_secret(store, [(first.id, found)], "经保密办审查", "王会计")
        gated = gate.gate(store)
        assert gated.absolute == []
        assert [(x.path, x.answer.text, x.answer.by) for x in gated.cleared if x.answer] == [
            ("purpose", "经保密办审查", "王会计")
        ]
        exporting.export(store, tmp_path / "公开", ["docx", "xlsx"], override=OVERRIDE).run()
        history = editing.cell_history(store, CellKey("project", first.projects[0].id, "secret"))
        assert next((entry.operation, entry.after) for entry in history) == ("记为不涉密：经保密办审查（王会计）", "否")
        editing.undo(store)
        assert [x.path for x in gate.gate(store).absolute] == ["purpose"]


def test_what_is_cleared_in_one_place_is_cleared_nowhere_else(tmp_path: Path) -> None:
    marked = book()
    for text in (marked.sections[0], marked.glossary[0]):
        text.text = "（机密）"
    marked.facts = [Fact("", "reason.x", "（机密）专线")]
    marked.projects[0].purpose = "（机密）"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, marked)
        department = reading.load_books(store)[0].id
        places = {"sections[0].text[0]", "glossary[0].text", "facts[0]", "purpose"}
        while places:
            assert {x.path for x in gate.gate(store).absolute} == places
            found = gate.gate(store).absolute[0]
            answers.not_secret(store, [(department, found)], "经保密办审查", "王会计")
            places.remove(found.path)
        assert gate.gate(store).absolute == []
        assert exporting.export(store, tmp_path / "公开", ["docx", "xlsx"], override=OVERRIDE).run()


def test_a_project_recorded_as_no_secret_is_asked_again_for_another_marking(tmp_path: Path) -> None:
    marked = book()
    marked.projects[0].purpose = marked.projects[0].category = "（机密）"  # the second is read by no rule
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, marked)
        first = reading.load_books(store)[0]
        assert {x.path for x in gate.gate(store).absolute} == {"purpose", "category"}
        answers.not_secret(store, [(first.id, gate.gate(store).absolute[0])], "经保密办审查", "王会计")
        assert gate.gate(store).absolute == []
        assert {x.path for x in gate.gate(store).cleared} == {"purpose", "category"}
        purpose = CellKey("project", first.projects[0].id, "purpose")
        editing.edit_cells(store, [(purpose, "绝密★长期 某工程")])
        assert [x.path for x in gate.gate(store).absolute] == ["purpose"]
        editing.undo(store)
        row = first.projects[0].indicators[0].id
        editing.edit_cells(store, [(CellKey("indicator", row, "basis"), "绝密★长期")])
        assert [x.path for x in gate.gate(store).absolute] == ["indicators[0].basis"]


def test_what_is_cleared_is_known_in_the_finished_files_with_numbers_and_words_of_the_form(tmp_path: Path) -> None:
    marked = book()
    marked.projects[0].name, marked.projects[0].title = "（机密）设备维护", ""
    marked.sections[0].heading = "一、（机密）任务"
    marked.projects[0].goals[0].text = "1.完成（机密）任务\n其余"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, marked)
        department = reading.load_books(store)[0].id
        while found := gate.gate(store).absolute:
            answers.not_secret(store, [(department, found[0])], "经保密办审查", "王会计")
        written_files = exporting.export(store, tmp_path / "公开", ["docx", "xlsx"], override=OVERRIDE).run()
        assert any("（机密）设备维护" in text for path in written_files for _, text in written.texts(path))
        assert packing.pack(store, [], tmp_path / "包.jxz", OVERRIDE).exists()
        assert report.write(store, tmp_path / "报告.docx")


def test_no_beside_a_marking_that_came_with_a_source_is_signed_by_nobody(tmp_path: Path) -> None:
    marked = book()
    marked.projects[0].secret, marked.projects[0].purpose = "否", "（机密）"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, marked)
        gated = gate.gate(store)
        assert ([x.path for x in gated.absolute], gated.cleared) == (["purpose"], [])


def test_no_secret_recorded_elsewhere_does_not_come_with_a_package(tmp_path: Path) -> None:
    marked = book()
    marked.sections[0].text = marked.projects[0].purpose = "（机密）"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, marked)
        department = reading.load_books(store)[0].id
        found = [(department, x) for x in gate.gate(store).absolute]
        answers.not_secret(store, found, "经保密办审查", "王会计")
        packing.pack(store, [], tmp_path / "包.jxz", OVERRIDE)
    with workspace.create_workspace(tmp_path / "局.jxdb") as bureau:
        received = packing.receive(bureau, packing.read_package(tmp_path / "包.jxz"))
        told = [(row.path, row.theirs) for row in received.differing if row.label.startswith("记为不涉密")]
        assert sorted(told) == [
            ("purpose", "经保密办审查（王会计）"),
            ("sections[0].text[0]", "经保密办审查（王会计）"),
        ]
        assert {x.path for x in gate.gate(bureau).absolute} == {"purpose", "sections[0].text[0]"}


def test_secret_names_are_looked_for_across_departments_and_years(tmp_path: Path) -> None:
    hidden, other = book(), book()
    hidden.projects[1].secret, hidden.projects[1].name = "是", SECRET
    other.year, other.department_name, other.department_code = 2026, "教育局", "413"
    for unit, project in zip(other.units, other.projects, strict=False):
        unit.code = project.unit_code = "413" + unit.code[3:]
    other.projects[1].code = ""
    other.glossary[0].text = f"含{SECRET}的资金"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        take(store, other)
        second = next(x for x in reading.load_books(store) if x.year == 2026)
        assert [(x.rule, x.path) for x in gate.gate(store, department_id=second.id).absolute] == [
            ("D01", "glossary[0]")
        ]
        with pytest.raises(UserError, match="D01"):
            exporting.export(store, tmp_path / "公开", ["docx"], department_id=second.id, override=OVERRIDE)
        with pytest.raises(UserError, match="D01"):
            packing.pack(store, [second.units[0].id, second.units[1].id], tmp_path / "包.jxz", OVERRIDE)
        (made,) = report.write(store, tmp_path / "报告.html", second.id)
        assert SECRET not in made.read_text("utf-8")


def test_the_report_masks_personal_data_and_withholds_names_of_units_and_what_is_marked(tmp_path: Path) -> None:
    hidden = book()
    hidden.projects[1].secret, hidden.projects[1].name = "是", SECRET
    public = hidden.projects[0]
    public.title = public.name = f"{SECRET}配套工程"
    public.unit_name = hidden.units[0].name = f"{SECRET}办公室"
    public.purpose = "救济低保户王建国、李秀英。联系13812345678"
    public.indicators[0].l3 = public.indicators[0].desc = "联系13812345678王建国王建国"
    public.indicators[1].l3 = "（机密）乙光缆乙光缆"
    public.indicators[1].value = "乙光缆》9"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        for suffix in (".html", ".docx", ".xlsx"):
            (made,) = report.write(store, tmp_path / f"报告{suffix}")
            said = "\n".join(text for _, text in written.texts(made))
            assert not [text for text in (SECRET, "13812345678", "王建国", "李秀英", "机密") if text in said]
            assert "这里有涉密标志" in said and "138" in said
        with pytest.raises(UserError, match="没有写出任何文件"):
            report.write(store, tmp_path / f"{SECRET}.html")
        assert not (tmp_path / f"{SECRET}.html").exists()


def test_a_secret_project_its_name_and_personal_data_are_never_cleared(tmp_path: Path) -> None:
    hidden = book()
    hidden.projects[1].secret = "是"
    hidden.sections[0].text = f"实施{hidden.projects[1].name}，电话13812345678。"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        department = reading.load_books(store)[0].id
        found = [*gate.gate(store).absolute, *(x for x in checking.check(store) if x.path == "secret")]
        assert {(x.rule, x.path) for x in found} == {
            ("D01", "narrative[0]"), ("D02", "sections[0].text[0]"), ("D01", "secret"),
        }  # fmt: skip
        for finding in found:
            with pytest.raises(UserError, match="不能记为不涉密"):
                answers.not_secret(store, [(department, finding)], "经保密办审查", "王会计")


def test_an_answer_of_a_package_never_silences_personal_data(tmp_path: Path) -> None:
    said = book()
    said.projects[0].purpose = "联系13812345678"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, said)
        first = reading.load_books(store)[0]
        (found,) = gate.gate(store).absolute
        sly = Answer(found.path, "D02", said.projects[0].purpose, found.message, "可以公开", "某人", "2025-01-01")
        first.projects[0].answers.append(sly)
        assert [x.rule for x in checking.check_books(store, [first]) if x.rule == "D02"] == ["D02"]


def test_the_report_names_no_secret_project_in_what_other_findings_and_answers_say(tmp_path: Path) -> None:
    hidden = book()
    hidden.projects[1].secret, hidden.projects[1].name = "是", SECRET
    hidden.sections[0].heading, hidden.sections[0].text = f"一、{SECRET}的目标", f"{SECRET}的的[bookmark:a]工程"
    public = hidden.projects[0]
    public.indicators[0].desc = public.indicators[0].l3 = f"{SECRET}次数"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        first = reading.load_books(store)[0]
        found = [x for x in checking.check(store) if x.project_id == first.projects[0].id and x.severity != "info"]
        answers.answer(store, [(first.id, found[0])], f"与{SECRET}一并安排", "王会计")
        everything = [*checking.check(store), *checking.book_checker(store, reading.load_books(store)[0]).answered]
        assert any(SECRET in x.message + x.found + (x.answer.text if x.answer else "") for x in everything)
        for suffix in (".html", ".docx", ".xlsx"):
            (made,) = report.write(store, tmp_path / f"报告{suffix}")
            said = [text for _, text in written.texts(made)]
            assert not [text for text in said if SECRET in text]
            assert any("不在报告里列出" in text for text in said)


def _marked(record: Any, path: str, tokens: dict[str, str]) -> None:
    """Put a text of its own into every text field of a record and of those in it."""
    for field in fields(record):
        at, value = f"{path}.{field.name}", getattr(record, field.name)
        if isinstance(value, str):
            tokens[f"甲{len(tokens)}乙"] = at
            setattr(record, field.name, f"甲{len(tokens) - 1}乙")
        elif isinstance(value, list):
            for i, entry in enumerate(value):
                if is_dataclass(entry):
                    _marked(entry, at, tokens)
                elif isinstance(entry, str):
                    tokens[f"甲{len(tokens)}乙"] = at
                    value[i] = f"甲{len(tokens) - 1}乙"


def test_no_text_field_of_a_book_is_forgotten() -> None:
    whole = book()
    whole.projects[0].answers = [Answer("", "", "", "", "")]
    whole.answers = [Answer("", "", "", "", "")]
    whole.facts, whole.stages = [Fact()], []
    whole.sections[0].goals = [DepartmentGoal(indicators=[GoalIndicator()])]
    tokens: dict[str, str] = {}
    _marked(whole, "book", tokens)
    for project in whole.projects:
        project.secret = ""
    said = [text for project in whole.projects for _, text in outgoing_texts.project_texts(project)]
    said += [text for _, texts in outgoing_texts.part_texts(whole, ()) for text in texts]
    said += [text for *_, texts in outgoing_texts.answer_texts(whole, ()) for text in texts]
    heard = {token for text in said for token in re.findall("甲[0-9]+乙", text)}
    silent = {at for token, at in tokens.items() if token not in heard and not at.endswith((".id", "_id"))}
    stays_here = {"book.file", "book.sha256", "book.frame", "book.review", "book.unread", "book.parts"}
    no_words = {"book.projects.secret", "book.sections.links"}
    of_units = {"book.projects.unit_code", "book.projects.unit_name"}  # said by the units
    left = {at for at in silent if not re.search(r"answers\.(rule|path|at)$|review", at)}
    assert sorted({at for at in left if not at.startswith(tuple(stays_here))} - no_words - of_units) == []


def test_a_cancelled_export_leaves_nothing_and_what_a_killed_one_left_goes_with_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "公开"
    left = folder / ".jixiao-导出"
    left.mkdir(parents=True)
    (left / "旧的.docx").write_bytes(b"half")

    def cancel(done: int, total: int, what: str) -> None:
        if done:
            raise Cancelled

    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        job = exporting.export(store, folder, ["docx", "xlsx"], override=OVERRIDE)
        with pytest.raises(Cancelled):
            job.run(cancel)
        assert list(folder.iterdir()) == []
        assert sorted(path.suffix for path in job.run()) == [".docx", ".xlsx", ".xlsx"]
        assert not left.exists()


def test_a_line_of_blanks_is_read_in_no_time() -> None:
    """What stands around a cleared text is looked for at every place of the line."""
    guard = Guard(cleared={secret_names.spoken("别的文字")})
    text = f"（涉密）工程{' ' * 40_000}x"
    began = time.perf_counter()
    found = guard.marked(text)
    assert time.perf_counter() - began < 1
    assert found == "（涉密）"
