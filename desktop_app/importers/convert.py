"""Old Word files (.doc, .wps, .rtf, .odt) -> .docx bytes, through an office program where one is installed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop_app.domain.traces import Part
from desktop_app.errors import UserError, from_os_error
from desktop_app.importers import word
from desktop_app.importers.cells import Row
from desktop_app.importers.source import Source

LONGEST = 60.0  # seconds for one file
MOST_BYTES = 64 * 1024 * 1024  # of what is made of it
_STEP = 0.1
_NAMES = ("soffice", "libreoffice")
# Where the program lies when it is not on the path: its own installers put it there.
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_BY_HAND = "请用WPS或Word打开它，另存为 .docx 后再导入"
_RTF = b"{\\rtf"
# what an office program looks at before the content
_SUFFIXES = ((_RTF, ".rtf"), (b"\xd0\xcf\x11\xe0", ".doc"), (b"PK\x03\x04", ".odt"))


def read_rows(source: Source) -> tuple[list[Row], list[Part]]:
    """The rows of an old Word file, converted first. Raises UserError where no program can do it."""
    data = to_docx(source.data, source.where, lambda: source.report(0, 1))
    return word.read_rows(Source(data, source.where, source.aliases, source.words, source.report, source.mapping))


def to_docx(data: bytes, where: str, tell: Callable[[], None]) -> bytes:
    """The file as .docx. `tell` is called some times a second and may raise Cancelled, which ends the conversion.

    Nothing but a temporary folder is written. Raises UserError where no office program is installed, or where it does
    not make a document of the file within a minute.
    """
    program = office()
    if program is None:
        raise UserError("旧版Word文件要靠WPS或LibreOffice转换，这台电脑上没有找到LibreOffice", where, _BY_HAND)
    suffix = next((name for first, name in _SUFFIXES if data.startswith(first)), ".doc")
    try:
        with tempfile.TemporaryDirectory(prefix="jixiao-", ignore_cleanup_errors=True) as folder:
            place = Path(folder)
            (place / f"in{suffix}").write_bytes(data)
            profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
            command = [program, profile, "--headless", "--norestore", "--convert-to", "docx:MS Word 2007 XML"]
            _run([*command, "--outdir", str(place / "out"), str(place / f"in{suffix}")], where, tell)
            made = place / "out" / "in.docx"
            if not made.is_file():
                raise UserError("这个文件转换不了，可能已损坏或加了密码", where, _BY_HAND)
            if made.stat().st_size > MOST_BYTES:
                raise UserError("这个文件转换后太大，没有读取", where, _BY_HAND)
            return made.read_bytes()
    except OSError as error:
        raise from_os_error(error, where) from error


def office() -> str | None:
    """The path of an installed LibreOffice, None where there is none."""
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    return next((place for place in _PLACES if os.access(place, os.X_OK)), None)


def _run(command: Sequence[str], where: str, tell: Callable[[], None]) -> None:
    """Run a program without a window; it is ended with all that it started where it takes too long or `tell` raises."""
    flags: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows has it
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=flags,
        start_new_session=sys.platform != "win32",
        env=_environment(),
    )
    end = time.monotonic() + LONGEST
    try:
        while process.poll() is None:
            tell()
            if time.monotonic() > end:
                raise UserError(f"转换超过 {LONGEST:.0f} 秒还没有完成，已停止", where, _BY_HAND)
            time.sleep(_STEP)
    finally:
        if process.poll() is None:
            _end(process)


def _environment() -> dict[str, str]:
    """The environment without what a packaged program sets for its own libraries."""
    own = {name: text for name, text in os.environ.items() if name not in ("LD_LIBRARY_PATH", "PYTHONPATH")}
    if "LD_LIBRARY_PATH_ORIG" in os.environ:
        own["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH_ORIG"]
    return own


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and the one that it started: the office program is a child of its starter."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
