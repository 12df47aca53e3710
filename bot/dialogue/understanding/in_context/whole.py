"""An elliptical question made whole by what the last answer spoke of."""

from __future__ import annotations

import re

from bot.dialogue.memory import Answer, Memory, Works
from bot.dialogue.plain import plain
from bot.dialogue.understanding.in_context.aspects import ASKING, aspects, cue_words
from bot.dialogue.understanding.in_context.meant import Meant
from bot.dialogue.understanding.in_context.names import NAME
from bot.dialogue.understanding.in_context.said import Said
from bot.dialogue.understanding.in_context.words import matters
from vietnamese.reading import fold

_HE = (
    r"(?:nhân vật|nhà thơ|nhà văn|nhà sử|vị|danh tướng|tác giả|người|ông|bà|cụ|ngài|ôông|cô"
    r"|chị|anh|đức ông) (?:ấy|đó|này|nọ|nớ|ta|ni)"
)
_ELDER = r"(?:ông|bà|cụ|ngài|ôông|đức ông)"
_SELF = (
    r"(?! (?:ơi|cho|hỏi|muốn|cần|xin|nhờ|nghe|với|tìm|giùm|giúp|nói|kể|già|ngoại|nội|nhà|cháu"
    r"|lão|con|bà|bí|thích|đọc|mượn|lấy|ạ|à|nhé|nha|"
    r"nguyễn|trần|lê|phạm|phan|đặng|bùi|hoàng|huỳnh|hồ|ngô|dương|lý|vũ|võ"
    r"|đỗ|đinh|mai|hà|cao|trịnh|xuân|huy|hải)\b)"
)
_OF_WORD = (
    r"(?:của|về|quê|cha|bố|mẹ|vợ|con|em|anh|tên|mộ|nhà|tuổi|cháu|thầy|trò|dòng họ|thơ"
    r"|phần|thờ|năm|khi|lúc|thời|vậy|thế|còn|rứa|và|rồi|thì|đời)"
)
_OF_BARE = fold(_OF_WORD)
PRONOUN = re.compile(
    rf"\b{_HE}\b{_SELF}|(?:^|\b(?:{_OF_WORD}|{_OF_BARE}) ){_ELDER}\b{_SELF}", re.IGNORECASE
)
_ELDER_AT = re.compile(rf"\b(?:{_HE}|{_ELDER})\b", re.IGNORECASE)
_THING_THAT = re.compile(r"\b(\w+(?: \w+)?) (?:do|ay|no|nay|day|te|kia|tren)\b(?= |$)")
KIN = (
    r"que(?: quan| huong)?|cha|bo|me|vo|chong|con(?: trai| gai| chau)?|anh(?: trai)?|em(?: "
    r"trai| ruot| gai)?|ong noi|ong ngoai|thay(?: day)?|hoc tro"
    r"|ten(?: that| tu| hieu| chu)?|hieu|tu|biet danh|but danh|tuoi|mo|lang mo|den tho|nha "
    r"tho|tac pham(?: chinh)?|bai tho(?: noi tieng)?|tho|thi pham|cau noi"
    r"|cong lao|su nghiep|chuc|chuc vu|ngay (?:sinh|mat)|nam (?:sinh|mat)|sinh|mat|hy sinh|bi "
    r"(?:bat|giet|cach chuc|day|xu)|do|thi do|lam quan|qua doi|tho bao nhieu"
    r"|di tich|y nghia|nguyen nhan|dien bien|ket qua|thoi gian|dia diem|dien ra|bat dau|ket "
    r"thuc|no ra|lanh dao|thanh lap|dien tich|dan so|do cao|cao|dai|rong|nam o|thuoc"
)
_RELATION = re.compile(
    rf"^(?:(?:the|vay|rua|con|va|roi|thi|co|hoi|vay thi|the thi|khi nao|nam nao) )*(?:{KIN})\b"
)
_SEARCH = re.compile(
    r"\b(?:sach|cuon|quyen|tai lieu)(?: \w+){0,2} (?:ve|cua|noi ve|viet ve)\b"
    r"|\bthu vien (?:\w+ )?co\b.*\b(?:ve|cua)\b"
)
_TIES = re.compile(
    r"^(?:(?:à|thế|vậy|còn|mà|rồi|ừ|ờ|rứa|và|dạ|thưa|cô|chứ|sao|ơi)[\s,]+)+(?=\S+\s*\S*)",
    re.IGNORECASE,
)
_HOW_ABOUT = re.compile(
    r"[\s,]*\b(?:thì sao|thì răng|thì thế nào|thì ra sao|thế nào|cũng (?:vậy|thế|rứa)\w*|nữa"
    r"|ạ|à|hả|cô|hè|hở cô|tề|thì|ad|vậy|rứa|không|chứ)[\s?.!,]*$",
    re.IGNORECASE,
)
LONGEST_WORDS = 16
MOST_SOUGHT = 5
MOST_OWN = 3
"""Words of its own that a question without a name may have and still lean on the last answer."""


def whole(said: Said, memory: Memory) -> Meant | None:
    """The question with the person or thing it speaks of; None when it has one of its own."""
    answer = memory.latest(Answer) or _sought(memory)
    if answer is None or not answer.spoken_of or len(said.words) > LONGEST_WORDS:
        return None
    if _named_anew(said, answer) or matters(said.folded) - {"search", "library"}:
        return None
    about, question = answer.spoken_of, _TIES.sub("", said.meant.strip())
    by_name = _replaced(question, about) or _that(question, answer, about)
    if by_name is not None:
        searching = _SEARCH.search(plain(question)) is not None
        if matters(said.folded) and not searching:
            return None
        sure = bool(answer.work_id)
        return _asked(by_name, "find_book" if searching else "ask_reference", sure=sure)
    if not answer.work_id or not _elliptical(said, answer):
        return None
    related = _RELATION.match(said.folded) is not None
    whole_question = f"{about} {question[:1].lower()}{question[1:]}"
    return _asked(whole_question, "ask_reference", sure=related)


def _named_anew(said: Said, answer: Answer) -> bool:
    """Whether the message has a name that the last answer did not speak of."""
    known = plain(f"{answer.question} {answer.spoken_of} {answer.quote}")
    return any(
        not set(plain(found[0]).split()) <= set(known.split())
        for found in NAME.finditer(said.meant)
        if found.start() or len(found[0].split()) > 2
    )


def of_another(said: Said, answer: Answer, *, marked: bool) -> Meant | None:
    """`thế Nguyễn Công Trứ thì sao`: the last question asked of another name."""
    if not marked or PRONOUN.search(said.meant) or matters(said.folded) - {"search"}:
        return None
    named = _TIES.sub("", said.meant.strip())
    while match := _HOW_ABOUT.search(named):
        named = named[: match.start()]
    named = named.strip(" ,.?!")
    asked = aspects(said.folded)
    if not named or len(named.split()) > 8:
        return None
    if asked and asked != ("other",):
        return None
    if _RELATION.match(plain(named)) or not answer.spoken_of:
        return None
    spot = answer.question.lower().find(answer.spoken_of.lower())
    if spot < 0:
        question = f"{named} {_rest(answer)}".strip()
    else:
        end = spot + len(answer.spoken_of)
        question = f"{answer.question[:spot]}{named}{answer.question[end:]}"
    return Meant(
        "same_for", "ask_reference", {"question": question}, sure=NAME.search(named) is not None
    )


def _rest(answer: Answer) -> str:
    """The question without what it spoke of, where that is typed otherwise."""
    words, known = answer.question.split(), set(plain(answer.spoken_of).split())
    return " ".join(word for word in words if plain(word) not in known)


def _sought(memory: Memory) -> Answer | None:
    """What a search was for, as something that may be asked about."""
    listed = memory.latest(Works, 0)
    if listed is None or not 1 < len(listed.asked.split()) <= MOST_SOUGHT:
        return None
    return Answer(question=listed.asked, spoken_of=listed.asked)


def _replaced(question: str, about: str) -> str | None:
    """With the name where a pronoun stood."""
    match = PRONOUN.search(question)
    if match is None:
        return None
    spot = list(_ELDER_AT.finditer(question[: match.end()]))[-1]
    return f"{question[: spot.start()]}{about}{question[match.end() :]}"


def _that(question: str, answer: Answer, about: str) -> str | None:
    """`hội nghị đó họp ở đâu`: the thing as the answer named it; else of what was spoken of."""
    folded = fold(question).lower()
    if len(folded) != len(question) or not ASKING.search(folded):
        return None
    match = _THING_THAT.search(folded)
    if match is None or set(match[1].split()) <= _NO_THINGS or matters(match[0]):
        return None
    noun = match[1].split()[-1] if match[1].split()[0] in _NO_THINGS else match[1]
    named = _named_so(noun, answer)
    start = match.end(1) - len(noun)
    said_noun = question[start : match.end(1)]
    return f"{question[:start]}{named or f'{said_noun} {about}'}{question[match.end() :]}"


_NO_THINGS = frozenset(
    "o cho luc khi hom ngay bua nam cai dieu viec cuon quyen sach the vay nguoi ong ba cu co "
    "chi anh gi la "
    "cua va thi ma do tu trong bai buoi phong chuyen cau nay may ai sao rang mo dau duoc".split()
)


def _named_so(noun: str, answer: Answer) -> str | None:
    """The words that begin with this noun in the question, up to a verb or a stop."""
    for text in (answer.quote, answer.question):
        folded = fold(text).lower()
        if len(folded) != len(text):
            continue
        match = re.search(
            rf"\b{re.escape(noun)}\b(?: (?!(?:duoc|la|hop|o|do|co|vao|nam|ngay|da|se|bi|gom"
            rf"|vi|de|cua|va|tai|tu|den|khi|nhu|nao|may|gi)\b)\w+){{1,8}}",
            folded,
        )
        if match:
            return text[match.start() : match.end()]
    return None


def _elliptical(said: Said, answer: Answer) -> bool:
    """A question with no name and little of its own, beside what the last one had."""
    if not ASKING.search(said.folded) and not _RELATION.match(said.folded):
        return False
    if NAME.search(said.meant) or matters(said.folded):
        return False
    known = set(plain(answer.question).split()) | set(plain(answer.quote).split())
    own = set(said.own) - cue_words(said.folded)
    related = _RELATION.match(said.folded) is not None
    strange = own - known - (set(plain(KIN.replace("|", " ")).split()) if related else set())
    return len(strange) <= MOST_OWN


def _asked(question: str, intent: str, *, sure: bool) -> Meant:
    return Meant("whole", intent, {"question": " ".join(question.split())}, sure=sure)
