"""What was understood or chosen, put right: `nhầm, khối 7 mới đúng`, `ý mình là …`."""

from __future__ import annotations

import re

from bot.dialogue.memory import (
    Answer,
    Asked,
    Events,
    Memory,
    NotFound,
    OneWork,
    OpenDays,
    Place,
    Topics,
    Unsure,
    Works,
)
from bot.dialogue.understanding.in_context.aspects import aspects
from bot.dialogue.understanding.in_context.house import House
from bot.dialogue.understanding.in_context.meant import Meant
from bot.dialogue.understanding.in_context.names import NAME
from bot.dialogue.understanding.in_context.said import Said
from bot.dialogue.understanding.in_context.said import said as read_said
from vietnamese.phrases.ordinals import places
from vietnamese.reading import fold

_ME = r"(?:mình|tôi|tui|em|cháu|con|bác|ông|bà|lão|mệ|cô|chú|tớ|choa|bạn|e|m|mk)"
_NOT = r"(?:không|ko|k|nỏ|đâu|chẳng|hông|hổng)"
_MARKS = (
    r"\b(?:nhầm|lộn|lầm|gõ sai|viết sai|đánh sai|nói sai|sai rồi|sai (?:tên|cuốn|buổi|ngày)"
    r"|hiểu (?:sai|lầm|nhầm)|quên mất|oops|i meant?|đúng ra là)\b",
    rf"\bý (?:của )?{_ME}\b",
    r"\bý là\b",
    rf"\b(?:chứ|mà) {_NOT}(?: (?:phải|có|hỏi|cần|tìm))?\b",
    rf"\b{_NOT} phải\b.{{1,60}}\b(?:mà|cơ|kìa|kia|tề|chứ|mới đúng|mới phải|hỏi|là)\b",
    r"^(?:không|nỏ|ko) phải\b.{1,40},",
    rf"\b{_ME} (?:hỏi|nói|tìm|cần|nhờ|muốn) .{{2,60}}\b(?:mà|cơ mà|cơ|kia|tề)$",
    r"\bmới (?:đúng|phải)\b",
    r"\b(?:đổi|chuyển|chọn) (?:lại|sang|qua)\b(?! (?:thẻ|pin|mật khẩu))",
    r"^(?:à )?(?:sorry|xin lỗi|quên)\b.*\b(?:là|phải|mới|cơ)\b",
    rf"^(?:không|ko|nỏ),? (?:ý )?{_ME} (?:hỏi|cần|tìm|nói|muốn)\b",
    r"\bphải là\b|\bđâu phải\b",
)
_MARK = re.compile("|".join(f"(?:{mark})" for mark in _MARKS), re.IGNORECASE)
MOST_WORDS = 24
"""Of a message that corrects; a longer one tells something of its own."""
PLACE_WORDS = 6
"""Of a place in the list: `thứ hai`, `cuốn số 3`, `cuốn cuối cùng`; more words name a work."""
_DENIED = re.compile(
    r"[,;]?\s*\b(?:chứ|mà)?\s*(?:không|ko|k|nỏ|đâu|chẳng|hông)\s+(?:phải|có|hỏi|cần|tìm)?\s*(?:là\s+)?[^,;.]*$"
    r"|[,;]?\s*\bđâu phải\b[^,;.]*$",
    re.IGNORECASE,
)
_DENIED_FIRST = re.compile(
    r"^[^,;.]*\b(?:không|ko|k|nỏ|chẳng|hông|đâu|sai|nhầm|lầm|lộn|lỗi|sorry|quên|oops|khoan|wait|nham|lon|khong)\b[^,;.]*[,;.:]\s*",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^(?:(?:à|ạ|ơ|ủa|dạ|thưa|ấy|ôi|không|ko|k|nỏ|nhầm|lộn|lầm|sai|rồi|nhé|xin lỗi|sorry|oops"
    r"|cô|ad|bạn|mình|tôi|tui|em|cháu|con"
    r"|bác|ông|bà|lão|mệ|chú|to|tớ|ý|của|là|muốn|hỏi|tìm|cần|nói|đang|phải|nhờ|mới|đúng|ra|thì|chứ|sang|qua|đổi|chọn|lại|chuyển"
    r"|gõ|viết|đánh|tên|chữ|sách|nãy|khi|quên|mất|wait|i|meant|it's|its|cuốn|quyển|tác giả|cơ"
    r"|cho rõ|i mean|không phải)\b[\s,.:!]*)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,]*\b(?:cơ|cơ mà|mà|mới đúng|mới phải|nhé|nha|ạ|kia|kìa|tề|đó|ấy|cô|cháu|ad|với|chớ"
    r"|chứ|hè|nì|thưa cô|cơ cô|ạ cô|nhỉ|giúp mình)[\s.!?,]*$",
    re.IGNORECASE,
)
FORMS = (Asked,)


def corrected(said: Said, memory: Memory, house: House) -> Meant | None:
    """By the latest thing that can be put right; an open form puts its own choice right."""
    if (
        not memory.seen
        or len(said.words) > MOST_WORDS
        or not _MARK.search(said.meant.strip(" .?!"))
    ):
        return None
    if any(isinstance(each.focus, FORMS) and each.age == 0 for each in memory.seen):
        return None
    wanted = _wanted(said.meant)
    if not wanted or len(wanted.split()) > 12:
        return None
    for each in memory.fresh():
        focus = each.focus
        found: Meant | None = None
        if isinstance(focus, Answer):
            found = _answer(wanted, focus)
        elif isinstance(focus, OpenDays | Events | Place):
            found = _day(wanted, focus, house)
        elif isinstance(focus, Works | OneWork | NotFound):
            found = _search(wanted, focus)
        elif isinstance(focus, Unsure):
            found = Meant("correct", text=wanted)
        elif isinstance(focus, Topics):
            asked = {"aspect": "other", "question": wanted, "about": focus.kind}
            found = Meant("correct", "ask_detail", asked, sure=False)
        if found is not None:
            return found
    return None


def _wanted(meant: str) -> str:
    """What is meant instead: without what is denied and the words that correct."""
    text = meant.strip(" .!?")
    first = _DENIED_FIRST.sub("", text)
    if first == text or not first.strip():
        first = _DENIED.sub("", text) or text
    else:
        first = _DENIED.sub("", first) or first
    text = _HEAD.sub("", first.strip()) or first
    while (match := _TAIL.search(text)) and match.start():
        text = text[: match.start()]
    return text.strip(" ,.;:!?")


def _answer(wanted: str, focus: Answer) -> Meant | None:
    """Another name in the same question, or another question about the same name."""
    folded = fold(wanted).lower()
    if not focus.spoken_of:
        return None
    named = NAME.search(wanted)
    if named is None and (aspects(folded) or (len(wanted.split()) <= 3 and _relation(folded))):
        question = f"{focus.spoken_of} {wanted}"
    elif aspects(folded) and aspects(folded) != ("other",):
        question = wanted
    else:
        spot = focus.question.lower().find(focus.spoken_of.lower())
        if spot < 0:
            return None
        question = f"{focus.question[:spot]}{wanted}{focus.question[spot + len(focus.spoken_of) :]}"
    return Meant("correct", "ask_reference", {"question": question}, sure=named is not None)


def _relation(folded: str) -> bool:
    return re.match(r"(?:nam|ngay|noi|que|ten|tac pham|cho)\b", folded) is not None


def _day(wanted: str, focus: OpenDays | Events | Place, house: House) -> Meant | None:
    spoken = read_said(wanted)
    branch = house.branch(spoken)
    if isinstance(focus, Place):
        asked = {"branch": branch.code, "question": wanted} if branch else {}
        return Meant("correct", "location_contact", asked) if branch else None
    days = house.days(spoken, focus if isinstance(focus, OpenDays) else None)
    if days is not None:
        when = f"{days.first.day}/{days.first.month}/{days.first.year}" if days.single else wanted
        intent = "events" if isinstance(focus, Events) else "opening_hours"
        return Meant("correct", intent, {"question": when})
    if isinstance(focus, Events) or branch is not None:
        return Meant(
            "correct",
            "ask_detail",
            {"aspect": "other", "question": wanted, "about": focus.kind},
            sure=False,
        )
    return None


def _search(wanted: str, focus: Works | OneWork | NotFound) -> Meant | None:
    if isinstance(focus, NotFound) and focus.where == "texts":
        return Meant("correct", "ask_reference", {"question": wanted}, sure=False)
    if isinstance(focus, Works) and len(wanted.split()) <= PLACE_WORDS:
        at = places(fold(wanted).lower(), len(focus.things))
        if at is not None and len(at) == 1:
            return Meant("correct", "show_details", {"ordinal": str(at[0] + 1)})
    return Meant("correct", "find_book", {"question": wanted, "correct": "yes"}, sure=False)
