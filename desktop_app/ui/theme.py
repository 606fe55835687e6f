"""How the window looks: font, style, and the few rules that the style lacks. Colours come from palette roles only."""

from functools import cache

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop_app import paths

POINT_SIZE = 10.5
SPACING = 8
_MUTED = 0.62  # share of the text's colour in that of a text that steps back
_ICON_SIZES = (16, 24, 32, 48, 64)

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

# Flat where the style has slopes; every colour is a role of the palette, so light and dark both fit.
_SHEET = """
QToolBar { border: 0; border-bottom: 1px solid palette(midlight); padding: 2px 6px; spacing: 2px; }
QToolBar QToolButton:pressed { background: palette(mid); }
QPushButton { padding: 5px 14px; border: 1px solid palette(mid); border-radius: 4px; background: palette(button); }
QPushButton { outline: 0; }
QPushButton:hover { background: palette(midlight); }
QPushButton:pressed { background: palette(mid); }
QPushButton:focus { border-color: palette(highlight); }
QPushButton:default:enabled { background: palette(highlight); color: palette(highlighted-text);
    border-color: palette(highlight); }
_Choice:focus, _Choice:default:enabled { background: palette(midlight); border-color: palette(highlight); }
QPushButton:flat { border-color: transparent; background: transparent; padding: 3px 8px; }
QPushButton:flat:hover { background: palette(midlight); }
QPushButton:flat:focus { border-color: palette(highlight); }
QPushButton:disabled { color: palette(placeholder-text); }
QToolButton { padding: 3px 7px; border: 1px solid transparent; border-radius: 4px; }
QToolButton:hover { background: palette(midlight); }
QToolButton:focus { border-color: palette(highlight); }
QToolButton:checked { border-color: palette(mid); background: palette(base); }
QToolButton#chip { border-radius: 10px; padding: 2px 6px; }
QToolButton#chip:checked { border: 1px solid palette(mid); background: palette(base); color: palette(text); }
QToolButton#chip:!checked { border: 1px dashed palette(placeholder-text); background: transparent;
    color: palette(placeholder-text); }
QToolButton#chip:focus { border-color: palette(highlight); }
QToolButton#framed { border-color: palette(mid); background: palette(button); }
QToolButton#framed::menu-indicator { image: none; }
QToolButton#group { padding: 5px 12px; border: 1px solid palette(mid); background: palette(button); }
QToolButton#group:hover { background: palette(midlight); }
QToolButton#group:checked { background: palette(highlight); color: palette(highlighted-text);
    border-color: palette(highlight); }
QToolButton#group:focus { border: 2px solid palette(highlight); padding: 4px 11px; }
LineField, TextField { border: 1px solid palette(mid); border-radius: 3px; }
LineField { padding: 2px 3px; }
LineField:focus, TextField:focus { border-color: palette(highlight); }
TreePane QLineEdit, QDialog QLineEdit, ProblemsPane QLineEdit { border: 1px solid palette(mid); border-radius: 3px;
    padding: 3px 4px; }
TreePane QLineEdit:focus, QDialog QLineEdit:focus, ProblemsPane QLineEdit:focus { border-color: palette(highlight); }
QAbstractItemView::indicator:unchecked, QCheckBox::indicator:unchecked { border: 1px solid palette(placeholder-text);
    border-radius: 3px; background: palette(base); }
QListWidget::item { padding: 5px 6px; }
QTableWidget::item, SummaryView::item { padding: 0 6px; }
QHeaderView::section { padding: 5px 6px; border: 0; border-right: 1px solid palette(midlight);
    border-bottom: 1px solid palette(mid); background: palette(window); }
QTabBar::tab { padding: 6px 14px; border: 0; border-bottom: 3px solid transparent; }
QTabBar::tab:selected { border-bottom-color: palette(highlight); }
QTabBar::tab:hover:!selected { border-bottom-color: palette(mid); }
QTabWidget::pane { border: 0; border-top: 1px solid palette(mid); }
QTreeView, QTableView, QListView { outline: 0; }
QSplitter::handle { background: palette(midlight); }
QStatusBar::item { border: 0; }
QStatusBar QLabel { padding: 0 6px; }
QScrollBar { background: transparent; border: 0; }
QScrollBar:vertical { width: 13px; }
QScrollBar:horizontal { height: 13px; }
QScrollBar::handle { background: palette(mid); border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: palette(dark); }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { padding: 4px; }
"""

# The grey of the plain style made calmer; only where the system brings no light palette of its own.
_LIGHT = {
    QPalette.ColorRole.Window: "#f4f6f8",
    QPalette.ColorRole.Button: "#fbfcfd",
    QPalette.ColorRole.AlternateBase: "#f7f9fb",
    QPalette.ColorRole.Midlight: "#e3e8ee",
    QPalette.ColorRole.Mid: "#c2cad4",
    QPalette.ColorRole.Highlight: "#2b6cb0",
    QPalette.ColorRole.WindowText: "#1f2933",
    QPalette.ColorRole.Text: "#1f2933",
    QPalette.ColorRole.ButtonText: "#1f2933",
}


def apply(app: QApplication) -> None:
    """Give the program its style and its font; light or dark follows the system."""
    app.setStyle("Fusion")
    font = QFont(app.font())
    font.setFamilies([*FAMILIES[:5], *FAMILIES[6:], font.family()])
    font.setPointSizeF(POINT_SIZE)
    app.setFont(font)
    _colour(app)
    app.styleHints().colorSchemeChanged.connect(lambda: _colour(app))


def _colour(app: QApplication) -> None:
    app.setPalette(QPalette())  # the system's own, which may have turned dark
    dress(app, _calm(app.palette()))


def dress(app: QApplication, palette: QPalette) -> None:
    """Give all widgets these colours, those that are shown already, too."""
    shade = blend(palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText), _MUTED)
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        palette.setColor(group, QPalette.ColorRole.PlaceholderText, shade)
        for link in (QPalette.ColorRole.Link, QPalette.ColorRole.LinkVisited):
            palette.setColor(group, link, accent(palette))
    app.setStyleSheet("")  # a sheet keeps the colours that it was set with
    app.setPalette(palette)
    app.setStyleSheet(_SHEET)


def redraw(root: QObject) -> None:
    """Give the buttons and actions in `root` the drawings of `icon` in the colours of now."""
    drawn: list[QAbstractButton | QAction] = [*root.findChildren(QAbstractButton), *root.findChildren(QAction)]
    for child in drawn:
        name = _names.get(child.icon().cacheKey())
        if name is not None:
            child.setIcon(icon(name))


def _calm(palette: QPalette) -> QPalette:
    if palette.color(QPalette.ColorRole.Window).lightness() >= 0xE8:
        for role, colour in _LIGHT.items():
            for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
                palette.setColor(group, role, QColor(colour))
    return palette


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
    """Show the label's text less loudly, still readable on light and dark."""
    widget.setForegroundRole(QPalette.ColorRole.PlaceholderText)


def accent(palette: QPalette) -> QColor:
    """The colour of drawings that invite, on this palette's ground."""
    colour = palette.color(QPalette.ColorRole.Highlight)
    return colour.lighter(160) if dark(palette) else colour


def icon(name: str, colour: QColor | None = None) -> QIcon:
    """A drawing of `resources/icons` in the colour of the text, with a paler one for what is disabled."""
    palette = QApplication.palette()
    text = colour or palette.color(QPalette.ColorRole.ButtonText)
    return _drawn(name, text.name(), blend(palette.color(QPalette.ColorRole.Button), text, 0.4).name())


_names: dict[int, str] = {}  # what was drawn, by the keys that Qt gives to icons


@cache
def _drawn(name: str, normal: str, disabled: str) -> QIcon:
    svg = paths.resource("icons", f"{name}.svg").read_text("utf-8")
    result = QIcon()
    for mode, shade in ((QIcon.Mode.Normal, normal), (QIcon.Mode.Disabled, disabled)):
        renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", shade).encode()))
        for size in _ICON_SIZES:
            pixmap = QPixmap(size, size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter, QRectF(0, 0, size, size))
            painter.end()
            result.addPixmap(pixmap, mode)
    _names[result.cacheKey()] = name
    return result
