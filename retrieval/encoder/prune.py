"""Keep the pieces that Vietnamese, English and French text uses.

Ninety-six of the model's 118 million weights, and most of the tokenizer's memory, belong to
pieces of other scripts and rare words. Kept: the special ones, every single Latin letter,
mark and digit, and the likeliest Latin pieces.
"""

from __future__ import annotations

import re

from retrieval.encoder.nano import NanoModel

KEPT_PIECES = 64_000
SPECIAL = 4
"""<s>, <pad>, </s>, <unk> keep their ids 0..3."""

_LATIN = re.compile(r"^[\u0020-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u206f\u20ab\u2581]+$")


def kept(model: NanoModel) -> list[int]:
    """Ids to keep, in their old order."""
    latin = [i for i in range(SPECIAL, len(model.pieces)) if _LATIN.match(model.pieces[i])]
    single = [i for i in latin if len(model.pieces[i]) == 1]
    likely = sorted(latin, key=lambda i: -model.scores[i])[: KEPT_PIECES - SPECIAL - len(single)]
    return [*range(SPECIAL), *sorted(set(single) | set(likely))]
