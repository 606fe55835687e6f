"""What the styles of a Word file say of a paragraph: its heading level, its list, whether it is hidden."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from desktop_app.importers.word_xml import attribute, child, local, number, switched_on, value

_HEADING = re.compile(r"heading [1-9]", re.IGNORECASE)
_CONTENTS = re.compile(r"toc [1-9]", re.IGNORECASE)
_BODY_LEVEL = 9  # the outline level of text that is no heading
_LONGEST_CHAIN = 20


@dataclass(slots=True)
class Style:
    """One style; what is None it takes over from the style that it is based on."""

    based: str = ""
    name: str = ""
    outline: int | None = None
    list_id: str | None = None
    depth: int | None = None
    hidden: bool | None = None


@dataclass(slots=True)
class Styles:
    """The styles of a document by their ids; "" is that of paragraphs which name none."""

    styles: dict[str, Style] = field(default_factory=dict)
    whole: dict[str, Style] = field(default_factory=dict)

    def of(self, style_id: str) -> Style:
        """A style with all that it takes over."""
        if style_id not in self.whole:
            self.whole[style_id] = self._whole(style_id)
        return self.whole[style_id]

    def _whole(self, style_id: str) -> Style:
        made = Style(name=self.styles[style_id].name if style_id in self.styles else "")
        at = style_id
        for _ in range(_LONGEST_CHAIN):  # styles may be based on each other in a circle
            style = self.styles.get(at)
            if style is None:
                break
            for name in ("outline", "list_id", "depth", "hidden"):
                if getattr(made, name) is None:
                    setattr(made, name, getattr(style, name))
            at = style.based
        return made

    def heading(self, paragraph: ET.Element | None, style_id: str) -> bool:
        """Whether the properties of a paragraph or its style make it a heading."""
        own = value(paragraph, "outlineLvl")
        style = self.of(style_id)
        if own is not None:
            return number(own, _BODY_LEVEL) < _BODY_LEVEL
        if style.outline is not None:
            return style.outline < _BODY_LEVEL
        return _HEADING.fullmatch(style.name) is not None

    def contents(self, style_id: str) -> bool:
        """Whether it is the style of a line of a contents page."""
        return _CONTENTS.fullmatch(self.of(style_id).name or style_id) is not None

    def list_of_style(self) -> dict[str, str]:
        """The list of each numbering style."""
        return {name: style.list_id for name, style in self.styles.items() if style.list_id}


def read_styles(root: ET.Element | None) -> Styles:
    """The styles of styles.xml; a document may have none."""
    styles = Styles()
    if root is None:
        return styles
    for element in root:
        if local(element) == "style":
            style = _style(element)
            styles.styles[attribute(element, "styleId") or ""] = style
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
                styles.styles.setdefault("", style)
    return styles


def _style(element: ET.Element) -> Style:
    looks = child(element, "pPr")
    outline, depth = value(looks, "outlineLvl"), value(looks, "numPr", "ilvl")
    hidden = child(element, "rPr", "vanish")
    return Style(
        value(element, "basedOn") or "",
        value(element, "name") or "",
        None if outline is None else number(outline, _BODY_LEVEL),
        value(looks, "numPr", "numId"),
        None if depth is None else number(depth),
        None if hidden is None else switched_on(element, "rPr", "vanish"),
    )
