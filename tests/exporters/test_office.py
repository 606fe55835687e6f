"""What an office suite makes of the documents: pages where the contents say, a form a sheet of paper."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from county import grid

from desktop_app.domain.model import Book
from desktop_app.exporters.docx_text import write_docx
from desktop_app.exporters.xlsx_forms import write_xlsx

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdftotext"), reason="no office suite here"),
]
# Latin letters of half the width of Chinese ones, as in the official fonts, which are not free
FONT = "Noto Sans Mono CJK SC"


def pages(path: Path) -> list[str]:
    """The text of each page that LibreOffice prints, without blanks but for line ends."""
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    text = subprocess.run(["pdftotext", str(path.with_suffix(".pdf")), "-"], check=True, capture_output=True).stdout
    return [re.sub(r"[^\S\n]", "", page).strip() for page in text.decode().split("\f")[:-1]]


@pytest.fixture
def long_county(county: Book) -> Book:
    """The county with forms of half a page, of one and of three pages."""
    county.projects[0].indicators = grid("短")[:2]
    county.projects[2].indicators = [i for n in range(8) for i in grid(f"第{n}批")]
    county.projects[3].purpose = "疏浚渠道、检修闸门。" * 90
    county.sections[0].text = "\n".join("保障全县灌溉，守住防汛底线，完成年度任务。" * 4 for _ in range(20))
    return county


def test_the_contents_name_the_pages_on_which_the_forms_stand(
    long_county: Book, style: dict[str, Any], tmp_path: Path
) -> None:
    fonts = subprocess.run(["fc-list", ":", "family"], check=True, capture_output=True).stdout.decode()
    if FONT not in fonts:
        pytest.skip(f"{FONT} is not installed")
    measured = {**style, "style": {name: {**look, "font": FONT} for name, look in style["style"].items()}}
    write_docx([long_county], tmp_path / "甲.docx", measured)
    printed = pages(tmp_path / "甲.docx")
    first = next(i for i, page in enumerate(printed) if page.endswith("—1—"))
    contents = "".join(printed[:first])
    for number in range(1, len(long_county.projects) + 1):
        title = f"{number}.泵站维护费{number}号绩效目标表"
        found = re.search(re.escape(title) + r"\.+(\d+)\n", contents)
        assert found and title in printed[first + int(found.group(1)) - 1]
    header = "指标值确定依据"
    assert sum(page.count(header) for page in printed[first:]) > len(long_county.projects), "the header is repeated"


def test_a_form_of_the_workbook_is_a_page(county: Book, style: dict[str, Any], tmp_path: Path) -> None:
    write_xlsx([county], tmp_path / "甲.xlsx", style)
    printed = pages(tmp_path / "甲.xlsx")
    for number in range(1, len(county.projects) + 1):
        assert printed[number - 1].startswith(f"{number}.泵站维护费{number}号绩效目标表")
        last = county.projects[number - 1].indicators[-1]
        assert last.desc in printed[number - 1]
