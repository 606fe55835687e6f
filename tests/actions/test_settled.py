"""What a person settled or corrected in an import is not asked again; what is left open is counted and kept once."""

from copy import deepcopy
from pathlib import Path

import pytest

from desktop_app.actions import editing, importing, reading, reviewing, workspace
from desktop_app.actions.path_names import path_text
from desktop_app.domain.disclosed import Purchase
from desktop_app.domain.model import Book
from desktop_app.domain.traces import Review
from tests.actions.whole import book, take


def _decide_all(plan: importing.ImportPlan) -> None:
    answers = {
        "plan[1]": "50%",
        "indicators[0].basis": "县水利局巡查方案",
        "sections[0].text[1]": "保障防汛安全。",
        "sections[1].heading": "（二）保障措施",
        "budget_tables[5].rows[1][3]": "3.00",
        "procurement[1].price": "0.60",
        "organisation[1].rank": "副科级",
    }
    for flag in plan.flags:
        if flag.path in answers:
            importing.decide(flag, importing.CORRECT, answers[flag.path])
    importing.settle_all(plan.flags)


def test_the_same_file_again_is_nothing_to_import_and_no_open_flag(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        plan = importing.plan_import(store, [book()])
        _decide_all(plan)
        importing.correct(plan.items[0], "name", "泵站维护经费")
        importing.correct(plan.items[0], "code", "53099925P000041200115")
        importing.correct(plan.items[1], "indicators[1].value", "≥45户")
        assert plan.due == []
        importing.apply_import(store, plan)
        assert reviewing.reviews(store) == []
        again = importing.plan_import(store, [book()])
        assert {item.name: item.kind for item in again.everything if item.kind != "same"} == {}
        assert again.flags == [] and not again.counts() and ("待核对", "0 处") in again.summary()
        newer = book()
        newer.projects[0].plan[1] = "60%"
        changed = importing.plan_import(store, [newer]).items[0]
        assert changed.kind == "conflict" and not changed.written and [d.mine for d in changed.edited] == ["50%"]
        editing.undo(store)
        assert store.query("SELECT * FROM settled") == []


def test_confirmed_flags_are_not_asked_again(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        reviewing.confirm_review(store, [flag.id for flag in reviewing.reviews(store)])
        newer = book()
        newer.projects[0].purpose = "用于维护全县十三座泵站"
        plan = take(store, newer)
        assert plan.items[0].kind == "changed" and [f.path for f in plan.flags if f.item] == []
        assert reviewing.reviews(store) == []


def test_two_copies_count_once_and_leave_their_flags_once(tmp_path: Path) -> None:
    first, second = book(), book()
    for copy in (first, second):
        copy.review.append(Review("year", "按项目编码里的年份判断"))
    second.file, second.sha256 = "副本.docx", "cd" * 32
    second.projects[0].purpose = "用于维护全县十三座泵站"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        plan = importing.plan_import(store, [first, second])
        texts = dict(plan.summary())
        assert texts["项目"].startswith("2 个") and texts["预算数合计"].startswith("10.30")
        assert texts["采购、资产"] == "采购 3 行，资产 1 张表" and texts["预算表"] == "2 张 3 行"
        importing.apply_import(store, plan)
        left = reviewing.reviews(store)
        assert texts["待核对"] == f"{len(left)} 处" == f"{len(book().review) + 5} 处"
        assert [flag.value for flag in left if flag.path == "year"] == ["2025"]


def test_a_year_flag_stays_with_a_department_that_is_here(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, Book("一.txt", "", 2025, "412", "云岭县水利局", projects=book().projects[1:]))
        newer = Book("二.txt", "", 2025, "412", "云岭县水利局", projects=book().projects[:1])
        newer.review = [Review("year", "按项目编码里的年份判断")]
        newer.projects[0].review = []
        plan = take(store, newer)
        assert [flag.path for flag in reviewing.reviews(store)] == ["year"] and len(plan.due) == 1


DROPPED = {
    "indicators[1]": ("indicator", "合格率"), "goals[0]": ("goal", "汛期前维护泵站12座"),
    "procurement[2]": ("purchase", "电缆"), "procurement_totals[1]": ("purchase_total", "本级小计"),
    "budget_tables[5].rows[1]": ("budget_row", "水利"), "assets[0].rows[1]": ("asset_row", "车辆"),
    "glossary[0]": ("term", "三公经费"), "organisation[0]": ("organisation", "云岭县水利局本级"),
    "sections[1]": ("section", "加强管理。"),
}  # fmt: skip


def _drop(plan: importing.ImportPlan, *paths: str) -> None:
    parts = {"procurement": "procurement", "budget_tables": "budget_table", "assets": "assets",
             "glossary": "glossary", "organisation": "organisation"}  # fmt: skip
    for path in paths:
        name = path.partition("[")[0]
        if name in ("indicators", "goals"):
            item: importing.Item = plan.items[0]
        elif name == "sections":
            item = [part for part in plan.parts if part.part == "section"][1]
        else:
            item = next(part for part in plan.parts if part.part == parts[name.removesuffix("_totals")])
        importing.drop_row(item, path)


@pytest.mark.parametrize("path", DROPPED)
def test_a_row_that_was_taken_out_comes_back_only_when_told(tmp_path: Path, path: str) -> None:
    table, text = DROPPED[path]
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        plan = importing.plan_import(store, [book()])
        _drop(plan, path)
        importing.apply_import(store, plan)
        before = store.query(f"SELECT * FROM {table}")
        assert not any(text in row.values() for row in before)
        again = importing.plan_import(store, [book()])
        assert not again.counts() and again.due == []
        importing.apply_import(store, again)
        assert store.query(f"SELECT * FROM {table}") == before
        if table == "section":
            (item,) = [i for i in again.parts if i.kind == "new"]
            item.accept = True
        else:
            ((item, row),) = [(i, row) for i in again.everything for row in i.new_rows]
            assert (item.kind, row.table, row.left_out, row.add) == ("same", table, True, False)
            row.add = True
        importing.apply_import(store, again)
        assert [text in row.values() for row in store.query(f"SELECT * FROM {table}")].count(True) == 1
        last = importing.plan_import(store, [book()])
        assert {i.kind for i in last.everything} == {"same"} and not any(i.new_rows for i in last.everything)
        assert workspace.verify(store) == []


def test_rows_taken_out_of_every_part_stay_out_and_undo_forgets_them(tmp_path: Path) -> None:
    paths = [*DROPPED, "glossary[0]", "indicators[0]"]  # with them the glossary and the indicators are empty
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        plan = importing.plan_import(store, [book()])
        importing.correct(plan.items[0], "indicators[1].desc", "核对后的描述")
        _drop(plan, *paths)
        importing.apply_import(store, plan)
        again = importing.plan_import(store, [book()])
        assert sum(len(item.new_rows) for item in again.everything) == len(paths) - 1  # a section is no row
        assert not again.counts() and again.due == []
        newer = book()
        newer.projects[0].indicators[1].desc = "另一种描述"
        newer.projects[0].purpose = "用于维护全县十三座泵站"
        take(store, newer)  # only a row that reads the same was left out
        assert [i.desc for i in reading.load_books(store)[0].projects[0].indicators] == ["另一种描述"]
        editing.undo(store)
        editing.undo(store)
        assert store.query("SELECT * FROM settled") == []
        assert importing.plan_import(store, [book()]).items[0].kind == "new"


def test_printed_sums_follow_when_a_purchase_was_taken_out(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        plan = importing.plan_import(store, [book()])
        _drop(plan, "procurement[2]")
        importing.apply_import(store, plan)
        newer = book()
        newer.purchases.insert(0, Purchase("泵站维护费", "7.30", "滤网", total="0.20"))
        for total in newer.purchase_totals:
            total.last += 1
        take(store, newer)
        here = reading.load_books(store)[0]
        assert [p.item for p in here.purchases] == ["滤网", "水泵", "阀门"]
        assert [(t.label, t.first, t.last) for t in here.purchase_totals] == [("合计", 1, 3), ("本级小计", 1, 3)]


def doubtful() -> Book:
    """The book of a file that does not say with certainty whose it is and of which year."""
    found = book()
    found.review += [Review("year", "按项目编码里的年份判断"), Review("department.name", "按文件标题判断")]
    return found


def test_year_and_department_that_a_person_corrected_hold_for_the_same_file(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        first = doubtful()
        for flag in importing.plan_import(store, [first]).flags:
            if flag.path in ("year", "department.name"):
                importing.decide(flag, importing.CORRECT, {"year": "2026"}.get(flag.path, "云岭县供水总站"))
        importing.apply_import(store, importing.plan_import(store, [first]))  # compared anew, as the window does
        copied = doubtful()
        copied.file = "副本.xlsx"
        for again in (doubtful(), copied):
            plan = importing.plan_import(store, [again])
            assert (again.year, again.department_name) == (2026, "云岭县供水总站")
            assert {item.kind for item in plan.everything} == {"same"} and plan.flags == []
        told = doubtful()
        importing.plan_import(store, [told], year=2024, department="云岭县林业局")
        assert (told.year, told.department_name) == (2024, "云岭县林业局")
        other = doubtful()
        other.sha256 = "cd" * 32
        importing.plan_import(store, [other])
        assert (other.year, other.department_name) == (2025, "云岭县水利局")
        editing.undo(store)
        undone = doubtful()
        assert [f.path for f in importing.plan_import(store, [undone]).flags if f.item is None][-2:] == [
            "year", "department.name",
        ]  # fmt: skip
        assert (undone.year, undone.department_name) == (2025, "云岭县水利局")


def test_what_a_file_says_with_certainty_is_not_taken_from_an_earlier_import(tmp_path: Path) -> None:
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        importing.apply_import(store, importing.plan_import(store, [book()], year=2026))
        again = book()
        assert importing.plan_import(store, [again]).book_plans[0].department_id == "" and again.year == 2025


def test_a_file_of_several_departments_is_not_taken_for_one(tmp_path: Path) -> None:
    one, other = doubtful(), doubtful()
    other.department_name, other.department_code = "云岭县林业局", "413"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, one)
        both = [doubtful(), deepcopy(other)]
        importing.plan_import(store, both)
        assert [found.department_name for found in both] == ["云岭县水利局", "云岭县林业局"]


@pytest.mark.parametrize("known", [True, False])
def test_a_list_without_department_belongs_where_its_units_are(tmp_path: Path, known: bool) -> None:
    listed = Book("清单.xlsx", "", None, "", "", projects=deepcopy(book().projects))
    listed.review = [Review("year", "文件里没有写明预算年度"), Review("department", "文件里没有写明部门")]
    if not known:
        listed.projects[1].unit_code, listed.projects[1].unit_name = "533001", "云岭县林草局"
    with workspace.create_workspace(tmp_path / "乙.jxdb") as store:
        take(store, book())
        if not known:
            with pytest.raises(importing.UnknownYear, match="--year"):
                importing.plan_import(store, [deepcopy(listed)])
            with pytest.raises(importing.UnknownDepartment, match="--department"):
                importing.plan_import(store, [listed], year=2025)
            return
        plan = importing.plan_import(store, [listed])
        assert (listed.year, listed.department_name) == (2025, "云岭县水利局")
        assert [(r.path, "按工作簿里已有的同样单位" in r.reason) for r in listed.review] == [
            ("year", True),
            ("department.name", True),
        ]
        assert len(plan.books[0].review) == 2


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("sections[1].text[5]", "（一）保障措施 第6段"),
        ("sections[0].heading", "一、总体绩效目标 标题"),
        ("budget_tables[5].rows[1][3]", "一般公共预算支出表 · 水利 · 项目支出"),
        ("procurement[1].price", "政府采购 · 阀门（泵站维护费） · 单价"),
        ("assets[0].rows[1].value", "固定资产 云岭县水利局 · 车辆 · 价值"),
        ("glossary[0].text", "名词解释 三公经费 解释"),
        ("organisation[0].rank", "机构设置 · 云岭县水利局本级 · 单位规格"),
        ("plan[1]", "支出计划 6月底"),
        ("indicators[3].value", "第4条指标 指标值"),
    ],
)
def test_paths_in_words(path: str, words: str) -> None:
    assert path_text(book(), path) == words


def test_paths_of_records_that_are_not_at_hand() -> None:
    here = book()
    assert path_text(None, "budget_tables[2].rows[3][4]") == "预算公开表2 第4行 第5栏"
    assert path_text(None, "nix[3]") == "nix[3]" and path_text(here, "glossary[99].text") == "名词解释 第100条 解释"
