"""Categories of a work as readers name them: language, format, audience.

One table for all who read them. A phrase is folded words; words before a bar must stand before
it without being part of it: `doc|bao` finds `bao` in `doc bao`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, Literal, NamedTuple

from vietnamese.reading.letters import fold

Kind = Literal["language", "format", "audience"]
KINDS: Final[tuple[Kind, ...]] = ("language", "format", "audience")
LANGUAGES: Final = {
    "vie": ("viet", "vietnamese", "vi vn"),
    "eng": ("anh", "english", "en"),
    "fre": ("phap", "french", "fr fra"),
    "chi": ("trung,hoa,trung quoc", "chinese", "zh zho"),
    "jpn": ("nhat,nhat ban", "japanese", "ja"),
    "kor": ("han,han quoc,trieu tien", "korean", "ko"),
    "rus": ("nga", "russian", "ru"),
    "ger": ("duc", "german", "de deu"),
    "lao": ("lao", "", "lo"),
    "tha": ("thai,thai lan", "thai", "th"),
    "spa": ("tay ban nha", "spanish", "es"),
    "khm": ("khmer,campuchia", "khmer", "km"),
}
"""ISO 639-2/B, as in MARC: its names in Vietnamese, in English, its other codes."""
_MORE_LANGUAGES = {
    "mul": "song ngu;song ngu anh viet;song ngu viet anh;da ngu",
    "eng": "anh van;anh ngu",
    "vie": "viet ngu;quoc ngu",
    "fre": "phap ngu;phap van",
    "chi": "hoa ngu;trung van;hoa van;han ngu",
    "jpn": "nhat ngu",
    "kor": "han quoc ngu",
}
_FORMATS = {
    "book": "sach giay;sach in;ban in;ban giay",
    "audiobook": "sach noi;audiobook;audio book;sach audio",
    "ebook": "sach dien tu;ban dien tu;ebook;e book;ban so;sach so;ban pdf;file pdf",
    "magazine": "tap chi;magazine",
    "thesis": "luan van;luan an;khoa luan",
    "map": "ban do",
    "braille": "sach chu noi;chu noi;braille",
    "score": "ban nhac;nhac pham",
    "newspaper": (
        "to bao;bao giay;bao nhan dan;bao ha tinh;bao tuoi tre;bao thanh nien"
        ";doc,so,cac,muon,xem,loai|bao"
    ),
}
_AUDIENCES = {
    "preschool": (
        "em be;be mau giao;mau giao;mam non;nha tre;tre 3 tuoi"
        ";be 2 tuoi;be 3 tuoi;be 4 tuoi;be 5 tuoi;2 tuoi;3 tuoi;4 tuoi;5 tuoi"
    ),
    "children": (
        "thieu nhi;nhi dong;tre em;tre con;tieu hoc;hoc sinh tieu hoc;cap 1;hoc sinh cap 1"
        ";con nho;con nit;chau nho;cho|be;cho|con"
        ";be lop 1;be lop 2;be lop 3;be lop 4;be lop 5;lop 1;lop 2;lop 3;lop 4;lop 5"
        ";lop mot;lop hai;lop ba;lop bon;lop nam"
    ),
    "teens": (
        "hoc sinh;trung hoc;thieu nien;thanh thieu nien;tuoi teen;thcs;thpt;cap 2;cap 3"
        ";hoc sinh cap 2;hoc sinh cap 3;hoc sinh trung hoc"
        ";lop 6;lop 7;lop 8;lop 9;lop 10;lop 11;lop 12;lop sau;lop bay;lop tam;lop chin;lop muoi"
    ),
    "students": "sinh vien;dai hoc",
    "beginners": ("nguoi moi;nguoi moi bat dau;nguoi moi hoc;moi bat dau;moi hoc;vo long;nhap mon"),
    "adults": "nguoi lon;nguoi lon tuoi;nguoi cao tuoi;nguoi gia",
    "researchers": "nha nghien cuu;nguoi nghien cuu;cho,de|nghien cuu",
}
_ELSE = "nhieu|lau|gio|xa|hoi|muon|xin|tim|mua|dat|gia|biet|dang|can|lop"
"""After a short phrase: `mượn bao nhiêu` is no newspaper, `cho con hỏi` no child's book."""
LEARNT: Final = re.compile(r"\b(?:hoc|day|luyen|ngu phap|tu vung|tu dien|giao trinh|giao tiep)\s*$")
"""`sách học tiếng Anh`: the language is the subject, not what the book is written in."""


class Named(NamedTuple):
    """A category at [start, end) of folded words."""

    start: int
    end: int
    code: str


@cache
def _phrases(kind: Kind) -> dict[str, tuple[str, str]]:
    """Phrase to its code and the words of which one must stand before it."""
    if kind == "language":
        rows = [(code, f"tieng {name}") for code, (names, _, _) in LANGUAGES.items()
                for name in names.split(",")]  # fmt: skip
        rows += [(code, f"ngon ngu {name[6:]}") for code, name in rows]
        rows += [(code, english) for code, (_, english, _) in LANGUAGES.items() if english]
        tables = _MORE_LANGUAGES
    else:
        rows, tables = [], _FORMATS if kind == "format" else _AUDIENCES
    rows += [(code, phrase) for code, line in tables.items() for phrase in line.split(";")]
    found = {}
    for code, phrase in rows:
        heads, _, own = phrase.rpartition("|")
        found[own] = (code, heads)
    return found


@cache
def pattern(kind: Kind) -> re.Pattern[str]:
    """Of a kind's phrases over folded words, the longest first; `[1]` is the phrase."""
    forms = sorted(_phrases(kind).items(), key=lambda row: len(row[0]), reverse=True)
    each = (_headed(re.escape(phrase), heads) for phrase, (_, heads) in forms)
    return re.compile(rf"(?<!\w)({'|'.join(each)})(?!\w)")


def _headed(phrase: str, heads: str) -> str:
    if not heads:
        return phrase
    before = "|".join(rf"(?<=\b{head} )" for head in heads.split(","))
    return rf"(?:{before}){phrase}(?! (?:{_ELSE})\b)"


def find(kind: Kind, words: str) -> Iterator[Named]:
    """Categories of a kind in folded words, each phrase the longest there."""
    phrases = _phrases(kind)
    return (Named(*m.span(), phrases[m[1]][0]) for m in pattern(kind).finditer(words))


def code_of(kind: Kind, value: str) -> str | None:
    """The code of a value known to be of a kind: a phrase, with others around it, or a code."""
    folded = fold(value).lower().strip()
    if folded in (phrases := _phrases(kind)):
        return phrases[folded][0]
    named = next(find(kind, folded), None)
    if named is not None:
        return named.code
    return folded if folded in codes(kind) else None


@cache
def codes(kind: Kind) -> frozenset[str]:
    return frozenset(code for code, _ in _phrases(kind).values())


@cache
def _language_names() -> dict[str, str]:
    """Bare names, English names and other codes, where a field says that it is a language."""
    found = {}
    for code, (names, english, others) in LANGUAGES.items():
        for name in (*names.split(","), english, *others.split()):
            found[name] = code
    return found


def language_named(value: str) -> str | None:
    """The code of a language where one is expected: `Anh`, `tiếng Anh`, `english`, `en-US`."""
    folded = fold(value).lower().strip()
    short = re.split(r"[-_]", folded)[0].strip()
    names = _language_names()
    known = _phrases("language")
    for name in (folded, short):
        if name and (name in names or name in known):
            return names.get(name) or known[name][0]
    return None
