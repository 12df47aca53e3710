"""Names of the texts: people, places and works as pages write them, and who else they are called.

A version holds `names.jsonl`, one line a build or update: how often each name stands, and pairs of
names that a page says are one (`tên chữ là Tố Như`, `tức Mai Hắc Đế`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval.model import Page
from retrieval.passages import sentences
from retrieval.terms import folded_line

FILE = "names.jsonl"
MOST_NAMES = 200_000
"""Names kept of a build, the most frequent; some 100 bytes each."""
_CAPITALS = "".join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isalpha() and c.isupper())
_WORD = rf"[{_CAPITALS}][\w’'-]*"
NAME = re.compile(rf"(?<![\w-]){_WORD}(?: {_WORD}){{1,4}}(?![\w-])")
"""Two to five words in a row that begin with a capital."""
_PERSONAL = re.compile(rf"(?<![\w-]){_WORD}(?: {_WORD}){{1,3}}(?![\w-])")
_LEADING = frozenset(
    "theo cha me vua ong ba nam khi sau truoc trong tu voi o tai den chua tinh huyen xa lang nui "
    "song con chau anh em vo chong hai ca va nhung cac cung nho do la neu tuy vi khu ban toi "
    "nha ten thuo bai tap sach truyen ngay thang cuoi dau giua nguoi".split()
)
"""Folded words that open a sentence with a capital and belong to no name."""
_KIND = (
    r"tên chữ|tên thật|tên khai sinh|tên húy|tên hiệu|biệt hiệu|bút danh|bí danh|pháp danh"
    r"|thụy hiệu|hiệu|tự"
)
_CALLED = re.compile(
    rf"(?:(?:{_KIND})(?: \w+){{0,2}}? (?:là|gọi là)|còn (?:được )?(?:gọi|có tên) là"
    rf"|(?:[Nn]gười đời|[Dd]ân gian|[Đđ]ời sau|[Hh]ọc trò)(?: \w+){{0,4}}? (?:gọi"
    rf"|phong)"
    rf"(?: \w+){{0,4}}? là"
    rf")\s+(?P<other>{_WORD}(?: [\w’'-]+){{0,3}})"
)
"""`hiệu là Thanh Hiên`, `người đời gọi Nguyễn Thiếp là La Sơn phu tử`."""
_THAT_IS = re.compile(
    rf"(?P<name>{_WORD}(?: {_WORD}){{1,4}}),? (?:tức(?: là)?|sử gọi là)"
    rf" (?P<other>{_WORD}(?: {_WORD}){{1,4}})"
)
"""`Mai Thúc Loan, tức Mai Hắc Đế`."""


@dataclass(frozen=True, slots=True)
class Names:
    """How often each name stands, and pairs that are one; both as written."""

    counts: Counter[str]
    same: frozenset[tuple[str, str]]


def names_of(pages: Iterable[Page]) -> Names:
    """All names of the pages. One that only opens sentences is kept without its first word where
    that is no part of a name."""
    counts: Counter[str] = Counter()
    same: set[tuple[str, str]] = set()
    for page in pages:
        title = _subject(page.title)
        for sentence in sentences(page.text):
            found = list(in_sentence(sentence))
            counts.update(found)
            same.update(_same(sentence, found, title))
    return Names(counts, frozenset(same))


def together(found: Iterable[Names]) -> Names:
    """Names of several readings as one."""
    counts: Counter[str] = Counter()
    same: set[tuple[str, str]] = set()
    for each in found:
        counts.update(each.counts)
        same |= each.same
    return Names(counts, frozenset(same))


def write(folder: Path, names: Names) -> None:
    """Add one build's or update's names to a version."""
    line = {"names": dict(names.counts.most_common(MOST_NAMES)), "same": sorted(names.same)}
    before = (folder / FILE).read_text(encoding="utf-8") if (folder / FILE).exists() else ""
    (folder / FILE).unlink(missing_ok=True)  # the version before has the same file
    (folder / FILE).write_text(before + json.dumps(line, ensure_ascii=False) + "\n", "utf-8")


def read(folder: Path) -> Names:
    """Names of a version; none where it has none."""
    if not (folder / FILE).exists():
        return Names(Counter(), frozenset())
    with (folder / FILE).open(encoding="utf-8") as file:
        return together(_read(line) for line in file)


def _read(line: str) -> Names:
    part = json.loads(line)
    return Names(Counter(part["names"]), frozenset((a, b) for a, b in part["same"]))


def in_sentence(sentence: str) -> Iterator[str]:
    """Names a sentence has, without the word that only opens it."""
    for match in NAME.finditer(sentence):
        words = match[0].split()
        while len(words) > 1 and folded_line(words[0]) in _LEADING and match.start() == 0:
            words = words[1:]
        if len(words) > 1:
            yield " ".join(words)


def _subject(title: str) -> str:
    """`Nguyễn Công Trứ` of «Nguyễn Công Trứ: người khai hoang»; empty where no name opens it."""
    match = _PERSONAL.match(title)
    return match[0] if match else ""


def _same(sentence: str, found: list[str], title: str) -> Iterator[tuple[str, str]]:
    """The name before the words that say so, else the one the whole text is about."""
    yield from ((match["name"], match["other"]) for match in _THAT_IS.finditer(sentence))
    first: str | None = None
    for match in _CALLED.finditer(sentence):
        if first is None:
            before = (name for name in found if sentence.find(name) < match.start("other"))
            first = next(before, "" if match[0].startswith("còn") else title)
        other = _trimmed(match["other"])
        if first and other != first and len(other.split()) > 1:
            yield first, other


def _trimmed(text: str) -> str:
    """Words of a name: with small letters only where `La Sơn phu tử` has them."""
    words = text.split()
    kept = [words[0]]
    for word in words[1:]:
        if word[:1].isupper() or folded_line(word) in _TITLES:
            kept.append(word)
        else:
            break
    return " ".join(kept).strip('.,;:)»”"')


_TITLES = frozenset("phu tu cu si tien sinh liep ho dieu do vuong".split())
"""Small words that end a name by which a person is called."""
