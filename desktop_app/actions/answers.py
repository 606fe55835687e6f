"""Written answers (说明) to findings: given, withdrawn. An answered finding is silent until its place changes."""

from collections.abc import Sequence
from datetime import datetime

from desktop_app import checks
from desktop_app.actions import reading
from desktop_app.actions.gate import NOT_SECRET
from desktop_app.actions.outgoing_texts import part_texts
from desktop_app.checks import marking
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import NO, Answer, Book, Changes, Project
from desktop_app.errors import UserError
from desktop_app.storage import books, queries
from desktop_app.storage.store import Store

UNANSWERABLE = ("D01", "D02")  # secrets and personal data: no words make them public (design: no override)
SHORTEST = 4


def answer(store: Store, found: Sequence[tuple[str, Finding]], text: str, by: str) -> Changes:
    """Write one answer to each finding, given with the id of its department; one operation.

    Raises UserError where the text says nothing or nobody signs it, and for what no answer may silence.
    """
    _require(found, text, by)
    at = datetime.now().isoformat(timespec="seconds")
    owners = _Owners(store)
    with store.operation("写说明" if len(found) == 1 else f"写说明（{len(found)} 条）") as operation:
        for department_id, finding in found:
            owner = owners.of(department_id, finding.project_id)
            here = checks.text_at(owner, finding.path)
            for row in owner.answers:
                # of one place a rule may say several things
                again = row.message == finding.message or row.found != here
                if again and (row.rule, row.path) == (finding.rule, finding.path):
                    operation.delete("answer", row.id)  # an earlier one, which no longer holds
            written = Answer(finding.path, finding.rule, here, finding.message, text.strip(), by.strip(), at)
            after = queries.last_place(store, "answer")
            operation.insert_many("answer", books.answer_rows(owner, [written], department_id, after))
    return operation.changes


def clearable(finding: Finding) -> bool:
    """Whether a person may record that what this says is 不涉密: a marking, not a project marked so nor its name."""
    return (
        finding.rule == "D01" and finding.answer is None and marking(finding.found) != "" and finding.path != "secret"
    )


def not_secret(store: Store, found: Sequence[tuple[str, Finding]], reason: str, by: str) -> Changes:
    """Record that markings are 不涉密, with reason and name; one operation, which is kept in the journal.

    In a project it is said of the project, elsewhere of the text that carries the marking: it is asked again once that
    text changes. Raises UserError where nobody signs, or for a project marked 涉密 and for personal data.
    """
    if not all(clearable(finding) for _, finding in found):
        raise UserError("这里不能记为不涉密", "", "标为涉密的项目请先改标记；个人信息和涉密项目的名称只能改写")
    _require_words(reason, by, "理由", "经保密办审查，不属于国家秘密")
    at = datetime.now().isoformat(timespec="seconds")
    with store.operation(f"{NOT_SECRET}：{reason.strip()}（{by.strip()}）") as operation:
        for department_id, finding in found:
            if finding.project_id:
                operation.update("project", finding.project_id, {"secret": NO})
                continue
            book = reading.load_parts(store, department_id)
            text = checks.text_at(book, finding.path) or _marked_text(book, finding.path)
            written = Answer(finding.path, "D01", text, finding.message, reason.strip(), by.strip(), at)
            after = queries.last_place(store, "answer")
            operation.insert_many("answer", books.answer_rows(book, [written], department_id, after))
    return operation.changes


def _marked_text(book: Book, path: str) -> str:
    """The texts of a record that carry a marking, where the finding is on no single field."""
    texts = [text for at, said in part_texts(book, ()) if at == path for text in said]
    return "\n".join(text for text in texts if marking(text))


def withdraw(store: Store, answers: Sequence[Answer]) -> Changes:
    """Take answers back: their findings are open again; one operation."""
    with store.operation("撤回说明") as operation:
        for taken in answers:
            operation.delete("answer", taken.id)
    return operation.changes


def _require(found: Sequence[tuple[str, Finding]], text: str, by: str) -> None:
    if blocked := sorted({finding.rule for _, finding in found} & set(UNANSWERABLE)):
        raise UserError(f"{'、'.join(blocked)} 不能用说明代替修改", "", "涉密和个人信息必须先处理，再公开或上报")
    _require_words(text, by, "说明", "按财政局批复口径填列")


def _require_words(text: str, by: str, what: str, example: str) -> None:
    if len(text.strip()) < SHORTEST:
        raise UserError(f"{what}太短", "", f"请写明原因，至少 {SHORTEST} 个字，例如：{example}")
    if not by.strip():
        raise UserError("没有写姓名", "", "请写上姓名")


class _Owners:
    """The projects and books that findings are in, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[tuple[str, str], Project | Book] = {}

    def of(self, department_id: str, project_id: str) -> Project | Book:
        """The project, or the department's own parts where the finding is in no project."""
        key = ("" if project_id else department_id, project_id)
        if key not in self._read:
            found = reading.load_project if project_id else reading.load_parts
            self._read[key] = found(self._store, project_id or department_id)
        return self._read[key]
