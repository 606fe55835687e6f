"""What the window remembers until the next time: files and folders used last, and its place on the screen."""

from collections.abc import Callable
from pathlib import Path

from desktop_app import paths, settings
from desktop_app.errors import UserError
from desktop_app.settings import Settings


class Remembered:
    """The settings of the program as a window uses them; every change is saved at once."""

    def __init__(self, kept: Settings, opened: Callable[[], Path | None], tell: Callable[[str], object]) -> None:
        """`opened` gives the file of the open workspace, `tell` takes a sentence where saving fails."""
        self.settings = kept
        self._opened, self._tell = opened, tell
        self._last_out: Path | None = None

    def folder(self) -> Path:
        """The folder that the person used last, else that of the workspace."""
        last = Path(self.settings.last_folder)
        if self.settings.last_folder and last.is_dir():
            return last
        return self._beside() or paths.documents_dir()

    def _beside(self) -> Path | None:
        """The folder of the workspace; None for the sample, which lies where nobody looks for documents."""
        path = self._opened()
        return None if path is None or path.is_relative_to(paths.data_dir()) else path.parent

    def remember_folder(self, folder: Path) -> None:
        """Begin there the next time."""
        self.settings.last_folder = str(folder)
        self.save()

    def out_folder(self) -> Path:
        """Where documents go: where the last ones went, else beside the workspace."""
        if self._last_out is not None and self._last_out.is_dir():
            return self._last_out
        return self._beside() or self.folder()

    def remember_out_folder(self, folder: Path | None) -> None:
        """Put the next documents of this workspace there too; None for another workspace."""
        self._last_out = folder

    def pack_folder(self) -> Path:
        """Where packages go: to the stick that the last one went to, of any workspace, else beside the workspace."""
        last = Path(self.settings.pack_folder)
        if self.settings.pack_folder and last.is_dir():
            return last
        return self._beside() or self.folder()

    def remember_pack_folder(self, folder: Path) -> None:
        """Put the next package there too."""
        self.settings.pack_folder = str(folder)
        self.save()

    def renew(self) -> None:
        """Take what an action wrote into the settings, so that the next saving here keeps it."""
        self.settings.columns = settings.load().columns

    def opened(self, path: Path) -> None:
        """Put a workspace first among those that were used last."""
        others = [name for name in self.settings.recent if Path(name) != path]
        self.settings.recent = [str(path), *others][: settings.MOST_RECENT]
        self.save()

    def save(self) -> None:
        """Write the settings; where that fails, say so."""
        try:
            settings.save(self.settings)
        except UserError as error:
            self._tell(str(error))
