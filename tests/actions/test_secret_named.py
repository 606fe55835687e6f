"""The name of a secret project is found wherever it stands, however it is written."""

from pathlib import Path

import pytest

from desktop_app.actions import editing, gate, narrative, reading, workspace
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import Purchase
from tests.actions.whole import book, take


def test_a_secret_name_is_found_in_every_part(tmp_path: Path) -> None:
    hidden = book()
    hidden.projects[1].secret = "是"
    name = hidden.projects[1].name
    hidden.purchases.append(Purchase(name, "1.00", "水管"))
    hidden.organisation[0].nature = name
    hidden.glossary[0].text = f"{name}等资金"
    hidden.assets[0].rows[1].item = name
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        found = {f.path for f in gate.gate(store).absolute if f.rule == "D01"}
        assert {"organisation[0]", "glossary[0]", "assets[0].rows[1]"} <= found
        assert "procurement[3]" not in found  # a purchase of a secret project is left out of what is published
        first = reading.load_books(store)[0]
        editing.edit_cells(store, [(CellKey("term", first.glossary[0].id, "text"), "公开的说明")])
        assert "glossary[0]" not in {f.path for f in gate.gate(store).absolute}


def _leaks(store: workspace.Store) -> set[str]:
    return {f.path for f in gate.gate(store).absolute if f.rule == "D01"}


def test_a_secret_name_is_found_in_what_a_person_typed_for_the_text(tmp_path: Path) -> None:
    hidden = book()
    hidden.projects[1].secret = "是"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        department = reading.load_books(store)[0].id
        narrative.set_facts(store, department, "", {"reason.income.total": f"因{hidden.projects[1].name}增加。"})
        assert "facts[0]" in _leaks(store)
        narrative.set_facts(store, department, "", {"reason.income.total": "因人员增加。"})
        assert "facts[0]" not in _leaks(store)


@pytest.mark.parametrize(
    "text",
    [
        "供水　管网\n改造",
        "供水“管网”改造",
        "（含供水管网改造）",
        "５３０９９９２５Ｐ００００４１２００２２３",
        "53099925p 000041200223",
    ],
)
def test_a_secret_name_written_in_another_way_is_found(tmp_path: Path, text: str) -> None:
    hidden = book()
    hidden.projects[1].secret = "是"
    hidden.sections[0].text = f"保障{text}。"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        assert "narrative[0]" in _leaks(store)


@pytest.mark.parametrize(
    ("name", "title", "text", "leaks"),
    [
        ("光缆", "", "铺设光缆若干", True),
        ("光", "", "铺设光缆若干", False),
        ("AB", "", "ABC", False),
        ("", "2.专线租赁费绩效目标表", "含专线 租赁费", True),
        ("", "项目支出绩效目标表", "见项目支出绩效目标表", False),
        ("2024 代号甲工程", "", "代号甲工程5万元。", True),
        ("2024年度代号甲工程", "", "完成代号甲工程。", True),
        ("2024 办公费", "", "办公费5万元。", False),
    ],
)
def test_what_a_secret_project_is_known_by(tmp_path: Path, name: str, title: str, text: str, leaks: bool) -> None:
    hidden = book()
    hidden.projects[1].secret, hidden.projects[1].name, hidden.projects[1].title = "是", name, title
    hidden.sections[0].text = text
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        assert ("narrative[0]" in _leaks(store)) == leaks


def test_a_secret_name_is_found_in_every_text_of_a_public_project_and_in_the_names_of_units(tmp_path: Path) -> None:
    hidden = book()
    hidden.projects[1].secret = "是"
    name = hidden.projects[1].name
    public = hidden.projects[0]
    public.function_code = public.category = public.seq = name
    public.indicators[0].l1 = public.indicators[0].last_value = name
    public.indicators[1].l2 = name
    hidden.units[0].name = public.unit_name = f"{name}办公室"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, hidden)
        found = _leaks(store)
        assert found >= {
            "function_code", "category", "seq", "indicators[0].l1", "indicators[0].last_value", "indicators[1].l2",
            "units[0]",
        }  # fmt: skip
        units = {unit.code: unit.id for unit in reading.load_books(store)[0].units}
        assert gate.gate(store, unit_ids={units["412002"]}).absolute == []
