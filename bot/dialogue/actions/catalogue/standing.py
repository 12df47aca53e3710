"""Where copies stand, and of when it is that this is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.dialogue.actions.catalogue.cards import branch_name, shelf_name
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from connectors.messages import Reply
from library.model import Item
from library.results import Done, Refused, Requested, Unavailable, Unconfirmed

NOON = 12


def places(say: Say, items: Iterable[Item], *, phone: bool = False) -> str:
    """`Cơ sở Trung tâm – Kho mượn, tầng 1 (2 bản, ký hiệu 895.9)`, one part a shelf; with the
    branch's `phone` where the reader had better call. What the system does not tell is left out.
    """
    shelves: Counter[tuple[str, str, str]] = Counter()
    for item in items:
        copies = 1 if item.barcode or item.shelf else 0  # a record without copies counts none
        shelves[item.branch, item.shelf, item.call_number] += copies
    return "; ".join(_place(say, *stand, count, phone=phone) for stand, count in shelves.items())


def _place(say: Say, branch: str, shelf: str, call_number: str, count: int, *, phone: bool) -> str:
    facts = say.services.facts
    name = branch_name(say.services, branch) or facts.short_name
    stands = (
        say("available.shelf", branch=name, shelf=shelf_name(say.services, branch, shelf))
        if shelf
        else name
    )
    known = facts.branch(branch)
    told = [say("available.copies", count=count)] if count else []
    if call_number:
        told.append(say("available.call_number", call_number=call_number))
    if phone:
        number = (known and known.phone) or facts.contacts.phone
        told.append(say("available.phone", phone=number))
    return say("available.place", place=stands, details=", ".join(told)) if told else stands


def aged(
    say: Say,
    reply: Reply,
    known: Done[object] | Requested[object] | Refused | Unconfirmed | Unavailable,
) -> Reply:
    """The reply with the hour of what it tells, where that comes from an export."""
    as_of = known.as_of if isinstance(known, Done) else None
    return reply if as_of is None else replace(reply, text=f"{_age(say, as_of)}\n{reply.text}")


def _age(say: Say, as_of: datetime) -> str:
    today = say.services.clock.today()
    if as_of.date() == today:
        if as_of.hour < NOON:
            return say("as_of.morning")
        return say("as_of.today", time=wording.clock_time(as_of.time()))
    return say("as_of.day", day=wording.short_day(as_of.date()))
