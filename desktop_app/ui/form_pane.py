"""The head of a project's form: code, name, money, purpose, payment plan and goals."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QWidget

from desktop_app.actions import checking, reading, stubs
from desktop_app.actions.tables import function_name
from desktop_app.domain import amounts, codes
from desktop_app.domain.changes import CellKey
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import CATEGORIES, NO, PLAN_MONTHS, YES, Project
from desktop_app.ui import theme
from desktop_app.ui.choice_field import ChoiceField
from desktop_app.ui.elided import ElidedLabel
from desktop_app.ui.fields import LineField, TextField
from desktop_app.ui.goals_pane import GoalsPane
from desktop_app.ui.hub import Hub
from desktop_app.ui.secret_field import SecretField

_AMOUNT_DIGITS = (6, 9)
_ANY_WIDTH = 10_000
_UNKNOWN = ("", "未标明")


class FormPane(QScrollArea):
    """The fields of one project, each stored when it is left."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project: Project | None = None
        self.name = LineField(hub, "项目名称")
        self.title = LineField(hub, "表标题")
        self.unit = ElidedLabel()
        self.code = LineField(hub, "项目编码", 22, 22)
        self.code_state = QLabel()
        self.budget = LineField(hub, "预算数", *_AMOUNT_DIGITS)
        self.fiscal = LineField(hub, "财政资金", *_AMOUNT_DIGITS)
        self.other = LineField(hub, "其他资金", *_AMOUNT_DIGITS)
        self.sum_state = QLabel()
        self.category = ChoiceField(hub, "项目类别", [_UNKNOWN, *((name, name) for name in CATEGORIES)])
        self.function = LineField(hub, "功能科目", 8, 8)
        self.function_name = ElidedLabel()
        self.needs_form = ChoiceField(hub, "需编绩效", [_UNKNOWN, (YES, "需要"), (NO, "不需要")])
        self.secret = SecretField(hub)
        self.purpose = TextField(hub, "资金用途", (1, 2))
        self.plan = [LineField(hub, f"资金支出计划{month}", 5, 7) for month in PLAN_MONTHS]
        self.goals = GoalsPane(hub)
        self._hub = hub
        self.closed = QLabel(stubs.WHY)
        self.closed.setWordWrap(True)
        self.closed.hide()
        for field in (self.budget, self.fiscal, self.other, *self.plan):
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.unit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.code.textChanged.connect(self._judge_code)
        self.function.textChanged.connect(self._name_function)
        for field in (self.budget, self.fiscal, self.other):
            field.textChanged.connect(self._judge_sum)
        self._build()

    def _build(self) -> None:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        amounts_between = ("＝ 财政资金", self.fiscal, "＋ 其他资金", self.other)
        function = ("功能科目", self.function, self.function_name)
        rows: list[tuple[str, QWidget | QHBoxLayout]] = [
            ("项目名称", _line(self.name, "项目编码", self.code, self.code_state)),
            ("表标题", self.title),
            ("预算数", _line(self.budget, *amounts_between, "万元", self.sum_state, self.unit)),
            ("资金用途", self.purpose),
            ("支出计划", _line(*_plan_parts(self.plan), None, "涉密", self.secret, self.secret.purge)),
            ("项目类别", _line(self.category, *function, "需编绩效", self.needs_form)),
            ("绩效目标", self.goals),
        ]
        grid.addWidget(self.closed, 0, 0, 1, 2)
        for row, (text, content) in enumerate(rows, 1):
            label = QLabel(text)
            label.setContentsMargins(0, 5, 0, 0)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            if content is self.title:
                self._title_label = label
            if isinstance(content, QHBoxLayout):
                grid.addLayout(content, row, 1)
            else:
                grid.addWidget(content, row, 1)
        grid.setRowStretch(len(rows) + 1, 1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusProxy(self.name)

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint: the whole form where there is room."""
        return QSize(super().sizeHint().width(), self.widget().sizeHint().height() + 2)

    def _heads(self) -> dict[str, LineField | TextField]:
        fields: dict[str, LineField | TextField] = {
            "name": self.name, "code": self.code, "budget": self.budget, "fiscal": self.fiscal, "other": self.other,
            "purpose": self.purpose, "function_code": self.function, "title": self.title,
        }  # fmt: skip
        return fields | {f"plan_{i}": field for i, field in enumerate(self.plan, 1)}

    def show_project(self, project: Project, findings: list[Finding]) -> None:
        """Show a project and what is wrong in it."""
        self._project = project
        texts = {
            "name": project.name, "code": project.code, "budget": project.budget, "fiscal": project.fiscal,
            "other": project.other, "purpose": project.purpose, "function_code": project.function_code,
            "title": project.title,
        } | {f"plan_{i}": text for i, text in enumerate(project.plan, 1)}  # fmt: skip
        for column, field in self._heads().items():
            field.cell.load(CellKey("project", project.id, column), texts[column])
        self.unit.setText(f"单位 {reading.unit_label(project.unit_code, project.unit_name)}")
        self.category.load(CellKey("project", project.id, "category"), project.category)
        self.needs_form.load(CellKey("project", project.id, "needs_form"), project.needs_form)
        self.secret.load(CellKey("project", project.id, "secret"), project.secret, not stubs.is_stub(project))
        self.goals.show_project(project)
        self._close(stubs.is_stub(project))
        self._mark(project, findings)

    def _close(self, stub: bool) -> None:
        """Take no content for what is left of a purged project, and say why."""
        self.closed.setVisible(stub)
        shut = stub or self._hub.read_only
        for field in self._heads().values():
            field.setReadOnly(shut)
        for choice in (self.category, self.needs_form):
            choice.setEnabled(not shut)
        self.goals.add.setEnabled(not shut)

    def show_last_year(self, before: Project | None) -> None:
        """Show amounts and plan of the year before, pale, in fields that are blank; None where they are not known.

        A secret project shows none to a public one, nor takes any from it.
        """
        if before is not None and self._project is not None and before.is_secret != self._project.is_secret:
            before = None
        for name, field in (("budget", self.budget), ("fiscal", self.fiscal), ("other", self.other)):
            text = getattr(before, name).strip() if before is not None else ""
            field.setPlaceholderText(f"上年 {text}" if text else "")
        for entry, field in zip(before.plan if before is not None else [""] * len(self.plan), self.plan, strict=True):
            text = entry.strip().removesuffix("%")  # the field stands before one %
            field.setPlaceholderText(f"上年 {text}" if text else "")

    def _mark(self, project: Project, findings: list[Finding]) -> None:
        by_cell: dict[CellKey, list[Finding]] = {}
        for finding in findings:
            key = checking.locate(project, finding.path)
            if key is not None:
                by_cell.setdefault(key, []).append(finding)
        for field in self._heads().values():
            field.mark(by_cell.get(field.cell.key, []) if field.cell.key else [])
        titled = CellKey("project", project.id, "title") in by_cell
        self._show_title(titled or bool(project.title.strip() and project.name.strip() not in project.title))
        for choice in (self.category, self.needs_form, self.secret):
            choice.mark(by_cell.get(choice.key, []) if choice.key else [])
        self.goals.mark(by_cell)

    def _show_title(self, shown: bool) -> None:
        """Show the title printed over the form where it says something else than the name, or is wrong."""
        shown = shown or self.title.hasFocus()
        self.title.setVisible(shown)
        self._title_label.setVisible(shown)

    def fields(self) -> list[LineField | TextField]:
        """All fields, in the order of the form."""
        return [*self._heads().values(), *self.goals.fields()]

    def commit_open_editor(self) -> bool:
        """Store what was typed and not yet left; false where something could not be stored."""
        return all([field.cell.commit() for field in self.fields()])

    def current_key(self) -> CellKey | None:
        """The cell of the field that has the focus."""
        return next((field.cell.key for field in self.fields() if field.hasFocus()), None)

    def current_name(self) -> str:
        """What the field that has the focus is called."""
        return next((field.accessibleName() for field in self.fields() if field.hasFocus()), "")

    def go_to(self, key: CellKey) -> bool:
        """Focus the field of a cell; false where the form has no such field."""
        for field in self.fields():
            if field.cell.key == key:
                if field is self.title:
                    self._show_title(True)
                self.ensureWidgetVisible(field)
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                field.selectAll()
                return True
        for choice in (self.category, self.needs_form, self.secret):
            if key == choice.key:
                self.ensureWidgetVisible(choice)
                choice.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _judge_code(self, text: str) -> None:
        sign, tip = judge_code(text)
        self.code_state.setText(sign)
        self.code_state.setToolTip(tip)

    def _name_function(self, text: str) -> None:
        code = "".join(text.split())
        self.function_name.setText(function_name(code) or ("" if not code else "⚠ 不是常见的功能科目"))

    def _judge_sum(self) -> None:
        texts = [field.text().strip() for field in (self.budget, self.fiscal, self.other)]
        budget, fiscal, other = (amounts.parse_amount(text) if text else 0 for text in texts)
        if not any(texts):
            self.sum_state.setText("")
        elif budget is None or fiscal is None or other is None:
            self.sum_state.setText("⚠ 有一个不是数")
        elif budget == fiscal + other:
            self.sum_state.setText("✓")
        else:
            self.sum_state.setText(f"≠ 两项合计 {amounts.format_amount(fiscal + other)}")


def judge_code(text: str) -> tuple[str, str]:
    """What stands beside a project code, and the sentence behind it."""
    code = codes.squeeze(text)
    if not code:
        return "", ""
    if not codes.legal(code):
        return f"⚠ {len(code)} 位", "项目编码应为 21 位数字和大写字母"
    if not codes.has_check(code):
        return "✓ 21 位", "旧式编码，没有校验位"
    if codes.check_fits(code):
        return "✓ 校验正确", "最后一位与前 20 位相符"
    return "⚠ 校验不符", "最后一位与前 20 位不符，请与一体化系统的画面核对"


def _plan_parts(plan: list[LineField]) -> list[QWidget | str]:
    parts: list[QWidget | str] = []
    for month, field in zip(PLAN_MONTHS, plan, strict=True):
        parts += [month, field]
    return [*parts, "%（累计）"]


def _line(*parts: QWidget | str | None) -> QHBoxLayout:
    """Widgets and words side by side; None, and fields of any width, take the room that is left."""
    line = QHBoxLayout()
    line.setSpacing(theme.SPACING)
    for part in parts:
        if part is None:
            line.addStretch(1)
        else:
            widget = QLabel(part) if isinstance(part, str) else part
            line.addWidget(widget, int(widget.maximumWidth() > _ANY_WIDTH and type(widget) is not QLabel))
    return line
