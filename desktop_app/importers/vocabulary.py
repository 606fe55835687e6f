"""The words by which a form is known: its labels, its column heads, the 一级 and 二级指标 of the frames."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from desktop_app.domain.forms import Frame, PartForms, ReadingForms
from desktop_app.domain.model import Project
from desktop_app.importers.cells import LONGEST_LABEL, fold

HEAD_FIELDS = ("code", "name", "budget", "fiscal", "other", "purpose", "plan.0", "plan.1", "plan.2", "plan.3", "goals")
STANDARD_COLUMNS = ("l1", "l2", "l3", "desc", "value", "basis")
COLUMN_FIELDS = (*STANDARD_COLUMNS, "sign", "number", "measure", "last_value", "note", "weight")

# Labels that only the printed form has: they name a row and not a field.
SCALE, PLAN, BLOCK = "scale", "plan", "block"
_SCALES = ("预算规模及资金用途", "预算规模", "预算安排及资金用途", "项目资金", "资金情况", "项目资金情况")
_PLANS = (
    "资金支出计划",
    "支出计划",
    "资金使用计划",
    "资金支出进度计划",
    "资金使用进度计划",
    "支出进度计划",
    "资金支出进度",
)
_BLOCKS = ("绩效指标", "年度绩效指标", "项目绩效指标")  # beside all indicators
_ROW_LABELS = dict.fromkeys(_SCALES, SCALE) | dict.fromkeys(_PLANS, PLAN) | dict.fromkeys(_BLOCKS, BLOCK)
_REMARK = re.compile(r"\([^()]*\)$|:$")
_levels_of = attrgetter("l1", "l2")


@dataclass(frozen=True)
class Vocabulary:
    """Folded labels -> field names, and folded 一级/二级指标 -> their names in the frame."""

    head: Mapping[str, str]
    columns: Mapping[str, str]
    first: Mapping[str, str]
    second: Mapping[str, str]
    frames: tuple[Frame, ...]
    code_line: re.Pattern[str]
    owners: Mapping[str, str]
    parts: PartForms

    def head_label(self, cell: str) -> str:
        """The field that `cell` is the label of in the upper part of a form, "" where it is none."""
        return _look_up(self.head, cell)

    def owner_label(self, cell: str) -> str:
        """`unit_code` or `unit_name` where `cell` is a label that some forms print beside the unit, else ""."""
        return _look_up(self.owners, cell)

    def begins_code(self, text: str) -> bool:
        """Whether a line of running text begins with the label of the project code and a code: a form lies in it."""
        return self.code_line.match(text) is not None

    def column_label(self, cell: str) -> str:
        """The indicator field that `cell` is the column head of, "" where it is none."""
        return _look_up(self.columns, cell)

    def level1(self, cell: str) -> str:
        """The 一级指标 that `cell` names, "" where no frame has it."""
        return self.first.get(fold(cell), "")

    def level2(self, cell: str) -> str:
        """The 二级指标 that `cell` names, "" where no frame has it."""
        return self.second.get(fold(cell), "")

    def paired(self, l1: str, l2: str) -> bool:
        """Whether some frame has `l2` under `l1`."""
        return any(frame.holds(l1, l2) for frame in self.frames)

    def above(self, l2: str) -> str:
        """The 一级指标 that `l2` stands under in the first frame that has it, "" where none has."""
        return next((l1 for frame in self.frames if (l1 := frame.l1_of(l2))), "")

    def frame_of(self, projects: Iterable[Project]) -> str:
        """The id of the frame that holds the most indicators of `projects`, the first among equals."""
        pairs = Counter(map(_levels_of, chain.from_iterable(p.indicators for p in projects)))
        if not self.frames or not pairs:
            return ""
        return max(self.frames, key=lambda frame: sum(n for pair, n in pairs.items() if frame.holds(*pair))).id


def build(forms: ReadingForms) -> Vocabulary:
    """The vocabulary of the column names and labels, the frames and the parts in `forms`."""
    aliases, frames = forms.aliases, forms.frames
    head = {fold(name): field for field in HEAD_FIELDS for name in aliases.get(field, ())}
    columns = {fold(name): field for field in COLUMN_FIELDS for name in aliases.get(field, ())}
    owners = {fold(name): field for field in ("unit_code", "unit_name") for name in aliases.get(field, ())}
    first = {fold(l1): l1 for frame in frames for l1, _ in frame.levels}
    second = {fold(l2): l2 for frame in frames for _, below in frame.levels for l2 in below}
    labels = "|".join(re.escape(label) for label, field in head.items() if field == "code")
    code_line = re.compile(rf"\s*(?:{labels})\s*[:：]?\s*(?:[0-9A-Z]{{6}}|$)")
    return Vocabulary(head | _ROW_LABELS, columns, first, second, frames, code_line, owners, forms.parts)


def _look_up(labels: Mapping[str, str], cell: str) -> str:
    if not cell or len(cell) > LONGEST_LABEL:
        return ""
    plain = fold(cell)
    return labels.get(plain) or labels.get(_REMARK.sub("", plain), "")
