"""`python -m bench [NAME...]`: all quick benchmarks, or those named.

A benchmark is a module of this package with `run() -> dict`: its figures. Long ones are run by
name alone.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

from bench import record

QUICK = ("turns",)


def main(names: list[str]) -> None:
    for name in names or QUICK:
        figures = import_module(f"bench.{name}").run()
        print(json.dumps(figures, ensure_ascii=False, indent=1))
        print(f"kept in {record.write(name, figures)}")


if __name__ == "__main__":
    main(sys.argv[1:])
