"""The process in which documents are read: one request a line in, what was found a line each out.

Run as `python -m retrieval.ingest.documents.worker`; memory is bound before anything is read.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from retrieval.ingest.documents.bounds import MEGABYTES
from retrieval.ingest.documents.kinds import check, pages
from retrieval.ingest.documents.recognise import Desk
from retrieval.ingest.documents.sheet import Found, Missing, Refused, Sheet
from retrieval.ingest.documents.source import source
from retrieval.ingest.documents.words import say

_STATM = Path("/proc/self/statm")


def main() -> None:
    """Answers until the input ends. What libraries print goes where nobody reads it."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        asked = json.loads(line)
        _answer(out, Path(asked["path"]), Path(asked["cache"]) if asked["cache"] else None)


def _answer(out: IO[str], path: Path, cache: Path | None) -> None:
    last: dict[str, Any] = {"end": True}
    try:
        with Desk(cache) as desk:
            for each in _found(path, desk):
                _put(out, each)
    except Refused as refusal:
        last = {"refused": str(refusal)}
    except MemoryError:
        last = {"refused": say("memory", megabytes=MEGABYTES)}
    except Exception as error:  # a damaged part makes the readers of others fail in any way
        said = str(error).replace(f"{path.parent}/", "")[:300] or type(error).__name__
        last = {"refused": say("broken", kind=path.suffix[1:].upper() or path.name, why=said)}
    _put(out, last | {"resident": _resident()})


def _found(path: Path, desk: Desk) -> Iterator[dict[str, Any]]:
    check(path)
    said = source(path)
    yield {
        "work_id": said.work_id, "title": said.title, "author": said.author, "rights": said.rights,
    }  # fmt: skip
    for found in pages(path, desk):
        yield _line(found)


def _line(found: Found) -> dict[str, Any]:
    if isinstance(found, Sheet):
        image = str(found.image) if found.image else None
        return {
            "page": found.page, "text": found.text, "sure": found.confidence, "image": image,
        }  # fmt: skip
    if isinstance(found, Missing):
        return {"missing": found.place, "reason": found.reason}
    return {"recognising": True}


def _put(out: IO[str], line: dict[str, Any]) -> None:
    out.write(json.dumps(line) + "\n")
    out.flush()


def _resident() -> int:
    """Megabytes that the process holds after a document. Its peak would not do: that of
    `getrusage` begins with what the process held that started this one."""
    pages = int(_STATM.read_text(encoding="ascii").split()[1]) if _STATM.exists() else 0
    return pages * resource.getpagesize() >> 20


if __name__ == "__main__":
    main()
