"""The codes that are proposed while somebody types one, or the name of one, into a budget table."""

from collections.abc import Mapping

from desktop_app import catalog
from desktop_app.actions.library import Proposal
from desktop_app.actions.wordstock import Match, fits
from desktop_app.domain.folding import fold

MOST = 12


class CodeWords:
    """Codes with their names, laid out to be found by the digits of the code, words of the name, or its initials."""

    def __init__(self, names: Mapping[str, str]) -> None:
        initials = catalog.initials()
        self._rows = [(code, name, fold(name), initials.of(fold(name))) for code, name in sorted(names.items())]

    def propose(self, typed: str) -> list[Proposal]:
        """The codes that begin with what is typed, else those whose name fits it, best first."""
        plain = fold(typed.strip())
        if not plain:
            return []
        if plain.isdigit():
            found = [(code, name) for code, name, _, _ in self._rows if code.startswith(plain) and code != plain]
            return [Proposal(code, name, Match(0, 0, len(plain))) for code, name in found[:MOST]]
        ranked = [
            (match.rank, len(name), Proposal(code, name, Match(match.rank, 0, 0)))
            for code, name, words, read in self._rows
            if (match := fits(words, read, plain)) is not None
        ]
        return [proposal for _, _, proposal in sorted(ranked, key=lambda entry: entry[:2])[:MOST]]
