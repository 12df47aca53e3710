"""Numbers as people say them, each in every way that is usual."""

from __future__ import annotations

from collections.abc import Iterator

DIGITS = "không một hai ba bốn năm sáu bảy tám chín".split()


def tens_said(value: int) -> Iterator[str]:
    """0..99."""
    tens, ones = divmod(value, 10)
    if tens == 0:
        yield DIGITS[ones]
        return
    if ones == 0:
        yield "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
        return
    last = {1: ["một", "mốt"], 4: ["bốn", "tư"], 5: ["lăm", "nhăm"]}.get(ones, [DIGITS[ones]])
    for word in last:
        yield f"mười {word}" if tens == 1 else f"{DIGITS[tens]} mươi {word}"
        if tens in (2, 3):
            yield f"{ {2: 'hăm', 3: 'băm'}[tens] } {word}"
    if ones == 5:
        yield f"{DIGITS[tens]} lăm"


def hundreds_said(value: int, *, zero: bool = False) -> Iterator[str]:
    """0..999; `zero` says the hundred that is none: `không trăm lẻ năm`."""
    hundreds, rest = divmod(value, 100)
    if not hundreds and not zero:
        yield from tens_said(value)
        return
    head = f"{DIGITS[hundreds]} trăm"
    if rest == 0:
        yield head
    elif rest < 10:
        yield f"{head} lẻ {DIGITS[rest]}"
        yield f"{head} linh {DIGITS[rest]}"
        if rest == 4:
            yield f"{head} lẻ tư"
    else:
        for word in tens_said(rest):
            yield f"{head} {word}"
    if rest == 50:
        yield f"{head} rưỡi"
    if rest % 10 == 0 and rest:
        yield f"{head} {DIGITS[rest // 10]}"
