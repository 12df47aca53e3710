"""Languages as sources name them to ISO 639-2/B."""

from __future__ import annotations

import re

from vietnamese.phrases.categories import language_named
from vietnamese.reading import fold


def language(said: str) -> str:
    """Vietnamese where nothing is said; an unknown word of other than three letters is `und`."""
    folded = fold(said).strip().lower()
    if not folded:
        return "vie"
    if known := language_named(folded):
        return known
    short = re.split(r"[-_]", folded)[0].strip()
    return short if re.fullmatch(r"[a-z]{3}", short) else "und"
