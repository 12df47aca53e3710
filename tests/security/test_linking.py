"""Linking can be neither guessed nor phished; guessing a PIN is hopeless (rows 20 and 21)."""

from __future__ import annotations

import asyncio
import secrets
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from bot.linking.check import Checker
from bot.privacy.seal import Sealer
from bot.store.conversations import Conversations
from bot.store.database import Database, open_database, sqlite_url
from bot.store.link_tokens import CODE_SECONDS, TOKEN_SECONDS, LinkTokens, OpenToken, Redeemed
from bot.store.schema import link_tokens
from clock import HANOI, FixedClock
from library.demo import pins
from library.model import Patron
from library.results import Done, ReadResult, Refused, Unavailable

DAY = 86_400.0
RIGHT = "2468"


@dataclass
class CountingLibrary:
    """Knows one card; hashes like the demo system; counts what reaches it."""

    calls: list[tuple[str, bool]] = field(default_factory=list)
    down: bool = False
    _hash: str = field(default_factory=lambda: pins.hash_pin(RIGHT))

    async def check_card(self, card: str, pin: str) -> ReadResult[Patron]:
        if self.down:
            return Unavailable("down")
        kept = self._hash if card == "HT1" else None
        right = await asyncio.to_thread(pins.fits, pin, kept)
        self.calls.append((card, right and kept is not None))
        if not right or kept is None:
            return Refused("wrong_card_or_pin")
        return Done(Patron("p1", card, "A", date(2027, 1, 1), "T"))


@dataclass
class Room:
    """A store, a clock and the checker over them."""

    database: Database
    clock: FixedClock
    library: CountingLibrary
    checker: Checker
    tokens: LinkTokens
    conversation: str
    other: str

    @property
    def now(self) -> float:
        return self.clock.now().timestamp()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    database = open_database(sqlite_url(tmp_path))
    clock = FixedClock(datetime(2026, 11, 23, 9, tzinfo=HANOI))
    sealer, library = Sealer(b"k" * 32), CountingLibrary()
    people = Conversations(sealer)
    now = clock.now().timestamp()
    mine, other = (
        database.run_now(lambda db, key=key: people.find_or_open(db, "web", key, None, now))
        for key in "ab"
    )
    checker = Checker(database, library, sealer, clock)  # type: ignore[arg-type]
    yield Room(database, clock, library, checker, LinkTokens(sealer), mine, other)
    database.close()


def _open(room: Room) -> tuple[str, OpenToken]:
    token = room.database.run_now(lambda db: room.tokens.issue(db, room.conversation, room.now))
    found = room.database.run_now(lambda db: room.tokens.find(db, token, room.now))
    assert isinstance(found, OpenToken)
    return token, found


def _use(room: Room, found: OpenToken) -> str | None:
    return room.database.run_now(lambda db: room.tokens.use(db, found, "p1", "2026-11", room.now))


def _redeem(room: Room, conversation: str, code: str) -> Redeemed | None:
    return room.database.run_now(lambda db: room.tokens.redeem(db, conversation, code, room.now))


def test_a_token_is_used_once(room: Room) -> None:
    token, found = _open(room)
    assert _use(room, found) is not None
    assert _use(room, found) is None
    assert room.database.run_now(lambda db: room.tokens.find(db, token, room.now)) == "used"


def test_a_token_lives_ten_minutes(room: Room) -> None:
    assert TOKEN_SECONDS == 600
    token, _ = _open(room)
    room.clock.advance(599)
    assert isinstance(
        room.database.run_now(lambda db: room.tokens.find(db, token, room.now)), OpenToken
    )
    room.clock.advance(1)
    assert room.database.run_now(lambda db: room.tokens.find(db, token, room.now)) == "expired"


def test_of_two_browsers_one_wins(room: Room) -> None:
    for _ in range(50):
        _, found = _open(room)

        async def race(found: OpenToken = found) -> list[str | None]:
            return await asyncio.gather(
                *(
                    room.database.run(
                        lambda db: room.tokens.use(db, found, "p1", "2026-11", room.now)
                    )
                    for _ in range(2)
                )
            )

        assert sum(code is not None for code in asyncio.run(race())) == 1


def test_a_million_made_up_tokens_hit_nothing(room: Room) -> None:
    _open(room)

    def hits(db: Connection) -> int:
        db.execute(text("CREATE TEMP TABLE guesses (hash TEXT)"))
        for _ in range(10):
            made = [
                {"h": sha256(secrets.token_urlsafe(32).encode()).hexdigest()}
                for _ in range(100_000)
            ]
            db.execute(text("INSERT INTO guesses VALUES (:h)"), made)
        guessed = select(text("hash")).select_from(text("guesses"))
        found = select(link_tokens).where(link_tokens.c.token_hash.in_(guessed))
        return len(db.execute(found).all())

    assert room.database.run_now(hits) == 0


@pytest.mark.parametrize("guess", ["", "x", "é" * 40, "\ud800", "a" * 100])
def test_what_is_no_token_is_unknown(room: Room, guess: str) -> None:
    assert room.database.run_now(lambda db: room.tokens.find(db, guess, room.now)) == "unknown"


def test_the_code_works_once_in_its_own_chat_within_five_minutes(room: Room) -> None:
    _, found = _open(room)
    code = _use(room, found)
    assert code is not None and len(code) == 8
    assert _redeem(room, room.other, code) is None
    assert _redeem(room, room.conversation, "BBBBBBBB") is None
    room.clock.advance(CODE_SECONDS - 1)
    assert _redeem(room, room.conversation, code) == Redeemed("p1", "2026-11")
    assert _redeem(room, room.conversation, code) is None


def test_five_wrong_codes_end_it(room: Room) -> None:
    _, found = _open(room)
    code = _use(room, found) or ""
    for _ in range(5):
        assert _redeem(room, room.conversation, "BBBBBBBB") is None
    assert _redeem(room, room.conversation, code) is None


async def _many(room: Room, count: int, pin: str, address: str = "1.1.1.1") -> list[object]:
    return list(
        await asyncio.gather(*(room.checker.check("HT1", pin, address) for _ in range(count)))
    )


async def test_two_failures_an_hour_reach_the_library_even_at_once(room: Room) -> None:
    assert set(await _many(room, 30, "0000")) == {"refused", "throttled"}
    assert len(room.library.calls) == 2
    assert await room.checker.check("HT1", RIGHT, "2.2.2.2") == "throttled"
    assert len(room.library.calls) == 2
    room.clock.advance(3601)
    assert isinstance(await room.checker.check("HT1", RIGHT, "2.2.2.2"), Patron)


async def test_five_tries_in_fifteen_minutes_for_a_card(room: Room) -> None:
    answers = [await room.checker.check("HT1", RIGHT, f"1.1.1.{n}") for n in range(6)]
    assert [isinstance(answer, Patron) for answer in answers] == [True] * 5 + [False]
    room.clock.advance(901)
    assert isinstance(await room.checker.check("HT1", RIGHT, "9.9.9.9"), Patron)


async def test_ten_failures_an_hour_for_an_address(room: Room) -> None:
    cards = [f"HT{n + 10}" for n in range(12)]
    await asyncio.gather(*(room.checker.check(card, "0000", "1.1.1.1") for card in cards))
    assert len(room.library.calls) == 10
    assert await room.checker.check("HT1", RIGHT, "1.1.1.1") == "throttled"


async def test_readers_of_one_address_do_not_use_up_its_tries(room: Room) -> None:
    """A library's Wi-Fi: who gets in is no failure."""
    for _ in range(15):
        assert isinstance(await room.checker.check("HT1", RIGHT, "1.1.1.1"), Patron)
        room.clock.advance(181)
    room.clock.advance(2 * DAY)
    found = [await room.checker.check(f"HT{n}", "0000", "1.1.1.1") for n in range(10, 20)]
    assert set(found) == {"refused"}
    assert await room.checker.check("HT1", RIGHT, "1.1.1.1") == "throttled"


async def test_twenty_tries_a_day_for_a_card(room: Room) -> None:
    passed = 0
    for number in range(30):
        passed += isinstance(await room.checker.check("HT1", RIGHT, f"1.1.2.{number}"), Patron)
        room.clock.advance(901)
    assert passed == 20
    room.clock.advance(DAY)
    assert isinstance(await room.checker.check("HT1", RIGHT, "3.3.3.3"), Patron)


async def test_an_outage_is_no_failure_of_the_reader(room: Room) -> None:
    room.library.down = True
    for _ in range(3):
        assert await room.checker.check("HT1", RIGHT, "1.1.1.1") == "unavailable"
    room.library.down = False
    assert isinstance(await room.checker.check("HT1", RIGHT, "1.1.1.1"), Patron)


async def test_known_and_unknown_cards_take_the_same_time(room: Room) -> None:
    def median(times: list[float]) -> float:
        return statistics.median(times) * 1000

    times: dict[str, list[float]] = {"HT1": [], "HT2": []}
    for number in range(8):
        for card, taken in times.items():
            begun = time.perf_counter()
            await room.checker.check(card, "0000", f"5.{number}.1.1")
            taken.append(time.perf_counter() - begun)
            room.clock.advance(4000)
    assert abs(median(times["HT1"]) - median(times["HT2"])) < 20


def test_what_was_asked_is_kept_sealed_until_the_code_comes_back(room: Room) -> None:
    asked = "gia hạn cuốn Tắt đèn"
    token = room.database.run_now(
        lambda db: room.tokens.issue(db, room.conversation, room.now, asked)
    )
    rows = room.database.run_now(lambda db: db.execute(select(link_tokens)).all())
    assert all(asked.encode() not in (row.asked_sealed or b"") for row in rows)
    found = room.database.run_now(lambda db: room.tokens.find(db, token, room.now))
    assert isinstance(found, OpenToken)
    code = room.database.run_now(lambda db: room.tokens.use(db, found, "p1", "v", room.now))
    assert _redeem(room, room.conversation, code or "") == Redeemed("p1", "v", asked)
    row = room.database.run_now(lambda db: db.execute(select(link_tokens)).one())
    assert row.asked_sealed is None
