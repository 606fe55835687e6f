"""Several files and folders in one go, and columns of lists that a person explains once."""

import os
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop_app import catalog, settings
from desktop_app.actions import importing
from desktop_app.domain.model import Book
from desktop_app.domain.traces import Part
from desktop_app.errors import Cancelled, UserError

HEADS = ["部门名称", "单位名称", "项目编码", "项目名称", "预算数", "三级指标", "指标值", "干什么用"]
ROW = ["云岭县水利局", "本级", "53099925P000041200114", "泵站维护费", "7.30", "巡查次数", "≥12次", "维护全县泵站"]


def listed(path: Path) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (HEADS, ROW):
        sheet.append(row)
    made.save(path)
    return path


def sample(path: Path) -> Path:
    path.write_bytes(catalog.sample().read_bytes())
    return path


def test_folders_are_walked_and_what_is_no_source_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "县" / "局").mkdir(parents=True)
    (tmp_path / "县" / ".藏").mkdir()
    for name in ("乙.txt", "~$乙.txt", ".隐.txt", "工作簿.jxdb", "包.JXZ", "局/甲.xlsx", ".藏/丙.txt", "甲.md"):
        (tmp_path / "县" / name).write_text("x", "utf-8")
    found = importing.find_sources([tmp_path / "县", tmp_path / "县" / "乙.txt", tmp_path / "没有.txt"])
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["县/乙.txt", "县/局/甲.xlsx", "县/甲.md", "没有.txt"]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "圈"
    folder.mkdir()
    sample(folder / "甲.txt")
    os.symlink(folder, folder / "圈")
    assert importing.find_sources([folder]) == [folder / "甲.txt"]


def test_an_empty_folder_and_far_too_many_files_are_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "空").mkdir()
    result = importing.read_sources([tmp_path / "空"])
    assert result.books == [] and ["没有可以导入" in str(f) for f in result.failures] == [True]
    monkeypatch.setattr("desktop_app.actions.sources.MOST_FILES", 2)
    for i in range(3):
        (tmp_path / "空" / f"{i}.txt").write_text("x", "utf-8")
    with pytest.raises(UserError, match="超过 2 个"):
        importing.find_sources([tmp_path / "空"])


def test_one_bad_file_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "1坏.txt").write_text("没有表格\n" * 5, "utf-8")
    sample(tmp_path / "2好.txt")
    listed(tmp_path / "3清单.xlsx")
    seen: list[tuple[int, int]] = []
    result = importing.read_sources([tmp_path], lambda done, total, text: seen.append((done, total)))
    assert [b.file for b in result.books] == ["2好.txt", "3清单.xlsx"]
    assert [f.where for f in result.failures] == [str(tmp_path / "1坏.txt")] and len(result.files) == 3
    assert all(b.sha256 for b in result.books)
    shares = [done / total for done, total in seen]
    assert shares == sorted(shares) and shares[-1] <= 1


def test_cancel_stops_everything(tmp_path: Path) -> None:
    sample(tmp_path / "甲.txt")

    def stop(done: int, total: int, text: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        importing.read_sources([tmp_path], stop)


def test_an_unknown_column_is_explained_once(tmp_path: Path) -> None:
    path = listed(tmp_path / "清单.xlsx")
    sample(tmp_path / "甲.txt")
    (found,) = importing.unknown_columns([tmp_path])
    assert (found.file, found.head, found.samples) == (path, "干什么用", ["维护全县泵站"])
    assert importing.read_sources([path]).books[0].projects[0].purpose == ""
    assert ("purpose", "资金用途") in importing.column_fields()
    told = importing.read_sources([path], mapping=importing.folded({"干什么 用": "purpose"}))
    assert told.books[0].projects[0].purpose == "维护全县泵站"
    importing.remember_columns({"干什么用": "purpose"})
    assert settings.load().columns == {"干什么用": "purpose"}
    assert importing.unknown_columns([path]) == []
    (book,) = importing.read_sources([path]).books
    assert book.projects[0].purpose == "维护全县泵站"
    importing.remember_columns({"干什么用": ""})
    assert importing.unknown_columns([path]) == []
    assert importing.read_sources([path]).books[0].projects[0].purpose == ""
    assert importing.preview(path)[0] == HEADS and importing.preview(path)[1] == ROW
    with pytest.raises(UserError, match="没有“nix”"):
        importing.remember_columns({"干什么用": "nix"})


def test_lines_of_the_source_around_a_place() -> None:
    book = Book(lines={n: f"第{n}行的字" for n in (1, 2, 3, 5)}, parts=[Part(1, "page", "7")])
    assert importing.source_lines(book, (2, 2), around=1) == [(1, "第1行的字"), (2, "第2行的字"), (3, "第3行的字")]
    assert importing.source_lines(book, None) == [] and importing.place(book, (2, 2)) == "第7页"


@pytest.mark.parametrize(
    ("title", "year"), [("云岭县2026年项目清单", 2026), ("云岭县2024至2026年项目清单", 2025), ("清单", 2025)]
)
def test_the_title_of_a_list_tells_its_year(tmp_path: Path, title: str, year: int) -> None:
    made = Workbook()
    for row in (
        [title],
        ["单位编码", "单位名称", "项目编码", "项目名称", "预算数"],
        ["412001", "云岭县水利局本级", "53099925P000041200114", "泵站维护费", "7.30"],
    ):
        made.active.append(row)
    made.save(tmp_path / "清单.xlsx")
    (found,) = importing.read_sources([tmp_path / "清单.xlsx"]).books
    assert found.year == year
    assert [r.reason for r in found.review if r.path == "year"] == [
        f"文件里没有写明预算年度，按{'清单标题里' if year == 2026 else '项目编码里'}的年份判断"
    ]
