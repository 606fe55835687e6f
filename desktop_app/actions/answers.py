"""Written answers (说明) to findings: given, withdrawn. An answered finding is silent until its place changes."""

from collections.abc import Sequence
from datetime import datetime

from desktop_app import checks
from desktop_app.actions import reading
from desktop_app.actions.gate import NOT_SECRET
from desktop_app.actions.outgoing_texts import part_texts, project_texts
from desktop_app.checks import marking
from desktop_app.domain import fields
from desktop_app.domain.changes import Changes
from desktop_app.domain.findings import Finding
from desktop_app.domain.model import NO, Book, Project
from desktop_app.domain.traces import Answer
from desktop_app.errors import UserError
from desktop_app.storage import books, queries
from desktop_app.storage.journal import Operation
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
            here = checks.text_at(owner, finding.path, finding.unit)
            said = Answer(finding.path, finding.rule, here, finding.message, text.strip(), by.strip(), at)
            owners.write(operation, department_id, finding, said)
    return operation.changes


def clearable(finding: Finding) -> bool:
    """Whether a person may record that what this says is 不涉密: a marking, not a project marked so nor its name."""
    return (
        finding.rule == "D01" and finding.answer is None and marking(finding.found) != "" and finding.path != "secret"
    )


def not_secret(store: Store, found: Sequence[tuple[str, Finding]], reason: str, by: str) -> Changes:
    """Record that markings are 不涉密, with reason and name; one operation, which is kept in the journal.

    In a project it is said of all its texts that carry a marking, elsewhere of the one text: it is asked again once
    such a text changes or another one carries a marking. Raises UserError where nobody signs, or for a project marked
    涉密 and for personal data.
    """
    if not all(clearable(finding) for _, finding in found):
        raise UserError("这里不能记为不涉密", "", "标为涉密的项目请先改标记；个人信息和涉密项目的名称只能改写")
    _require_words(reason, by, "理由", "经保密办审查，不属于国家秘密")
    at = datetime.now().isoformat(timespec="seconds")
    owners = _Owners(store)
    with store.operation(f"{NOT_SECRET}：{reason.strip()}（{by.strip()}）") as operation:
        for department_id, finding in found:
            if finding.project_id:
                operation.update("project", finding.project_id, {"secret": NO})
                for path, text in project_texts(owners.project(finding.project_id)):
                    if found_here := marking(text):
                        said = Answer(path, "D01", text, f"有涉密标志「{found_here}」", reason.strip(), by.strip(), at)
                        owners.write(operation, department_id, finding, said)
                continue
            book = owners.book(department_id)
            text = checks.text_at(book, finding.path, finding.unit) or _marked_text(book, finding.path, finding.unit)
            said = Answer(finding.path, "D01", text, finding.message, reason.strip(), by.strip(), at)
            owners.write(operation, department_id, finding, said)
    return operation.changes


def _marked_text(book: Book, path: str, unit: str) -> str:
    """The texts of a record that carry a marking, where the finding is on no single field."""
    texts = [text for at, said in part_texts(fields.of_unit(book, unit), ()) if at == path for text in said]
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
    """The projects and books that findings are in, each read once, and the answers that were written on them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._projects: dict[str, Project] = {}
        self._books: dict[str, Book] = {}

    def of(self, department_id: str, project_id: str) -> Project | Book:
        """The project, or the department's own parts where the finding is in no project."""
        if not project_id:
            return self.book(department_id)
        return self.project(project_id)

    def project(self, project_id: str) -> Project:
        """One project."""
        if project_id not in self._projects:
            self._projects[project_id] = reading.load_project(self._store, project_id)
        return self._projects[project_id]

    def book(self, department_id: str) -> Book:
        """The department's own parts."""
        if department_id not in self._books:
            self._books[department_id] = reading.load_parts(self._store, department_id)
        return self._books[department_id]

    def write(self, operation: Operation, department_id: str, finding: Finding, said: Answer) -> None:
        """Write an answer to a finding in the place of earlier ones that no longer hold; none where it was just said.

        Of one place a rule may say several things: an answer to another of them stays as long as the text does.
        """
        owner = self.of(department_id, finding.project_id)
        said.unit = "" if finding.project_id else finding.unit
        place = _place(owner, said)
        earlier = [known for known in owner.answers if known.path and _place(owner, known) == place]
        if any(not known.id and known.message == said.message for known in earlier):
            return
        for known in earlier:
            if known.id and (known.message == said.message or known.found != said.found):
                operation.delete("answer", known.id)
        after = queries.last_place(self._store, "answer")
        operation.insert_many("answer", books.answer_rows(owner, [said], department_id, after))
        owner.answers.append(said)


def _place(owner: Project | Book, said: Answer) -> tuple[str, str, str, str]:
    """What tells the places of answers apart: the rule, the record ("" with its unit for a whole part), the field."""
    record_id, column = books.record_and_field(owner, said.path, unit=said.unit)
    return said.rule, record_id, "" if record_id else said.unit, column
