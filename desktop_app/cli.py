"""The command line: the use cases without a window, and the way into the window.

Exit codes: 0 done; 1 done, but something needs a person; 2 refused, with a Chinese sentence on stderr.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

from desktop_app import __version__, commands, commands_keep, logs, paths
from desktop_app.actions import packing
from desktop_app.commands import DONE, REFUSED
from desktop_app.errors import UserError, from_os_error

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
        if argv is None:  # a process of its own
            logs.divert_native()
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
    subparsers = parser.add_subparsers(dest="command", required=True, parser_class=_Parser, metavar="命令")
    for name, (run, text, options) in _COMMANDS.items():
        command = subparsers.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        for flags, settings in options:
            command.add_argument(*flags, **settings)
    return parser


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
    "import": (commands.run_import, "读入旧文件", [
        _option("sources", nargs="+", type=Path, metavar="文件", help="要读的文件，或整个文件夹"),
        _option("--into", type=Path, metavar="工作簿.jxdb", help="写入这个工作簿；不写就只读"),
        _option("--year", type=_year, metavar="年度", help="预算年度"),
        _option("--department", metavar="部门", help="部门名称"),
        _option("--columns", type=Path, metavar="文件", help="清单里认不出的栏目是什么（JSON）"),
        _option("--list", action="store_true", help="列出每一处待核对和每一行未读懂"),
        _JSON,
    ]),
    "dump": (commands_keep.run_dump, "把工作簿写成 JSON", [
        _WORKSPACE, _option("--json", type=Path, required=True, metavar="文件", help="写到哪里"),
        _option("--year", type=int, metavar="年度", help="只要这一年"),
        _option("--department", metavar="部门", help="只要这个部门（编码或名称）"),
    ]),
    "check": (commands.run_check, "检查", [_WORKSPACE, _JSON]),
    "report": (commands.run_report, "写出检查报告", [
        _WORKSPACE, _option("--to", type=Path, required=True, metavar="文件", help="写到哪里：.xlsx、.docx 或 .html"),
        _option("--year", type=_year, metavar="年度", help="只要这一年"),
    ]),
    "rules": (commands.run_rules, "检查用的规则集：装入、移除、另存", [
        _WORKSPACE, _option("--load", type=Path, metavar="文件", help="装入这个规则集"),
        _option("--remove", nargs="+", metavar="名称", help="移除这些规则集"),
        _option("--save", type=Path, metavar="文件", help="把现在用的规则写成规则集，给别的单位装入"),
        _option("--name", metavar="名称", help="另存的规则集叫什么"),
    ]),
    "fix": (commands.run_fix, "一键修正", [
        _WORKSPACE, _option("--rule", nargs="+", required=True, metavar="规则", help="规则编号，如 F04 K11"),
    ]),
    "export": (commands.run_export, "公开导出", [
        _WORKSPACE, _option("--to", type=Path, required=True, metavar="文件夹", help="写到哪个文件夹"),
        _option("--format", required=True, metavar="格式", help="docx,xlsx"),
        _option("--unit", metavar="单位", help="只要这个单位（编码或名称）"), _OVERRIDE,
    ]),
    "pack": (commands.run_pack, "出U盘包", [
        _WORKSPACE, _option("--to", type=Path, required=True, metavar="文件.jxz", help="写到哪里"),
        _option("--unit", nargs="+", metavar="单位", help="只装这些单位（编码或名称）"), _OVERRIDE, _PASSWORD,
    ]),
    "receive": (commands.run_receive, "收U盘包", [
        _option("package", type=Path, metavar="文件.jxz", help="U盘包"),
        _option("--into", type=Path, required=True, metavar="工作簿.jxdb", help="收到这个工作簿，没有就新建"),
        _option("--conflicts", choices=packing.CONFLICT_MODES, default="list", help="不一致时用谁的，或只列出"),
        _JSON, _PASSWORD,
    ]),
    "roll": (commands.run_roll, "结转到下一年：用今年的项目做明年的草稿", [
        _WORKSPACE, _option("--to-year", type=_year, required=True, metavar="年度", help="结转到哪一年"),
        _option("--department", metavar="部门", help="只要这个部门（编码或名称）"),
    ]),
    "verify": (commands_keep.run_verify, "检查文件是否完好", [_WORKSPACE]),
    "backup": (commands_keep.run_backup, "另存一份备份", [
        _WORKSPACE, _option("--to", type=Path, required=True, metavar="文件", help="写到哪里"),
    ]),
    "restore": (commands_keep.run_restore, "从备份恢复", [
        _option("backup", type=Path, metavar="备份", help="备份文件"),
        _option("--to", type=Path, required=True, metavar="工作簿.jxdb", help="恢复成哪个文件（不能已存在）"),
    ]),
    "self-test": (commands.run_self_test, "自检", [
        _option("file", nargs="?", type=Path, metavar="文件", help="把经过写到这里"),
    ]),
}  # fmt: skip
