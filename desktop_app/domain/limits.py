"""What a limit or a list of words of a rule is called, and which values it may have."""

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"[+-]?[0-9]+")
_SEPARATORS = re.compile(r"[\s、，,；;]+")


class Unfit(ValueError):
    """A value that a limit cannot have; the message is a Chinese sentence."""


@dataclass(slots=True, frozen=True)
class Limit:
    """One limit of a rule: its name, of a number its measure and its range; `fixed` where the window only shows it."""

    name: str
    measure: str = ""
    least: int = 0
    most: int = 0
    fixed: bool = False

    @property
    def range(self) -> str:
        """The range in words, "" for a list of words."""
        return f"{self.least} 到 {self.most} {self.measure}".strip() if self.most else ""

    def text(self, value: object) -> str:
        """A value as it is typed: a number, or words between 、."""
        return "、".join(_word(str(word)) for word in value) if isinstance(value, list) else str(value)

    def shown(self, value: object) -> str:
        """A value with name and measure: `资金用途最少字数 10 字`."""
        return f"{self.name} {self.text(value)} {self.measure}".strip()

    def read(self, text: str, own: object) -> int | list[str]:
        """The value that was typed; `own` is one of its kind. Raises Unfit with what is wrong in a sentence."""
        if isinstance(own, list):
            words = list(dict.fromkeys(word for word in _SEPARATORS.split(text) if word))
            if not words:
                raise Unfit(f"“{self.name}”至少要有一个词；不想查，请把这条规则的级别改为关闭")
            return words
        typed = text.strip().removesuffix(self.measure).strip() if self.measure else text.strip()
        if not _NUMBER.fullmatch(typed):
            raise Unfit(f"“{self.name}”应填整数，范围是 {self.range}")
        self.require(int(typed))
        return int(typed)

    def require(self, value: object) -> None:
        """Raise Unfit where a number is out of range."""
        if self.most and type(value) is int and not self.least <= value <= self.most:
            raise Unfit(f"“{self.name}”应在 {self.range}之间，现为 {value}")


def _word(text: str) -> str:
    """A word as a person reads it: `a|b 名称` tells which parts are meant before it says their name."""
    keys, between, name = text.partition(" ")
    return name if between and keys.isascii() else text
