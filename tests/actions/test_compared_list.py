"""The list of differences as a workbook: texts, and no secret project."""

from pathlib import Path

import openpyxl
import pytest

from desktop_app.actions import comparing, editing, reading, stages, workspace
from desktop_app.actions.comparing import CHANGED, SAME, Row, changes_only
from desktop_app.actions.project_differences import project_label
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import BudgetRow, Section
from desktop_app.domain.model import Project
from tests.actions.whole import book as whole_book
from tests.actions.whole import take


def test_the_list_is_written_as_a_workbook_of_texts(tmp_path: Path) -> None:
    rows = [
        Row("项目", "=泵站", "项目名称", "=1+1", "新名", CHANGED),
        Row("名词解释", "三公", "", "", "", SAME),
    ]
    to = comparing.write_list(rows, ("2025年度 一上", "2025年度 现在"), tmp_path / "对比.xlsx")
    sheet = openpyxl.load_workbook(to).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells == [
        ["部分", "内容", "栏目", "之前：2025年度 一上", "之后：2025年度 现在", "变化"],
        ["项目", "=泵站", "项目名称", "=1+1", "新名", "修改"],
        ["名词解释", "三公", None, None, None, "相同"],
    ]
    assert sheet["D2"].data_type == "s"


@pytest.mark.parametrize("late", [False, True])
def test_the_written_list_names_no_secret_project(tmp_path: Path, late: bool) -> None:
    """`late`: marked after the stage was closed, and taken back by now in the other case."""
    with workspace.create_workspace(tmp_path / "密.jxdb") as store:
        book = whole_book()
        secret, public = book.projects
        book.sections.append(Section("五、其他说明", f"另有{secret.name}一项"))
        book.tables[0].rows.append(BudgetRow(["2130399", f"其中：{secret.name}", "1.00", "1.00"]))
        take(store, book)
        ids = {row["name"]: row["id"] for row in store.query("SELECT id, name FROM project")}
        flag = CellKey("project", ids[secret.name], "secret")
        if not late:
            editing.edit_cells(store, [(flag, "是")])
        stages.close_stage(store, [reading.load_books(store)[0].id], "一上", "二上")
        editing.edit_cells(store, [(flag, "是" if late else "否")])
        now = reading.load_books(store)[0]
        named = next(row for row in now.tables[0].rows if secret.name in "".join(row.cells))
        bought = next(p for p in now.purchases if p.project == secret.name)
        edits = [
            (CellKey("project", ids[secret.name], "purpose"), "密用途"),
            (CellKey("project", ids[public.name], "purpose"), "明用途"),
            (CellKey("section", now.sections[-1].id, "text"), f"{secret.name}密文"),
            (CellKey("budget_row", named.id, "c3"), "777.77"),
            (CellKey("purchase", bought.id, "price"), "888.88"),
        ]
        editing.edit_cells(store, edits)
        before, after = comparing.sides(store, now.id)[1::-1]
        rows = comparing.compare_sides(store, before, after)
        assert {text for _, text in edits} <= {row.after for row in rows}  # the window shows them all
        for chosen in (rows, changes_only(rows)):
            to = comparing.write_list(chosen, ("前", "后"), tmp_path / f"{len(chosen)}.xlsx")
            sheet = openpyxl.load_workbook(to).worksheets[0]
            cells = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
            written = "\n".join(text for row in cells for text in row)
            for word in (secret.name, secret.code, "密用途", "密文", "777.77", "888.88"):
                assert word not in written
            assert "明用途" in written
            assert "涉密项目" in cells[0][0] and cells[1][0] == "部分"
            assert sheet.auto_filter.ref == f"A2:F{len(cells)}" and sheet.freeze_panes == "A3"


def test_a_purged_project_is_told_as_such() -> None:
    assert project_label(Project(secret="是", seq="3")) == "涉密项目（内容已移出） 序号3"
    assert project_label(Project(secret="是")) == "涉密项目（内容已移出）"
    assert project_label(Project(secret="是", name="某工程")) == "某工程"
    assert project_label(Project()) == "（未命名）"
