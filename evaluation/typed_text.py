"""Typed any way: style by style, syllables and sentences right, harm, milliseconds, memory."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.setup.steps import work_texts
from evaluation import typing_pairs, typing_texts
from evaluation.typing_rivals import absent, rivals
from evaluation.typing_score import Read, Tally, harm
from evaluation.typing_texts import Texts
from evaluation.typing_times import memory, times
from evaluation.typing_times import rows as time_rows
from vietnamese import reading
from vietnamese.reading.build import build
from vietnamese.reading.reader import Reader
from vietnamese.reading.rekey import STYLES, rekey

SEED = 11
RIVAL_SENTENCES = 200
"""Rivals are measured on the first so many questions: one of them takes 50 ms each."""


def evaluate(data: Path) -> dict[str, Any]:
    """One object. Raises ValueError when there is no evaluation data."""
    texts = typing_texts.load(data)
    reader = reading.load()
    found: dict[str, Any] = {"styles": {}, "seed": SEED}
    if texts.questions:
        found["styles"] = _styles(texts.questions, _meant(reader), STYLES)
        with tempfile.TemporaryDirectory() as home:
            own = reading.load(build(Path(home), texts.passages))
        found["with_own_counts"] = _styles(
            texts.questions, _meant(own), ("no_accents", "partial_accents", "telex", "typo")
        )
        found["rivals"] = _rivals(texts)
        found["rivals_not_installed"] = absent(found["rivals"])
    if texts.works:
        found["catalogue"] = _catalogue(texts)
    found["harm"] = _harm(reader, texts)
    if texts.pairs:
        found["chat"] = {
            "equal_length": typing_pairs.evaluate(texts.pairs, reader.read).shares(),
            "all": typing_pairs.evaluate(texts.pairs, reader.read, equal_only=False).shares(),
        }
    found["milliseconds"] = times(texts.questions or texts.untouched, SEED)
    found["resident_mb"] = memory([rekey(text, "no_accents") for text in texts.questions])
    return found


def table(found: dict[str, Any]) -> str:
    """The figures for a person: one row a style."""
    rows = [("style", "syllables", "sentences", "ms")]
    for part in ("styles", "with_own_counts"):
        for style, row in found.get(part, {}).items():
            name = style if part == "styles" else f"{style}, own counts"
            rows.append(_row(name, row))
    for name, row in found.get("catalogue", {}).items():
        rows.append(_row(f"catalogue {name}", row))
    for name, styles in found.get("rivals", {}).items():
        rows += [_row(f"{style}: {name}", row) for style, row in styles.items()]
    rows += [
        (f"{name}: not installed", "", "", "") for name in found.get("rivals_not_installed", ())
    ]
    for name, row in found["harm"].items():
        rows.append((f"harm, {name}", f"{row['percent']:.3f}", "", ""))
    for name, row in found.get("chat", {}).items():
        rows.append((f"chat, {name}: recall", f"{row['recall']}", "", ""))
        rows.append((f"chat, {name}: precision", f"{row['precision']}", "", ""))
    rows += [(name, "", "", took) for name, took in time_rows(found["milliseconds"])]
    rows.append(("resident MB", f"{found['resident_mb']}", "", ""))
    width = max(len(row[0]) for row in rows)
    return "\n".join(f"{a:<{width}}  {b:>9}  {c:>9}  {d:>6}" for a, b, c, d in rows)


def _row(name: str, row: dict[str, float]) -> tuple[str, str, str, str]:
    return (name, f"{row['syllables']}", f"{row['sentences']}", f"{row.get('ms', '')}")


def _meant(reader: Reader) -> Read:
    return lambda text: reader.read(text).meant


def score(pairs: Iterable[tuple[str, str]], read: Read) -> tuple[Tally, dict[str, float]]:
    """Of (typed, meant) pairs, with the milliseconds a text took."""
    tally, took = Tally(), []
    for typed, meant in pairs:
        begun = time.perf_counter()
        got = read(typed)
        took.append(time.perf_counter() - begun)
        tally.add(got, meant)
    shares = tally.shares() | {"ms": round(1000 * statistics.fmean(took or [0.0]), 3)}
    return tally, shares


def _styles(sentences: list[str], read: Read, styles: Iterable[str]) -> dict[str, Any]:
    return {
        style: score(((rekey(text, style, SEED), text) for text in sentences), read)[1]
        for style in styles
    }


def _rivals(texts: Texts) -> dict[str, Any]:
    some = texts.questions[:RIVAL_SENTENCES]
    return {
        name: _styles(some, read, ("no_accents", "telex", "clean"))
        for name, read in rivals(texts.passages).items()
    }


def _catalogue(texts: Texts) -> dict[str, Any]:
    """Titles and authors typed bare, with the collection's own counts in the model."""
    with tempfile.TemporaryDirectory() as home:
        reader = reading.load(build(Path(home), work_texts(texts.works)))
    parts = {
        "titles": typing_texts.titles(texts.works),
        "authors": typing_texts.authors(texts.works),
    }
    found = {
        name: score(((rekey(t, "no_accents"), t) for t in lines), _meant(reader))[1]
        for name, lines in parts.items()
    }
    asked = [f"cho mình mượn cuốn {title}" for title in parts["titles"]]
    found["titles asked for"] = score(((rekey(t, "no_accents"), t) for t in asked), _meant(reader))[
        1
    ]
    changed = harm(reader.read(t) for t in [*parts["titles"], *parts["authors"]])[0]
    found["titles as they are"] = {"syllables": 100 - changed, "sentences": 100 - changed}
    return found


def _harm(reader: Reader, texts: Texts) -> dict[str, Any]:
    parts = {
        "accented questions": texts.questions,
        "accented titles": typing_texts.titles(texts.works),
        "English titles": typing_texts.english_titles(texts.works),
        "codes, addresses, names": texts.untouched,
    }
    found: dict[str, Any] = {}
    everything: list[str] = []
    for name, lines in parts.items():
        share, changed = harm(reader.read(line) for line in lines)
        found[name] = {"percent": share, "changed": changed[:40]}
        everything += lines
    share, _ = harm(reader.read(line) for line in everything)
    found["all"] = {"percent": share}
    return found
