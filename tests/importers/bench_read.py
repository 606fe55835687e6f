"""Run by hand: how long a list takes to read, against the raw cells of the same file by the fastest library.

`python tests/importers/bench_read.py [ROUNDS]` writes a list of 100,000 indicators (.xlsx) and one of 60,000 (.xls)
into a temporary folder and reads each in processes of their own, turn by turn. Of processor time and of time by the
clock it prints the least of all rounds for both programs (what else the machine does only adds to it) and their ratio.
It ends with 1 where a ratio is over what is promised; the clock does not count where it went on much longer than the
processor worked, for then it tells of other programs.
"""

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import xlwt

HEADS = (
    "年度 部门名称 单位编码 单位名称 项目编码 项目名称 预算数 一级指标 二级指标 三级指标 绩效指标描述 指标值".split()
)
LEVELS = [
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
]
SIGNS = "泵站渠道养护巡查培训宣传补贴台账村镇河湖苗圃果林沟坝预算单位绩效"
EACH = 8  # indicators of a project
PROMISED = 2.0  # times the raw cells
BUSY = 1.2  # times the time of the processor that the clock may need

RAW = """
import sys, time
from python_calamine import CalamineWorkbook
begun = time.process_time(), time.perf_counter()
cells = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
print(time.process_time() - begun[0], time.perf_counter() - begun[1], len(cells) - 1)
"""
OURS = """
import sys, time
from pathlib import Path
from desktop_app import catalog, importers
forms = catalog.reading_forms()
begun = time.process_time(), time.perf_counter()
books = importers.read(Path(sys.argv[1]), forms)
taken = time.process_time() - begun[0], time.perf_counter() - begun[1]
print(*taken, sum(len(p.indicators) for book in books for p in book.projects))
"""


def rows(count: int) -> Iterator[list[str]]:
    """The rows of a list of `count` indicators, its heads first."""
    chance = random.Random(1)

    def word(least: int, most: int) -> str:
        return "".join(chance.choices(SIGNS, k=chance.randint(least, most)))

    yield HEADS
    own: list[str] = []
    for n in range(count):
        if n % EACH == 0:
            unit = n // 8_000
            own = ["2025", "云岭县水利局", f"412{unit:03}", f"云岭县第{unit}站"]
            own += [f"13990125P{n:011}K", word(6, 14), f"{n / 100:.2f}"]
        yield [*own, *LEVELS[n % 4], word(4, 8), word(6, 20), f"≥{n % 100}%"]


def write(folder: Path) -> list[tuple[Path, int]]:
    """The two files, each with the number of its indicators."""
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("清单")
    for row in rows(100_000):
        sheet.append(row)
    workbook.save(folder / "清单.xlsx")
    old = xlwt.Workbook(encoding="utf-8")
    page = old.add_sheet("清单")
    for r, row in enumerate(rows(60_000)):
        for c, text in enumerate(row):
            page.write(r, c, text)
    old.save(str(folder / "清单.xls"))
    return [(folder / "清单.xlsx", 100_000), (folder / "清单.xls", 60_000)]


def seconds(program: str, path: Path, count: int) -> tuple[float, float]:
    """How long a program takes for a file, by the processor and by the clock. It must have seen `count` rows."""
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    processor, clock, seen = done.stdout.split()
    assert int(seen) == count
    return float(processor), float(clock)


def main(rounds: int) -> bool:
    """Write, measure, print; whether all ratios are as promised."""
    kept = True
    with tempfile.TemporaryDirectory() as folder:
        for path, count in write(Path(folder)):
            times = [(seconds(RAW, path, count), seconds(OURS, path, count)) for _ in range(rounds)]
            raw, ours = ([min(taken[at] for taken in column) for at in (0, 1)] for column in zip(*times, strict=True))
            busy = any(clock > BUSY * processor for processor, clock in (raw, ours))
            kept = kept and ours[0] <= PROMISED * raw[0] and (busy or ours[1] <= PROMISED * raw[1])
            sys.stdout.write(f"{path.suffix} {count:,} 行，{rounds} 次里最少\n")
            for at, name in enumerate(("处理器时间", "时钟时间")):
                remark = "（机器正忙，这一行不算）" if at and busy else ""
                sys.stdout.write(
                    f"  {name}：单元格 {raw[at]:.2f} 秒，读成项目 {ours[at]:.2f} 秒，"
                    f"{ours[at] / raw[at]:.2f} 倍{remark}\n"
                )
    return kept


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 5) else 1)
