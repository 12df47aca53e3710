"""Names of places as readers say them."""

from __future__ import annotations

from pathlib import Path

from bot.setup import names
from library.facts.model import BranchFacts
from tests.fakes.reading_room import services

PLACE = BranchFacts(
    code="KA",
    name="Chi nhánh Kỳ Anh",
    address="Số 1, phường Sông Trí, thị xã Kỳ Anh",
    phone="",
    shelves={"a": "Phòng Địa chí, tầng 3", "b": "Phòng Báo – Tạp chí"},
)
FACTS = services().facts.model_copy(update={"branches": (PLACE,)})


def test_branches_by_their_own_name_and_their_wards() -> None:
    assert list(names.branches(FACTS)) == ["Kỳ Anh", "Sông Trí", "Kỳ Anh"]


def test_rooms_without_their_head_whole_and_by_halves() -> None:
    assert set(names.rooms(FACTS)) == {"Địa chí", "Báo Tạp chí", "Báo", "Tạp chí"}


def test_each_name_is_written_once_in_order(tmp_path: Path) -> None:
    names.write(tmp_path, FACTS)
    kinds = {path.stem: path.read_text(encoding="utf-8") for path in tmp_path.glob("names/*.txt")}
    assert set(kinds) == {"title", "author", "subject", "branch", "room"}
    assert kinds["branch"] == "Kỳ Anh\nSông Trí\n"
    assert kinds["title"].split() == []
