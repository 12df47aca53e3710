"""Dates as catalogues write them to ISO 8601, or nothing."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


def iso(text: str) -> str:
    """`2024-05-01` of a text that begins so, with or without dashes, and is a day there was."""
    match = _ISO.match(text.strip())
    return _day(match[1], match[2], match[3]) if match else ""


def iso_or_day_first(text: str) -> str:
    """As `iso`; and `1/5/2024`, which in a Vietnamese table is the first of May."""
    match = _DAY_FIRST.fullmatch(text.strip())
    return _day(match[3], match[2], match[1]) if match else iso(text)


def _day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
