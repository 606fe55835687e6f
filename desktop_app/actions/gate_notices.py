"""What the gate tells a person beside findings: what nobody confirmed, what is not counted, what was not looked for."""

from collections import Counter
from collections.abc import Collection, Sequence

from desktop_app.actions import own_parts, path_names
from desktop_app.actions.outgoing_texts import owner_at
from desktop_app.actions.secret_leaks import Named, public_projects
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import SECRET, UNDECIDED, Book

_SHOWN = 10  # characters of a mark
_MOST_PLACES = 5
_PLAIN = (SECRET, "涉密", UNDECIDED)


def of(books: Sequence[Book], named: Sequence[Named], unit_ids: Collection[str]) -> list[str]:
    """The sentences about the books that these units (all for none) publish; `named` are all secret projects."""
    found = []
    if number := sum(unconfirmed(book, unit_ids) for book in books):
        found.append(
            f"还有 {number} 处导入、结转时待核对：树里带“待核对”的项目和部分，对照原文后按“已核对”；检查报告逐条列出。"
        )
    kept = [p for book in books for p in book.projects if p.is_secret and (not unit_ids or p.unit_id in unit_ids)]
    if kept:
        odd = Counter(p.secret.strip()[:_SHOWN] for p in kept if p.secret.strip() not in _PLAIN)
        marks = "、".join(f"“{mark}”（{n} 个）" for mark, n in odd.items())
        told = f"其中“涉密”栏写的不是“{SECRET}”的也按涉密对待：{marks}。" if odd else ""
        found.append(f"{len(kept)} 个涉密项目不写出内容。{told}")
    if number := sum(bool(words.common) for _, _, words in named):
        found.append(f"{number} 个涉密项目的名称是通用的，别处同样的字没有当作它，只找了编码；请自己看一遍正文和采购。")
    return found


def mentioned(found: Sequence[tuple[Book, Finding]]) -> list[str]:
    """Where texts say what a secret project was called before."""
    return _to_look_at("写到了涉密项目以前用过的名称", found)


def repeated(found: Sequence[tuple[Book, Finding]]) -> list[str]:
    """Where texts say a sentence of a secret project that an open one says, too."""
    return _to_look_at("和涉密项目的资金用途或目标有整句相同的话，公开的项目里也有", found)


def _to_look_at(what: str, found: Sequence[tuple[Book, Finding]]) -> list[str]:
    places = dict.fromkeys(
        (f"项目“{x.project_name or x.project}”的" if x.project_id else "") + path_names.path_text(book, x.path)
        for book, x in found
    )
    shown = "；".join(list(places)[:_MOST_PLACES]) + (f" 等 {len(places)} 处" if len(places) > _MOST_PLACES else "")
    return [f"{what}，请看过再决定：{shown}。"] if places else []


def not_counted(errors: int) -> list[str]:
    """Why the list of problems counts more errors than the gate."""
    if not errors:
        return []
    return [f"“问题”里还有 {errors} 处错误在涉密项目上，其中包括“标为涉密，不得公开”；涉密项目不写出，这些不用改。"]


def unconfirmed(book: Book, unit_ids: Collection[str] = ()) -> int:
    """How many fields of what these units (all for none) publish an import was not sure of and nobody confirmed."""
    owners = own_parts.Owners(book, unit_ids)
    whole = not unit_ids or all(unit.id in unit_ids for unit in book.units)
    of_parts = sum(whole or owners.own(owner_at(book, review.path)) for review in book.review)
    return of_parts + sum(len(project.review) for project in public_projects(book, unit_ids))
