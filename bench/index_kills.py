"""Kill -9 a hundred times during build and swap, while a reader searches without pause."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.crash.index_kills import kill_often

KILLS = 100


def run() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        return asdict(kill_often(Path(folder), KILLS))
