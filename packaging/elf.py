"""What a Linux program file or library asks of the system, as binutils' objdump tells it."""

import re
import subprocess
from pathlib import Path

# Parts of the C library itself.
GLIBC = {f"{name}.so.{n}" for name, n in (("libc", 6), ("libm", 6), ("libdl", 2), ("libpthread", 0), ("librt", 1))}
GLIBC |= {"libutil.so.1", "libresolv.so.2", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}


def _objdump(path: Path) -> str:
    return subprocess.run(["objdump", "-p", path], capture_output=True, text=True, check=True).stdout


def is_elf(path: Path) -> bool:
    """Whether the file is a program or a library."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def needed(path: Path) -> set[str]:
    """The file names of the libraries that this one is itself linked with."""
    return set(re.findall(r"^\s+NEEDED\s+(\S+)", _objdump(path), re.MULTILINE))


def glibc_version(path: Path) -> tuple[int, ...]:
    """The oldest version of the C library that the file runs with."""
    versions = re.findall(r"\sGLIBC_(\d+(?:\.\d+)+)$", _objdump(path), re.MULTILINE)
    return max((tuple(int(n) for n in version.split(".")) for version in versions), default=(0,))


def system_libraries(table: Path) -> dict[str, str]:
    """Library file name -> Debian package, of those in libraries.txt that do not travel with the program."""
    words = [line.split() for line in table.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {word[0]: word[1] for word in words if "carried" not in word}
