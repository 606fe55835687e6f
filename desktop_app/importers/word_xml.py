"""The XML of a Word file, taken piece by piece: no entities, bounded depth, size and number of elements."""

import lzma
import struct
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple, cast
from xml.parsers import expat

from desktop_app.errors import UserError

MOST_XML = 150 * 1024 * 1024  # a form takes about 60 kB
MOST_ELEMENTS = 4_000_000
MOST_IN_PIECE = 300_000  # elements of one paragraph or one row of a table
DEEPEST = 150
_SMALL = 20 * 1024 * 1024
_MOST_RATIO = 200  # Word's own files unpack to 15 to 40 times their size
_CHUNK = 64 * 1024

BROKEN = "Word文件已损坏，打不开"
AGAIN = "请用WPS或Word打开它，另存为新的 .docx 后再导入"
_TOO_BIG = "Word文件展开后太大，没有读取"
_DIVIDE = "请确认来源是否可靠，或把它分成几个文件再导入"

# What a damaged archive or text raises, down to its packing and its encoding.
DAMAGED = (
    ET.ParseError, expat.ExpatError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, LookupError,
    NotImplementedError, RuntimeError, ValueError, struct.error,
)  # fmt: skip

# The elements through which paragraphs and tables lie; all others are handed over whole.
_FLOW = frozenset(
    ("document", "body", "sdt", "sdtContent", "customXml", "smartTag", "tbl", "AlternateContent", "Choice", "Fallback")
)


class Piece(NamedTuple):
    """What `flow` yields: the beginning or end of an element that holds others, or a whole element ("")."""

    edge: str
    name: str
    element: ET.Element


def local(element: ET.Element) -> str:
    """The element's name without its name space: transitional and strict files differ in nothing else."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: ET.Element, name: str = "val") -> str | None:
    """An attribute by its name without name space."""
    for key, value in element.items():
        if key == name or key.endswith("}" + name):
            return value
    return None


def child(element: ET.Element | None, *path: str) -> ET.Element | None:
    """The first element down a path of names, None where there is none."""
    for name in path:
        if element is None:
            return None
        element = next((below for below in element if local(below) == name), None)
    return element


def value(element: ET.Element | None, *path: str) -> str | None:
    """The attribute `val` of the element down a path of names."""
    found = child(element, *path)
    return None if found is None else attribute(found)


def switched_on(element: ET.Element | None, *path: str) -> bool:
    """Whether there is such an element and its value is not off."""
    found = child(element, *path)
    return found is not None and attribute(found) not in ("0", "false", "off", "none")


def number(text: str | None, default: int = 0) -> int:
    """A whole number of an attribute, within what Word itself allows; `default` where it is none."""
    try:
        return max(-100_000, min(100_000, int(float(text or ""))))
    except (ValueError, OverflowError):
        return default


def tree(archive: zipfile.ZipFile, name: str, where: str) -> ET.Element | None:
    """A whole small part of the file, None where the file has no such part. Raises UserError."""
    if name not in archive.NameToInfo:
        return None
    root: ET.Element | None = None
    for count, (_, element, depth) in enumerate(_events(archive, name, where, None)):
        if depth > DEEPEST or count > 2 * MOST_IN_PIECE:
            raise UserError(_TOO_BIG, where, _DIVIDE)
        root = element if root is None else root
    return root


def flow(archive: zipfile.ZipFile, name: str, where: str, report: Callable[[int, int], None]) -> Iterator[Piece]:
    """The text of a document in order, forgotten as soon as it was yielded. Raises UserError.

    `report(done, total)` is called now and then and may raise Cancelled.
    """
    holders: list[ET.Element] = []
    inner = within = 0
    for event, element, depth in _events(archive, name, where, report):
        if event == "start":
            within += 1
            if within > MOST_IN_PIECE or depth > DEEPEST:
                raise UserError(_TOO_BIG, where, _DIVIDE)
            if inner or local(element) not in _FLOW:
                inner += 1
            else:
                holders.append(element)
                within = 0
                yield Piece("start", local(element), element)
        elif inner > 1:
            inner -= 1
        elif inner:
            inner, within = 0, 0
            if holders:
                yield Piece("", local(element), element)
                del holders[-1][:]
        else:
            holders.pop()
            yield Piece("end", local(element), element)
            if holders:
                del holders[-1][:]


def _events(
    archive: zipfile.ZipFile, name: str, where: str, report: Callable[[int, int], None] | None
) -> Iterator[tuple[str, ET.Element, int]]:
    """Beginnings and ends of elements with their depth from 1."""
    info = archive.NameToInfo[name]
    too_dense = info.file_size > _SMALL and info.file_size > _MOST_RATIO * info.compress_size
    if info.file_size > MOST_XML or too_dense:
        raise UserError(_TOO_BIG, where, _DIVIDE)
    depth = count = done = 0
    try:
        with archive.open(info) as stream:
            _refuse_declarations(stream, where)
        parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(("start", "end"))
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                parser.feed(chunk)
                done += len(chunk)
                if report:
                    report(done, max(info.file_size, done))
                for event, element in cast(Iterator[tuple[str, ET.Element]], parser.read_events()):
                    if event == "start":
                        depth += 1
                        count += 1
                        if count > MOST_ELEMENTS:
                            raise UserError(_TOO_BIG, where, _DIVIDE)
                    yield event, element, depth
                    depth -= event == "end"
        parser.close()
    except DAMAGED as error:
        raise UserError(BROKEN, where, AGAIN) from error


class _Begun(Exception):
    """The root element was reached."""


def _refuse_declarations(stream: IO[bytes], where: str) -> None:
    """Word writes no document type: one that is there can only define entities that unfold without end."""

    def declared(*_: object) -> None:
        raise UserError("Word文件里有不正常的定义，没有读取", where, "请确认来源是否可靠；可以用WPS另存后再导入")

    def begun(*_: object) -> None:
        raise _Begun

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = begun
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk)
    except _Begun:
        return
