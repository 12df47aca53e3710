"""What is a Vietnamese syllable, and where its tone mark stands.

Onset and rime tables follow the orthography in use since 1980; tone placement is the one
most type (`hòa`, `thủy`), with `uê`, `uơ` and closed rimes on the second vowel.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from vietnamese.reading.letters import split_tone

ONSETS = frozenset(
    """
    b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x
    """.split()
) | {""}

RIMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt
    iêu im in inh ip it iu iê o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm
    oăn oăng oăt oe oen oeo oet oc oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ôông
    ôôc ơ ơi ơm ơn ơp ơt ơu u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm
    uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu uyn uyp uôp uăc uăm uăn uăng
    uăt uan uang uanh uac uach uai uam uao uat uay uap ue uen ueo uet ư ưa ưc ưi ưm ưn ưng
    ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y ych yêm yên yêng yêt yêu ynh yt yn ym
    """.split()
)
_STOPPED = ("c", "ch", "p", "t")
_SHARP = "\u0301"
_HEAVY = "\u0323"
_SPLIT = re.compile(r"^(ngh|ng|nh|gh|gi|ch|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?(.*)$", re.DOTALL)


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a lower-case NFC word can be a Vietnamese syllable."""
    if not word or len(word) > 7:  # the longest, `nghiêng`, has seven letters
        return False
    bare, tone = split_tone(word)
    onset, rime = split_onset(bare)
    if onset not in ONSETS or rime not in RIMES:
        return False
    if rime.endswith(_STOPPED) and not rime.endswith("nh"):
        return tone in (_SHARP, _HEAVY)
    return _spelt(onset, rime)


def split_onset(bare: str) -> tuple[str, str]:
    """Onset and rime of a toneless word; `gi` and `qu` keep their vowel where it is needed."""
    match = _SPLIT.match(bare)
    onset, rime = (match[1] or "", match[2]) if match else ("", bare)
    if onset == "gi" and (rime == "" or rime not in RIMES or rime[0] in "êi"):
        return "g", "i" + rime
    return onset, rime


def _spelt(onset: str, rime: str) -> bool:
    """k before e, ê, i, y; gh and ngh before e, ê, i; c, g, ng before the others."""
    front = rime[0] in "eêi"
    if onset == "k":
        return front or rime[0] == "y"
    if onset in ("gh", "ngh"):
        return front
    if onset == "c":
        return not front and rime[0] != "y"
    if onset == "ng":
        return not front
    return True


@lru_cache(maxsize=8192)
def place_tone(bare: str, tone: str) -> str:
    """The toneless word with its tone mark where it belongs."""
    if not tone:
        return bare
    onset, rime = split_onset(bare)
    vowels = [i for i, char in enumerate(rime) if char in "aăâeêioôơuưy"]
    if not vowels:
        return bare
    at = len(onset) + _tone_at(rime, vowels)
    marked = unicodedata.normalize("NFC", bare[at] + tone)
    return bare[:at] + marked + bare[at + 1 :]


def _tone_at(rime: str, vowels: list[int]) -> int:
    for index in vowels:
        if rime[index] in "ăâêôơ":
            return index
    for index in vowels:
        if rime[index] == "ư":
            return index
    closed = vowels[-1] < len(rime) - 1
    if len(vowels) == 1:
        return vowels[0]
    if closed or len(vowels) == 3:  # oan -> oán, oai -> oái
        return vowels[1]
    return vowels[0]  # hòa, khỏe, thủy, mía, của


@lru_cache(maxsize=8192)
def canonical(word: str) -> str:
    """A lower-case syllable with its tone in the one place; other words unchanged."""
    bare, tone = split_tone(word)
    if not tone or not is_syllable(word):
        return word
    return place_tone(bare, tone)
