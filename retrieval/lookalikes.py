"""Letters that look like Vietnamese ones and are others, and what cannot be seen: to plain letters.

Eth and the African D for Đ, gha for Ư (a slip of old font converters), letters of full width, and
Cyrillic or Greek letters within a Latin word, as scans and mixed keyboards leave them.
"""

from __future__ import annotations

import re

_ALWAYS = {
    **dict.fromkeys(map(ord, "\u00ad\u200c\u200d\u200e\u200f\u2060\ufeff"), None),
    **{0xFEE0 + code: code for code in range(0x21, 0x7F)},
    0x200B: " ", 0x3000: " ",
    **str.maketrans("ÐðƉɖƢƣɑɡı", "ĐđĐđƯưagi"),
}  # fmt: skip
_IN_LATIN = str.maketrans(
    "АВЕІЈКМНОРЅСТУХаеіјорѕсухһ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABEIJKMHOPSCTYXaeijopscyxh" + "ABEZHIKMNOPTYXo",
)
_ODD = re.compile(
    "[\u00ad\u00d0\u00f0ƉɖƢƣɑɡı\u0370-\u052f\u200b-\u200f\u2060\u3000\ufeff\uff01-\uff5e]"
)
_MIXED = re.compile("[^\\W\\d_]*[A-Za-z\u00c0-\u024f\u1ea0-\u1ef9][^\\W\\d_]*")


def plain(text: str) -> str:
    """The text as it looks. Most texts have no such letter and come back as they are."""
    if text.isascii() or not _ODD.search(text):
        return text
    return _MIXED.sub(lambda word: word[0].translate(_IN_LATIN), text.translate(_ALWAYS))
