"""The texts of a finished file, every one of them: what is shown, what is hidden, and what is written around it.

Only files that this program wrote are read, to look at them once more before they are put in place.
"""

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO
from xml.etree import ElementTree

Said = Iterator[tuple[str, str]]
"""Places in words, each with its text."""

_PLACES = (
    (r"docProps/", "文件属性"), (r"word/document\.xml", "正文"), (r"word/(?:header|footer)", "页眉页脚"),
    (r"(?:word|xl)/.*comments", "批注"), (r"xl/workbook\.xml", "工作表名和定义名称"),
)  # fmt: skip
_BLOCKS = {"p", "si", "is", "text", "comment"}  # whose runs make one text
_TELLING = {"name", "title", "descr", "author", "subject", "display", "tooltip", "location", "Target"}
_NUMBER = re.compile(r"[-+.\d]*")
_TAG = re.compile(r"<[^<>]*>")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_VALUE = re.compile(r"\"([^\"]*)\"|'([^']*)'")


def texts(path: Path) -> Said:
    """All texts of a .docx, .xlsx or text file, with the names of sheets, properties, comments and attributes."""
    if not zipfile.is_zipfile(path):
        yield from _page(path.read_text("utf-8", "replace"))
        return
    with zipfile.ZipFile(path) as archive:
        if archive.comment:
            yield "压缩包注释", archive.comment.decode("utf-8", "replace")
        parts = archive.namelist()
        shared = _shared(archive) if "xl/sharedStrings.xml" in parts else []
        used: set[int] = set()
        for part in parts:
            yield "内部文件名", part
            if part == "xl/sharedStrings.xml" or not part.endswith((".xml", ".rels", ".vml")):
                continue
            with archive.open(part) as file:
                if part.startswith("xl/worksheets/sheet"):
                    yield from _sheet(file, f"工作表{PurePosixPath(part).stem.removeprefix('sheet')} ", shared, used)
                else:
                    place = next((name for pattern, name in _PLACES if re.match(pattern, part)), part)
                    yield from ((place, text) for text in _part(file))
        yield from (("没有用到的文字", text) for i, text in enumerate(shared) if i not in used)


def _page(text: str) -> Said:
    """The lines of a text or of a page without its tags, and what its tags and comments say."""
    for comment in _COMMENT.findall(text):
        yield "网页注释", html.unescape(comment)
    page = _COMMENT.sub("", text)
    for tag in _TAG.findall(page):
        yield from (("网页标记", html.unescape(value)) for pair in _VALUE.findall(tag) for value in pair if value)
    for number, line in enumerate(html.unescape(_TAG.sub("", page)).splitlines(), 1):
        yield f"第{number}行", line


def _shared(archive: zipfile.ZipFile) -> list[str]:
    with archive.open("xl/sharedStrings.xml") as file:
        return [
            "".join(text for child in element if _local(child.tag) != "rPh" for text in child.itertext())
            for _, element in ElementTree.iterparse(file)
            if _local(element.tag) == "si"
        ]


def _sheet(file: IO[bytes], sheet: str, shared: list[str], used: set[int]) -> Said:
    """The cells of a worksheet, hidden or not, with formulas; and what stands beside the cells."""
    for _, element in ElementTree.iterparse(file):
        tag = _local(element.tag)
        if tag == "c":
            values = {_local(child.tag): "".join(child.itertext()) for child in element}
            if element.get("t") == "s" and values.get("v", "").isdigit():
                number = int(values.pop("v"))
                used.add(number)
                values["v"] = shared[number] if number < len(shared) else ""
            yield from ((f"{sheet}{element.get('r', '')}", text) for text in values.values() if text)
        elif tag == "row":
            element.clear()
        elif tag not in ("v", "f", "t", "r", "is"):
            yield from (
                (sheet.strip(), text) for text in (element.text or "", *element.attrib.values()) if text.strip()
            )


def _part(file: IO[bytes]) -> Iterator[str]:
    """The texts and telling attributes of any other part, those of one paragraph or string together."""
    inside, told = 0, set()
    for event, element in ElementTree.iterparse(file, ("start", "end")):
        tag = _local(element.tag)
        if event == "start":
            inside += tag in _BLOCKS
            continue
        for name, value in element.attrib.items():
            if value not in told and (_local(name) in _TELLING or not _NUMBER.fullmatch(value)):
                told.add(value)
                yield value
        if tag in _BLOCKS:
            inside -= 1
            if text := "".join(element.itertext()).strip():
                yield text
        elif not inside and element.text and element.text.strip():
            yield element.text
        if not inside:
            element.clear()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
