"""A reader's data-protection request on Zalo: erased at once, or asked which right is meant."""

from __future__ import annotations

import json

from tests.fakes.channel_lines import payloads
from tests.fakes.zalo_wire import Wired, post, text_event


def event(name: str) -> bytes:
    body = json.loads(payloads("zalo")["rights"]) | {"event_name": name}
    return json.dumps(body).encode()


async def test_a_request_to_delete_erases_the_conversation_everywhere(wired: Wired) -> None:
    _, house, client = wired
    await post(client, text_event("chào", 1))
    await house.settle()
    talk = str(house.ask("SELECT id FROM conversations")[0][0])
    for _ in range(2):
        assert await post(client, event("user_yeu_cau_xoa_quyen_du_lieu")) == 200
    for table in ("conversations", "messages", "inbox", "outbox"):
        assert house.ask(f"SELECT count(*) FROM {table}") == [(0,)], table
    assert house.engine.forgotten == [talk]
    assert house.ask("SELECT action, subject FROM audit") == [("erase", talk)]


async def test_a_withdrawn_permission_erases_too(wired: Wired) -> None:
    _, house, client = wired
    await post(client, text_event("chào", 1))
    await house.settle()
    await post(client, event("user_deauthorize_app"))
    assert house.ask("SELECT count(*) FROM conversations") == [(0,)]


async def test_a_request_that_does_not_say_which_is_answered_with_the_choice(wired: Wired) -> None:
    one, house, client = wired
    await post(client, text_event("chào", 1))
    await house.settle()
    one.platform.clock.advance(2)
    for _ in range(3):
        assert await post(client, payloads("zalo")["rights"]) == 200
    await house.settle()
    assert one.sent_texts() == ["nghe: chào", "nghe: /privacy"]


async def test_a_stranger_s_request_opens_nothing(wired: Wired) -> None:
    _, house, client = wired
    assert await post(client, payloads("zalo")["rights"]) == 200
    assert house.ask("SELECT count(*) FROM conversations") == [(0,)]
