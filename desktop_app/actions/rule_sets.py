"""The rule sets of a workspace: loaded from a file, changed in the window, written out, and which one holds where."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_app import catalog
from desktop_app.actions import outgoing, reading, secret_words, workspace
from desktop_app.domain import order
from desktop_app.domain.changes import Changes
from desktop_app.domain.limits import Limit, Unfit
from desktop_app.domain.model import Book
from desktop_app.domain.rule_sets import (
    LARGEST,
    NotARuleSet,
    RuleSet,
    RuleTexts,
    applied,
    chosen,
    graded,
    milder,
    parameters,
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

Scope = tuple[tuple[int, ...], tuple[str, ...]]
"""The years and the places (区划 as in `RuleSet.places`) for which a set holds; none for all."""


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
    return Sets(store).rules_for(book)


def name_for(store: Store, book: Book) -> str:
    """What a report says about the rules that were used."""
    sets = Sets(store)
    found = sets.of(book)
    name = found.name if found is not None else OWN
    return f"{name}（另有{HERE} {len(sets.here.rules)} 条）" if sets.here.rules else name


def milder_for(store: Store, book: Book) -> list[str]:
    """The rules that are off or less grave for a book than the program has them, as `K08（关闭）`."""
    return milder(catalog.rules(), rules_for(store, book))


class Sets:
    """The rule sets of a workspace that this program understands; what was changed in its window lies over them."""

    def __init__(self, store: Store) -> None:
        sets = [entry.rules for entry in loaded(store) if entry.rules is not None]
        self.given = [entry for entry in sets if entry.name != HERE]
        self.here = next((entry for entry in sets if entry.name == HERE), RuleSet(HERE, {}))

    def of(self, book: Book) -> RuleSet | None:
        return chosen(self.given, book.year, place_of(book)) if self.given else None

    def given_for(self, book: Book) -> RuleTexts:
        """The rules as the book's set has them, without what was changed here."""
        return applied(catalog.rules(), self.of(book))

    def rules_for(self, book: Book) -> RuleTexts:
        return applied(self.given_for(book), self.here if self.here.rules else None)


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
        require_in_range(rules)
    except NotARuleSet as error:
        raise UserError(f"这个规则集不能用：{error}", str(path), _HINT) from error
    return _keep(store, rules.name, content, f"装入规则集 {rules.name}")


def limits_of(rule: str) -> dict[str, Limit]:
    """The limits and lists of words of a rule, in its order; one that nobody gave a name has that of its key."""
    named = catalog.limits().get(rule, {})
    return {key: named.get(key) or Limit(key, fixed=True) for key in parameters(own(rule))}


def own(rule: str) -> Mapping[str, Any]:
    """A rule as the program came with it, {} for none of that id."""
    return catalog.rules().get(rule, {})


def require_in_range(rules: RuleSet) -> None:
    """Raise NotARuleSet where a limit of the set makes no sense: a floor of 300 per cent."""
    for rule, keys in rules.rules.items():
        for key, value in keys.items():
            limit = catalog.limits().get(rule, {}).get(key)
            try:
                if limit is not None:
                    limit.require(value)
            except Unfit as error:
                raise NotARuleSet(f"{rule} 的 {key}：{error}") from error


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

    A severity holds for all cases of the rule; None leaves it to the book's rule set and to the program again.
    Raises UserError where the rule takes no such value.
    """
    return change_all(store, book, rule, {key: value})


def change_all(store: Store, book: Book, rule: str, values: Mapping[str, object]) -> Changes:
    """`change` of several keys of a rule in one operation."""
    sets = Sets(store)
    rules = {name: dict(keys) for name, keys in sets.here.rules.items()}
    given = sets.given_for(book).get(rule, {})
    rules[rule] = {
        key: value
        for key, value in {**rules.get(rule, {}), **values}.items()
        if key not in values or not _is_given(given, key, value)
    }
    content = written(RuleSet(HERE, {name: keys for name, keys in rules.items() if keys}))
    try:
        require_in_range(parse(content, catalog.rules()))
    except NotARuleSet as error:
        raise UserError(f"不能这样设置：{error}", rule, "规则没有改变") from error
    return _keep(store, HERE, content, f"设置规则 {rule}")


def _is_given(given: Mapping[str, Any], key: str, value: object) -> bool:
    """Whether a value says no more than the rule does without it: a severity has to be that of all its cases."""
    if key == "severity" and value is not None and given:
        return set(graded(given).values()) == {value}
    return value is None or given.get(key) == value


def scope_of(store: Store, book: Book) -> Scope:
    """For which years and places the set of a book holds; without one, the book's own year and 区划."""
    found, place = Sets(store).of(book), place_of(book)
    if found is not None:
        return found.years, found.places
    return (book.year,) if book.year else (), (place,) if place else ()


def _over(given: Mapping[str, Any], here: Mapping[str, Any]) -> dict[str, Any]:
    """What a set says of a rule with what was changed here over it: a severity from here holds for all cases."""
    kept = {key: value for key, value in given.items() if "severity" not in here or not key.startswith("severity")}
    return {**kept, **here}


def save(
    store: Store,
    book: Book,
    to: Path,
    name: str,
    scope: Scope | None = None,
) -> Path:
    """Write the rules that hold for a book into a file that other offices can load.

    `scope` are the years and places for which the file is to hold, of either none for all; without it those of the set
    that holds for the book. Raises UserError.
    """
    workspace.require_free(to, store.path)
    sets = Sets(store)
    found = sets.of(book) or RuleSet(OWN, {})
    both = {rule: _over(found.rules.get(rule, {}), sets.here.rules.get(rule, {})) for rule in catalog.rules()}
    rules = {rule: keys for rule, keys in both.items() if keys}
    years, places = (found.years, found.places) if scope is None else scope
    made = RuleSet(name.strip(), rules, years, places)
    if outgoing.tells(secret_words.of_books(reading.load_books(store)), written(made)):
        raise UserError("规则集里写到了涉密项目的名称或编码，没有写出", to.name, "请换一个名称，或先移除写到它的规则集")
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
