"""A request in a person's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.app.request_names import RequestNames
from library.exports import Wish
from tests.fakes.reading_room import CATALOGUE, FACTS
from tests.fakes.searcher import FakeSearcher


class Nobody:
    """Ids are the same on both sides, but for one."""

    async def system_ids(self, work_ids: Sequence[str]) -> Mapping[str, str]:
        return {}

    async def work_ids(self, system_ids: Sequence[str]) -> Mapping[str, str]:
        return {"MTL01": "w1"} if "MTL01" in system_ids else {}


async def test_titles_and_places_are_named_where_anybody_can() -> None:
    names = RequestNames(FakeSearcher(CATALOGUE), Nobody(), lambda: FACTS)
    titles = {
        thing: await names.title(Wish("hold", "A1", thing, "", "KYANH", "{}"))
        for thing in ("MTL01", "w2", "không có")
    }
    assert titles == {"MTL01": "Tắt đèn", "w2": "Số đỏ", "không có": "không có"}
    assert await names.title(Wish("hold", "A1", "w2", "Tên trong tệp", "", "{}")) == "Tên trong tệp"
    assert names.branch(Wish("hold", "A1", "w2", "", "KYANH", "{}")) == "Chi nhánh Kỳ Anh"
    assert names.branch(Wish("hold", "A1", "w2", "", "LẠ", "{}")) == "LẠ"
    down = RequestNames(FakeSearcher(CATALOGUE, down=True), Nobody(), lambda: FACTS)
    assert await down.title(Wish("hold", "A1", "w2", "", "", "{}")) == "w2"
