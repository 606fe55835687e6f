"""The layers: who may import whom, and where SQL and Qt may be."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "desktop_app"
CORE = {"domain", "errors"}
BELOW_ACTIONS = CORE | {"checks", "storage", "importers", "exporters", "handoff", "catalog", "paths", "settings"}

# part of the package -> parts of ours that it may import, beside itself
ALLOWED = {
    "domain": set(),
    "errors": set(),
    "paths": set(),
    "settings": {"paths", "errors"},
    "logs": {"paths", "errors"},
    "catalog": {"domain", "paths", "errors"},
    "checks": CORE,
    "storage": CORE,
    "importers": CORE,
    "exporters": CORE,
    "handoff": CORE,
    "actions": BELOW_ACTIONS,
    "ui": {"actions", "domain", "errors", "paths", "settings", "logs"},
}
EVERYTHING = {"cli", "commands", "commands_keep", "__main__", "selftest"}
STANDARD_ONLY = {"domain", "errors", "paths", "settings", "logs", "catalog", "checks"}


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def part_of(path: Path) -> str:
    relative = path.relative_to(ROOT)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports fail in the packaged program"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_follow_the_layers(path: Path) -> None:
    part = part_of(path)
    ours = {n.split(".")[1] for n in imports(path) if n.startswith("desktop_app.")} - {"__version__", part}
    if part in EVERYTHING or part == "__init__":
        return
    assert ours <= ALLOWED[part], f"{part} may not import {ours - ALLOWED[part]}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_foreign_libraries_stay_in_their_layer(path: Path) -> None:
    part, names = part_of(path), {n.split(".")[0] for n in imports(path)}
    if part != "ui":
        assert not names & {"PySide6", "shiboken6"}, "Qt belongs into ui"
    if part != "storage":
        assert "sqlite3" not in names, "SQL belongs into storage"
    if part not in {"storage", "selftest"}:
        assert "sqlite_utils" not in names
    if part in STANDARD_ONLY:
        assert not names & {"pandas", "openpyxl", "docx", "python_calamine", "lxml"}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_sql_outside_storage(path: Path) -> None:
    if part_of(path) == "storage":
        return
    texts = [n.value for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Constant)]
    statements = [t for t in texts if isinstance(t, str) and re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|PRAGMA) ", t)]
    assert statements == []


def test_packaging_is_no_package() -> None:
    assert not (ROOT.parent / "packaging" / "__init__.py").exists(), "it would hide the library of that name"
