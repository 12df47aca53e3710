"""The records' copies for the library system; a store that cannot be read is told, not raised."""

from __future__ import annotations

from pathlib import Path

from bot.app.holdings import RecordHoldings
from library.holdings import Holding
from library.none import NoLibrarySystem
from library.results import Unavailable
from retrieval.model import Copy, Work
from retrieval.records import Store


async def test_copies_and_numbers_come_from_the_records(tmp_path: Path) -> None:
    store = Store(tmp_path)
    copy = Copy("A", "TT", "MUON", "895.9", on_site=True)
    store.put("work", "w1", "s", Work("w1", "Tắt đèn", system_id="12", holdings=(copy,)))
    store.close()
    held = RecordHoldings(tmp_path)
    assert await held.of(["w1", "w2"]) == {"w1": (Holding("A", "TT", "MUON", "895.9", True),)}
    assert await held.biblios(["A", "B"]) == {"A": "w1"}
    assert await held.system_ids(["w1"]) == {"w1": "12"}
    assert await held.work_ids(["12"]) == {"12": "w1"}
    assert await held.some(3) == ("w1",)


async def test_a_broken_store_is_no_empty_shelf(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records/records.sqlite").write_bytes(b"no database" * 1000)
    held = RecordHoldings(tmp_path)
    assert await held.of(["w1"]) is None
    assert await held.biblios(["A"]) == await held.system_ids(["w1"]) == {}
    assert await held.work_ids(["1"]) == {}
    assert await held.some(3) == ()
    assert isinstance(await NoLibrarySystem(held).availability(["w1"]), Unavailable)
