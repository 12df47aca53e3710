"""The catalogue's titles, authors and subjects, listed for the recogniser of names."""

from __future__ import annotations

from pathlib import Path

from retrieval.records import Store


def write(home: Path) -> None:
    """`names/<kind>.txt` from the ingested records, one name a line, each once."""
    store = Store(home)
    found: dict[str, set[str]] = {"title": set(), "author": set(), "subject": set()}
    for work in store.works():
        found["title"].add(work.title)
        found["author"].update(work.authors)
        found["subject"].update(work.subjects)
    store.close()
    folder = home / "names"
    folder.mkdir(parents=True, exist_ok=True)
    for kind, names in found.items():
        lines = sorted(" ".join(name.split()) for name in names if name.strip())
        (folder / f"{kind}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
