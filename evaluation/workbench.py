"""A library of its own for one evaluation: its records, index and typing counts, thrown away."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from vietnamese import reading
from vietnamese.reading.build import build as build_counts


@contextmanager
def workbench(home: Path) -> Iterator[Path]:
    """A home of its own that shares the vectors kept under `home/cache`.

    While it is open the typing model is that of the workbench.
    """
    before = os.environ.get("THUTHU_HOME")
    with tempfile.TemporaryDirectory(prefix="thuthu-evaluate-") as folder:
        bench = Path(folder)
        (home / "cache").mkdir(parents=True, exist_ok=True)
        (bench / "cache").symlink_to((home / "cache").resolve())
        os.environ["THUTHU_HOME"] = str(bench)
        try:
            yield bench
        finally:
            if before is None:
                del os.environ["THUTHU_HOME"]
            else:
                os.environ["THUTHU_HOME"] = before
            reading.forget()


def count_texts(bench: Path, texts: Iterable[str]) -> None:
    """The library's own texts into the typing model; never its queries."""
    build_counts(bench / "vietnamese", texts)
    reading.forget()
