"""A reader who waits for a librarian: how they say that they wait no longer, where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dialogue.plain import plain
from vietnamese.reading import read

STOP = "/stop_waiting"
"""What the button says that leaves the queue."""
_NO = r"(?:khong|ko|k|hong|hok|chang|no|khoi|dung|thoi khong|thoi khoi)"
_WHO = r"(?:thu thu|nhan vien|can bo|nguoi that|nguoi|ai|librarian|staff)"
_LEAVES = (
    rf"\b{_NO} (?:can |phai |muon |them )?(?:cho|doi|wait)\b",
    rf"\b{_NO} (?:can |muon |phai )?(?:gap|noi may|noi chuyen|chat)(?: (?:voi|may))* {_WHO}\b",
    rf"\b(?:khong|ko|k|hong|no|chang) can {_WHO}\b|\bkhoi (?:can )?{_WHO}\b",
    rf"\b(?:huy|bo|rut|xoa|ngung|dung|thoi)(?: giup| cai| di| luon)* (?:yeu cau|viec)"
    rf"(?: (?:gap|noi|cho|doi|chat|{_WHO}))*\b",
    r"\b(?:thoat|ra|roi|bo|huy)(?: khoi)? (?:hang doi|hang cho|hang|cho)\b",
    r"\b(?:hoi|chat voi|noi chuyen voi|quay lai(?: voi)?|tra loi bang|gap lai|ve lai)"
    r" (?:lai )?(?:may|bot|tro ly|robot|chatbot)\b",
    r"\bstop waiting\b|\bnever ?mind\b|\bdon ?t wait\b|\bcancel (?:the )?(?:request|queue)\b",
    r"^(?:thoi|huy|huy di|cancel|stop|quay lai|bo qua)"
    r"(?: (?:khoi|khong|can|di|nhe|nha|a|vay|luon|nua|bo|dau|ban|ad|duoc|roi))*$",
    r"^(?:thoi )?(?:khong can|ko can|khoi can|khoi|het can)(?: (?:nua|dau|a|nhe|nha|roi|ban))*$",
)
LEAVES = re.compile("|".join(f"(?:{pattern})" for pattern in _LEAVES))
_PART = re.compile(r"[,.;!?\n]+")
LEAST_WORDS = 2
"""Of a question beside the leaving; one word is a courtesy."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`place` is 1 for the next to be answered; `minutes` what readers waited lately, if known."""

    place: int
    minutes: int | None = None


def leaves(text: str) -> bool:
    """Whether a message says that its reader waits no longer, in whatever way it is typed."""
    return any(LEAVES.search(plain(part)) for part in _parts(text))


def rest(text: str) -> str:
    """What a message asks besides leaving; empty when it asks nothing."""
    kept = [
        part.strip()
        for part in _PART.split(text)
        if len(part.split()) >= LEAST_WORDS and not LEAVES.search(plain(read(part).meant))
    ]
    return ", ".join(kept)


def _parts(text: str) -> list[str]:
    return _PART.split(read(text).meant)
