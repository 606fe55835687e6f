"""The actions of a grid: in its context menu, in the window's menu, and by key while the grid has the keyboard."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from desktop_app.ui import grid_operations
from desktop_app.ui.grid_sheet_view import SheetView


@dataclass(slots=True, frozen=True)
class _Spec:
    """`edits` says that the action changes texts, `rows` that it changes rows."""

    name: str
    text: str
    keys: tuple[str, ...]
    does: Callable[[SheetView], None]
    edits: bool = True
    rows: bool = False


_SPECS = (
    _Spec("grid_edit", "编辑单元格", ("F2",), grid_operations.edit),
    _Spec("grid_cut", "剪切", ("Ctrl+X", "Shift+Del"), grid_operations.cut),
    _Spec("grid_copy", "复制", ("Ctrl+C", "Ctrl+Ins"), grid_operations.copy, edits=False),
    _Spec("grid_paste", "粘贴", ("Ctrl+V", "Shift+Ins"), grid_operations.paste),
    _Spec("grid_clear", "清除内容", ("Del", "Backspace"), grid_operations.clear),
    _Spec("grid_fill_down", "向下填充", ("Ctrl+D",), grid_operations.fill_down),
    _Spec("grid_insert_rows", "插入行", ("Ctrl++", "Ctrl+="), grid_operations.insert_rows, rows=True),
    _Spec("grid_delete_rows", "删除行", ("Ctrl+-",), grid_operations.delete_rows, rows=True),
    _Spec("grid_move_up", "上移", ("Alt+Up",), grid_operations.move_up, rows=True),
    _Spec("grid_move_down", "下移", ("Alt+Down",), grid_operations.move_down, rows=True),
    _Spec("grid_select_all", "全选", ("Ctrl+A",), grid_operations.select_all, edits=False),
    _Spec("grid_share_out", "恢复列宽", (), grid_operations.share_out, edits=False),
)
_BREAKS_BEFORE = {"grid_cut", "grid_fill_down", "grid_insert_rows", "grid_select_all"}


def build(view: SheetView) -> list[QAction]:
    """The actions that the grid's content allows, separators among them."""
    actions: list[QAction] = []
    for spec in _SPECS:
        if spec.rows and not view.sheet.changes_rows:
            continue
        if spec.name in _BREAKS_BEFORE:
            line = QAction(view)
            line.setSeparator(True)
            actions.append(line)
        action = QAction(spec.text, view)
        action.setObjectName(spec.name)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # in a form's field the same keys are the field's
        action.setEnabled(not (spec.edits and view.sheet.read_only))
        action.triggered.connect(partial(spec.does, view))
        actions.append(action)
    return actions
