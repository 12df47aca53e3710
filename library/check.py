"""What will work with a library system, tried with a card made for trying. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import uuid4

from library.model import Patron
from library.port import LibrarySystem, writes_by_request
from library.results import Done, Refused, Requested, Unavailable, Unconfirmed
from words import of

Call = Literal[
    "branches", "availability", "check_card", "patron", "loans", "renew", "holds", "hold", "fees"
]
Verdict = Literal["works", "fails", "untried", "absent"]
"""`absent`: the system has no such call, which is no fault of what is set."""
Found = Done[object] | Requested[object] | Refused | Unconfirmed | Unavailable

REFUSED = {
    "wrong_card_or_pin": "card.wrong",
    "card_lost": "card.lost",
    "unknown_patron": "card.unknown",
}
ACCOUNT: tuple[Call, ...] = ("patron", "loans", "renew", "holds", "hold", "fees")
NOBODYS_LOAN = "999999999999"
"""A renewal of it is refused once its owner has been looked for, and before anything is sent."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `name` and `told` are Vietnamese, for an administrator."""

    call: Call
    verdict: Verdict
    name: str
    told: str


async def check(
    system: LibrarySystem, card: str, pin: str, biblio_ids: Sequence[str] = ()
) -> tuple[Line, ...]:
    """One line for each call, in the order tried. The PIN is used for one call."""
    lines = [
        _line("branches", await system.branches()),
        await _availability(system, biblio_ids),
    ]
    checked = await system.check_card(card, pin)
    lines.append(_line("check_card", checked))
    if isinstance(checked, Done):
        return (*lines, *await _account(system, checked.value))
    return (*lines, *(_told(call, "untried", "card.skipped") for call in ACCOUNT))


async def check_without_accounts(
    system: LibrarySystem, biblio_ids: Sequence[str] = ()
) -> tuple[Line, ...]:
    """Of a library without a system: what its records say, and all that they cannot."""
    return (
        _line("branches", await system.branches()),
        await _availability(system, biblio_ids, "works.placed"),
        *(_told(call, "absent", "not_connected") for call in ("check_card", *ACCOUNT)),
    )


async def _availability(
    system: LibrarySystem, biblio_ids: Sequence[str], works: str = "works"
) -> Line:
    if not biblio_ids:
        return _told("availability", "untried", "works.availability.none")
    found = await system.availability(biblio_ids)
    if isinstance(found, Done) and not found.value:
        return _told("availability", "fails", "biblio.unknown")
    return _line("availability", found, works)


async def _account(system: LibrarySystem, patron: Patron) -> tuple[Line, ...]:
    loans, holds = await system.loans(patron.id), await system.holds(patron.id)
    held = "works.request" if writes_by_request(system) else "works.hold"
    return (
        _line("patron", await system.patron(patron.id)),
        _line("loans", loans),
        await _renewing(system, patron, loans),
        _line("holds", holds),
        _line("hold", holds, held),
        _line("fees", await system.fees(patron.id)),
    )


async def _renewing(system: LibrarySystem, patron: Patron, loans: Found) -> Line:
    """Whether loans can be read one by one; whether renewing itself may, only a renewal shows."""
    if not isinstance(loans, Done):
        return _line("renew", loans)
    if writes_by_request(system):
        return _told("renew", "works", "works.request")
    if not loans.value:
        return _told("renew", "untried", "works.renew.none")
    found = await system.renew(patron.id, NOBODYS_LOAN, f"check:{uuid4()}")
    if found == Refused("not_your_loan"):
        return _told("renew", "works", "works.renew")
    return _line("renew", found)


def _line(call: Call, found: Found, works: str = "works") -> Line:
    if isinstance(found, Done | Requested):
        return _told(call, "works", works)
    if isinstance(found, Refused) and found.code in ("not_offered", "not_connected"):
        return _told(call, "absent", found.code)
    if isinstance(found, Refused):
        return _told(call, "fails", REFUSED.get(found.code, "refused"))
    if isinstance(found, Unavailable) and found.missing:
        unnamed = found.missing == "unnamed"
        key = "permission.unnamed" if unnamed else "permission"
        return _told(call, "fails", key, missing=found.missing)
    return _told(call, "fails", _trouble(found.reason), reason=found.reason)


def _trouble(reason: str) -> str:
    if "accepted" in reason:
        return "account"
    if reason.startswith("Connect"):
        return "unreachable"
    if reason == "resting after failures":
        return "resting"
    return "slow" if "time" in reason.lower() else "nonsense"


def _told(call: Call, verdict: Verdict, key: str, **values: str) -> Line:
    words = of("library")
    return Line(call, verdict, words[f"call.{call}"], words[key].format(**values))
