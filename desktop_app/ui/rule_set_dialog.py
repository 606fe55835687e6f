"""Asks what a rule set is to be called, and for which years and places it is to hold."""

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_app.actions.rule_sets import Scope
from desktop_app.ui import dialogs

ONE_HOLDS = (
    "几个规则集都适用时，只按范围最小的一个检查：先看地区，再看年度，一样的看后装入的；"
    "几个规则集不会合并，没有选上的一个里改过的规则不起作用。"
)
_PARTS = {2: "全省", 4: "全市", 6: "全县"}  # of a 区划代码, by its digits


class RuleSetDialog(QDialog):
    """Name, 年度 and 地区 of a rule set that is written out; first what holds for the book now."""

    def __init__(self, scope: Scope, years: list[int], parent: QWidget | None = None) -> None:
        """`scope` is offered first; `years` are those of the file."""
        super().__init__(parent)
        self.setWindowTitle("另存为规则集")
        self.name = QLineEdit("审核规则")
        self.years, self.places = QComboBox(), QComboBox()
        for own in dict.fromkeys([scope[0], *((year,) for year in years), ()]):
            self.years.addItem(f"{'、'.join(map(str, own))}年度" if own else "各年度", own)
        wider = [(place[:digits],) for place in scope[1] for digits in (4, 2) if len(place) > digits]
        for places in dict.fromkeys([scope[1], *wider, ()]):
            self.places.addItem(_places(places), places)
        for box, name in ((self.years, "年度"), (self.places, "地区")):
            box.setAccessibleName(name)
        note = QLabel(ONE_HOLDS)
        note.setWordWrap(True)
        form = QFormLayout()
        form.addRow("规则集的名称", self.name)
        form.addRow("用于年度", self.years)
        form.addRow("用于地区", self.places)
        buttons, self.accept_button = dialogs.two_buttons(self, "下一步…")
        self.accept_button.setDefault(True)
        self.name.textChanged.connect(lambda text: self.accept_button.setEnabled(bool(text.strip())))
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addWidget(buttons)
        self.resize(460, layout.totalHeightForWidth(460))
        self.name.selectAll()

    def written(self) -> tuple[str, Scope]:
        """The name, and the years and places."""
        return self.name.text().strip(), (tuple(self.years.currentData()), tuple(self.places.currentData()))


def _places(places: tuple[str, ...]) -> str:
    """The places of a set in words: `530928（全县）`."""
    if len(places) == 1:
        return f"{places[0]}（{_PARTS[len(places[0])]}）"
    return "、".join(places) or "各地"
