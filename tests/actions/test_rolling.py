"""Rolling a workspace into the next year: one operation, refused where something would be overwritten."""

from pathlib import Path

import pytest

from desktop_app import cli
from desktop_app.actions import (
    checking,
    comparing,
    editing,
    importing,
    last_year,
    reading,
    reviewing,
    rolling,
    workspace,
)
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import Organisation, Section, Term
from desktop_app.domain.model import Book, Project
from desktop_app.errors import UserError
from tests.actions.whole import book as whole_book
from tests.actions.whole import take
from tests.books import sound_book


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "转.jxdb"
    with workspace.create_workspace(path) as store:
        take(store, whole_book())
    return path


def _books(store: Store) -> dict[int | None, Book]:
    return {book.year: book for book in reading.load_books(store)}


def test_the_drafts_stand_beside_this_year_and_one_undo_takes_them_back(filled: Path) -> None:
    with workspace.open_workspace(filled) as store:
        before = reading.load_books(store)
        made = rolling.roll(store, 2026)
        found = _books(store)
        assert found[2025] == before[0]
        draft = found[2026]
        assert (made.departments, made.projects, draft.stage) == (1, 2, "一上")
        assert made.flagged == len(draft.review) + sum(len(p.review) for p in draft.projects) > 0
        assert [p.name for p in draft.projects] == [p.name for p in before[0].projects]
        assert [(u.code, u.name) for u in draft.units] == [(u.code, u.name) for u in before[0].units]
        assert [len(t.rows) for t in draft.tables] == [len(t.rows) for t in before[0].tables]
        assert [s.text for s in draft.sections] == [s.text for s in before[0].sections]
        assert editing.undo_name(store) == "结转到2026年度"
        editing.undo(store)
        assert reading.load_books(store) == before
        editing.redo(store)
        assert _books(store) == found


def test_no_id_of_the_old_year_is_used_again(filled: Path) -> None:
    with workspace.open_workspace(filled) as store:
        rolling.roll(store, 2026)
        assert workspace.verify(store) == []
        ids = [
            key
            for table in ("project", "indicator", "section", "budget_row")
            for key in store.query(f"SELECT id FROM {table}")
        ]
        assert len({row["id"] for row in ids}) == len(ids)


def test_every_flag_stands_on_a_field_of_the_draft(filled: Path) -> None:
    with workspace.open_workspace(filled) as store:
        project = reading.load_books(store)[0].projects[0]
        editing.edit_cells(store, [(CellKey("indicator", project.indicators[0].id, "basis"), "按2025年3月1日的通知")])
        rolling.roll(store, 2026)
        draft = _books(store)[2026].projects[0]
        assert [r.path for r in draft.review] == ["code", "indicators[0].basis"]
        editing.edit_cells(store, [(CellKey("indicator", draft.indicators[0].id, "basis"), "新的依据")])
        assert [r.path for r in _books(store)[2026].projects[0].review] == ["code"]


def test_a_year_with_projects_is_not_rolled_into(filled: Path) -> None:
    with workspace.open_workspace(filled) as store:
        rolling.roll(store, 2026)
        found = _books(store)
        with pytest.raises(UserError, match="已经有项目了"):
            rolling.roll(store, 2026)
        assert _books(store) == found
        rolling.roll(store, 2027)
        assert sorted(year or 0 for year in _books(store)) == [2025, 2026, 2027]


@pytest.mark.parametrize("year", [2025, 2020])
def test_there_must_be_a_year_before(filled: Path, year: int) -> None:
    with workspace.open_workspace(filled) as store, pytest.raises(UserError, match="没有可以结转"):
        rolling.roll(store, year)


def test_a_department_that_was_begun_keeps_what_it_has(filled: Path) -> None:
    with workspace.open_workspace(filled) as store:
        old = reading.load_books(store)[0]
        workspace.add_department(store, 2026, old.department_name, old.department_code)
        begun = _books(store)[2026].id
        workspace.add_unit(store, begun, "云岭县供水站", "412002")
        editing.insert_rows(store, "section", begun, texts=[{"heading": "一、已经写好的", "text": "新的一年"}])
        rolling.roll(store, 2026)
        draft = _books(store)[2026]
        assert draft.id == begun
        assert [s.heading for s in draft.sections] == ["一、已经写好的"]
        assert sorted(u.code for u in draft.units) == ["412001", "412002"]
        assert len(draft.projects) == 2 and draft.tables


def test_each_department_goes_on_from_its_own_last_year(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "两.jxdb") as store:
        take(store, sound_book())
        other = sound_book()
        other.year, other.department_name, other.department_code = 2024, "云岭县林业局", "413"
        take(store, other)
        assert rolling.next_year(store) == 2026
        made = rolling.roll(store, 2026, "413")
        assert (made.departments, made.projects) == (1, 1)
        with pytest.raises(UserError, match="没有这个部门"):
            rolling.roll(store, 2026, "云岭县教育局")
        with pytest.raises(UserError, match="已经有项目了"):
            rolling.roll(store, 2026)
        assert rolling.roll(store, 2026, "云岭县水利局").departments == 1


def test_a_read_only_file_is_refused(filled: Path) -> None:
    with workspace.open_workspace(filled), workspace.open_workspace(filled) as second:
        with pytest.raises(UserError, match="只读"):
            rolling.roll(second, 2026)


def test_last_years_values_are_found_where_the_column_is_blank(filled: Path) -> None:
    with workspace.open_workspace(filled) as store:
        rolling.roll(store, 2026)
        draft = _books(store)[2026].projects[0]
        first = draft.indicators[0]
        before = last_year.earlier(store, draft)
        assert before is not None and before.id == _books(store)[2025].projects[0].id
        assert (first.last_value, last_year.values(draft, before)) == ("12", {})
        editing.edit_cells(store, [(CellKey("indicator", first.id, "last_value"), "")])
        editing.edit_cells(store, [(CellKey("project", draft.id, "code"), "另一个编码")])
        draft = reading.load_project(store, draft.id)
        before = last_year.earlier(store, draft)
        assert last_year.values(draft, before) == {first.id: "12"}
        editing.edit_cells(store, [(CellKey("indicator", first.id, "l3"), "别的指标")])
        assert last_year.values(reading.load_project(store, draft.id), before) == {}
        assert before is not None and last_year.earlier(store, before) is None


def test_the_comparison_of_the_two_years_pairs_every_project(filled: Path) -> None:
    with workspace.open_workspace(filled) as store:
        rolling.roll(store, 2026)
        found = comparing.sides(store, _books(store)[2026].id)
        before, after = (found[i] for i in comparing.first_pair(found, _books(store)[2026].id))
        rows = comparing.changes_only(comparing.compare_sides(store, before, after))
        projects = [row for row in rows if row.part == "项目"]
        assert {row.kind for row in projects} == {comparing.CHANGED}
        assert ("泵站维护费", "预算数", "7.30", "") in [(r.record, r.field, r.before, r.after) for r in projects]


def test_the_command_rolls_and_says_what_waits(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["roll", str(filled), "--to-year", "2026"]) == 1
    assert "结转到 2026 年度：1 个部门、2 个项目；待核对 " in capsys.readouterr().out
    whole = filled.read_bytes()
    assert cli.main(["roll", str(filled), "--to-year", "2026"]) == 2
    assert "已经有项目了" in capsys.readouterr().err
    assert filled.read_bytes() == whole
    assert cli.main(["roll", str(filled), "--to-year", "26"]) == 2
    assert cli.main(["roll", str(filled)]) == 2
    assert filled.read_bytes() == whole


def test_nothing_to_look_at_ends_with_0(tmp_path: Path) -> None:
    path = tmp_path / "净.jxdb"
    with workspace.create_workspace(path) as store:
        book = sound_book()
        book.projects[0].code = ""
        take(store, book)
    assert cli.main(["roll", str(path), "--to-year", "2026"]) == 0


def test_over_a_gap_the_command_says_from_which_years(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "隔.jxdb"
    with workspace.create_workspace(path) as store:
        take(store, sound_book())
        other = sound_book()
        other.year, other.department_name, other.department_code = 2023, "云岭县林业局", "413"
        take(store, other)
    cli.main(["roll", str(path), "--to-year", "2026"])
    said = capsys.readouterr().out
    assert "从 2023、2025 年度结转到 2026 年度：2 个部门" in said and "隔年结转的指标没有填上年值" in said
    with workspace.open_workspace(path) as store:
        drafts = {book.department_code: book for book in reading.load_books(store, 2026)}
        assert {row.last_value for row in drafts["413"].projects[0].indicators} == {""}
        near = next(book for code, book in drafts.items() if code != "413")
        assert all(row.last_value for row in near.projects[0].indicators)
        rolling.roll(store, 2027)
    cli.main(["roll", str(path), "--to-year", "2028"])
    said = capsys.readouterr().out
    assert "从 2027 年度结转到 2028 年度" in said and "隔年" not in said


def _with_secret() -> Book:
    book = whole_book()
    hidden = Project("412001", book.projects[0].unit_name, code="53000099X001", name="“雪松”通信改造", secret="是")
    book.projects.append(hidden)
    book.sections.append(Section("九、其他重点", "保障供水。\n“雪松”通信改造安排88.80万元。"))
    book.glossary.append(Term("雪松通信改造", "一项工程"))
    book.organisation.append(Organisation("“雪松”通信改造专班", "行政"))
    return book


def test_no_record_of_the_new_year_names_a_secret_project(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "密.jxdb") as store:
        take(store, _with_secret())
        rolling.roll(store, 2026)
        draft = _books(store)[2026]
        assert "雪松" in repr(_books(store)[2025]) and "雪松" not in repr(draft) and "88.80" not in repr(draft)
        assert [project.name for project in draft.projects if project.is_secret] == [""]
        flags = [flag for flag in reviewing.reviews(store) if "涉密" in flag.reason]
        assert len(flags) == 3 and "雪松" not in repr(flags)
        assert workspace.verify(store) == []


def test_flags_on_what_the_department_holds_already_are_not_made(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "密.jxdb") as store:
        take(store, _with_secret())
        old = reading.load_books(store)[0]
        workspace.add_department(store, 2026, old.department_name, old.department_code)
        begun = _books(store)[2026].id
        editing.insert_rows(store, "section", begun, texts=[{"heading": "一、已经写好的", "text": "新的一年"}])
        rolling.roll(store, 2026)
        assert sorted(review.path for review in _books(store)[2026].review) == ["glossary", "organisation"]


@pytest.mark.corpus
def test_a_real_document_rolls_whole(corpus: Path, tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "真.jxdb") as store:
        source = corpus / "zhangjiakou-2025-pdf-text.txt"
        importing.apply_import(store, importing.plan_import(store, importing.read_sources([source]).books))
        made = rolling.roll(store, 2026)
        found = _books(store)
        old, new = found[2025], found[2026]
        assert made.projects == len(new.projects) == len(old.projects)
        assert [len(p.indicators) for p in new.projects] == [len(p.indicators) for p in old.projects]
        assert [row.last_value for p in new.projects for row in p.indicators if not row.last_value] == []
        texts = [row.basis for p in new.projects for row in p.indicators]
        flagged = {
            (p.id, r.path) for p in new.projects for r in p.review
        }  # fmt: skip
        for p in new.projects:
            for i, row in enumerate(p.indicators):
                if "2025" in row.basis:
                    assert (p.id, f"indicators[{i}].basis") in flagged, row.basis
        assert any("2026" in text for text in texts)
        rows = comparing.changes_only(comparing.differences(old, new))
        assert not {row.kind for row in rows if row.part == "项目"} - {comparing.CHANGED}
        checking.check(store)
