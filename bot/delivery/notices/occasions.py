"""What there is to tell a reader today. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from library.model import Hold, Loan

Kind = Literal["due_soon", "hold_ready", "hold_expiring"]
LAST_DAYS = 1
"""A ready hold is told again on the day before it goes back."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """`subject` names it for good: the same loan with the same due date is told once."""

    kind: Kind
    subject: str
    title: str
    day: date | None


def occasions(
    loans: Sequence[Loan], holds: Sequence[Hold], today: date, days: int
) -> tuple[Occasion, ...]:
    """Loans due within `days`, holds that came in, holds about to go back."""
    found = [
        Occasion("due_soon", f"{loan.id}:{loan.due}", loan.title, loan.due)
        for loan in loans
        if 0 <= (loan.due - today).days <= days
    ]
    for hold in holds:
        if hold.status != "ready":
            continue
        if hold.expires is not None and 0 <= (hold.expires - today).days <= LAST_DAYS:
            subject = f"{hold.id}:{hold.expires}"
            found.append(Occasion("hold_expiring", subject, hold.title, hold.expires))
        else:
            found.append(Occasion("hold_ready", hold.id, hold.title, hold.expires))
    return tuple(found)


def quiet(hour: int, begins: int, ends: int) -> bool:
    """Whether notices are silent at this hour; the span may go over midnight."""
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends
