"""Records as ingested, one JSON line each: what the index is built from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from retrieval.model import Page, Passage, Work

T = TypeVar("T", Work, Page, Passage)


def write(path: Path, records: Iterable[T]) -> int:
    """Replace the file at once; returns how many."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    count = 0
    with temporary.open("w", encoding="utf-8") as file:
        for count, record in enumerate(records, start=1):  # noqa: B007 - counted after
            file.write(json.dumps(asdict(record), ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    return count


def read(path: Path, kind: type[T]) -> list[T]:
    """All records of the file; none where it is missing."""
    if not path.exists():
        return []
    adapter = TypeAdapter(kind)
    with path.open(encoding="utf-8") as file:
        return [adapter.validate_json(line) for line in file if line.strip()]
