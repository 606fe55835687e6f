"""The first page: five things to do, and the files used last."""

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.paths import APP_NAME
from desktop_app.ui import theme

# id of the action, its icon, what the button says, what it is for
CHOICES = (
    ("file.new", "new", "新建", "建一个空的工作簿，从头录入项目和指标"),
    ("file.open", "open", "打开", "打开已有的工作簿（.jxdb），接着上次做"),
    ("data.import", "import", "导入旧文件", "把公开文本、Word/PDF 转出的文本或 Excel 表读进来"),
    ("data.receive", "receive", "收U盘包", "收下单位用U盘送来的 .jxz 包"),
    ("file.sample", "sample", "看样例", "打开一个虚构的县，随便试，不影响自己的数据"),
)
_WIDTH = 560


class _Choice(QPushButton):
    """A large button with a title and a line of explanation."""

    def __init__(self, icon: str, title: str, explanation: str) -> None:
        super().__init__()
        self.setAutoDefault(True)  # Enter presses it, not only the space bar
        self.setAccessibleName(title)
        self.setAccessibleDescription(explanation)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        picture = self._picture = QLabel()
        self._icon = icon
        self._draw()
        head = QLabel(title)
        font = head.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        head.setFont(font)
        line = QLabel(explanation)
        theme.muted(line)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(head)
        texts.addWidget(line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(16)
        layout.addWidget(picture)
        layout.addLayout(texts, 1)
        for label in (picture, head, line):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedHeight(layout.sizeHint().height())

    def _draw(self) -> None:
        self._picture.setPixmap(theme.icon(self._icon, theme.accent(self.palette())).pixmap(QSize(32, 32)))

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: the drawing takes the colours of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()


class StartPage(QScrollArea):
    """Shown while no workspace is open.

    Signals:
        chosen: a button was pressed; carries the id of the action.
        recent_chosen: a recent file was chosen; carries its path.
    """

    chosen = Signal(str)
    recent_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        title = QLabel(APP_NAME)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 2)
        font.setBold(True)
        title.setFont(font)
        line = QLabel("县级部门预算绩效目标的录入、检查和公开，不用联网。数据只在您选的一个文件里。")
        line.setWordWrap(True)
        theme.muted(line)
        column = QVBoxLayout()
        column.setSpacing(theme.SPACING)
        column.addWidget(title)
        column.addWidget(line)
        column.addSpacing(12)
        self.buttons: dict[str, QPushButton] = {}
        for action, icon, name, explanation in CHOICES:
            button = _Choice(icon, name, explanation)
            button.clicked.connect(lambda _=False, action=action: self.chosen.emit(action))
            self.buttons[action] = button
            column.addWidget(button)
        column.addSpacing(12)
        self._recent_title = QLabel("最近用过")
        self.recent = QListWidget()
        self.recent.setAccessibleName("最近用过的文件")
        self.recent.itemActivated.connect(self._choose)
        self.recent.itemClicked.connect(self._choose)
        column.addWidget(self._recent_title)
        column.addWidget(self.recent)
        hint = QLabel("也可以把文件直接拖到这里。")
        theme.muted(hint)
        column.addWidget(hint)
        self._lay_out(column)

    def _lay_out(self, column: QVBoxLayout) -> None:
        inner = QWidget()
        inner.setLayout(column)
        inner.setFixedWidth(_WIDTH)
        body = QWidget()
        row = QHBoxLayout(body)
        row.addStretch(1)
        row.addWidget(inner, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.setWidget(body)
        self.setFocusProxy(self.buttons[CHOICES[0][0]])

    def _choose(self, item: QListWidgetItem) -> None:
        self.recent_chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def show_recent(self, files: list[str]) -> None:
        """List the files used last; those that are gone (a stick pulled out) stay listed, but say so."""
        self.recent.clear()
        for name in files:
            path = Path(name)
            missing = "" if path.exists() else "（现在找不到）"
            item = QListWidgetItem(f"{path.stem}{missing}    {path.parent}")
            item.setToolTip(name)
            item.setData(Qt.ItemDataRole.UserRole, path)
            self.recent.addItem(item)
        row = self.recent.sizeHintForRow(0) if files else 0
        self.recent.setFixedHeight(row * len(files) + 4)
        self.recent.setVisible(bool(files))
        self._recent_title.setVisible(bool(files))
