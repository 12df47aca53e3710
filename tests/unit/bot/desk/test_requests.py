"""What readers ask of the desk: listed, closed in bulk with an outcome, told to the reader once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.app.library_system import EXPORTS_FOLDER
from bot.app.root import Assistant, build
from bot.app.web import create_app
from bot.delivery.channels.settings import ChannelSettings
from bot.desk import signing
from bot.settings import Settings
from bot.store import transcript
from clock import HANOI, FixedClock
from library.exports import Wish
from tests.fakes.hash_encoder import HashEncoder
from tests.fakes.house import EchoEngine
from tests.fakes.searcher import FakeSearcher
from tests.unit.library.exports.test_requests import BY, NOON

PASSWORD = "mat-khau-thu-2026"
LATER = datetime(2026, 11, 26, 9, tzinfo=HANOI)


@dataclass
class Desk:
    """Signed in; `talk` is the conversation of the reader with card A1."""

    app: Assistant
    web: TestClient
    csrf: str
    talk: str

    def ask(self, number: int, card: str = "A1") -> None:
        assert self.app.requests is not None
        wish = Wish("renew", card, f"BC{number}", f"Sách {number}", "", "{}")
        asyncio.run(self.app.requests.requests.ask(f"k{card}{number}", wish, NOON, BY))

    def listed(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = self.web.get("/desk/api/requests").json()["requests"]
        return found

    def close(self, *numbers: int, outcome: str = "done", note: str = "") -> tuple[int, dict]:  # type: ignore[type-arg]
        body = {"numbers": list(numbers), "outcome": outcome, "note": note}
        headers = {"X-CSRF-Token": self.csrf}
        answer = self.web.post("/desk/api/requests/close", json=body, headers=headers)
        return answer.status_code, answer.json()

    def told(self) -> list[str]:
        said = self.app.store.database.run_now(lambda db: transcript.of(db, self.talk))
        return [message.reply.text for message in said]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / EXPORTS_FOLDER).mkdir()
    clock = FixedClock(LATER)
    settings = Settings(home=tmp_path, library="exports", _env_file=None)  # type: ignore[call-arg]
    app = build(
        settings, ChannelSettings(), clock=clock, encoder=HashEncoder(),
        searcher=FakeSearcher(), engine=EchoEngine(),
    )  # fmt: skip
    app.store.database.run_now(lambda db: signing.ensure_first(db, PASSWORD))
    now = clock.now().timestamp()

    def linked(db: object) -> str:
        talk = app.store.conversations.find_or_open(db, "web", "an", None, now)  # type: ignore[arg-type]
        app.store.links.link(db, talk, "A1", "2026-11", now)  # type: ignore[arg-type]
        return talk

    talk = app.store.database.run_now(linked)
    web = TestClient(create_app(app, with_rasa=False))
    page = web.get("/desk/dang-nhap").text
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token
    form = {"username": "thuthu", "password": PASSWORD, "csrf": token[1]}
    web.post("/desk/dang-nhap", data=form)
    csrf = re.search(r'data-csrf="([^"]+)"', web.get("/desk/yeu-cau").text)
    assert csrf
    yield Desk(app, web, csrf[1], talk)
    app.store.database.close()


def test_open_ones_are_listed_and_late_ones_marked(desk: Desk) -> None:
    desk.ask(1)
    (row,) = desk.listed()
    assert (row["kind"], row["title"], row["card"]) == ("renew", "Sách 1", "A1")
    assert row["late"] is True


def test_many_are_closed_at_once_and_the_reader_hears_it_once(desk: Desk) -> None:
    for number in (1, 2, 3):
        desk.ask(number)
    status, done = desk.close(1, 2, note="Hạn trả mới 9/12")
    assert (status, done) == (200, {"closed": 2, "untold": []})
    assert desk.close(1, 2) == (200, {"closed": 0, "untold": []})
    assert len(desk.listed()) == 1
    told = desk.told()
    assert len(told) == 2
    assert all("đã gia hạn" in text and "Hạn trả mới 9/12" in text for text in told)


def test_a_no_says_why(desk: Desk) -> None:
    desk.ask(1)
    assert desk.close(1, outcome="refused")[0] == 400
    assert desk.close(1, outcome="refused", note="Có người đặt trước")[0] == 200
    (told,) = desk.told()
    assert "chưa gia hạn được" in told
    assert "đã gia hạn" not in told
    assert "Có người đặt trước" in told


def test_who_speaks_for_nobody_any_more_is_named_to_the_librarian(desk: Desk) -> None:
    desk.ask(1, card="B2")
    assert desk.close(1) == (200, {"closed": 1, "untold": ["B2"]})
    assert desk.told() == []


def test_a_crash_between_the_two_stores_tells_nobody_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ask(1)
    requests = desk.app.requests
    assert requests is not None

    async def died(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(type(requests.requests), "told", died)
        asyncio.run(requests.requests.close([1], "done", "", "thuthu", LATER))
        with pytest.raises(KeyboardInterrupt):
            asyncio.run(requests.tell())  # type: ignore[arg-type]
    asyncio.run(requests.tell())  # type: ignore[arg-type]
    assert len(desk.told()) == 1


def test_only_who_is_signed_in_sees_or_closes(desk: Desk) -> None:
    desk.ask(1)
    stranger = TestClient(create_app(desk.app, with_rasa=False))
    assert stranger.get("/desk/api/requests").status_code == 401
    assert stranger.get("/desk/yeu-cau", follow_redirects=False).status_code == 303
    body = {"numbers": [1], "outcome": "done"}
    assert stranger.post("/desk/api/requests/close", json=body).status_code == 401
    assert desk.web.post("/desk/api/requests/close", json=body).status_code == 403
    assert len(desk.listed()) == 1
