"""Figures of the texts: how they agree, refreshing them, linking those of an imported text, letting go of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from desktop_app.actions import editing
from desktop_app.actions.narrative import Ground
from desktop_app.domain import linked
from desktop_app.domain.changes import CellKey, Changes
from desktop_app.domain.disclosed import Section
from desktop_app.domain.link_words import SUM
from desktop_app.domain.linked import DIFFERS, FREE, Link, State
from desktop_app.storage.store import Store

_WORDS = 24  # characters before a figure that are shown with it


@dataclass(slots=True, frozen=True)
class Placed:
    """A linked figure, or one that may be linked, with the section that it stands in."""

    section: Section
    state: State

    @property
    def around(self) -> str:
        """The words right before the figure, to know it by."""
        text, at = self.section.text, self.state.link.at
        begin = max(text.rfind(sign, 0, at) for sign in "，。；：\n") + 1
        return text[max(begin, at - _WORDS) : at].strip()


def links_of(section: Section) -> list[Link]:
    """The linked figures of a section, in order."""
    return linked.unpack(section.links, section.text)


def states_of(ground: Ground, section: Section) -> list[State]:
    """The linked figures of a section and how they agree with the tables."""
    return linked.states(links_of(section), ground.figures)


def unlinked(ground: Ground, section: Section) -> list[State]:
    """What nobody linked and is wrong all the same: figures that differ from the tables, sums from their parts."""
    return ground.reader.marks(section.text, links_of(section))


def differing(ground: Ground) -> list[Placed]:
    """The figures of all sections that do not say what the tables say, linked or not."""
    found = []
    for section in ground.sections:
        states = [state for state in states_of(ground, section) if state.state == DIFFERS]
        states += unlinked(ground, section)
        found += [Placed(section, state) for state in sorted(states, key=lambda state: state.link.at)]
    return found


def refresh(
    store: Store, ground: Ground, typed: bool = False, section_ids: Collection[str] = ()
) -> tuple[Changes, int]:
    """Write today's figures into the sections (all where none is named), as one operation; how many were written.

    Figures that a person typed over are left alone unless `typed`, and so are those that differ and are not linked;
    these are linked then. Gaps are filled where there is something now.
    """
    count = 0
    with store.operation("更新文字里的数字") as operation:
        for section in ground.sections:
            if section_ids and section.id not in section_ids:
                continue
            links = links_of(section)
            if typed:
                links += [_linked(state) for state in unlinked(ground, section) if not _is_sum(state.link)]
            text, links, replaced = linked.refresh(section.text, links, ground.figures, typed)
            if replaced:
                count += len(replaced)
                editing.write_cells(store, operation, [(CellKey("section", section.id, "text"), text)])
                operation.update("section", section.id, {"links": linked.pack(links)})
    return operation.changes, count


def replace(store: Store, ground: Ground, section: Section, link_: Link) -> Changes:
    """Write today's figure over one figure of a section, whoever wrote what is there; it is linked by that.

    A sum that only its parts tell is written too, but follows nothing.
    """
    links, figures = links_of(section), ground.figures
    mark = next((state for state in unlinked(ground, section) if _same(state.link, link_)), None)
    if mark is not None and mark.figure is not None:
        link_ = _linked(mark)
        links, figures = [*links, link_], {**figures, link_.key: mark.figure}
    text, links, _ = linked.refresh(section.text, links, figures, only=link_)
    links = [entry for entry in links if not _is_sum(entry)]
    with store.operation("改成表中的数") as operation:
        editing.write_cells(store, operation, [(CellKey("section", section.id, "text"), text)])
        operation.update("section", section.id, {"links": linked.pack(links)})
    return operation.changes


def _is_sum(link_: Link) -> bool:
    return link_.key.startswith(SUM)


def _same(one: Link, other: Link) -> bool:
    return one[:3] == other[:3]


def proposals(ground: Ground) -> list[Placed]:
    """The figures of the texts that nobody linked and that are known by the words around them."""
    return [
        Placed(section, state)
        for section in ground.sections
        for state in linked.states(ground.reader.proposals(section.text, links_of(section)), ground.figures)
    ]


def link(store: Store, wanted: Sequence[Placed]) -> Changes:
    """Link these figures, as one operation; not a character of the texts changes.

    What differs from the tables counts as written by a person, for nobody knows yet which of the two is right.
    """
    with store.operation("关联文字里的数字") as operation:
        for section in {placed.section.id: placed.section for placed in wanted}.values():
            new = [_linked(placed.state) for placed in wanted if placed.section.id == section.id]
            links = sorted([*links_of(section), *new], key=lambda entry: entry.at)
            operation.update("section", section.id, {"links": linked.pack(links)})
            operation.changes.cells.add(CellKey("section", section.id, "text"))
    return operation.changes


def _linked(state: State) -> Link:
    figure = state.figure
    return state.link._replace(written=figure.text) if state.state == DIFFERS and figure is not None else state.link


def unlink(store: Store, section: Section, link_: Link) -> Changes:
    """Let a figure be plain text again: it follows no table, and is not recognised again either."""
    links = [entry for entry in links_of(section) if not _same(entry, link_)]
    links.append(Link(FREE, link_.at, link_.text, link_.text))
    with store.operation("取消关联") as operation:
        operation.update("section", section.id, {"links": linked.pack(sorted(links, key=lambda entry: entry.at))})
        operation.changes.cells.add(CellKey("section", section.id, "text"))
    return operation.changes
