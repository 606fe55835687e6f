"""How the window looks: font, style, and the few rules that the style lacks. Colours come from palette roles only."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app import paths

POINT_SIZE = 10.5
SPACING = 8

# The first family that the computer has is taken: Windows, then the domestic desktops, then any Debian.
FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Unifont",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimSun",
)

_SHEET = """
QToolBar { border: 0; padding: 4px 6px; spacing: 4px; }
QToolBar QToolButton { padding: 4px 8px; }
QTreeView, QTableView, QListView { outline: 0; }
QHeaderView::section { padding: 4px 6px; }
QTabBar::tab { padding: 6px 16px; }
QSplitter::handle { background: palette(midlight); }
QSplitter::handle:horizontal { width: 3px; }
QSplitter::handle:vertical { height: 3px; }
QToolTip { padding: 4px; }
"""


def apply(app: QApplication) -> None:
    """Give the program its style and its font; light or dark follows the system."""
    app.setStyle("Fusion")
    font = QFont(app.font())
    font.setFamilies([*FAMILIES[:5], *FAMILIES[6:], font.family()])
    font.setPointSizeF(POINT_SIZE)
    app.setFont(font)
    app.setStyleSheet(_SHEET)


def dark(palette: QPalette) -> bool:
    """Whether the palette is one of light text on a dark ground."""
    return palette.color(QPalette.ColorRole.Base).lightness() < palette.color(QPalette.ColorRole.Text).lightness()


def blend(ground: QColor, colour: QColor, share: float) -> QColor:
    """`share` of `colour` on `ground`, so that a tint fits light and dark."""
    mixed = [
        round(a + (b - a) * share)
        for a, b in zip(
            (ground.red(), ground.green(), ground.blue()), (colour.red(), colour.green(), colour.blue()), strict=True
        )
    ]
    return QColor(*mixed)


def muted(widget: QWidget) -> None:
    """Show the widget's text less loudly, still readable on light and dark."""
    palette = widget.palette()
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        palette.setColor(
            role,
            blend(palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText), 0.62),
        )
    widget.setPalette(palette)


def icon(name: str, colour: QColor | None = None) -> QIcon:
    """A drawing of `resources/icons` in the colour of the text, with a paler one for what is disabled."""
    palette = QApplication.palette()
    text = colour or palette.color(QPalette.ColorRole.ButtonText)
    pale = blend(palette.color(QPalette.ColorRole.Button), text, 0.4)
    result = QIcon()
    svg = paths.resource("icons", f"{name}.svg").read_text("utf-8")
    for mode, shade in ((QIcon.Mode.Normal, text), (QIcon.Mode.Disabled, pale)):
        renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", shade.name()).encode()))
        for size in (16, 24, 32, 48, 64):
            pixmap = QPixmap(size, size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter, QRectF(0, 0, size, size))
            painter.end()
            result.addPixmap(pixmap, mode)
    return result
