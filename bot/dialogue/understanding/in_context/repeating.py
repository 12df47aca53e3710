"""Once more, slower, shorter; and where an answer comes from."""

from __future__ import annotations

import re

from bot.dialogue.memory import Answer, Events, Memory, Topics
from bot.dialogue.understanding.in_context.meant import Meant
from bot.dialogue.understanding.in_context.said import Said
from bot.dialogue.understanding.in_context.words import matters

_AGAIN = re.compile(
    r"\b(?:noi|nhac|doc|giang|ke|viet|hien|gui|giai thich|tra loi|tom|dien dat|lap|bao|xem|coi)"
    r"(?: (?:giup|gium|ho|cho|voi|em|minh|toi|tui|ong|ba|me|choa|cau|vua|roi|cac|thong tin|event"
    r"|quy dinh|danh sach|list|do))* lai\b(?! (?:sach|cuon|the|mat khau|tu dau|do dang|o |lan ))"
    r"|\bnoi (?:cham|gon|ngan|ro|don gian|de hieu|vong)\b|\b(?:cham|gon|ngan|van tat|don "
    r"gian) (?:lai|hon|thoi)\b"
    r"|\brepeat\b|\bsay (?:that|it) again\b|\bagain please\b|\bpardon\b|\btom lai\b"
    r"|\b(?:chua|khong|ko|k|no) (?:hieu|ro|kip|nghe|thong)\b(?!.*\b(?:vi sao|tai sao)\b)"
    r"|\b(?:vua|moi|hoi nay|luc nay) (?:noi|hoi|bao) (?:gi|chi|cai gi)\b|\bdang hoi (?:\w+ "
    r")?xac nhan\b"
    r"|\bxem lai (?:cau|tin|danh sach)|\bcoi lai (?:cau|tin|danh sach)"
)
_ONCE_MORE = re.compile(
    r"^(?:\w+ ){0,2}(?:may gio|bao nhieu(?: tien)?|ngay nao|o dau|trang may)(?: ay)? (?:co|nhi)\b"
)
MOST_OWN = 4
"""Words beside the asking; a longer message says something else too."""
_SOURCE = re.compile(
    r"\bnguon\b|\bsource\b|\breference\b|\bcitation\b|\bxuat xu\b|\bcan cu\b|\bdan chung\b"
    r"|\bsach chung\b"
    r"|\bloi dan\b|\b(?:trich|lay|dua|dan|ghi|chep|rut)(?: (?:ra|dan|nguyen cau|cau|nay|no|do"
    r"|rua))*"
    r" (?:tu|o|trong|vao|vo) (?:dau|mo|sach|tai lieu|cuon|quyen|trang|van ban|cho)\b|\b(?:lay"
    r"|trich) (?:o|tu)? ?(?:dau|mo)\b"
    r"|\btrang (?:may|bao nhieu|nao|mo)\b|\bto bao nhieu\b|\bo dau ra\b|\bdua (?:vao|vo) "
    r"(?:dau|mo)\b"
    r"|\b(?:sach|tai lieu|cuon|quyen|van ban) (?:nao|mo|chi|gi)(?: \w+)? (?:noi|ghi|viet|chep"
    r"|the|vay|rua|ra)\b"
    r"|\b(?:theo|trong|tu) (?:sach|tai lieu|cuon|quyen|van ban) (?:nao|mo|chi|gi)\b"
    r"|\bai (?:viet|ghi|soan|chep|la nguoi ghi|ban ra|noi the|noi vay)\b|\bcua ai (?:viet"
    r"|soan|man)|\bnguoi (?:viet|soan)\b"
    r"|\b(?:doan|van ban|ban|cau) goc\b|\bdang tin\b|\btin duoc\b|\bwhere did you\b|\bmake "
    r"(?:that|it) up\b|\bchinh xac khong\b"
    r"|\b(?:trich|ghi) (?:\w+ )?(?:o|tu) (?:dau|mo)\b|\b(?:ghi|nam) (?:o|trong) (?:van ban"
    r"|dieu|tai lieu)\b"
    r"|\bten (?:sach|tai lieu|tac gia|nguoi soan)\b|\bnam in tai lieu\b|\blink (?:goc"
    r"|nguon)\b|\bdang (?:tin )?o dau\b"
)
_CITE = re.compile(r"\btrich dan\b|\bcite\b|\bcitation\b|\bapa\b|\bmla\b|\btai lieu tham khao\b")


def repeated(said: Said, memory: Memory) -> Meant | None:
    """Only something that was said can be said again."""
    if not memory.last or matters(said.folded) - {"hours"}:
        return None
    bare = said.has(_ONCE_MORE) and not said.own[1:]
    if not bare and (not said.has(_AGAIN) or len(said.own) > MOST_OWN + 2):
        return None
    return Meant("repeat", "repeat", sure=len(said.own) <= MOST_OWN)


def sourced(said: Said, memory: Memory) -> Meant | None:
    """Of the last answer; of a rule or event only where that was the last thing shown."""
    last = memory.seen[0].focus if memory.seen else None
    answer = memory.latest(Answer)
    if not (said.has(_SOURCE) or (answer is not None and said.has(_CITE))):
        return None
    if answer is None and not isinstance(last, Topics | Events):
        return None
    return Meant("ask_source", "ask_source", {"question": said.meant}, sure=len(said.own) <= 6)
