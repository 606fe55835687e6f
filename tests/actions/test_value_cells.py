"""What is typed or pasted into 符号, 指标值 and 单位 ends up somewhere visible, always."""

import json
from pathlib import Path

import pytest

from desktop_app.actions import checking, editing, reading
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey

PARTS = ("sign", "number", "measure")


@pytest.mark.parametrize(
    ("start", "column", "text", "parts", "value"),
    [
        ("", "sign", "≥90%", ("≥", "90", "%"), "≥90%"),
        ("≤5次", "sign", "大于等于90 %", ("≥", "90", "%"), "≥90%"),
        ("≤5次", "sign", ">=", ("≥", "5", "次"), "≥5次"),
        ("≤5次", "sign", "≥8", ("≥", "8", "次"), "≥8次"),
        ("≤5次", "sign", "", ("", "5", "次"), "5次"),
        ("≤5次", "sign", "水利", ("水利", "5", "次"), "水利5次"),
        ("", "sign", "有效提升", ("", "有效提升", ""), "有效提升"),
        ("≤5次", "number", "≥8", ("≥", "8", "次"), "≥8次"),
        ("≤5次", "number", "8人", ("≤", "8", "人"), "≤8人"),
        ("≤5次", "number", "9.6.", ("≤", "9.6.", "次"), "≤9.6.次"),
        ("≤5次", "number", "按期完成", ("≤", "按期完成", "次"), "≤按期完成次"),
        ("≤5次", "measure", "人次", ("≤", "5", "人次"), "≤5人次"),
        ("≤5次", "sign", "定性", ("定性", "5", "次"), "5次"),
        ("≤5次", "value", "≥100大于等于100%", ("≥", "100大于等于100%", ""), "≥100大于等于100%"),
        ("≤ 5 次", "measure", "次", ("≤", "5", "次"), "≤ 5 次"),
    ],
)
def test_one_cell(
    store: Store, project_id: str, start: str, column: str, text: str, parts: tuple[str, ...], value: str
) -> None:
    _, (row,) = editing.insert_rows(store, "indicator", project_id, texts=[{"value": start}])
    editing.edit_cells(store, [(CellKey("indicator", row, column), text)])
    found = reading.load_project(store, project_id).indicators[0]
    assert (tuple(getattr(found, part) for part in PARTS), found.value) == (parts, value)


@pytest.mark.parametrize(
    ("cells", "parts", "value"),
    [
        (["≥90%", "", ""], ("≥", "90", "%"), "≥90%"),
        (["≥", "90", "%"], ("≥", "90", "%"), "≥90%"),
        (["<=5", "", "个"], ("≤", "5", "个"), "≤5个"),
        (["≥90%", "95", "%"], ("≥90%", "95", "%"), "≥90%95%"),
        (["", "及时", ""], ("", "及时", ""), "及时"),
        (["", "≥90%", ""], ("≥", "90", "%"), "≥90%"),
        (["≤", "≥90%", ""], ("≤", "≥90%", ""), "≤≥90%"),
        (["≤", "90人", ""], ("≤", "90", "人"), "≤90人"),
    ],
)
def test_three_cells_pasted(
    store: Store, project_id: str, cells: list[str], parts: tuple[str, ...], value: str
) -> None:
    for _ in range(2):  # into a new row, and over an old one
        rows = reading.load_project(store, project_id).indicators
        editing.paste_indicators(store, project_id, rows[0].id if rows else "", list(PARTS), [cells])
        found = reading.load_project(store, project_id).indicators[0]
        assert (tuple(getattr(found, part) for part in PARTS), found.value) == (parts, value)


@pytest.mark.corpus
def test_every_value_of_the_corpus_comes_back_character_by_character(
    store: Store, project_id: str, corpus: Path
) -> None:
    printed = [
        row["value"] or ""
        for path in sorted((corpus / "expected").glob("*.json"))
        for project in json.loads(path.read_text("utf-8"))["projects"]
        for row in project["indicators"]
    ]
    editing.insert_rows(store, "indicator", project_id, texts=[{"value": text} for text in printed])
    found = reading.load_project(store, project_id).indicators
    assert [i.value for i in found] == printed and len(printed) > 1000
    editing.edit_cells(store, [(CellKey("indicator", i.id, "desc"), "改了别处") for i in found])
    assert [i.value for i in reading.load_project(store, project_id).indicators] == printed


def test_a_sign_that_is_none_is_marked(store: Store, project_id: str) -> None:
    texts = {"l3": "巡查次数", "sign": "水利", "number": "5", "measure": "次"}
    editing.insert_rows(store, "indicator", project_id, texts=[texts])
    assert ("K03", "indicators[0].sign") in {(f.rule, f.path) for f in checking.check(store)}


def test_half_a_character_from_the_clipboard_is_replaced(store: Store, project_id: str) -> None:
    editing.edit_cells(store, [(CellKey("project", project_id, "purpose"), "维护\ud800泵站𠮷")])
    assert reading.load_project(store, project_id).purpose == "维护�泵站𠮷"
