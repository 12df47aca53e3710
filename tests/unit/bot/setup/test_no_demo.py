"""A home without the demo has none of its works, texts, cards or circulation."""

from __future__ import annotations

from pathlib import Path

from bot.app.library_system import open_library
from bot.settings import Settings
from bot.setup import names
from bot.setup.demo.left_out import MARK, leave_out, left_out, taken_in
from clock import FixedClock
from library.port import keeps_accounts
from retrieval.index.build import update
from retrieval.model import Page, Work
from retrieval.records import Store
from tests.contract.library.houses import FACTS, NOON


def _home(home: Path) -> None:
    store = Store(home)
    with store.transaction():
        store.put("work", "b1", "demo", Work("b1", "Sách thử"))
        store.put("page", "t1:1", "demo-texts", Page("t1", "Bài thử", "", 1, 1, "x", None, "open"))
        store.put("work", "1", "catalogue.mrc", Work("1", "Sách thật"))
    store.close()
    (home / "demo").mkdir()
    (home / "library.sqlite").write_bytes(b"")
    (home / "records/.stamp").touch()


def test_what_was_built_goes_and_the_librarys_own_stays(tmp_path: Path) -> None:
    _home(tmp_path)
    leave_out(tmp_path)
    leave_out(tmp_path)
    store = Store(tmp_path)
    assert [work.id for work in store.works()] == ["1"]
    assert list(store.pages()) == []
    store.close()
    assert not (tmp_path / "demo").exists()
    assert not (tmp_path / "library.sqlite").exists()
    assert not (tmp_path / "records/.stamp").exists()


def test_no_demo_circulation_is_asked_until_it_is_wanted_again(tmp_path: Path) -> None:
    leave_out(tmp_path)
    settings = Settings(home=tmp_path, _env_file=None)  # type: ignore[call-arg]
    assert not keeps_accounts(open_library(settings, FixedClock(NOON), FACTS))
    taken_in(tmp_path)
    assert not left_out(tmp_path)
    assert not (tmp_path / MARK).exists()


def test_an_empty_catalogue_can_be_indexed_and_named(tmp_path: Path) -> None:
    leave_out(tmp_path)
    update(tmp_path, None)
    names.write(tmp_path, FACTS)
    assert (tmp_path / "names/title.txt").exists()
