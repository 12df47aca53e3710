"""D9: one list; what stands under which tab, who may read what, 500 tickets within a second."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.desk import signing, tickets_view
from bot.desk.listing import Listing, holds
from bot.desk.tickets_view import TABS
from bot.store import handoffs, staff, tickets, transcript
from bot.store.handoffs import HandoffRequest
from bot.store.opened import Store, open_store
from bot.store.staff import Staff
from clock import HANOI, FixedClock
from connectors.messages import Reply
from words import of

CLOCK = FixedClock(datetime(2026, 11, 23, 9, tzinfo=HANOI))
NOW = CLOCK.now().timestamp()
WORDS = of("desk")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    for name in ("mai", "lan"):
        opened.database.run_now(lambda db, name=name: signing.add(db, name, name.title(), "x"))
    yield opened
    opened.database.close()


def _staff(store: Store, name: str, role: staff.Role = "librarian") -> Staff:
    found = store.database.run_now(lambda db: staff.account(db, name))
    assert found is not None
    return Staff(found.id, name, found.name, "t", role)


def _ticket(store: Store, key: str, text: str, *, channel: str = "web", ago: float = 60.0) -> str:
    def ask(db: Connection) -> str:
        talk = store.conversations.find_or_open(db, channel, key, f"Bạn {key}", NOW - ago)
        transcript.add(db, talk, "reader", Reply(text), NOW - ago)
        handoffs.ask(db, talk, HandoffRequest("asked", "xin gặp thủ thư"), (), NOW - ago)
        return talk

    return store.database.run_now(ask)


def _claim(store: Store, talk: str, who: Staff) -> None:
    def take(db: Connection) -> None:
        found = handoffs.current(db, talk)
        assert found is not None
        handoffs.claim(db, found.id, who.id, NOW)

    store.database.run_now(take)


def _listed(store: Store) -> list[tickets.Ticket]:
    return store.database.run_now(lambda db: tickets.listed(db, store.sealer))


def test_each_ticket_stands_under_its_tabs(store: Store) -> None:
    mai, lan = _staff(store, "mai"), _staff(store, "lan")
    talks = [_ticket(store, key, f"câu {key}", ago=60.0 * n) for n, key in enumerate("abcd", 1)]
    _claim(store, talks[0], mai)
    _claim(store, talks[1], lan)
    store.database.run_now(lambda db: transcript.add(db, talks[1], "librarian", Reply("Dạ"), NOW))
    store.database.run_now(lambda db: handoffs.close(db, 3, NOW, "answered"))
    found = _listed(store)
    assert tickets_view.counts(found, mai) == {
        "waiting": 1, "mine": 1, "others": 1, "answered": 1, "closed": 1,
    }  # fmt: skip
    row = tickets_view.row(found[0], mai, NOW, WORDS)
    assert row["asked"] == "câu d" and row["when"] == "chờ 4 phút" and row["reader"] == "Bạn d"


def test_the_filters(store: Store) -> None:
    mai = _staff(store, "mai")
    _ticket(store, "a", "câu a", channel="zalo", ago=7200)
    _ticket(store, "b", "câu b", ago=60)
    found = _listed(store)

    def chosen(**wished: object) -> list[str]:
        asked = {"channel": "", "waited_seconds": 0.0, "now": NOW} | wished
        return [each.asked for each in tickets_view.chosen(found, mai, "waiting", **asked)]  # type: ignore[arg-type]

    assert chosen() == ["câu a", "câu b"]
    assert chosen(channel="zalo") == ["câu a"]
    assert chosen(waited_seconds=3600.0) == ["câu a"]
    assert chosen(channel="telegram") == []


async def test_a_search_goes_without_accents_and_the_head_alone_reads_all(store: Store) -> None:
    mai, head = _staff(store, "mai"), _staff(store, "lan", "head")
    talk = _ticket(store, "a", "Trước kia")
    store.database.run_now(
        lambda db: transcript.add(db, talk, "reader", Reply("Gia phả họ Nguyễn Đình"), NOW)
    )
    store.database.run_now(lambda db: transcript.add(db, talk, "reader", Reply("còn gì nữa"), NOW))
    listing = Listing(store, CLOCK)
    assert await listing.said("gia pha ho nguyen dinh") == {talk}
    assert await listing.said("không có đâu") == set()
    ticket = _listed(store)[0]
    assert holds(ticket, "con gi")
    assert not tickets_view.readable(ticket, mai) and tickets_view.readable(ticket, head)


async def test_d17_500_tickets_take_less_than_a_second(store: Store) -> None:
    for n in range(500):
        _ticket(store, str(n), f"Câu hỏi dài số {n} " * 10, ago=60.0 * n)
    mai, listing = _staff(store, "mai"), Listing(store, CLOCK)
    begun = time.perf_counter()
    found = await listing.now()
    rows = [tickets_view.row(each, mai, NOW, WORDS) for each in found]
    assert len(rows) == 500 and set(tickets_view.counts(found, mai)) == set(TABS)
    await listing.said("khong co")
    assert time.perf_counter() - begun < 1.0
