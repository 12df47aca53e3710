"""Where a reference of a METS file leads: files of its own folder alone."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from urllib.parse import unquote


class Folder:
    """The files below a volume's folder. Links that lead outside it are none of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = inside = folder.resolve()
        self.files = [
            path
            for path in sorted(folder.rglob("*"), key=natural)
            if path.is_file() and path.resolve().is_relative_to(inside)
        ]
        self._whole = {_folded(p.relative_to(folder).as_posix()): p for p in self.files}
        names: dict[str, list[Path]] = {}
        for path in self.files:
            names.setdefault(_folded(path.name), []).append(path)
        self._named = {name: paths[0] for name, paths in names.items() if len(paths) == 1}

    def find(self, reference: str, base: Path) -> Path | None:
        """The file meant, from the folder `base`: by its path, else by its name if one has it.

        An address, a drive or a path of another machine keeps its name: nothing is fetched.
        """
        plain = unquote(reference).replace("\\", "/").split("?")[0].split("#")[0]
        path = (base / plain.removeprefix("file:").lstrip("/")).resolve()
        if path.is_relative_to(self._folder):
            found = self._whole.get(_folded(path.relative_to(self._folder).as_posix()))
            if found is not None:
                return found
        return self._named.get(_folded(plain.rpartition("/")[2]))


def natural(path: Path) -> list[tuple[int, int, str]]:
    """Order in which `page2` comes before `page10`."""
    text = unicodedata.normalize("NFC", path.as_posix()).casefold()
    key: list[tuple[int, int, str]] = []
    digits = ""
    for char in text + " ":
        if char.isascii() and char.isdigit():
            digits += char
            continue
        if digits:
            key.append((0, int(digits[:18]), ""))
            digits = ""
        key.append((1, 0, char))
    return key


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
