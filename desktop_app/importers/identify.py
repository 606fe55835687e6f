"""What kind of file it is, told by its first bytes; the suffix is only named in the sentence about it."""

from desktop_app.errors import UserError

TEXT, WORKBOOK = "text", "workbook"

_ZIP = b"PK\x03\x04"
_AS_TEXT = "请用WPS或Word打开，另存为“纯文本(.txt)”或 .xlsx 后再导入"
_AS_XLSX = "请用WPS或Excel打开，另存为 .xlsx 后再导入"

# first bytes -> what the file is, and what a person can do
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\xd8\xff", "这是一张图片，不是文本", "图片里的表格请先用文字识别转成文本后再导入"),
    (b"\x89PNG", "这是一张图片，不是文本", "图片里的表格请先用文字识别转成文本后再导入"),
    (b"GIF8", "这是一张图片，不是文本", "图片里的表格请先用文字识别转成文本后再导入"),
    (b"BM6", "这是一张图片，不是文本", "图片里的表格请先用文字识别转成文本后再导入"),
    (b"%PDF", "暂时不能直接读PDF文件", "请用WPS或阅读器打开，全选复制文字，存成 .txt 后再导入"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "暂时不能直接读旧版的 .xls、.et、.doc、.wps 文件", _AS_XLSX),
    (b"{\\rtf", "暂时不能直接读RTF文件", _AS_TEXT),
    (b"SQLite format 3\x00", "这是工作簿或数据库文件，不能当作旧文件导入", "工作簿请用“打开”"),
    (b"\x1f\x8b", "这是压缩文件", "请先解压再导入里面的文件"),
    (b"Rar!", "这是压缩文件", "请先解压再导入里面的文件"),
    (b"7z\xbc\xaf", "这是压缩文件", "请先解压再导入里面的文件"),
    (b"MZ", "这是一个程序，不是文本", "请选择文本或 .xlsx 文件"),
    (b"\x7fELF", "这是一个程序，不是文本", "请选择文本或 .xlsx 文件"),
)
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<?xml")


def identify(head: bytes, where: str = "") -> str:
    """TEXT or WORKBOOK for a file that begins with `head`.

    Raises UserError, saying what the file is and what to do, for everything that is not read.
    """
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UserError("文件是空的，里面没有内容", where, "请检查是否选错了文件，或者文件没有复制完整")
    if head.startswith(_ZIP):
        return WORKBOOK
    for first, what, hint in _REFUSED:
        if head.startswith(first):
            raise UserError(what, where, hint)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower().startswith(_MARKUP):
        raise UserError("暂时不能直接读网页格式（HTML、XML）的文件", where, _AS_XLSX)
    return TEXT
