"""What is asked of a thing, told by the question's words: when, where, how much, who …

Patterns are over folded text. An order matters: the first that is found is the aspect.
"""

from __future__ import annotations

import re
from typing import Final, Literal, get_args

Aspect = Literal[
    "pages", "year", "publisher", "translator", "author", "volumes", "copies", "about", "looks",
    "online", "cite", "until", "position", "price", "bring", "signup", "whom", "again",
    "when", "long", "where", "way", "who", "many", "other",
]  # fmt: skip

WHAT: Final = r"(?:gi|chi|nao|mo|nhung gi|gi the|thu gi)"
PATTERNS: Final[dict[Aspect, str]] = {
    "pages": r"(?:bao nhieu|may|so) (?:trang|to)\b(?! (?:a4|photo))|\b(?:trang|page)s? (?:bao "
    r"nhieu)\b"
    r"|\bday (?:bao nhieu|may|co|khong|ko|k)\b|\bdo day\b|how many pages|\bday (?:mong|lam)\b",
    "publisher": r"\bnha (?:xuat ban|nao in|mo in|in nao)|\bnxb\b|\bpublisher\b|\bai (?:in"
    r"|xuat ban)\b",
    "year": r"\b(?:in|xuat ban|phat hanh|viet|ra doi|publish\w*)(?: \w+){0,2} (?:nam|khi"
    r"|tu)(?: nao| mo| bao nhieu| may)?\b"
    r"|\bnam (?:xuat ban|in|phat hanh)\b|^nam (?:nao|mo|bao nhieu|may)\b",
    "translator": r"\bai dich\b|\bdich gia\b|\bnguoi dich\b|\bban dich cua\b|\btranslat",
    "volumes": r"(?:bao nhieu|may) (?:tap|phan|quyen ca)\b|\bbo (?:nay|do) (?:co )?(?:may|bao "
    "nhieu)",
    "copies": r"(?:bao nhieu|may) (?:ban|cuon)(?! (?:nua )?(?:moi|thi|la) )\b|\bhow many copies\b",
    "about": rf"\b(?:noi|viet|ke|ban) ve (?:{WHAT}|cai gi|dieu gi|khuc|van de|ai)\b|\bnoi "
    r"dung\b|\btom tat\b"
    r"|\bnhan vat\b|\bcot truyen\b|\babout what\b|what is (?:it|this) about",
    "looks": r"\b(?:hinh|tranh|anh|minh hoa)\b.*\b(?:khong|ko|k|no|hong|hay)\b|\bchu (?:to"
    r"|nho)\b|\bbia (?:cung|mem|gi)\b"
    r"|\bhardcover\b|\bgia bia\b|\bkho (?:to|nho|giay)\b|\bmau hay\b|\b(?:level|trinh do) "
    r"(?:nao|gi)\b"
    r"|\bchuyen the\b|\bco phim\b",
    "online": r"\b(?:doc|xem|tai|down|download|lam|dang ky|nop|gui)\b.*\b(?:online|truc tuyen"
    r"|qua mang|tren mang|ban mem|pdf|ebook|file)\b",
    "cite": r"\b(?:trich dan|citation|cite|apa|mla|harvard|chicago|tai lieu tham khao)\b",
    "until": r"\b(?:keo dai|xong|ket thuc|tan|den|toi|cuoi)\b.{0,12}\b(?:may gio|luc nao|luc "
    r"mo|khi nao|khi mo|bao lau|may tieng)\b"
    r"|\b(?:may gio|bao lau|luc nao|khi nao)(?: \w+)? (?:thi )?(?:xong|ket thuc|tan)\b|\bhow "
    r"long\b",
    "position": r"\bthu may\b|\b(?:may|bao nhieu) (?:nguoi|ngai|ban)\b.*\b(?:truoc|doi|cho"
    r"|xep)|\b(?:truoc|doi|cho)\b.*\b(?:may|bao nhieu) (?:nguoi|ngai)\b"
    r"|\b(?:den|toi) luot\b|\bai (?:dang )?(?:cho|dat|doi)\b.*\b(?:truoc|chua|khong|ko)\b",
    "price": r"\bbao nhieu (?:tien|mot|1|dong|ngan|nghin)\b|\bmay (?:tien|dong|ngan|nghin"
    r"|chuc|do)\b|\b(?:gia|phi|tien|ve|coc)\b.{0,14}\b(?:bao nhieu|nhieu|nhiu|the nao|sao|may"
    r"|khong|ko|k|no|chua)\b"
    r"|\b(?:mat|ton|het|dong|nop|thu|tinh|tra)\b(?: \w+){0,2} (?:phi|tien|bao nhieu|may)\b"
    r"|\bmien phi\b|\bfree\b|\bhow much\b|\bticket\b|\ble phi\b|\bphi (?:ay|do|nay|no)\b"
    r"|\bhet (?:bao )?nhieu\b|\bgiam (?:gia|phi|khong|cho)\b|\bla nhi?eu\b|\b(?:toi da|phat"
    r"|deposit) (?:bao nhieu|may|toi)\b|\bbao nhieu (?:vay|the|rua|nhi)\b",
    "bring": rf"\b(?:mang|dem|cam|kem)(?: \w+){{0,2}} {WHAT}\b|\bcan (?:mang |dem |co |chuan "
    r"bi |theo )?(?:{WHAT}|giay|nhung|ban|so|the)\b"
    r"|\bgiay to\b|\bho so\b|\bthu tuc\b|\bchuan bi\b|\b(?:mang|dem) theo\b|\bmay (?:tam "
    r")?anh\b|\banh may\b|\bto khai\b|\bviet don\b|\bcong chung\b",
    "signup": r"\bdang k[yi]\b|\bregister\b|\bghi danh\b|\bghi ten\b|\b(?:dat|book)(?: phong| "
    r"cho| truoc| lich)\b|\bslot\b|\bcon cho\b|\btoi la duoc\b|\bhay cu\b",
    "whom": r"\bdanh cho (?:ai|nguoi|tre|sinh|hoc)|\bmay tuoi\b|\bbao nhieu tuoi\b|\bai "
    r"(?:cung|duoc|co the)\b|\bcho ai\b|\btuoi nao\b"
    r"|\b(?:tham gia|tham du|di|du|vao|vo|join|xem|doc|choi|den|hat)(?: \w+){0,2} duoc\b"
    r"|\bduoc (?:di|du|tham gia|vao|vo|join|xem|doc)\b"
    r"|\b(?:tre em|tre con|con nit|nguoi lon|nguoi gia|sinh vien|hoc sinh|em be)\b.*\b(?:duoc"
    r"|khong|ko|co|no|ha)\b|\bhop (?:voi|cho)\b|\bca nha\b|\bap dung cho\b|\bcho lop\b",
    "again": r"\b(?:hang|moi|theo) (?:tuan|thang|nam)\b|\b(?:chi )?(?:mot|1) lan\b|\b(?:lan"
    r"|tuan|thang|nam|ky|dot) (?:sau|toi|khac)\b.*\b(?:nua|khong|ko|k|to chuc|con|no)\b"
    r"|\bdinh ky\b|\bcon to chuc\b|\bto chuc nua\b",
    "when": r"\bmay gio\b|\b(?:luc|khi|hoi|bua|hom|ngay|thoi gian|gio|chung|dip|thang) (?:nao"
    r"|mo|may|bao nhieu)\b|\bbao gio\b|\b(?:when|what time)\b|\bgio giac\b"
    r"|\bnam (?:nao|mo|bao nhieu|may)\b|\bthoi gian\b|\bngay gio\b|\btu bua mo\b|\bhan "
    r"(?:chot|cuoi|may)\b|\btruoc ngay\b|\bmuon nhat\b|\bcham nhat\b",
    "long": r"\bbao lau\b|\bmay (?:ngay|bua|hom|thang|nam|tieng|tuan|phut)\b|\bbao nhieu "
    r"(?:ngay|hom|nam|thang|tuan|bua|phut|lau)\b|\b(?:lay|lam|co) (?:\w+ )?(?:ngay|lien) "
    r"(?:duoc|khong|ko|chu|a)\b|\bthoi han\b",
    "where": r"\b(?:o|cho|phong|quay|dia diem|noi|tai|ngo|khu|tang|kho|co so|chi nhanh|duong"
    r"|dau|huyen|tinh|xa|lang|ve) (?:dau|mo|nao|may)\b|\blocation\b|\bwhere\b|\bdia chi\b"
    r"|\bdia diem\b|\bqua dau\b|\bdo (?:dau|mo)\b",
    "way": r"\b(?:cach|kieu) (?:nao|gi|mo|chi)\b|\b(?:nhu )?the nao\b|\bra sao\b|\blam (?:sao"
    r"|the nao|cach)\b|\bmac? rang\b|\bman rang\b|\bchuyen khoan\b|\btien mat\b|\btra gop\b"
    r"|\bnho (?:nguoi|ai)\b|\bnop (?:ho|thay)\b|\bdi (?:ho|thay)\b",
    "who": r"\bai\b|\bdien gia\b|\bspeaker\b|\bwho\b|\bvoi ai\b",
    "many": r"\bbao nhieu\b|\bmay\b|\bhow many\b|\bnhieu (?:it|nhat)\b|\bmax\b|\btoi da\b",
}
_COMPILED = {aspect: re.compile(pattern) for aspect, pattern in PATTERNS.items()}
ASKING = re.compile(
    r"\b(?:khong|ko|k|hong|hok|hem|no|chua|ha|a|chu|nhi|chang|phai khong)$|\b(?:gi|chi|nao|mo"
    r"|dau|sao|rang|ai|may|bao nhieu)\b"
    r"|^co (?:phai|can|duoc|mat|the)\b|\bhay (?:khong|la|cu|chi|hang)\b"
)
"""Words and endings of a question."""


def aspects(folded: str) -> tuple[Aspect, ...]:
    """All that are asked, the more telling first; `other` alone for a question without a cue."""
    found = tuple(a for a in get_args(Aspect) if a in _COMPILED and _COMPILED[a].search(folded))
    if found:
        return found
    return ("other",) if ASKING.search(folded) else ()


def cue_words(folded: str) -> frozenset[str]:
    """Words of the question that its cues are made of: they are asking, not a subject."""
    spans = (match.group() for pattern in _COMPILED.values() for match in pattern.finditer(folded))
    return frozenset(word for span in spans for word in span.split())
