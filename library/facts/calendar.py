"""When the library is open: weekly hours, its own closures, and public holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from pydantic import BaseModel, ConfigDict, field_validator

LOOK_AHEAD_DAYS = 60
"""The longest closure looked across; a Tết week with weekends is about 10 days."""


class Hours(BaseModel):
    """Weekly opening: for Monday (0) to Sunday (6), spans such as `07:30-11:30`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mon: tuple[str, ...] = ()
    tue: tuple[str, ...] = ()
    wed: tuple[str, ...] = ()
    thu: tuple[str, ...] = ()
    fri: tuple[str, ...] = ()
    sat: tuple[str, ...] = ()
    sun: tuple[str, ...] = ()

    @field_validator("*")
    @classmethod
    def _spans_parse(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for span in value:
            _span(span)
        return value

    def weekday(self, day: int) -> tuple[tuple[time, time], ...]:
        names = (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)
        return tuple(_span(s) for s in names[day])


class Closure(BaseModel):
    """Days the library is shut, both ends included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day's opening spans in order; empty when shut, with the reason if there is one."""

    day: date
    spans: tuple[tuple[time, time], ...]
    reason: str | None = None

    @property
    def open(self) -> bool:
        return bool(self.spans)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Answers about days and moments; never reads a clock itself."""

    hours: Hours
    closures: tuple[Closure, ...]
    public_holidays: bool

    def on(self, day: date) -> OpenDay:
        for closure in self.closures:
            if closure.first <= day <= closure.last:
                return OpenDay(day, (), closure.reason)
        if self.public_holidays and (name := _holiday(day)) is not None:
            return OpenDay(day, (), name)
        return OpenDay(day, self.hours.weekday(day.weekday()))

    def is_open(self, moment: datetime) -> bool:
        at = moment.time()
        return any(start <= at < end for start, end in self.on(moment.date()).spans)

    def next_open(self, moment: datetime) -> datetime | None:
        """The moment itself if open, else the next opening within LOOK_AHEAD_DAYS."""
        if self.is_open(moment):
            return moment
        for ahead in range(LOOK_AHEAD_DAYS):
            day = moment.date() + timedelta(days=ahead)
            for start, _ in self.on(day).spans:
                opening = datetime.combine(day, start, moment.tzinfo)
                if opening > moment:
                    return opening
        return None

    def next_open_day(self, day: date) -> OpenDay | None:
        """The first open day on or after `day`."""
        days = (self.on(day + timedelta(days=n)) for n in range(LOOK_AHEAD_DAYS))
        return next((d for d in days if d.open), None)


def _span(text: str) -> tuple[time, time]:
    first, _, last = text.partition("-")
    start, end = time.fromisoformat(first.strip()), time.fromisoformat(last.strip())
    if start >= end:
        raise ValueError(f"opening span ends before it starts: {text}")
    return start, end


@lru_cache(maxsize=4096)
def _holiday(day: date) -> str | None:
    """Name of the Vietnamese public holiday, Tết and its moved days included."""
    return holidays.country_holidays("VN", years=day.year, language="vi").get(day)
