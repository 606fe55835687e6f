"""What is left of a purged secret project: its content must not be written into this computer again unawares."""

from collections.abc import Iterable

from desktop_app.domain.changes import CellKey
from desktop_app.domain.model import Project
from desktop_app.errors import UserError
from desktop_app.storage import books, queries
from desktop_app.storage.store import Store

WHY = "涉密项目没有留下内容，也不能在这里录入；确实不涉密的，先在“涉密”一栏改为不涉密并写明理由。"
_STAYS = ("secret", "seq")
_OWN = ("goal", "indicator")


def is_stub(project: Project) -> bool:
    """Whether nothing of a secret project is left to be purged."""
    rest = (
        project.name, project.code, project.title, project.purpose, project.budget, project.fiscal, project.other,
        project.function_code, project.category, *project.plan,
    )  # fmt: skip
    return project.is_secret and not any(rest) and not project.goals and not project.indicators


def require_none(store: Store, table: str, project_ids: Iterable[str]) -> None:
    """Raise UserError where one of the projects, to which something of this table is to be added, is a stub."""
    if table not in ("project", *_OWN):
        return
    for project_id in dict.fromkeys(project_ids):
        row = queries.texts(store, "project", project_id)
        if row is None or not Project(secret=row["secret"]).is_secret:
            continue
        project = books.read_project(store, project_id)
        if project is not None and is_stub(project):
            raise UserError("这个涉密项目没有留下内容，没有写入", "", WHY.removesuffix("。"))


def require_open(store: Store, edits: Iterable[tuple[CellKey, str]]) -> None:
    """Raise UserError where one of the edits writes content into a stub."""
    meant = [key.row for key, text in edits if key.table == "project" and key.column not in _STAYS and text.strip()]
    require_none(store, "project", meant)
