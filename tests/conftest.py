"""What every test gets: folders of its own, and the corpus where it is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.actions import workspace
from desktop_app.actions.workspace import Store

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"


@pytest.fixture(autouse=True)
def own_data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings, logs and backups of the person who runs it."""
    monkeypatch.setenv("JIXIAO_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An open workspace with one department, one unit and one empty project, all invented."""
    with workspace.create_workspace(tmp_path / "甲.jxdb") as opened:
        workspace.add_department(opened, 2025, "云岭县水利局", "412")
        department = opened.query("SELECT id FROM department")[0]["id"]
        workspace.add_unit(opened, department, "云岭县水利局本级", "412001")
        unit = opened.query("SELECT id FROM unit")[0]["id"]
        workspace.add_project(opened, unit, "泵站维护费")
        yield opened


@pytest.fixture
def project_id(store: Store) -> str:
    """The id of the one project in `store`."""
    return str(store.query("SELECT id FROM project")[0]["id"])


@pytest.fixture
def department(store: Store) -> str:
    """The id of the one department in `store`."""
    return str(store.query("SELECT id FROM department")[0]["id"])


@pytest.fixture
def corpus() -> Path:
    """The folder of real documents; the test is skipped where it is missing."""
    if not CORPUS.is_dir():
        pytest.skip("../shared/corpus is missing: the real documents are not part of the project")
    return CORPUS
