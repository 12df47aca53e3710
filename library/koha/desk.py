"""What every write to Koha is given, and what they make of a call that failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from library.koha.answer import Answer, Failed
from library.koha.reading import Reading
from library.koha.refusals import Refusals
from library.koha.shown import unavailable
from library.koha.wire import Wire
from library.results import Unavailable
from library.writing import InDoubt


@dataclass(frozen=True, slots=True)
class Desk:
    """`today` is the library's calendar day."""

    wire: Wire
    read: Reading
    refusals: Refusals
    today: date


def unanswered(failed: Failed) -> Unavailable | InDoubt:
    """In doubt as soon as the request may have left this machine."""
    return InDoubt(failed.reason) if failed.sent else unavailable(failed)


def strange(answer: Answer) -> InDoubt:
    """A status or body that Koha does not answer a write with."""
    return InDoubt(f"status {answer.status}")
