"""Starts the window: input method, font, Chinese texts of Qt, and what happens when the program itself fails."""

import logging
import os
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator, qVersion
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_app import __version__, paths, settings
from desktop_app.ui import commands_file, dialogs, input_method, theme
from desktop_app.ui.main_window import MainWindow

_log = logging.getLogger(__name__)


def run(file: Path | None, sample: bool = False) -> int:
    """Show the window, with `file` or with the sample county, until it is closed; returns the exit code."""
    notice = choose_input_method()
    app = make_application()
    sys.excepthook = on_fault
    kept = settings.load()
    window = MainWindow(kept, " ".join(text for text in (notice, kept.notice) if text))
    if not kept.geometry:
        window.fit_screen()
    window.show()
    if sample:
        QTimer.singleShot(0, window, lambda: commands_file.sample(window))
    elif file is not None:
        QTimer.singleShot(0, window, lambda: window.open_paths([file]))
    return app.exec()


def choose_input_method() -> str:
    """Make Chinese input work where the desktop leaves a way; returns a sentence where it leaves none."""
    if sys.platform != "linux":
        return ""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    plugins = [path.name for path in folder.glob("*")]
    choice = input_method.choose(os.environ, plugins, input_method.running())
    os.environ.update(choice.variables)
    return choice.notice


def make_application() -> QApplication:
    """The application with its name, look and language."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName(paths.COMMAND)
    app.setApplicationDisplayName("")
    app.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName(paths.COMMAND)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    speak_chinese(app)
    theme.apply(app)
    icon = paths.resource("icons", "jixiao.png")
    if icon.exists():
        app.setWindowIcon(QIcon(str(icon)))
    return app


def speak_chinese(app: QApplication) -> bool:
    """Qt's own texts (file dialogs, context menus) in Chinese; false where the translation is not there."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    found = translator.load("qtbase_zh_CN", folder)
    if found:
        app.installTranslator(translator)
    else:
        _log.warning("no Chinese texts of Qt in %s", folder)
    return found


_showing_fault = False


def on_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log a fault of the program and say so once; what follows while the box is open is only logged."""
    global _showing_fault  # noqa: PLW0603 - one box for the whole program
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    _log.critical("fault", exc_info=(kind, error, trace))
    if _showing_fault or QApplication.instance() is None:
        return
    _showing_fault = True
    try:
        show_fault("".join(traceback.format_exception(kind, error, trace)))
    finally:
        _showing_fault = False


def show_fault(trace: str) -> None:
    """The box for faults of the program itself, with a button that copies what a programmer needs."""
    details = (
        f"{paths.APP_NAME} {__version__}, Python {sys.version.split()[0]}, Qt {qVersion()}, {sys.platform}\n{trace}"
    )
    box = QMessageBox(QApplication.activeWindow())
    box.setIcon(QMessageBox.Icon.Critical)
    box.setWindowTitle("程序出错")
    box.setText("程序自己出了错，刚才的操作可能没有办成。")
    box.setInformativeText("已经存盘的内容不受影响。请复制详情发给维护人员；如果反复出现，请关闭程序重新打开。")
    copy = box.addButton("复制详情", QMessageBox.ButtonRole.ActionRole)
    go_on = box.addButton("继续", QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(go_on)
    copy.clicked.disconnect()  # the box stays open after copying
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
    dialogs.run(box)
