"""What is left of a request when the asking is taken away."""

from __future__ import annotations

import re

from vietnamese.phrases.kinship import SELF
from vietnamese.reading import fold

LONGEST = 1000
"""Characters looked at; a longer message is not a title."""
HELP = "giúp|hộ|giùm|dùm"
LEAD = (
    "xin chào|chào bạn|chào|alo|hello|hi|dạ|thưa|ad|admin|kính nhờ|nhờ|phiền|làm ơn|vui lòng"
    "|(?:thư viện|ad|bạn|cô|chú|bác|chị|anh|em|bot|shop|ad) ơi|ơi"
    f"|(?:cho|{HELP}|để) (?:{SELF})|(?:{SELF}) (?=muốn|cần|đang|hỏi|tìm|định|thích)|{HELP}"
    "|thư viện mình|thư viện|bên mình|ở đây|hỏi|xin|đang|muốn|cần|định|tính|thích|tìm kiếm|tìm"
    "|kiếm|tra cứu|xem thử|xem|coi thử|coi|đọc|mượn|lấy|check|search|find|còn có|có thể|có|với"
    "|những|các|một số|vài|mấy|nào là|gì đó|gì|nào"
    "|cuốn sách|quyển sách|đầu sách|cuốn|quyển|sách gì|sách nào|sách|tài liệu|book"
    "|nói về|viết về|về|thuộc thể loại|thể loại|chủ đề|đề tài|tên là|tên|nhan đề|của tác giả"
    "|do tác giả|tác giả|của|hay hay|là"
)
TRAIL = (
    "không|ko|k|hông|hong|hok|hem|à|ạ|ah|hả|nhé|nhá|nha|nhỉ|với|vậy|thế|đi|nè|đây|ta|hén"
    f"|được|đc|dc|(?:{HELP})(?: (?:{SELF}))?|ad|thư viện|bạn ơi|ơi|đấy|ấy|đó|nào|gì|gì đó|luôn"
    "|cảm ơn(?: nhé| nhiều| ạ)?|thanks|tks|available|nữa|có|còn|ở đây|hay hay"
)
EDGE = " \t\n,.:;!?\"'«»“”"


def _forms(words: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words at the beginning or end, as accented text has them and as bare text has them."""
    lead, trail = rf"^(?:{words})\b[\s,.:!?]*", rf"[\s,.:!?]*\b(?:{words})[\s,.:!?]*$"
    return (re.compile(lead), re.compile(trail))


ACCENTED = (_forms(LEAD)[0], _forms(TRAIL)[1])
BARE = (_forms(fold(LEAD))[0], _forms(fold(TRAIL))[1])


def free_text(meant: str) -> str:
    """The subject of a request, with its accents: `tìm giúp mình sách về ong` -> `ong`.

    Words of asking are told by their accents (`về` is not `vẽ`, `đó` not `đỏ`); only a message
    without any is read bare.
    """
    text = meant[:LONGEST].strip(EDGE)
    lead, trail = BARE if text.isascii() else ACCENTED
    while match := lead.match(text.lower()):
        text = text[match.end() :]
    while (match := trail.search(text.lower())) and 0 < match.start() < len(text):
        text = text[: match.start()]
    return text.strip(EDGE)
