"""Bytes -> cells -> books: many readers, one grammar. Nothing is guessed silently and nothing is dropped silently."""

from desktop_app.importers.read import read

__all__ = ["read"]
