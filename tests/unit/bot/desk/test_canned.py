"""D10: canned replies are one's own or shared, and only known places are filled."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.desk import signing
from bot.desk.canned import filled
from bot.store import canned, staff
from bot.store.opened import open_store

VALUES = {"ban_doc": "{thu_thu}", "thu_thu": "Mai"}


def test_places_are_filled_once() -> None:
    assert filled("Chào {ban_doc}, {thu_thu} đây {khac} {", VALUES) == (
        "Chào {thu_thu}, Mai đây {khac} {"
    )


@given(st.text(alphabet="{}a_bnocthu ", max_size=40))
def test_any_text_is_filled_without_a_fault(text: str) -> None:
    assert filled(text, {}) == text


def test_whose_may_be_removed(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    run = store.database.run_now
    for name in ("mai", "lan"):
        run(lambda db, name=name: signing.add(db, name, name.title(), "x"))
    mai, lan = (run(lambda db, n=n: staff.account(db, n)) for n in ("mai", "lan"))
    assert mai is not None and lan is not None
    run(lambda db: canned.add(db, mai.id, "của Mai", "x", 1.0))
    run(lambda db: canned.add(db, None, "chung", "y", 1.0))
    assert [c.title for c in run(lambda db: canned.usable(db, mai.id))] == ["của Mai", "chung"]
    assert [c.title for c in run(lambda db: canned.usable(db, lan.id))] == ["chung"]
    assert not run(lambda db: canned.remove(db, 1, lan.id, shared_too=True))
    assert not run(lambda db: canned.remove(db, 2, lan.id, shared_too=False))
    assert run(lambda db: canned.remove(db, 2, lan.id, shared_too=True))
    assert run(lambda db: canned.remove(db, 1, mai.id, shared_too=False))
    store.database.close()
