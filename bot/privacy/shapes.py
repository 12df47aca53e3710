"""How secrets look. Patterns over folded text; `secret` names the part to hide."""

from __future__ import annotations

import re

from bot.privacy import topics

_GAP = r"[ .,\-–_*/]{1,2}"
_DIGIT_WORD = (
    r"(?:khong|ko|linh|le|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|zero|one|two|three|"
    r"four|five|six|seven|eight|nine)"
)
SPOKEN = re.compile(rf"\b{_DIGIT_WORD}(?:[ ,.\-]+{_DIGIT_WORD}){{3,11}}\b")
COUNTED = re.compile(rf"\b{_DIGIT_WORD}(?:\s(?:nghin|ngan|tram|muoi|chuc|{_DIGIT_WORD})){{3,12}}\b")
RUN = re.compile(
    rf"(?<![\da-z])\d{{4,16}}(?!\d)|(?<!\d)\d(?:{_GAP}\d){{3,15}}(?!\d)|(?<!\d)\d{{2,4}}(?:{_GAP}\d{{2,4}}){{1,4}}(?!\d)"
)
GLUED = re.compile(r"(?<=pin)\d{4,12}|(?<=pass)\d{4,12}|(?<=mk)\d{4,12}|(?<=khau)\d{4,12}")
_FILL = (
    r"(?:cua|la|thi|chinh|hien|tai|bay|gio|moi|cu|dang|so|day|nay|ne|nhe|cho|ad|dang|ky|cap|dat|de|"
    r"dung|xai|ghi|nhap|go|bam|danh|is|my|for|of|was|a|vay|hinh|nhu|chac|van|gom|gui|luon|hoi|dau|"
    r"the|thu vien|tv|tai khoan|tk|acc|account|card|ban|doc|gia|sinh|vien|ngay|nam|thang|goc|"
    r"lay|theo|do|em|ma|nua|con|xin|roi|thu|bang|lai|dien|toan|chi|co|mac dinh|nguyen|van|the nay|"
    rf"bon|sau|tam|4|6|8|chu|{topics.WHO})"
)
_IS = r"(?:la[2f]?|al|laf|l|ls|is|thanh)\b"
_NUMBER = r"(?P<secret>\d(?:[ .\-–_/]?\d){3,15})(?!\s?(?:mah|kwh|wh|dong|vnd|nghin|ngan|trieu)\b)"
BOUND = re.compile(rf"\b{topics.ANY}\b(?:\W+{_FILL}\b){{0,8}}\W{{0,4}}(?<!\d){_NUMBER}(?![\d])")
CODE_OF_MINE = re.compile(
    rf"\b(?:ma[x4]?|code|so|ma so)\s+(?:rieng\s+|ca nhan\s+|bi mat\s+)?"
    rf"(?:{topics.MINE}|cua\s+[a-z]{{1,6}}\b)"
    rf"(?:\W+(?:{_IS}|day|thi|nhe|ne))*\W{{0,3}}(?P<secret>\d(?:[ .\-]?\d){{3,7}})(?!\d)"
)
CODE = re.compile(
    r"\b(?:ma[x4]?|code)\b(?!\W+(?:sach|vach|cuon|tai lieu|nganh|kho))(?:\W+[a-z]+){0,4}?\W+"
    r"(?P<secret>\d{4,8})(?!\d)"
)
SHORT_MK = re.compile(
    rf"\bmkk?\s*(?:(?:the|tk|acc|cua|{topics.WHO}|thu vien|tv|dang nhap|cu|moi|thi|"
    rf"[a-z]{{1,5}}(?=\s*[:=]))\W+?){{0,5}}"
    rf"(?P<is>{_IS}|[:=])?\W{{0,3}}"
    rf"(?P<secret>\d(?:[ .\-]?\d){{3,11}}(?!\d)|(?=\S*\d)(?=\S*[a-z])\S{{5,40}})"
)
MINE_TURNED = re.compile(
    r"(?<!\d)(?P<secret>\d{4,8})\W+(?:(?:la|do|day|chinh|nhe|nha|is|ad|a)\W+){0,3}"
    r"(?:ma|code|pin|pass|mk)\b"
)
ENTERED = re.compile(
    r"\b(?:nhap|bam|go|dien|danh|thu|dung|xai|lay|gui|entered?|typed?|use)\W+"
    r"(?:(?:vao|so|ma|mai|dung|la|cai|day|hoai|lai|roi|the|em|minh|toi)\W+){0,4}"
    r"(?P<secret>\d(?:[ .\-]?\d){3,7})(?!\d)(?!\s?(?:lan|cach|nguoi|cuon|trang|dong)\b)"
)
WORDED = re.compile(
    rf"\b{topics.ANY}\b(?:\W+(?!{_IS})(?:{_FILL}|[a-z]{{1,5}})\b){{0,8}}\s*(?:\b{_IS}|[:=]|->|=>)\s*[:\"'«“]?"
    r"(?P<secret>[^\n,;!?]{3,60})"
)
MIXED = re.compile(
    r"(?<![\w@])(?!(?:pin|pass|mk|khau)[:=]?\d+\b)(?=[^\s]*\d)(?=[^\s]*[a-z@#$!%^&*_])[\w@#$!%^&*.+\-]{4,40}(?<![.,;])"
)
NEXT = re.compile(
    rf"\b{topics.ANY}\b(?:\W+{_FILL}\b){{0,8}}[\s:=\"'«“]{{0,4}}(?P<secret>[^\s,;]{{4,40}})"
)
MADE_UP = re.compile(
    rf"\b(?:{topics.WORDED}|nhap|bam|go|dien)\b(?:\W+(?:{_FILL}|[a-z]{{1,5}})\b){{0,5}}\W{{1,4}}(?P<secret>[a-z]{{6,40}})\b"
)
MADE_UP_MK = re.compile(
    rf"\bmkk?\s*(?:(?:the|tk|acc|cua|{topics.WHO})\W+){{0,4}}(?:{_IS}|[:=])\W{{0,3}}(?P<secret>[a-z]{{6,40}})\b"
)
MADE_UP_TURNED = re.compile(rf"\b(?P<secret>[a-z]{{6,40}})\W+{_IS}")
IDENTITY_12 = re.compile(r"(?<!\d)(?<!\d[.\-])0(?:0[1-9]|[1-8]\d|9[0-6])(?:[ .\-]?\d){9}(?!\d)")
IDENTITY_9 = re.compile(r"(?<![\da-z])(?<!\d[.\- ])\d{3}[ .\-]?\d{3}[ .\-]?\d{3}(?![ .\-]?\d)")
IDENTITY_ANY = re.compile(r"(?<![\da-z])[a-z]?\d(?:[ .\-]?\d){6,11}(?!\d)")
BANK = re.compile(r"(?<!\d)(?<!\d[.\-])\d{4}([ \-]?)\d{4}\1\d{4}\1\d{4}(?!\d)")
PHONE = re.compile(
    r"(?:(?<![\da-z])(?<!\d[.\-])|(?<=sdt)|(?<=dt)|(?<=zalo))(?:(?:\+|00)?84[ .\-]?|0)"
    r"(?:3[2-9]|5[25689]|7[06-9]|8\d|9\d)(?:[ .\-]?\d){7}(?!\d)"
)
EMAIL = re.compile(r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{2,63}){1,4}")
CARD_SHAPE = re.compile(
    r"(?<![\da-z])[a-z]{1,5}[.\-/_]?\d{2,4}[.\-/]\d{2,8}(?:[.\-/]\d{1,6})?(?![\da-z])|"
    r"(?<![\da-z])[a-z]{1,5}[.\-_]?\d{5,12}[a-z]?(?![\da-z])|"
    r"(?<![\da-z])\d{2}[a-z]{1,4}\d{4,8}(?![\da-z])|"
    r"(?<![\da-z.,])\d{6,14}(?![\da-z])|(?<![\da-z])\d{4,5}[.\-/]\d{3,8}(?![\da-z])"
)
CARD_ALONE = re.compile(r"(?<![\da-z])(?:ht|tv|bd|dg|th)[.\-]?\d{6,8}(?!\d)")
_THEN = r"\s*(?:[/|,;:+\-–]|va|voi|\s)\s*"
PAIR = re.compile(
    rf"(?<![\da-z])(?P<card>[a-z]{{1,5}}[.\-]?(?:\d{{2,4}}[.\-/])?\d{{4,12}}|\d{{6,12}}){_THEN}"
    r"(?P<secret>\d(?:[ .\-]?\d){3,7})(?![\da-z])"
)
ONLY_NUMBER = re.compile(
    r"\W*(?:(?:la|so|do|day|vang|da|u|thi|em|minh)\W+){0,3}"
    r"(?P<secret>\d(?:[ .\-]?\d){3,7})(?:\W+\w{1,5}){0,3}\W*"
)
LIKE_YEAR = re.compile(r"(?:19|20)\d\d")
AFTER = re.compile(r"\s+(?:nhe|nha|a|ah|ne|ma|nhung|giup|cho|ad|day|do|vay|voi|xin|roi)\b")
"""Where a password said in words ends."""
