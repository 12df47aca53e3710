"""Why: of a refusal, a sum owed, a rule, an empty answer."""

from __future__ import annotations

import re

from bot.dialogue.memory import (
    Answer,
    Asked,
    Events,
    Fees,
    Focus,
    Holds,
    Linking,
    Loans,
    Memory,
    NotFound,
    OpenDays,
    Refusal,
    Topics,
    Unsure,
)
from bot.dialogue.understanding.in_context.meant import Meant
from bot.dialogue.understanding.in_context.said import Said

_WHY = re.compile(
    r"\b(?:vi|tai|do|boi) (?:sao|dau|chi|gi|ly do|rang|le gi|mo|co gi)\b|\bco (?:gi|chi"
    r"|sao)(?! (?:khac|moi|hay|khong))\b|\bly do\b|\bnguyen (?:do|nhan)\b"
    r"|\bwhy\b|\b(?:mac|can|viec) (?:chi|gi)\b|\ble nao\b|\bnghia la sao\b|\bgiai thich\b"
    r"|\bde lam (?:gi|chi)\b"
    r"|\bco van de (?:gi|chi)\b|\bwhat is this\b|\bwhats? the (?:problem|matter)\b|\bwhat s "
    r"the\b|\bbay dat\b"
    r"|^(?:\w+ ){0,8}(?:sao|rang)\b(?! (?:rang|la|ke|chep|chup))|\b(?:sao|rang) (?:lai|ma|van"
    r"|nay|no|khong|ko|phai|bi|vay|the|rua|moi)\b"
    r"|\b(?:dau|mo|chi) (?:ma )?ra\b|\bo dau ra\b|\bphat vi\b"
)
_NOT_WHY = re.compile(
    r"\b(?:thi|ra|lam|man|the) (?:sao|rang)\b(?! (?:lai|ma))|\bsao (?:cung|duoc)\b|\b(?:khong"
    r"|ko) sao\b"
)
ABOUT = (Refusal, Fees, Topics, Linking, NotFound, Holds, OpenDays, Asked, Unsure, Events, Loans)
OF: dict[type, str] = {
    Refusal: r"gia han|dat|giu cho|muon|renew|extend|book|reserv|tu choi|duoc|khong|tre|qua "
    r"han|the|cuon|quyen|sach",
    Fees: r"phat|tien|phi|khoan|tinh|no|dong|nop|tre|tra|fee|ngan",
    Topics: r"quy dinh|luat|le|dat coc|coc|le phi|bat|the|muon|mang|phat|dong|giay|khoa|han"
    r"|kich hoat|nhan",
    Linking: r"lien ket|link|gan the|noi the|the",
    NotFound: r"tim|sach|co|thu vien|ra",
    Holds: r"doi|cho|luot|ve|sach|cuon|quyen",
    OpenDays: r"mo|nghi|dong|trua|toi|chu nhat|gio|thu",
    Asked: r"xac nhan|hoi|chon",
    Unsure: r"hieu|cau",
    Events: r"hoan|doi|doi lich|huy|buoi|event",
    Loans: r"tre|han|qua han|gia han|cuon|phat",
}
LEAST_OWN, MOST_OWN = 2, 7
"""Words of its own that a why may have beside the thing's own matter; and with it."""


def why(said: Said, memory: Memory) -> Meant | None:
    """Of the latest thing that can be asked why; the texts' answers are asked as a whole."""
    if not said.has(_WHY) or said.has(_NOT_WHY):
        return None
    for each in memory.fresh():
        if isinstance(each.focus, Answer):
            return None
        if isinstance(each.focus, ABOUT):
            near = _near(said, each.focus)
            if len(said.own) <= (MOST_OWN if near else LEAST_OWN):
                sure = (near or len(said.own) == 0) and each.age == 0
                return Meant("ask_reason", "ask_reason", {"question": said.meant}, sure=sure)
            return None
    return None


def _near(said: Said, focus: Focus) -> bool:
    return re.search(rf"\b(?:{OF[type(focus)]})\b", said.folded) is not None
