"""Row 12 of the promises: a build or swap killed at any moment costs no search."""

from __future__ import annotations

from pathlib import Path

from retrieval.index import layout
from retrieval.index.build import update
from retrieval.model import WorkQuery, WorkResults
from retrieval.search.local import LocalSearcher
from tests.crash.index_kills import fill, kill_often
from tests.fakes.hash_encoder import HashEncoder


def test_kill_nine_during_build_and_swap(tmp_path: Path) -> None:
    outcome = kill_often(tmp_path, kills=6)
    assert (outcome.failed, outcome.invalid) == (0, 0)
    assert outcome.searches > 6
    assert outcome.versions > 1


def test_a_corrupt_file_falls_back_to_the_version_before(tmp_path: Path) -> None:
    fill(tmp_path, 0)
    first = update(tmp_path, HashEncoder())
    fill(tmp_path, 1)
    second = update(tmp_path, HashEncoder())
    assert second != first
    broken = max((p for p in second.rglob("*") if p.is_file()), key=lambda p: p.stat().st_mtime_ns)
    for path in second.rglob("meta.json"):
        broken = path
    data = bytearray(broken.read_bytes())
    data[len(data) // 2] ^= 0xFF
    broken.write_bytes(data)
    assert layout.served(tmp_path) == first
    found = LocalSearcher(tmp_path, HashEncoder()).works(WorkQuery(text="sách số bảy"))
    assert isinstance(found, WorkResults)
    assert found.hits
