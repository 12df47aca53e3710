"""Compile the search, path.c, with the machine's C compiler: a second or less.

python -m vietnamese.reading.compile      says where it went, or why there is none (exit status 1)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from vietnamese.reading.compiled import SOURCE, library

FLAGS = ("-std=c99", "-O2", "-fPIC", "-shared", "-ffp-contract=off")
SECONDS = 60


class NotCompiledError(OSError):
    """There is no compiler, or it failed; the message says which."""


def compile_search() -> Path:
    """Compile it if it is not there. Raises NotCompiledError."""
    made = library()
    if made.exists():
        return made
    compiler = shutil.which(os.environ.get("CC", "cc")) or shutil.which("gcc")
    if not compiler:
        raise NotCompiledError("no C compiler (Debian: apt-get install gcc libc6-dev)")
    fresh = made.with_suffix(f".{os.getpid()}")
    command = [compiler, *FLAGS, "-o", str(fresh), str(SOURCE), "-lm"]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=SECONDS)
        if done.returncode:
            raise NotCompiledError(f"{compiler}: {done.stderr.strip()[-300:]}")
        fresh.replace(made)
    except subprocess.TimeoutExpired as error:
        raise NotCompiledError(f"{compiler}: no end after {SECONDS} s") from error
    finally:
        fresh.unlink(missing_ok=True)
    for stale in made.parent.glob("path-*.so"):
        if stale != made:
            stale.unlink(missing_ok=True)
    return made


def main() -> None:
    try:
        sys.stdout.write(f"{compile_search()}\n")
    except OSError as error:
        sys.exit(f"typing is read in Python, which is slower: {error}")


if __name__ == "__main__":
    main()
