"""What the set-up, the build and the packages rely on: locked versions, the table of libraries, the shell scripts."""

import configparser
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import PySide6
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGING = ROOT / "packaging"
SCRIPTS = [*sorted(PACKAGING.glob("*.sh")), ROOT / ".ci" / "run"]
TABLE = [
    line.split() for line in (PACKAGING / "libraries.txt").read_text("utf-8").splitlines() if not line.startswith("#")
]
# Parts of the C library, which every system has.
GLIBC = re.compile(r"(libc|libm|libdl|libpthread|librt|ld-linux-.*)\.so\.\d")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="the scripts are for Linux")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_requirement_is_locked_and_no_index_is_named() -> None:
    lines = (PACKAGING / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r'[\w-]+==[\w.]+(; sys_platform == "win32")?', pin)] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *(text for texts in project["optional-dependencies"].values() for text in texts)]
    names = {normal(re.split(r"[<>=!~;\s]", text)[0]) for text in asked}
    assert names - {normal(pin.partition("==")[0]) for pin in pins} == set()


def test_the_table_knows_what_qt_is_linked_with() -> None:
    if shutil.which("objdump") is None:
        pytest.skip("objdump is missing: what a library needs cannot be read")
    folder = Path(PySide6.__file__).parent / "Qt"
    plugins = ("qxcb", "qoffscreen", "qwayland-generic", "ibusplatforminputcontextplugin")
    waiting = [path for name in plugins for path in (folder / "plugins").glob(f"*/lib{name}.so")]
    assert len(waiting) == len(plugins)
    seen, outside = set(waiting), set()
    while waiting:
        listing = subprocess.run(["objdump", "-p", waiting.pop()], capture_output=True, text=True, check=True).stdout
        for name in re.findall(r"NEEDED\s+(\S+)", listing):
            inside = folder / "lib" / name
            if not inside.exists():
                outside.add(name)
            elif inside not in seen:
                seen.add(inside)
                waiting.append(inside)
    known = {words[0] for words in TABLE}
    assert {name for name in outside if not GLIBC.fullmatch(name)} - known == set()


@on_linux
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_can_be_read_by_its_shell(script: Path) -> None:
    shell = "bash" if script.name == "run" else "sh"
    subprocess.run([shell, "-n", script], check=True)


def bare_machine(folder: Path, without: tuple[str, ...] = ()) -> Path:
    """A folder for PATH with the plainest tools, a font, all libraries but `without`; no apt, no Python."""
    tools = folder / "bin"
    tools.mkdir()
    for name in ("awk", "cat", "cksum", "dirname", "find", "head", "id", "rm", "sort", "tr"):
        found = shutil.which(name)
        assert found, f"every Debian has {name}"
        (tools / name).symlink_to(found)
    known = [words[0] for words in TABLE if words[1] not in without]
    command(tools / "ldconfig", "\n".join(f"echo '\t{name} (libc6,x86-64) => /lib/{name}'" for name in known))
    command(tools / "fc-list", "echo /usr/share/fonts/song.ttc")
    return tools


def command(path: Path, lines: str) -> None:
    path.write_text(f"#!/bin/sh\n{lines}\n", "utf-8")
    path.chmod(0o755)


def set_up(folder: Path, tools: Path) -> subprocess.CompletedProcess[str]:
    (folder / "packaging").mkdir()
    for name in ("packaging/setup.sh", "packaging/libraries.txt", "packaging/constraints.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    script = ["/bin/sh", folder / "packaging" / "setup.sh"]
    environment = {"PATH": str(tools), "HOME": str(folder)}
    return subprocess.run(script, env=environment, capture_output=True, encoding="utf-8", check=False)


@on_linux
def test_missing_libraries_are_named_where_apt_may_not_be_used(tmp_path: Path) -> None:
    done = set_up(tmp_path, bare_machine(tmp_path, without=("libegl1", "libxcb-cursor0")))
    assert done.returncode == 2
    assert "apt-get install libegl1 libxcb-cursor0" in done.stderr
    assert not (tmp_path / ".venv").exists()


@on_linux
def test_missing_python_is_said(tmp_path: Path) -> None:
    tools = bare_machine(tmp_path)
    command(tools / "python3", "exit 1")  # one that is too old
    done = set_up(tmp_path, tools)
    assert done.returncode == 2
    assert done.stderr.startswith("没有找到 Python 3.11")


@on_linux
def test_packages_that_cannot_be_had_leave_no_stamp(tmp_path: Path) -> None:
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "pyvenv.cfg").write_text("version = 3.11\n", "utf-8")
    command(venv / "bin" / "python", '[ "$1" = -c ]')  # starts, but its pip finds nothing
    done = set_up(tmp_path, bare_machine(tmp_path))
    assert done.returncode == 2
    assert "程序库没有装上" in done.stderr
    assert list(venv.glob("installed*")) == []


def test_the_desktop_opens_our_files_with_the_program() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(PACKAGING / "linux" / "jixiao.desktop", "utf-8")
    types = set(entry["Desktop Entry"]["MimeType"].strip(";").split(";"))
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    declared = ET.parse(PACKAGING / "linux" / "jixiao.xml").getroot().findall(f"{space}mime-type")
    globs = {glob.attrib["pattern"] for kind in declared for glob in kind.findall(f"{space}glob")}
    assert types == {kind.attrib["type"] for kind in declared}
    assert globs == {"*.jxdb", "*.jxz"}
