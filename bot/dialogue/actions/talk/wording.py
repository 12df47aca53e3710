"""Numbers and dates the Vietnamese way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from words import of, say


def day(value: date) -> str:
    """`thứ Bảy, 28/11/2026`"""
    return f"{weekday_name(value.weekday())}, {short_day(value)}"


def weekday_name(number: int) -> str:
    """`thứ Bảy` for 5: Monday is 0."""
    return str(of("formats")["weekdays"][number])


def short_day(value: date) -> str:
    """`28/11/2026`"""
    return f"{value.day}/{value.month}/{value.year}"


def money(amount: int) -> str:
    """`15.000 đồng`"""
    return say("formats", "money", amount=f"{amount:,}".replace(",", "."))


def clock_time(value: time) -> str:
    """`7:30`"""
    return f"{value.hour}:{value.minute:02}"


def spans(opening: Sequence[tuple[time, time]]) -> str:
    """`7:30–11:30 và 13:30–17:00`"""
    return joined([f"{clock_time(start)}–{clock_time(end)}" for start, end in opening])


def joined(parts: Sequence[str]) -> str:
    """`a, b và c`"""
    if len(parts) < 2:
        return "".join(parts)
    return say("formats", "last_of_several", first=", ".join(parts[:-1]), last=parts[-1])


def titled(title: str) -> str:
    """`«Tắt đèn»`"""
    return f"«{title}»"
