"""The pictures of the screens, which people look at, are made and are not blank."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from desktop_app.ui import shots


@pytest.mark.parametrize("dark", [False, True])
def test_every_screen_is_drawn(tmp_path: Path, dark: bool, qapp: object) -> None:
    files = shots.render(tmp_path / "图", dark)
    assert [file.stem for file in files] == [
        "1-start", "2-import", "2-review", "3-project", "4-problems", "5-table", "6-sections", "7-overview", "8-export",
        "9-marks", "10-fixes", "11-answer", "12-rules",
    ]  # fmt: skip
    for file in files:
        image = QImage(str(file))
        colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        assert len(colours) > 20, file.name
        corner = image.pixelColor(image.width() - 30, image.height() - 5)
        assert (corner.lightness() < 128) == dark, file.name
