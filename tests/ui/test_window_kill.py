"""A cell that was left is on the disk, whatever happens to the program afterwards."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.actions import reading
from tests.ui.conftest import reopened

ROOT = Path(__file__).resolve().parent.parent.parent

# What a person does, in a program of its own: open the file, go into the grid, type Chinese with an input method,
# leave the cell with Enter. The first character reaches the grid itself, which opens the editor for it.
PERSON = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from desktop_app.actions import reading
from desktop_app.domain.changes import CellKey
from desktop_app.settings import Settings
from desktop_app.ui.app import make_application
from desktop_app.ui.main_window import MainWindow

app = make_application()
window = MainWindow(Settings())
window.show()
window.open_paths([Path(sys.argv[1])])
assert QTest.qWaitForWindowActive(window)
page = window.view.project
project = reading.load_project(window.hub.store, page.project_id)
assert page.grid.go_to(CellKey("indicator", project.indicators[0].id, "l3"))
for composed, chosen in (("jing bao", "警报"), ("qi", "器𠮷")):
    QApplication.sendEvent(QApplication.focusWidget(), QInputMethodEvent(composed, []))
    commit = QInputMethodEvent()
    commit.setCommitString(chosen)
    QApplication.sendEvent(QApplication.focusWidget(), commit)
    QTest.qWait(0)
if sys.argv[2] == "leave":
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QTest.qWait(0)
print("typed", flush=True)
app.exec()
"""


def type_and_kill(county: Path, manner: str) -> str:
    """Let a person type into the first 三级指标 and kill the program; returns what the file then holds."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", PERSON, str(county), manner],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=ROOT,
        encoding="utf-8",
    ) as person:
        assert person.stdout is not None
        assert person.stderr is not None
        try:
            said = person.stdout.readline()
            assert said == "typed\n", person.stderr.read()
        finally:
            os.kill(person.pid, signal.SIGKILL)
    with reopened(county) as store:
        first = next(node for unit in reading.tree(store)[0].children[0].children for node in unit.children)
        return reading.load_project(store, first.id).indicators[0].l3


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX systems")
def test_text_of_a_cell_that_was_left_survives_a_kill(county: Path) -> None:
    assert type_and_kill(county, "leave") == "警报器𠮷"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX systems")
def test_a_kill_while_typing_leaves_the_file_whole(county: Path) -> None:
    assert type_and_kill(county, "stay") == "泵站维护次数"
