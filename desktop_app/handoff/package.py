"""A package: a zip with a manifest (versions, counts, SHA-256 of each part) and the books as JSON."""

import hashlib
import json
import os
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.domain import plain
from desktop_app.domain.model import Book
from desktop_app.errors import UserError, from_os_error

FORMAT = 1
_MOST_BYTES = 200_000_000  # of one part, unpacked: far above a county's year, far below a PC's memory
# what zipfile and zlib raise on bytes that are no package (RuntimeError: encrypted; NotImplementedError: method)
_DAMAGE = (
    *plain.DAMAGE, zipfile.BadZipFile, zlib.error, EOFError, struct.error, RuntimeError, NotImplementedError,
)  # fmt: skip
_MANIFEST, _BOOKS = "manifest.json", "books.json"


@dataclass(slots=True)
class Package:
    """What a package holds. `manifest` has format, program, made_at, made_by, counts and the SHA-256 of the parts.

    `content` are the books as the bytes that were read: what is compared gets the ids that it has here.
    """

    books: list[Book]
    manifest: dict[str, Any]
    content: bytes = b""


def write_package(books: list[Book], manifest: dict[str, Any], to: Path) -> Path:
    """Write a package to `to`, whole or not at all, and read it back to be sure.

    Raises UserError where the place cannot be written, is full, or gives back something else.
    """
    data = plain.bytes_of(books)
    parts = {_BOOKS: hashlib.sha256(data).hexdigest()}
    head = json.dumps({**manifest, "format": FORMAT, "sha256": parts}, ensure_ascii=False, indent=1).encode("utf-8")
    temporary = to.with_name(f".{to.name}.part")
    try:
        with open(temporary, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(_MANIFEST, head)
                archive.writestr(_BOOKS, data)
            file.flush()
            os.fsync(file.fileno())
        read_package(temporary)
        os.replace(temporary, to)
    except OSError as error:
        raise from_os_error(error, to) from error
    finally:
        if temporary.exists():
            temporary.unlink()
    return to


def read_package(path: Path) -> Package:
    """Read and verify a package. Nothing is unpacked to disk, and no name in it is used as a path.

    Raises UserError where it is no package, is damaged, was changed, or was made by a newer program.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(_part(archive, _MANIFEST, path))
            if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), int):
                raise _damaged(path, "说明部分")
            if manifest["format"] > FORMAT:
                raise UserError("U盘包是更新版本的程序做的，本程序读不了", str(path), "请安装新版的预算绩效编报")
            data = _part(archive, _BOOKS, path)
        hashes = manifest.get("sha256")
        if not isinstance(hashes, dict) or hashes.get(_BOOKS) != hashlib.sha256(data).hexdigest():
            raise _damaged(path, "校验值不符")
        books = plain.books_of(data)
    except OSError as error:
        raise from_os_error(error, path) from error
    except _DAMAGE as error:
        raise _damaged(path, "内容读不出来") from error
    return Package(books, manifest, data)


def _damaged(path: Path, why: str) -> UserError:
    return UserError(f"这不是完好的U盘包（{why}）", str(path), "请让对方重新出一次U盘包；本机的工作簿没有改动")


def _part(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    info = archive.getinfo(name)
    if info.file_size > _MOST_BYTES:
        raise _damaged(path, f"{name} 太大")
    with archive.open(info) as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise _damaged(path, f"{name} 太大")
    return data
