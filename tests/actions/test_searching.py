"""Search: what is found, in which order, how much of it, and that it follows every change of the workspace."""

import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.actions import editing, found, importing, searching, workspace
from desktop_app.actions.gathering import Gathering, of_workspace
from desktop_app.actions.search_texts import Block, Page
from desktop_app.actions.searching import BEGINS, NAME, TEXT, WHOLE, Found
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import Section
from desktop_app.domain.folding import fold
from desktop_app.storage.wordings import COLUMNS, PROJECT, Owner, Wording
from tests.books import sound_book


def block(name: str, *indicators: str, purpose: str = "", number: int = 0) -> Block:
    """A project of that name with indicators `三级指标/描述`."""

    def record(table: str, row_id: str, **texts: str) -> Wording:
        return Wording(table, row_id, tuple(texts.get(column, "") for column in COLUMNS[table]))

    rows = [record("project", f"p{number}", name=name, purpose=purpose)]
    for i, text in enumerate(indicators):
        l3, _, desc = text.partition("/")
        rows.append(record("indicator", f"p{number}i{i}", l3=l3, desc=desc))
    return Block(Owner(PROJECT, f"p{number}", "d", "u", 2025), rows)


def search(blocks: list[Block], query: str, most: int = 500, a_page: int = 2) -> Found:
    """What is found in projects of which so few share a page."""
    pages = [Page(blocks[at : at + a_page]) for at in range(0, len(blocks), a_page)]
    return searching.search(pages, query, most)


def ids(blocks: list[Block], query: str, most: int = 500) -> list[str]:
    return [hit.row_id for hit in search(blocks, query, most).hits]


def test_best_first() -> None:
    blocks = [
        block("老泵站改造", "受益户数/由泵站灌溉", number=0),
        block("泵站维护", "泵站/座数", number=1),
        block("泵站", number=2),
    ]
    result = search(blocks, "泵站")
    assert [hit.rank for hit in result.hits] == [WHOLE, WHOLE, BEGINS, NAME, TEXT]
    assert [hit.row_id for hit in result.hits] == ["p1i0", "p2", "p1", "p0", "p0i0"]
    assert (result.hits[-1].column, result.hits[-1].start) == ("desc", 1)


def test_one_hit_a_record_in_its_best_column() -> None:
    result = search([block("水库", "水库/水库水库")], "水库")
    assert [(hit.row_id, hit.column, hit.start) for hit in result.hits] == [("p0", "name", 0), ("p0i0", "l3", 0)]


def test_no_more_than_wanted_and_the_better_ones_wherever_they_stand() -> None:
    blocks = [block("x", *[f"甲乙{i}" for i in range(30)], number=0), block("甲乙", number=1), block("乙", number=2)]
    result = search(blocks, "乙", 10)
    assert result.more and len(result.hits) == 10
    assert result.hits[0].row_id == "p2"
    assert ids(blocks, "甲乙", 10)[0] == "p1"
    assert not search(blocks, "甲乙", 31).more


def test_several_words_must_all_be_there_some_may_be_the_projects() -> None:
    blocks = [
        block("泵站维护", "农户满意度/受访", "合格率/泵站", number=0),
        block("渠道清淤", "农户满意度/受访", number=1),
    ]
    assert ids(blocks, "泵站 满意") == ["p0i0"]
    assert ids(blocks, "满意 受访") == ["p0i0", "p1i0"]
    assert ids(blocks, "泵站 维护") == ["p0", "p0i1"]
    assert ids(blocks, "泵站 清淤") == []


def test_blank_queries_find_nothing() -> None:
    assert ids([block("泵站")], "") == ids([block("泵站")], "  ") == ids([block("泵站")], "\x00") == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.text("泵站ab水 /", max_size=6), max_size=6), min_size=1, max_size=5),
    st.text("泵站AB水", min_size=1, max_size=3),
)
def test_everything_that_holds_the_word_is_found_and_nothing_else(projects: list[list[str]], word: str) -> None:
    blocks = [block(texts[0] if texts else "", *texts[1:], number=i) for i, texts in enumerate(projects)]
    wanted = set()
    for number, texts in enumerate(projects):
        names = [texts[0] if texts else "", *texts[1:]]
        for i, text in enumerate(names):
            parts = [text] if i == 0 else list(text.partition("/")[::2])
            if any(fold(word) in fold(part) for part in parts):
                wanted.add(f"p{number}" if i == 0 else f"p{number}i{i - 1}")
    result = search(blocks, word)
    assert {hit.row_id for hit in result.hits} == wanted
    assert len(result.hits) == len(wanted)
    assert [hit.rank for hit in result.hits] == sorted(hit.rank for hit in result.hits)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.text("泵站ab水 /", max_size=6), max_size=6), min_size=1, max_size=7),
    st.lists(st.text("泵站AB水", min_size=1, max_size=2), min_size=1, max_size=3),
    st.integers(1, 6),
)
def test_pages_change_nothing(projects: list[list[str]], words: list[str], most: int) -> None:
    blocks = [block(texts[0] if texts else "", *texts[1:], number=i) for i, texts in enumerate(projects)]
    one, every = (search(blocks, " ".join(words), 500, a_page).hits for a_page in (1, 100))
    assert one == every
    few = search(blocks, " ".join(words), most)
    assert [hit.rank for hit in few.hits] == [hit.rank for hit in every][:most]
    assert few.more == (len(every) > most)


def test_of_several_words_those_in_names_come_first_wherever_they_stand() -> None:
    blocks = [block("x", *[f"甲{i}/乙" for i in range(20)], number=n) for n in range(4)]
    blocks.append(block("y", "甲丙乙", number=4))
    result = search(blocks, "甲 乙", 10)
    assert result.more and result.hits[0].row_id == "p4i0"


@pytest.fixture
def filled(store: Store) -> Store:
    """A workspace with a sound project and a text."""
    book = sound_book()
    book.sections = [Section("一、职责", "负责全县泵站。\n负责抗旱。")]
    importing.apply_import(store, importing.plan_import(store, [book]))
    return store


def spoken(store: Store, gathering: Gathering, query: str) -> list[str]:
    gathering.go_on()
    shown = [found.shown(store, hit) for hit in gathering.search(query).hits]
    return [f"{s.kind} {s.text[s.start : s.start + s.length]}" for s in shown]


def test_hits_say_what_they_are_and_where(filled: Store) -> None:
    gathering = of_workspace(filled)
    gathering.go_on()
    (hit,) = gathering.search("抗旱").hits
    shown = found.shown(filled, hit)
    assert (shown.kind, shown.text[shown.start :], shown.where) == ("文字", "抗旱。", "412 云岭县水利局")
    target = found.target(filled, hit)
    assert target.path == "sections[0].text[1]" and target.key == CellKey("section", hit.row_id, "text")
    (hit,) = gathering.search("问卷调查").hits
    shown = found.shown(filled, hit)
    assert shown.kind == "依据"
    assert shown.where == "农户满意度 · 泵站维护费 · 412001 云岭县水利局本级"
    assert found.target(filled, hit).key == CellKey("indicator", hit.row_id, "basis")


def test_it_is_gathered_in_slices(filled: Store) -> None:
    gathering = of_workspace(filled)
    slices = 1
    while not gathering.go_on(0):
        slices += 1
        assert not gathering.complete
        assert 0 <= gathering.share <= 1
    assert slices > 2
    assert gathering.complete and gathering.share == 1
    assert len(gathering.search("泵站").hits) > 1


def test_only_wanted_owners(filled: Store) -> None:
    gathering = of_workspace(filled)
    gathering.go_on()
    department = filled.query("SELECT id FROM department")[0]["id"]
    assert [hit.table for hit in gathering.search("泵站", wanted=[department]).hits] == ["section"]
    assert gathering.search("泵站", wanted=[]).hits == []


Change = Callable[[Store, random.Random], object]


def _edit(store: Store, chance: random.Random) -> object:
    row = chance.choice(store.query("SELECT id FROM indicator") or [{"id": ""}])["id"]
    return editing.edit_cells(store, [(CellKey("indicator", row, chance.choice(["l3", "basis"])), _word(chance))])


def _name(store: Store, chance: random.Random) -> object:
    rows = store.query("SELECT id FROM project") or [{"id": ""}]
    return editing.edit_cells(store, [(CellKey("project", chance.choice(rows)["id"], "name"), _word(chance))])


def _unit(store: Store, chance: random.Random) -> object:
    row = chance.choice(store.query("SELECT id FROM unit"))["id"]
    return editing.edit_cells(store, [(CellKey("unit", row, "name"), _word(chance))])


def _insert(store: Store, chance: random.Random) -> object:
    rows = store.query("SELECT id FROM project")
    texts = [{"l3": _word(chance), "desc": _word(chance)}]
    return editing.insert_rows(store, "indicator", chance.choice(rows)["id"], "", 1, texts)[0] if rows else None


def _remove(store: Store, chance: random.Random) -> object:
    rows = store.query("SELECT id FROM indicator")
    return editing.delete_rows(store, "indicator", [chance.choice(rows)["id"]]) if rows else None


def _project(store: Store, chance: random.Random) -> object:
    unit = chance.choice(store.query("SELECT id FROM unit"))["id"]
    return workspace.add_project(store, unit, _word(chance))[0]


def _delete(store: Store, chance: random.Random) -> object:
    rows = store.query("SELECT id FROM project")
    return workspace.delete_records(store, "project", [chance.choice(rows)["id"]], "删除") if rows else None


def _text(store: Store, chance: random.Random) -> object:
    department = chance.choice(store.query("SELECT id FROM department"))["id"]
    return editing.insert_rows(store, "section", department, "", 1, [{"heading": _word(chance), "text": "x"}])[0]


def _retext(store: Store, chance: random.Random) -> object:
    row = chance.choice(store.query("SELECT id FROM section"))["id"]
    return editing.edit_cells(store, [(CellKey("section", row, "text"), _word(chance))])


def _undo(store: Store, chance: random.Random) -> object:
    return editing.undo(store)


def _redo(store: Store, chance: random.Random) -> object:
    return editing.redo(store)


_CHANGES: tuple[Change, ...] = (
    _edit, _name, _unit, _insert, _remove, _project, _delete, _text, _retext, _undo, _undo, _redo,
)  # fmt: skip


def _word(chance: random.Random) -> str:
    return "".join(chance.choices("泵站渠道", k=3))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000))
def test_after_any_changes_it_knows_what_is_in_the_file(filled: Store, seed: int) -> None:
    chance = random.Random(seed)
    gathering = of_workspace(filled)
    gathering.go_on()
    for _ in range(6):
        changes = chance.choice(_CHANGES)(filled, chance)
        if changes is not None:
            gathering.update(changes)  # type: ignore[arg-type]
    gathering.go_on()
    anew = of_workspace(filled)
    anew.go_on()
    for word in ("泵", "站渠", "道", "云岭", "x"):
        assert set(gathering.search(word).hits) == set(anew.search(word).hits)
    for name, column in gathering.words.columns.items():
        used = {text for i, text in enumerate(column.texts) if column.uses(i)}
        other = anew.words.columns[name]
        assert used == set(other.texts)
        assert all(column.uses(column.number(text)) == other.uses(other.number(text)) for text in used)


def test_a_removed_department_is_forgotten(filled: Store) -> None:
    gathering = of_workspace(filled)
    assert spoken(filled, gathering, "抗旱") == ["文字 抗旱"]
    department = filled.query("SELECT id FROM department")[0]["id"]
    gathering.update(workspace.delete_records(filled, "department", [department], "删除部门"))
    assert spoken(filled, gathering, "抗旱") == []
    changes = editing.undo(filled)
    assert changes is not None
    gathering.update(changes)
    assert spoken(filled, gathering, "抗旱") == ["文字 抗旱"]
    assert spoken(filled, gathering, "问卷") == ["依据 问卷"]


def test_a_project_that_is_marked_secret_is_found_and_no_longer_proposed(filled: Store) -> None:
    gathering = of_workspace(filled)
    gathering.go_on()
    project_id = filled.query("SELECT id FROM project ORDER BY id")[0]["id"]
    hits = [hit for hit in gathering.search("泵").hits if hit.owner.id == project_id]

    def fed() -> bool:
        columns = gathering.words.columns.values()
        return any(project_id in column.projects(i) for column in columns for i in range(len(column.texts)))

    assert fed()
    gathering.update(editing.edit_cells(filled, [(CellKey("project", project_id, "secret"), "是")]))
    assert not fed()  # even before it is read again
    gathering.go_on()
    assert not fed() and project_id in gathering.words.owners
    assert [hit for hit in gathering.search("泵").hits if hit.owner.id == project_id] == hits != []
    changes = editing.undo(filled)
    assert changes is not None
    gathering.update(changes)
    gathering.go_on()
    assert fed()


def test_every_searched_word_is_marked_and_marks_that_touch_are_one() -> None:
    assert found.places("泵站ＡＢ满意度泵", ["ab", "泵"]) == [(0, 1), (2, 2), (7, 1)]
    assert found.places("泵站站台", ["泵站", "站台", "站"]) == [(0, 4)]
    assert found.places("泵站", []) == []


def test_the_year_of_a_hit_is_said_where_there_are_several(filled: Store) -> None:
    gathering = of_workspace(filled)
    gathering.go_on()
    (hit,) = gathering.search("抗旱").hits
    assert "年度" not in found.shown(filled, hit).where
    workspace.add_department(filled, 2024, "云岭县水利局", "412")
    assert found.shown(filled, hit).where.startswith("2025年度 · ")
