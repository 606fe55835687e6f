"""The search box, what the search says, and the list of what it found."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel

from desktop_app.ui.field_keys import SearchLine
from desktop_app.ui.hub import Hub
from desktop_app.ui.search_list import SearchList

SEARCH_AFTER_MS = 30
_NOTHING = "没有找到。换一个词试试，或清空搜索框。"
_NOTHING_HERE = "筛选出来的里面没有找到。可以去掉筛选再看。"


class _SearchBox(SearchLine):
    """Where a search is typed; Enter takes what was found first, the down key leads there, Escape gives it up."""

    taken = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class Search(QObject):
    """Searches as one types. `narrowed` gives the projects and departments to look in, None for all.

    What an input method composes is no text of the box before it is chosen, so that nothing half is looked for.

    Signals:
        shown: whether there is something to search for; the list of results belongs on the screen while there is.
        into_tree: the keyboard should go to the tree.
    """

    shown = Signal(bool)
    into_tree = Signal()

    def __init__(self, hub: Hub, narrowed: Callable[[], set[str] | None], parent: QObject) -> None:
        super().__init__(parent)
        self._hub = hub
        self._narrowed = narrowed
        self.box = _SearchBox("搜索 项目 / 编码 / 指标 / 依据 / 文字", "搜索")
        self.box.textChanged.connect(self._typed)
        self.box.taken.connect(self._take_first)
        self.box.left.connect(self._enter)
        self.results = SearchList(hub)
        self.results.left.connect(self._back)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setContentsMargins(12, 2, 8, 4)
        self.said.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER_MS)
        self._timer.timeout.connect(self.now)
        self._take_when_found = False
        hub.finder.ready.connect(self.again)

    @property
    def wanted(self) -> str:
        """What is searched for."""
        return self.box.text().strip()

    def _typed(self) -> None:
        self._take_when_found = False
        self._timer.start()

    def again(self) -> None:
        """Search anew, where there is something to search for: the texts or the filters have changed."""
        if self.wanted:
            self.now()

    def now(self) -> None:
        """Search for what is in the box."""
        self._timer.stop()
        if self.wanted:
            self._search()
        else:
            self.said.hide()
        self.shown.emit(bool(self.wanted))

    def _search(self) -> None:
        allowed = self._narrowed()
        result = self._hub.finder.search(self.wanted, allowed)
        self.said.show()
        if result is None:
            self.said.setText(f"正在读取全文… {self._hub.finder.gathering.share:.0%}")
            return
        if (result.hits, result.words) != (self.results.hits.hits, self.results.hits.words):
            self.results.hits.load(result)
            self.results.setCurrentIndex(QModelIndex())
        if result.more:
            self.said.setText(f"找到很多，这里是最合适的 {len(result.hits)} 处；再多打几个字")
        else:
            nothing = _NOTHING if allowed is None else _NOTHING_HERE
            self.said.setText(f"找到 {len(result.hits)} 处" if result.hits else nothing)
        if self._take_when_found:
            self._take_when_found = False
            self.results.take_first()

    def _take_first(self) -> None:
        """Go to the best hit, also where the search waits for the end of the typing; without one into the tree."""
        if not self._wants():
            self.into_tree.emit()
        elif self._hub.finder.was_ready:
            self.results.take_first()
        else:
            self._take_when_found = True

    def _enter(self) -> None:
        """Go from the box to what was found, or into the tree."""
        if not self._wants():
            self.into_tree.emit()
        elif self.results.hits.hits:
            self.results.enter()

    def _wants(self) -> bool:
        """Whether something is searched for; what waits for the end of the typing is done at once."""
        if self._timer.isActive():
            self.now()
        return bool(self.wanted)

    def _back(self) -> None:
        self.box.setFocus()
        self.box.selectAll()
