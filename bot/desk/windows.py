"""How long a reader can still be answered on their channel, and at what price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["free", "paid", "shut"]


@dataclass(frozen=True, slots=True)
class Window:
    """`until`: when this verdict changes for the worse, None for never; `price_vnd` of a reply
    now; `affordable`: the month's budget still bears it."""

    verdict: Verdict
    until: float | None = None
    price_vnd: int = 0
    affordable: bool = True


ALWAYS = Window("free")
