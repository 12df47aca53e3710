"""Records to compact JSON and back: fields at their default are left out, and what is kept beside
a record's body (`retrieval.model.APART`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, TypeVar, cast

from retrieval.model import Page, Passage, Work

T = TypeVar("T", Work, Page, Passage)


def dump(record: Work | Page | Passage) -> str:
    """One line, the same for equal records."""
    kept = {
        name: value
        for name, default in _defaults(cast(Hashable, type(record)))
        if (value := getattr(record, name)) != default or default is MISSING
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def load(text: str | bytes, kind: type[T]) -> T:
    """Raises ValueError or TypeError for what `dump` did not write."""
    read: dict[str, Any] = json.loads(text)
    make: Callable[..., T] = kind
    return make(**{k: tuple(v) if isinstance(v, list) else v for k, v in read.items()})


@cache
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default) for f in fields(kind) if not f.metadata.get("apart"))
