"""What tests of the window get: Qt without a screen, an invented county, the shown window, and what was said."""

import os
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop_app.actions import importing, workspace
from desktop_app.actions.workspace import Store
from desktop_app.domain.disclosed import Section
from desktop_app.domain.model import Book, Project, Unit
from desktop_app.domain.traces import Review
from desktop_app.errors import UserError
from desktop_app.settings import Settings
from desktop_app.ui import dialogs, theme
from desktop_app.ui.grid_view import GridView
from desktop_app.ui.hub import Hub
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.workspace_view import WorkspaceView
from tests.books import set_value, sound_project
from tests.ui.grids import show_grid, texts


@pytest.fixture(scope="session", autouse=True)
def look(qapp: object) -> Iterator[None]:
    """The program's own style, so that sizes are those that people see; what was copied goes before Qt does."""
    theme.apply(qapp)
    yield
    QGuiApplication.clipboard().clear()


class Said:
    """What the program said in boxes, and what it is to be answered."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.told: list[str] = []
        self.answer = True


@pytest.fixture(autouse=True)
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[Said]:
    """Records boxes instead of showing them; an error that the test does not take out of `errors` fails it."""
    record = Said()

    def show_error(error: UserError, parent: object = None) -> None:
        record.errors.append(str(error))

    def tell(title: str, text: str, parent: object = None) -> None:
        record.told.append(text)

    monkeypatch.setattr(dialogs, "show_error", show_error)
    monkeypatch.setattr(dialogs, "tell", tell)
    monkeypatch.setattr(dialogs, "ask", lambda *args, **kw: record.answer)
    yield record
    assert record.errors == []


def _project(name: str, code: str, unit: tuple[str, str]) -> Project:
    project = deepcopy(sound_project())
    project.name, project.code, project.id = name, code, ""
    project.unit_code, project.unit_name = unit
    return project


def county_book() -> Book:
    """Two units with three projects: one sound, one with a plan of increments, one with 百分比 in two values."""
    first, second = ("412001", "云岭县水利局本级"), ("412002", "云岭县水库管理所")
    sound = _project("泵站维护费", "53099925P000041200114", first)
    plan = _project("渠道清淤费", "53099925P00004120022K", first)
    plan.plan = ["25", "25", "25", "25"]
    signs = _project("水库巡查费", "53099925P000041200333", second)
    set_value(signs.indicators[1], "≥98百分比")
    set_value(signs.indicators[6], "≥90百分比")
    signs.review = [Review("indicators[2].value", "原文断行"), Review("purpose", "<读法> 不确定")]
    return Book(
        file="县水利局.txt",
        year=2025,
        department_code="412",
        department_name="云岭县水利局",
        units=[Unit(*first), Unit(*second)],
        projects=[sound, plan, signs],
        sections=[Section("一、总体目标", "保障全县灌溉用水。"), Section("二、保障措施", "加强组织。")],
    )


@pytest.fixture(scope="session")
def county_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace file of the invented county, made once."""
    folder = tmp_path_factory.mktemp("county")
    path = folder / "水利局.jxdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIXIAO_DATA_DIR", str(folder / "data"))
        with workspace.create_workspace(path) as store:
            importing.apply_import(store, importing.plan_import(store, [county_book()]))
    return path


@pytest.fixture
def county(county_master: Path, tmp_path: Path) -> Path:
    """A copy of the county's file of the test's own."""
    return Path(shutil.copy(county_master, tmp_path))


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """The shown window with its start page."""
    shown = MainWindow(Settings())
    qtbot.addWidget(shown)
    shown.resize(1366, 768)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    yield shown
    shown.close_workspace()
    shown.tasks.close()


@pytest.fixture
def opened(window: MainWindow, county: Path) -> MainWindow:
    """The shown window with the county open."""
    window.open_paths([county])
    assert window.view is not None
    return window


@pytest.fixture
def view(opened: MainWindow) -> WorkspaceView:
    """The panes of the open county."""
    assert opened.view is not None
    return opened.view


@pytest.fixture
def choose(view: WorkspaceView) -> Callable[[str], str]:
    """Chooses a project of the county by name; returns its id."""

    def by_name(name: str) -> str:
        node = next(node for node in view.tree.projects() if node.label == name)
        assert view.tree.select("project", node.id)
        return node.id

    return by_name


@pytest.fixture
def grid(qtbot: QtBot, store: Store, project_id: str) -> GridView:
    """The shown grid of the one project in `store`, with four sound indicators."""
    return show_grid(qtbot, Hub(store), project_id)


@pytest.fixture
def stored(store: Store, project_id: str) -> Callable[[int, int], str]:
    """The text of a cell as it is in the workspace."""
    return lambda row, column: texts(store, project_id)[row][column]


def reopened(path: Path) -> Store:
    """The file as another program finds it; reading only."""
    return workspace.open_workspace(path, daily_backup=False)
