"""Versions of the index, and which one is served.

home/index/CURRENT                  name of the version served
home/index/v-000012/                one version, complete and never changed
home/index/v-000012/manifest.json   its facts and the checksums of its files
home/index/next.building/           a full build under way; a killed one goes on where it was
home/index/next.update/             changes being applied to a copy; a killed one is begun anew
home/index/LOCK                     held by the one process that builds
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
PLAN = "plan.json"
KEPT = 2
"""The version served and the one before it."""
_COPIED = ("meta.json", ".managed.json")
"""Files of an index that are replaced, not added to: a copy of their own."""

_sums: dict[tuple[int, int, int, int], str] = {}
"""Checksums this process has made, by device, inode, size and time of change."""


class IndexBrokenError(RuntimeError):
    """No version can be served; the message says why."""


def root(home: Path) -> Path:
    return home / "index"


@contextmanager
def building(home: Path) -> Iterator[None]:
    """One builder at a time; another waits. The lock dies with its process."""
    base = root(home)
    base.mkdir(parents=True, exist_ok=True)
    with (base / "LOCK").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def resume(home: Path, plan: dict[str, object], changing: str) -> tuple[Path, dict[str, object]]:
    """The folder of the full build and its plan: a killed one's when only `changing` differs."""
    folder = root(home) / "next.building"
    try:
        begun: dict[str, object] = json.loads((folder / PLAN).read_text(encoding="utf-8"))
        if all(begun.get(k) == v for k, v in plan.items() if not k.endswith(changing)):
            return folder, begun
    except (OSError, ValueError):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_whole(folder / PLAN, json.dumps(plan))
    return folder, plan


def copied(home: Path, version: Path) -> Path:
    """A copy of a version to change; unchanged files are the same ones on the disk."""
    folder = root(home) / "next.update"
    shutil.rmtree(folder, ignore_errors=True)
    for path in sorted(version.rglob("*")):
        target = folder / path.relative_to(version)
        if path.is_dir() or path.name in (MANIFEST, PLAN) or path.name.endswith(".lock"):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.name in _COPIED:
            shutil.copyfile(path, target)
        else:
            target.hardlink_to(path)
    return folder


def publish(home: Path, folder: Path, facts: dict[str, Any]) -> Path:
    """Seal `folder` with its manifest, make it the one served, drop versions before the last."""
    base = root(home)
    for path in folder.rglob("*.lock"):
        path.unlink()
    (folder / PLAN).unlink(missing_ok=True)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        _sync(path)
    sums = {str(path.relative_to(folder)): _sum(path) for path in files}
    manifest = json.dumps({"facts": facts, "files": sums}, ensure_ascii=False, indent=1)
    write_whole(folder / MANIFEST, manifest)
    numbers = [int(path.name[2:]) for path in base.glob("v-??????")]
    final = base / f"v-{max(numbers, default=0) + 1:06d}"
    folder.rename(final)
    _sync(base)
    write_whole(base / "CURRENT", final.name)
    _drop_old(base, final)
    return final


def _drop_old(base: Path, final: Path) -> None:
    for old in sorted(base.glob("v-??????"))[:-KEPT]:
        if old != final:
            shutil.rmtree(old, ignore_errors=True)


def served(home: Path) -> Path:
    """The current version if whole, else the newest whole one before. Raises IndexBrokenError."""
    base = root(home)
    try:
        current = [named(home)]
    except IndexBrokenError:
        current = []
    others = sorted(base.glob("v-??????"), reverse=True) if base.exists() else []
    for folder in [*current, *(o for o in others if o not in current)]:
        if whole(folder):
            return folder
    raise IndexBrokenError(f"no whole index under {base}: run `thuthu setup`")


def named(home: Path) -> Path:
    """The version that is to be served, not verified. Raises IndexBrokenError."""
    try:
        return root(home) / (root(home) / "CURRENT").read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise IndexBrokenError(f"no index under {root(home)}: run `thuthu setup`") from error


def whole(folder: Path) -> bool:
    """Whether every file is there with its recorded content."""
    try:
        sums = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return all(_sum(folder / name) == value for name, value in sums.items())
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return False


def facts(folder: Path) -> dict[str, Any]:
    """Counts, model and time of a version."""
    found: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["facts"]
    return found


def current_mark(home: Path) -> tuple[int, int]:
    """Changes when another version is served; cheap to ask."""
    try:
        state = (root(home) / "CURRENT").stat()
    except OSError:
        return (0, 0)
    return (state.st_mtime_ns, state.st_ino)


def write_whole(path: Path, text: str) -> None:
    """The file has the old text or the new one, never a part of it."""
    temporary = path.with_name(path.name + ".new")
    temporary.write_text(text, encoding="utf-8")
    _sync(temporary)
    temporary.replace(path)
    _sync(path.parent)


def _sum(path: Path) -> str:
    state = path.stat()
    key = (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns)
    if key not in _sums:
        with path.open("rb") as file:
            _sums[key] = file_digest(file, "sha256").hexdigest()
    return _sums[key]


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
