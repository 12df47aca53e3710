"""A link code: taken whoever holds the chat, and on the web followed by another session."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.privacy.seal import Sealer
from bot.store.conversations import Conversations, Owner
from bot.store.link_tokens import Redeemed
from bot.store.links import Links
from clock import FixedClock
from connectors.web import event_name
from tests.fakes.house import START, House, Recorder, open_house

CODE = "BCDFGHJK"
SEALER = Sealer(b"k" * 32)


async def typed(
    home: Path, owner: Owner, code: str = CODE, asked: str = ""
) -> tuple[House, Recorder, str]:
    """A reader with an open link, whose chat `owner` holds, types a code."""
    clock = FixedClock(START)
    web = Recorder(clock, name="web")
    house = open_house(home, {"web": web}, clock=clock)

    async def redeem(_conversation: str, given: str) -> Redeemed | None:
        return Redeemed("p1", "v1", asked) if given == CODE else None

    house.deps = replace(house.deps, turn=replace(house.deps.turn, redeem=redeem))
    await house.hears("web", "old", "chào", event_name("old", "e1"))
    await house.settle()
    talk = str(house.ask("SELECT id FROM conversations")[0][0])
    house.database.run_now(lambda db: Conversations(SEALER).set_owner(db, talk, owner))
    await house.hears("web", "old", code, event_name("old", "e2"))
    await house.settle()
    return house, web, talk


@pytest.mark.parametrize("owner", ["bot", "queue", "librarian"])
async def test_a_code_links_and_leaves_the_chat_to_who_holds_it(
    tmp_path: Path, owner: Owner
) -> None:
    house, web, talk = await typed(tmp_path, owner)
    assert house.database.run_now(lambda db: Links(SEALER).patron(db, talk)) == "p1"
    assert house.ask("SELECT owner FROM conversations") == [(owner,)]
    assert "liên kết" in web.sent[-1][1]
    who = house.ask("SELECT who FROM messages ORDER BY id DESC LIMIT 1")
    assert who == [("bot" if owner == "bot" else "system",)]
    house.database.close()


async def test_eight_letters_that_are_no_code_go_to_the_librarian(tmp_path: Path) -> None:
    house, web, talk = await typed(tmp_path, "librarian", "BBBBBBBB")
    assert house.database.run_now(lambda db: Links(SEALER).patron(db, talk)) is None
    assert [text for _, text, _ in web.sent] == ["nghe: chào#0"]
    house.database.close()


async def test_after_linking_the_old_session_opens_nothing(tmp_path: Path) -> None:
    house, web, talk = await typed(tmp_path, "bot")
    links, talks, now = Links(SEALER), Conversations(SEALER), 1.8e9
    assert house.database.run_now(lambda db: talks.by_chat(db, "web", "old")) is None
    event = event_name("old", "e2")
    assert house.database.run_now(lambda db: links.follow(db, event_name("old", "e1"), 0)) is None
    moved = house.database.run_now(lambda db: links.follow(db, event, 0.0))
    assert moved is not None and web.sent[-1][0] == moved
    found = house.database.run_now(lambda db: talks.by_chat(db, "web", moved))
    assert found is not None and found.id == talk
    assert house.database.run_now(lambda db: links.follow(db, event, now)) is None
    house.database.close()


@pytest.mark.parametrize("owner", ["bot", "queue"])
@pytest.mark.parametrize("asked", ["gia hạn hết", "/view_loans"])
async def test_what_was_asked_before_linking_is_answered_after_it(
    tmp_path: Path, owner: Owner, asked: str
) -> None:
    house, web, _ = await typed(tmp_path, owner, asked=asked)
    said = " ".join(text for _, text, _ in web.sent)
    assert "liên kết" in said
    assert f"nghe: {asked}" in said
    house.database.close()
