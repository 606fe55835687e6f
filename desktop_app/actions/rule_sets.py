"""The rule sets of a workspace: loaded from a file, changed in the window, written out, and which one holds where."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop_app import catalog
from desktop_app.actions import workspace
from desktop_app.domain import order
from desktop_app.domain.changes import Changes
from desktop_app.domain.model import Book
from desktop_app.domain.rule_sets import (
    LARGEST,
    NotARuleSet,
    RuleSet,
    RuleTexts,
    applied,
    chosen,
    milder,
    parse,
    place_of,
    written,
)
from desktop_app.errors import UserError, from_os_error
from desktop_app.exporters import files
from desktop_app.storage import queries
from desktop_app.storage.store import Store

OWN = "程序自带规则"
HERE = "本单位设置"  # what a person changed in this file's window
_HINT = "请向财政部门重新索取规则集文件，或删去这一处后再装入；规则没有改变"


@dataclass(slots=True, frozen=True)
class Loaded:
    """A rule set as the workspace holds it; what it holds for this program, or why it does not (`trouble`)."""

    id: str
    at: str
    name: str
    rules: RuleSet | None
    trouble: str = ""


def loaded(store: Store) -> list[Loaded]:
    """The rule sets of the workspace, in the order in which they were loaded."""
    found = []
    for row in queries.rule_sets(store):
        try:
            found.append(Loaded(row["id"], row["at"], row["name"], parse(row["content"], catalog.rules())))
        except NotARuleSet as error:  # written by a newer program
            found.append(Loaded(row["id"], row["at"], row["name"], None, str(error)))
    return found


def rules_for(store: Store, book: Book) -> RuleTexts:
    """The rules by which a book is checked: the program's, what its rule set changes, what was changed here."""
    return _Sets(store).rules_for(book)


def name_for(store: Store, book: Book) -> str:
    """What a report says about the rules that were used."""
    sets = _Sets(store)
    found = sets.of(book)
    name = found.name if found is not None else OWN
    return f"{name}（另有{HERE} {len(sets.here.rules)} 条）" if sets.here.rules else name


def milder_for(store: Store, book: Book) -> list[str]:
    """The rules that are off or less grave for a book than the program has them, as `K08（关闭）`."""
    return milder(catalog.rules(), rules_for(store, book))


class _Sets:
    """The rule sets of a workspace that this program understands; what was changed in its window lies over them."""

    def __init__(self, store: Store) -> None:
        sets = [entry.rules for entry in loaded(store) if entry.rules is not None]
        self.given = [entry for entry in sets if entry.name != HERE]
        self.here = next((entry for entry in sets if entry.name == HERE), RuleSet(HERE, {}))

    def of(self, book: Book) -> RuleSet | None:
        return chosen(self.given, book.year, place_of(book)) if self.given else None

    def rules_for(self, book: Book) -> RuleTexts:
        return applied(applied(catalog.rules(), self.of(book)), self.here if self.here.rules else None)


def load(store: Store, path: Path) -> Changes:
    """Take a rule set in from a file; one of the same name is replaced. Raises UserError where it is none."""
    try:
        if path.stat().st_size > 4 * LARGEST:
            raise UserError("这不是规则集文件", str(path), "文件太大；规则集是几十KB的文本文件")
        content = path.read_text("utf-8-sig")
    except OSError as error:
        raise from_os_error(error, path) from error
    except UnicodeDecodeError as error:
        raise UserError("这不是规则集文件", str(path), "规则集是 UTF-8 的文本文件，请检查是否选错了文件") from error
    try:
        rules = parse(content, catalog.rules(), (OWN, HERE))
    except NotARuleSet as error:
        raise UserError(f"这个规则集不能用：{error}", str(path), _HINT) from error
    return _keep(store, rules.name, content, f"装入规则集 {rules.name}")


def _keep(store: Store, name: str, content: str, doing: str) -> Changes:
    row = {"name": name, "content": content, "sha256": hashlib.sha256(content.encode()).hexdigest()}
    row["at"] = datetime.now().isoformat(timespec="seconds")
    row["place"] = order.between(queries.last_place(store, "rule_set"), "")
    with store.operation(doing) as operation:
        for old in queries.rule_sets(store):
            if old["name"] == name:
                operation.delete("rule_set", old["id"])
        operation.insert("rule_set", row)
    return operation.changes


def remove(store: Store, set_id: str) -> Changes:
    """Take a rule set out; undo brings it back."""
    with store.operation("移除规则集") as operation:
        operation.delete("rule_set", set_id)
    return operation.changes


def change(store: Store, book: Book, rule: str, key: str, value: object) -> Changes:
    """Set a severity or a limit of a rule for this workspace; what is as the book's rule set has it is not kept.

    Raises UserError where the rule takes no such value.
    """
    sets = _Sets(store)
    rules = {name: dict(keys) for name, keys in sets.here.rules.items()}
    rules.setdefault(rule, {})[key] = value
    if applied(catalog.rules(), sets.of(book)).get(rule, {}).get(key) == value:
        del rules[rule][key]
    content = written(RuleSet(HERE, {name: keys for name, keys in rules.items() if keys}))
    try:
        parse(content, catalog.rules())
    except NotARuleSet as error:
        raise UserError(f"不能这样设置：{error}", rule, "规则没有改变") from error
    return _keep(store, HERE, content, f"设置规则 {rule}")


def save(store: Store, book: Book, to: Path, name: str) -> Path:
    """Write the rules that hold for a book into a file that other offices can load. Raises UserError."""
    workspace.require_free(to, store.path)
    sets = _Sets(store)
    found = sets.of(book) or RuleSet(OWN, {})
    both = {rule: {**found.rules.get(rule, {}), **sets.here.rules.get(rule, {})} for rule in catalog.rules()}
    rules = {rule: keys for rule, keys in both.items() if keys}
    made = RuleSet(name.strip(), rules, found.years, found.places)
    try:
        parse(written(made), catalog.rules(), (OWN, HERE))
    except NotARuleSet as error:
        raise UserError(f"不能这样另存：{error}", name, "请换一个名称（命令行用 --name）") from error
    try:
        with files.atomic_write(to) as temporary:
            temporary.write_text(written(made, catalog.rules()), "utf-8")
    except OSError as error:
        raise from_os_error(error, to) from error
    return to
