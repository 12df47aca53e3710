"""Keep a benchmark's figures with the machine, the versions and the command that gave them."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

RESULTS = Path(__file__).with_name("results")
PACKAGES = ("fastapi", "onnxruntime", "faiss-cpu", "tantivy", "tokenizers")


def write(name: str, figures: dict[str, Any]) -> Path:
    """`bench/results/NAME-DATE.json`; a later run of the same day replaces it."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}-{date.today().isoformat()}.json"  # noqa: DTZ011 - a file's name
    whole = {"name": name, "figures": figures, "machine": machine(), "command": command()}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def machine() -> dict[str, Any]:
    """Processor, cores, memory in MB, load, Python, packages, commit."""
    meminfo = Path("/proc/meminfo").read_text(encoding="ascii").split()
    cpuinfo = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in cpuinfo if "model name" in line), "?")
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], check=False, capture_output=True, text=True
    )
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "memory_mb": int(meminfo[1]) // 1024,
        "load_1min": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "commit": commit.stdout.strip(),
    }


def command() -> str:
    return " ".join(["python", "-m", "bench", *sys.argv[1:]])


def spread(samples: Sequence[float]) -> dict[str, float]:
    """Percentiles of raw samples, rounded to a tenth."""
    values = np.asarray(samples)
    found = {f"p{p}": round(float(np.percentile(values, p)), 1) for p in (50, 95, 99)}
    return {**found, "max": round(float(values.max()), 1), "samples": float(len(values))}
