"""What a reading costs: milliseconds by length and style, and memory, for each search."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import vietnamese
from vietnamese import Reader, compiled, pack
from vietnamese.build import shipped
from vietnamese.counts import Counts
from vietnamese.letters import nfc
from vietnamese.rekey import rekey

LENGTHS = (20, 100)
STYLES = ("no_accents", "clean", "telex")
MESSAGES, ROUNDS = 400, 3
Times = dict[str, dict[str, float]]


def times(sentences: list[str], seed: int) -> dict[str, Times | str]:
    """For each search the p95 of messages of 20 and 100 words.

    `cpu_ms` is the least processor time of three rounds, each with a reader that remembers
    nothing, so that a neighbour on the machine is not measured; `wall_ms` is the first round.
    """
    counts = Counts(pack.load(shipped()))
    found: dict[str, Times | str] = {"python": _table(lambda: Reader(counts), sentences, seed)}
    search = compiled.searcher(counts)
    found["compiled"] = (
        _table(lambda: Reader(counts, search), sentences, seed) if search else "not compiled"
    )
    return found


def rows(found: dict[str, Times | str]) -> list[tuple[str, str]]:
    """(what, milliseconds of processor time and of the clock) for a table."""
    return [
        (f"p95, {name}: {what}", f"{took['cpu_ms']} ({took['wall_ms']})")
        for name, table in found.items()
        if not isinstance(table, str)
        for what, took in table.items()
    ]


def _table(make: Callable[[], Reader], sentences: list[str], seed: int) -> Times:
    words = nfc(" ".join(sentences)).split()
    found = {}
    for length in LENGTHS:
        cut = [words[i : i + length] for i in range(0, len(words) - length, length)][:MESSAGES]
        for style in STYLES:
            messages = [rekey(" ".join(part), style, seed) for part in cut]
            found[f"{length} words, {style}"] = _p95(make, messages)
    return found


def _p95(make: Callable[[], Reader], messages: list[str]) -> dict[str, float]:
    rounds = [_round(make(), messages) for _ in range(ROUNDS)]
    cpu = sorted(min(took) for took in zip(*(cpu for cpu, _ in rounds), strict=True))
    wall = sorted(rounds[0][1])
    at = int(0.95 * len(messages))
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
    reader = vietnamese.load()
    for sentence in sentences:
        reader.read(sentence)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return round(held / 1e6, 1)
