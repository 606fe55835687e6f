"""Where a finding leads: to a project's field, to a table or text of the department, to a unit in the tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desktop_app.actions import checking, reading
from desktop_app.domain.findings import Finding
from desktop_app.ui.flags import Flagged
from desktop_app.ui.hub import Hub
from desktop_app.ui.parts_pane import PATHS as PARTS

if TYPE_CHECKING:
    from desktop_app.ui.workspace_view import WorkspaceView

_GOALS, _TABLES, _SECTIONS = range(3)  # the tabs
_UNIT = re.compile(r"units\[(\d+)\]")
_PARAGRAPH = re.compile(r"\.text\[(\d+)\]")


def go(view: WorkspaceView, hub: Hub, finding: Finding) -> None:
    """Show the place of a finding and put the keyboard into its cell."""
    around = view.tree.around("department")
    here = around.id if around else ""
    of_flag = finding.department_id if isinstance(finding, Flagged) else ""
    department = "" if finding.project_id else of_flag or hub.checker.department_of(finding, here)
    if department and department != here:
        view.tree.select("department", department)
    if finding.project_id:
        view.tabs.setCurrentIndex(_GOALS)
        if view.tree.select("project", finding.project_id):
            view.project.go_to(finding.path)
    elif finding.path.startswith(PARTS):
        view.show_tab(_TABLES)
        view.parts.go_to(finding)
    elif finding.path.startswith(("narrative", "sections")):
        _to_text(view, hub, department, finding)
    else:
        if (unit := _UNIT.match(finding.path)) and department:
            view.tree.select("unit", reading.load_parts(hub.store, department).units[int(unit[1])].id)
        view.tree.setFocus()


def _to_text(view: WorkspaceView, hub: Hub, department: str, finding: Finding) -> None:
    view.show_tab(_SECTIONS)
    key = checking.locate_part(hub.store, department, finding.path, finding.unit) if department else None
    if key is not None and view.goals.go_to(key):
        return
    view.goals.show_text()
    key = finding.key if isinstance(finding, Flagged) and finding.key is not None else key
    if key is not None:
        paragraph = _PARAGRAPH.search(finding.path)
        view.sections.go_to(key, int(paragraph[1]) if paragraph else None)
