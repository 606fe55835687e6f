"""Write NAME.expected.json anew for every sample: run it by hand, and look at what changed before it is kept."""

import json
from pathlib import Path

from desktop_app import catalog, importers
from desktop_app.domain.records import to_record

SAMPLES = Path(__file__).parent / "samples"


def record(path: Path) -> dict:
    """What the importers read in a sample, in the form of the JSON files."""
    return to_record(importers.read(path, catalog.reading_forms()), path.name)


if __name__ == "__main__":
    for path in sorted(SAMPLES.glob("*.txt")):
        text = json.dumps(record(path), ensure_ascii=False, indent=1)
        path.with_suffix(".expected.json").write_text(text + "\n", "utf-8")
