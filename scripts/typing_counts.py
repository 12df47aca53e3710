"""Count the fetched text and the project's own into the counts that ship.

python scripts/typing_sources.py WORK && python scripts/typing_counts.py WORK [EVAL_DATA]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.setup.demo import catalogue, texts
from bot.setup.steps import nlu_examples
from clock import SystemClock
from retrieval.ingest import ingest_marc
from retrieval.records import Store
from vietnamese.reading import pack
from vietnamese.reading.build import shipped
from vietnamese.reading.letters import nfc
from vietnamese.reading.syllable import canonical, is_syllable
from vietnamese.reading.tally import Tally, stretches

ENGLISH_WEIGHT = 0.35
"""English against Vietnamese: enough to know English by its neighbours, and no more."""
OWN_WEIGHT = 3.0
WORD_LIST_WEIGHT = 0.3
"""A dictionary tells that words stand together, not how often."""
LEAST_WORD, LEAST_PAIR, LEAST_TRIPLE = 1.0, 0.6, 1.2


def main() -> None:
    work = Path(sys.argv[1])
    data = Path(sys.argv[2] if len(sys.argv) > 2 else "../shared/data")
    tally = Tally()
    tally.add(_lines(work / "vi.txt"))
    tally.add(_lines(data / "text/passages.txt"))
    tally.add(_lines(data / "text/truyen-kieu.txt"))
    tally.add(_titles(data / "marc/koha-export-sample.mrc", work))
    tally.add(_own(), OWN_WEIGHT)
    for name in ("vi-words.txt", "vi-names.txt"):
        for line in sorted(set(_lines(work / name))):
            for words in stretches(line):
                tally.add_words(words, WORD_LIST_WEIGHT, alone=True)
    _add_pairs(work / "vi-pairs.tsv", tally)
    tally.add(_lines(work / "en.txt"), ENGLISH_WEIGHT)
    _keep_syllables(tally)
    tally.prune(LEAST_WORD, LEAST_PAIR, LEAST_TRIPLE)
    packed = pack.pack(tally)
    pack.save(shipped(), packed)
    size = shipped().stat().st_size / 1e6
    print(f"{len(packed.words)} words {len(packed.second)} pairs {len(packed.third)} threes")
    print(f"{shipped()}: {size:.1f} MB")


def _lines(path: Path) -> list[str]:
    return nfc(path.read_text(encoding="utf-8")).splitlines()


def _titles(marc: Path, work: Path) -> Iterator[str]:
    """Each title and name once: how often a library holds a book says nothing of language."""
    ingest_marc(marc, work)
    store = Store(work)
    works = list(store.works())
    store.close()
    yield from sorted({nfc(text) for w in works for text in (w.title, w.subtitle, *w.authors)})


def _own() -> Iterator[str]:
    """Demo texts and catalogue, training examples, replies."""
    for path in sorted(Path("demo/texts").glob("*.md")):
        if path.name != "README.md":
            yield from (page for page in texts.read(path).pages)
    for book in catalogue.read(Path("demo/catalogue"), SystemClock().today()):
        yield from (book.title, book.subtitle, *book.authors, *book.subjects, book.summary)
    yield from nlu_examples()
    for path in sorted(Path("bot").rglob("*.yaml")):
        yield from re.sub(r"\{[^}]*\}", " ", path.read_text(encoding="utf-8")).splitlines()


def _add_pairs(path: Path, tally: Tally) -> None:
    """Neighbours counted elsewhere: the last syllable of one word and all of the next.

    Each word was counted in two pairs, so the pair's own words weigh half.
    """
    for line in _lines(path):
        first, second, times = line.split("\t")
        words = [canonical(w) for part in (first, second) for w in part.lower().split()]
        if all(word.isalpha() for word in words):
            tally.add_words(words, float(times) / 2, alone=True)


def _keep_syllables(tally: Tally) -> None:
    """A rare word that could be a syllable is known at least, so that it can be read."""
    for word, number in tally.ids.items():
        if number in tally.words and is_syllable(word) and not word.isascii():
            tally.words[number] = max(LEAST_WORD, tally.words[number])


if __name__ == "__main__":
    main()
