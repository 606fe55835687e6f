"""What an .xlsx file says beside its cells, read from its XML by search alone: nothing in it is ever expanded."""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from typing import NamedTuple, TypeVar

from desktop_app.errors import UserError
from desktop_app.importers.sheet_grid import MOST_CELLS, Place, Shown

MOST_UNPACKED = 400 * 1024 * 1024
_MOST_RATIO = 300
_SMALL = 20 * 1024 * 1024
_MOST_PARTS = 5_000
_MOST_STYLES = 8 * 1024 * 1024
_CHUNK = 4 * 1024 * 1024
_OVERLAP = 256

_NEAR_ROWS, _NEAR_COLUMNS = 99_999, 52
_FAR = re.compile(rb"""r=["'](?:([B-Z][A-Z]|[A-Z]{3,})\d|[A-Z]{0,3}(\d{6,}))""")
_HIDDEN = re.compile(rb"<row\s[^<>]*?\shidden=[\"'](?:1|true)[\"']")
_LOST = re.compile(
    rb"</(?:\w+:)?f>\s*(?:</|<(?:\w+:)?v\s*/>|<(?:\w+:)?v></)|\st=[\"']e[\"']|<(?:\w+:)?f(?:\s[^<>]*)?/>\s*</"
)
_LOST_SIGNS = (b'="e"', b"<f")  # none of them, as Excel and WPS write: a quick way to know
_ODD = re.compile(rb"<\w+:worksheet|\bt='|\br='")  # otherwise written: only a thorough search tells
_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_STYLE = re.compile(rb"\bs=[\"'](\d+)[\"']")
_IS_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?v>[^<]")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PERCENT = re.compile(r"0(?:\.(0+))?\s*%")
_BUILT_IN = {9: 0, 10: 2}  # the numbers that Excel gives to 0% and 0.00%
_BUILT_IN_SHOWN = {1: Shown(0, False, ""), 2: Shown(2, False, ""), 3: Shown(0, True, ""), 4: Shown(2, True, "")}
_PLAIN_FORMAT = re.compile(r'(?:(General)|(#,##)?0(?:\.(0+))?)(?:_ )?(?:"([^"]*)"|\\?([\u4e00-\u9fff]))?')
_TOO_BIG = ("表格文件展开后太大，没有读取", "请确认来源是否可靠，或删去多余的工作表后再导入")
_STRANGE = ("表格文件里有不正常的定义，没有读取", "请确认来源是否可靠；可以用WPS另存后再导入")


T = TypeVar("T")


class Look(NamedTuple):
    """What a first look at a sheet's XML shows: how many rows are hidden, and whether cells lack their values."""

    hidden: int
    lost: bool


def parts(data: bytes, where: str) -> dict[str, str]:
    """The part of the archive that each worksheet is in, by the sheet's name. Raises UserError for a bomb."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        unpacked = sum(info.file_size for info in infos)
        too_dense = unpacked > _SMALL and unpacked > _MOST_RATIO * len(data)
        if len(infos) > _MOST_PARTS or unpacked > MOST_UNPACKED or too_dense:
            raise UserError(_TOO_BIG[0], where, _TOO_BIG[1])
        names = set(archive.namelist())
        found = {}
        if {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            targets = {
                a.get("Id", ""): posixpath.normpath(posixpath.join("/xl", a.get("Target", ""))).lstrip("/")
                for a in _elements(_read(archive, "xl/_rels/workbook.xml.rels"), "Relationship")
            }
            for sheet in _elements(_read(archive, "xl/workbook.xml"), "sheet"):
                part = targets.get(next((v for k, v in sheet.items() if k.endswith(":id")), ""), "")
                if part in names:
                    found[sheet.get("name", "")] = part
        for info in infos:
            if info.filename.endswith((".xml", ".rels")) and info.filename not in found.values():
                _refuse_definitions(archive, info, where)
        return found


def sheet_parts(data: bytes) -> list[str]:
    """All parts of the archive that may be worksheets."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [name for name in archive.namelist() if "sheet" in name.lower() and name.lower().endswith(".xml")]


def look_over(data: bytes, part: str, where: str) -> Look:
    """Look a sheet over, and refuse one whose cells span a rectangle that does not fit into memory.

    One cell far out is enough for that. Only numbers of far rows and letters of far columns are looked for: a search
    for all of them would take longer than the reading. Raises UserError.
    """
    rows, width, hidden, lost, odd = _NEAR_ROWS, _NEAR_COLUMNS, 0, False, False
    for text, new in _chunks(data, part, where):
        if not new and b"<!DOCTYPE" in text:  # it stands before all elements or nowhere
            raise UserError(_STRANGE[0], where, _STRANGE[1])
        for letters, number in _FAR.findall(text):
            rows, width = max(rows, int(number or 0)), max(width, _column(letters))
        if rows * width > MOST_CELLS:
            hint = "请在WPS里删去表格下面和右边多余的行和列，另存后再导入"
            raise UserError("工作表太大，没有读取", where, hint)
        if b"hidden=" in text:
            hidden += sum(match.end() > new for match in _HIDDEN.finditer(text))
        odd = odd or (not new and _ODD.search(text[: _OVERLAP * 16]) is not None)
        lost = lost or ((odd or any(sign in text for sign in _LOST_SIGNS)) and _LOST.search(text) is not None)
    return Look(hidden, lost)


def lost_cells(data: bytes, part: str) -> dict[Place, str]:
    """The cells that show something which is not in the file, with the reason."""
    found = {}
    for place, attributes, inside in _cells(data, part):
        if _IS_ERROR.search(attributes):
            found[place] = "这一格是公式，算出来是错误"
        elif _FORMULA.search(inside) and not _VALUE.search(inside):
            found[place] = "这一格是公式，文件里没有存算出来的值"
    return found


def percents(data: bytes, part: str) -> dict[Place, int]:
    """The cells that are printed as percentages, with their decimals."""
    return _styled(data, part, _percent_formats)


def shown(data: bytes, part: str) -> dict[Place, Shown]:
    """The cells whose number is printed with decimals of its own, with commas or with a text behind (0"人")."""
    return _styled(data, part, _shown_formats)


def _styled(data: bytes, part: str, formats: Callable[[str], dict[int, T]]) -> dict[Place, T]:
    """The cells whose style has one of the number formats that `formats` finds in the text of the styles."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "xl/styles.xml" not in archive.namelist():
            return {}
        text = _read(archive, "xl/styles.xml")
    begin = re.search(r"<(?:\w+:)?cellXfs\b", text)
    end = re.search(r"</(?:\w+:)?cellXfs>", text)
    if not begin or not end:
        return {}
    known = formats(text)
    ids = [element.get("numFmtId", "") for element in _elements(text[begin.end() : end.start()], "xf")]
    styles = {i: known[int(n)] for i, n in enumerate(ids) if n.isdigit() and int(n) in known}
    if not styles:
        return {}
    found = {}
    for place, attributes, _ in _cells(data, part):
        style = _STYLE.search(attributes)
        if style and int(style[1]) in styles:
            found[place] = styles[int(style[1])]
    return found


def _percent_formats(text: str) -> dict[int, int]:
    """The numbers of the formats that print percentages, with the decimals of each."""
    formats = dict(_BUILT_IN)
    for element in _elements(text, "numFmt"):
        code, match = element.get("formatCode", ""), _PERCENT.search(element.get("formatCode", ""))
        if match and "%" in code and element.get("numFmtId", "").isdigit():
            formats[int(element["numFmtId"])] = len(match[1] or "")
    return formats


def _shown_formats(text: str) -> dict[int, Shown]:
    """The numbers of the formats that `Shown` can say; all others are left to the plain number."""
    formats = dict(_BUILT_IN_SHOWN)
    for element in _elements(text, "numFmt"):
        match = _PLAIN_FORMAT.fullmatch(element.get("formatCode", "").partition(";")[0])
        if match and element.get("numFmtId", "").isdigit():
            decimals = None if match[1] else len(match[3] or "")
            formats[int(element["numFmtId"])] = Shown(decimals, bool(match[2]), match[4] or match[5] or "")
    return formats


def _cells(data: bytes, part: str) -> Iterator[tuple[Place, bytes, bytes]]:
    """Each cell of a sheet that says where it stands: its place, its attributes, what is inside."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read(part)
    for match in _CELL.finditer(text):
        if place := _REFERENCE.search(match[1]):
            yield (int(place[2]) - 1, _column(place[1]) - 1), match[1], match[2] or b""


def _chunks(data: bytes, part: str, where: str) -> Iterator[tuple[bytes, int]]:
    """The text of a part in pieces that overlap, each with the length of what the piece before it ended with."""
    tail, unpacked = b"", 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            unpacked += len(chunk)
            if unpacked > MOST_UNPACKED:
                raise UserError(_TOO_BIG[0], where, _TOO_BIG[1])
            yield tail + chunk, len(tail)
            tail = chunk[-_OVERLAP:]


def _refuse_definitions(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> None:
    """Refuse XML with a document type: it can only define entities that unfold without end. Excel writes none."""
    with archive.open(info) as stream:
        if b"<!DOCTYPE" in stream.read(_CHUNK):
            raise UserError(_STRANGE[0], where, _STRANGE[1])


def _read(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as stream:
        return stream.read(_MOST_STYLES).decode("utf-8", "replace")


def _elements(text: str, name: str) -> Iterator[dict[str, str]]:
    """The attributes of all elements of that name."""
    for match in re.finditer(rf"<(?:\w+:)?{name}\s([^<>]*)>", text):
        yield {k: unescape(double or single) for k, double, single in _ATTRIBUTE.findall(match[1])}


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
