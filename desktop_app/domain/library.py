"""The shipped library of common indicators, and where each stands in a frame."""

from dataclasses import dataclass

from desktop_app.domain.forms import Frame


@dataclass(slots=True, frozen=True)
class Common:
    """One common indicator; `number` is "" where it depends on the project.

    `kind` names the kind of project, `words` are those in a project's name that tell the kind.
    """

    kind: str
    words: tuple[str, ...]
    l2: str
    l3: str
    desc: str
    sign: str
    number: str
    measure: str
    basis: str

    def suits(self, project: str) -> bool:
        """Whether it is for a project of that name and purpose; what is for every project suits none especially."""
        return any(word and word in project for word in self.words)


def class_in(frame: Frame, l2: str) -> tuple[str, str]:
    """一级 and 二级指标 of a frame for a 二级指标 that may be another frame's.

    成本指标 is its own class in newer frames, with 经济成本指标 and others below; ("", l2) where the frame has neither.
    """
    if l1 := frame.l1_of(l2):
        return l1, l2
    for name, below in frame.levels:
        if name == l2 and below:
            return name, below[0]  # 成本指标 -> 经济成本指标
    for l1, below in frame.levels:
        for own in below:
            if l2.endswith(own) and own != l2:
                return l1, own  # 经济成本指标 -> 成本指标
    return "", l2


def place_in(frame: Frame, l1: str, l2: str) -> int:
    """Where rows of a class stand among the others; behind all of them for a class that the frame has not."""
    order = [(name, own) for name, below in frame.levels for own in below]
    return order.index((l1, l2)) if (l1, l2) in order else len(order)
