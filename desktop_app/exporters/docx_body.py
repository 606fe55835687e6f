"""The text of a Word document while it grows: its XML, its entries in the contents, and the page it has reached."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.exporters import docx_xml as xml
from desktop_app.exporters import layout
from desktop_app.exporters.form import Row, Style, row_heights

CONTENTS_DEPTH = 3
_WHOLE = 0.4  # a row up to this share of a page stays in one piece


@dataclass(slots=True, frozen=True)
class Entry:
    """One line of the contents: its level from 1, its text, the bookmark it points to, its computed page."""

    level: int
    text: str
    bookmark: str
    page: int


class Body:
    """Takes headings, paragraphs and tables from top to bottom.

    Attributes: `entries` are the headings for the contents so far, `mark` the head of all bookmark names.
    """

    def __init__(self, style: Style, mark: str, first_id: int) -> None:
        page = style["page"]
        self.style = style
        self.mark = mark
        self.entries: list[Entry] = []
        self.width: float = page["width"] - page["left"] - page["right"]
        self._pager = layout.Pager((page["height"] - page["top"] - page["bottom"]) * layout.POINTS_PER_MM)
        self._parts: list[str] = []
        self._next_id = first_id

    def content(self) -> str:
        """All that was added, as children of `w:body`."""
        return "".join(self._parts)

    def heading(self, style_id: str, text: str, fresh: bool = False) -> None:
        """A heading with a bookmark, listed in the contents; `fresh` begins a page."""
        name = f"{self.mark}{len(self.entries) + 1}"
        page = self.paragraph(style_id, text, fresh, name)
        level = self.style["style"][style_id]["level"]
        if level <= CONTENTS_DEPTH:
            self.entries.append(Entry(level, text, name, page))

    def paragraph(self, style_id: str, text: str, fresh: bool = False, bookmark: str = "") -> int:
        """A paragraph; returns the page on which it begins."""
        look = self.style["style"][style_id]
        if fresh or look.get("fresh"):
            self._pager.new_page()
        content = xml.run(text)
        if bookmark:
            content = xml.bookmark(bookmark, self._next_id, content)
            self._next_id += 1
        self._parts.append(xml.paragraph(style_id, content, "<w:pageBreakBefore/>" if fresh else ""))
        lines = layout.line_count(text, self.width, look["size"], look.get("first", 0))
        keep = look["line"] if look.get("level") or look.get("keep") else 0.0
        return self._pager.paragraph(lines, look["line"], look.get("before", 0.0), look.get("after", 0.0), keep)

    def table(self, rows: Sequence[Row], look: xml.TableLook) -> None:
        """A table; see `TableLook`."""
        heights = row_heights(rows, self.style, look.padding)
        whole = [height <= self._pager.height * _WHOLE for height in heights]
        self._parts.append(xml.table(rows, whole, look, self.style))
        repeated = sum(heights[: look.header])
        for i, height in enumerate(heights):
            self._pager.row(height, repeated if i >= look.header else 0.0, whole[i])
