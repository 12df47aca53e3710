"""What a reading costs: milliseconds by length and style, and memory, for each search."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from statistics import median

from vietnamese import reading
from vietnamese.reading import Reader, compiled, pack
from vietnamese.reading.build import shipped
from vietnamese.reading.counts import Counts
from vietnamese.reading.letters import nfc
from vietnamese.reading.rekey import rekey

LENGTHS = (20, 100)
STYLES = ("no_accents", "clean", "telex")
MESSAGES, ROUNDS = 400, 8
Times = dict[str, dict[str, float]]


def times(sentences: list[str], seed: int) -> dict[str, Times | str]:
    """For each search the p95 of messages of 20 and 100 words.

    `cpu_ms` is the least processor time of the rounds, each with a reader that remembers nothing,
    so that a neighbour on the machine is not measured: a round takes all lengths and styles, for a
    neighbour stays some seconds. `wall_ms` is the median of the rounds.
    """
    counts = Counts(pack.load(shipped()))
    search = compiled.searcher(counts)
    sets = _messages(sentences, seed)
    makers: dict[str, Callable[[], Reader]] = {"python": lambda: Reader(counts)}
    if search:
        makers["compiled"] = lambda: Reader(counts, search)
    rounds = [
        {name: {what: _round(make(), each) for what, each in sets.items()}
         for name, make in makers.items()}
        for _ in range(ROUNDS)
    ]  # fmt: skip
    found: dict[str, Times | str] = {
        name: {what: _p95([taken[name][what] for taken in rounds]) for what in sets}
        for name in makers
    }
    return {"compiled": "not compiled"} | found


def rows(found: dict[str, Times | str]) -> list[tuple[str, str]]:
    """(what, milliseconds of processor time and of the clock) for a table."""
    return [
        (f"p95, {name}: {what}", f"{took['cpu_ms']} ({took['wall_ms']})")
        for name, table in found.items()
        if not isinstance(table, str)
        for what, took in table.items()
    ]


def _messages(sentences: list[str], seed: int) -> dict[str, list[str]]:
    """Messages by length and style."""
    words = nfc(" ".join(sentences)).split()
    found = {}
    for length in LENGTHS:
        cut = [words[i : i + length] for i in range(0, len(words) - length, length)][:MESSAGES]
        for style in STYLES:
            found[f"{length} words, {style}"] = [rekey(" ".join(p), style, seed) for p in cut]
    return found


def _p95(rounds: list[tuple[list[float], list[float]]]) -> dict[str, float]:
    cpu = sorted(min(took) for took in zip(*(cpu for cpu, _ in rounds), strict=True))
    wall = sorted(median(took) for took in zip(*(wall for _, wall in rounds), strict=True))
    at = int(0.95 * len(cpu))
    return {"cpu_ms": round(1000 * cpu[at], 2), "wall_ms": round(1000 * wall[at], 2)}


def _round(reader: Reader, messages: list[str]) -> tuple[list[float], list[float]]:
    cpu, wall = [], []
    for message in messages:
        begun, worked = time.perf_counter(), time.process_time()
        reader.read(message)
        cpu.append(time.process_time() - worked)
        wall.append(time.perf_counter() - begun)
    return cpu, wall


def memory(sentences: list[str]) -> float:
    """Megabytes that a loaded reader keeps after reading these, all it remembers with them."""
    tracemalloc.start()
    reader = reading.load()
    for sentence in sentences:
        reader.read(sentence)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return round(held / 1e6, 1)
