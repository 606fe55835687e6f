"""The program tests itself, in the source tree and packaged: what runs here would run for a person."""

import os
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path

from desktop_app import __version__, catalog, paths
from desktop_app.actions import checking, editing, exporting, gate, importing, packing, reading, workspace
from desktop_app.domain import records
from desktop_app.domain.changes import CellKey

NOT_YET = ("PDF、网页、文本格式", "U盘包密码与三方合并")

Step = Callable[[Path], str]


class Failed(Exception):
    """A step saw something other than it must."""


def _must(condition: object, what: str) -> None:
    if not condition:
        raise Failed(what)


def _resources(_: Path) -> str:
    rules, forms = catalog.rules(), catalog.table_forms(None)
    _must(catalog.frames() and catalog.aliases() and forms and rules and catalog.documents(), "资料不全")
    _must(paths.resource("icons", "jixiao.png").is_file(), "缺图标")
    return f"{len(catalog.frames())} 种指标框架，{len(rules)} 条规则，{len(forms)} 张预算公开表"


def _libraries(_: Path) -> str:
    import openpyxl
    import pandas
    import sqlite_utils
    from pypdfium2 import raw as pdfium

    _must(pdfium.FPDF_GetPageCount(None) == 0, "PDF 程序库没有装入")
    _must(pandas.DataFrame({"预算数": [1, 2]})["预算数"].sum() == 3, "pandas 算错")
    _must(openpyxl.__version__ and sqlite_utils.__name__, "缺程序库")
    return f"pandas {pandas.__version__}，openpyxl {openpyxl.__version__}"


def _sample(folder: Path) -> str:
    path = workspace.make_sample(folder)
    with workspace.open_workspace(path) as store:
        totals = reading.totals(store)
        _must(totals.projects and totals.indicators, "样例是空的")
        again = importing.plan_import(store, importing.read_sources([catalog.sample()]).books)
        _must(again.count("same") == totals.projects, "重复导入没有认出相同的项目")
    path.rename(folder / "样例.jxdb")
    return f"{totals.projects} 个项目，{totals.indicators} 条指标"


def _edit(folder: Path) -> str:
    with workspace.open_workspace(folder / "样例.jxdb") as store:
        project = reading.load_books(store)[0].projects[0]
        key = CellKey("indicator", project.indicators[0].id, "desc")
        editing.edit_cells(store, [(key, "自检写入的文字")])
    with workspace.open_workspace(folder / "样例.jxdb") as store:
        _must(reading.load_project(store, project.id).indicators[0].desc == "自检写入的文字", "改动没有存住")
        editing.undo(store)
        _must(reading.load_project(store, project.id) == project, "撤销没有还原")
    return "改动、重新打开、撤销都对"


def _check(folder: Path) -> str:
    with workspace.open_workspace(folder / "样例.jxdb") as store:
        found = checking.check(store)
        fixable = sorted({f.rule for f in found if f.fix})
        changes = checking.fix_rule(store, fixable, found)
        left = [f for f in checking.check(store) if f.fix]
        _must(fixable and changes.cells and not left, "一键修正没有修好")
        editing.undo(store)
    return f"{len(found)} 个问题，一键修正 {'、'.join(fixable)}"


def _export(folder: Path) -> str:
    override = gate.Override("自检", "自检")
    with workspace.open_workspace(folder / "样例.jxdb") as store:
        names = [p.name for book in reading.load_books(store) for p in book.projects]
        job = exporting.export(store, folder / "公开", list(exporting.FORMATS), override=override)
    written = job.run()
    for document, path in zip(job.documents, written, strict=True):
        text = _texts(path)
        _must(document.kind == exporting.TABLES or all(name in text for name in names), f"{path.name} 里缺项目")
    return "、".join(path.name for path in written)


def _texts(path: Path) -> str:
    """All texts of a written document, read back."""
    from xml.etree import ElementTree

    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
    return "\n".join("".join(ElementTree.fromstring(part).itertext()) for part in parts)


def _package(folder: Path) -> str:
    override = gate.Override("自检", "自检")
    with workspace.open_workspace(folder / "样例.jxdb") as store:
        packing.pack(store, [], folder / "样例.jxz", override)
        before = records.to_record(reading.load_books(store), "")
    with workspace.create_workspace(folder / "收到.jxdb") as store:
        report = packing.receive(store, packing.read_package(folder / "样例.jxz"))
        after = records.to_record(reading.load_books(store), "")
    _must(before["projects"] == after["projects"] and before["narrative"] == after["narrative"], "收到的和发出的不同")
    return f"带走并收到 {report.added} 个项目"


def _backup(folder: Path) -> str:
    with workspace.open_workspace(folder / "样例.jxdb") as store:
        copy = workspace.backup(store, folder / "备份.jxdb")
        _must(not workspace.verify(store), "工作簿不完好")
    with workspace.open_workspace(copy) as store:
        _must(reading.totals(store).projects, "备份是空的")
    _must(not list(folder.glob("*.lock")) and not list(folder.glob("*-journal")), "关闭后留下了旁边的文件")
    return "备份完好，关闭后只有一个文件"


def _window(folder: Path) -> str:
    from desktop_app.ui import shots

    begun = time.perf_counter()
    images = shots.render(folder / "窗口")
    _must(images and all(image.stat().st_size > 2000 for image in images), "窗口没有画出来")
    return f"{len(images)} 个画面，{time.perf_counter() - begun:.1f} 秒"


STEPS: tuple[tuple[str, Step], ...] = (
    ("资料文件", _resources),
    ("程序库", _libraries),
    ("导入样例", _sample),
    ("修改和撤销", _edit),
    ("检查和修正", _check),
    ("公开导出", _export),
    ("U盘包", _package),
    ("备份", _backup),
    ("窗口", _window),
)


def run(report: Path | None) -> int:
    """Run every step in a folder of its own; 0 where all passed, 1 where one did not. `report` gets the same text."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    lines = [f"{paths.APP_NAME} {__version__} 自检（{'安装版' if paths.frozen() else '源代码'}，{sys.platform}）"]
    passed = True
    with tempfile.TemporaryDirectory(prefix="jixiao-") as name:
        before = os.environ.get("JIXIAO_DATA_DIR")
        os.environ["JIXIAO_DATA_DIR"] = str(Path(name, "data"))
        try:
            for title, step in STEPS:
                ok, text = _one(step, Path(name))
                passed = passed and ok
                lines.append(f"{'通过' if ok else '失败'}  {title}：{text}")
        finally:
            if before is None:
                del os.environ["JIXIAO_DATA_DIR"]
            else:
                os.environ["JIXIAO_DATA_DIR"] = before
    lines += [f"还没有  {what}" for what in NOT_YET]
    lines.append("自检通过" if passed else "自检没有通过")
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    if report is not None:
        report.write_text(text, "utf-8")
    return 0 if passed else 1


def _one(step: Step, folder: Path) -> tuple[bool, str]:
    begun = time.perf_counter()
    try:
        text = step(folder)
    except Exception:  # whatever a step meets is what this test is there to report
        return False, traceback.format_exc()
    return True, f"{text}（{time.perf_counter() - begun:.2f} 秒）"
