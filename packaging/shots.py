"""Draws the screens of the program, filled with the sample, into PNG files; needs no display."""

import argparse
import os
import shutil
import tempfile
from pathlib import Path


def main() -> None:
    """Draw all screens into a folder, or the one with a project into a file; prints the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("to", type=Path, help="folder for all screens, or the file with --one")
    parser.add_argument("--one", action="store_true", help="draw only the window with a project")
    parser.add_argument("--dark", action="store_true", help="as on a system of dark colours")
    parser.add_argument("--scale", type=int, default=100, help="scaling of the screen in percent")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        # Qt reads these when it starts: from here on, and not before, it may be imported.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.environ["QT_SCALE_FACTOR"] = str(arguments.scale / 100)
        os.environ["JIXIAO_DATA_DIR"] = str(Path(temporary, "data"))
        from desktop_app.ui import shots

        if arguments.one:
            project = next(file for file in shots.render(Path(temporary, "shots")) if "project" in file.name)
            print(shutil.copyfile(project, arguments.to))
        else:
            print(*shots.render(arguments.to, arguments.dark), sep="\n")


if __name__ == "__main__":
    main()
