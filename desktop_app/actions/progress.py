"""How far a long action has come: told to who started it, who may cancel it by raising `errors.Cancelled` there."""

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Takes what is done, of how much (0: unknown), and what is being done now."""


def untold(done: int, total: int, text: str) -> None:
    """For who does not want to know."""
