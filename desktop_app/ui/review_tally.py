"""How many lines of a review a person answered, to be asked before the answers are thrown away."""

from collections.abc import Hashable, Iterable

from desktop_app.ui import review_plan
from desktop_app.ui.review_entries import FLAG, OPEN, Entry


class Tally:
    """Knows how each line stood before it was answered; a line that was put back as it was is no answer."""

    def __init__(self) -> None:
        self._begun: dict[Hashable, int] = {}
        self.dropped = 0  # rows that were taken out for good

    def begin(self, entries: Iterable[Entry]) -> None:
        """Begin with the lines of another plan."""
        self._begun = {}
        self.keep(entries)

    def keep(self, entries: Iterable[Entry]) -> None:
        """Keep how lines stand that were not known before."""
        for entry in entries:
            self._begun.setdefault(review_plan.name_of(entry), OPEN if entry.group == FLAG else entry.state)

    def count(self, entries: Iterable[Entry]) -> int:
        """How many lines stand otherwise than at first, and rows that were taken out."""
        return self.dropped + sum(self._begun.get(review_plan.name_of(e), e.state) != e.state for e in entries)
