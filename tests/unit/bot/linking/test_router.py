"""The linking page's calls: truth about tries, and the same card signing in again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from bot.app.root import Assistant, build
from bot.app.web import create_app
from bot.delivery.channels.settings import ChannelSettings
from bot.settings import Settings
from clock import FixedClock
from tests.contract.library.houses import NOON, shelf
from tests.fakes.hash_encoder import HashEncoder
from tests.fakes.house import EchoEngine
from tests.fakes.searcher import FakeSearcher
from words import of

DAY = 86_400.0


@dataclass
class Page:
    """A conversation that was linked to A1 a hundred days ago."""

    app: Assistant
    web: TestClient
    clock: FixedClock
    talk: str

    def submit(self, card: str, pin: str = "2468") -> tuple[int, dict[str, object]]:
        address = asyncio.run(self.app.linking.offer(self.talk))
        body = {"token": address.partition("#")[2], "card": card, "pin": pin}
        consent = of("linking")["consent_version"]
        answer = self.web.post("/lien-ket/the", json={**body, "consent": consent})
        return answer.status_code, answer.json()

    def patron(self) -> str | None:
        now = self.clock.now().timestamp()
        links = self.app.store.links
        return self.app.store.database.run_now(lambda db: links.patron(db, self.talk, now))


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    clock = FixedClock(NOON)
    app = build(
        Settings(home=tmp_path, _env_file=None), ChannelSettings(), clock=clock,  # type: ignore[call-arg]
        encoder=HashEncoder(), searcher=FakeSearcher(), engine=EchoEngine(), library=shelf(),
    )  # fmt: skip
    now = clock.now().timestamp()
    people, links = app.store.conversations, app.store.links
    run = app.store.database.run_now
    talk = run(lambda db: people.find_or_open(db, "web", "an", None, now))
    run(lambda db: links.link(db, talk, "pA1", "v1", now - 100 * DAY))
    yield Page(app, TestClient(create_app(app, with_rasa=False)), clock, talk)
    app.store.database.close()


def test_the_same_card_signs_in_again_without_a_code(page: Page) -> None:
    assert page.patron() is None
    assert page.submit("A1") == (200, {"linked": True})
    assert page.patron() == "pA1"
    query = text("SELECT consent FROM links")
    kept = page.app.store.database.run_now(lambda db: db.execute(query).scalar_one())
    assert kept.startswith(of("linking")["consent_version"] + ":")
    assert len(kept) <= 32


def test_another_card_needs_the_code_of_the_chat(page: Page) -> None:
    status, answer = page.submit("MAX")
    assert status == 200
    assert len(str(answer["code"])) == 8
    assert page.patron() is None


def test_who_is_stopped_is_told_that_it_was_not_checked(page: Page) -> None:
    assert page.submit("A1", "0000") == (403, {"error": "refused"})
    assert page.submit("A1", "0000") == (403, {"error": "refused"})
    assert page.submit("A1") == (429, {"error": "throttled"})
    page.clock.advance(3601)
    assert page.submit("A1") == (200, {"linked": True})
