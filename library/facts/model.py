"""The shape of the facts files. Every value is checked when the files are read."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from library.facts.calendar import Calendar, Closure, Hours


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _clock_time(value: object) -> object:
    """YAML reads an unquoted 18:30 as the sexagesimal number 1110; take it as a time again."""
    if isinstance(value, int):
        return time(value // 60, value % 60)
    return value


ClockTime = Annotated[time, BeforeValidator(_clock_time)]


class BranchFacts(_Frozen):
    """A place of the library. `shelves` names its rooms and stacks by code."""

    code: str
    name: str
    address: str
    phone: str
    note: str = ""
    shelves: dict[str, str] = {}


class Rules(_Frozen):
    """Figures of the lending rules. Days are calendar days, money is đồng."""

    max_loans: int
    loan_days: int
    max_renewals: int
    renewal_days: int
    renewal_overdue_limit_days: int
    max_holds: int
    hold_shelf_days: int
    fine_per_day: int
    blocking_fee: int
    card_fee_adult: int
    card_fee_child: int
    card_years: int
    deposit: int
    replacement_card_fee: int


class Topic(_Frozen):
    """An answer to a question of the house. `keywords` pick it within its intent."""

    id: str
    intent: str
    title: str
    keywords: tuple[str, ...] = ()
    text: str


class Event(_Frozen):
    """Something that happens: on one day, over days, or weekly on `weekday` (0 = Monday)."""

    title: str
    place: str
    description: str
    audience: str = ""
    day: date | None = None
    until: date | None = None
    weekday: Annotated[int, Field(ge=0, le=6)] | None = None
    at: ClockTime | None = None


class Occurrence(_Frozen):
    """An event on a day it takes place."""

    event: Event
    day: date


class Contacts(_Frozen):
    """How to reach the library."""

    address: str
    phone: str
    email: str
    website: str
    directions: str


class LibraryFacts(_Frozen):
    """All facts of one library."""

    name: str
    short_name: str
    kind: Literal["demo", "real"] = "real"
    contacts: Contacts
    branches: tuple[BranchFacts, ...]
    hours: Hours
    closures: tuple[Closure, ...]
    public_holidays: bool = True
    rules: Rules
    topics: tuple[Topic, ...]
    events: tuple[Event, ...]

    @property
    def calendar(self) -> Calendar:
        return Calendar(self.hours, self.closures, self.public_holidays)

    def branch(self, code: str) -> BranchFacts | None:
        return next((b for b in self.branches if b.code == code), None)

    def topics_of(self, intent: str) -> tuple[Topic, ...]:
        """Topics of an intent, the general one first."""
        return tuple(t for t in self.topics if t.intent == intent)

    def events_between(self, first: date, last: date) -> tuple[Occurrence, ...]:
        """Occurrences in the days `first`..`last`, both included, in order; 366 days at most."""
        days = [first + timedelta(days=n) for n in range(min((last - first).days, 365) + 1)]
        found = [Occurrence(event=e, day=d) for d in days for e in self.events if _falls(e, d)]
        return tuple(sorted(found, key=lambda o: (o.day, o.event.at or time.min)))


def _falls(event: Event, day: date) -> bool:
    if event.weekday is not None:
        return day.weekday() == event.weekday
    if event.day is None:
        return False
    return event.day <= day <= (event.until or event.day)
