"""Makes the .deb of the packaged program, and looks at what is in it."""

import re
import shutil
import subprocess
from pathlib import Path

import elf

HERE = Path(__file__).resolve().parent
ICONS = HERE.parent / "resources" / "icons"
PROGRAM = Path("opt/jixiao")
SHARE = Path("usr/share")

# where a file goes <- what it is
EXTRAS = {
    SHARE / "applications/jixiao.desktop": HERE / "linux/jixiao.desktop",
    SHARE / "mime/packages/jixiao.xml": HERE / "linux/jixiao.xml",
    SHARE / "icons/hicolor/256x256/apps/jixiao.png": ICONS / "jixiao.png",
    SHARE / "icons/hicolor/scalable/apps/jixiao.svg": ICONS / "jixiao.svg",
    SHARE / "doc/jixiao/CHANGELOG.md": HERE / "CHANGELOG.md",
}


class Bad(Exception):
    """The package would not work; the message says why, in Chinese."""


def depends(folder: Path) -> str:
    """The `Depends` of the program in `folder`: what its files are linked with and do not bring themselves.

    Raises Bad where that is a library that libraries.txt does not know.
    """
    files = [path for path in folder.rglob("*") if path.is_file() and elf.is_elf(path)]
    brought = {path.name for path in files} | {path.name for path in folder.rglob("*.so*")}
    missing = set().union(*(elf.needed(path) for path in files)) - brought - elf.GLIBC
    known = elf.system_libraries(HERE / "libraries.txt")
    if unknown := sorted(missing - known.keys()):
        raise Bad(f"程序要用的库既没有带上，也不在 packaging/libraries.txt 里：{'、'.join(unknown)}")
    glibc = ".".join(str(n) for n in max(elf.glibc_version(path) for path in files))
    return ", ".join([f"libc6 (>= {glibc})", *sorted({known[name] for name in missing})])


def make(folder: Path, version: str, to: Path, work: Path) -> Path:
    """Pack the program in `folder` into a .deb in the folder `to`; it installs into /opt and runs no scripts."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder, work / PROGRAM, symlinks=True)
    for place, source in EXTRAS.items():
        (work / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, work / place)
    (work / "usr/bin").mkdir()
    (work / "usr/bin/jixiao").symlink_to("/opt/jixiao/jixiao")
    for path in [work, *work.rglob("*")]:  # whatever the umask of the person who builds
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    architecture = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    size = sum(path.lstat().st_size for path in work.rglob("*")) // 1024
    control = (HERE / "linux/control").read_text("utf-8")
    fields = {"version": version, "architecture": architecture.stdout.strip(), "size": size, "depends": depends(folder)}
    (work / "DEBIAN").mkdir(mode=0o755)
    (work / "DEBIAN/control").write_text(control.format(**fields), "utf-8")
    package = to / f"jixiao_{version}_{fields['architecture']}.deb"
    # xz: the dpkg of older desktops cannot read zstd
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", work, package], check=True, capture_output=True
    )
    return package


def check(package: Path) -> int:
    """Look at the list of files in the .deb; returns how many there are.

    Raises Bad where one is missing, or lies outside our folders, or belongs to another than root.
    """
    listing = subprocess.run(["dpkg-deb", "-c", package], capture_output=True, text=True, check=True).stdout
    paths: set[Path] = set()
    for line in listing.splitlines():
        match = re.match(r"(\S+) (\S+) +\d+ \S+ \S+ \./(.*?)(?: -> .*)?$", line)
        if match is None or match[2] != "root/root" or (match[1][0] != "l" and match[1][8] == "w"):
            raise Bad(f".deb 里有不该有的文件：{line}")
        paths.add(Path(match[3]))
    wanted = {PROGRAM / "jixiao", Path("usr/bin/jixiao"), *EXTRAS}
    if missing := wanted - paths:
        raise Bad(f".deb 里缺文件：{'、'.join(map(str, sorted(missing)))}")
    ours = {PROGRAM, Path("usr/bin/jixiao"), *EXTRAS}
    if strange := [p for p in paths if not any(p == o or o in p.parents or p in o.parents for o in ours)]:
        raise Bad(f".deb 里有不该有的文件：{strange[0]}")
    return len(paths)


def unpack(package: Path, to: Path) -> Path:
    """Unpack the .deb into the folder `to`; returns the program's folder in it."""
    subprocess.run(["dpkg-deb", "-x", package, to], check=True)
    return to / PROGRAM
