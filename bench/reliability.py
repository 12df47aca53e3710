"""The crash suites in full: `make bench-reliability`, or fewer with `--runs N`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

SUITES = {"messages": "tests.crash.cases", "tokens": "tests.crash.tokens"}
RESULTS = Path("bench/results")


def main(runs: int) -> None:
    """50 runs a point are the bars' 600 kills and 200 token kills; about 20 minutes."""
    figures: dict[str, object] = {}
    for name, module in SUITES.items():
        begun = time.perf_counter()
        words = [sys.executable, "-m", module, "--runs", str(runs)]
        environment = os.environ | {"PYTHONPATH": "."}
        done = subprocess.run(words, check=True, capture_output=True, text=True, env=environment)
        seconds = round(time.perf_counter() - begun, 1)
        figures[name] = {**json.loads(done.stdout), "seconds": seconds}
    result = {
        "command": f"python -m bench.reliability --runs {runs}",
        "machine": {"cpus": os.cpu_count(), "load": os.getloadavg(), "system": platform.platform()},
        "python": platform.python_version(),
        **figures,
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"reliability-{time.strftime('%Y-%m-%d')}.json"
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=50)
    main(parser.parse_args().runs)
