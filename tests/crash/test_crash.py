"""Small versions of the crash suites; `make bench-reliability` runs the full ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any


def run(module: str, runs: int) -> dict[str, Any]:
    """In a process of its own: forking wants one without threads."""
    words = [sys.executable, "-m", module, "--runs", str(runs)]
    environment = os.environ | {"PYTHONPATH": "."}
    done = subprocess.run(words, check=True, capture_output=True, text=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_no_kill_loses_or_doubles_a_message() -> None:
    found = run("tests.crash.cases", 1)
    assert found["killed"] == found["ended"] == found["cases"] == 12
    assert found["acknowledged"] == 72
    assert (found["lost"], found["twice"], found["effects_twice"]) == (0, 0, 0)


def test_tokens_are_whole_after_every_kill_and_trouble_is_loud() -> None:
    found = run("tests.crash.tokens", 1)
    assert found["killed"] == found["whole"] == found["cases"] == 4
    assert found["well"] + found["loud"] == 4
    assert found["silent_trouble"] == 0
