"""Asking and telling, as functions of this module so that tests can replace them."""

import re
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)

from desktop_app.errors import UserError

_SUFFIX = re.compile(r"\*(\.\w+)")
_FRAME = QSize(16, 44)  # title bar and edges, which Qt knows only once a window is shown


def owner(parent: QWidget | None) -> QWidget | None:
    """The widget that a box belongs to: the one given, else the active window."""
    return parent or QApplication.activeWindow()


def fit(dialog: QDialog, room: QSize) -> None:
    """Make a dialog no larger than `room`; its lists give way first, so that its buttons stay on the screen."""
    given = dialog.testAttribute(Qt.WidgetAttribute.WA_Resized)
    wanted = dialog.size() if given else dialog.sizeHint()
    if wanted.boundedTo(room) != wanted:  # else it stays as large as it was made, or as its texts need
        dialog.resize(wanted.boundedTo(room))


def run(dialog: QDialog) -> bool:
    """Show a dialog until it is answered; whether it was accepted. It goes away when the event loop comes round."""
    fit(dialog, (dialog.parentWidget() or dialog).screen().availableGeometry().size() - _FRAME)
    accepted = bool(dialog.exec())
    dialog.deleteLater()
    parent = dialog.parentWidget()
    if parent is not None:
        parent.activateWindow()  # not every system gives the keyboard back by itself
    return accepted


def two_buttons(dialog: QDialog, does: str, leaves: str = "取消") -> tuple[QDialogButtonBox, QPushButton]:
    """The buttons of a dialog that does something or leaves all as it is, in a box, and the one that does it."""
    box = QDialogButtonBox()
    accept = box.addButton(does, QDialogButtonBox.ButtonRole.AcceptRole)
    box.addButton(leaves, QDialogButtonBox.ButtonRole.RejectRole)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box, accept


def _box(icon: QMessageBox.Icon, title: str, text: str, detail: str, parent: QWidget | None) -> QMessageBox:
    box = QMessageBox(icon, title, text, QMessageBox.StandardButton.NoButton, owner(parent))
    box.setInformativeText(detail)
    return box


def show_error(error: UserError, parent: QWidget | None = None) -> None:
    """Say known trouble: what, where, and what to do."""
    text = error.what + (f"：\n{error.where}" if error.where else "。")
    box = _box(QMessageBox.Icon.Warning, "没有办成", text, error.hint and error.hint.rstrip("。") + "。", parent)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    run(box)


def tell(title: str, text: str, parent: QWidget | None = None) -> None:
    """Say something that needs no answer."""
    box = _box(QMessageBox.Icon.Information, title, text, "", parent)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    run(box)


def ask(
    title: str,
    text: str,
    yes: str,
    no: str = "取消",
    detail: str = "",
    parent: QWidget | None = None,
    careful: bool = False,
) -> bool:
    """Whether the person chose `yes`; Escape means `no`, and so does Enter where `careful`."""
    box = _box(QMessageBox.Icon.Question, title, text, detail, parent)
    accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    refuse = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(refuse if careful else accept)
    run(box)
    return box.clickedButton() is accept


def ask_text(title: str, label: str, text: str = "", parent: QWidget | None = None) -> str | None:
    """A line typed by the person, None where cancelled."""
    dialog = QInputDialog(owner(parent))
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextValue(text)
    dialog.setTextEchoMode(QLineEdit.EchoMode.Normal)
    dialog.setOkButtonText("确定")
    dialog.setCancelButtonText("取消")
    dialog.resize(420, dialog.sizeHint().height())
    return dialog.textValue().strip() if run(dialog) else None


def open_file(title: str, folder: str, filters: str, parent: QWidget | None = None) -> Path | None:
    """An existing file, None where cancelled."""
    name, _ = QFileDialog.getOpenFileName(owner(parent), title, folder, filters)
    return Path(name) if name else None


def open_files(title: str, folder: str, filters: str, parent: QWidget | None = None) -> list[Path]:
    """Existing files, an empty list where cancelled."""
    names, _ = QFileDialog.getOpenFileNames(owner(parent), title, folder, filters)
    return [Path(name) for name in names]


def save_file(title: str, suggestion: Path, filters: str, suffix: str, parent: QWidget | None = None) -> Path | None:
    """A file to write, with the ending of the filter added where the person typed none of theirs; None if cancelled.

    `suffix` is that of a filter that names none.
    """
    name, chosen = QFileDialog.getSaveFileName(owner(parent), title, str(suggestion), filters)
    if not name:
        return None
    path = Path(name)
    known = _SUFFIX.findall(filters) or [suffix]
    wanted = (_SUFFIX.findall(chosen) or [suffix])[0]
    return path if path.suffix.lower() in known else path.with_name(path.name + wanted)


def folder(title: str, start: str, parent: QWidget | None = None) -> Path | None:
    """An existing folder, None where cancelled."""
    name = QFileDialog.getExistingDirectory(owner(parent), title, start)
    return Path(name) if name else None
