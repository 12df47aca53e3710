"""Bytes to text, judged by the whole file they stand in.

UTF-8 where it is; else MARC-8, Windows-1251, Windows-1252 or a Vietnamese code of before Unicode,
whichever gives words. A file is mostly written in one code, so that what its other texts are in
counts beside the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice

from retrieval.ingest import marc8
from vietnamese.reading import legacy, nfc
from vietnamese.reading.syllable import is_syllable

SAMPLE, PIECE = 400, 300
"""Texts by which a file is judged, and bytes of each: some 10,000 accented words."""
WINDOWS, WINDOW = 20, 50_000
"""Places of a large file that are looked at, and bytes of each."""
PRIOR = 2.5
"""What a file wholly in one code is worth beside one text: more than two words of it."""
TOLD = 1.5
"""What leader/09 is worth, which often lies."""
SURE = 0.7
"""Points a word from which the file's own code is taken untried against the others."""
MOSTLY = 0.6
"""Points a word that Vietnamese has at least; below it one of its own codes is read by chance: VNI
leaves most Western words as they are."""
SCATTERED = 0.1
"""Share of UTF-8 among a file's texts under which one is taken for chance."""

_WORD = re.compile(r"[^\W\d_]+")
_LOW = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1a\x1c-\x1e]")
"""Control codes among which VISCII, TCVN3 and VPS keep some capitals."""
_STRANGE = re.compile("[\ufffd¤§¥¬®±º\x80-\x9f]")
_LOOSE = re.compile("[\u0300-\u0333]")
_WESTERN = re.compile("[a-zß-öø-ÿ]+")
_LATIN = re.compile("[a-zß-öø-ſ]+")
_WIDE = (
    (rb"\xff\xfe\x00\x00", "utf-32"), (rb"\xff\xfe|\xfe\xff", "utf-16"),
    (rb"(?:[\t-~]\x00){8}", "utf-16-le"), (rb"(?:\x00[\t-~]){8}", "utf-16-be"),
)  # fmt: skip
"""How files begin whose every character takes two bytes or four."""

Reading = tuple[str, int]
"""A text, and how many runs of bytes stood for nothing in it."""


def _utf8(raw: bytes) -> Reading:
    text = raw.decode("utf-8", "replace")
    return text.replace("\ufffd", ""), text.count("\ufffd")


def _single(code: str, raw: bytes) -> Reading:
    return raw.decode(code, "replace"), 0


def _old(code: str, raw: bytes) -> Reading:
    return legacy.decode_as(raw, code), 0


MARC8 = "marc-8"
_VIETNAMESE = ("tcvn3", "vni", "windows-1258", "viscii", "vps")
_READINGS: dict[str, Callable[[bytes], Reading]] = {
    "utf-8": _utf8,
    **{code: partial(_old, code) for code in _VIETNAMESE},
    MARC8: marc8.decode,
    "windows-1251": partial(_single, "cp1251"),
    "windows-1252": partial(_single, "cp1252"),
}  # fmt: skip
"""The likelier in a Vietnamese catalogue first: it wins a draw."""


@dataclass(frozen=True, slots=True)
class Text:
    """What bytes say, in NFC; their code; and how many runs of bytes were lost."""

    text: str
    code: str
    lost: int = 0


class Judge:
    """What the texts of one file are written in. `texts` are any of those not plain ASCII."""

    def __init__(self, texts: Iterable[bytes] = ()) -> None:
        read = [text[:PIECE] for text in islice(texts, SAMPLE * 20)]
        foreign = [text for text in read if not _is_utf8(text)]
        self._utf8_share = share = 1 - len(foreign) / len(read) if read else 1.0
        sample = foreign[:: max(1, len(foreign) // SAMPLE)]
        self._prior = {code: _worth(sample, code) for code in _READINGS}
        for code in _VIETNAMESE:
            if self._prior[code] < MOSTLY:
                self._prior[code] -= MOSTLY
        self._prior = {code: (1 - share) * worth for code, worth in self._prior.items()}
        self._prior["utf-8"] += share
        self._own = max(self._prior, key=lambda code: self._prior[code])
        self._keeps_capitals_low = self._own in ("tcvn3", "viscii", "vps") and bool(foreign)

    def text(self, raw: bytes, *, marc8_told: bool | None = None) -> Text:
        """Parts between subfield marks may be in different codes; ASCII is in any.

        `marc8_told` is what leader/09 says; None where nothing can.
        """
        if self.is_plain(raw) and (marc8.ESCAPE not in raw or not marc8_told):
            return Text(nfc(raw.decode()), "utf-8")
        parts = raw.split(b"\x1f")
        own = [part for part in parts if not self.is_plain(part)]
        beside = any(not part.isascii() for part in parts if self.is_plain(part))
        words = b" ".join(part[part is not parts[0] :] for part in own)  # no subfield's code
        code = self._code(words or raw, marc8_told, beside=beside)
        lost, texts = 0, []
        for part in parts:
            read, gone = _utf8(part) if self.is_plain(part) and code != MARC8 else _read(part, code)
            texts.append(read)
            lost += gone
        return Text(nfc("\x1f".join(texts)), code, lost)

    def is_plain(self, raw: bytes) -> bool:
        """UTF-8, ASCII included; not where all else in the file speaks against it."""
        if self._keeps_capitals_low and _LOW.search(raw):
            return False
        if raw.isascii():
            return True
        if not _is_utf8(raw):
            return False
        return self._utf8_share >= SCATTERED or len(raw) - len(raw.decode()) > 3

    def _code(self, raw: bytes, marc8_told: bool | None, *, beside: bool) -> str:
        if marc8.ESCAPE in raw and marc8_told:
            return MARC8
        own = self._own
        if _worth([raw], own) >= SURE and not beside and (own == MARC8) == bool(marc8_told):
            return own
        worth = {
            code: _rated(*_read(raw, code))[0] + PRIOR * self._prior[code]
            for code in _READINGS
            if code != MARC8 or marc8_told is not None
        }
        if beside or self._utf8_share > 0.5:  # one word of another code may be chance
            worth["utf-8"] += PRIOR if beside else 1.0
        if marc8_told is not None:
            worth[MARC8] += TOLD if marc8_told else -TOLD
        return max(worth, key=lambda code: worth[code])


def judge(data: bytes, mark: bytes = rb"[\x1d\x1e\r\n]+|\x1f[ -~]") -> Judge:
    """By texts from all over the file, as `mark` parts them."""
    if _is_utf8(data):
        return Judge()
    return Judge(_texts(data, mark))


def decode(raw: bytes) -> str:
    """NFC text of a whole file, line by line. Never fails: a byte that stands for nothing is lost,
    and nothing beside it."""
    raw = widened(raw).removeprefix(b"\xef\xbb\xbf")
    if _is_utf8(raw):
        return nfc(raw.decode())
    found = judge(raw, rb"[\r\n]+")
    return "".join(found.text(line).text for line in raw.splitlines(keepends=True))


def widened(data: bytes) -> bytes:
    """UTF-8 of a file in UTF-16 or UTF-32; others as they are."""
    for start, code in _WIDE:
        if re.match(start, data):
            return data.decode(code, "ignore").encode("utf-8", "replace")
    return data


def _texts(data: bytes, mark: bytes) -> Iterator[bytes]:
    """Texts with letters beyond ASCII, in turn from each of the windows."""
    step = max(WINDOW, len(data) // WINDOWS)
    for begin in range(0, len(data), step):
        for text in re.split(mark, data[begin : begin + WINDOW]):
            if not text.isascii():
                yield text


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _read(raw: bytes, code: str) -> Reading:
    return _READINGS[code](raw)


def _worth(texts: Iterable[bytes], code: str) -> float:
    """Points a word, between -2 and 1."""
    rated = [_rated(*_read(text, code)) for text in texts]
    return max(-2.0, sum(points for points, _ in rated) / max(1, sum(words for _, words in rated)))


def _rated(text: str, lost: int) -> tuple[float, int]:
    """Points and words: a point for each beyond ASCII that can be one, two off for one that can't,
    and what is lost off."""
    text = nfc(text)
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    off = 2 * len(_STRANGE.findall(text)) + len(_LOOSE.findall(text)) + lost
    return sum(map(_word, words)) - off, len(words) + lost


@lru_cache(maxsize=16_384)
def _word(word: str) -> float:
    if not (word.islower() or word.isupper() or word.istitle()):
        return 0.5 if _script(word) not in ("LATIN", "CYRILLIC", "") else -2.0
    if is_syllable(word.lower()):
        return 1.0
    script = _script(word)
    if script == "LATIN":
        lower = word.lower()
        if len(word) > 1 and 4 * sum(not char.isascii() for char in word) > 3 * len(word):
            return -2.0  # no Western word is accents alone
        return 0.4 if _WESTERN.fullmatch(lower) else 0.3 if _LATIN.fullmatch(lower) else -2.0
    if script == "CYRILLIC":
        return 1.0 if len(word) > 2 else 0.2
    return 0.5 if script else -2.0


def _script(word: str) -> str:
    """Of all its letters; nothing where they mix."""
    named = {unicodedata.name(char, "").partition(" ")[0] for char in word}
    return named.pop() if len(named) == 1 else ""
