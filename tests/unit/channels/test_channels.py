"""The channels wired: webhooks, consent, staff in Zalo's app, polling, photos, notices."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
import zxingcpp
from fastapi import FastAPI
from PIL import Image

from bot.app.logs import configure
from bot.channels import media, webhooks
from bot.channels.check import advice
from bot.channels.lines import ChannelsError, Lines, open_lines
from bot.channels.rounds import rounds
from bot.channels.settings import ChannelSettings
from bot.channels.staff import Staff
from bot.channels.token_store import StoredTokens
from bot.notices import wishes
from bot.notices.occasions import occasions, quiet
from bot.notices.scheduler import Hours, Notices
from bot.privacy.seal import Sealer
from bot.replies.load import load
from bot.store.database import StorageDownError
from bot.store.facts import ChannelFacts
from bot.store.links import Links
from clock import HANOI, FixedClock
from connectors.limited import allowed
from connectors.zalo.oa import OAuth, Tokens
from connectors.zalo.oa.pkce import challenge
from library.model import Hold, Loan
from library.results import Done
from tests.fakes import telegram_api, zalo_oa
from tests.fakes.channel_lines import VERIFIER, Line, line, payloads
from tests.fakes.house import START, House, open_house


@pytest.fixture
async def wired(tmp_path: Path) -> AsyncIterator[tuple[Line, House, httpx.AsyncClient]]:
    """The Zalo line behind its webhook route."""
    clock = FixedClock(START)
    async with line("zalo", clock) as one:
        house = open_house(tmp_path, {"zalo": one.channel}, clock=clock)
        web = FastAPI()

        @web.exception_handler(StorageDownError)
        async def down(_request: Any, _error: Any) -> Any:
            from fastapi.responses import JSONResponse

            return JSONResponse({"error": "storage"}, 503)

        lines = Lines(ChannelSettings(_env_file=None), {"zalo": one.channel}, {})
        web.include_router(webhooks.router(lines, house.dispatch, clock))
        transport = httpx.ASGITransport(web)
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
            yield one, house, client
        house.database.close()


def text_event(words: str, number: int) -> bytes:
    body = json.loads(payloads("zalo")["text"])
    body["message"] = {"text": words, "msg_id": f"x-{number}"}
    return json.dumps(body, ensure_ascii=False).encode()


async def post(client: httpx.AsyncClient, body: bytes) -> int:
    request = zalo_oa.signed(body)
    answer = await client.post("/webhooks/zalo", content=body, headers=dict(request.headers))
    return answer.status_code


async def test_stored_then_200_and_503_while_the_store_is_locked(
    wired: tuple[Line, House, httpx.AsyncClient], tmp_path: Path
) -> None:
    one, house, client = wired
    assert await post(client, text_event("một", 1)) == 200
    other = sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    answers = await asyncio.gather(*(post(client, text_event("hai", 2)) for _ in range(3)))
    assert answers == [503, 503, 503]
    other.execute("ROLLBACK")
    other.close()
    assert await post(client, text_event("hai", 2)) == 200
    await house.settle()
    one.platform.clock.advance(2)
    await house.settle()
    assert one.sent_texts() == ["nghe: một", "nghe: hai"]


async def test_strangers_and_oversize_are_refused(
    wired: tuple[Line, House, httpx.AsyncClient],
) -> None:
    _, house, client = wired
    assert (await client.post("/webhooks/zalo", content=b"{}")).status_code == 401
    assert (await client.post("/webhooks/none", content=b"{}")).status_code == 404
    big = await client.post("/webhooks/zalo", content=b"x" * 1_100_000)
    assert big.status_code == 413
    assert house.ask("SELECT count(*) FROM inbox") == [(0,)]


async def test_what_cannot_be_read_is_kept_dead_and_taken(tmp_path: Path) -> None:
    async with line("telegram") as one:
        house = open_house(tmp_path, {"telegram": one.channel})
        for body in (b"{}", b"null", b"[]", b'{"update_id":1,"message":{}}'):
            assert await house.dispatch.take(one.channel, one.request(body)) is None
        assert house.ask("SELECT kind, count(*) FROM channel_events GROUP BY kind") == [
            ("poison", 4)
        ]
        assert (
            await house.dispatch.take(one.channel, one.request(payloads("telegram")["text"]))
            is None
        )
        await house.settle()
        assert len(one.sent_texts()) == 1
        house.database.close()


async def test_a_press_is_its_choice_once_and_stale_after(
    wired: tuple[Line, House, httpx.AsyncClient],
) -> None:
    one, house, client = wired
    clock = one.platform.clock
    await post(client, text_event("chào", 1))
    await house.settle()
    buttons = one.platform.sent[-1].message["attachment"]["payload"]["buttons"]
    assert [b["title"] for b in buttons] == ["Sách đang mượn", "Đồng ý"]
    for number, press in enumerate((buttons[1], buttons[0], buttons[0], buttons[1]), start=2):
        clock.advance(2)
        await post(client, text_event(press["payload"], number))
        await house.settle()
    texts = one.sent_texts()[1:]
    assert texts[:3] == ["nghe: /affirm", "nghe: /view_loans", "nghe: /view_loans"]
    assert "đã cũ" in texts[3]
    titles = house.ask("SELECT reply FROM messages WHERE who = 'reader' ORDER BY id")
    assert json.loads(str(titles[1][0]))["text"] == "Đồng ý"


async def test_numbers_are_typed_where_there_are_no_buttons(tmp_path: Path) -> None:
    async with line("zalo_bot") as one:
        clock = one.platform.clock
        house = open_house(tmp_path, {"zalo_bot": one.channel}, clock=clock)
        for number, words in enumerate(("chào", "1", "chín", "9")):
            body = json.loads(payloads("zalo_bot")["text_flat"])
            body["message"] |= {"text": words, "message_id": f"b{number}"}
            await house.dispatch.take(one.channel, one.request(json.dumps(body).encode()))
            await house.settle()
            clock.advance(2)
        texts = [text.splitlines()[0] for text in one.sent_texts()]
        assert texts == ["nghe: chào", "nghe: /view_loans", "nghe: chín", "nghe: 9"]
        assert "1. Sách đang mượn" in one.sent_texts()[0]
        house.database.close()


async def test_staff_in_zalo_s_app_silences_the_assistant_and_our_echo_does_not(
    wired: tuple[Line, House, httpx.AsyncClient],
) -> None:
    one, house, client = wired
    clock, talks = one.platform.clock, house.rooms.conversations
    staff = Staff(talks, Sealer(b"k" * 32), 3600.0)
    await post(client, text_event("chào", 1))
    await house.settle()
    echo = json.loads(payloads("zalo")["staff_text"])
    echo["message"] = {"text": "nghe: chào", "msg_id": "om-1"}
    await post(client, json.dumps(echo).encode())
    clock.advance(4)
    assert house.database.run_now(lambda db: staff.look(db, clock.now().timestamp())) == 0
    await post(client, payloads("zalo")["staff_text"])
    clock.advance(4)
    assert house.database.run_now(lambda db: staff.look(db, clock.now().timestamp())) == 1
    await post(client, text_event("cảm ơn chị", 2))
    await house.settle()
    assert one.sent_texts() == ["nghe: chào"]
    assert house.ask("SELECT owner FROM conversations") == [("librarian",)]
    clock.advance(3700)
    house.database.run_now(lambda db: staff.look(db, clock.now().timestamp()))
    await post(client, text_event("còn ai không", 3))
    await house.settle()
    assert one.sent_texts()[-1] == "nghe: còn ai không"


async def test_an_edited_message_changes_the_transcript_and_runs_no_turn(tmp_path: Path) -> None:
    async with line("telegram") as one:
        house = open_house(tmp_path, {"telegram": one.channel})
        for kind in ("text", "edited"):
            await house.dispatch.take(one.channel, one.request(payloads("telegram")[kind]))
            await house.settle()
        rows = house.ask("SELECT reply FROM messages WHERE who = 'reader'")
        assert [json.loads(str(row[0]))["text"] for row in rows] == ["gia hạn sách Kiều"]
        assert len(one.sent_texts()) == 1
        house.database.close()


async def test_telegram_is_polled_where_no_webhook_reaches(tmp_path: Path) -> None:
    async with line("telegram") as one:
        fake: telegram_api.FakeTelegram = one.platform
        fake.webhook = {"url": "https://old.example"}
        fake.updates.extend(json.loads(payloads("telegram")[k]) for k in ("text", "press"))
        house = open_house(tmp_path, {"telegram": one.channel})
        lines = Lines(
            ChannelSettings(_env_file=None), {"telegram": one.channel}, {}, frozenset({"telegram"})
        )
        stopping = asyncio.Event()
        staff = Staff(house.rooms.conversations, Sealer(b"k" * 32), 60.0)
        tasks = [
            asyncio.create_task(work)
            for work in rounds(lines, house.dispatch, staff, "http://t", stopping)
        ]
        for _ in range(200):
            if house.ask("SELECT count(*) FROM inbox") == [(2,)] and not fake.updates:
                break
            await asyncio.sleep(0.02)
        stopping.set()
        await asyncio.wait(tasks, timeout=3)
        assert house.ask("SELECT count(*) FROM inbox") == [(2,)]
        assert fake.webhook == {} and fake.calls["answerCallbackQuery"] >= 1
        house.database.close()


async def test_consent_is_exchanged_only_when_it_was_asked_for(tmp_path: Path) -> None:
    clock = FixedClock(START)
    async with line("zalo", clock) as one:
        fake: zalo_oa.FakeZaloOA = one.platform
        fake.challenge_saved, fake.codes = challenge(VERIFIER), {"code-1"}
        house = open_house(tmp_path, {"zalo": one.channel}, clock=clock)
        facts = ChannelFacts(Sealer(b"k" * 32))
        store = StoredTokens(house.database, facts, clock)
        api = one.channel.api  # type: ignore[attr-defined]
        oauth = OAuth(api.http, api.base, zalo_oa.APP_ID, zalo_oa.APP_SECRET, VERIFIER)
        lines = Lines(
            ChannelSettings(_env_file=None, zalo_oa_id=zalo_oa.OA_ID), {"zalo": one.channel}, {},
            tokens=Tokens(store, oauth, clock), oauth=oauth, facts=facts,
        )  # fmt: skip
        web = FastAPI()
        web.include_router(webhooks.router(lines, house.dispatch, clock))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(web), base_url="http://t"
        ) as client:
            asked = {"code": "code-1", "oa_id": zalo_oa.OA_ID}
            assert (await client.get("/zalo/callback", params=asked)).status_code == 403
            now = clock.now().timestamp()
            house.database.run_now(
                lambda db: facts.put(db, "zalo", webhooks.CONSENT, str(int(now + 900)), now)
            )
            other = {**asked, "oa_id": "9"}
            assert (await client.get("/zalo/callback", params=other)).status_code == 403
            assert (await client.get("/zalo/callback", params=asked)).status_code == 200
            assert (await client.get("/zalo/callback", params=asked)).status_code == 403
        pair = await store.load()
        assert pair is not None and pair.access in fake.access
        raw = (tmp_path / "store.sqlite").read_bytes() + (
            tmp_path / "store.sqlite-wal"
        ).read_bytes()
        assert pair.refresh.encode() not in raw
        house.database.close()


@pytest.mark.parametrize(
    "chosen",
    [
        {"zalo": True},
        {"zalo": True, "zalo_app_id": "1"},
        {"telegram": "webhook"},
        {"telegram": "polling", "telegram_token": "1:a", "telegram_secret": "có dấu"},
        {"zalo_bot": "webhook"},
        {"zalo_bot": "webhook", "zalo_bot_token": "t", "zalo_bot_secret": "ngắn"},
    ],
)
async def test_a_channel_without_its_secrets_refuses_to_start(
    tmp_path: Path, chosen: dict[str, Any]
) -> None:
    house = open_house(tmp_path, {})
    with pytest.raises(ChannelsError):
        open_lines(
            ChannelSettings(_env_file=None, **chosen),
            home=tmp_path,
            http=httpx.AsyncClient(),
            database=house.database,
            sealer=Sealer(b"k"),
            clock=house.clock,
        )
    house.database.close()


async def test_no_token_is_logged(capfd: pytest.CaptureFixture[str]) -> None:
    import logging

    configure()
    logging.getLogger().setLevel(logging.DEBUG)
    logging.getLogger("bot").setLevel(logging.DEBUG)
    outcomes: list[object] = []
    try:
        for reachable in (True, False):
            async with line("telegram", reachable=reachable) as one:
                payload = one.channel.render(load_reply()).payloads[0]
                one.script.next.extend([500, 401, "lost"])
                for _ in range(4):
                    outcomes.append(await one.channel.send(one.chat, "1.0", payload))
    finally:
        configure()
    shown = capfd.readouterr()
    assert len(outcomes) == 8
    assert "TEST-TOKEN" not in shown.out + shown.err + repr(outcomes)


def load_reply() -> Any:
    from connectors.messages import Reply

    return Reply("chào")


def barcode(text: str) -> bytes:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.EAN13)
    drawn = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=4))
    page = Image.new("L", (1200, 900), 235)
    page.paste(drawn.rotate(0), (300, 250))
    out = BytesIO()
    page.convert("RGB").save(out, "JPEG", quality=60)
    return out.getvalue()


async def test_a_photo_of_a_barcode_finds_the_book(tmp_path: Path) -> None:
    async with line("telegram") as one:
        one.platform.files["F2"] = barcode("9786041123458")
        house = open_house(tmp_path, {"telegram": one.channel})
        await house.dispatch.take(one.channel, one.request(payloads("telegram")["photo"]))
        await house.settle()
        assert house.engine.heard[-1][1] == "9786041123458"
        house.database.close()


@pytest.mark.parametrize(
    "data", [b"", b"x" * 99, b"\xff\xd8\xff\xe0broken", barcode("4006381333931")]
)
def test_any_other_picture_is_no_isbn(data: bytes) -> None:
    assert media.isbn_in(data) is None


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://photo.zdn.vn/a.jpg", True),
        ("http://photo.zdn.vn/a.jpg", False),
        ("https://zdn.vn.evil.example/a", False),
        ("https://evilzdn.vn/a", False),
        ("https://photo.zdn.vn:8443/a", False),
        ("https://user@photo.zdn.vn/a", False),
        ("https://127.0.0.1/a", False),
        ("https://[::1", False),
    ],
)
def test_files_are_fetched_from_the_channel_s_hosts_alone(url: str, fine: bool) -> None:
    assert allowed(url, (".zdn.vn",)) is fine


async def test_each_kind_without_words_has_its_answer(tmp_path: Path) -> None:
    clock = FixedClock(START)
    async with line("zalo", clock) as one:
        house = open_house(tmp_path, {"zalo": one.channel}, clock=clock)
        for kind, cue in {
            "image": "ISBN", "sticker": "nhãn dán", "audio": "tin nhắn thoại",
            "business_card": "số điện thoại", "location": "/location_contact", "file": "chưa đọc",
        }.items():  # fmt: skip
            clock.advance(2)
            await house.dispatch.take(one.channel, one.request(payloads("zalo")[kind]))
            await house.settle()
            assert cue in one.sent_texts()[-1], kind
        house.database.close()


TODAY = date(2026, 11, 23)
LOAN = Loan("l1", "p1", "b1", "Tắt đèn", "bc", date(2026, 11, 25), 0, 2)
HOLD = Hold("h1", "p1", "b2", "Số đỏ", "CN", TODAY, "ready", 1, date(2026, 11, 30))


class TwoBooks:
    """A library system with one loan and one hold."""

    async def loans(self, patron_id: str) -> Done[tuple[Loan, ...]]:
        return Done((LOAN,))

    async def holds(self, patron_id: str) -> Done[tuple[Hold, ...]]:
        return Done((HOLD,))


async def noticing(tmp_path: Path, one: Line, clock: FixedClock, **hours: Any) -> tuple[Any, House]:
    house = open_house(tmp_path, {"zalo": one.channel}, clock=clock)
    links = Links(Sealer(b"k" * 32))
    await house.dispatch.take(one.channel, one.request(payloads("zalo")["text"]))
    await house.settle()

    talk = str(house.ask("SELECT id FROM conversations")[0][0])
    house.database.run_now(lambda db: links.link(db, talk, "p1", "v1", 0.0))
    house.database.run_now(lambda db: wishes.wish(db, talk, on=True, now=0.0))
    made = Notices(
        house.database, house.rooms.conversations, links, TwoBooks(), {"zalo": one.channel}, {},  # type: ignore[arg-type]
        load(), clock, house.desk.bell, Hours(**hours),
    )  # fmt: skip
    return made, house


async def test_notices_go_once_in_waking_hours(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 23, 22, tzinfo=HANOI))
    async with line("zalo", clock) as one:
        notices, house = await noticing(tmp_path, one, clock)
        assert await notices.look() == 0
        clock.advance(10 * 3600)
        assert await notices.look() == 2
        assert await notices.look() == 0
        for _ in range(4):
            clock.advance(2)
            await house.settle()
        texts = one.sent_texts()[1:]
        assert len(texts) == 2
        assert "Tắt đèn, thứ Tư, 25/11/2026" in texts[0] and "Số đỏ" in texts[1]
        house.database.close()


async def test_outside_the_window_only_a_paid_template_goes(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 20, 9, tzinfo=HANOI))
    async with line("zalo", clock) as one:
        notices, house = await noticing(tmp_path, one, clock)
        clock.advance(72 * 3600)
        assert await notices.look() == 0
        house.database.close()
    async with line("zalo", clock) as one:
        notices, house = await noticing(tmp_path / "2", one, clock, template="t1")
        clock.advance(49 * 3600)
        assert await notices.look() > 0
        assert await notices.look() == 0
        kinds = [message.kind for message in one.platform.sent]
        assert "template" in kinds
        house.database.close()


def test_quiet_hours_go_over_midnight() -> None:
    assert [hour for hour in range(24) if quiet(hour, 21, 7)] == [*range(7), 21, 22, 23]
    assert not any(quiet(hour, 7, 7) for hour in range(24))


def test_a_hold_about_to_go_back_is_told_as_that() -> None:
    late = occasions((), (HOLD,), date(2026, 11, 29), 3)
    assert [one.kind for one in late] == ["hold_expiring"]
    assert occasions((LOAN,), (), date(2026, 11, 21), 3) == ()


def test_what_is_wrong_is_told_in_plain_words() -> None:
    assert "cấp quyền lại" in advice("consent again: oauth -14014")
    assert advice("zalo -999") == "zalo -999"
