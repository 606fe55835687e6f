"""出U盘包: the file offered is called by the unit that is chosen, until the person names it."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.domain.findings import Finding
from desktop_app.domain.model import Book
from desktop_app.ui import places
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.pack_dialog import PackDialog

TICKED, OPEN = Qt.CheckState.Checked, Qt.CheckState.Unchecked


def test_the_file_is_called_by_its_unit(opened: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    assert opened.hub is not None
    dialog = PackDialog(opened.hub.store, None, tmp_path / "水利局.jxz", "张会计", opened)
    qtbot.addWidget(dialog)
    items = [dialog.list.item(row) for row in range(dialog.list.count())]
    assert len(items) > 1 and dialog.path() == tmp_path / "水利局.jxz"  # several units
    for item in items[1:]:
        item.setCheckState(OPEN)
    unit = items[0].data(Qt.ItemDataRole.UserRole)
    assert dialog.path() == tmp_path / f"{unit.label}.jxz"
    items[1].setCheckState(TICKED)
    assert dialog.path() == tmp_path / "水利局.jxz"
    dialog.to.setText(str(tmp_path / "自己起的.jxz"))
    items[1].setCheckState(OPEN)
    assert dialog.path() == tmp_path / "自己起的.jxz"


def test_a_department_is_not_said_twice() -> None:
    books = {
        str(i): Book(year=2025 - i, department_code=code, department_name=name, id=str(i))
        for i, (code, name) in enumerate((("412", "云岭县水利局"), ("413", "云岭县林业局")))
    }
    finding = Finding("F06", "warning", 2025, "云岭县水利局", "", "sections", "试", department_id="0")
    assert places.place(finding, books).count("云岭县水利局") == 1
