"""The use cases: open, edit, import, check, export, pack, receive. No Qt, no SQL."""
