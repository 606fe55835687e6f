"""Traces of Word, Markdown and HTML in a line of text: field codes, bookmarks, marks of cells, tags, entities."""

import html
import re

# Signs that no one sees on paper, and the signs of Word's own text stream: objects, notes, hyphens that may break.
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u200e\u200f\xad\x00\x01\x02\x05\x08\x1f"))
_INVISIBLE[0x1E] = ord("-")  # Word's hyphen that does not break
_INVISIBLE.update(dict.fromkeys((0x0B, 0x85, 0x2028), ord("\v")))  # a line break within the paragraph

# Word's fields. A switch is `\h`, `\o "1-3"`, `\* ARABIC`; what follows the switches is the result, which stays.
_QUOTED = r'(?:"[^"]*"|“[^”]*”)'
_SWITCH = rf"\\(?:[*#@]\s?(?:{_QUOTED}|[\w.]+)|[A-Za-z](?:\s*{_QUOTED})?)"
_LEVEL = r'\s*\\(?:f\s*"?[A-Za-z]?"?|l\s*"?\d?"?|[nrt])'
_ENTRY = rf"(?:TC|XE)(?:\s+{_QUOTED}|.{{0,400}}?(?=\\f\s*\"?[A-Za-z](?![a-z])|\\l\s*\"?\d))(?:{_LEVEL})*"
_NAMES = (
    "TOC|PAGEREF|NOTEREF|STYLEREF|HYPERLINK|REF|SEQ|PAGE|NUMPAGES|SECTION|DATE|TIME|CREATEDATE|SAVEDATE|MERGEFIELD|"
    "DOCPROPERTY|INCLUDEPICTURE|INCLUDETEXT|EMBED|LINK|ADDIN|EQ|QUOTE|SYMBOL|FILENAME|AUTHOR|TITLE|INDEX|IF"
)
_TARGET = r"_(?:Toc|Ref|Hlk|Hlt)\w+"
_ARGUMENT = rf"(?:{_QUOTED}|{_TARGET}|[^\s\\\"“]{{1,40}}(?=\s*\\))"
# Without braces a name is a field's only with a switch, with a bookmark of Word's own, or with an address.
_SHOWN = rf"(?=(?:{_NAMES})\s+(?:[^\s\\]{{1,40}}\s*)?(?:\\|{_TARGET})|(?:HYPERLINK|INCLUDEPICTURE|MERGEFIELD)\s+[\"“])"
_FIELD_CODE = re.compile(
    rf"\s*(?<![A-Za-z0-9_])(?:{_ENTRY}|FORM(?:TEXT|CHECKBOX|DROPDOWN)(?![A-Za-z])|EMBED\s+\w+(?:\.\w+)+|"
    rf"{_SHOWN}(?:{_NAMES})(?:\s+{_ARGUMENT})?(?:\s*{_SWITCH})*)[ \t]*"
)
_IN_BRACES = re.compile(rf"\s*\{{\s*(?:=|(?:TC|XE|FORM[A-Z]+|{_NAMES})(?![A-Za-z]))[^{{}}]{{0,600}}\}}")
_RAW_SIGNS = "\x13\x14\x15"
_NO_RAW_SIGNS = dict.fromkeys(map(ord, _RAW_SIGNS))
_RAW_FIELD = re.compile("\x13[^\x13-\x15]*(?:\x14([^\x13-\x15]*))?\x15")
_PAGE = re.compile(r"\s*\d{1,4}[\s\x13-\x15]*")
_BOOKMARK = re.compile(r"[\[【][Bb]ookmark[:：][^\[\]【】]*[\]】]")

_TAGS = (
    "a|b|i|u|s|p|q|br|hr|em|li|ol|ul|td|th|tr|dd|dl|dt|col|div|del|ins|img|pre|sub|sup|big|html|head|body|font|span|"
    "code|small|strong|strike|center|table|thead|tbody|tfoot|caption|colgroup|section|blockquote|h[1-6]|o:p|[vw]:[a-z]+"
)
_ATTRIBUTE = r"""\s+[A-Za-z_:][-\w:.]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s<>"']+))?"""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:{_ATTRIBUTE})*\s*/?>|<!--.*?-->", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,8});")
_MARKDOWN_HEADING = re.compile(r"^\s*#{1,6}\s+")
_BOLD = re.compile(r"\*\*(.+?)\*\*")

# Digits of full width are the same digits; with them the point and the percent sign. Letters only within a code.
_WIDE = re.compile(r"[０-９]|(?<=[0-9０-９])．(?=[0-9０-９])|(?<=[0-9０-９])％")
_WIDE_CODE = re.compile(r"(?<![0-9A-ZＡ-Ｚ])(?=[0-9A-Z]*[Ａ-Ｚ])[0-9A-ZＡ-Ｚ]{6,}")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def clean(line: str) -> tuple[str, bool]:
    r"""The line without such traces, and whether they marked it as a heading. `\v` stands for a break in a cell."""
    line = line.translate(_INVISIBLE)
    plain = _MARKDOWN_HEADING.sub("", line, count=1)
    marked = plain != line
    plain, entry = _without_fields(plain)
    if "<" in plain:
        plain = _TAG.sub("", _BREAK.sub("\v", plain))
    if "&" in plain:
        plain = _ENTITY.sub(lambda match: html.unescape(match[0]), plain)
    if "ookmark" in plain:
        plain = _BOOKMARK.sub("", plain)
    if "**" in plain:
        plain = _BOLD.sub(r"\1", plain)
    if not plain.isascii():
        plain = _WIDE.sub(_narrow, plain)
        plain = _WIDE_CODE.sub(_narrow, plain)
    return plain, (marked or entry) and bool(plain.strip())


def _narrow(match: re.Match[str]) -> str:
    return match[0].translate(_NARROW)


def _without_fields(line: str) -> tuple[str, bool]:
    """The line without field codes, and whether one of them was an entry of the contents; results of fields stay."""
    entry = False

    def result(match: re.Match[str]) -> str:
        nonlocal entry
        entry = entry or match[0].strip(_RAW_SIGNS + "{ ").startswith("TC")
        shown = (match[1] or "") if match.re is _RAW_FIELD else ""
        # only an entry of the contents ends with a reference to a page: it is shown as it is printed
        leads = "PAGEREF" in match[0] and _PAGE.fullmatch(shown + match.string[match.end() :])
        return f"......{shown}" if leads else shown

    for sign, pattern in (("\x13", _RAW_FIELD), ("{", _IN_BRACES)):
        while sign in line and (shorter := pattern.sub(result, line)) != line:
            line = shorter
    if "\\" in line or "FORM" in line or '"' in line or "_" in line or "EMBED" in line:
        line = _FIELD_CODE.sub(result, line)
    return line.translate(_NO_RAW_SIGNS), entry
