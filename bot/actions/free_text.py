"""What is left of a request when the asking is taken away."""

from __future__ import annotations

import re

from vietnamese import fold

LEAD = re.compile(
    r"^(?:xin chao|chao|alo|hello|hi|da|thua|ad|admin|thu vien|ben minh|ban|co giao|ben thu vien"
    r"|(?:thu vien|ad|ban|co|chi|anh|em|shop|bot) oi|oi|a"
    r"|(?:cho|giup|ho|dum|gium|de) (?:minh|em|toi|chau|bac|co|chu|con|tui|choa|anh|chi|ong|ba)"
    r"|minh|em|toi|tui|chau|bac|choa|hoi|xin|nho|lam on|vui long|lam phien"
    r"|dang|muon|can|dinh|tinh|thich|tim|kiem|tra cuu|tra|xem|coi|doc|muon muon|lay"
    r"|check|search|find"
    r"|co con|con|co the|co|thu vien co|o day co|giup|ho|dum|gium|voi|nao la|may|nhung|cac"
    r"|mot so|vai"
    r"|cuon sach|quyen sach|cuon|quyen|dau sach|sach|tai lieu|book|sach gi|gi do|gi|nao"
    r"|noi ve|viet ve|ve|thuoc loai|the loai|chu de|de tai|ten la|ten|tua|nhan de|cua tac gia"
    r"|do tac gia|tac gia|cua|hay|hay hay)\b[\s,.:!?]*"
)
TRAIL = re.compile(
    r"[\s,.:!?]*\b(?:khong|ko|k|hong|hok|hem|kg|a|ah|ha|nhe|nha|nhi|voi|vay|the|di|ne|day|ta|hen|hi"
    r"|duoc|dc|giup|ho|giup minh|giup em|giup toi|giup chau|ad|ban|thu vien|oi|ay|do|nao|gi"
    r"|gi do|luon"
    r"|cam on|cam on nhe|thanks|co khong|con khong|o day|trong thu vien|available|nua)[\s,.:!?]*$"
)


def free_text(meant: str) -> str:
    """The subject of a request, with its accents: `tìm giúp mình sách về ong` -> `ong`."""
    text = meant[:1000].strip()
    folded = fold(text).lower()
    if len(folded) != len(text):  # an exotic letter folds to several: go on without accents
        text = folded
    while match := LEAD.match(folded):
        if match.end() == len(folded):
            break
        text, folded = text[match.end() :], folded[match.end() :]
    while (match := TRAIL.search(folded)) and match.start() > 0:
        text, folded = text[: match.start()], folded[: match.start()]
    return text.strip(" \t\n,.:;!?\"'«»“”")
