"""Words of the house's own matters: a message that names one leans on nothing shown before."""

from __future__ import annotations

import re
from typing import Final

MATTERS: Final[dict[str, str]] = {
    "hours": r"mo cua|dong cua|gio mo|gio lam|lam viec|opening|open",
    "library": r"thu vien (?:o|nam|co|minh|tinh|mo|dong)|so dien thoai|hotline|email|facebook"
    "|fanpage",
    "search": r"tim|kiem|sach|truyen|tai lieu|giao trinh|luan van|cuon|quyen|book"
    "|find|search",
    "loans": r"gia han|renew|dang muon|muon ve|tra sach|han tra|due|extend",
    "holds": r"dat (?:them|truoc|sach|cuon|quyen|giup|gium|ho|luon)|giu cho|huy dat|bo dat"
    "|reserve|hold",
    "card": r"lam the|the thu vien|the ban doc|lien ket|dang nhap|dang xuat|ma pin|cap the",
    "fines": r"phat|no tien|con no|fine",
    "services": r"wifi|wi fi|photo|pho to|scan|quet|may in|in mau|phong tu hoc|phong hop|lien "
    "thu vien",
    "events": r"su kien|trien lam|cuoc thi|cau lac bo|ke chuyen|event|workshop",
    "people": r"thu thu|nhan vien|gap nguoi|nguoi that|librarian|staff|quan ly",
    "gifts": r"tang sach|bieu|quyen gop|hien tang|donate|de nghi mua|dat mua|bo sung",
    "talk": r"cam on|thank|tks|tam biet|bye|xin chao|hello|gop y|phan nan|khen|buc minh",
    "privacy": r"xoa du lieu|du lieu|thong tin ca nhan",
    "asking": r"thoi tiet|gia vang|bong da|xo so|chung khoan|ve tau|ve xe|nau an|bai tap",
}
"""Folded, by the matter they belong to."""
_COMPILED = {name: re.compile(rf"\b(?:{words})\b") for name, words in MATTERS.items()}


def matters(folded: str) -> frozenset[str]:
    """Which matters a message names."""
    return frozenset(name for name, pattern in _COMPILED.items() if pattern.search(folded))
