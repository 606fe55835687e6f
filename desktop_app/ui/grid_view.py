"""The indicator grid of a project."""

from PySide6.QtWidgets import QWidget

from desktop_app.actions import reading
from desktop_app.ui import grid_actions
from desktop_app.ui.grid_model import IndicatorModel
from desktop_app.ui.grid_sheet_view import SheetView
from desktop_app.ui.hub import Hub

# 一级 二级 三级 描述 符号 指标值 单位 依据 上年值
_LEAST = (5.2, 7.2, 7, 9, 2.5, 4, 3.2, 8, 3.2)
_SHARES = (1, 2, 6, 10, 1, 3, 1, 9, 2)


class GridView(SheetView):
    """The indicators of one project, edited as in a spreadsheet."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        self.hub = hub
        self.indicators = IndicatorModel(hub)
        super().__init__(self.indicators, parent)
        self.indicators.setParent(self)
        self.columns.set(_LEAST, _SHARES)
        self.setAccessibleName("绩效指标")
        self.set_actions(grid_actions.build(self))
        hub.finder.ready.connect(self.delegate.proposer.again)

    def show_project(self, project_id: str) -> None:
        """Show the indicators of a project; nothing moves where it is shown already. Raises UserError if it is gone."""
        if project_id != self.indicators.project_id:
            project = reading.load_project(self.hub.store, project_id)
            self.indicators.load(project, reading.frame_of(self.hub.store, project_id))
