"""What a message is about, where it may hold a secret. Patterns over folded text."""

from __future__ import annotations

import re
from typing import Final

WHO: Final = (
    r"(?:toi|em|minh|mk|mik|chau|con|bac|co|chu|anh|chi|ong|ba|tui|tao|choa|tau|to|t|e|m|bon|"
    r"bo|me|vo|chong|nha|my|ban|no|hai|ngoai|noi|cu|gia)"
)
_CREDENTIAL: Final = (
    r"ma[x4]?\W?(?:so\W?)?pi+n\w?|so\W?pin\w?|pin\W?code|"
    r"mat\W?khau|mat\W?kau|mat\W?khua|mta\W?khau|amt\W?khau|mat\W?hkau|matkhau|mkhau|m\.khau|"
    r"pass\W?word\w?|passwd|pasword|passwrod|pass\W?code|"
    r"(?:ma|so|ma so|chu so|con so|day so)\W(?:bi mat|bao mat|ca nhan|mo khoa|xac thuc|xac nhan|"
    r"d[a-z]{2,4} nhap|truy cap|otp|kich hoat|an ninh)|khau lenh|otp|secret code"
)
CREDENTIAL: Final = re.compile(rf"\b(?:{_CREDENTIAL})\b")
"""A PIN or password, named so that nothing else is meant."""
_HOMONYM: Final = r"pi+n+|pjn|p1n|ipn|p[. \-]i[. \-]n|mat\W?ma|pas+|paas+|pss|apss|pw|pwd"
HOMONYM: Final = re.compile(rf"\b(?:{_HOMONYM})\b|\b(?:pin|pass|pw|mk)(?=[:=]?\d{{4}})")
"""Words that name it too, besides batteries, ciphers and examinations passed."""
ANY: Final = rf"(?:{_CREDENTIAL}|{_HOMONYM})"
WORDED: Final = r"mat\W?khau|matkhau|mkhau|mk|pas+ ?word|pas+|passwd|pw"
MINE: Final = rf"(?:cua\W+)?{WHO}\b"
ACCOUNT: Final = re.compile(
    r"\b(?:the|tai khoan|tk|acc|account|dang nhap|log ?in|login|lien ket|gia han|ban doc|doc gia|"
    r"ma so|so the|card|quen|doi|sai|khoa|nhap|cap lai|muon tra|quay|thu vien|thu thu|ad|renew|"
    r"dat truoc|dat cho|xem)\b"
)
ASKS_BOOK: Final = re.compile(
    rf"\b(?:sach|cuon|quyen|truyen|tieu thuyet|tai lieu|giao trinh|tac pham|bo|tua|nhan de|"
    rf"phim|bao|tap chi|ve|book|day|hoc|nganh|cong nghe|sua|thay|sac|che tao)[\s\"'«“:]+"
    rf"(?:[a-z]+\s+){{0,4}}?(?:{_HOMONYM})\b"
)
ABOUT_BOOK: Final = re.compile(
    rf"\b(?:sach|cuon|quyen|tai lieu|giao trinh|bai|book)\s+(?:[a-z]+\s+){{0,3}}?"
    rf"(?:ve|noi ve|day|about)\s+"
    rf"(?:[a-z]+\s+){{0,4}}?(?:{_CREDENTIAL})\b(?!\W+{MINE})"
)
"""A book on passwords is asked for."""
LOGIN_WITH: Final = re.compile(
    r"\bdang nhap\b\W+(?:[a-z]+\W+){0,4}\w*\d{4,}\w*\s*[/|,;: ]\s*(?=\S*\d)\S{4,}"
)
CARD: Final = re.compile(
    r"\b(?:(?:so|ma|ma so|sooe)\W+)?(?:the|ban doc|doc gia|sinh vien|hoc sinh|hoc vien|hoi vien|"
    r"thanh vien|card|tai khoan|tk|acc|account|mssv|msv|mshv|username|user|id|ten dang nhap|"
    r"bd|dg)\b(?!\s+(?:vi(?:su|ao)|duc))"
)
IDENTITY: Final = re.compile(
    r"\b(?:c\.?c\.?c\.?d|can cuoc|c\.?m\.?n\.?d|cmt(?:nd)?|chung minh|so dinh danh|dinh danh|"
    r"giay to tuy than|ho chieu|passport|the can cuoc|id card|cong dan|ma dinh danh)\b"
)
SENT_CODE: Final = re.compile(r"\b(?:xac thuc|xac nhan|tin nhan|sms|gui ma|kich hoat|otp)\b")
"""Codes are sent to prove who somebody is."""
CONTACT: Final = re.compile(
    r"\b(?:so dien thoai|dien thoai|sdt|dt|so zalo|e-?mail|thu dien tu|"
    r"cach lien (?:lac|he)|lien lac)\b"
)
BOOK_CODE: Final = (
    r"isbn(?:[-\s]?1[03])?|ma\W?vach|barcode|bar code|dkcb|dang ky ca biet|so dang ky|"
    r"ma (?:sach|cuon|tai lieu|quyen|xep gia|an pham|ban(?! doc)|kho)|ky hieu(?: xep gia| kho)?|"
    r"xep gia|call number|ddc|phan loai|udc|issn|oclc|doi ma|ma so sach|so ho so|biblio"
)
BOOKISH: Final = re.compile(
    rf"\b(?:{BOOK_CODE}|sach|cuon|quyen|truyen|tap|tac gia|nxb|xuat ban|tai lieu|giao trinh|"
    rf"tap chi|bao so|an pham|book)\b"
)
SIGN_IN: Final = re.compile(
    r"\b(?:dang nhap|log ?in|sign ?in|vao tai khoan|lien ket|xac thuc|xac nhan|bao sai|bi sai|"
    r"bao loi|van khong|tu choi|van sai|sai hoai|khong vao|ko vao|k vao|vao khong|khong dung|"
    r"khong duoc|ko dc|k dc|"
    r"the|pin|mat khau|kich hoat)\b"
)
QUESTION: Final = re.compile(
    r"\b(?:gi|ji|j|bao nhieu|sao|nao|ntn|may|phai|khong|ko|k|hay|mac dinh|ngay sinh|so|chu|do|de|"
    r"vi|loi|sai|dung|the nao|dau|cai|duoc|bi|ma|roi|can|nen|quen|cai gi|ai|wifi|4|6|8|thu|cung|"
    r"viec|mot|what|not|wrong|is|the|a|for|chung|giong|trung|khac|cu|moi|rieng|dai|ngan|yeu|manh|"
    r"quan trong|bat buoc|bao|lau|het|con|y|thong tin|tuyet|phan|nhu|linh tinh|sinh nhat|in|vay)\b"
)
"""Words that tell that what follows «mật khẩu là» explains or asks, and gives no password away."""
