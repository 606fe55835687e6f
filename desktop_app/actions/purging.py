"""A secret project becomes a stub: number and flag stay, its content leaves the file, its journal and its backups."""

import logging
from dataclasses import dataclass

from desktop_app.actions import own_parts, path_names, reading, workspace
from desktop_app.actions.outgoing import Guard
from desktop_app.actions.outgoing_texts import part_texts, project_texts
from desktop_app.actions.progress import Progress, untold
from desktop_app.domain import secret_names
from desktop_app.domain.changes import Changes
from desktop_app.domain.model import Book, Project
from desktop_app.errors import UserError
from desktop_app.storage import purging, queries
from desktop_app.storage.store import Store

_MOST_SHOWN = 3
_log = logging.getLogger(__name__)


@dataclass(slots=True, frozen=True)
class Loss:
    """What a purge takes: goals, indicators and purchases of the project; closed stages that are cleaned; backups."""

    goals: int
    indicators: int
    purchases: int
    stages: int
    backups: int

    def sentences(self) -> str:
        """The same for the person who decides."""
        return (
            f"只留下序号和涉密标记。名称、编码、金额、资金用途、{self.goals} 条绩效目标、{self.indicators} 条指标"
            f"和 {self.purchases} 条政府采购会从工作簿、操作记录、{self.stages} 个阶段留底和导入来源里清除，"
            f"{self.backups} 份自动备份会销毁并重新备份一份。不能撤销，清除以前的操作也都不能再撤销。\n\n"
            "另存的备份、副本、U盘包、导出的文件和导入的原件不在其中，请按保密规定另行处理。"
        )


def loss(store: Store, project_id: str) -> Loss:
    """What a purge of the project would take."""
    book, project = _find(store, project_id)
    names = secret_names.called(project)
    purchases = sum(own_parts.of_secret(purchase, names) for purchase in book.purchases)
    stages = sum(len(b.stages) for b in reading.load_books(store))
    return Loss(len(project.goals), len(project.indicators), purchases, stages, len(workspace.list_backups(store)))


def is_stub(project: Project) -> bool:
    """Whether nothing of a secret project is left to be purged."""
    rest = (project.name, project.code, project.title, project.purpose, project.budget)
    return project.is_secret and not any(rest) and not project.goals and not project.indicators


def naming(store: Store, project_id: str) -> list[str]:
    """The places of public texts that name the project, in words; they must be written anew before it is purged."""
    _, project = _find(store, project_id)
    guard = Guard(tuple(secret_names.telling(secret_names.called(project))))
    found = []
    for book in reading.load_books(store):
        year = f"{book.year}年度 " if book.year else ""
        for other in (p for p in book.projects if not p.is_secret):
            hits = [path for path, text in project_texts(other) if guard.named(text)]
            found += [f"{year}项目“{other.name or other.code}”的{path_names.path_text(book, path)}" for path in hits]
        hits = [path for path, texts in part_texts(book, ()) if any(map(guard.named, texts))]
        mine = own_parts.secret_names(book)
        bought = {
            f"procurement[{i}]" for i, purchase in enumerate(book.purchases) if own_parts.of_secret(purchase, mine)
        }
        found += [year + path_names.path_text(book, path) for path in hits if path not in bought]
    sets = [row for row in queries.rule_sets(store) if guard.named(row["name"]) or guard.named(row["content"])]
    return found + [f"装入的规则集“{row['name']}”（请移除，改写后再装入）" for row in sets]


def purge(store: Store, report: Progress = untold, *, project_id: str) -> Changes:
    """Purge the content of a project that is marked 涉密; it cannot be taken back.

    Raises UserError where it is not marked so, where public texts still name it, or where the disk does not take it.
    """
    report(0, 0, "正在查找写到它的地方…")
    _, project = _find(store, project_id)
    if not project.is_secret:
        raise UserError("没有标为涉密的项目不能清除", project.name, "请先把它标为涉密")
    if places := naming(store, project_id):
        more = f" 等 {len(places)} 处" if len(places) > _MOST_SHOWN else ""
        raise UserError(
            "还有公开的文字写到这个项目的名称或编码，没有清除", "；".join(places[:_MOST_SHOWN]) + more,
            "请先改写这些地方；如果是别的年度的同一个项目，请把它也标为涉密",
        )  # fmt: skip
    report(0, 0, "正在清除，请不要关机…")  # from here on it is not cancelled
    purging.purge(store, project_id)
    purging.finish(store, workspace.backup_folder(store.path))
    return Changes(purging.NAME, structure=True, tables={"project", "goal", "indicator", "purchase", "review"})


def keep_stubs(store: Store, incoming: list[Book]) -> None:
    """Take out of incoming books what was purged here, with its purchases: a package made before must not refill it."""
    stubs = {p.id for book in reading.load_books(store) for p in book.projects if is_stub(p)}
    for book in incoming if stubs else ():
        back = [p for p in book.projects if p.id in stubs]
        if not back:
            continue
        names = secret_names.secret_names(back, stubs)
        book.projects = [p for p in book.projects if p.id not in stubs]
        kept = [purchase for purchase in book.purchases if not own_parts.of_secret(purchase, names)]
        if len(kept) < len(book.purchases):
            book.purchases, book.purchase_totals = kept, []


def _find(store: Store, project_id: str) -> tuple[Book, Project]:
    for book in reading.load_books(store):
        for project in book.projects:
            if project.id == project_id:
                return book, project
    raise UserError("这个项目已经不在工作簿里", "", "请重新选择")
