"""The Channel contract, on every connector before its fake platform."""

from __future__ import annotations

import asyncio
import json
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.messages import Button, Card, Citation, Inbound, Reply
from connectors.port import GaveUp, RawRequest, Refusal, RetryLater, Sent, TellsEvents, Unknown
from tests.fakes.channel_lines import NAMES, line, payloads
from tests.reliability.deliveries import flipped, repeated

EXAMPLES = int(os.environ.get("THUTHU_EXAMPLES", "120"))
"""10,000 in full."""
MANY = Reply(
    "Mình tìm thấy 3 cuốn.",
    tuple(Button(f"Lựa chọn dài thứ {n} của bạn đọc", f"r1.{n:022d}") for n in range(14)),
    tuple(
        Card(f"Sách {n}", "Tác giả", ("Còn 1 cuốn",), (Button("Xem chi tiết", f"r1.{n:021d}c"),))
        for n in range(3)
    ),
    (Citation("w", "Truyện Kiều", "Nguyễn Du", 12, "Trăm năm", "https://lib.example/xem/w/12"),),
)


@pytest.mark.parametrize("name", NAMES)
async def test_what_is_sent_arrives_with_a_receipt(name: str) -> None:
    async with line(name) as one:
        rendered = one.channel.render(Reply("Đã gia hạn đến 15/12/2026."))
        outcome = await one.channel.send(one.chat, "1.0", rendered.payloads[0])
        assert isinstance(outcome, Sent) and outcome.receipt
        assert one.sent_texts() == ["Đã gia hạn đến 15/12/2026."]


@pytest.mark.parametrize("name", NAMES)
async def test_a_server_error_is_tried_later_and_a_lost_answer_is_a_doubt(name: str) -> None:
    async with line(name) as one:
        payload = one.channel.render(Reply("một")).payloads[0]
        one.script.next.extend([500, "lost"])
        assert isinstance(await one.channel.send(one.chat, "1.0", payload), RetryLater)
        assert isinstance(await one.channel.send(one.chat, "1.0", payload), Unknown)
        assert len(one.sent_texts()) == 1


@pytest.mark.parametrize("name", NAMES)
async def test_an_unreachable_platform_is_tried_later(name: str) -> None:
    async with line(name, reachable=False) as one:
        payload = one.channel.render(Reply("một")).payloads[0]
        assert isinstance(await one.channel.send(one.chat, "1.0", payload), RetryLater)


@pytest.mark.parametrize("name", NAMES)
async def test_the_fullest_reply_is_accepted_as_rendered(name: str) -> None:
    async with line(name) as one:
        rendered = one.channel.render(MANY)
        for number, payload in enumerate(rendered.payloads):
            outcome = await one.channel.send(one.chat, f"1.{number}", payload)
            assert isinstance(outcome, Sent), outcome
        shown = "\n".join(one.sent_texts())
        assert "Truyện Kiều, Nguyễn Du, tr. 12" in shown
        assert "https://lib.example/xem/w/12" in shown
        typed = {choice.number for choice in rendered.choices}
        assert {1, 2, 3} <= typed
        assert len(rendered.choices) == len(typed)


@pytest.mark.parametrize("name", NAMES)
async def test_each_recorded_payload_is_kept_once(name: str, tmp_path: Path) -> None:
    found = await repeated(tmp_path, name)
    assert found["payloads"] >= 15
    assert found["wrong"] == []


@pytest.mark.parametrize("name", NAMES)
async def test_one_flipped_byte_is_refused_and_stores_nothing(name: str, tmp_path: Path) -> None:
    assert await flipped(tmp_path, name, 1000) == {"flips": 1000, "refused": 1000, "rows": 0}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("headers", [{}, {"x-other": "1"}])
async def test_a_missing_signature_is_refused(name: str, headers: dict[str, str]) -> None:
    async with line(name) as one:
        assert isinstance(one.channel.verify(RawRequest(headers, b"{}")), Refusal)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "event_name message sender id text msg_id attachments type payload url timestamp "
                "result chat from update_id callback_query date photo file_id data edited_message "
                "is_bot my_chat_member new_chat_member status user".split()
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@pytest.mark.parametrize("name", NAMES)
def test_no_body_makes_a_parser_raise(name: str) -> None:
    """Random bytes, random JSON, and recorded payloads with a part replaced."""
    recorded = list(payloads(name).values())

    async def build() -> object:
        async with line(name) as one:
            return one.channel

    channel = asyncio.run(build())

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def attempt(data: st.DataObject) -> None:
        body = data.draw(st.one_of(st.binary(max_size=200), _mutated(recorded)))
        request = RawRequest({}, body)
        parsed = channel.parse(request)  # type: ignore[attr-defined]
        assert isinstance(parsed, tuple | Refusal)
        if isinstance(parsed, tuple):
            for inbound in parsed:
                _sound(inbound)
        if isinstance(channel, TellsEvents):
            channel.events(request)

    attempt()


@st.composite
def _mutated(draw: st.DrawFn, recorded: list[bytes]) -> bytes:
    value = json.loads(draw(st.sampled_from(recorded)))
    for _ in range(draw(st.integers(0, 3))):
        place = value
        while isinstance(place, dict) and place:
            key = draw(st.sampled_from(sorted(place)))
            if not isinstance(place[key], dict) or draw(st.booleans()):
                place[key] = draw(JSON)
                break
            place = place[key]
    return json.dumps(value).encode()


def _sound(inbound: Inbound) -> None:
    assert inbound.event_id and len(inbound.event_id) <= 200
    assert inbound.chat_key
    inbound.text.encode()
    assert inbound.text == unicodedata.normalize("NFC", inbound.text)


@pytest.mark.parametrize("name", NAMES)
def test_any_reply_renders_within_limits(name: str) -> None:
    async def build() -> object:
        async with line(name) as one:
            return one.channel

    channel = asyncio.run(build())
    text = st.text(max_size=6000) | st.integers(1, 9000).map(lambda n: "Câu này dài. " * (n // 13))

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(text, st.lists(st.text(max_size=60), max_size=9))
    def attempt(words: str, titles: list[str]) -> None:
        reply = Reply(words, tuple(Button(t, f"r1.{n:022d}") for n, t in enumerate(titles)))
        rendered = channel.render(reply)  # type: ignore[attr-defined]
        for payload in rendered.payloads:
            shown = str(payload["text"])
            assert shown.strip() and len(shown) <= channel.capabilities.max_chars  # type: ignore[attr-defined]
            assert len(shown.encode("utf-16-le")) // 2 <= 4096
            for row in payload.get("keyboard", []):
                assert all(1 <= len(key.get("data", "x").encode()) <= 64 for key in row)

    attempt()


async def test_zalo_codes_decide() -> None:
    async with line("zalo") as one:
        payload = one.channel.render(Reply("một")).payloads[0]
        expected = {
            -32: RetryLater, -100: GaveUp, -210: GaveUp, -211: RetryLater, -213: GaveUp,
            -230: GaveUp, -232: GaveUp, -234: RetryLater, -240: GaveUp, -320: RetryLater,
            -999: GaveUp,
        }  # fmt: skip
        for code, kind in expected.items():
            one.script.next.append(code)
            outcome = await one.channel.send(one.chat, "1.0", payload)
            assert isinstance(outcome, kind), (code, outcome)
            assert str(code) in getattr(outcome, "reason", "")


async def test_telegram_errors_decide() -> None:
    async with line("telegram") as one:
        payload = one.channel.render(Reply("một")).payloads[0]
        one.script.next.append(1003)
        outcome = await one.channel.send(one.chat, "1.0", payload)
        assert outcome == RetryLater("RetryAfter", after=3.0, throttled=True)
        one.platform.blocked.add(one.chat)
        outcome = await one.channel.send(one.chat, "1.0", payload)
        assert isinstance(outcome, GaveUp) and outcome.stop
