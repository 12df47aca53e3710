"""Settings kept in the file that the assistant reads at its start, readable by its user alone."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=")


def put(path: Path, values: Mapping[str, str]) -> None:
    """Other lines stay as they are. Whole or not at all. Raises OSError, ValueError for a value
    of several lines."""
    if any("\n" in value or "\r" in value for value in values.values()):
        raise ValueError("a setting is one line")
    kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept = [line for line in kept if not _names(line, values)]
    kept += [f"{name}={_quoted(value)}" for name, value in values.items()]
    aside = path.with_name(f"{path.name}.new")
    aside.unlink(missing_ok=True)
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(kept) + "\n")
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def _names(line: str, values: Mapping[str, str]) -> bool:
    found = _LINE.match(line)
    return found is not None and found[1] in values


def _quoted(value: str) -> str:
    """Single quotes, in which nothing is expanded."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
