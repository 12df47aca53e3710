"""Numbers and dates the Vietnamese way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day(value: date) -> str:
    """`thứ Bảy, 28/11/2026`"""
    return f"{WEEKDAYS[value.weekday()]}, {short_day(value)}"


def short_day(value: date) -> str:
    """`28/11/2026`"""
    return f"{value.day}/{value.month}/{value.year}"


def money(amount: int) -> str:
    """`15.000 đồng`"""
    return f"{amount:,} đồng".replace(",", ".")


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
    return f"{', '.join(parts[:-1])} và {parts[-1]}"


def titled(title: str) -> str:
    """`«Tắt đèn»`"""
    return f"«{title}»"
