"""Rows of Koha's answers as our model. Anything else than a row of the right shape raises."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from clock import HANOI
from library.koha.answer import Answer, Failed

R = TypeVar("R")
MOST_CHARACTERS = 500


def _text(value: object) -> object:
    """NFC without control characters, which neither a chat nor a page should be sent."""
    if not isinstance(value, str):
        return value
    shown = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in value[:4000])
    return " ".join(unicodedata.normalize("NFC", shown).split())[:MOST_CHARACTERS]


def _day(value: object) -> object:
    """A date, or the local day of an RFC 3339 time. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("not a date")
    if len(value) == len("2026-12-15"):
        return date.fromisoformat(value)
    at = datetime.fromisoformat(value)
    try:
        return (at if at.tzinfo is None else at.astimezone(HANOI)).date()
    except OverflowError as error:
        raise ValueError("out of the calendar") from error


Text = Annotated[str, BeforeValidator(_text)]
Words = Annotated[str, BeforeValidator(lambda value: "" if value is None else _text(value))]
Day = Annotated[date, BeforeValidator(_day)]
Number = Annotated[int, Field(strict=True, ge=0, le=2**53)]
Signed = Annotated[int, Field(strict=True, ge=-(2**31), le=2**31)]
Amount = Annotated[float, Field(strict=True, ge=-1e12, le=1e12, allow_inf_nan=False)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ValidatedRow(_Row):
    patron_id: Number
    cardnumber: Words = ""


class PatronRow(_Row):
    patron_id: Number
    cardnumber: Words = ""
    surname: Words = ""
    firstname: Words = ""
    library_id: Words = ""
    expiry_date: Day | None = None
    restricted: bool | None = None
    patron_card_lost: bool | None = None


class CheckoutRow(_Row):
    checkout_id: Number
    patron_id: Number
    item_id: Number | None
    due_date: Day
    renewals_count: Number | None = 0
    onsite_checkout: bool | None = False


class RenewabilityRow(_Row):
    allows_renewal: bool
    max_renewals: Number | None = None
    current_renewals: Number | None = None


class HoldRow(_Row):
    """`priority` is 0 for a hold that is found; `status` is W, T, P or null."""

    hold_id: Number
    patron_id: Number
    biblio_id: Number
    pickup_library_id: Words = ""
    hold_date: Day | None = None
    expiration_date: Day | None = None
    priority: Number | None = None
    status: Words = ""
    item_id: Annotated[
        int | None, BeforeValidator(lambda v: int(v) if isinstance(v, str) and v.isdecimal() else v)
    ] = None


class BiblioRow(_Row):
    title: Words = ""


class ItemRow(_Row):
    item_id: Number
    biblio_id: Number
    external_id: Words = ""
    home_library_id: Words = ""
    holding_library_id: Words = ""
    location: Words = ""
    callnumber: Words = ""
    checked_out_date: Day | None = None
    lost_status: Signed | None = 0
    damaged_status: Signed | None = 0
    withdrawn: Signed | None = 0
    not_for_loan_status: Signed | None = 0
    effective_not_for_loan_status: Signed | None = None
    biblio: BiblioRow | None = None


class DebitRow(_Row):
    description: Words = ""
    amount_outstanding: Amount | None = 0.0
    date: Day


class DebitsRow(_Row):
    total: Amount = 0.0
    lines: tuple[DebitRow, ...] = ()


class AccountRow(_Row):
    balance: Amount
    outstanding_debits: DebitsRow


class LibraryRow(_Row):
    library_id: Text
    name: Words = ""
    needs_override: bool | None = False


def one(kind: type[R], answer: Answer) -> R | Failed:
    """The row of a 2xx answer."""
    return _shaped(TypeAdapter(kind), answer)


def many(kind: type[R], answer: Answer) -> tuple[R, ...] | Failed:
    """The rows of a 2xx answer, none left out."""
    return _shaped(TypeAdapter(tuple[kind, ...]), answer)  # type: ignore[valid-type]


def _shaped(adapter: TypeAdapter[R], answer: Answer) -> R | Failed:
    if not 200 <= answer.status < 300:
        return Failed(f"status {answer.status}", sent=True)
    try:
        return adapter.validate_python(answer.body)
    except ValidationError:
        return Failed("an answer of another shape", sent=True)
