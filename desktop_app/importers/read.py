"""The way in: a file of any kind -> the books that it holds."""

import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from pathlib import Path

from desktop_app.domain.forms import Frame
from desktop_app.domain.model import Book, Review
from desktop_app.errors import UserError, from_os_error
from desktop_app.importers import encoding, flat_list, identify, text_reader, vocabulary, workbook
from desktop_app.importers.document import read_document

MOST_BYTES = 32 * 1024 * 1024  # a whole county's texts are half of it

Progress = Callable[[int, int, str], None]


def read(
    path: Path, aliases: Mapping[str, tuple[str, ...]], frames: Iterable[Frame], progress: Progress | None = None
) -> list[Book]:
    """Read a source file into books, what it is being told by its content.

    `aliases` are the labels and column names of each field, `frames` the indicator frames. `progress(done, total,
    text)` is called now and then and may raise Cancelled. Raises UserError, in Chinese, for what cannot be read and
    for a file that holds no form.
    """
    where = str(path)
    data = _load(path)
    words = vocabulary.build(aliases, frames)
    report = _reporter(progress, path.name)
    if identify.identify(data, where) == identify.WORKBOOK:
        books = flat_list.read_lists(workbook.Workbook(data, where), aliases, words, report)
        if not books:
            raise UserError("表格里没有认出指标清单", where, "表头里要有“项目编码”“三级指标”“指标值”等栏目名称")
    else:
        books = _read_text(data, where, words, report)
    for book in books:
        book.file = path.name
    return books


def _load(path: Path) -> bytes:
    """The bytes of a file of a sensible size. Raises UserError."""
    try:
        info = path.stat()
        if stat.S_ISDIR(info.st_mode):
            raise UserError("这是一个文件夹，不是文件", str(path), "请选择里面的文件")
        if not stat.S_ISREG(info.st_mode):
            raise UserError("这不是普通文件，不能导入", str(path), "请选择文本或 .xlsx 文件")
        if info.st_size > MOST_BYTES:
            size, most = info.st_size // 1024**2, MOST_BYTES // 1024**2
            raise UserError(
                f"文件有 {size} MB，超过 {most} MB 的上限，没有读取",
                str(path),
                "请确认是否选错了文件，或把它分成几个再导入",
            )
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError as error:
        raise from_os_error(error, path) from error


def _read_text(data: bytes, where: str, words: vocabulary.Vocabulary, report: Callable[[int, int], None]) -> list[Book]:
    decoded = encoding.decode(data, where)
    rows = text_reader.read_rows(decoded.text, report)
    book = read_document(rows, words, report)
    if not book.projects and not any(review.path == "projects" for review in book.review):
        hint = "请确认它是部门预算绩效文本，里面有“项目编码”“绩效目标”“一级指标”等栏目"
        raise UserError("文件里没有认出项目绩效目标表", where, hint)
    if decoded.broken:
        _flag_broken(book)
    return [book]


def _flag_broken(book: Book) -> None:
    """Flag every field in which a character could not be read."""
    reason = "有字符读不出来，显示为“\ufffd”"
    for project in book.projects:
        paths = [field.name for field in fields(project) if "\ufffd" in str(getattr(project, field.name))]
        paths = [path for path in paths if path not in ("plan", "goals", "indicators", "review")]
        paths += [f"plan[{i}]" for i, text in enumerate(project.plan) if "\ufffd" in text]
        paths += [f"goals[{i}]" for i, goal in enumerate(project.goals) if "\ufffd" in goal.text]
        paths += [f"indicators[{i}]" for i, row in enumerate(project.indicators) if "\ufffd" in repr(row)]
        project.review += [Review(path, reason, project.lines) for path in paths]
    if any("\ufffd" in section.heading + section.text for section in book.sections):
        book.review.append(Review("narrative", reason))


def _reporter(progress: Progress | None, name: str) -> Callable[[int, int], None]:
    def report(done: int, total: int) -> None:
        if progress:
            progress(done, total, f"正在读取 {name}")

    return report
