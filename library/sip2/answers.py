"""What a server's answers say, read once: texts decoded, counts and dates where they are told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pysip2.models import (
    HoldResponse,
    ItemInformationResponse,
    PatronInformationResponse,
    PatronStatusResponse,
    RenewResponse,
)

from library.sip2 import dates, text
from library.sip2.messages import Summary

# Places in the patron status: Y is "denied" or "true".
_RENEWAL_DENIED, _HOLD_DENIED, _LOST, _OVERDUE, _RENEWALS, _FINES, _FEES = 1, 3, 4, 6, 7, 10, 11
_CHARGE_DENIED = 0
_WHOLE = re.compile(r"\d{1,12}")
_PARTS = re.compile(r"(\d{1,12})[.,](\d{1,2})")
_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*")


@dataclass(frozen=True, slots=True)
class PatronAnswer:
    """A patron as 64 or 24 tells. `pin_fits` only where the server said so outright.

    `owed` is the sum in đồng, None where it is not told. `listed` are the entries of the summary
    that was asked for, `count` how many there are in all; None where the server left it blank.
    """

    card: str
    name: str
    valid: bool
    pin_fits: bool
    charge_denied: bool
    renewal_denied: bool
    hold_denied: bool
    lost: bool
    too_many_overdue: bool
    too_many_renewals: bool
    in_debt: bool
    owed: int | None
    fines: int | None = None
    hold_limit: int | None = None
    listed: tuple[str, ...] = ()
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """An item as 18 tells. `due_text` is the due date as sent, `due` the day if it can be read."""

    barcode: str
    title: str
    circulation: str
    due_text: str
    due: date | None
    queue: int | None
    recalled: bool
    pickup_by: date | None


@dataclass(frozen=True, slots=True)
class RenewAnswer:
    done: bool
    card: str
    barcode: str
    due_text: str
    due: date | None


@dataclass(frozen=True, slots=True)
class HoldAnswer:
    done: bool
    card: str
    position: int | None
    pickup: str


def patron(
    answer: PatronInformationResponse | PatronStatusResponse, summary: Summary | None = None
) -> PatronAnswer:
    flags = [flag == "Y" for flag in answer.patron_status]
    known = answer if isinstance(answer, PatronInformationResponse) else None
    return PatronAnswer(
        card=text.read(answer.patron_identifier),
        name=text.read(answer.personal_name),
        valid=_yes(answer.valid_patron),
        pin_fits=_yes(answer.valid_patron_password),
        charge_denied=flags[_CHARGE_DENIED],
        renewal_denied=flags[_RENEWAL_DENIED],
        hold_denied=flags[_HOLD_DENIED],
        lost=flags[_LOST],
        too_many_overdue=flags[_OVERDUE],
        too_many_renewals=flags[_RENEWALS],
        in_debt=flags[_FINES] or flags[_FEES],
        owed=_money(answer.fee_amount),
        fines=None if known is None else _count(known.fine_items_count),
        hold_limit=None if known is None else _count(known.hold_items_limit),
        listed=() if known is None or summary is None else _listed(known, summary),
        count=None if known is None or summary is None else _counted(known, summary),
    )


def item(answer: ItemInformationResponse, formats: Sequence[str]) -> ItemAnswer:
    due_text = text.read(answer.due_date or "")
    return ItemAnswer(
        barcode=text.read(answer.item_identifier),
        title=text.read(answer.title_identifier),
        circulation=answer.circulation_status,
        due_text=due_text,
        due=dates.due(due_text, formats),
        queue=_count(answer.hold_queue_length),
        recalled=bool(answer.recall_date) or answer.circulation_status == "07",
        pickup_by=dates.due(answer.hold_pickup_date or ""),
    )


def renewal(answer: RenewResponse, formats: Sequence[str]) -> RenewAnswer:
    due_text = text.read(answer.due_date)
    return RenewAnswer(
        done=answer.ok == "1",
        card=text.read(answer.patron_identifier),
        barcode=text.read(answer.item_identifier),
        due_text=due_text,
        due=dates.due(due_text, formats),
    )


def hold(answer: HoldResponse) -> HoldAnswer:
    return HoldAnswer(
        done=answer.ok == "1",
        card=text.read(answer.patron_identifier),
        position=_count(answer.queue_position),
        pickup=text.read(answer.pickup_location or ""),
    )


def _yes(field: str | None) -> bool:
    """A field that is not there says no."""
    return field == "Y"


def _listed(answer: PatronInformationResponse, summary: Summary) -> tuple[str, ...]:
    found = {
        "hold": answer.hold_items,
        "overdue": answer.overdue_items,
        "charged": answer.charged_items,
        "fine": answer.fine_items,
        "recall": answer.recall_items,
        "unavailable": answer.unavailable_hold_items,
    }[summary]
    return tuple(entry for field in found if (entry := text.read(field)))


def _counted(answer: PatronInformationResponse, summary: Summary) -> int | None:
    return _count(
        {
            "hold": answer.hold_items_count,
            "overdue": answer.overdue_items_count,
            "charged": answer.charged_items_count,
            "fine": answer.fine_items_count,
            "recall": answer.recall_items_count,
            "unavailable": answer.unavailable_holds_count,
        }[summary]
    )


def _count(field: str | None) -> int | None:
    """Blank is unknown, not none."""
    digits = (field or "").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 7 else None


def _money(field: str | None) -> int | None:
    """Whole đồng: `60000`, `60000.00`, `60.000`; None for anything else."""
    amount = (field or "").strip()
    if not amount.isascii():
        return None
    if _WHOLE.fullmatch(amount):
        return int(amount)
    if parts := _PARTS.fullmatch(amount):
        return round(Decimal(".".join(parts.groups())))
    return int(re.sub("[.,]", "", amount)) if _GROUPED.fullmatch(amount) else None
