"""JSON files that people hand to the command line, or that it hands to them."""

import json
from pathlib import Path
from typing import Any

from desktop_app.errors import UserError, from_os_error
from desktop_app.exporters.files import atomic_write


def read_json(path: Path, what: str, hint: str) -> Any:
    """What a file holds. Raises UserError where it cannot be read, and with `what` and `hint` where it is no JSON."""
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise from_os_error(error, path) from error
    except (ValueError, RecursionError) as error:
        raise UserError(what, str(path), hint) from error


def write_json(path: Path, data: Any) -> None:
    """Write data, whole or not at all. Raises UserError where the place cannot be written."""
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    with atomic_write(path) as temporary:
        temporary.write_text(text, "utf-8")
