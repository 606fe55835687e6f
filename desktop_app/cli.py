"""The command line: the use cases without a window, and the way into the window.

Exit codes: 0 done; 1 done, but something needs a person; 2 refused, with a Chinese sentence on stderr.
"""

import argparse
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

from desktop_app import __version__, catalog, logs, paths
from desktop_app.actions import checking, exporting, gate, importing, packing, reading, workspace
from desktop_app.domain import records
from desktop_app.domain.findings import SEVERITY_NAMES, Finding
from desktop_app.errors import UserError, from_os_error

DONE, NEEDS_PERSON, REFUSED = 0, 1, 2


# what argparse says, in the words of this program; the part after the colon names the options meant
_USAGE = (
    ("the following arguments are required", "还缺"),
    ("unrecognized arguments", "多出了不认识的部分"),
    ("expected one argument", "后面要写一个值"),
    ("expected at least one argument", "后面至少要写一个值"),
    ("invalid int value", "要写整数"),
    ("invalid choice", "没有这个选择"),
)

_HELP = (
    ("usage: ", "用法："),
    ("positional arguments:", "参数："),
    ("options:", "选项："),
    ("show this help message and exit", "显示这段说明"),
)


class _Parser(argparse.ArgumentParser):
    def format_help(self) -> str:
        text = super().format_help()
        for english, chinese in _HELP:
            text = text.replace(english, chinese)
        return text

    def error(self, message: str) -> NoReturn:
        for english, chinese in _USAGE:
            message = message.replace(english, chinese)
        message = (
            message.replace("argument ", "")
            .replace(" (choose from ", "（可用 ")
            .replace("')", "'）")
            .replace(": ", " ")
        )
        raise UserError("命令写得不对", message, f"用 {paths.COMMAND} --help 查看用法")


def main(argv: list[str] | None = None) -> int:
    """Run one command, or open the window; returns the exit code."""
    _utf8_streams()
    arguments = sys.argv[1:] if argv is None else argv
    try:
        if not arguments or (arguments[0] not in _COMMANDS and arguments[0] not in ("-h", "--help")):
            return _window(arguments)
        parsed = _parser().parse_args(arguments)
        result: int = parsed.run(parsed)
        return result
    except UserError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except OSError as error:
        print(from_os_error(error), file=sys.stderr)
        return REFUSED
    except UnicodeEncodeError:  # a name that is no text in this system's encoding
        print("文件名里有读不出来的字符，没有改动任何文件。请给文件改名后再试。", file=sys.stderr)
        return REFUSED


def _utf8_streams() -> None:
    """A Chinese sentence must come out whatever the locale is; a windowed program has no streams at all."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # for the life of the process
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _window(arguments: list[str]) -> int:
    parser = _Parser(prog=paths.COMMAND, add_help=False)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--version", action="store_true")
    parsed = parser.parse_args(arguments)
    if parsed.version:
        print(f"{paths.APP_NAME} {__version__}")
        return DONE
    if parsed.file is not None and not parsed.file.exists():
        raise UserError("没有这个命令，也没有这个文件", str(parsed.file), f"用 {paths.COMMAND} --help 查看用法")
    logs.setup()
    from desktop_app.ui import app  # Qt is loaded only for the window

    return app.run(parsed.file, sample=parsed.sample)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog=paths.COMMAND, description=f"{paths.APP_NAME} {__version__}；不写命令就打开窗口")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser, metavar="命令")
    for name, (run, text, options) in _COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        for flags, settings in options:
            command.add_argument(*flags, **settings)
    return parser


def _write_json(path: Path, data: Any) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_text(text, "utf-8")
        os.replace(temporary, path)
    except OSError as error:
        raise from_os_error(error, path) from error
    finally:
        if temporary.exists():
            temporary.unlink()


def _import(a: argparse.Namespace) -> int:
    sources = [path for given in a.sources for path in _expand(given)]
    _require_free(a.json, *sources, a.into)
    books = importing.read_sources(sources)
    for book in books:
        if a.into is None:  # reading only never refuses; what the options say wins all the same
            book.year = a.year or book.year
            book.department_name = a.department or book.department_name
    if a.into is not None:
        _import_into(a, books)
    if a.json:
        _write_json(a.json, records.to_record(books, "、".join(path.name for path in sources)))
    projects = [p for book in books for p in book.projects]
    flagged = sum(len(p.review) for p in projects) + sum(len(book.review) for book in books)
    unread = sum(len(book.unread) for book in books)
    indicators = sum(len(p.indicators) for p in projects)
    print(f"读出 {len(projects)} 个项目、{indicators} 条指标；待核对 {flagged} 处，未读懂 {unread} 行。")
    return NEEDS_PERSON if flagged or unread else DONE


def _expand(given: Path) -> list[Path]:
    """A folder stands for the files in it."""
    if given.is_dir():
        found = sorted(path for path in given.iterdir() if path.is_file() and not path.name.startswith("."))
        if not found:
            raise UserError("文件夹里没有可以导入的文件", str(given), "请选择文件")
        return found
    return [given]


def _import_into(a: argparse.Namespace, books: list[Any]) -> None:
    made = not a.into.exists()
    if made:
        importing.plan_import(None, books, a.year, a.department)  # refused before anything is made
    store = workspace.create_workspace(a.into) if made else workspace.open_workspace(a.into)
    try:
        plan = importing.plan_import(store, books, a.year, a.department)
        importing.apply_import(store, plan)
        same, new, changed = plan.count("same"), plan.count("new"), plan.count("changed")
        print(
            f"写入 {a.into}：新增 {new} 个项目，更新 {changed} 个，冲突 {plan.count('conflict')} 个，相同 {same} 个。"
        )
    except BaseException:
        store.close()
        if made:
            a.into.unlink(missing_ok=True)
        raise
    store.close()


def _require_free(to: Path | None, *inputs: Path | None) -> None:
    if to is not None:
        workspace.require_free(to, *(path for path in inputs if path is not None))


def _dump(a: argparse.Namespace) -> int:
    _require_free(a.json, a.workspace)
    with workspace.open_workspace(a.workspace, daily_backup=False) as store:
        books = reading.load_books(store, a.year)
    if a.department:
        books = [b for b in books if a.department in (b.department_code, b.department_name)]
    _write_json(a.json, records.to_record(books, ""))
    return DONE


def _finding_record(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule, "severity": finding.severity, "year": finding.year, "unit": finding.unit,
        "project": finding.project, "path": finding.path, "message": finding.message, "expected": finding.expected,
        "found": finding.found, "fix": finding.fix.label if finding.fix else None,
    }  # fmt: skip


def _check(a: argparse.Namespace) -> int:
    _require_free(a.json, a.workspace)
    with workspace.open_workspace(a.workspace, daily_backup=False) as store:
        found = checking.check(store)
    if a.json:
        _write_json(a.json, [_finding_record(finding) for finding in found])
    else:
        for x in found:
            place = " ".join(filter(None, (x.unit, x.project_name or x.project, x.path)))
            print(f"{SEVERITY_NAMES[x.severity]} {x.rule} {place}：{x.message}")
    counts = Counter(finding.severity for finding in found)
    print("，".join(f"{name} {counts[severity]}" for severity, name in SEVERITY_NAMES.items()))
    return NEEDS_PERSON if found else DONE


def _fix(a: argparse.Namespace) -> int:
    rules = list(dict.fromkeys(rule for part in a.rule for rule in part.split(",")))
    if unknown := [rule for rule in rules if rule not in catalog.rules()]:
        raise UserError("没有这条规则", "、".join(unknown), "规则编号见 check 的输出，如 F04")
    with workspace.open_workspace(a.workspace) as store:
        changes = checking.fix_rule(store, rules, checking.check(store))
    print(f"修正了 {len(changes.projects)} 个项目的 {len(changes.cells)} 处。")
    return DONE


def _export(a: argparse.Namespace) -> int:
    override = gate.read_override(a.override) if a.override else None
    formats = [name.strip() for name in a.format.split(",") if name.strip()]
    with workspace.open_workspace(a.workspace, daily_backup=False) as store:
        unit = exporting.find_unit(store, a.unit) if a.unit else ""
        written = exporting.export(store, a.to, formats, unit_id=unit, override=override).run()
    for path in written:
        print(path)
    return DONE


def _pack(a: argparse.Namespace) -> int:
    _no_password(a)
    override = gate.read_override(a.override) if a.override else None
    with workspace.open_workspace(a.workspace, daily_backup=False) as store:
        units = [exporting.find_unit(store, unit) for unit in a.unit or ()]
        print(packing.pack(store, units, a.to, override))
    return DONE


def _no_password(a: argparse.Namespace) -> None:
    if a.password_file:
        raise UserError("这一版还不能给U盘包加密码", "", "请不要带 --password-file")


def _receive(a: argparse.Namespace) -> int:
    _no_password(a)
    _require_free(a.json, a.package, a.into)
    package = packing.read_package(a.package)
    made = not a.into.exists()
    store = workspace.create_workspace(a.into) if made else workspace.open_workspace(a.into)
    try:
        report = packing.receive(store, package, a.conflicts)
    except BaseException:
        store.close()
        if made:
            a.into.unlink(missing_ok=True)
        raise
    store.close()
    if a.json:
        _write_json(a.json, report.as_record())
    print(f"新增 {report.added} 个项目，相同 {report.same} 个，不一致 {len(report.differing)} 处"
          f"{'（已按对方的写入）' if report.applied and report.differing else ''}。")  # fmt: skip
    return NEEDS_PERSON if report.differing and a.conflicts == "list" else DONE


def _verify(a: argparse.Namespace) -> int:
    with workspace.open_workspace(a.workspace, daily_backup=False) as store:
        problems = workspace.verify(store)
    for problem in problems:
        print(problem)
    print(f"{a.workspace}：{'文件有损坏，请恢复备份' if problems else '完好'}")
    return NEEDS_PERSON if problems else DONE


def _backup(a: argparse.Namespace) -> int:
    with workspace.open_workspace(a.workspace, daily_backup=False) as store:
        print(workspace.backup(store, a.to))
    return DONE


def _restore(a: argparse.Namespace) -> int:
    workspace.restore_backup(a.backup, a.to)
    print(a.to)
    return DONE


def _self_test(a: argparse.Namespace) -> int:
    from desktop_app import selftest

    return selftest.run(a.file)


def _year(text: str) -> int:
    if not (text.isdecimal() and 1990 <= int(text[:5]) <= 2100):
        raise UserError("年度写得不对", text, "应为四位数字，如 2025")
    return int(text)


def _option(*flags: str, **settings: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    return flags, settings


_WORKSPACE = _option("workspace", type=Path, metavar="工作簿.jxdb", help="工作簿文件")
_JSON = _option("--json", type=Path, metavar="文件", help="把结果写成 JSON")
_OVERRIDE = _option("--override", type=Path, metavar="文件", help="越过错误的书面理由（JSON）")
_PASSWORD = _option("--password-file", type=Path, metavar="文件", help=argparse.SUPPRESS)

_COMMANDS: dict[str, tuple[Any, str, list[tuple[tuple[str, ...], dict[str, Any]]]]] = {
    "import": (_import, "读入旧文件", [
        _option("sources", nargs="+", type=Path, metavar="文件", help="文本或表格文件，或文件夹"),
        _option("--into", type=Path, metavar="工作簿.jxdb", help="写入这个工作簿；不写就只读"),
        _option("--year", type=_year, metavar="年度", help="预算年度"),
        _option("--department", metavar="部门", help="部门名称"),
        _JSON,
    ]),
    "dump": (_dump, "把工作簿写成 JSON", [
        _WORKSPACE, _option("--json", type=Path, required=True, metavar="文件", help="写到哪里"),
        _option("--year", type=int, metavar="年度", help="只要这一年"),
        _option("--department", metavar="部门", help="只要这个部门（编码或名称）"),
    ]),
    "check": (_check, "检查", [_WORKSPACE, _JSON]),
    "fix": (_fix, "一键修正", [
        _WORKSPACE, _option("--rule", nargs="+", required=True, metavar="规则", help="规则编号，如 F04 K11"),
    ]),
    "export": (_export, "公开导出", [
        _WORKSPACE, _option("--to", type=Path, required=True, metavar="文件夹", help="写到哪个文件夹"),
        _option("--format", required=True, metavar="格式", help="docx,xlsx"),
        _option("--unit", metavar="单位", help="只要这个单位（编码或名称）"), _OVERRIDE,
    ]),
    "pack": (_pack, "出U盘包", [
        _WORKSPACE, _option("--to", type=Path, required=True, metavar="文件.jxz", help="写到哪里"),
        _option("--unit", nargs="+", metavar="单位", help="只装这些单位（编码或名称）"), _OVERRIDE, _PASSWORD,
    ]),
    "receive": (_receive, "收U盘包", [
        _option("package", type=Path, metavar="文件.jxz", help="U盘包"),
        _option("--into", type=Path, required=True, metavar="工作簿.jxdb", help="收到这个工作簿，没有就新建"),
        _option("--conflicts", choices=packing.CONFLICT_MODES, default="list", help="不一致时用谁的，或只列出"),
        _JSON, _PASSWORD,
    ]),
    "verify": (_verify, "检查文件是否完好", [_WORKSPACE]),
    "backup": (_backup, "另存一份备份", [
        _WORKSPACE, _option("--to", type=Path, required=True, metavar="文件", help="写到哪里"),
    ]),
    "restore": (_restore, "从备份恢复", [
        _option("backup", type=Path, metavar="备份", help="备份文件"),
        _option("--to", type=Path, required=True, metavar="工作簿.jxdb", help="恢复成哪个文件（不能已存在）"),
    ]),
    "self-test": (_self_test, "自检", [_option("file", nargs="?", type=Path, metavar="文件", help="把经过写到这里")]),
}  # fmt: skip
