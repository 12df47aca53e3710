"""What a server offers, as its 98 says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pysip2.models import ACSStatusResponse

Call = Literal["patron_status", "patron_information", "item_information", "hold", "renew"]
_PLACE: dict[Call, int] = {
    "patron_status": 0, "patron_information": 7, "item_information": 10, "hold": 13, "renew": 14,
}  # fmt: skip
"""Places in BX, the 16 supported messages."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The calls of ours that may be sent."""

    calls: frozenset[Call]

    def __contains__(self, call: Call) -> bool:
        return call in self.calls


def offered(status: ACSStatusResponse) -> Offered:
    """Renewing needs the renewal policy beside its place in BX."""
    calls = {call for call, at in _PLACE.items() if status.supported_messages[at] == "Y"}
    if status.acs_renewal_policy != "Y":
        calls.discard("renew")
    return Offered(frozenset(calls))
