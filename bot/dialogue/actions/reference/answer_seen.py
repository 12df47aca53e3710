"""What a cited answer leaves in mind: its question, whom or what it spoke of, its page."""

from __future__ import annotations

import re

from bot.dialogue.memory import Answer
from bot.dialogue.plain import plain
from bot.dialogue.understanding.in_context.names import NAME
from connectors.messages import Citation
from vietnamese.reading import fold

_PREDICATE = re.compile(
    r"\b(?:sinh|mat|que|o|la|co|do|hy sinh|cao|dai|rong|thanh lap|khai hoi|bi|dau|dien ra|no "
    r"ra|xay ra|to chuc|nam|lam"
    r"|viet|soan|sang tac|gom|thuoc|tho|duoc|ten|khi nao|luc nao|ngay nao|nam nao|bao gio|bao "
    r"nhieu|may|vi sao|the nao"
    r"|tai sao|cach|nghia|chet|lap|xay|ra doi|bat dau|ket thuc|qua doi|dinh)\b"
)
LONGEST_QUOTE = 400
SUBJECT_WORDS = 7


def answer_seen(question: str, cited: Citation, text: str) -> Answer:
    """`text` is the passage: a name typed without capitals is known by its spelling there."""
    return Answer(
        question=question[:300],
        spoken_of=spoken_of(question, f"{cited.quote} {cited.title}. {text}"),
        quote=cited.quote[:LONGEST_QUOTE],
        work_id=cited.work_id,
        title=cited.title,
        author=cited.author,
        page=cited.page,
        rights=cited.rights,
    )


def spoken_of(question: str, text: str) -> str:
    """The person, work or place that a question is about, as far as its words tell."""
    head = _head(question)
    for name in NAME.finditer(question):
        if not _opens(question, name):
            return f"{_kind(question, name.start())}{name[0]}"
    asked = f" {plain(question)} "
    named = [found[0] for found in NAME.finditer(text) if f" {plain(found[0])} " in asked]
    if named:
        return max(named, key=lambda name: len(name.split()))
    return head


def _opens(question: str, name: re.Match[str]) -> bool:
    """A sentence's first word is a capital for its place alone: `Vua Lê …` but not `Ai …`."""
    first = plain(name[0]).split()[0]
    return name.start() == 0 and first in ("ai", "vi", "tai", "co", "cho", "khi", "nam", "ngay")


def _kind(question: str, start: int) -> str:
    """The words for the kind of thing that stand right before a name: `Lễ hội chùa `."""
    before = question[:start].rstrip().split()
    kept: list[str] = []
    for word in reversed(before[-3:]):
        if plain(word) not in KINDS:
            break
        kept.insert(0, word)
    return f"{' '.join(kept)} " if kept else ""


KINDS = frozenset(
    "le hoi chua den mieu dinh nui song bien cua dao huyen xa lang tinh thanh ho khoi nghia "
    "phong trao "
    "chien dich tran hoi nghi truong nha lang nghe truyen bai tho ca khuc cau cho dinh di "
    "tich".split()
)


def _head(question: str) -> str:
    """What stands before the first verb or question word: `10 cô gái Đồng Lộc hy sinh …`."""
    folded = fold(question).lower()
    if len(folded) != len(question):
        return ""
    match = _PREDICATE.search(folded, 1)
    head = question[: match.start()].strip(" ,:") if match else ""
    return head if 1 < len(head.split()) <= SUBJECT_WORDS else ""
