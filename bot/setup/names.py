"""Names the recogniser knows: of the catalogue, and of the library's own branches and rooms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from library.facts import LibraryFacts
from retrieval.records import Store

_BRANCH_HEADS = re.compile(r"^(?:thư viện|chi nhánh|cơ sở|điểm đọc|điểm)\s+", re.IGNORECASE)
_ROOM_HEADS = re.compile(r"^(?:phòng|kho|góc|quầy|khu)\s+", re.IGNORECASE)
_WARD = re.compile(r"(?:phường|xã|thị trấn|thị xã)\s+([^,;.]+)", re.IGNORECASE)


def write(home: Path, facts: LibraryFacts) -> None:
    """`names/<kind>.txt`: the ingested records' names and the places, one a line, each once."""
    found: dict[str, set[str]] = {"title": set(), "author": set(), "subject": set()}
    store = Store(home)
    for work in store.works():
        found["title"].add(work.title)
        found["author"].update(work.authors)
        found["subject"].update(work.subjects)
    store.close()
    found |= {"branch": set(branches(facts)), "room": set(rooms(facts))}
    folder = home / "names"
    folder.mkdir(parents=True, exist_ok=True)
    for kind, names in found.items():
        lines = sorted(" ".join(name.split()) for name in names if name.strip())
        (folder / f"{kind}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def branches(facts: LibraryFacts) -> Iterable[str]:
    """`Kỳ Anh` of `Chi nhánh Kỳ Anh`, and the wards that branches stand in."""
    for branch in facts.branches:
        yield _BRANCH_HEADS.sub("", branch.name)
        yield from (match[1].strip() for match in _WARD.finditer(branch.address))


def rooms(facts: LibraryFacts) -> Iterable[str]:
    """`Địa chí` of `Phòng Địa chí, tầng 3`; of `Báo – Tạp chí` also each half."""
    for branch in facts.branches:
        for shelf in branch.shelves.values():
            room = _ROOM_HEADS.sub("", shelf.partition(",")[0].strip())
            yield re.sub(r"\s*[–/-]\s*", " ", room)
            yield from re.split(r"\s*[–/-]\s*", room)
