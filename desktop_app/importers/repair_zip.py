"""Packages (.xlsx, .xlsm, .docx) with a lost directory or damaged members -> packages of the XML that can be read."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from desktop_app.errors import UserError
from desktop_app.importers import workbook_xlsx

MOST_UNPACKED = 96 * 1024 * 1024  # a list of 100,000 rows has 60 MB
_SMALL, _MOST_RATIO = 20 * 1024 * 1024, 300
_MOST_MEMBERS = 5_000
_LOCAL = struct.Struct("<4s5H3I2H")
_SIGNATURE = b"PK\x03\x04"
_LONGEST_NAME = 512
_HEAD = 256 * 1024
_STEP = 1024  # of packed bytes: the step in which the damage shows is lost
_DEEPEST = 150
_WHOLE_ONLY = frozenset(("row", "si", "tr", "p"))  # half a row or half a paragraph is not kept
_TAG = re.compile(rb"<(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>")
_COUNT = re.compile(rb"<(?:\w+:)?sst\b[^<>]*?\suniqueCount=[\"'](\d{1,7})[\"']")
_TEXT = re.compile(rb"<(?:\w+:)?si[\s>/]")
_UNKNOWN = "<si><t>\ufffd</t></si>".encode()
_DOCUMENT = "word/document.xml"
_START = "_rels/.rels"
_STYLES = "xl/styles.xml"
_SHEET = re.compile(r"xl/worksheets/[^/]*?(\d*)\.xml")
_BOOK, _RELATIONS, _TEXTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
# what of a package is read, and what it is called in a sentence
_READ = {
    _DOCUMENT: "正文", "word/styles.xml": "样式", "word/numbering.xml": "编号",
    _BOOK: "工作表目录", _RELATIONS: "工作表目录", _TEXTS: "单元格的文字", _STYLES: "数字的显示格式",
}  # fmt: skip
_WHOLE_OR_NONE = (_START, _RELATIONS)  # made anew; the half of a list of links is of no use
_ALL_HANG_ON = ("word/styles.xml", "word/numbering.xml", _STYLES)
_NUMBER = re.compile(rb"<(?:\w+:)?c\s(?![^<>]*\bt=)[^<>]*>\s*<(?:\w+:)?v>")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Found = tuple[bytes, tuple[str, ...], tuple[str, ...], bool]


class _Member(NamedTuple):
    """A member as far as it can be unpacked. `sound`: its check sum fits; `cut`: the file ends within it."""

    name: str
    content: bytes
    sound: bool
    cut: bool


class _TooBig(Exception):
    """It unpacks to more than any document."""


def mended(data: bytes) -> Found | None:
    """A sound package, what is missing, the names of sheets that break off, whether it may be wrong.

    None where nothing is damaged, or where it is more than a document can be.
    """
    try:
        return _mended(data)
    except (_TooBig, UserError):
        return None  # the reader says why


def _mended(data: bytes) -> Found | None:
    listed = _listed(data)
    missing: dict[str, None] = {} if listed else {"文件末尾缺失，后面可能还有内容没有读到": None}
    kept: dict[str, bytes] = {}
    hurt: set[str] = set()
    doubtful = False
    for member in _members(data):
        if member.name in kept:
            continue
        content = member.content
        whole = member.sound
        if member.name.endswith((".xml", ".rels")):
            content, whole_xml = _whole_elements(member.content)
            whole = whole and whole_xml
        if _matters(member.name) and not whole:
            hurt.add(member.name)
            doubtful = doubtful or not (member.sound or member.cut)
        if content and (whole or member.name not in _WHOLE_OR_NONE):
            kept[member.name] = content
    hurt |= {name for name in listed if name not in kept and _matters(name)}
    sheets = sorted((name for name in kept if _SHEET.fullmatch(name)), key=_number)
    if sheets and _STYLES not in kept and any(_NUMBER.search(kept[name]) for name in sheets):
        hurt.add(_STYLES)
    doubtful = doubtful or not hurt.isdisjoint(_ALL_HANG_ON)
    if not hurt and not missing:
        return None
    _complete(kept, sheets)
    made = _packed(kept)
    names = {member: name for name, member in workbook_xlsx.parts(made, "").items()} if sheets else {}
    broken = tuple(names.get(name, name) for name in sheets if name in hurt)
    missing |= dict.fromkeys(_said(name, name in kept) for name in sorted(hurt.difference(sheets)))
    return made, tuple(missing), broken, doubtful


def _matters(name: str) -> bool:
    return name in _READ or _SHEET.fullmatch(name) is not None


def _said(name: str, kept: bool) -> str:
    """What a person is told of a damaged member."""
    called = _READ.get(name) or f"工作表（{name.rpartition('/')[2]}）"
    if kept and name == _DOCUMENT:
        return f"{called}在此之后损坏，后面的内容没有读到"
    return f"{called}已损坏，{'没有读全' if kept else '没有读到'}"


def _listed(data: bytes) -> list[str]:
    """The members that the directory names; none where it is lost."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, RuntimeError):
        return []  # the members are looked for one by one, and that the directory is lost is named


def _members(data: bytes) -> Iterator[_Member]:
    """The XML members of a package in the order of their own headers. Raises _TooBig."""
    at, unpacked, number = data.find(_SIGNATURE), 0, 0
    while 0 <= at and at + _LOCAL.size <= len(data):
        _, _, flags, method, _, _, check, packed, _size, name_length, extra = _LOCAL.unpack_from(data, at)
        start = at + _LOCAL.size + name_length + extra
        name = data[at + _LOCAL.size : at + _LOCAL.size + name_length].decode("utf-8", "replace").replace("\\", "/")
        at += len(_SIGNATURE)
        number += 1
        if number > _MOST_MEMBERS:
            raise _TooBig
        if start <= len(data) and 0 < name_length <= _LONGEST_NAME and method in (0, 8) and not flags & 1:
            known = not flags & 8  # else check sum and sizes stand behind the member
            end = start + packed if known else len(data)
            content, stop, ended = _unpacked(data, start, end, method, MOST_UNPACKED - unpacked)
            unpacked += len(content)
            if unpacked > _SMALL and unpacked > _MOST_RATIO * len(data):
                raise _TooBig
            if not known:
                behind = data[stop : stop + 8]
                check = int.from_bytes(behind[4:8] if behind.startswith(b"PK\x07\x08") else behind[:4], "little")
            sound = ended and zlib.crc32(content) == check
            if name.endswith((".xml", ".rels")):
                yield _Member(name, content, sound, not ended and stop >= len(data))
            at = max(at, stop if sound else at)
        at = data.find(_SIGNATURE, at)


def _unpacked(data: bytes, start: int, end: int, method: int, most: int) -> tuple[bytes, int, bool]:
    """What a member holds, where it ends, and whether it comes to an end. Raises _TooBig."""
    last = min(end, len(data))
    if method == 0:
        if last - start > most:
            raise _TooBig
        return data[start:last], last, end == last
    unpacker = zlib.decompressobj(-15)
    pieces: list[bytes] = []
    length, at = 0, start
    try:
        while at < last and not unpacker.eof:
            piece = unpacker.decompress(data[at : min(at + _STEP, last)], most - length + 1)
            at += _STEP
            length += len(piece)
            pieces.append(piece)
            if length > most:
                raise _TooBig
    except zlib.error:
        return b"".join(pieces), start, False
    at = min(at, last) - len(unpacker.unused_data)
    return b"".join(pieces), at, unpacker.eof


def _whole_elements(content: bytes) -> tuple[bytes, bool]:
    """XML up to its last row or paragraph that is whole, with its open elements closed, and whether it is as it came.

    A document type stays for the reader to refuse. Nothing is left where not even the root begins.
    """
    if b"<!DOCTYPE" in content[:_HEAD]:
        return content, True
    open_: list[str] = []
    atomic = end = 0
    closing: tuple[str, ...] | None = None
    parser = expat.ParserCreate()

    def begin(name: str, _: dict[str, str]) -> None:
        nonlocal atomic
        open_.append(name)
        atomic += _local(name) in _WHOLE_ONLY
        if len(open_) > _DEEPEST:
            raise expat.ExpatError
        if not atomic and len(open_) == 1:
            note()

    def finish(name: str) -> None:
        nonlocal atomic
        open_.pop()
        atomic -= _local(name) in _WHOLE_ONLY
        if not atomic:
            note()

    def note() -> None:
        nonlocal end, closing
        tag = _TAG.match(content, parser.CurrentByteIndex)
        end, closing = (tag.end(), tuple(open_)) if tag else (end, closing)

    parser.StartElementHandler, parser.EndElementHandler = begin, finish
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        if closing is None:
            return b"", False
        return content[:end] + "".join(f"</{name}>" for name in reversed(closing)).encode(), False
    return content, True


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _complete(kept: dict[str, bytes], sheets: list[str]) -> None:
    """Make what a workbook cannot be read without: the list of its sheets, a sign for each text that is lost.

    Sheets that are not listed come in the order of their numbers, which is nearly always that of the workbook.
    """
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    if sheets and _START not in kept:
        link = f'<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="{_BOOK}"/>'
        kept[_START] = f'<Relationships xmlns="{package}">{link}</Relationships>'.encode()
    if sheets and not (_lists_sheets(kept, len(sheets)) and _RELATIONS in kept):
        entries = [f'<sheet name="表{i}" sheetId="{i}" r:id="rId{i}"/>' for i in range(1, len(sheets) + 1)]
        book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{"".join(entries)}</sheets></workbook>'
        kept[_BOOK] = book.encode()
        links = [
            f'<Relationship Id="rId{i}" Type="{_LINKS}/worksheet" Target={quoteattr(name.removeprefix("xl/"))}/>'
            for i, name in enumerate(sheets, 1)
        ]
        if _TEXTS in kept:
            links.append(f'<Relationship Id="rIdT" Type="{_LINKS}/sharedStrings" Target="sharedStrings.xml"/>')
        if _STYLES in kept:
            links.append(f'<Relationship Id="rIdS" Type="{_LINKS}/styles" Target="styles.xml"/>')
        kept[_RELATIONS] = f'<Relationships xmlns="{package}">{"".join(links)}</Relationships>'.encode()
    texts = kept.get(_TEXTS, b"")
    if match := _COUNT.search(texts[:4096]):
        lost = min(int(match[1]) - len(_TEXT.findall(texts)), 1_000_000)
        at = texts.rfind(b"</")
        if lost > 0 and at > 0 and b":si" not in texts[:65_536]:
            kept[_TEXTS] = texts[:at] + _UNKNOWN * lost + texts[at:]


def _lists_sheets(kept: dict[str, bytes], count: int) -> bool:
    return len(re.findall(rb"<(?:\w+:)?sheet\s", kept.get(_BOOK, b""))) >= count


def _number(name: str) -> tuple[int, str]:
    match = _SHEET.fullmatch(name)
    return (int(match[1] or 0) if match else 0, name)


def _packed(kept: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
    return file.getvalue()
