"""Half a minute of damaged files through every reader, in a process of its own whose memory is measured."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by a POSIX call")
def test_damaged_files_give_a_book_or_a_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.importers.fuzz", "30"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "failures 0" in done.stdout
