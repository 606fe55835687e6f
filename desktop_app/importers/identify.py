"""What kind of file it is, told by its content; the suffix is never asked, it is often wrong."""

import io
import zipfile

from desktop_app.errors import UserError
from desktop_app.importers import ole

TEXT, XLSX, XLS, XML_SHEET, HTML = "text", "xlsx", "xls", "xml sheet", "html"
DOCX, DOC, PDF = "docx", "doc", "pdf"

_ZIP = b"PK\x03\x04"
_RTF = b"{\\rtf"
_OPEN_TEXT = b"application/vnd.oasis.opendocument.text"  # stands at the beginning of such a file, not packed
_AS_XLSX = "请用WPS或Excel打开，另存为 .xlsx 后再导入"
_PICTURE = ("这是一张图片，不是文本", "图片里的表格请先用文字识别转成文本后再导入")
_ARCHIVE = ("这是压缩文件", "请先解压再导入里面的文件")
_PROGRAM = ("这是一个程序，不是文本", "请选择文本、表格或Word文件")

# first bytes -> what the file is, and what a person can do
_REFUSED: tuple[tuple[bytes, tuple[str, str]], ...] = (
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"BM6", _PICTURE),
    (b"SQLite format 3\x00", ("这是工作簿或数据库文件，不能当作旧文件导入", "工作簿请用“打开”")),
    (b"\x1f\x8b", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
)
# the record that begins a worksheet of Excel 2, 3 or 4, which had no OLE container around it
_OLD_SHEETS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<meta", b"<table", b"<style", b"<!--", b"<script")
_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_HEAD = 4_000
_MARKS = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"


def identify(data: bytes, where: str = "") -> str:
    """The kind of a file with that content, one of the names above.

    Raises UserError, saying what the file is and what to do, for everything that is not read.
    """
    if not data[:65_536].strip(_MARKS):
        raise UserError("文件是空的，里面没有内容", where, "请检查是否选错了文件，或者文件没有复制完整")
    if data.startswith(_ZIP):
        return _archive(data, where)
    if data.startswith(ole.MAGIC):
        return _compound(data, where)
    if data.startswith(_RTF):
        return DOC
    if b"%PDF-" in data[:1_024]:  # some programs write a line before it
        return PDF
    if data.startswith(_OLD_SHEETS):
        raise UserError("这是三十年前的 Excel 4.0 或更早的表格，不能直接读", where, _AS_XLSX)
    for first, (what, hint) in _REFUSED:
        if data.startswith(first):
            raise UserError(what, where, hint)
    return _markup(data, where)


def _archive(data: bytes, where: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, RuntimeError) as error:
        hint = "请重新复制一份，或者用WPS打开它，另存为新文件后再导入"
        raise UserError("文件已损坏，打不开", where, hint) from error
    if "xl/workbook.xml" in names:
        return XLSX
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.bin" in names:
        raise UserError("暂时不能直接读 .xlsb 表格", where, _AS_XLSX)
    if "content.xml" in names and _OPEN_TEXT in data[:200]:
        return DOC
    if "content.xml" in names:
        raise UserError("暂时不能直接读 OpenDocument 表格（.ods）", where, _AS_XLSX)
    if any(name.startswith("manifest") for name in names):
        raise UserError("这不是可以导入的表格", where, "U盘包（.jxz）请用“收U盘包”")
    raise UserError("这是压缩文件，里面没有表格", where, "请先解压再导入里面的文件")


def _compound(data: bytes, where: str) -> str:
    """Sheet, text or neither: what the streams of an OLE file are called tells it, also where WPS wrote it."""
    names = {name.lower() for name in ole.streams(data)}
    if names & {"workbook", "book"}:
        return XLS
    if "worddocument" in names:
        return DOC
    if "encryptedpackage" in names:
        raise UserError("文件加了密码，不能读取", where, "请用WPS或Office打开，去掉打开密码，另存后再导入")
    if "powerpoint document" in names:
        raise UserError("这是演示文稿，不是表格", where, "请选择表格、Word或文本文件")
    raise UserError("文件里没有表格，也没有文字，可能已损坏", where, _AS_XLSX)


def _markup(data: bytes, where: str) -> str:
    """Text, or one of the markups that call themselves .xls. UTF-16 is looked at without its blank bytes."""
    head = data[:_HEAD].replace(b"\x00", b"").lstrip(_MARKS).lower()
    if head.startswith(b"<?xml") or head.startswith(b"<workbook"):
        if _SPREADSHEET in head:
            return XML_SHEET
        if b"<html" in head or b"<!doctype html" in head:
            return HTML
        raise UserError("这是XML文件，不是表格", where, _AS_XLSX)
    whole = any(tag in head for tag in (b"<html", b"<body", b"<table"))
    return HTML if whole and head.startswith(_MARKUP) else TEXT
