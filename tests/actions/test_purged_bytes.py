"""Purged as an adversary looks for it: every byte of every file that the program keeps, in every encoding."""

import zlib
from pathlib import Path

from desktop_app.actions import (
    answers,
    checking,
    decisions,
    editing,
    gate,
    importing,
    narrative,
    packing,
    purging,
    reading,
    stages,
    workspace,
)
from desktop_app.actions.gate import Override
from desktop_app.actions.workspace import Store
from desktop_app.domain.changes import CellKey
from desktop_app.domain.disclosed import Purchase
from desktop_app.domain.model import Book, Goal, Indicator, Project, Unread
from desktop_app.domain.traces import Part, Review
from tests.actions.whole import book, take

FULL, SHORT, CORE = "2024年雪亮光缆工程项目经费", "雪亮光缆工程项目经费", "雪亮光缆工程"
CODE = "53099925P000041200999"
# one unique word in each field that a project has, and in what is noted about it
WORDS = {
    "purpose": "戊己至庚辛的专用线路", "goal": "壬癸两处节点年内开通", "l3": "寅卯端口接入", "note": "午未备注",
    "desc": "寅卯端口接入完成率达到要求", "basis": "子丑会议纪要第七条款的规定", "item": "子丑交换机",
    "category": "甲子类别", "unread": "辰巳线路图", "part": "申酉工作表", "reason": "戌亥模糊", "settled": "丙寅写法",
    "earlier": "丁卯用途", "deleted": "戊辰指标", "bought": "己巳光模块",
}  # fmt: skip
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def hidden() -> Book:
    found = book()
    project = found.projects[1]
    project.name, project.code, project.purpose, project.title = FULL, CODE, WORDS["purpose"], f"2.{FULL}绩效目标表"
    project.category, project.lines = WORDS["category"], (50, 60)
    project.goals = [Goal(WORDS["goal"], lines=(51, 51))]
    project.indicators = [
        Indicator("产出指标", "数量指标", WORDS["l3"], WORDS["desc"], "≥2个", WORDS["basis"], "≥", "2", "个"),
        Indicator("产出指标", "数量指标", WORDS["deleted"], "按计划完成全部工作", "≥9个", "文件", "≥", "9", "个"),
    ]  # fmt: skip
    project.indicators[0].note = WORDS["note"]
    project.review = [Review("indicators[0].basis", "模糊", (52, 52)), Review("purpose", WORDS["reason"], (53, 53))]
    found.review.append(Review("narrative", f"这几行读不准：{WORDS['desc']}", (55, 56)))
    found.purchases += [Purchase(FULL, "3.00", WORDS["item"], total="3.00"), Purchase(FULL, "1.00", WORDS["bought"])]
    found.sections[0].text = f"保障供水，实施{CORE}。"
    found.sections[1].text = f"{SHORT}另行安排。"
    found.glossary[0].text = f"含{CORE}"
    found.unread = [Unread(55, WORDS["unread"]), Unread(90, f"见{WORDS['basis']}"), Unread(91, "看不懂的一行")]
    found.parts = [Part(1, "sheet", f"{CORE}申酉工作表", 1)]
    found.file = f"关于{CORE}的材料.xlsx"
    return found


def lived(path: Path) -> str:
    """A workspace in which a person has worked on such a project in every way; its id."""
    with workspace.create_workspace(path) as store:
        plan = importing.plan_import(store, [hidden()])
        flag = next(flag for flag in plan.flags if flag.lines == (52, 52))
        decisions.decide(flag, "correct", f"{WORDS['basis']}，{WORDS['settled']}")
        importing.apply_import(store, plan)
        editing.undo(store)
        editing.redo(store)
        first = reading.load_books(store)[0]
        project = first.projects[1]
        cell = CellKey("project", project.id, "purpose")
        editing.edit_cells(store, [(cell, f"{WORDS['earlier']}之一")])
        editing.edit_cells(store, [(cell, WORDS["purpose"])])
        editing.delete_rows(store, "indicator", [project.indicators[1].id])
        bought = next(p for p in first.purchases if p.item == WORDS["bought"])
        workspace.delete_records(store, "purchase", [bought.id], f"删除采购{WORDS['bought']}")
        finding = next(x for x in checking.check(store) if x.project_id == project.id and x.rule[0] != "D")
        answers.answer(store, [(first.id, finding)], "按财政局批复的统一口径填列，不改", "王会计")
        other = next(x for x in checking.check(store) if x.project_id == first.projects[0].id and x.rule[0] != "D")
        answers.answer(store, [(first.id, other)], "按财政局批复的统一口径填列，不改", "王会计")
        stages.close_stage(store, [first.id], "一上", "二上")
        kept_one = next(p for p in first.purchases if p.item == WORDS["item"])
        cells = CellKey("project", project.id, "name"), CellKey("purchase", kept_one.id, "project")
        editing.edit_cells(store, [(cell, SHORT) for cell in cells])
        narrative.set_facts(store, first.id, "", {"reason.income.total": f"因{CORE}增加。"})
        stages.close_stage(store, [first.id], "二上", "批复")
        clean = [("section", first.sections[0].id, "text"), ("section", first.sections[1].id, "text"),
                 ("term", first.glossary[0].id, "text")]  # fmt: skip
        editing.edit_cells(store, [(CellKey(*key), "公开的文字。") for key in clean])
        narrative.set_facts(store, first.id, "", {"reason.income.total": "因人员增加。"})
        editing.edit_cells(store, [(CellKey("project", project.id, "secret"), "是")])
        packing.pack(store, [first.units[0].id], path.with_name("别的单位.jxz"), Override("测试理由", "王会计"))
        workspace.safety_backup(store, f"导入前{CORE}")
        return project.id


def frozen(path: Path) -> list[bytes]:
    with workspace.read_workspace(path) as store:
        return [zlib.decompress(row["content"]) for row in store.query("SELECT content FROM snapshot")]


def left(folder: Path) -> set[tuple[str, str]]:
    """File and word of all that is left of it, in bytes, in names, in what is packed."""
    words = {FULL, SHORT, CORE, CODE, *WORDS.values()}
    found = set()
    for path in (p for p in folder.rglob("*") if p.is_file()):
        packed = frozen(path) if path.suffix == ".jxdb" else []
        for data in [path.read_bytes(), str(path.name).encode(), *packed]:
            found |= {(path.name, w) for w in words for encoding in ENCODINGS if w.encode(encoding) in data}
    return found


def test_an_adversary_finds_nothing_in_any_byte(tmp_path: Path) -> None:
    path = tmp_path / "甲.jxdb"
    project_id = lived(path)
    assert {word for _, word in left(tmp_path)} >= {FULL, SHORT, CORE, CODE, *WORDS.values()}
    with workspace.open_workspace(path) as store:
        purging.purge(store, project_id=project_id)
        assert left(tmp_path) == set()  # while the file is open, too
        assert workspace.verify(store) == []
        kept(store)
    assert left(tmp_path) == set()


def kept(store: Store) -> None:
    """What others say stays, in the records and in what was noted about them."""
    (first,) = reading.load_books(store)
    public: Project = first.projects[0]
    assert [a.text for a in public.answers] == ["按财政局批复的统一口径填列，不改"]
    assert [u.text for u in first.unread][-1] == "看不懂的一行"
    assert [r.path for r in public.review] == [r.path for r in book().projects[0].review]
    assert len(first.stages) == 2 and gate.gate(store).absolute == []
    for stage in first.stages:
        assert stages.stage_book(store, stage).projects[0].name == public.name


def test_a_common_name_takes_nothing_of_others_along(tmp_path: Path) -> None:
    own = book()
    own.projects[1].name, own.projects[1].title = "培训费", ""
    with workspace.create_workspace(tmp_path / "甲.jxdb") as store:
        take(store, own)
        first = reading.load_books(store)[0]
        public = CellKey("project", first.projects[0].id, "purpose")
        editing.edit_cells(store, [(public, "用于培训费和会议费")])
        editing.edit_cells(store, [(public, "用于维护")])
        editing.edit_cells(store, [(CellKey("project", first.projects[1].id, "secret"), "是")])
        purging.purge(store, project_id=first.projects[1].id)
        assert next(e.before for e in editing.cell_history(store, public)) == "用于培训费和会议费"
    assert "培训费".encode() in (tmp_path / "甲.jxdb").read_bytes()  # in what another project was for


def test_a_package_that_is_kept_for_later_brings_nothing_back(tmp_path: Path) -> None:
    path = tmp_path / "甲.jxdb"
    with workspace.create_workspace(path) as store:
        take(store, hidden())
        first = reading.load_books(store)[0]
        secret, public = first.projects[1], first.projects[0]
        package = packing.pack(store, [], tmp_path / "包.jxz", Override("测试理由", "王会计"))
        clean = [("section", first.sections[0].id, "text"), ("section", first.sections[1].id, "text"),
                 ("term", first.glossary[0].id, "text")]  # fmt: skip
        editing.edit_cells(store, [(CellKey(*key), "公开的文字。") for key in clean])
        editing.edit_cells(store, [(CellKey("project", secret.id, "secret"), "是")])
        editing.edit_cells(store, [(CellKey("project", public.id, "purpose"), "用于维护泵站十三座")])
        purging.purge(store, project_id=secret.id)
        packing.receive(store, packing.read_package(package))
        assert reading.load_books(store)[0].sections[0].text == "公开的文字。"
    package.unlink()
    assert left(tmp_path) == set()
