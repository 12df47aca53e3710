"""Every error code of the Official Account API, and what it decides.

Success and failure both come as HTTP 200: the code alone tells.
"""

from __future__ import annotations

from typing import Literal

from connectors.port import GaveUp, RetryLater, SendOutcome

Decision = Literal[
    "slow_down", "upload_again", "dead", "off", "alert", "reschedule", "elsewhere", "renew_token",
    "stop_reader", "window", "defect", "configuration",
]  # fmt: skip

DECISIONS: dict[int, Decision] = {
    -32: "slow_down",
    -100: "upload_again",
    -200: "dead",
    -201: "dead",
    -210: "dead",
    -204: "off",
    -205: "off",
    -209: "alert",
    -212: "alert",
    -223: "alert",
    -211: "reschedule",
    -218: "reschedule",
    -213: "elsewhere",
    -216: "renew_token",
    -220: "renew_token",
    -217: "stop_reader",
    -227: "stop_reader",
    -244: "stop_reader",
    -221: "alert",
    -224: "alert",
    -230: "window",
    -232: "window",
    -233: "reschedule",
    -234: "reschedule",
    -240: "defect",
    -242: "configuration",
    -320: "alert",
    -321: "alert",
    -14002: "configuration",
    -14003: "configuration",
}
STAFF_MUST_ACT: frozenset[Decision] = frozenset(
    ("off", "alert", "defect", "configuration", "renew_token")
)
HOUR = 3600.0


def decide(code: int) -> Decision:
    """What a code means for the message; unknown ones are dead letters that keep the code."""
    return DECISIONS.get(code, "dead")


def outcome(code: int) -> SendOutcome:
    """What becomes of the message."""
    reason = f"zalo {code}"
    match decide(code):
        case "slow_down":
            return RetryLater(reason, after=2.0, throttled=True, everyone=True)
        case "reschedule":
            return RetryLater(reason, after=HOUR)
        case "renew_token" | "off" | "alert":
            return RetryLater(reason, after=60.0)
        case "stop_reader" | "elsewhere":
            return GaveUp(reason, stop=True)
        case "window":
            return GaveUp(f"{reason}: window closed", stop=True)
        case _:
            return GaveUp(reason)
