"""Files that are written whole or not at all, and their names."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.disclosed import Section
from desktop_app.domain.model import Book, Project, Unit
from desktop_app.errors import UserError
from desktop_app.exporters.docx_text import write_docx
from desktop_app.exporters.files import NAME_LENGTH, atomic_write, document_name, safe_name
from desktop_app.exporters.xlsx_forms import write_xlsx


def left(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "公开").mkdir()
    return tmp_path / "公开"


def test_a_file_that_is_written_well_takes_the_place_of_the_old_one(folder: Path) -> None:
    (folder / "甲.docx").write_bytes(b"old")
    with atomic_write(folder / "甲.docx") as temporary:
        temporary.write_bytes(b"new")
        assert (folder / "甲.docx").read_bytes() == b"old" and temporary.parent == folder
    assert (folder / "甲.docx").read_bytes() == b"new"
    assert left(folder) == ["甲.docx"]


def test_a_failure_half_way_leaves_the_old_file_and_nothing_else(folder: Path) -> None:
    (folder / "甲.docx").write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), atomic_write(folder / "甲.docx") as temporary:
        temporary.write_bytes(b"half")
        raise ZeroDivisionError
    assert left(folder) == ["甲.docx"] and (folder / "甲.docx").read_bytes() == b"old"


def test_a_folder_in_the_place_of_the_file_is_said(folder: Path) -> None:
    (folder / "甲.docx").mkdir()
    with pytest.raises(UserError, match="是一个文件夹") as caught, atomic_write(folder / "甲.docx") as temporary:
        temporary.write_bytes(b"new")
    assert caught.value.where.endswith("甲.docx")
    assert left(folder) == ["甲.docx"]


def test_the_longest_name_that_we_give_can_be_written(folder: Path) -> None:
    name = "水" * NAME_LENGTH + ".docx"
    with atomic_write(folder / name) as temporary:
        temporary.write_bytes(b"new")
    assert left(folder) == [name]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # openpyxl's half-written sheets
@pytest.mark.parametrize(("write", "name"), [(write_docx, "甲.docx"), (write_xlsx, "甲.xlsx")])
def test_a_disk_that_fills_up_leaves_the_old_file(
    write: Callable[[list[Book], Path, dict[str, Any]], None],
    name: str,
    county: Book,
    style: dict[str, Any],
    folder: Path,
) -> None:
    resource = pytest.importorskip("resource", reason="a limit of the file size stands in for a full disk")
    (folder / name).write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
    try:
        with pytest.raises(UserError) as caught:
            write([county], folder / name, style)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert caught.value.where
    del caught
    gc.collect()
    assert left(folder) == [name] and (folder / name).read_bytes() == b"old"


def book(department: str, year: int | None = 2025, units: tuple[str, ...] = (), text: bool = True) -> Book:
    sections = [Section("一、总体绩效目标", "保障灌溉。")] if text else []
    return Book(year=year, department_name=department, units=[Unit(name=name) for name in units], sections=sections)


@pytest.mark.parametrize(
    ("books", "name"),
    [
        ([book("云岭县水利局")], "2025年云岭县水利局预算绩效文本"),
        ([book("云岭县水利局", units=("云岭县灌溉站",), text=False)], "2025年云岭县灌溉站预算绩效文本"),
        ([book("云岭县水利局", units=("甲站", "乙站"))], "2025年云岭县水利局预算绩效文本"),
        ([book("云岭县水利局", None)], "云岭县水利局预算绩效文本"),
        ([book("水利局"), book("水利局", 2023)], "2023-2025年水利局预算绩效文本"),
        ([book("水利局"), book("林业局")], "2025年2个部门预算绩效文本"),
        ([book('A/B\\C:D*E?"<>|\n局. ')], "2025年A_B_C_D_E_____ 局预算绩效文本"),
    ],
)
def test_files_are_named_by_year_and_owner(books: list[Book], name: str) -> None:
    assert document_name(books, "docx") == name


def test_the_kinds_have_names_of_their_own_and_long_owners_are_cut() -> None:
    long = book("云岭县" * 40)
    text, forms = document_name([long], "docx"), document_name([long], "xlsx")
    assert text != forms and len(text) == len(forms) == NAME_LENGTH
    assert text.endswith("预算绩效文本") and forms.endswith("预算绩效目标表")


def test_two_units_of_a_department_do_not_share_a_name() -> None:
    units = [Unit("412001", "水利局本级"), Unit("412002", "灌溉站")]
    books = [
        Book(year=2025, department_name="水利局", units=[u], projects=[Project(unit_code=u.code, unit_name=u.name)])
        for u in units
    ]
    assert len({document_name([b], "docx") for b in books}) == 2


def test_a_safe_name_never_ends_in_a_dot_or_a_blank() -> None:
    assert safe_name(" .甲.. ") == "甲"
    assert safe_name("甲" * 9 + ". 乙", 11) == "甲" * 9
