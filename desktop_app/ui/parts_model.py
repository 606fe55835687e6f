"""One list of a book as a grid shows it: rows that come and go, sums that are computed and compared."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex

from desktop_app.actions import editing, forms_of_year
from desktop_app.actions import parts as actions
from desktop_app.domain.changes import CellKey
from desktop_app.domain.findings import Finding
from desktop_app.ui.clipboard import Block
from desktop_app.ui.computed_model import ComputedModel
from desktop_app.ui.grid_rows import Row, inviting
from desktop_app.ui.grid_sheet import Cell, Index
from desktop_app.ui.parts import Part
from desktop_app.ui.parts_state import PartsState

_NOTHING = Part("", "", "", [], [])
_MOST_CHARACTERS = 30  # of a text that asks for width
_INVITATIONS = {"purchase": "新增采购…", "asset_row": "新增一行…", "organisation": "新增单位…", "term": "新增名词…"}
_PURCHASE, _TOTAL = "purchase", "purchase_total"


class PartModel(ComputedModel):
    """The texts of one list; what is typed is stored in its cell."""

    def __init__(self, state: PartsState) -> None:
        super().__init__(state.hub)
        self.state = state
        self.part = _NOTHING

    def show(self, part: Part | None) -> None:
        """Show a list; the current cell stays where it is the list that is shown."""
        part = part or _NOTHING
        same = (part.id, part.owner, part.heads) == (self.part.id, self.part.owner, self.part.heads)
        self.part = part
        self.invitation = _INVITATIONS.get(part.table, "")
        self.invites_at = part.fields.index("project") if "project" in part.fields else 0
        self.right = part.amounts()
        rows = [Row(line.id or f"#{at}", line.texts, ()) for at, line in enumerate(part.lines)]
        computed = {(rows[row].id, column): text for (row, column), text in part.computed.items() if row < len(rows)}
        remarks = {(rows[row].id, column): said for (row, column), said in part.remarks.items() if row < len(rows)}
        if part.parent and not self.read_only:
            rows.append(inviting(len(part.heads)))
        self._put(rows, computed, remarks, None if same else len(part.heads))

    def widths(self) -> tuple[tuple[float, ...], tuple[int, ...]]:
        """Least width in characters, and share of what is left, of each column."""
        longest = [
            min(max([len(line.texts[c]) for line in self.part.lines], default=1), _MOST_CHARACTERS)
            for c in range(self.columnCount())
        ]
        numbers = [c in self.right for c in range(self.columnCount())]
        least = [
            self.number_width(c, 2.5) if numbers[c] else min(max(longest[c], 3), 6) for c in range(self.columnCount())
        ]
        return tuple(least), tuple(1 if n else max(w, 1) for w, n in zip(longest, numbers, strict=True))

    def heads(self) -> list[str]:
        """Override ComputedModel.heads."""
        return self.part.heads

    def is_label(self, column: int) -> bool:
        """Override ComputedModel.is_label."""
        return False

    def is_void(self, row: int, column: int) -> bool:
        """Override ComputedModel.is_void: what only a purchase has, in the row of a sum."""
        lines = self.part.lines
        return row < len(lines) and lines[row].keys[column] is None and bool(self.part.parent)

    def editable(self, row: int, column: int) -> bool:
        """Override SheetModel.editable."""
        if self.read_only:
            return False
        if row >= len(self.part.lines):
            return bool(self.part.parent)
        return self.part.lines[row].keys[column] is not None or not self.part.parent

    def choices(self, row: int, column: int) -> list[str]:
        """Override SheetModel.choices: the units that purchases may be of, the projects that pay for them."""
        name = self.part.fields[column]
        if self.part.table != _PURCHASE or (row < len(self.part.lines) and self._table(row) == _TOTAL):
            return []
        if name == "owner":
            return [owner.owner for owner in self.state.owners() if owner.owner]
        return self.state.projects() if name == "project" else []

    def _table(self, row: int) -> str:
        return next((key.table for key in self.part.lines[row].keys if key is not None), "")

    def key(self, index: Index) -> CellKey | None:
        """Override SheetModel.key."""
        if not index.isValid() or index.row() >= len(self.part.lines):
            return None
        return self.part.lines[index.row()].keys[index.column()]

    def index_of_finding(self, finding: Finding) -> QModelIndex:
        """Where the cell of a finding is shown; invalid where it is not."""
        place = self.part.place(finding)
        return self.index(*place) if place else QModelIndex()

    def name_of(self, index: Index) -> str:
        """What a cell is called: the first words of its row and its column's heading."""
        if not index.isValid():
            return ""
        head = self.part.heads[index.column()].replace("/", " ")
        texts = self._rows[index.row()].texts
        named = (t for c, t in enumerate(texts) if t and c not in self.right and self.part.fields[c] != "owner")
        label = next(named, "")
        return " ".join(text for text in (label[:_MOST_CHARACTERS], head) if text)

    # Writing

    def write(self, cells: list[Cell], name: str) -> bool:
        """Override SheetModel.write; texts typed into the inviting row make a new record."""
        if not self.part.parent:
            return not cells or self._begin_assets(cells)
        edits: list[tuple[CellKey, str]] = []
        new: dict[int, dict[str, str]] = {}
        for row, column, text in cells:
            key = self.part.lines[row].keys[column] if row < len(self.part.lines) else None
            if key is not None:
                edits.append((key, text))
            elif row >= len(self.part.lines):
                new.setdefault(row, {})[self.part.fields[column]] = text
        added = [self._owned(texts) for _, texts in sorted(new.items()) if any(texts.values())]
        if self.part.table == _PURCHASE:
            done = self.hub.run(actions.write_purchases, self.part.parent, edits, added, name)
        elif added:
            done = self.hub.run(editing.insert_rows, self.part.table, self.part.parent, "", 1, added)
            return done is not None and (not edits or self.hub.run(editing.edit_cells, edits, name) is not None)
        else:
            return not edits or self.hub.run(editing.edit_cells, edits, name) is not None
        return done is not None

    def _owned(self, texts: Mapping[str, str]) -> dict[str, str]:
        """A new purchase stands with the unit that the page says."""
        own = {"owner": self.part.stands_with} if self.part.stands_with else {}
        return own | dict(texts)

    def _begin_assets(self, cells: list[Cell]) -> bool:
        """Begin a table of assets with what was typed into the rows of the form."""
        if not self.begin():
            return False
        return not any(text for _, _, text in cells) or (bool(self.part.parent) and self.write(cells, ""))

    def begin(self) -> bool:
        """Begin the table of assets that is offered."""
        if self.part.parent:
            return True
        holder = next((o.printed for o in self.state.owners() if o.owner and o.owner == self.part.owner), "")
        return self.hub.run(forms_of_year.add_assets, self.state.department_id, holder) is not None

    def paste(self, row: int, column: int, block: Block) -> bool:
        """Override SheetModel.paste: rows beyond the last become new ones."""
        wide = [texts[: self.columnCount() - column] for texts in block]
        while len(wide) > max(len(self.part.lines) - row, 0) and not any(wide[-1]):
            wide.pop()
        cells = [(row + i, column + j, text) for i, texts in enumerate(wide) for j, text in enumerate(texts)]
        return self.write([c for c in cells if self.editable(c[0], c[1])], "粘贴")

    def _takes(self, row: int, column: int, text: str) -> bool:
        return column < self.columnCount() and (self.editable(row, column) or self.text(row, column) == text)

    def insert_rows(self, row: int, count: int) -> bool:
        """Override SheetModel.insert_rows: a purchase stands with the unit of the one below it."""
        if not self.begin():
            return False
        table, lines = self.part.table, self.part.lines
        below = next((at for at in range(row, len(lines)) if self._table(at) == table), None)
        before = lines[below].id if below is not None else ""
        if table != _PURCHASE:
            return self.hub.run(editing.insert_rows, table, self.part.parent, before, count) is not None
        owner = self.part.owner
        if not owner and below is not None and "owner" in self.part.fields:
            owner = lines[below].texts[self.part.fields.index("owner")]
        new = [{"owner": owner or self.part.stands_with} for _ in range(count)]
        return self.hub.run(actions.insert_purchases, self.part.parent, before, new) is not None

    def delete_rows(self, rows: list[int]) -> bool:
        """Override SheetModel.delete_rows."""
        ids = [self.part.lines[row].id for row in rows if self.part.lines[row].path]
        if not ids or not self.part.parent:
            return False
        if self.part.table == _PURCHASE:
            return self.hub.run(actions.delete_purchases, self.part.parent, ids) is not None
        return self.hub.run(editing.delete_rows, self.part.table, ids) is not None

    def move_rows(self, rows: list[int], step: int) -> bool:
        """Override SheetModel.move_rows."""
        ids = [self.part.lines[row].id for row in rows if self._table(row) == self.part.table]
        return not ids or self.hub.run(editing.move_rows, self.part.table, ids, step) is not None
