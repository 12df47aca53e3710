"""The library's own sentences on a matter, found by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.dialogue.actions.talk.cues import count_cues
from bot.dialogue.plain import plain
from library.facts import LibraryFacts, Topic

_SENTENCE = re.compile(r"(?<=[.;!?])\s+")
TELLS = {
    "price": r"\b(?:dong|mien phi|le phi|khong thu tien|phi|cuoc|tra khi|hoan lai)\b",
    "bring": r"\b(?:mang|giay|anh|can cuoc|the cu)\b",
    "signup": r"\b(?:dang ky|dat truoc|vao tu do|goi|o quay)\b",
    "whom": r"\b(?:danh cho|tuoi|thieu nhi|nguoi lon|phu huynh|thuong tru|khiem thi|moi ban "
    r"doc|cac em)\b",
    "when": r"\b(?:ngay|gio|lich|sang|chieu|phut|khi)\b",
    "until": r"\b(?:gio|phut|ngay|nam|lich)\b",
    "long": r"\b(?:ngay|gio|phut|nam|thang|tuan|lan)\b",
    "where": r"\b(?:quay|tang|phong|goc|den|tai|xa|truong)\b",
    "way": r"\b(?:quay|goi|mang|nop|bao|hoi)\b",
    "who": r"\b(?:nhan vien|co|nguoi|phu huynh|truong)\b",
    "online": r"\b(?:truc tuyen|khung chat|online|qua mang|trang web)\b",
    "many": r"\d",
    "again": r"\b(?:hang|lich|moi)\b",
}
"""Folded words of sentences that tell an aspect."""
MOST = 2


def rule_for(facts: LibraryFacts, words: str) -> str:
    """The rule whose keywords stand in `words`; empty when none's do."""
    topics = (*facts.topics_of("borrowing_rules"), *facts.topics_of("card_registration"))
    best = max(topics, key=lambda topic: count_cues(words, topic.keywords), default=None)
    return best.text if best is not None and count_cues(words, best.keywords) else ""


def named(topics: Iterable[Topic], words: str) -> tuple[Topic, ...]:
    """Topics whose keywords a message says, the most first."""
    counted = [(count_cues(words, topic.keywords), topic) for topic in topics]
    kept = [(count, topic) for count, topic in counted if count]
    return tuple(topic for _, topic in sorted(kept, key=lambda pair: -pair[0]))


def telling(topics: Iterable[Topic], aspect: str) -> str:
    """The sentences that tell the aspect, as far as any does."""
    pattern = TELLS.get(aspect)
    if pattern is None:
        return ""
    found = [
        sentence
        for topic in topics
        for sentence in _SENTENCE.split(topic.text.strip())
        if re.search(pattern, plain(sentence) if aspect != "many" else sentence)
    ]
    return " ".join(dict.fromkeys(found[:MOST]))
