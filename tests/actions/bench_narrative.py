"""How long the figures of a large book take: python -m tests.actions.bench_narrative [PROJECTS]."""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from desktop_app.actions import importing, narrative, workspace
from desktop_app.domain import linked
from desktop_app.domain.model import Project
from tests.publishing import OWN, publishing

RUNS = 5


def fastest(work: Callable[[], object]) -> float:
    """The least processor time of some runs, in milliseconds."""
    best = float("inf")
    for _ in range(RUNS):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best * 1000


def main(count: int) -> None:
    """Print the times for a book of `count` projects."""
    book = publishing()
    names = [f"第{i}号渠道清淤和泵站维护经费" for i in range(count)]
    book.projects = [Project(*OWN, name=name, budget=f"{i % 90 + 1}.50") for i, name in enumerate(names)]
    print(f"figures of a book with {count} projects: {fastest(lambda: narrative.ground_of(book)):.1f} ms")
    ground = narrative.ground_of(book)
    print(f"all sections written: {fastest(lambda: narrative.drafts(ground)):.1f} ms")
    long = max((draft for draft in narrative.drafts(ground)), key=lambda draft: len(draft.text))
    typed = long.text[:40] + "另" + long.text[40:]
    print(
        f"{len(long.links)} links moved through one typed character in {len(long.text)} characters:"
        f" {fastest(lambda: linked.rebase(long.text, typed, long.links)):.1f} ms"
    )
    marks = fastest(lambda: ground.reader.marks(long.text, []))
    print(f"the same text read for figures that nobody linked: {marks:.1f} ms")
    with tempfile.TemporaryDirectory() as folder, workspace.create_workspace(Path(folder) / "大.jxdb") as store:
        importing.apply_import(store, importing.plan_import(store, [book]))
        department = store.query("SELECT id FROM department")[0]["id"]
        reading = fastest(lambda: narrative.ground(store, department, secret=()))
        print(f"read from the workspace with them: {reading:.1f} ms")
        print(f"the same, secret markings looked for: {fastest(lambda: narrative.ground(store, department)):.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
