"""The texts that are a unit's own: kept, handed over and merged, written from its tables, published with it, rolled."""

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.actions import (
    book_differences,
    editing,
    exporting,
    found,
    gathering,
    importing,
    narrative,
    narrative_links,
    narrowing,
    own_parts,
    packing,
    path_names,
    reading,
    receiving,
    rolling,
    workspace,
)
from desktop_app.actions.gate import Override, gate
from desktop_app.actions.published import published
from desktop_app.actions.workspace import Store
from desktop_app.domain import department_goals, records, rolled
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import Section
from desktop_app.domain.model import Book, Unit
from desktop_app.errors import UserError
from desktop_app.storage import migrations
from tests.actions.whole import book, only, take
from tests.publishing import income_and_spending, publishing

OWN, STATION = "412001", "412002"
HEADING = "三、机关运行经费安排情况"
REASON = Override("试", "试")


def two_units() -> Book:
    """A department with a text of its own and two units whose texts have the same headings."""
    made = book()
    made.review = []
    made.sections = [
        Section(HEADING, "全局安排40.50万元。"),
        Section(HEADING, "本级安排30.00万元。", owner=OWN),
        Section("四、三公经费", "本级没有。", owner=OWN),
        Section(HEADING, "供水站安排10.50万元。", owner="云岭县供水站"),
    ]
    return made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with workspace.create_workspace(tmp_path / "局.jxdb") as made:
        take(made, two_units())
        yield made


def texts(of: Book) -> list[tuple[str, str, str]]:
    return [(section.owner, section.heading, section.text) for section in of.sections]


def unit(store: Store, code: str) -> Unit:
    return next(u for u in only(store).units if u.code == code)


# ---- kept


def test_the_owner_is_kept_and_dumped_only_where_it_is_a_unit(store: Store) -> None:
    assert texts(only(store)) == texts(two_units())
    dumped = records.to_record([only(store)], "")["narrative"]
    assert dumped[0] == {"heading": HEADING, "text": "全局安排40.50万元。"}
    assert [entry.get("owner") for entry in dumped] == [None, OWN, OWN, "云岭县供水站"]


def test_the_same_file_again_brings_nothing_new(store: Store) -> None:
    plan = importing.plan_import(store, [two_units()])
    assert {item.kind for item in plan.everything} == {"same"}


@pytest.mark.parametrize("version", [1, 2, 3])
def test_the_texts_of_an_older_file_are_the_department_s(tmp_path: Path, version: int) -> None:
    path = tmp_path / "旧.jxdb"
    connection = sqlite3.connect(path, isolation_level=None)
    migrations.apply(connection, upto=version)
    connection.execute("INSERT INTO department (id, place, year, code, name) VALUES ('d', 'i', 2025, '412', '水利局')")
    connection.execute("INSERT INTO section (id, place, department_id, heading) VALUES ('s', 'i', 'd', '一、')")
    connection.close()
    with workspace.open_workspace(path, daily_backup=False) as store:
        assert [(s.id, s.heading, s.owner) for s in only(store).sections] == [("s", "一、", "")]
        editing.insert_rows(store, "section", "d", texts=[{"heading": "一、", "owner": OWN}])
        assert [s.owner for s in only(store).sections] == ["", OWN]


def test_a_text_that_was_left_out_before_there_were_owners_stays_out(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "局.jxdb") as store:
        made = two_units()
        plan = importing.plan_import(store, [made])
        section = next(item for item in plan.everything if item.part == "section")
        section.accept, section.dropped = False, [("section", "", {"heading": HEADING, "text": "全局安排40.50万元。"})]
        importing.apply_import(store, plan)
        again = importing.plan_import(store, [two_units()])
        left = [item for item in again.everything if item.part == "section" and not item.accept]
        assert [item.head.owner for item in left] == [""]


def test_paths_say_whose_a_text_is(store: Store) -> None:
    words = [path_names.path_text(only(store), f"sections[{i}].text") for i in (0, 1)]
    assert words == [HEADING, f"{HEADING}（{OWN}）"]


# ---- packages


def packed(store: Store, code: str, to: Path) -> Path:
    return packing.pack(store, [unit(store, code).id], to, REASON)


def test_a_package_carries_the_texts_of_its_unit_and_no_other(store: Store, tmp_path: Path) -> None:
    path = packed(store, STATION, tmp_path / "站.jxz")
    (inside,) = packing.read_package(path).books
    assert texts(inside) == [("云岭县供水站", HEADING, "供水站安排10.50万元。")]
    with zipfile.ZipFile(path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "本级安排" not in everything and "全局安排" not in everything


def test_packages_of_two_units_lose_no_text_in_the_bureau_s_file(store: Store, tmp_path: Path) -> None:
    """Both offices got a copy of one file, so that their sections may have the ids of the bureau's."""
    sticks = []
    for code, said in ((OWN, "本级改过。"), (STATION, "供水站改过。")):
        copy = workspace.backup(store, tmp_path / f"{code}.jxdb") or tmp_path / f"{code}.jxdb"
        with workspace.open_workspace(copy, daily_backup=False) as office:
            names = own_parts.names_of_owners(only(office))
            mine = next(s for s in only(office).sections if names(s.owner) == code)
            editing.edit_cells(office, [(CellKey("section", mine.id, "text"), said)])
            new = [{"heading": "补充说明", "text": f"{code}补充。", "owner": code}]
            editing.insert_rows(office, "section", only(office).id, texts=new)
            sticks.append(packed(office, code, tmp_path / f"{code}.jxz"))
    for stick in sticks:
        receiving.receive(store, packing.read_package(stick), "theirs")
    assert texts(only(store)) == [
        ("", HEADING, "全局安排40.50万元。"),
        (OWN, HEADING, "本级改过。"),
        (OWN, "四、三公经费", "本级没有。"),
        ("云岭县供水站", HEADING, "供水站改过。"),
        (OWN, "补充说明", f"{OWN}补充。"),
        (STATION, "补充说明", f"{STATION}补充。"),
    ]
    assert workspace.verify(store) == []


def test_a_text_of_another_unit_with_the_same_id_is_a_text_of_its_own(store: Store) -> None:
    theirs = only(store)
    theirs.sections = [replace(theirs.sections[1], owner=STATION, text="不是本级的。")]
    importing.apply_import(store, importing.plan_import(store, [theirs]))
    kept = texts(only(store))
    assert (OWN, HEADING, "本级安排30.00万元。") in kept
    assert len(kept) == 4  # it is the station's heading, whose text stays until somebody decides


# ---- written from the tables


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[Store]:
    """Two units, each with a 收支总表; the station has no code."""
    made = publishing()
    made.units.append(Unit("", "云岭县供水站"))
    made.tables += [
        income_and_spending("200.00", owner="云岭县水利局本级"),
        income_and_spending("120.50", owner="云岭县供水站"),
    ]
    with workspace.create_workspace(tmp_path / "表.jxdb") as store:
        take(store, made)
        workspace.add_unit(store, only(store).id, "云岭县供水站")
        yield store


def write(store: Store, owner: str) -> list[Section]:
    ground = narrative.ground(store, only(store).id, owner, ())
    narrative.write(store, only(store).id, narrative.drafts(ground), owner)
    return own_parts.sections_of(only(store), owner)


@pytest.mark.parametrize(("owner", "total"), [(OWN, "200.00"), ("云岭县供水站", "120.50")])
def test_a_unit_s_text_states_the_figures_of_its_own_tables(tables: Store, owner: str, total: str) -> None:
    before = own_parts.sections_of(only(tables), "")
    written = write(tables, owner)
    assert any(f"{total}万元" in section.text for section in written)
    assert not any("320.50" in section.text for section in written)
    assert {section.owner for section in written} == {owner}
    assert own_parts.sections_of(only(tables), "") == before  # the department's are as they were


def test_figures_of_a_unit_follow_its_tables_and_no_other(tables: Store) -> None:
    write(tables, OWN)
    write(tables, "")
    department = [s.text for s in own_parts.sections_of(only(tables), "")]
    table = next(t for t in only(tables).tables if t.owner == "云岭县水利局本级")
    row = next(row for row in table.rows if row.cells[0] == "收入总计")
    editing.edit_cells(tables, [(CellKey("budget_row", row.id, "c2"), "201.00")])
    ground = narrative.ground(tables, only(tables).id, OWN, ())
    assert narrative_links.refresh(tables, ground)[1] > 0
    assert any("201.00万元" in s.text for s in own_parts.sections_of(only(tables), OWN))
    assert [s.text for s in own_parts.sections_of(only(tables), "")] == department


# ---- published


def exported(store: Store, folder: Path, code: str = "") -> dict[str, str]:
    job = exporting.export(store, folder, ["docx"], unit_id=unit(store, code).id if code else "", override=REASON)
    found_ = {}
    for path in job.run():
        with zipfile.ZipFile(path) as archive:
            found_[path.name] = archive.read("word/document.xml").decode()
    return found_


def test_a_unit_s_document_has_its_texts_and_no_other(store: Store, tmp_path: Path) -> None:
    ((name, document),) = exported(store, tmp_path / "出", STATION).items()
    assert "云岭县供水站" in name and "供水站安排10.50万元" in document
    assert "本级安排" not in document and "全局安排" not in document
    assert document.count("云岭县水利局") == document.count("云岭县水利局本级")  # the title is the unit's


def test_the_department_s_document_has_all_texts_each_under_its_unit(store: Store, tmp_path: Path) -> None:
    ((_, document),) = exported(store, tmp_path / "出").items()
    body = document[document.rindex("全局安排") :]
    places = [
        body.index(words) for words in ("全局安排", "412001 云岭县水利局本级", "本级安排", "412002", "供水站安排")
    ]
    assert places == sorted(places)


def test_texts_of_a_department_that_is_one_unit_are_the_unit_s() -> None:
    one = publishing()
    one.units[0].id = "u"
    assert [s.owner for s in published(one, "u").sections] == [OWN, OWN]


def test_a_secret_in_a_unit_s_text_stops_that_unit_only(store: Store) -> None:
    secret = only(store).projects[1]
    editing.edit_cells(store, [(CellKey("project", secret.id, "secret"), "是")])
    own = next(s for s in only(store).sections if s.owner == OWN)
    editing.edit_cells(store, [(CellKey("section", own.id, "text"), f"另有{secret.name}。\n本段秘密★")])
    stops = {code: {f.rule for f in gate(store, {unit(store, code).id}).absolute} for code in (OWN, STATION)}
    paths = {f.path for f in gate(store, {unit(store, OWN).id}).absolute}
    assert stops == {OWN: {"D01"}, STATION: set()}
    assert "narrative[1]" in paths
    with pytest.raises(UserError, match="D01"):
        exporting.export(store, Path("出"), ["docx"], unit_id=unit(store, OWN).id, override=REASON)


# ---- rolled, compared, found


def test_rolled_texts_keep_their_owner_and_stay_out_where_there_are_some(store: Store) -> None:
    assert [s.owner for s in rolled.roll(only(store), 2026, ()).sections] == ["", OWN, OWN, "云岭县供水站"]


def test_texts_of_a_unit_that_has_some_in_the_new_year_are_not_rolled(store: Store) -> None:
    next_year = Book(year=2026, department_code="412", department_name="云岭县水利局", units=two_units().units)
    next_year.sections = [Section("新写的", "新写的话。", owner=OWN)]
    take(store, next_year)
    rolling.roll(store, 2026)
    made = next(b for b in reading.load_books(store) if b.year == 2026)
    assert [(s.owner, s.text) for s in made.sections] == [
        (OWN, "新写的话。"), ("", "全局安排40.50万元。"), ("云岭县供水站", "供水站安排10.50万元。"),
    ]  # fmt: skip
    flagged = {made.sections[int(r.path[9])].owner for r in made.review if r.path.startswith("sections[")}
    assert flagged == {"", "云岭县供水站"}


def test_texts_of_two_units_are_compared_each_with_its_own(store: Store) -> None:
    after = only(store)
    after.sections = [replace(s, id="", text=s.text + "改。" * (s.owner == OWN)) for s in reversed(after.sections)]
    rows = [row for row in book_differences.differences(only(store), after) if row.before != row.after]
    assert len(rows) == 2 and all(OWN in row.record for row in rows)


def test_a_unit_s_headings_are_not_above_the_department_s_texts() -> None:
    sections = [Section("二、分项绩效目标", owner=OWN), Section("（一）供水", "绩效目标：供水。")]
    assert department_goals.above_section(sections, sections[1]) == []
    assert department_goals.goals_of(sections) == [[], []]
    own = [sections[0], replace(sections[1], owner=OWN)]
    assert len(department_goals.goals_of(own)[1]) == 1


def test_what_a_search_finds_says_whose_text_it_is(store: Store) -> None:
    gathered = gathering.of_workspace(store)
    assert gathered.go_on()
    (hit,) = gathered.search("本级没有").hits
    assert found.shown(store, hit).where.startswith("412001 云岭县水利局本级")


def test_each_unit_of_several_has_its_texts_in_the_tree(store: Store) -> None:
    roots = reading.tree(store)
    narrowing.hang_parts(store, roots)
    units = roots[0].children[0].children
    assert [[(p.code, p.blank) for p in u.parts if p.code == "sections"] for u in units] == [[("sections", False)]] * 2
    editing.delete_rows(store, "section", [s.id for s in only(store).sections if s.owner == OWN])
    roots = reading.tree(store)
    narrowing.hang_parts(store, roots)
    assert [p.blank for p in roots[0].children[0].children[0].parts if p.code == "sections"] == [True]


def test_texts_are_moved_among_those_of_their_owner(store: Store) -> None:
    sections = only(store).sections
    station = sections[3]
    editing.insert_rows(store, "section", only(store).id, texts=[{"heading": "后", "owner": "云岭县供水站"}])
    own = [s.id for s in own_parts.sections_of(only(store), STATION)]
    editing.move_rows(store, "section", [own[1]], -1, own)
    assert [s.heading for s in own_parts.sections_of(only(store), STATION)] == ["后", station.heading]
    assert [s.id for s in only(store).sections][:3] == [s.id for s in sections[:3]]


def test_json_of_a_package_without_owners_is_read(store: Store) -> None:
    from desktop_app.domain import plain

    data = json.loads(plain.bytes_of([only(store)]))
    for section in data[0]["sections"]:
        del section["owner"]
    assert [s.owner for s in plain.books_of(json.dumps(data).encode())[0].sections] == [""] * 4


def test_a_unit_with_another_code_or_name_keeps_what_is_its_own(store: Store) -> None:
    before = only(store)
    station = unit(store, STATION)
    editing.edit_cells(store, [(CellKey("unit", station.id, "code"), "412009")])
    assert [p.owner for p in only(store).purchases] == ["", "", "412009"]
    editing.edit_cells(store, [(CellKey("unit", station.id, "name"), "云岭县供水中心")])
    assert [s.owner for s in only(store).sections] == ["", OWN, OWN, "云岭县供水中心"]
    assert len(own_parts.sections_of(only(store), "412009")) == 1
    editing.undo(store)
    editing.undo(store)
    assert only(store) == before


def test_a_name_that_two_units_bear_is_nobody_s_to_rename(store: Store) -> None:
    workspace.add_unit(store, only(store).id, "云岭县供水站")
    editing.edit_cells(store, [(CellKey("unit", unit(store, STATION).id, "name"), "云岭县供水中心")])
    assert only(store).sections[3].owner == "云岭县供水站"
