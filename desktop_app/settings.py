"""The person's own settings: one dataclass and its JSON file."""

import getpass
import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from desktop_app import paths
from desktop_app.errors import from_os_error

MOST_RECENT = 8


@dataclass
class Settings:
    """`columns` are the columns of lists that the person explained: folded head -> field, "" for one not needed.
    `pack_folder` is where the last USB package was put.

    `notice` is a sentence for the person where the file could not be read; it is never saved.
    """

    recent: list[str] = field(default_factory=list)
    user: str = ""
    geometry: str = ""
    last_folder: str = ""
    pack_folder: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    notice: str = ""


def _file() -> Path:
    return paths.data_dir() / "settings.json"


def load() -> Settings:
    """The settings; defaults where there are none. A bad file is moved aside and said, never saved over."""
    path = _file()
    try:
        data = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError):
        return Settings(notice=_moved_aside(path))
    if not isinstance(data, dict):
        return Settings(notice=_moved_aside(path))
    settings = Settings()
    for f in fields(Settings):
        value = data.get(f.name)
        if f.name != "notice" and type(value) is type(getattr(settings, f.name)):
            setattr(settings, f.name, value)
    settings.recent = [str(entry) for entry in settings.recent][:MOST_RECENT]
    settings.columns = {str(head): str(name) for head, name in settings.columns.items()}
    return settings


def _moved_aside(path: Path) -> str:
    aside = path.with_suffix(".bad.json")
    try:
        os.replace(path, aside)
    except OSError:
        return f"设置文件读不出来（{path}），这次使用默认设置。"
    return f"设置文件损坏，已改名为 {aside.name}，这次使用默认设置。"


def save(settings: Settings) -> None:
    """Write the settings whole or not at all. Raises UserError where the folder cannot be written."""
    path = _file()
    data = asdict(settings)
    del data["notice"]
    temporary = path.with_suffix(".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
        os.replace(temporary, path)
    except OSError as error:
        raise from_os_error(error, path) from error


def user_name() -> str:
    """The name that changes are recorded under: the one set, else the login name."""
    try:
        return load().user or getpass.getuser()
    except (OSError, KeyError):  # no such user in the system's list (containers)
        return "未署名"
