"""SIP2 answers of every kind: none is uncaught, none is an empty success for «broken».

`THUTHU_EXAMPLES` sets how many; 10,000 in full.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pysip2.models import (
    HoldResponse,
    ItemInformationResponse,
    PatronInformationResponse,
    RenewResponse,
    SIPResponse,
)

from clock import FixedClock
from library.journal import MemoryJournal
from library.results import Done, Refused, Unavailable, Unconfirmed
from library.sip2 import Sip2Library, Terminal, address, answers
from library.sip2.frame import FrameError, answer
from tests.contract.library.houses import BRANCHES, FACTS, NOON, holdings
from tests.fakes.damage import damaged

EXAMPLES = int(os.environ.get("THUTHU_EXAMPLES", "300"))
examples = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
VALUES = (Done, Refused, Unavailable, Unconfirmed)
T = "20261123    120000"
FRAMES: dict[type[SIPResponse], bytes] = {
    PatronInformationResponse: (
        f"64              000{T}000100020000000000000000AOTV|AAA1|AEBạn Đọc Mẫu|BLY|CQY|"
        "AUBC10|AUBC11|ASBC50|BV60000|BZ0003|AFChào|\r"
    ).encode(),
    ItemInformationResponse: (
        f"18040001{T}CF1|AH2026-12-15 23:59|ABBC10|AJTắt đèn|AQTRUNGTAM|\r"
    ).encode(),
    RenewResponse: (
        f"301YUN{T}AOTV|AAA1|ABBC10|AJTắt đèn|AH2026-12-29 23:59|AFGia hạn thành công|\r"
    ).encode(),
    HoldResponse: f"161N{T}AOTV|AAA1|ABBC50|BSKYANH|BR2|\r".encode(),
}
STATUS = f"98YYYYNN100003{T}2.00AOTV|BXYYYYYYYYYYYYYYYY|\r".encode()


def _read(found: SIPResponse) -> object:
    if isinstance(found, PatronInformationResponse):
        return answers.patron(found, "charged")
    if isinstance(found, ItemInformationResponse):
        return answers.item(found, ())
    if isinstance(found, RenewResponse):
        return answers.renewal(found, ())
    assert isinstance(found, HoldResponse)
    return answers.hold(found)


@pytest.mark.parametrize("kind", FRAMES, ids=lambda kind: kind.__name__)
def test_a_frame_is_an_answer_or_a_frame_error(kind: type[SIPResponse]) -> None:
    assert _read(answer(FRAMES[kind], kind, 0)) is not None

    @examples
    @given(damaged(FRAMES[kind]))
    def tried(raw: bytes) -> None:
        try:
            found = answer(raw, kind, 0)
        except FrameError:
            return
        assert _read(found) is not None

    tried()


class _Nonsense:
    """Gives its status rightly, then the next of the answers, again and again."""

    def __init__(self) -> None:
        self.answers: list[bytes] = [b""]
        self.asked = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while frame := await reader.readuntil(b"\r"):
                writer.write(STATUS if frame.startswith(b"99") else self._next())
                await writer.drain()
                if not frame.startswith(b"99") and b"\r" not in self._last:
                    break
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()

    def _next(self) -> bytes:
        self._last = self.answers[self.asked % len(self.answers)]
        self.asked += 1
        return self._last


async def _everything(port: int) -> list[Any]:
    system = Sip2Library(
        address(f"tcp://127.0.0.1:{port}"), Terminal("TV"), FixedClock(NOON), MemoryJournal(),
        holdings(), branches=BRANCHES, rules=FACTS.rules, patience=0.03, reread_after=(0.0,),
    )  # fmt: skip
    try:
        return [
            await system.check_card("A1", "2468"),
            *[
                await read("A1")
                for read in (system.patron, system.loans, system.holds, system.fees)
            ],
            await system.renew("A1", "BC10", "a"),
            await system.place_hold("A1", "b5", "KYANH", "b"),
            await system.cancel_hold("A1", "BC50", "c"),
            await system.availability(["b1"]),
        ]
    finally:
        await system.close()


@pytest.mark.slow
def test_no_answer_is_uncaught() -> None:
    server = _Nonsense()
    seeds = st.sampled_from([*FRAMES.values(), b"96AZFEF6\r", b"\r\r", b"x" * 70_000 + b"\r"])
    given_answers = st.lists(seeds | seeds.flatmap(damaged), min_size=1, max_size=6)
    with asyncio.Runner() as runner:
        listening = runner.run(asyncio.start_server(server.talk, "127.0.0.1", 0))
        port = listening.sockets[0].getsockname()[1]

        @examples
        @given(given_answers)
        def tried(some: list[bytes]) -> None:
            server.answers, server.asked = [one.rstrip(b"\r") + b"\r" for one in some], 0
            found = runner.run(_everything(port))
            assert len(found) == 9
            assert all(isinstance(value, VALUES) for value in found)

        tried()
        listening.close()
