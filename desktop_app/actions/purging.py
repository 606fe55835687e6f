"""A secret project becomes a stub: number and flag stay, its content leaves the file, its journal and its backups."""

import json
import logging
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from desktop_app.actions import outgoing, own_parts, path_names, reading, secret_words, workspace
from desktop_app.actions.outgoing import Guard
from desktop_app.actions.outgoing_texts import part_texts, project_texts
from desktop_app.actions.progress import Progress, untold
from desktop_app.actions.secret_words import Words
from desktop_app.actions.stubs import is_stub
from desktop_app.domain import plain, secret_names
from desktop_app.domain.changes import Changes
from desktop_app.domain.model import Book, Project
from desktop_app.errors import UserError
from desktop_app.storage import kept, purging, queries
from desktop_app.storage.store import Store

_MOST_SHOWN = 3
_REASON = "对方导入时没有把握，请核对"
_log = logging.getLogger(__name__)


@dataclass(slots=True, frozen=True)
class Loss:
    """What a purge takes: goals, indicators and purchases of the project; closed stages that are cleaned; backups.

    `kept` are the packages of any unit of which something was not taken (`storage.kept`): they go whole.
    """

    goals: int
    indicators: int
    purchases: int
    stages: int
    backups: int
    kept: int = 0

    def sentences(self) -> str:
        """The same for the person who decides."""
        kept = f"收U盘包时没有采用、留着的内容共 {self.kept} 个包（不论哪个单位）会全部删除。" if self.kept else ""
        return (
            f"只留下序号和涉密标记。名称、编码、金额、资金用途、{self.goals} 条绩效目标、{self.indicators} 条指标"
            f"和 {self.purchases} 条政府采购会从工作簿、操作记录、{self.stages} 个阶段留底和导入来源里清除，"
            f"{self.backups} 份自动备份会销毁并重新备份一份。{kept}不能撤销，清除以前的操作也都不能再撤销。\n\n"
            "另存的备份、副本、U盘包、导出的文件和导入的原件不在其中，请按保密规定另行处理。"
        )


def loss(store: Store, project_id: str) -> Loss:
    """What a purge of the project would take."""
    book, project = _find(store, project_id)
    names = secret_names.called(project)
    purchases = sum(own_parts.of_secret(purchase, names) for purchase in book.purchases)
    stages = sum(len(b.stages) for b in reading.load_books(store))
    backups, packages = len(workspace.list_backups(store)), len(kept.listing(store))
    return Loss(len(project.goals), len(project.indicators), purchases, stages, backups, packages)


def naming(store: Store, project_id: str) -> list[str]:
    """The places of public texts that name the project, in words; they must be written anew before it is purged."""
    _, project = _find(store, project_id)
    books = reading.load_books(store)
    words = secret_words.of(project, secret_words.public_names(books, project_id))
    guard = Guard(tuple(words.inside), whole=words.whole)
    found = []
    for book in books:
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
    purging.purge(store, project_id, secret_words.is_common)
    purging.finish(store, workspace.backup_folder(store.path))
    return Changes(purging.NAME, structure=True, tables={"project", "goal", "indicator", "purchase", "review"})


def keep_stubs(store: Store, incoming: list[Book]) -> None:
    """Take out of incoming books what was purged here, with its purchases: a package made before must not refill it.

    Nobody here knows its name any more, but the package does: texts that tell of it come in blank, which says nothing.
    """
    stubs = {p.id for book in reading.load_books(store) for p in book.projects if is_stub(p)}
    for i, book in enumerate(incoming) if stubs else ():
        back = [p for p in book.projects if p.id in stubs]
        if not back:
            continue
        names = secret_names.secret_names(back, stubs)
        book.projects = [p for p in book.projects if p.id not in stubs]
        kept = [purchase for purchase in book.purchases if not own_parts.of_secret(purchase, names)]
        if len(kept) < len(book.purchases):
            book.purchases, book.purchase_totals = kept, []
        for review in book.review:
            review.reason = _REASON  # it may quote a line of the source
        words = reduce(or_, (secret_words.of(p, secret_words.public_names([book])) for p in back))
        data = json.dumps(_untold(words, json.loads(plain.bytes_of([book]))), ensure_ascii=False)
        incoming[i] = plain.books_of(data.encode("utf-8"))[0]


def _untold(words: Words, value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _untold(words, entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_untold(words, entry) for entry in value]
    return "" if isinstance(value, str) and outgoing.tells(words, value) else value


def _find(store: Store, project_id: str) -> tuple[Book, Project]:
    for book in reading.load_books(store):
        for project in book.projects:
            if project.id == project_id:
                return book, project
    raise UserError("这个项目已经不在工作簿里", "", "请重新选择")
