"""What a question asks for: which kind of answer, of whom, of which relation, of which time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from retrieval.index.names import NAME, in_sentence
from retrieval.search.gazetteer import Gazetteer
from retrieval.terms import folded_line, terms

Kind = Literal["when", "who", "where", "how_many", "price", "other"]

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "price",
        re.compile(
            r"\b(?:bao nhieu tien|may tien|gia (?:ve|ca|bao nhieu|the nao|sao|hien)"
            r"|ve (?:vao|cong|cap)"
            r"|het bao nhieu|ton bao nhieu|(?<!danh )gia \w+(?: \w+)? bao nhieu|bao nhieu dong)\b"
        ),
    ),
    (
        "when",
        re.compile(
            r"\b(?:nam nao|nam may|khi nao|bao gio|ngay nao|ngay may|ngay thang nao|nam bao nhieu"
            r"|luc nao"
            r"|hoi nao|thang nao|thang may|thoi gian nao|thoi diem nao|the ky nao|the ky may"
            r"|giai doan nao"
            r"|doi nao|ngay thang nam nao|nam sinh|nam mat|ngay sinh|ngay mat)\b"
        ),
    ),
    (
        "how_many",
        re.compile(
            r"\b(?:bao nhieu|bao lau|bao xa|dai may|rong may|cao may"
            r"|may (?!nam nay)(?!muoi)\w+)\b"
        ),
    ),
    (
        "who",
        re.compile(
            r"\b(?:ai|nguoi nao|nhan vat nao|vi nao|ong nao|ba nao|vua nao|nha tho nao"
            r"|tac gia nao)\b"
        ),
    ),
    ("where", re.compile(r"\b(?:o dau|noi nao|cho nao|o cho nao|tai dau|di dau|que o|lang nao"
                         r"|xa nao|huyen nao"
                         r"|tinh nao|nui nao|song nao|nuoc nao|dau)\b")),
)  # fmt: skip
_NOW = re.compile(
    r"\b(?:hien nay|bay gio|hien tai|hien gio|hom nay|ngay mai|moi nhat|duong nhiem|nam nay"
    r"|thang nay"
    r"|tuan nay|dao nay|luc nay|gan day nhat|ngay nay|dang lam|dang giu)\b"
)
_PERSON_TOLD = re.compile(rf"(?<![.!?…] ){NAME.pattern}")
_KIN = (
    ("vo", r"vo|phu nhan|ket hon|cuoi|hon the|the tu|ba xa|ban doi|lay ba"),
    ("chong", r"chong|phu quan|ket hon|lay ong|cuoi"),
    ("me", r"me|than mau|mau than|ba me"),
    ("(?:cha|bo|than phu)", r"cha|bo|than phu|phu than|than sinh|con trai|con gai|con ong"),
    (r"con(?: trai| gai| cai)?", r"con|nguoi con"),
    (r"(?:em|em trai|em gai)", r"em"),
    (r"(?:anh|anh trai|anh ca)", r"anh"),
    (r"(?:chi|chi gai)", r"chi"),
    (
        r"(?:ong noi|ong ngoai|to tien)",
        r"ong noi|ong ngoai|to tien|ong to|chau noi|chau ngoai|chau",
    ),
)
"""A relation asked for, and the folded words one of which must tell it."""
_OF_KIN = r"(?:cua )?"
_FACTS = (
    (r"ket hon|lay vo|lay chong|cuoi vo|cuoi", r"ket hon|vo|chong|cuoi|lay ba|con re|phu nhan"),
    (r"nobel", r"nobel"),
    (r"trang nguyen", r"trang nguyen"),
    (r"tham hoa", r"tham hoa"),
    (r"bang nhan", r"bang nhan"),
    (r"tien si", r"tien si|hoang giap|tham hoa|bang nhan|trang nguyen|dinh nguyen"),
    (r"huan chuong|huy chuong", r"huan chuong|huy chuong"),
    (r"giai thuong", r"giai"),
    (r"dan so|bao nhieu dan|bao nhieu nguoi dan|bao nhieu ho dan", r"dan so|nguoi|dan|ho"),
    (r"dien tich|rong bao nhieu", r"dien tich|rong|km2|km²|hec ta|ha|m2|met"),
    (r"(?:dai|cao|sau) bao nhieu", r"dai|cao|sau|km|met|cay so|tam|thuoc|trang|quyen|tap"),
)
"""Rare facts and the folded words without which a sentence does not tell them."""
_WORK = re.compile(
    r"\b(?:bai tho|bai hat|bai phu|bai|tap tho|tap truyen|tap|cuon|quyen|tac pham|tieu thuyet"
    r"|vo kich"
    r"|ca khuc|truyen|sach|bo sach) (?:co ten |mang ten |ten )?(?P<name>\w+ \w+)"
)
_EMPTY = frozenset(
    "nao gi duoc do cua la nay ay va nam o co in viet noi ra trong ve voi tho van hay lon dau nhat "
    "sau truoc cuoi nhu the nay ma tai thi khi cho den tu mot hai ba bon nhung cac con tung bao "
    "may nguoi chu dai ngan hat nom han quoc ngu sang xuat".split()
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`names` stand in the texts, `strangers` were typed as names and stand nowhere; `told` are
    patterns each of which an answer's folded words must meet."""

    kind: Kind
    now: bool
    names: tuple[tuple[str, ...], ...]
    """Folded forms of each name asked about."""
    spoken: tuple[str, ...]
    """The same names as the texts write them."""
    strangers: tuple[str, ...]
    works: tuple[str, ...]
    """First two folded words of each work named after its kind: `bài thơ Tràng giang`."""
    told: tuple[re.Pattern[str], ...]


def wanted(text: str, gazetteer: Gazetteer) -> Wanted:
    """Read from a question as it was meant."""
    line = folded_line(text)
    spoken = gazetteer.found(text)
    known = [gazetteer.forms(name) for name in spoken]
    inside = " | ".join(folded_line(name) for name in spoken)
    strangers = tuple(
        name
        for name in dict.fromkeys(in_sentence(text))
        if folded_line(name) not in inside and not gazetteer.found(name)
    )
    return Wanted(
        next((kind for kind, pattern in _KINDS if pattern.search(line)), "other"),
        _NOW.search(line) is not None,
        tuple(known),
        spoken,
        strangers,
        tuple(_works(line, spoken)),
        tuple(_told(line, [folded_line(name) for name in spoken])),
    )


def _works(line: str, names: tuple[str, ...]) -> list[str]:
    for name in names:  # `Hà Huy Tập làm` names no collection
        line = line.replace(folded_line(name), "-")
    return [
        match["name"] for match in _WORK.finditer(line) if not (set(match["name"].split()) & _EMPTY)
    ]


def _told(line: str, names: list[str]) -> list[re.Pattern[str]]:
    found = [re.compile(rf"\b(?:{told})\b") for asked, told in _FACTS
             if re.search(rf"\b(?:{asked})\b", line)]  # fmt: skip
    for name in names:
        for kin, told in _KIN:
            if re.search(rf"\b{kin} {_OF_KIN}{re.escape(name)}\b", line) or re.search(
                rf"\b{re.escape(name)} (?:co|lay)(?: \w+){{0,2}} {kin}\b", line
            ):
                found.append(re.compile(rf"\b(?:{told})\b"))
    return found


def tells_kind(want: Wanted, sentence: str, folded: str) -> bool:
    """Whether the kind of answer asked for stands in a sentence."""
    if want.kind == "price":
        return _MONEY.search(folded) is not None
    if want.kind == "when":
        return _TIME.search(folded) is not None
    if want.kind == "how_many":
        return _NUMBER.search(folded) is not None
    if want.kind == "who":
        return _names_another(want, sentence)
    return True


_TIME = re.compile(
    r"\b\d{3,4}\b|\b(?:ngay|thang|mong|ram) \w+|\bthe ky\b|\bnam (?:ay|do|sau|truoc)\b"
    r"|\bmua (?:xuan|ha|thu|dong)\b"
    r"|\b(?:doi|thoi|trieu|duoi trieu) \w+"
    r"|\bnam \w+ (?:ty|suu|dan|mao|thin|ngo|mui|than|dau|tuat|hoi)\b"
)
_MONEY = re.compile(r"\d (?:nghin |trieu )?dong\b|\bmien phi\b|\bkhong thu tien\b")
_NUMBER = re.compile(
    r"\d|\b(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|tram|nghin|ngan|van|trieu|vai|nhieu|nua|doi)\b"
)


def _names_another(want: Wanted, sentence: str) -> bool:
    """A name in the sentence that the question does not have."""
    known = {word for forms in want.names for form in forms for word in form.split()}
    named = (folded_line(match[0]).split() for match in _PERSON_TOLD.finditer(f" {sentence}"))
    return (
        any(not known.issuperset(words) for words in named)
        or _ONE_NAME.search(sentence) is not None
    )


_ONE_NAME = re.compile(
    r"(?<=\bvua )[^\W\d_a-z]\w+|(?<=\bông )[^\W\d_a-z]\w+|(?<=\bbà )[^\W\d_a-z]\w+"
)


def about(want: Wanted, passage: str) -> tuple[str, ...]:
    """Names and works asked about that a passage (title and text) does not have, as texts write
    them."""
    line = f" {folded_line(passage)} "
    missed = [
        name
        for name, forms in zip(want.spoken, want.names, strict=True)
        if not any(f" {form} " in line for form in forms)
    ]
    words = terms(passage).folded
    missed += [work for work in want.works if f" {work} " not in line and words]
    return tuple(missed)
