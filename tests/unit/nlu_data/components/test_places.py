"""Rooms are places with their head word alone: `kho mượn`, never a bare `mượn`."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu_data.components.places import Places, places


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    names = tmp_path / "names"
    names.mkdir()
    (names / "room.txt").write_text("mượn\nđọc\nĐịa chí\n", encoding="utf-8")
    (names / "branch.txt").write_text("Kỳ Anh\nTrung tâm\n", encoding="utf-8")
    monkeypatch.setenv("THUTHU_HOME", str(tmp_path))
    places.cache_clear()
    found = places()
    places.cache_clear()
    return found


@pytest.mark.parametrize("text", ["kho muon", "o phong dia chi", "goc doc"])
def test_a_room_with_its_head_is_a_place(known: Places, text: str) -> None:
    assert known.room.search(text)


@pytest.mark.parametrize(
    "text", ["minh muon muon sach", "lan muon nao", "doc truyen", "bao dia chi"]
)
def test_a_bare_word_is_none(known: Places, text: str) -> None:
    assert known.room.search(text) is None


def test_branches_with_their_head_and_by_proper_names(known: Places) -> None:
    assert known.branch.search("chi nhanh ky anh")
    assert known.branch.search("ky anh") is None
    assert known.short.search("sach o ky anh")
    assert known.short.search("o trung tam thanh pho") is None
