"""By when the desk answers a request."""

from __future__ import annotations

from datetime import date, timedelta

from library.facts.calendar import Calendar


def promised(asked: date, calendar: Calendar) -> date:
    """The next day after `asked` that the library is open; a week on where no day is known."""
    found = calendar.next_open_day(asked + timedelta(days=1))
    return asked + timedelta(days=7) if found is None else found.day
