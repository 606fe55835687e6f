"""How long a key takes in search and proposals: `python -m tests.actions.bench_find [--indicators 100000] [--file F]`.

Builds a workspace of invented projects with indicators of random, real-looking wordings (or takes the one that was
built before into FILE) and prints milliseconds of the processor a key; ends with 1 where one takes more than 50. LIKE
on the tables is measured beside it.
"""

import argparse
import gc
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop_app import catalog
from desktop_app.actions import library, reading, workspace
from desktop_app.actions.gathering import Gathering
from desktop_app.actions.wordstock import Wordstock
from desktop_app.actions.workspace import Store
from desktop_app.domain import order
from desktop_app.domain.model import Goal, Indicator, Project
from desktop_app.storage import books

_A_PROJECT = 20
_A_DEPARTMENT = 100
_OF = "水利农业林业教育卫生交通民政档案消防气象粮食统计信访审计园林环卫地震体育文化旅游"
_THING = (
    "泵站 渠道 校舍 病房 公路 桥梁 档案 视频 网络 机房 食堂 仓库 苗木 农机 图书 展馆 井盖 路灯 公厕 河道 大坝"
    " 疫苗 药品 试剂 样品 报表 课程 教材 考场 宿舍"
)
_DONE = "维修 巡查 检测 培训 采购 更换 清洗 编制 审核 发放 养护 租赁 监测 宣传 普查 评审 安装 调试 登记 整理"
_COUNT = "数量 次数 人数 面积 里程 合格率 完成率 及时率 覆盖率 单价 总成本 使用年限 满意度 响应时间 故障率 利用率"
_PLACE = "东 南 西 北 中 上 下 新 老 前 后 内 外 一 二 三 四 五 六 七 八 九 十"
_SEARCHES = (
    "率", "年", "成", "2", "黾", "泵站", "率泵", "黾勉", "验收合格", "站维修数率", "黾勉从事", "2025", "530999", "0047",
    "99q", "泵站 满意度", "泵站 病房", "东 泵站", "一 二", "年 率 次", "全年 验收", "黾 率", "全年 工作计划 泵站",
    "经费 年", "次 数 量", "的 成",
)  # fmt: skip
_TYPED = ("", "率", "泵", "泵站", "维修数量", "年", "b", "bz", "wxsl", "pxrs", "zzzz", "黾", "站维修数率")
_BUDGET_MS = 50


def wordings(chance: random.Random) -> Iterator[Indicator]:
    """Invented indicators without end."""
    things, done, counts, places = (text.split() for text in (_THING, _DONE, _COUNT, _PLACE))
    frame = next(iter(catalog.frames().values()))
    classes = [(l1, l2) for l1 in frame.l1_names() for l2 in frame.l2_names(l1)]
    while True:
        where = "".join(chance.choices(places, k=2)) + chance.choice(_OF)
        name = f"{where}{chance.choice(things)}{chance.choice(done)}{chance.choice(counts)}"
        l1, l2 = chance.choice(classes)
        number = str(chance.randrange(1, 1000))
        yield Indicator(
            l1, l2, name, f"全年在{where}完成的{name}，按验收合格的计算", f"≥{number}次",
            f"{chance.randrange(2021, 2026)}年{chance.choice(done)}工作计划", "≥", number, "次",
        )  # fmt: skip


def build(path: Path, indicators: int) -> None:
    """A workspace with so many indicators, twenty a project."""
    chance = random.Random(7)
    rows = wordings(chance)
    with workspace.create_workspace(path) as store:
        count = max(indicators // _A_PROJECT, 1)
        departments = -(-count // _A_DEPARTMENT)
        for number in range(departments):
            workspace.add_department(store, 2025, f"云岭县{chance.choice(_OF)}局{number}", f"{300 + number}")
        for number, department in enumerate(r["id"] for r in store.query("SELECT id FROM department ORDER BY place")):
            workspace.add_unit(store, department, "本级", f"{300 + number}001")
            unit = store.query("SELECT id FROM unit WHERE department_id = ?", department)[0]["id"]
            projects = [
                Project(
                    unit_id=unit, name=f"{next(rows).l3}经费", code=f"530999{i:015d}", budget="10.00",
                    purpose="用于日常支出", goals=[Goal("完成全年任务")],
                    indicators=[next(rows) for _ in range(_A_PROJECT)],
                )
                for i in range(min(_A_DEPARTMENT, count - number * _A_DEPARTMENT))
            ]  # fmt: skip
            with store.operation("造") as operation:
                books.add_projects(operation, department, projects, order.spread(len(projects)))
        first = store.query("SELECT id FROM project ORDER BY place LIMIT 1")[0]["id"]
        with store.operation("造") as operation:  # what is rare stands once
            operation.insert("goal", {"project_id": first, "text": "黾勉从事，如期完成"})


def clock(does: Callable[[], object], times: int = 9) -> tuple[float, float]:
    """Median and worst of some runs in milliseconds of this process."""
    taken = []
    for _ in range(times):
        begin = time.process_time()
        does()
        taken.append((time.process_time() - begin) * 1000)
    return statistics.median(taken), max(taken)


def measure(store: Store) -> list[float]:
    """Print the figures of an open workspace; returns the worst of each kind of key."""
    worst = []

    def key(kind: str, text: str, does: Callable[[], object], said: str) -> None:
        median, slowest = clock(does)
        worst.append(slowest)
        print(f"{kind:<16}{text or '(nothing)':<24}{median:8.2f} ms   worst {slowest:8.2f}   {said}")

    count = store.query("SELECT count(*) AS n FROM indicator")[0]["n"]
    stock = Wordstock(catalog.initials())
    gathering = Gathering(store, stock)
    begin, longest = time.perf_counter(), 0.0
    complete = False
    while not complete:
        slice_began = time.perf_counter()
        complete = gathering.go_on(0.008)
        longest = max(longest, time.perf_counter() - slice_began)
    whole = time.perf_counter() - begin
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} indicators; gathered in {whole:.2f} s, longest slice {longest * 1000:.0f} ms, {used:.0f} MB in all")
    gc.freeze()  # as the window does then
    for text in _SEARCHES:
        found = gathering.search(text)
        number = f"{len(found.hits)}{'+' if found.more else ''}"
        key("search", text, lambda text=text: gathering.search(text), f"{number} hits")
    for text in ("率", "泵站", "验收合格"):
        print(f"LIKE            {text:<24}{clock(lambda text=text: like(store, text), 3)[0]:8.2f} ms")
    project_id = store.query("SELECT id FROM project ORDER BY place LIMIT 1 OFFSET 3")[0]["id"]
    project = reading.load_project(store, project_id)
    row = next(row for row in project.indicators if row.l2 == "数量指标")
    for column in library.PROPOSED:
        for text in _TYPED:
            around = library.around(stock, project, row.id, "")
            found_words = library.propose(stock, column, text, around)
            said = "、".join(p.text[:20] for p in found_words[:2])
            key(
                f"propose {column}", text, lambda c=column, t=text, a=around: library.propose(stock, c, t, a), said[:40]
            )
    return worst


def like(store: Store, text: str) -> int:
    """The same search by reading all rows."""
    columns = ("l3", "desc", "value", "basis", "note")
    condition = " OR ".join(f'"{column}" LIKE ?' for column in columns)
    return len(store.query(f"SELECT id FROM indicator WHERE {condition}", *[f"%{text}%"] * len(columns)))


def main() -> int:
    """Build, where needed, and measure; 1 where a key took longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--indicators", type=int, default=100_000)
    parser.add_argument("--file", type=Path, help="where the workspace is kept for the next time")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIXIAO_DATA_DIR"] = str(Path(folder, "data"))
        path = arguments.file or Path(folder, "bench.jxdb")
        if not path.exists():
            begin = time.perf_counter()
            build(path, arguments.indicators)
            print(f"built in {time.perf_counter() - begin:.0f} s")
        with workspace.open_workspace(path, daily_backup=False) as store:
            worst = measure(store)
    print(f"the worst key {max(worst):.1f} ms, the median of the worst {statistics.median(worst):.1f} ms")
    return int(max(worst) > _BUDGET_MS)


if __name__ == "__main__":
    raise SystemExit(main())
