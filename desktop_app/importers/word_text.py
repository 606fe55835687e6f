"""One paragraph of Word -> its text as a reader sees it: results of fields, inserted text, numbers that Word prints."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from desktop_app.importers.word_numbers import Numbers
from desktop_app.importers.word_styles import Styles
from desktop_app.importers.word_xml import attribute, child, local, number, switched_on, value

# Elements with text that no reader sees: deleted, moved away, instructions of fields, what stands over a word.
_UNSEEN = frozenset(
    ("del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr",
     "tblGrid", "trPr", "tcPr", "footnoteRef", "endnoteRef", "annotationRef", "fldData")
)  # fmt: skip
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
UNREADABLE = "\ufffd"

# The signs that Word takes from its own fonts; their codes are those of the fonts, with or without F000 added.
_SYMBOL = {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞", 0xB0: "°",
           0xB7: "·", 0x6D: "μ", 0x2D: "-", 0x3D: "=", 0x3C: "<", 0x3E: ">"}  # fmt: skip
_DINGBATS = {0xFE: "☑", 0xA8: "☐", 0x6F: "☐", 0xFC: "√", 0xFB: "×", 0x52: "☑", 0xA3: "☐", 0x51: "☒", 0x50: "√"}


@dataclass(slots=True)
class Paragraph:
    """A paragraph as it is read: its text with its number, and the text boxes that hang on it."""

    text: str = ""
    label: str = ""
    heading: bool = False
    contents: bool = False
    goes_on: bool = False
    boxes: list[ET.Element] = field(default_factory=list)


@dataclass(slots=True)
class TextReader:
    """Reads the paragraphs of one document; they must come in order, for their numbers are counted."""

    styles: Styles
    numbers: Numbers

    def paragraph(self, element: ET.Element) -> Paragraph:
        """Read one `w:p`."""
        looks = child(element, "pPr")
        style_id = value(looks, "pStyle") or ""
        collector = _Collector(self.styles, bool(self.styles.of(style_id).hidden))
        collector.take(element)
        done = Paragraph("".join(collector.parts), boxes=collector.boxes)
        done.contents = collector.contents or self.styles.contents(style_id)
        done.heading = self.styles.heading(looks, style_id)
        done.goes_on = child(looks, "rPr", "del") is not None
        if not done.contents:
            done.label = self._label(looks, style_id)
        return done

    def _label(self, looks: ET.Element | None, style_id: str) -> str:
        """The number that Word prints before the paragraph."""
        style = self.styles.of(style_id)
        own, own_depth = value(looks, "numPr", "numId"), value(looks, "numPr", "ilvl")
        list_id = own if own is not None else style.list_id
        if not list_id or list_id == "0":
            return ""
        if own_depth is not None:
            depth = number(own_depth)
        elif own is None and style.depth is not None:
            depth = style.depth
        else:
            depth = self.numbers.level(list_id, style_id)
        return self.numbers.next(list_id, depth)


@dataclass(slots=True)
class _Collector:
    """Walks through one paragraph; `fields` holds for each open field whether its result has begun."""

    styles: Styles
    hidden: bool
    parts: list[str] = field(default_factory=list)
    boxes: list[ET.Element] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)

    @property
    def contents(self) -> bool:
        """Whether it is a line of a contents page: all of it leads to a heading, the page at its end."""
        return bool(self.linked) and "".join(self.linked).strip() == "".join(self.parts).strip()

    def take(self, element: ET.Element) -> None:
        for below in element:
            name = local(below)
            if name == "r":
                self._run(below)
            elif name == "txbxContent":
                self.boxes.append(below)
            elif name == "AlternateContent":
                self._alternatives(below)
            elif name == "sdt" and switched_on(below, "sdtPr", "showingPlcHdr"):
                continue  # asks for a text that nobody has typed
            elif name == "fldChar":
                self._field(attribute(below, "fldCharType"))
            elif name == "hyperlink" and (attribute(below, "anchor") or "").startswith("_Toc"):
                before = len(self.parts)
                self.take(below)
                self.linked += self.parts[before:]
            elif name not in _UNSEEN:
                self._content(name, below)

    def _alternatives(self, element: ET.Element) -> None:
        """The same content for newer and for older programs: one of the two."""
        chosen = child(element, "Choice")
        chosen = child(element, "Fallback") if chosen is None else chosen
        if chosen is not None:
            self.take(chosen)

    def _run(self, element: ET.Element) -> None:
        style = value(element, "rPr", "rStyle")
        hidden = self.hidden or bool(style and self.styles.of(style).hidden)
        if (own := child(element, "rPr", "vanish")) is not None:
            hidden = attribute(own) not in ("0", "false", "off")
        kept = len(self.parts)
        self.take(element)
        if hidden:
            del self.parts[kept:]

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _content(self, name: str, element: ET.Element) -> None:
        if name == "t":
            self._add("".join(map(_plain, element.text or "")) if _has_private(element.text) else element.text or "")
        elif name in _SIGNS:
            self._add(_SIGNS[name])
        elif name == "br":
            self._add("" if attribute(element, "type") in ("page", "column") else "\n")
        elif name == "sym":
            self._add(_symbol(element))
        else:
            self.take(element)

    def _add(self, text: str) -> None:
        if all(self.fields):
            self.parts.append(text)


def _has_private(text: str | None) -> bool:
    return bool(text) and any("\uf020" <= c <= "\uf0ff" for c in text or "")


def _plain(sign: str) -> str:
    """A sign of the font Symbol that was typed as a character of the font's own."""
    return _SYMBOL.get(ord(sign) - 0xF000, UNREADABLE) if "\uf020" <= sign <= "\uf0ff" else sign


def _symbol(element: ET.Element) -> str:
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return UNREADABLE
    table = _SYMBOL if (attribute(element, "font") or "").startswith("Symbol") else _DINGBATS
    return table.get(code & 0xFF if 0xF000 <= code <= 0xF0FF or code <= 0xFF else -1, UNREADABLE)
