"""What the only unit of a department has where nothing says how the unit is called."""

from pathlib import Path

from desktop_app.actions import filling, reading, workspace
from desktop_app.domain.disclosed import AssetBlock, AssetRow, Purchase
from desktop_app.domain.model import Book, Project, Unit
from tests.actions.whole import take


def parts_of_units(tmp_path: Path, *units: Unit) -> list[dict[str, int]]:
    book = Book(
        year=2024, department_name="云岭县水利局", units=list(units),
        projects=[Project(unit_code=unit.code, unit_name=unit.name, code=unit.code, name="维护费") for unit in units],
        purchases=[Purchase("维护费", item="水泵", owner="412009")],
        assets=[AssetBlock("云岭县水利局机关", "", [AssetRow("资产总额", "", "1.00")])],
    )  # fmt: skip
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, book)
        nodes = [node for node in reading.tree(store)[0].children[0].children if node.kind == "unit"]
        return [
            {p.path: p.done for parts in filling.parts(store, node).values() for p in parts if p.path in OWNED}
            for node in nodes
        ]


OWNED = ("procurement", "assets")


def test_the_only_unit_without_a_name_has_what_its_department_has(tmp_path: Path) -> None:
    assert parts_of_units(tmp_path, Unit("", "")) == [{"procurement": 1, "assets": 1}]


def test_a_unit_with_a_name_has_what_is_called_so(tmp_path: Path) -> None:
    assert parts_of_units(tmp_path, Unit("412001", "本级")) == [{"procurement": 0, "assets": 0}]
