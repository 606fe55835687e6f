"""The lines of the review of an import: what each is about, what it says, and in which group it stands."""

from dataclasses import dataclass, field
from typing import Any

from desktop_app.domain.model import Book
from desktop_app.domain.traces import Lines

FLAG, CONFLICT, CHANGED, MISSING = "flag", "conflict", "changed", "missing"
NEW, UNREAD, FAILED, SAME = "new", "unread", "failed", "same"
GROUPS = (FLAG, CONFLICT, CHANGED, MISSING, NEW, UNREAD, FAILED, SAME)
GROUP_NAMES = {
    FLAG: "待核对", CONFLICT: "冲突", CHANGED: "变化", MISSING: "本机多出", NEW: "新增", UNREAD: "未读懂",
    FAILED: "没读成", SAME: "相同",
}  # fmt: skip
GROUP_TIPS = {
    FLAG: "读的时候没有把握的地方：对照原文，改正、认可，或者先跳过",
    CONFLICT: "本机改过、文件里又不一样的地方：选保留本机的，还是用文件的",
    CHANGED: "本机没有改过、文件里不一样的内容：打勾的导入后用文件的",
    MISSING: "本机有、文件里没有的行：除非选“删除”，都留着",
    NEW: "工作簿里还没有的内容",
    UNREAD: "读不懂的行，不会导入；请看看里面有没有该录的内容",
    FAILED: "没有读成的文件，其他文件不受影响",
    SAME: "工作簿里已经有、一字不差的内容",
}

OPEN, DONE, CHANGED_BY_HAND, SKIPPED, MINE, THEIRS, TAKEN, LEFT_OUT, REMOVED, PLAIN, PASSED_OVER, RECEIVED = range(12)
STATE_NAMES = {
    OPEN: "", DONE: "已认可", CHANGED_BY_HAND: "已改正", SKIPPED: "已跳过", MINE: "保留本机", THEIRS: "用文件的",
    TAKEN: "", LEFT_OUT: "不导入", REMOVED: "删除本机的", PLAIN: "", PASSED_OVER: "已略过",
    RECEIVED: "用U盘包的",
}  # fmt: skip
CHECKABLE = (CHANGED, NEW)
TWO_SIDED = (CONFLICT, CHANGED, MISSING)


@dataclass(slots=True, eq=False)
class Entry:
    """One line of the review.

    `title` says what it is, `owner` whose, `note` why or how much, `value` the text that counts; `subject` is what the
    actions know it by, `words` what is not shown and looked for all the same. `lines` and `column` are its place in the
    source of `book`.
    """

    group: str
    title: str
    owner: str = ""
    note: str = ""
    value: str = ""
    book: Book | None = None
    lines: Lines | None = None
    column: int = -1
    subject: Any = None
    state: int = PLAIN
    words: str = ""
    searched: str = field(default="", repr=False)

    @property
    def ticked(self) -> bool:
        """Whether the box of a line that has one is ticked."""
        return self.state not in (LEFT_OUT, MINE, PASSED_OVER)

    def holds(self, text: str) -> bool:
        """Whether a text, in small letters, stands anywhere in the line."""
        if not self.searched:
            self.searched = "\n".join((self.title, self.owner, self.note, self.value, self.words)).lower()
        return text in self.searched
