"""Character error rate of the demo's scanned pages against the text they were printed from."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from bot.setup.demo import texts
from retrieval.ingest import ingest_texts
from retrieval.records import Store
from vietnamese.reading import nfc

SOURCES = Path("demo/texts")


def run() -> dict[str, Any]:
    documents = [texts.read(p) for p in sorted(SOURCES.glob("*.md")) if p.name != "README.md"]
    scanned = [document for document in documents if document.scanned]
    wrong = length = pages = 0
    with tempfile.TemporaryDirectory() as folder:
        for document in scanned:
            texts.write(document, Path(folder) / "texts")
        ingest_texts(Path(folder) / "texts", Path(folder))
        store = Store(Path(folder))
        read = {(page.work_id, page.page): page.text for page in store.pages()}
        store.close()
    for document in scanned:
        for number, printed in enumerate(document.pages, start=1):
            right = " ".join(nfc(printed).replace("#", " ").split())
            pages, length = pages + 1, length + len(right)
            wrong += distance(right, " ".join(read[document.work_id, number].split()))
    return {"pages": pages, "characters": length, "cer_percent": round(100 * wrong / length, 2)}


def distance(right: str, read: str) -> int:
    """Least insertions, deletions and replacements from one text to the other."""
    before = list(range(len(read) + 1))
    for row, wanted in enumerate(right, start=1):
        now = [row]
        for column, found in enumerate(read, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (wanted != found)))
        before = now
    return before[-1]
