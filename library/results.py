"""Results are values: an error is never an empty list."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

T_co = TypeVar("T_co", covariant=True)

RefusalCode = Literal[
    "wrong_card_or_pin",
    "too_many_tries",
    "too_many_renewals",
    "on_hold_by_another",
    "overdue_too_long",
    "card_expired",
    "blocked_by_fees",
    "restricted",
    "on_site_only",
    "too_soon",
    "not_your_loan",
    "not_your_hold",
    "too_many_holds",
    "already_on_hold",
    "not_holdable",
    "already_borrowed",
    "bad_pickup_branch",
    "unknown_biblio",
    "unknown_patron",
    "card_lost",
    "not_renewable",
    "age_restricted",
    "not_offered",
    "not_connected",
    "other",
]
"""`not_offered`: the library's system has no such call. `not_connected`: there is no system."""


@dataclass(frozen=True, slots=True)
class Done(Generic[T_co]):
    """The library system confirmed it."""

    value: T_co
    as_of: datetime | None = field(default=None, compare=False)
    """When it was so, where it comes from an export; None from a system that is asked live."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The library system said no. `detail` is a figure or date the sentence may use."""

    code: RefusalCode
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Requested(Generic[T_co]):
    """Nothing is done yet: a person at the desk will do it, or say why not, by `promised`.

    `value` is the loan or hold as it will be asked about, unchanged; `number` names the request.
    """

    value: T_co
    promised: date
    number: int
    as_of: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """The outcome of a write is not known and reading back did not settle it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The library system is down, slow, or talks nonsense. Nothing was written."""

    reason: str
    missing: str = ""
    """The permission an administrator must grant, as the library system names it."""


ReadResult = Done[T_co] | Refused | Unavailable
WriteResult = Done[T_co] | Requested[T_co] | Refused | Unconfirmed | Unavailable
