"""The contents page: a field that Word and WPS can renew, filled in beforehand with entries and page numbers."""

from collections.abc import Sequence

from desktop_app.exporters import docx_xml as xml
from desktop_app.exporters.docx_body import CONTENTS_DEPTH, Entry
from desktop_app.exporters.form import Style


def contents(entries: Sequence[Entry], style: Style, only: str = "") -> str:
    """The title 目录 and the field; `only` names a bookmark to which the field keeps (several books in a file)."""
    title = xml.paragraph("ContentsTitle", xml.run(style["words"]["contents"]))
    if not entries:
        return title
    own = [look["name"] + f",{look['level']}" for look in style["style"].values() if _listed_by_name(look)]
    instruction = f'TOC \\o "1-{CONTENTS_DEPTH}" \\h \\z \\t "{",".join(own)}"' + (f" \\b {only}" if only else "")
    begin = (
        xml.field_mark("begin")
        + f'<w:r><w:instrText xml:space="preserve"> {xml.escape(instruction)} </w:instrText></w:r>'
        + xml.field_mark("separate")
    )
    lines = [_line(entry) for entry in entries]
    lines[0] = begin + lines[0]
    lines[-1] += xml.field_mark("end")
    paragraphs = [xml.paragraph(f"TOC{e.level}", line) for e, line in zip(entries, lines, strict=True)]
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    return f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{title}{''.join(paragraphs)}</w:sdtContent></w:sdt>"


def _listed_by_name(look: dict[str, object]) -> bool:
    """Whether a style stands in the contents but is none of Word's own headings."""
    return 0 < int(str(look.get("level", 0))) <= CONTENTS_DEPTH and not str(look["name"]).startswith("heading")


def _line(entry: Entry) -> str:
    target = xml.run(entry.text) + "<w:r><w:tab/></w:r>" + xml.field(f"PAGEREF {entry.bookmark} \\h", str(entry.page))
    return f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1">{target}</w:hyperlink>'
