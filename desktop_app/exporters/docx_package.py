"""The parts of a Word file around its text: styles, fonts, settings, footers, properties, and the zip around them."""

import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from desktop_app.exporters import docx_xml as xml
from desktop_app.exporters.form import Style

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)  # no time of writing: the same book gives the same bytes

FOOTERS = ("blank", "odd", "even")
_PARTS = {
    "styles": "styles",
    "settings": "settings",
    "fontTable": "fontTable",
    **{f"footer_{name}": "footer" for name in FOOTERS},
}


def save(path: Path, body: str, title: str, style: Style) -> None:
    """Write the Word file with `body` (the children of `w:body`) to `path`. Raises OSError."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            [
                ("document", f"{_OFFICE}/officeDocument", "word/document.xml"),
                ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "docProps/core.xml": _core(title),
        "word/document.xml": f"<w:document {xml.NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(
            [(name, f"{_OFFICE}/{kind}", f"{name}.xml") for name, kind in _PARTS.items()]
        ),
        "word/styles.xml": _styles(style),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _fonts(style["fonts"]),
        **{f"word/footer_{name}.xml": _footer(name) for name in FOOTERS},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _HEAD + text)


def section(style: Style, numbered: bool) -> str:
    """The properties of a section that begins a page: its size and margins, and page numbers from 1 if `numbered`."""
    page = {name: xml.twips(mm) for name, mm in style["page"].items()}
    names = {"default": "odd", "even": "even"} if numbered else {"default": "blank", "even": "blank"}
    turned = ' w:orient="landscape"' if page["width"] > page["height"] else ""
    references = "".join(f'<w:footerReference w:type="{t}" r:id="footer_{name}"/>' for t, name in names.items())
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{page["width"]}" w:h="{page["height"]}"{turned}/>'
        f'<w:pgMar w:top="{page["top"]}" w:right="{page["right"]}" w:bottom="{page["bottom"]}" '
        f'w:left="{page["left"]}" w:header="{page["header"]}" w:footer="{page["footer"]}" w:gutter="0"/>'
        + ('<w:pgNumType w:start="1"/>' if numbered else "")
        + "</w:sectPr>"
    )


def _content_types() -> str:
    overrides = {"/word/document.xml": f"{_WORD}.document.main+xml"}
    overrides |= {f"/word/{name}.xml": f"{_WORD}.{kind}+xml" for name, kind in _PARTS.items()}
    overrides["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    listed = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(relations: list[tuple[str, str, str]]) -> str:
    listed = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, kind, target in relations)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _core(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{xml.escape(title)}</dc:title></cp:coreProperties>'
    )


def _settings() -> str:
    # kinsoku and hanging punctuation are on by default; compatibility 15 is Word 2013 and later
    return (
        f'<w:settings {xml.NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:updateFields w:val="true"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )


def _fonts(fonts: dict[str, str]) -> str:
    listed = "".join(
        f'<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(other)}/><w:charset w:val="86"/></w:font>'
        for name, other in fonts.items()
    )
    return f"<w:fonts {xml.NAMESPACES}>{listed}</w:fonts>"


def _footer(name: str) -> str:
    """`— 1 —`, one character from the outer edge: right on odd pages, left on even ones."""
    content, side = "", "right"
    if name != "blank":
        side = "right" if name == "odd" else "left"
        content = xml.run("— ") + xml.field("PAGE", "1") + xml.run(" —")
    indent = '<w:ind w:leftChars="100" w:left="280" w:rightChars="100" w:right="280"/>'
    return (
        f"<w:ftr {xml.NAMESPACES}>" + xml.paragraph("Footer", content, f'{indent}<w:jc w:val="{side}"/>') + "</w:ftr>"
    )


def _styles(style: Style) -> str:
    normal = style["style"]["Normal"]
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_font(normal)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    listed = "".join(_style(style_id, look, style) for style_id, look in style["style"].items())
    return f"<w:styles {xml.NAMESPACES}>{defaults}{listed}</w:styles>"


def _font(look: dict[str, Any]) -> str:
    font = quoteattr(look["font"])
    half = round(look["size"] * 2)
    bold = "<w:b/>" if look.get("bold") else ""
    return (
        f'<w:rFonts w:ascii={font} w:eastAsia={font} w:hAnsi={font} w:cs={font} w:hint="eastAsia"/>{bold}'
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    )


def _style(style_id: str, look: dict[str, Any], style: Style) -> str:
    default = ' w:default="1"' if style_id == "Normal" else "" if look["name"].isascii() else ' w:customStyle="1"'
    based = "" if style_id == "Normal" else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{style_id}"><w:name w:val={quoteattr(look["name"])}/>{based}'
        f"<w:qFormat/><w:pPr>{_paragraph_look(look, style)}</w:pPr><w:rPr>{_font(look)}</w:rPr></w:style>"
    )


def _paragraph_look(look: dict[str, Any], style: Style) -> str:
    level, first, tabs = look.get("level", 0), look.get("first", 0), look.get("tabs", [])
    left = xml.twips(look.get("indent", 0.0))
    return (
        ("<w:keepNext/>" if level or look.get("keep") else "")
        + ("<w:pageBreakBefore/>" if look.get("fresh") else "")
        + '<w:widowControl w:val="0"/>'
        + _tabs(tabs, style["page"])
        + '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        + f'<w:spacing w:before="{_twentieths(look.get("before", 0.0))}" '
        + f'w:after="{_twentieths(look.get("after", 0.0))}" '
        + f'w:line="{_twentieths(look["line"])}" w:lineRule="exact"/>'
        + f'<w:ind w:left="{left}" w:right="0" '
        + f'w:firstLineChars="{first * 100}" w:firstLine="{_twentieths(first * look["size"])}"/>'
        + f'<w:jc w:val="{look["align"]}"/>'
        + (f'<w:outlineLvl w:val="{level - 1}"/>' if level else "")
    )


def _twentieths(points: float) -> int:
    return round(points * 20)


def _tabs(kinds: list[str], page: dict[str, float]) -> str:
    edge = xml.twips(page["width"] - page["left"] - page["right"])
    stops = {
        "center": f'<w:tab w:val="center" w:pos="{edge // 2}"/>',
        "right": f'<w:tab w:val="right" w:pos="{edge}"/>',
        "dots": f'<w:tab w:val="right" w:leader="dot" w:pos="{edge}"/>',
    }
    return f"<w:tabs>{''.join(stops[kind] for kind in kinds)}</w:tabs>" if kinds else ""
