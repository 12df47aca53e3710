"""Documents read in a process of their own, which is ended when it takes too much.

The process is kept for the next document: starting one costs a third of a second.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import retrieval
from retrieval.ingest.documents.bounds import KEPT_MEGABYTES, MEGABYTES, PAGE_SECONDS, SECONDS
from retrieval.ingest.documents.sheet import Missing, Refused, Sheet
from retrieval.ingest.documents.source import Source

_ROOT = str(Path(retrieval.__file__).parent.parent)


class Reader:
    """One process at a time. `cache` is where recognised pages are kept, None to keep none."""

    def __init__(
        self,
        cache: Path | None = None,
        *,
        seconds: float = SECONDS,
        page_seconds: float = PAGE_SECONDS,
    ) -> None:
        self._cache = cache
        self._seconds, self._page_seconds = seconds, page_seconds
        self.process: subprocess.Popen[bytes] | None = None
        self._pending = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._end()

    def read(self, path: Path) -> Iterator[Source | Sheet | Missing]:
        """The document's source, then its pages. Raises Refused at whichever of them it is."""
        process = self._started()
        asked = {"path": str(path.absolute()), "cache": str(self._cache) if self._cache else None}
        assert process.stdin is not None
        with suppress(BrokenPipeError):
            process.stdin.write(json.dumps(asked).encode() + b"\n")
            process.stdin.flush()
        done = False
        try:
            for line in self._answers(process):
                if "resident" in line:
                    done = int(line["resident"]) <= KEPT_MEGABYTES
                    if "refused" in line:
                        raise Refused(line["refused"])
                    return
                if (found := _found(line)) is not None:
                    yield found
        finally:
            if not done:
                self._end()

    def _answers(self, process: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
        """Lines as they come. The time for page images is not taken off the document's."""
        left, own = self._seconds, True
        while True:
            begun = time.monotonic()
            raw = self._line(process, left if own else self._page_seconds)
            if own:
                left -= time.monotonic() - begun
            line: dict[str, Any] = json.loads(raw)
            own = "recognising" not in line
            yield line

    def _line(self, process: subprocess.Popen[bytes], seconds: float) -> bytes:
        """Raises Refused when the time is up or the process has ended."""
        until = time.monotonic() + seconds
        assert process.stdout is not None
        pieces = [self._pending]
        while b"\n" not in pieces[-1]:
            ready, _, _ = select.select([process.stdout], [], [], max(0, until - time.monotonic()))
            if not ready:
                raise Refused.because("time", seconds=round(seconds))
            piece = os.read(process.stdout.fileno(), 1 << 16)
            if not piece:
                code = process.wait()
                raise Refused.because("crashed", code=code, megabytes=MEGABYTES)
            pieces.append(piece)
        line, _, self._pending = b"".join(pieces).partition(b"\n")
        return line

    def _started(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self._end()
            paths = [_ROOT, os.environ.get("PYTHONPATH", "")]
            self.process = subprocess.Popen(
                [sys.executable, "-m", "retrieval.ingest.documents.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ
                | {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "OPENBLAS_NUM_THREADS": "1"},
                start_new_session=True,
            )
        return self.process

    def _end(self) -> None:
        """The process and what it started."""
        process, self.process, self._pending = self.process, None, b""
        if process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _found(line: dict[str, Any]) -> Source | Sheet | Missing | None:
    if "work_id" in line:
        return Source(**line)
    if "page" in line:
        image = Path(line["image"]) if line["image"] else None
        return Sheet(line["page"], line["text"], line["sure"], image)
    if "missing" in line:
        return Missing(line["missing"], line["reason"])
    return None
