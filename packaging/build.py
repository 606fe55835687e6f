"""Builds the packaged program and its .deb, and proves both with the program's own self-test in an empty environment.

Run with the Python of .venv: `.venv/bin/python packaging/build.py`. What it makes lies in dist/.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import deb

ROOT = Path(__file__).resolve().parent.parent
DIST, WORK = ROOT / "dist", ROOT / "build"
NOBODY = 65534
FIXED_DATE = "1735689600"  # 2025-01-01, for a tree without git
STARTS = 5
LONGEST = 600  # seconds for one run of the program


class Failed(Exception):
    """The build is no good; the message says why, in Chinese."""


def main() -> int:
    """Build, prove and measure; 0 where all of it is well."""
    try:
        folder = build()
        with unpacked(folder) as home:
            self_test(home)
            measure(home, folder)
        if shutil.which("dpkg-deb"):
            build_deb(folder)
        else:
            print("这台电脑没有 dpkg-deb，没有做 .deb。")
    except (Failed, deb.Bad) as error:
        print(f"打包失败：{error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"打包失败：{error.cmd[0]} 以 {error.returncode} 结束\n{error.stderr or ''}", file=sys.stderr)
        return 1
    return 0


def build() -> Path:
    """Freeze the program into a clean dist/; returns its folder. The same sources give the same bytes."""
    subprocess.run(["sh", ROOT / "packaging" / "setup.sh", "--build"], check=True)
    shutil.rmtree(DIST, ignore_errors=True)
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir()
    os.environ["SOURCE_DATE_EPOCH"] = source_date()  # dpkg-deb reads it too
    print("正在打包，要一分钟左右……", flush=True)
    log = WORK / "pyinstaller.log"
    places = ["--distpath", str(DIST), "--workpath", str(WORK / "work")]
    with log.open("w", encoding="utf-8") as output:
        done = subprocess.run(
            [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", *places, str(ROOT / "build.spec")],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise Failed(f"PyInstaller 出错，经过见 {log}：\n{log.read_text('utf-8')[-2000:]}")
    return DIST / "jixiao"


def source_date() -> str:
    """The time of the last commit, for the dates inside what is built."""
    try:
        git = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return FIXED_DATE
    return git.stdout.strip() or FIXED_DATE


@contextmanager
def unpacked(source: Path) -> Iterator[Path]:
    """A folder with `program`, a copy of `source` (or the contents of a .deb) that cannot be written, and `home`."""
    with tempfile.TemporaryDirectory(prefix="jixiao-build-") as name:
        place = Path(name)
        place.chmod(0o755)
        if source.is_dir():
            program = Path(shutil.copytree(source, place / "program", symlinks=True))
        else:
            program = deb.unpack(source, place / "unpacked").rename(place / "program")
        for path in [program, *program.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & ~0o222)
        (place / "home").mkdir()
        if unprivileged():
            os.chown(place / "home", NOBODY, NOBODY)
        yield place
        for path in [program, *program.rglob("*")]:
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)  # or it could not be removed


def unprivileged() -> dict[str, Any]:
    """What makes a started program an ordinary user's: nothing holds root back from writing a read-only file."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def surroundings(place: Path, **more: str) -> dict[str, Any]:
    """How to start the copied program: in an environment with nothing but a home, its output as one text."""
    home = str(place / "home")
    return {
        "cwd": home,
        "env": {"HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", "PATH": "", "QT_QPA_PLATFORM": "offscreen", **more},
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "encoding": "utf-8",
        "errors": "replace",
        **unprivileged(),
    }


def self_test(place: Path) -> None:
    """Run the program's self-test. Raises Failed where it does not pass or writes into its own folder."""
    before = sorted((place / "program").rglob("*"))
    command = [str(place / "program" / "jixiao"), "self-test"]
    done = subprocess.run(command, **surroundings(place), timeout=LONGEST, check=False)
    print(done.stdout, end="", flush=True)
    if done.returncode:
        raise Failed(f"自检以 {done.returncode} 结束")
    if sorted((place / "program").rglob("*")) != before:
        raise Failed("程序改动了自己的文件夹")


def measure(place: Path, folder: Path) -> None:
    """Print how large the program is and how quickly it starts."""
    size = sum(path.lstat().st_size for path in folder.rglob("*"))
    print(f"大小：{size / 1e6:.0f} MB")
    for title, seconds in (("显示版本", version_time), ("画出窗口", paint_time)):
        times = [seconds(place) for _ in range(STARTS)]
        print(
            f"启动到{title}：{statistics.median(times):.2f} 秒（{STARTS} 次，{min(times):.2f}–{max(times):.2f}）",
            flush=True,
        )


def version_time(place: Path) -> float:
    """Seconds for `jixiao --version`."""
    command = [str(place / "program" / "jixiao"), "--version"]
    begun = time.perf_counter()
    done = subprocess.run(command, **surroundings(place), timeout=LONGEST, check=False)
    seconds = time.perf_counter() - begun
    if done.returncode or program_version() not in done.stdout:
        raise Failed(f"--version 没有说出版本：{done.stdout}")
    return seconds


def paint_time(place: Path) -> float:
    """Seconds from the start until Qt hands the first painted window to the screen, which its own log tells."""
    log = {"QT_LOGGING_RULES": "qt.widgets.painting=true", "QT_FORCE_STDERR_LOGGING": "1"}
    lines = []
    begun = time.perf_counter()
    with subprocess.Popen([place / "program" / "jixiao"], **surroundings(place, **log)) as process:
        watch = threading.Timer(LONGEST, process.kill)
        watch.start()
        try:
            for line in process.stdout or ():
                lines.append(line)
                if "Flushing" in line:
                    return time.perf_counter() - begun
        finally:
            watch.cancel()
            process.kill()
    raise Failed(f"窗口没有画出来：{''.join(lines[-20:])}")


def build_deb(folder: Path) -> None:
    """Make the .deb, look at its files, and run the self-test out of it."""
    print("正在做 .deb……", flush=True)
    package = deb.make(folder, program_version(), DIST, WORK / "deb")
    count = deb.check(package)
    with unpacked(package) as place:
        self_test(place)
    print(f"{package.relative_to(ROOT)}：{count} 个文件，{package.stat().st_size / 1e6:.0f} MB，自检通过")


def program_version() -> str:
    """The version that the sources state."""
    text = (ROOT / "desktop_app" / "__init__.py").read_text("utf-8")
    match = re.search(r'__version__ = "([^"]+)"', text)
    if match is None:
        raise Failed("desktop_app/__init__.py 里没有版本号")
    return match[1]


if __name__ == "__main__":
    sys.exit(main())
