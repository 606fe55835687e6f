"""Handing a unit over on a USB stick; taking one in is `receiving`."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from desktop_app import __version__
from desktop_app.actions import outgoing, own_parts, path_names, reading, secret_words, workspace
from desktop_app.actions.gate import Override, gate, note_override, require_open
from desktop_app.actions.outgoing import Guard
from desktop_app.actions.receiving import CONFLICT_MODES, ReceiveReport, receive
from desktop_app.actions.receiving_rows import DifferenceRow
from desktop_app.domain import codes, fields, plain, secret_names
from desktop_app.domain.model import SECRET, UNDECIDED, Book, Project
from desktop_app.domain.traces import Answer
from desktop_app.errors import UserError
from desktop_app.handoff.package import Package, read_package, write_package
from desktop_app.storage import handed, queries
from desktop_app.storage.store import Store

__all__ = ["CONFLICT_MODES", "DifferenceRow", "Package", "ReceiveReport", "read_package", "receive"]

_REASON = "导入时没有把握，请核对"
_CODE = re.compile(r"[0-9A-Za-z_-]+")


def pack(
    store: Store,
    unit_ids: list[str],
    to: Path,
    override: Override | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Path:
    """Write a package of the units (all where none is named). A secret project goes as a stub.

    A stub is unit, number (序号), code (项目编码) and flag: by the code the receiver knows which project is meant.

    `tell` gets the sentences that a person should read beside it (`Gate.notices`).

    Raises UserError where errors stand in the way, where there is nothing to pack, or where it cannot be written.
    """
    workspace.require_free(to, store.path)
    chosen = set(unit_ids) or {u["id"] for u in queries.units(store)}
    stored = reading.load_books(store)
    meant = [b for b in stored if not unit_ids or any(unit.id in chosen for unit in b.units)]
    guards = {book.id: outgoing.guard(book, stored) for book in meant}  # what is secret is taken out below
    selected = [book for book in (_only(b, chosen) for b in meant) if _holds_anything(book)]
    if not selected:
        raise UserError("没有可以装入U盘包的内容", str(store.path), "请先录入或导入项目，并检查所选的单位")
    found = gate(store, unit_ids=set(unit_ids), publishing=False)
    require_open(store, found, override)
    _require_unspoken(store, to, override)
    manifest = {
        "program": __version__,
        "made_at": datetime.now().isoformat(timespec="seconds"),
        "made_by": store.user,
        "years": sorted({book.year for book in selected if book.year}),
        "stages": [f"{b.year}年度 {b.department_name}：{b.stage}" for b in selected if b.stage],
        "units": sorted({reading.unit_label(p.unit_code, p.unit_name) for b in selected for p in b.projects}),
        "projects": sum(len(book.projects) for book in selected),
        "indicators": sum(len(p.indicators) for book in selected for p in book.projects),
        "override": override.as_record() if override else None,
    }
    _require_clean(selected, guards, manifest | {"file": to.stem})
    written = write_package(selected, manifest, to)
    note_override(store, found, override, f"出U盘包 {to.name}")
    for notice in found.notices:
        tell(notice)
    if not store.read_only:  # else nobody can change anything here either
        store.note(handed.PACKED, {"file": to.name, "units": sorted(chosen)})
    return written


def _require_clean(selected: list[Book], guards: dict[str, Guard], manifest: dict[str, Any]) -> None:
    """The last look at the very data that are written. Raises UserError that names the place."""
    for book in selected:
        guard = guards[book.id]
        outgoing.require_clean_data(guard, manifest, "U盘包", lambda _: "说明部分")
        for project in book.projects:
            known = replace(project, code="") if project.is_secret else project  # a stub is known by its code
            data = json.loads(plain.bytes_of([Book(projects=[known])]))[0]["projects"][0]
            name = reading.project_label(project.name, project.code, project.secret)
            outgoing.require_clean_data(guard, data, "U盘包", partial(_place, book, name))
        rest = json.loads(plain.bytes_of([replace(book, projects=[])]))[0]
        outgoing.require_clean_data(guard, rest, "U盘包", partial(_place, book, ""))


def _place(book: Book, project: str, path: str) -> str:
    """Where a text of a book stands, as a person finds it."""
    return (f"项目“{project}”的" if project else "") + path_names.path_text(book, path)


def _require_unspoken(store: Store, to: Path, override: Override | None) -> None:
    """What leaves beside the records must not name a secret project either. Raises UserError where it does."""
    words = secret_words.of_books(reading.load_books(store))
    texts = {"U盘包的文件名": to.name, "制作人的姓名": store.user}
    if override is not None:
        texts |= {"越过错误的理由": override.reason, "说明人的姓名": override.by}
    for what, text in texts.items():
        if outgoing.tells(words, text):
            raise UserError(f"{what}里写到了涉密项目的名称或编码，没有写出U盘包", "", "请换一种写法再出包")


def _holds_anything(book: Book) -> bool:
    parts = (book.projects, book.sections, book.tables, book.organisation, book.purchases, book.assets, book.glossary)
    return any(parts) or bool(book.facts)


def _only(book: Book, unit_ids: set[str]) -> Book:
    """The book with these units only; the department's own parts travel with a whole department.

    Nothing of the sources travels but lines' numbers: their texts and what was not understood may hold secrets.
    """
    names = own_parts.secret_names(book)  # of all units: what one unit buys may be for a secret project of another
    answered = [(answer, fields.find(fields.of_unit(book, answer.unit), answer.path)) for answer in book.answers]
    whole = all(unit.id in unit_ids for unit in book.units)
    owners = own_parts.Owners(book, unit_ids)
    if not whole:
        own_parts.keep_own(book, unit_ids)
        book.review = []
    book.projects = [_stub(p) if p.is_secret else p for p in book.projects if p.unit_id in unit_ids]
    book.units = [unit for unit in book.units if unit.id in unit_ids]
    book.file, book.sha256, book.unread, book.parts, book.lines = "", "", [], [], {}
    book.stages = []  # what a stage froze stays here: it may hold what is secret by now
    for project in book.projects:
        project.origins = {}
    if names:
        _hide(book, names)
    book.answers = _travelling(book, answered, whole, owners)
    return book


def _travelling(
    book: Book, answered: list[tuple[Answer, fields.Spot | None]], whole: bool, owners: own_parts.Owners
) -> list[Answer]:
    """The answers on records that travel, by their places now; on no record those of the units or all of a whole."""
    places, found = fields.paths(book), []
    for answer, spot in answered:
        if spot is None or spot.table == "book":
            found += [answer] if answer.path and (whole or owners.own(answer.unit)) else []
        elif spot.record.id in places:
            found.append(replace(answer, path=fields.path_of(*places[spot.record.id], spot.column)))
    return found


def _hide(book: Book, names: set[str]) -> None:
    """Purchases of a secret project do not travel, nor reasons of flags, which may quote a line of the source."""
    kept = [purchase for purchase in book.purchases if not own_parts.of_secret(purchase, names)]
    if len(kept) < len(book.purchases):
        book.purchases, book.purchase_totals = kept, []  # the sums would tell
        book.review = [r for r in book.review if not r.path.startswith("procurement")]
    for review in book.review:
        review.reason = _REASON


def _stub(p: Project) -> Project:
    """What leaves of a secret project: no field is free text, so that nothing can be written into one."""
    code = p.code if _CODE.fullmatch(codes.squeeze(p.code)) else ""
    return Project(
        unit_code=p.unit_code, unit_name=p.unit_name, seq=secret_names.bare_number(p.seq), code=code,
        secret=UNDECIDED if p.secret.strip() == UNDECIDED else SECRET, id=p.id, unit_id=p.unit_id,
    )  # fmt: skip
