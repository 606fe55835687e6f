"""Half a minute of damaged bytes through every reader: a book or a sentence, nothing else, and soon."""

import random
import time
from pathlib import Path

import pytest

from desktop_app import catalog
from desktop_app.actions import exporting, importing, workspace
from desktop_app.actions.gate import Override

SECONDS = 30
LONGEST = 10.0


def sources(folder: Path) -> list[tuple[str, bytes]]:
    """The sample as text in several encodings, and as our own workbook."""
    text = catalog.sample().read_text("utf-8")
    found = [(f"{name}.txt", text.encode(name)) for name in ("utf-8", "gb18030", "utf-16", "utf-8-sig")]
    path = workspace.make_sample(folder)
    with workspace.open_workspace(path) as store:
        (sheet,) = exporting.export(store, folder / "out", ["xlsx"], override=Override("试", "试")).run()
    return [*found, ("清单.xlsx", sheet.read_bytes())]


def damage(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, cut out, doubled or moved."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        at, length = chance.randrange(len(changed)), chance.choice((1, 7, 200, 5000))
        piece = changed[at : at + length]
        match chance.choice(("flip", "cut", "double", "move", "noise")):
            case "flip":
                changed[at] ^= 1 << chance.randrange(8)
            case "cut" if len(changed) > 2 * length:
                del changed[at : at + length]
            case "double":
                changed[at:at] = piece
            case "move":
                to = chance.randrange(len(changed))
                changed[to : to + len(piece)] = piece
            case _:
                changed[at : at + len(piece)] = chance.randbytes(len(piece))
    return bytes(changed)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_damaged_files_give_a_book_or_a_sentence(tmp_path: Path) -> None:
    chance, whole = random.Random(7), sources(tmp_path)
    until, tried, refused = time.monotonic() + SECONDS, 0, 0
    while time.monotonic() < until:
        name, data = chance.choice(whole)
        path = tmp_path / name
        path.write_bytes(damage(data, chance))
        begun = time.monotonic()
        for failure in importing.read_sources([path]).failures:
            refused += 1
            assert name in str(failure) and failure.hint
        assert time.monotonic() - begun < LONGEST
        tried += 1
    assert tried > 100 and refused < tried
