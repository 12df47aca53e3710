"""The desk's one list: which tickets stand under which tab, and what a row tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from bot.desk import times
from bot.desk.roles import may
from bot.store.staff import Staff
from bot.store.tickets import Ticket

Tab = Literal["waiting", "mine", "others", "answered", "closed"]
TABS: tuple[Tab, ...] = ("waiting", "mine", "others", "answered", "closed")
FIRST_WORDS = 110
"""Characters of the question; two lines on a phone."""


def under(ticket: Ticket, tab: Tab, staff: Staff) -> bool:
    """Whether a ticket stands under a tab; one that is answered stands under its holder's too."""
    if tab == "answered":
        return ticket.answered
    if tab in ("waiting", "closed"):
        return ticket.state == tab
    return ticket.state == "claimed" and (ticket.staff_id == staff.id) == (tab == "mine")


def readable(ticket: Ticket, staff: Staff) -> bool:
    """Whose transcript may be looked at: what one holds or closed oneself; all, by the head."""
    return ticket.staff_id == staff.id or may(staff.role, "see_all")


def counts(tickets: Sequence[Ticket], staff: Staff) -> dict[str, int]:
    return {tab: sum(under(each, tab, staff) for each in tickets) for tab in TABS}


def chosen(
    tickets: Sequence[Ticket],
    staff: Staff,
    tab: Tab,
    *,
    channel: str,
    waited_seconds: float,
    now: float,
) -> list[Ticket]:
    """Of a tab, those of a channel (all if empty) that have waited so long. Who waits for an
    answer stands first, the longest above; of the closed, the latest."""
    found = [
        each
        for each in tickets
        if under(each, tab, staff)
        and channel in ("", each.channel)
        and now - each.opened >= waited_seconds
    ]
    return found if tab == "closed" else sorted(found, key=_order)


def _order(ticket: Ticket) -> tuple[bool, float]:
    return ticket.answered, ticket.opened


def row(ticket: Ticket, staff: Staff, now: float, words: Mapping[str, str]) -> dict[str, Any]:
    """One row as the page draws it; every text is plain."""
    closed = ticket.closed is not None
    when = times.stamp(ticket.closed, now, words) if ticket.closed is not None else ""
    return {
        "id": ticket.conversation_id,
        "ticket": ticket.id,
        "state": ticket.state,
        "reader": ticket.reader,
        "channel": words.get(f"channel_{ticket.channel}", ticket.channel),
        "sign": ticket.channel,
        "reason": words.get(f"reason_{ticket.reason}", ""),
        "asked": _first_words(ticket.asked or ticket.summary),
        "when": words["closed_at"].format(when=when)
        if closed
        else times.waited(ticket.opened, now, words),
        "last": times.stamp(ticket.last_at, now, words),
        "staff": ticket.staff,
        "mine": ticket.staff_id == staff.id,
        "readable": readable(ticket, staff),
        "answered": ticket.answered,
        "unsent": ticket.unsent,
        "drafted": ticket.drafted,
        "wrote_again": ticket.wrote_again,
        "outcome": words.get(f"outcome_{ticket.outcome}", "") if closed else "",
    }


def _first_words(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= FIRST_WORDS else flat[:FIRST_WORDS].rsplit(" ", 1)[0] + "…"
