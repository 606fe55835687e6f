"""What projects contribute to the rules across them, and the groups in which it is kept."""

from collections.abc import Iterable
from typing import NamedTuple

from desktop_app.checks.context import Hit, Owner
from desktop_app.checks.places import place


class Entry(NamedTuple):
    """What a project contributes to the group `kind`, `key`: a text, at a path, and what else the rule compares."""

    kind: str
    key: str
    path: str
    value: str
    more: str = ""


class Digest(NamedTuple):
    """All that the rules across projects need to know of one project."""

    owner: Owner
    unit: str
    unit_name: str
    entries: tuple[Entry, ...]


class Member(NamedTuple):
    """One entry of a group with its project; `position` is the place of the project in the book."""

    position: int
    digest: Digest
    entry: Entry


Placed = tuple[int, Hit]
"""The position of a project in the book, and what is said of it."""


class Part(NamedTuple):
    """What the members of one part of a group have in common."""

    unit: str
    value: str


class Group:
    """The entries of one kind and key, in parts by unit and value, so that a rule need not look at all of them.

    Most groups of a large workspace have one member: parts are made when a second one comes.
    """

    __slots__ = ("_known", "_lone")

    def __init__(self) -> None:
        self._lone: Member | None = None
        self._known: dict[Part, dict[int, list[Member]]] | None = None

    def __len__(self) -> int:
        return (self._lone is not None) if self._known is None else sum(map(len, self._known.values()))

    @property
    def _parts(self) -> dict[Part, dict[int, list[Member]]]:
        if self._known is None:
            self._known = {}
            if self._lone is not None:
                self.add(self._lone)
                self._lone = None
        return self._known

    @property
    def sizes(self) -> dict[Part, int]:
        """How many projects each part has, in an order that says nothing."""
        return {part: len(members) for part, members in self._parts.items()}

    def members(self, parts: Iterable[Part] | None = None) -> list[Member]:
        """The members of the parts named, or all, in the order of the projects and of the form."""
        chosen = self._parts if parts is None else parts
        members = [m for part in chosen for of_one in self._parts[part].values() for m in of_one]
        return sorted(members, key=lambda m: (m.position, place(m.entry.path)))

    def first(self, parts: Iterable[Part]) -> Member:
        """The first entry of the first project of these parts."""
        of_projects = (members[0] for part in parts for members in self._parts[part].values())
        return min(of_projects, key=lambda member: member.position)

    def add(self, member: Member) -> None:
        """Take a member in."""
        if self._known is None and self._lone is None:
            self._lone = member
            return
        part = Part(member.digest.unit, member.entry.value)
        self._parts.setdefault(part, {}).setdefault(member.position, []).append(member)

    def remove(self, position: int, part: Part) -> None:
        """Let the members of one project go, as far as they are in a part."""
        if self._known is None:
            self._lone = None if self._lone is not None and self._lone.position == position else self._lone
            return
        members = self._parts.get(part, {})
        members.pop(position, None)
        if not members:
            self._parts.pop(part, None)
