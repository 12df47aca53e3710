"""Records to compact JSON and back: fields at their default are left out."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, TypeVar

from retrieval.model import Page, Passage, Work

T = TypeVar("T", Work, Page, Passage)


def dump(record: Work | Page | Passage) -> str:
    """One line, the same for equal records."""
    kept = {
        name: value
        for name, default in _defaults(type(record))
        if (value := getattr(record, name)) != default or default is MISSING
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def load(text: str | bytes, kind: type[T]) -> T:
    """Raises ValueError or TypeError for what `dump` did not write."""
    read: dict[str, Any] = json.loads(text)
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in read.items()})


@cache
def _defaults(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in fields(kind))
