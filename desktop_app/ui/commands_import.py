"""Import: files and folders are read beside the window, shown, corrected, and written where the person agrees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.actions import importing
from desktop_app.actions.importing import ImportPlan, ReadResult, UnknownColumn, UnknownDepartment, UnknownYear
from desktop_app.domain.model import Book
from desktop_app.errors import UserError
from desktop_app.ui import commands_file, dialogs, failures_dialog, tasks
from desktop_app.ui.columns_dialog import ColumnsDialog
from desktop_app.ui.failures_dialog import FailuresDialog
from desktop_app.ui.hub import did_something
from desktop_app.ui.import_dialog import ImportDialog
from desktop_app.ui.origin_dialog import OriginDialog
from desktop_app.ui.record_dialog import likely_year

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

SOURCES = (
    "能导入的文件 (*.txt *.csv *.tsv *.md *.xlsx *.xlsm *.xls *.et *.docx *.doc *.wps *.pdf *.html *.htm *.xml)"
    ";;所有文件 (*)"
)
MOST_NAMED = 3


def import_files(window: MainWindow) -> None:
    """Ask for source files and import them."""
    chosen = dialogs.open_files("导入旧文件（可以一次选几个）", str(window.kept.folder()), SOURCES, window)
    if chosen:
        import_paths(window, chosen)


def import_folder(window: MainWindow) -> None:
    """Ask for a folder and import all that can be read in it."""
    chosen = dialogs.folder("导入文件夹", str(window.kept.folder()), window)
    if chosen is not None:
        import_paths(window, [chosen])


def import_paths(window: MainWindow, sources: list[Path], ask: bool = True) -> None:
    """Read source files beside the window, show what they hold, and write it where the person agrees.

    `ask`: what unknown columns of lists are is asked for, once.
    """
    if not window.commit():
        return
    window.kept.remember_folder(sources[0] if sources[0].is_dir() else sources[0].parent)

    def work(report: tasks.Report) -> tuple[list[UnknownColumn], ReadResult]:
        result = importing.read_sources(sources, report)
        return _unknown_columns(result.files, report) if result.books and ask else [], result

    window.tasks.run("读取文件", work, partial(_read, window, sources))


def _unknown_columns(files: list[Path], report: tasks.Report) -> list[UnknownColumn]:
    found: list[UnknownColumn] = []
    for i, file in enumerate(files):
        report(i, len(files), f"{file.name}（看表头）")
        found += importing.unknown_columns([file])
    return found


def _read(window: MainWindow, sources: list[Path], found: tuple[list[UnknownColumn], ReadResult]) -> None:
    columns, result = found
    if columns:
        if _ask_columns(window, columns):
            import_paths(window, sources, ask=False)  # read anew, with what is known now
        return
    if result.books:
        _preview(window, result)
    elif len(result.failures) == 1:
        dialogs.show_error(result.failures[0], window)
    else:
        _tell_failures(window, sources, result.failures)


def _tell_failures(window: MainWindow, sources: list[Path], failures: list[UserError]) -> None:
    if not failures:
        error = UserError("没有找到能导入的文件", str(sources[0]), "请确认文件夹里有文本、Excel 或 Word 文件")
        dialogs.show_error(error, window)
        return
    named = "；\n".join(map(failures_dialog.sentence, failures[:MOST_NAMED]))
    more = f"；\n……一共 {len(failures)} 个文件" if len(failures) > MOST_NAMED else ""
    dialogs.show_error(UserError("这些文件都没有读成", named + more, "原文件没有改动"), window)


def _ask_columns(window: MainWindow, columns: list[UnknownColumn]) -> bool:
    """Ask what unknown columns are, sheet by sheet, and remember it; false where the person would rather not import."""
    sheets: dict[tuple[Path, str], list[UnknownColumn]] = {}
    for column in columns:
        sheets.setdefault((column.file, column.sheet), []).append(column)
    answers: dict[str, str] = {}
    for (file, sheet), of_sheet in sheets.items():
        unanswered = [column for column in of_sheet if column.head not in answers]
        if not unanswered:
            continue
        where = f"{file.name}（{sheet}）" if sheet else file.name
        dialog = ColumnsDialog(where, unanswered, importing.column_fields(), window)
        if not dialogs.run(dialog):
            return False
        answers |= dialog.answers()
    try:
        importing.remember_columns(answers)
        window.kept.renew()
    except UserError as error:
        dialogs.show_error(error, window)
        return False
    return True


def _preview(window: MainWindow, result: ReadResult) -> None:
    plan = plan_import(window, result.books)
    if plan is None:
        return
    dialog = ImportDialog(plan, result.failures, window)
    dialog.replan = partial(plan_import, window, result.books)
    if not dialogs.run(dialog):
        return
    if window.hub is None:
        store = commands_file.create(window, _name_for(dialog.plan))
        if store is None:
            return
        window.open_store(store)
    _apply(window, dialog.plan, result.failures)


def plan_import(window: MainWindow, books: list[Book]) -> ImportPlan | None:
    """Plan the import, asking for the year and the department where neither file nor workspace tells."""
    store = window.hub.store if window.hub else None
    last: tuple[int | None, str] = None, ""  # what was answered last is proposed for the next file
    while True:
        try:
            with tasks.busy_cursor():
                return importing.plan_import(store, books)
        except (UnknownYear, UnknownDepartment) as error:
            lacking = [book for book in books if _lacks(book, error.needs)]
            # both are asked for at once where the workspace knows no department to take for granted
            both = error.needs == "year" and _lacks(lacking[0], "department") and not _one_department(window)
            needs = ("year", "department") if both else (error.needs,)
            year = last[0] or likely_year(date.today())
            dialog = OriginDialog(error.where, year, last[1], needs, len(lacking) - 1, window)
            if not dialogs.run(dialog):
                return None
            last = (
                dialog.year.value() if "year" in needs else last[0],
                dialog.department.text().strip() if "department" in needs else last[1],
            )
            for book in lacking if dialog.for_all() else lacking[:1]:
                for need in needs:
                    if _lacks(book, need):
                        _tell_origin(book, need, *last)
        except UserError as error:
            dialogs.show_error(error, window)
            return None


def _lacks(book: Book, needs: str) -> bool:
    return not (book.year if needs == "year" else book.department_name)


def _one_department(window: MainWindow) -> bool:
    """Whether the workspace holds exactly one department, which is meant then."""
    roots = window.view.tree.model.roots if window.view else []
    return sum(len(year.children) for year in roots) == 1


def _tell_origin(book: Book, needs: str, year: int | None, department: str) -> None:
    """Write into a book what the person knows of it; what was doubtful about that is settled."""
    if needs == "year":
        book.year = year
    else:
        book.department_name, book.department_code = department, ""
    book.review = [review for review in book.review if not review.path.startswith(needs)]


def _name_for(plan: ImportPlan) -> str:
    book = plan.books[0]
    return f"{book.department_name}{book.year}年绩效目标"


def _apply(window: MainWindow, plan: ImportPlan, failures: list[UserError]) -> None:
    if window.hub is None or window.view is None:
        return
    new = sum(item.written and item.kind == "new" for item in plan.items)
    changed = sum(item.written and item.kind != "new" for item in plan.items)
    parts = sum(item.written for item in plan.parts)
    with tasks.busy_cursor():
        changes = window.hub.run(importing.apply_import, plan)
    if changes is None:
        return
    if not did_something(changes):
        more = _offer_failures(window, failures)
        window.message.say("文件里的内容工作簿里都有了，没有什么要导入的。", more=more)
        return
    window.view.select_first(changes)
    flagged = sum(flag.decision in (importing.OPEN, importing.SKIP) for flag in plan.flags)
    said = [f"新增 {new} 个项目"] if new else []
    said += [f"更新 {changed} 个项目"] if changed else []
    said += [f"{parts} 份表和文字"] if parts else []
    said += [f"{flagged} 处待核对"] if flagged else []
    said += [f"{len(failures)} 个文件没有读成"] if failures else []
    window.say_done(f"已导入：{'，'.join(said)}。", "撤销导入", _offer_failures(window, failures))


def _offer_failures(window: MainWindow, failures: list[UserError]) -> tuple[str, Callable[[], object]] | None:
    """The button that shows which files were not read."""
    if not failures:
        return None
    return "没有读成的文件…", lambda: dialogs.run(FailuresDialog(failures, window))
