"""Versions of the index, and which one is served.

home/index/CURRENT           name of the version served
home/index/v-000012/         one version, complete and never changed
home/index/v-000012/manifest.json   checksums of its files
"""

from __future__ import annotations

import json
import os
import shutil
from hashlib import file_digest
from pathlib import Path

MANIFEST = "manifest.json"
KEPT = 2
"""The version served and the one before it."""


class IndexBrokenError(RuntimeError):
    """No version can be served; the message says why."""


def root(home: Path) -> Path:
    return home / "index"


def fresh(home: Path) -> Path:
    """An empty folder for the next version; what a killed build left behind is removed."""
    base = root(home)
    base.mkdir(parents=True, exist_ok=True)
    for left in base.glob("*.building"):
        shutil.rmtree(left, ignore_errors=True)
    numbers = [int(path.name[2:]) for path in base.glob("v-??????")]
    folder = base / f"v-{max(numbers, default=0) + 1:06d}.building"
    folder.mkdir()
    return folder


def publish(home: Path, folder: Path, facts: dict[str, object]) -> Path:
    """Seal `folder` with its manifest, make it the one served, drop versions before the last."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = {str(path.relative_to(folder)): _sum(path) for path in files}
    manifest = json.dumps({"facts": facts, "files": sums}, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(manifest, encoding="utf-8")
    for path in [*files, folder / MANIFEST]:
        _sync(path)
    final = folder.with_suffix("")
    folder.rename(final)
    _sync(final)
    _point(root(home), final.name)
    versions = sorted(root(home).glob("v-??????"))
    for old in versions[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return final


def served(home: Path) -> Path:
    """The current version if whole, else the newest whole one before. Raises IndexBrokenError."""
    base = root(home)
    try:
        named = [(base / (base / "CURRENT").read_text(encoding="ascii").strip())]
    except OSError:
        named = []
    others = sorted(base.glob("v-??????"), reverse=True) if base.exists() else []
    for folder in [*named, *(o for o in others if o not in named)]:
        if whole(folder):
            return folder
    raise IndexBrokenError(f"no whole index under {base}: run `thuthu setup`")


def whole(folder: Path) -> bool:
    """Whether every file is there with its recorded content."""
    try:
        sums = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return all(_sum(folder / name) == value for name, value in sums.items())
    except (OSError, ValueError, KeyError):
        return False


def facts(folder: Path) -> dict[str, object]:
    """Counts, model and time of a version."""
    found: dict[str, object] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["facts"]
    return found


def current_mark(home: Path) -> tuple[int, int]:
    """Changes when another version is served; cheap to ask."""
    try:
        state = (root(home) / "CURRENT").stat()
    except OSError:
        return (0, 0)
    return (state.st_mtime_ns, state.st_ino)


def _point(base: Path, name: str) -> None:
    temporary = base / "CURRENT.new"
    temporary.write_text(name, encoding="ascii")
    _sync(temporary)
    temporary.replace(base / "CURRENT")
    _sync(base)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
