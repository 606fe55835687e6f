"""Bytes -> cells -> books: many readers, one grammar. Nothing is guessed silently and nothing is dropped silently."""

from desktop_app.importers.list_heads import SheetColumns
from desktop_app.importers.read import list_columns, read

__all__ = ["SheetColumns", "list_columns", "read"]
