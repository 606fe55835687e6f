"""The letters that the readings of Chinese characters begin with: 培训人数 is found by `pxrs`."""

import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from desktop_app.domain.folding import fold_table

_TYPED = re.compile(r"[a-z]+")


class Initials:
    """Letters of texts. What is no Chinese character stands for itself, so that a text keeps its length.

    `letters` maps each character to the letter of its commonest reading; `words` are words whose characters are read
    otherwise (银行 -> yh), the longest of which counts.
    """

    def __init__(self, letters: Mapping[str, str], words: Mapping[str, str]) -> None:
        # folds at once: every character is looked up one by one, which is what costs
        self._letters = fold_table() | {ord(character): letter for character, letter in letters.items()}
        self._words = dict(words)
        tails: defaultdict[str, list[str]] = defaultdict(list)
        for word in words:
            tails[word[0]].append(word[1:])
        # one branch a first character: a search that fails at it costs one look
        branches = (
            f"{re.escape(head)}(?:{'|'.join(map(re.escape, sorted(rest, key=len, reverse=True)))})"
            for head, rest in tails.items()
        )
        self._odd = re.compile("|".join(branches)) if words else None
        self._pairs = {word[:2] for word in words}  # a set is asked ten times faster than the pattern

    def of(self, text: str) -> str:
        """`开设银行账户` -> `ksyhzh`; folded like a text that is looked for."""
        if self._odd is not None and not self._pairs.isdisjoint(map("".join, pairwise(text))):
            text = self._odd.sub(lambda match: self._words[match[0]], text)
        return text.translate(self._letters)


def meant(folded: str) -> bool:
    """Whether a folded text may be initials: small letters and nothing else."""
    return _TYPED.fullmatch(folded) is not None
