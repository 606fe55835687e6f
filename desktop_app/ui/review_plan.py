"""An import plan as the lines of the review, and the person's answers written back into the plan."""

import re
from collections.abc import Hashable
from pathlib import Path

from desktop_app.actions import importing
from desktop_app.actions.importing import Difference, Flag, ImportPlan, Item, MissingRow, NewRow
from desktop_app.errors import UserError
from desktop_app.ui import places, review_text
from desktop_app.ui.review_entries import (
    CHANGED,
    CHANGED_BY_HAND,
    CONFLICT,
    DONE,
    FAILED,
    FLAG,
    LEFT_OUT,
    MINE,
    MISSING,
    NEW,
    OPEN,
    PASSED_OVER,
    REMOVED,
    SAME,
    SKIPPED,
    TAKEN,
    THEIRS,
    TWO_SIDED,
    UNREAD,
    Entry,
)
from desktop_app.ui.review_field import FieldPage
from desktop_app.ui.review_row import parts_of
from desktop_app.ui.review_source import column_of, lines_of

_STATES = {
    importing.OPEN: OPEN, importing.ACCEPT: DONE, importing.CORRECT: CHANGED_BY_HAND, importing.SKIP: SKIPPED,
}  # fmt: skip

_NEW_ROW = {
    (False, False): "文件里多出的一行", (True, False): "本机删掉了这一行", (False, True): "上次核对时去掉了这一行",
}  # fmt: skip


def entries(plan: ImportPlan, failures: list[UserError]) -> list[Entry]:
    """All lines of the review, group by group, in the order of the documents."""
    found = [_flag(flag) for flag in plan.flags]
    for item in plan.everything:
        found += _of_item(item)
    for book in plan.books:
        for unread in book.unread:
            text = " ".join(unread.text.split())
            lines = unread.line, unread.line
            found.append(Entry(UNREAD, text, book.file, importing.place(book, lines), "", book, lines, subject=unread))
    for error in failures:
        note = "，".join(part for part in (error.what, error.hint) if part)
        name = Path(error.where).name
        found.append(Entry(FAILED, name or error.what, "", note, subject=error, words=error.where))
    return found


def _flag(flag: Flag) -> Entry:
    title = (flag.label if flag.label != flag.path else places.path_text(flag.path)) or flag.name
    owner = flag.name if flag.item else f"整个文件 {flag.name}".rstrip()
    return Entry(
        FLAG, title, owner, flag.reason, flag.value or "", flag.book, flag.lines,
        column_of(flag.item, flag.path) if flag.item else -1, flag,
        state=_STATES[flag.decision], words=_code(flag.item),
    )  # fmt: skip


def _code(item: Item | None) -> str:
    return getattr(item, "code", "")


def _of_item(item: Item) -> list[Entry]:
    if item.kind == "new":
        return [_record(item)]
    if item.kind == "same":  # but for rows that were left out before
        return [_record(item), *(_two_sided(CHANGED, item, row) for row in item.new_rows)]
    kept = {difference.key for difference in item.edited}
    found = [_two_sided(CONFLICT if d.key in kept else CHANGED, item, d) for d in item.differences]
    found += [_two_sided(CONFLICT if row.removed_here else CHANGED, item, row) for row in item.new_rows]
    return found + [_two_sided(MISSING, item, row) for row in item.missing]


def _record(item: Item) -> Entry:
    state = TAKEN if item.kind == "same" or item.accept else LEFT_OUT
    return Entry(
        NEW if item.kind == "new" else SAME, item.name or "（没有名称）", review_text.PART_NAMES[item.part],
        review_text.detail(item), "", item.book, lines_of(item, ""), subject=item, state=state, words=_code(item),
    )  # fmt: skip


def _two_sided(group: str, item: Item, thing: Difference | NewRow | MissingRow) -> Entry:
    part = "" if item.part == "project" else review_text.PART_NAMES[item.part]
    owner = " · ".join(dict.fromkeys(text for text in (part, item.name) if text))
    if isinstance(thing, Difference):
        note, text, path, theirs = "", thing.theirs, thing.path, thing.key not in item.keep
    elif isinstance(thing, NewRow):
        note = _NEW_ROW[thing.removed_here, thing.left_out]
        text, path, theirs = thing.text, thing.path, thing.add
    else:
        note = "文件里没有这一行" + ("，本机改过" if thing.edited else "")
        text, path, theirs = thing.text, None, thing.remove
    lines = lines_of(item, path) if path is not None else None
    column = column_of(item, path) if path is not None else -1
    state = _side(group, thing, theirs)
    return Entry(group, thing.label, owner, note, text, item.book, lines, column, (item, thing), state, _code(item))


def _side(group: str, thing: Difference | NewRow | MissingRow, theirs: bool) -> int:
    if not theirs:
        return PASSED_OVER if isinstance(thing, NewRow) and thing.left_out else MINE
    return {CHANGED: TAKEN, MISSING: REMOVED}.get(group, THEIRS)


def show_field(page: FieldPage, entry: Entry) -> None:
    """Show a flagged field, or the fields of a flagged row, on its page."""
    flag: Flag = entry.subject
    value = flag.text if entry.state == CHANGED_BY_HAND and flag.value is not None else flag.value
    here = next((d.mine for d in flag.item.differences if d.path == flag.path), None) if flag.item else None
    parts = parts_of(flag.item, flag.path) if value is None else []
    droppable = bool(parts) and flag.path.endswith("]")
    page.show_field(entry.title, entry.owner, flag.reason, value, here, parts, droppable)


def typable(entry: Entry) -> bool:
    """Whether a flag is on one text, which can be typed anew."""
    return entry.subject.value is not None


def name_of(entry: Entry) -> Hashable:
    """What a line is about, the same for the line that is made anew after a correction."""
    if entry.group not in TWO_SIDED:
        return id(entry.subject)
    item, thing = entry.subject
    return id(item), thing.key if isinstance(thing, Difference) else (type(thing), thing.label, thing.text)


def sides(entry: Entry) -> tuple[str, str]:
    """The workspace's text and the file's, of a line on which both are shown."""
    thing = entry.subject[1]
    if isinstance(thing, Difference):
        return thing.mine, thing.theirs
    return ("", thing.text) if isinstance(thing, NewRow) else (thing.text, "")


# -- answers --------------------------------------------------------------------------------------------------------


def accept(entry: Entry) -> None:
    """The field is right as it was read."""
    importing.decide(entry.subject, importing.ACCEPT)
    entry.state = DONE


def skip(entry: Entry) -> None:
    """The field stays flagged."""
    importing.decide(entry.subject, importing.SKIP)
    entry.state = SKIPPED


def correct(entry: Entry, text: str) -> None:
    """The field gets another text. Raises UserError where it cannot take it."""
    if moves(entry) and entry.subject.path == "year" and not _YEAR.fullmatch(text.strip()):
        raise UserError("年度要写成四位数字", text, "例如 2025")
    importing.decide(entry.subject, importing.CORRECT, text)
    entry.state = CHANGED_BY_HAND


def correct_row(entry: Entry, edits: list[tuple[str, str]]) -> None:
    """Fields of the flagged row get other texts, and the row is right then."""
    for path, text in edits:
        importing.correct(entry.subject.item, path, text)
    importing.decide(entry.subject, importing.ACCEPT)
    entry.state = CHANGED_BY_HAND


def drop(entry: Entry) -> None:
    """What was read as a row is none. Raises UserError where it is no row that can be taken out."""
    importing.drop_row(entry.subject.item, entry.subject.path)


def takes_theirs(entry: Entry) -> bool:
    """Whether importing would write what the line shows."""
    return entry.state in (THEIRS, TAKEN, REMOVED)


def take(entry: Entry, theirs: bool) -> None:
    """Let the file win on this line, or the workspace."""
    if isinstance(entry.subject, Item):
        entry.subject.accept = theirs
        entry.state = TAKEN if theirs else LEFT_OUT
        return
    item, thing = entry.subject
    if isinstance(thing, Difference):
        (item.keep.discard if theirs else item.keep.add)(thing.key)
    elif isinstance(thing, NewRow):
        thing.add = theirs
    else:
        thing.remove = theirs
    entry.state = _side(entry.group, thing, theirs)


def renewed(entries: list[Entry], answered: list[Entry]) -> list[Entry]:
    """The lines after answers: the lines of a corrected record are made anew, where they stood."""
    items = {id(entry.subject.item): entry.subject.item for entry in answered if entry.subject.item is not None}
    result: list[Entry] = []
    done: set[int] = set()
    for entry in entries:
        if entry.group == FLAG and id(entry.subject.item) in items:
            _settle(entry)
        item = item_of(entry)
        if id(item) not in items:
            result.append(entry)
        elif id(item) not in done:
            done.add(id(item))
            result += _of_item(items[id(item)])
    for key, item in items.items():
        if key not in done:
            result += _of_item(item)
    return result


def _settle(entry: Entry) -> None:
    """A flag may be settled by what was written at another."""
    if _STATES[entry.subject.decision] != entry.state and entry.state in (OPEN, SKIPPED):
        entry.state = _STATES[entry.subject.decision]


def item_of(entry: Entry) -> Item | None:
    """The record that a line shows or is a part of; flags are lines of their own and belong to none."""
    if entry.group in (NEW, SAME):
        record: Item = entry.subject
        return record
    return entry.subject[0] if entry.group in TWO_SIDED else None


_YEAR = re.compile(r"20[0-9]{2}")
_MOVING = ("year", "department")  # corrected, they say that the file belongs elsewhere: everything is compared anew


def moves(entry: Entry) -> bool:
    """Whether a correction of the flag makes the plan another one."""
    return entry.group == FLAG and entry.subject.item is None and entry.subject.path.startswith(_MOVING)


def carry_over(old: ImportPlan, new: ImportPlan) -> ImportPlan:
    """The new plan of the same books, with the answers that were given in the old one."""
    given = {(id(flag.book), flag.name, flag.path): flag for flag in old.flags}
    for flag in new.flags:
        answer = given.get((id(flag.book), flag.name, flag.path))
        if answer is not None and answer.decision != flag.decision:
            importing.decide(flag, answer.decision, answer.text)
    return new
