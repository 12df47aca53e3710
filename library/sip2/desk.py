"""What every write over SIP2 is given, and what it makes of a call that failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from library.facts import Rules
from library.holdings import Holdings
from library.results import Refused, Unavailable
from library.sip2.messages import Requests
from library.sip2.reading import Reading
from library.sip2.wire import Failed, Wire, told
from library.writing import InDoubt


@dataclass(frozen=True, slots=True)
class Desk:
    """`today` is the library's calendar day, `branches` the codes where holds are picked up."""

    wire: Wire
    read: Reading
    requests: Requests
    holdings: Holdings
    branches: frozenset[str]
    rules: Rules | None
    today: date


def unanswered(failed: Failed) -> Refused | Unavailable | InDoubt:
    """In doubt as soon as the request may have left this machine."""
    return InDoubt(failed.reason) if failed.sent else told(failed)
