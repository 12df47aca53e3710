"""A write happens once: outcomes kept by key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, insert, select

from library import outcomes
from library.demo.schema import writes
from library.model import Hold, Loan
from library.results import Done, Refused, Unconfirmed

T = TypeVar("T", Loan, Hold)


def once(
    db: Connection,
    key: str,
    request: str,
    kind: type[T],
    write: Callable[[], Done[T] | Refused],
) -> Done[T] | Refused | Unconfirmed:
    """Run `write` in this transaction, or return what the same key gave before.

    A key used for another request is refused: it is a fault of the caller.
    """
    row = db.execute(select(writes).where(writes.c.key == key)).one_or_none()
    if row is not None:
        if row.request != request:
            return Refused("other", "key reused")
        return outcomes.load(row.outcome, kind)
    outcome = write()
    db.execute(insert(writes).values(key=key, request=request, outcome=outcomes.dump(outcome)))
    return outcome
