"""What narrows a search, read from the words of a message: years, language, format, audience."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

from bot.dialogue.actions.context import ActionContext, plain
from retrieval.model import Audience, Format, WorkFilter
from vietnamese.reading import fold

Named = tuple[tuple[str, str], ...]
LANGUAGES: Named = (
    (r"song ngu", "mul"),
    (r"(?:tieng|ngon ngu|ban) viet|viet ngu", "vie"),
    (r"(?:tieng|ngon ngu|ban) anh|anh ngu|english", "eng"),
    (r"(?:tieng|ban) phap|phap ngu|french", "fre"),
    (r"(?:tieng|ban) (?:trung|hoa)|trung van|hoa ngu|chinese", "chi"),
    (r"(?:tieng|ban) nhat|nhat ngu|japanese", "jpn"),
    (r"(?:tieng|ban) han|han quoc ngu|korean", "kor"),
    (r"(?:tieng|ban) nga|russian", "rus"),
    (r"(?:tieng|ban) duc|german", "ger"),
)
FORMATS: Named = (
    (r"sach noi|audio ?book", "audiobook"),
    (r"sach dien tu|e ?book|ban dien tu", "ebook"),
    (r"chu noi|braille", "braille"),
    (r"luan van|luan an|khoa luan", "thesis"),
    (r"tap chi|magazine", "magazine"),
    (r"ban do", "map"),
    (r"ban nhac|nhac pham", "score"),
    (r"(?:to|doc|so|cac|muon|xem|loai) bao|bao (?:giay|nhan dan|ha tinh|tuoi tre)", "newspaper"),
    (r"sach giay|ban giay|ban in", "book"),
)
AUDIENCES: Named = (
    (r"mau giao|mam non|tre 3 tuoi|be [2-5] tuoi|[2-5] tuoi", "preschool"),
    (r"nguoi moi|moi bat dau|vo long|nhap mon|moi hoc", "beginners"),
    (r"lop (?:[6-9]|1[0-2])\b|trung hoc|thieu nien|tuoi teen|hoc sinh cap [23]", "teens"),
    (
        r"thieu nhi|tre em|tre con|(?:cho )?con nho|cho (?:be|con|chau nho)|lop [1-5]\b|tieu hoc"
        r"|nhi dong|em be",
        "children",
    ),
    (r"sinh vien|dai hoc", "students"),
    (r"nghien cuu", "researchers"),
    (r"nguoi lon", "adults"),
)
IN_NOW = (
    r"(?:(?:dang|hien|van) )?(?:con|co|co san|san)(?: sach)?(?: (?:o|tai))?"
    r" (?:tren ke|tren gia|trong kho)"
    r"|(?:(?:dang|hien|van|con) )?co san|(?:(?:dang|hien|van) )?con (?:cho muon|de muon|muon duoc)"
    r"|muon duoc (?:ngay|lien)|chua (?:co )?(?:ai|nguoi) muon|available"
    r"|(?<=chi lay cuon )con|(?<=chi lay sach )con|(?<=cuon nao )con"
)
"""A copy must be in at this moment."""
LEARNT = r"(?:hoc|day|luyen|ngu phap|tu vung|tu dien|giao trinh|giao tiep)\s*$"
"""`sách học tiếng Anh`: the language is the subject, not what the book is written in."""
LINKS = "bang |ban |loai |danh cho |cho |thuoc loai "
SPAN = re.compile(r"\b(?:tu|giua)(?: nam)? (\d{4})(?: den| toi| va)(?: nam)? (\d{4})\b")
BOUNDS: tuple[tuple[str, int | None, int | None], ...] = (
    (r"\b(?:xuat ban |in )?(?:sau|moi hon|after)(?: nam)? ((?:1[5-9]|20)\d\d)\b", None, 1),
    (r"\b(?:xuat ban |in )?(?:tu|ke tu|since)(?: nam)? ((?:1[5-9]|20)\d\d)\b", None, 0),
    (r"\b(?:xuat ban |in )?(?:truoc|cu hon|before)(?: nam)? ((?:1[5-9]|20)\d\d)\b", -1, None),
    (r"\b(?:den|toi|khong qua)(?: nam)? ((?:1[5-9]|20)\d\d)\b", 0, None),
    (r"\b(?:xuat ban|in|nxb|ra)(?: nam)? ((?:1[5-9]|20)\d\d)\b", 0, 0),
    (r"^(?:nam )?((?:1[5-9]|20)\d\d)$", 0, 0),
)


def narrowing(context: ActionContext) -> WorkFilter:
    """Years, languages, formats and audiences a message asks for, entities first; and whether a
    copy must be in."""
    words = context.folded
    first, last = _bounds(context, words)
    return WorkFilter(
        year_from=first,
        year_to=last,
        languages=_languages(context, words),
        formats=tuple(
            f for f in get_args(Format) if f in _codes(FORMATS, context, "format", words)
        ),
        audiences=tuple(
            a for a in get_args(Audience) if a in _codes(AUDIENCES, context, "audience", words)
        ),
        available_now=re.search(rf"\b(?:{IN_NOW})\b", words) is not None,
    )


def _bounds(context: ActionContext, words: str) -> tuple[int | None, int | None]:
    """As the words say (`sau 2015` begins with 2016), else as recognised (`2015-`, `-1975`)."""
    said = years(words)
    if said != (None, None):
        return said
    match = re.fullmatch(r"(\d{4})?(-)?(\d{4})?", context.one("year"))
    if match is None:
        return None, None
    first, dash, last = match.groups()
    if first and not dash:
        return int(first), int(first)
    return (int(first) if first else None), (int(last) if last else None)


def years(words: str) -> tuple[int | None, int | None]:
    """Bounds in folded words: `sau 2015` -> (2016, None), `tu 2000 den 2010`, `nam 2015`."""
    if span := SPAN.search(words):
        return int(span[1]), int(span[2])
    for pattern, before, after in BOUNDS:
        if match := re.search(pattern, words):
            year = int(match[1])
            return (year + after if after is not None else None), (
                year + before if before is not None else None
            )
    return None, None


def without(text: str) -> str:
    """The text, accents kept, without the words that narrowed."""
    for pattern, _ in (*FORMATS, *AUDIENCES):
        text = _cut(text, rf"\b(?:{LINKS})?(?:{pattern})\b")
    for pattern, _ in LANGUAGES:
        text = _cut(text, rf"\b(?:{LINKS})?(?:{pattern})\b", unless_after=LEARNT)
    text = _cut(text, rf"\b(?:{IN_NOW})\b(?: (?:thoi|a|nhe))*")
    text = _cut(text, SPAN.pattern)
    for pattern, _, _ in BOUNDS:
        text = _cut(text, pattern)
    return " ".join(text.split())


def _cut(text: str, pattern: str, unless_after: str = r"(?!)") -> str:
    """Without what a folded pattern matches; text whose letters fold to several is folded."""
    folded = fold(text).lower()
    if len(folded) != len(text):
        text = folded
    for match in reversed(list(re.finditer(pattern, folded))):
        if not re.search(unless_after, folded[: match.start()]):
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return text


def merged(before: WorkFilter, after: WorkFilter) -> WorkFilter:
    """What is asked for now replaces the same kind asked for before."""
    years_said = after.year_from is not None or after.year_to is not None
    return replace(
        before,
        year_from=after.year_from if years_said else before.year_from,
        year_to=after.year_to if years_said else before.year_to,
        languages=after.languages or before.languages,
        formats=after.formats or before.formats,
        audiences=after.audiences or before.audiences,
        branches=after.branches or before.branches,
        available_now=after.available_now or before.available_now,
    )


def _languages(context: ActionContext, words: str) -> tuple[str, ...]:
    said = " ".join(plain(v) for v in context.all("language"))
    codes = {v for v in context.all("language") if len(v) == 3 and v.isascii()}
    for pattern, code in LANGUAGES:
        match = re.search(rf"\b(?:{pattern})\b", said or words)
        if match and (said or not re.search(LEARNT, words[: match.start()])):
            codes.add(code)
    return tuple(sorted(codes))


def _codes(known: Named, context: ActionContext, entity: str, words: str) -> set[str]:
    values = set(context.all(entity))
    said = " ".join(plain(v) for v in values) or words
    found = {code for pattern, code in known if re.search(rf"\b(?:{pattern})\b", said)}
    return found or {v for v in values if v in {code for _, code in known}}
