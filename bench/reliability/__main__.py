"""`python -m bench.reliability [NAME...] [--set name=value]`: all suites, or those named.

A suite's figures replace that suite's and leave the others; the table in the
docs is written anew. All in full take about two hours, most of it `soak` and `order`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench import record
from bench.reliability import table
from bench.reliability.suites import SUITES


def main(names: list[str], chosen: dict[str, float]) -> None:
    for name in names or SUITES:
        begun = time.monotonic()
        figures = SUITES[name](**chosen)
        figures["took_seconds"] = round(time.monotonic() - begun, 1)
        print(json.dumps({name: figures}, ensure_ascii=False), flush=True)
        keep(name, figures, chosen)


def keep(name: str, figures: dict[str, Any], chosen: dict[str, float]) -> Path:
    """Into the day's file, beside the other suites' newest figures, with the machine as it was."""
    path = record.RESULTS / f"reliability-{date.today().isoformat()}.json"  # noqa: DTZ011
    whole = json.loads(table.newest().read_text(encoding="utf-8"))
    words = " ".join(f"--set {key}={value:g}" for key, value in chosen.items())
    command = f"python -m bench.reliability {name} {words}".strip()
    machine = record.machine() | {"store_under": tempfile.gettempdir()}
    entry = {"figures": figures, "machine": machine, "command": command}
    whole["suites"][name] = entry
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    table.write(whole)
    return path


def _number(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    return name, int(value) if value.isdecimal() else float(value)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", choices=[[], *SUITES])
    parser.add_argument("--set", action="append", default=[], type=_number, dest="chosen")
    given = parser.parse_args()
    main(given.names, dict(given.chosen))
