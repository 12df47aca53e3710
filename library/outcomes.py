"""Outcomes of writes as text, so that the same key can be answered again."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any, TypeVar

from pydantic import TypeAdapter

from library.model import Hold, Loan
from library.results import Done, Refused, Unconfirmed

T = TypeVar("T", Loan, Hold)


def dump(outcome: Done[T] | Refused | Unconfirmed) -> str:
    """JSON. `Unavailable` has no text: nothing was written, so there is nothing to keep."""
    body = asdict(outcome.value) if isinstance(outcome, Done) else asdict(outcome)
    kept = {"done": isinstance(outcome, Done), "body": body}
    if isinstance(outcome, Unconfirmed):
        kept["unconfirmed"] = True
    return json.dumps(kept, default=date.isoformat)


def load(text: str, kind: type[T]) -> Done[T] | Refused | Unconfirmed:
    """What `dump` was given. Raises ValueError, KeyError or TypeError on other text."""
    kept: dict[str, Any] = json.loads(text)
    if kept["done"]:
        return Done(TypeAdapter(kind).validate_python(kept["body"]))
    return Unconfirmed(**kept["body"]) if kept.get("unconfirmed") else Refused(**kept["body"])
