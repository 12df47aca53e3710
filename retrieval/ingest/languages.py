"""Languages as sources name them to ISO 639-2/B."""

from __future__ import annotations

import re

from vietnamese.reading import fold

_NAMED = {
    "vi": "vie", "vn": "vie", "viet": "vie", "tieng viet": "vie", "vietnamese": "vie",
    "en": "eng", "anh": "eng", "tieng anh": "eng", "english": "eng",
    "fr": "fre", "fra": "fre", "phap": "fre", "tieng phap": "fre", "french": "fre",
    "zh": "chi", "zho": "chi", "trung": "chi", "tieng trung": "chi", "chinese": "chi",
    "ru": "rus", "nga": "rus", "tieng nga": "rus", "russian": "rus",
    "ja": "jpn", "nhat": "jpn", "tieng nhat": "jpn", "japanese": "jpn",
    "ko": "kor", "han": "kor", "tieng han": "kor", "korean": "kor",
    "de": "ger", "deu": "ger", "duc": "ger", "tieng duc": "ger", "german": "ger",
    "lo": "lao", "lao": "lao", "tieng lao": "lao",
}  # fmt: skip


def language(said: str) -> str:
    """Vietnamese where nothing is said; an unknown word of other than three letters is `und`."""
    folded = fold(said).strip().lower()
    if not folded:
        return "vie"
    short = re.split(r"[-_]", folded)[0].strip()
    for name in (folded, short):
        if name in _NAMED:
            return _NAMED[name]
    return short if re.fullmatch(r"[a-z]{3}", short) else "und"
