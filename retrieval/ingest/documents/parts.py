"""The parts of a container (DOCX, EPUB) by name: a zip file, or a folder it was unpacked into."""

from __future__ import annotations

import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from functools import cached_property
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote

_DAMAGED = (zipfile.BadZipFile, zlib.error, LZMAError, RuntimeError, NotImplementedError, EOFError)
"""What `zipfile` raises of a part that is damaged, locked, or packed in a way it does not know."""


class Parts(Protocol):
    """Names as the container gives them, and their bytes."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def find(self, name: str) -> str | None:
        """The name as it stands, whatever its case, composition or per cent signs."""
        ...

    def read(self, name: str) -> bytes:
        """Raises KeyError for one that is not there, OSError or ValueError for a broken one."""
        ...


class _Named:
    """Lookup that forgives what writers of such files get wrong."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)

    @cached_property
    def _known(self) -> dict[str, str]:
        return {_folded(name): name for name in reversed(self.names)}

    def find(self, name: str) -> str | None:
        return name if name in self.names else self._known.get(_folded(name))


class Zipped(_Named):
    """Parts of a zip file. Raises zipfile.BadZipFile, OSError."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        self._real = {_spelt(each): each for each in self._zip.infolist() if not each.is_dir()}
        super().__init__(self._real)

    def read(self, name: str) -> bytes:
        try:
            return self._zip.read(self._real[name])
        except _DAMAGED as error:
            raise ValueError(str(error)) from error


class Unpacked(_Named):
    """Parts of a folder; links that lead outside it are none of them."""

    def __init__(self, folder: Path) -> None:
        inside = folder.resolve()
        found = (p for p in sorted(folder.rglob("*")) if p.is_file())
        self._real = {
            p.relative_to(folder).as_posix(): p for p in found if p.resolve().is_relative_to(inside)
        }
        super().__init__(self._real)

    def read(self, name: str) -> bytes:
        return self._real[name].read_bytes()


def joined(base: str, reference: str) -> str:
    """A reference in the part `base`, as a name of the container: `../` taken, `#…` off."""
    reference = reference.split("#", maxsplit=1)[0].replace("\\", "/")
    whole = PurePosixPath(reference.lstrip("/"))
    if not reference.startswith("/"):
        whole = PurePosixPath(base).parent / reference
    kept: list[str] = []
    for step in whole.parts:
        if step == "..":
            kept = kept[:-1]
        elif step != ".":
            kept.append(step)
    return "/".join(kept)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unquote(name)).casefold().replace("\\", "/")


def _spelt(info: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag are often UTF-8 all the same; the standard says CP437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename
