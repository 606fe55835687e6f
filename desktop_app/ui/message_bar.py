"""A slim bar that says what was done and offers one thing to do about it, instead of a box in the way."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop_app.ui import theme


class MessageBar(QFrame):
    """Hidden until there is something to say; Escape or × hides it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setAutoFillBackground(True)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton()
        self.button.setAutoDefault(True)  # Enter presses it, not only the space bar
        self.button.clicked.connect(self._act)
        self._then: Callable[[], object] | None = None
        self.more = QPushButton()  # something to look at; the bar stays
        self.more.setAutoDefault(True)
        self.more.clicked.connect(self._show_more)
        self._shows: Callable[[], object] | None = None
        self.passing = False  # whether the offer is one that something else may make void
        close = QToolButton()
        close.setAutoRaise(True)
        close.setIcon(theme.icon("close"))
        close.setToolTip("知道了")
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.more)
        layout.addWidget(self.button)
        layout.addWidget(close)
        self.hide()

    def say(
        self,
        text: str,
        offer: str = "",
        then: Callable[[], object] | None = None,
        more: tuple[str, Callable[[], object]] | None = None,
        passing: bool = False,
    ) -> None:
        """Show a sentence, with a button `offer` that hides the bar and calls `then`.

        `more` is another button, its text and what it shows; the bar stays then. `passing`: the offer holds only until
        `withdraw`.
        """
        palette = QApplication.palette()  # that of the bar has the ground of the last sentence in it
        ground = theme.blend(palette.window().color(), palette.highlight().color(), 0.16)
        self.setStyleSheet(f"#messageBar {{ background: {ground.name()}; }}")
        self.text.setText(text)
        self.button.setText(offer)
        self.button.setVisible(bool(offer))
        self._then, self.passing = then, passing
        self.more.setText(more[0] if more else "")
        self.more.setVisible(more is not None)
        self._shows = more[1] if more else None
        self.show()

    def withdraw(self) -> None:
        """Take a passing offer back; the sentence stays."""
        if self.passing:
            self.passing = False
            self.button.hide()

    def _show_more(self) -> None:
        if self._shows is not None:
            self._shows()

    def _act(self) -> None:
        self.hide()
        if self._then is not None:
            self._then()
