"""Times in SIP2: the 18 characters of the protocol, and due dates, which are free text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

FORMATS = (
    "%Y%m%d", "%Y%m%d%H%M%S", "%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S",
    "%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d-%m-%Y", "%d-%m-%Y %H:%M", "%d.%m.%Y",
)  # fmt: skip
"""After a site's own. Day before month, as it is written in Viet Nam."""
_PROTOCOL = re.compile(r"(\d{8}) ?[A-Z]{0,4} ?(\d{6})")
YEARS = range(1900, 2200)


def stamp(at: datetime) -> str:
    """`YYYYMMDD    HHMMSS`, local time."""
    return f"{at:%Y%m%d}    {at:%H%M%S}"


def due(text: str, own: Sequence[str] = ()) -> date | None:
    """The day of a due date, or None when it cannot be read with certainty.

    `own` are the site's formats as of `strptime`; with any, no other is tried but the protocol's.
    """
    text = " ".join(text.split())
    if match := _PROTOCOL.fullmatch(text):
        text = "".join(match.groups())
    for form in (*own, *(FORMATS[:2] if own else FORMATS)):
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - local time of the site
        except ValueError:
            continue
        return found if found.year in YEARS else None
    return None if own else _iso(text)


def _iso(text: str) -> date | None:
    try:
        found = datetime.fromisoformat(text).date()
    except ValueError:
        return None
    return found if found.year in YEARS else None
