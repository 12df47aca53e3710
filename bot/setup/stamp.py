"""Skip a step whose inputs have not changed since it last finished."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path], *words: str) -> str:
    """Of the files' names and contents, folders taken whole, and of the words."""
    sha = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if "__pycache__" not in file.parts and file.exists():
                sha.update(str(file).encode() + b"\0" + file.read_bytes())
    return sha.hexdigest()


class Stamp:
    """The digest a step last finished with, in a small file."""

    def __init__(self, path: Path, value: str) -> None:
        self._path = path
        self._value = value

    def fresh(self) -> bool:
        try:
            return self._path.read_text(encoding="ascii") == self._value
        except (OSError, UnicodeDecodeError):
            return False

    def write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(self._value, encoding="ascii")
