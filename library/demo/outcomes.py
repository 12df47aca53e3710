"""A write happens once: outcomes kept by key."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Connection, insert, select

from library.demo.schema import writes
from library.model import Hold, Loan
from library.results import Done, Refused

T = TypeVar("T", Loan, Hold)


def once(
    db: Connection,
    key: str,
    request: str,
    kind: type[T],
    write: Callable[[], Done[T] | Refused],
) -> Done[T] | Refused:
    """Run `write` in this transaction, or return what the same key gave before.

    A key used for another request is refused: it is a fault of the caller.
    """
    row = db.execute(select(writes).where(writes.c.key == key)).one_or_none()
    if row is not None:
        return (
            _load(row.outcome, kind) if row.request == request else Refused("other", "key reused")
        )
    outcome = write()
    db.execute(insert(writes).values(key=key, request=request, outcome=_dump(outcome)))
    return outcome


def _dump(outcome: Done[T] | Refused) -> str:
    body = asdict(outcome.value) if isinstance(outcome, Done) else asdict(outcome)
    return json.dumps({"done": isinstance(outcome, Done), "body": body}, default=date.isoformat)


def _load(text: str, kind: type[T]) -> Done[T] | Refused:
    kept: dict[str, Any] = json.loads(text)
    if kept["done"]:
        return Done(TypeAdapter(kind).validate_python(kept["body"]))
    return Refused(**kept["body"])
