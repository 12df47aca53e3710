"""The figures as a table of the docs: `docs/reference/reliability-figures.md`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.record import RESULTS

PAGE = Path("docs/reference/reliability-figures.md")
HEAD = """# Delivery, as measured

Written by `python -m bench.reliability` from `bench/results/{file}`; a row without a figure was
not run in full yet. Machine: {cpu}, {cores} cores. A load above
2 means that others computed too: figures of time then tell little.

| promise | bar | measured | machine's load, command |
|---|---|---|---|
"""
Figures = dict[str, Any]


def _kills(f: Figures) -> str:
    return (
        f"{f['cases']} kills: {f['lost']} of {f['acknowledged']} acknowledged lost, {f['twice']} "
        f"twice, {f['twice_in_doubt']} repeated after an ambiguous send, "
        f"{f['effects_twice']} confirmations twice"
    )


def _payloads(f: Figures) -> str:
    each = [f[name] for name in ("zalo", "zalo_bot", "telegram")]
    wrong = sum(len(one["wrong"]) for one in each)
    return f"{sum(one['payloads'] for one in each)} payloads, {wrong} wrong"


def _flips(f: Figures) -> str:
    each = [f[name] for name in ("zalo", "zalo_bot", "telegram")]
    return (
        f"{sum(one['refused'] for one in each)} of {sum(one['flips'] for one in each)} refused, "
        f"{sum(one['rows'] for one in each)} rows"
    )


def _order(f: Figures) -> str:
    return f"{f['in_order']} of {f['cases']} cases of {f['conversations']} x {f['messages_each']}"


def _limits(f: Figures) -> str:
    return f"{f['sends']} sends, {f['over_the_limit']} over, {f['out_of_order']} out of order"


def _tokens(f: Figures) -> str:
    return f"{f['cases']} kills: {f['whole']} whole, {f['loud']} loud, {f['silent_trouble']} silent"


def _acknowledge(f: Figures) -> str:
    well, frozen, locked = f["well"], f["frozen"], f["locked"]
    return (
        f"{well['seconds']:g} s: p95 {well['p95']} ms, p99 {well['p99']} ms, {well['not_200']} not "
        f"200; frozen ({frozen['seconds']:g} s): p99 {frozen['p99']} ms; locked: "
        f"{locked['not_503']} of {locked['messages']} not 503, slowest {locked['slowest_ms']} ms, "
        f"{locked['lost']} lost"
    )


def _rasa(f: Figures) -> str:
    return "; ".join(
        f"{mood}: {one['answered']}/{one['messages']}, p95 {one['first_ms']['p95']} ms first, "
        f"{one['open_ms']['p95']} ms open"
        for mood, one in f.items()
        if isinstance(one, dict)
    )


def _sigterm(f: Figures) -> str:
    return (
        f"{f['stops']} stops in {f['messages']} messages: out in {f['slowest_exit_seconds']} s, "
        f"{f['lost']} lost, {f['doubled']} doubled"
    )


def _routes(f: Figures) -> str:
    return f"{f['routes']} routes, {f['requests']} requests, {len(f['server_errors'])} with 5xx"


def _parsers(f: Figures) -> str:
    return f"{f['passed']} parsers of {f['examples']} examples passed, {f['failed']} failed"


def _soak(f: Figures) -> str:
    thirds = " / ".join(f"{mb:g}" for mb in f["memory_mb_of_thirds"])
    return (
        f"{f['seconds']:g} s, {f['turns']} turns, {f['sockets']} sockets: p95 {f['ms']['p95']} ms, "
        f"{f['errors']} errors, memory {thirds} MB"
    )


ROWS: tuple[tuple[str, str, str, Callable[[Figures], str]], ...] = (
    ("kills", "kill -9 at 12 points, 50 times each", "0 lost, 0 twice unless ambiguous", _kills),
    ("payloads", "each payload 5 x in sequence, 20 x at once", "1 row, 1 reply", _payloads),
    ("order", "8 workers, delays, kills", "100 % of 500 cases of 50 x 20", _order),
    ("acknowledge", "acknowledgement, 50/s for 600 s",
     "p95 50 ms, p99 200 ms; frozen p99 500 ms; locked 503", _acknowledge),
    ("limits", "sends on a turned clock", "10,000, never over 1/s a chat and 30/s", _limits),
    ("tokens", "refresh killed", "200: whole, or loud", _tokens),
    ("rasa", "Rasa failing", "200 answered, p95 2500 ms first, 150 ms open", _rasa),
    ("flips", "one byte flipped", "1,000 a channel refused, no row", _flips),
    ("sigterm", "SIGTERM at 20/s", "out in 10 s, 0 lost, 0 doubled of 1,000", _sigterm),
    ("routes", "routes fuzzed from their schema", "0 x 5xx", _routes),
    ("parsers", "parsers", "10,000 examples each, 0 uncaught", _parsers),
    ("soak", "5 turns/s, 500 sockets, 1800 s",
     "p95 1000 ms, errors under 0.1 %, memory within 10 MB", _soak),
)  # fmt: skip


def write(whole: dict[str, Any]) -> None:
    """The page from a day's results."""
    PAGE.write_text(page(whole, newest().name), encoding="utf-8")


def newest() -> Path:
    return max(RESULTS.glob("reliability-*.json"))


def page(whole: dict[str, Any], file: str) -> str:
    suites = whole["suites"]
    machine = next(iter(suites.values()))["machine"]
    lines = [HEAD.format(file=file, cpu=machine["cpu"], cores=machine["cores"])]
    for name, promise, bar, told in ROWS:
        found = suites.get(name)
        measured = told(found["figures"]) if found else "not run in full yet"
        beside = f"load {found['machine']['load_1min']}, `{found['command']}`" if found else ""
        lines.append(f"| {promise} | {bar} | {measured} | {beside} |\n")
    return "".join(lines)


if __name__ == "__main__":
    write(json.loads(newest().read_text(encoding="utf-8")))
