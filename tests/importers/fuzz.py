"""Damaged files through every reader: a book or a sentence, nothing else, soon, and in little memory.

    python -m tests.importers.fuzz [SECONDS] [SEED]

Writes an invented book in every shape and kind of file, damages it at random (bytes, the parts of a package) and reads
it. Prints the first failures and how many files were tried, refused, how long the slowest took and how much memory was
held at most. Exit status 1 where a reader raised, hung or held too much.
"""

import io
import os
import random
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))

import pdf_writer
import sheet_writers
import text_writers
from page_writers import docx_of_book
from PySide6.QtWidgets import QApplication
from shapes import list_rows, tab_rows, word_text, write_sheet
from wrapped_writer import Paper, pdf_text

from desktop_app import catalog, importers
from desktop_app.errors import UserError

LONGEST = 10.0  # seconds for one file
MOST_MEMORY = 500  # MB
SHAPES = (
    tab_rows, word_text, text_writers.pipe_rows, text_writers.markdown, text_writers.bare_pipes,
    text_writers.ended_cells, text_writers.paragraphs, text_writers.plain_lines, text_writers.aligned,
    text_writers.runs, text_writers.endless, text_writers.glued, text_writers.word_stream,
)  # fmt: skip


def sources(folder: Path) -> list[tuple[str, bytes]]:
    """An invented book in every shape and kind of file, as (name, content)."""
    (book,) = importers.read(catalog.sample(), catalog.reading_forms())
    book.projects = book.projects[:4]
    found = [(f"{write.__name__}.txt", write(book).encode("utf-8")) for write in SHAPES]
    found.append(("wrapped.txt", pdf_text(book, Paper()).encode("utf-8")))
    text = catalog.sample().read_text("utf-8")
    found += [(f"{name}.txt", text.encode(name)) for name in ("gb18030", "utf-16", "utf-8-sig")]
    pages = sheet_writers.forms(book)
    files = [
        write_sheet(folder / "清单.xlsx", list_rows([book])),
        sheet_writers.xlsx(folder / "表.xlsx", pages),
        sheet_writers.xls(folder / "表.xls", pages),
        sheet_writers.html(folder / "网页.xls", pages),
        sheet_writers.xml(folder / "标记.xls", pages),
        sheet_writers.delimited(folder / "表.csv", pages[0]),
    ]
    (folder / "表.docx").write_bytes(docx_of_book(book))
    pdf_writer.print_html(pdf_writer.html_of_book(book), folder / "表.pdf")
    return found + [(path.name, path.read_bytes()) for path in (*files, folder / "表.docx", folder / "表.pdf")]


def damage(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, cut out, doubled or moved; of a package also within one of its parts."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _damage_part(data, chance)
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        if not changed:
            break
        at, length = chance.randrange(len(changed)), chance.choice((1, 7, 200, 5000))
        piece = changed[at : at + length]
        match chance.choice(("flip", "cut", "double", "move", "noise", "end")):
            case "flip":
                changed[at] ^= 1 << chance.randrange(8)
            case "cut" if len(changed) > 2 * length:
                del changed[at : at + length]
            case "double":
                changed[at:at] = piece
            case "move":
                to = chance.randrange(len(changed))
                changed[to : to + len(piece)] = piece
            case "end" if chance.random() < 0.2:
                del changed[at:]
            case _:
                changed[at : at + len(piece)] = chance.randbytes(len(piece))
    return bytes(changed)


def _damage_part(data: bytes, chance: random.Random) -> bytes:
    """One part of the package damaged, the package itself sound."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed:
        names = whole.namelist()
        victim = chance.choice(names)
        for name in names:
            part = whole.read(name)
            changed.writestr(name, damage(part, chance) if name == victim and not part.startswith(b"PK") else part)
    return out.getvalue()


def run(seconds: float, seed: int) -> int:
    """Try for so long; 0 where nothing failed."""
    chance, forms = random.Random(seed), catalog.reading_forms()
    tried: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    failures, slowest = [], (0.0, "")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        whole = sources(folder)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            name, data = chance.choice(whole)
            path = folder / name
            path.write_bytes(damage(data, chance))
            begun = time.monotonic()
            try:
                importers.read(path, forms)
            except UserError as error:
                refused[name] += 1
                if name not in str(error) or not error.hint:
                    failures.append(f"{name}: 提示不完整：{error}")
            except Exception:
                failures.append(f"{name}: {traceback.format_exc(limit=-3)}")
            took = time.monotonic() - begun
            slowest = max(slowest, (took, name))
            if took > LONGEST:
                failures.append(f"{name}: {took:.1f} s")
            tried[name] += 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if memory > MOST_MEMORY:
        failures.append(f"{memory} MB")
    print(*failures[:5], sep="\n")
    print(
        f"tried {tried.total()} files of {len(tried)} kinds, refused {refused.total()}, failures {len(failures)},",
        end="",
    )
    print(f" slowest {slowest[0]:.2f} s ({slowest[1]}), memory {memory} MB")
    return 1 if failures or refused.total() == tried.total() else 0


if __name__ == "__main__":
    application = QApplication([])
    given = [float(text) for text in sys.argv[1:]]
    sys.exit(run(given[0] if given else 30.0, int(given[1]) if len(given) > 1 else 7))
