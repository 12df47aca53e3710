"""The web connector over HTTP and WebSocket, with a transcript kept in a list."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Literal

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from clock import HANOI, FixedClock
from connectors.messages import Inbound, Reply
from connectors.web import Enclosure, HistoryItem, PageView, Talk, build
from connectors.web.mark import marked

PAGE = PageView("dt1", "Sách <b>", "Ai đó", 1, 2, "Câu một. Câu  hai <i>.", "open", False)
SHUT = PageView("dt2", "Kín", "Ai đó", 1, 1, "Chữ không được lộ.", "on_site", False)


@pytest.fixture
def client() -> TestClient:
    said: list[tuple[str, HistoryItem]] = []
    seen: set[str] = set()

    async def accept(message: Inbound) -> bool:
        if message.event_id in seen:
            return False
        seen.add(message.event_id)
        for who, text in (("reader", message.text), ("bot", f"nhận: {message.text}")):
            said.append((message.chat_key, HistoryItem(len(said) + 1, who, Reply(text), 0.0)))
        return True

    async def history(chat_key: str, after: int) -> Talk:
        return Talk(tuple(i for key, i in said if key == chat_key and i.id > after), key="t")

    async def follow(chat_key: str, event_id: str) -> str | None:
        return "moved" if event_id == "code" else None

    async def page(work_id: str, number: int) -> PageView | None:
        return {("dt1", 1): PAGE, ("dt2", 1): SHUT}.get((work_id, number))

    async def image(work_id: str, number: int) -> bytes | None:
        return None

    async def enclose(message: Inbound, file: Enclosure) -> Literal["fresh", "known", "full"]:
        return "fresh" if await accept(message) else "known"

    async def no_picture(chat_key: str, key: str) -> bytes | None:
        return None

    async def no_file(key: str) -> bytes | None:
        return None

    connector = build(
        accept=accept,
        enclose=enclose,
        fetch=no_file,
        thumbnail=no_picture,
        history=history,
        follow=follow,
        secret=b"k" * 32,
        origins=frozenset({"https://thuvien.example"}),
        clock=FixedClock(datetime(2026, 11, 23, 9, tzinfo=HANOI)),
        page_source=page,
        image_source=image,
        library_name="Thư viện thử",
        public_url="http://testserver",
    )
    web = FastAPI()
    web.include_router(connector.router)
    return TestClient(web)


def test_a_message_sent_twice_is_answered_once(client: TestClient) -> None:
    token = client.post("/chat/session").json()["token"]
    message = {"token": token, "event_id": "e1", "text": "chào"}
    assert [client.post("/chat/messages", json=message).json()["fresh"] for _ in "ab"] == [
        True,
        False,
    ]
    items = client.post("/chat/updates", json={"token": token}).json()["items"]
    assert [item["text"] for item in items] == ["chào", "nhận: chào"]


def test_the_socket_brings_history_then_acknowledges(client: TestClient) -> None:
    token = client.post("/chat/session").json()["token"]
    client.post("/chat/messages", json={"token": token, "event_id": "e1", "text": "một"})
    with client.websocket_connect("/chat/ws") as ws:
        ws.send_json({"token": token, "after": 0})
        assert [item["text"] for item in ws.receive_json()["items"]] == ["một", "nhận: một"]
        ws.send_text("{broken")
        assert ws.receive_json() == {"refused": "format"}
        ws.send_json({"event_id": "e2", "text": "hai"})
        assert ws.receive_json() == {"got": "e2"}


def test_another_site_is_refused(client: TestClient) -> None:
    foreign = {"Origin": "https://la.example"}
    assert client.post("/chat/session", headers=foreign).status_code == 403
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/chat/ws", headers=foreign) as ws,
    ):
        ws.receive_json()


def test_a_foreign_site_of_the_list_may_ask_and_read(client: TestClient) -> None:
    allowed = {"Origin": "https://thuvien.example"}
    asked = allowed | {"Access-Control-Request-Method": "POST"}
    for answer in (
        client.options("/chat/session", headers=asked),
        client.post("/chat/session", headers=allowed),
        client.post("/chat/updates", json={"token": "x"}, headers=allowed),
        client.post("/chat/updates", content=b"{", headers=allowed),
    ):
        assert answer.headers["access-control-allow-origin"] == allowed["Origin"]
    foreign = client.options("/chat/session", headers={"Origin": "https://la.example"})
    assert foreign.status_code == 403
    assert "access-control-allow-origin" not in foreign.headers


def test_our_pages_cannot_be_framed(client: TestClient) -> None:
    for path in ("/", "/xem/dt1/1"):
        policy = client.get(path).headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy


def test_an_erased_talk_is_told_from_its_beginning(client: TestClient) -> None:
    token = client.post("/chat/session").json()["token"]
    client.post("/chat/messages", json={"token": token, "event_id": "e1", "text": "một"})
    body = {"token": token, "after": 99}
    assert client.post("/chat/updates", json=body | {"talk": "t"}).json()["items"] == []
    assert len(client.post("/chat/updates", json=body | {"talk": "cũ"}).json()["items"]) == 2


def test_half_an_emoji_is_kept_as_a_replacement_sign(client: TestClient) -> None:
    token = client.post("/chat/session").json()["token"]
    body = json.dumps({"token": token, "event_id": "e1", "text": "sách \ud83d"})
    assert client.post("/chat/messages", content=body).json() == {"fresh": True}
    items = client.post("/chat/updates", json={"token": token}).json()["items"]
    assert items[0]["text"] == "sách \ufffd"


def test_a_token_is_good_on_its_own_site_only(client: TestClient) -> None:
    allowed = {"Origin": "https://thuvien.example"}
    token = client.post("/chat/session", headers=allowed).json()["token"]
    assert client.post("/chat/updates", json={"token": token}).status_code == 401
    ok = client.post("/chat/updates", json={"token": token}, headers=allowed)
    assert ok.status_code == 200


@pytest.mark.parametrize("token", ["", ".", "a.b", "é.ù", "x" * 200])
def test_made_up_tokens_are_refused(client: TestClient, token: str) -> None:
    assert client.post("/chat/updates", json={"token": token}).status_code == 401


def test_a_flood_is_slowed(client: TestClient) -> None:
    token = client.post("/chat/session").json()["token"]
    answers = [
        client.post(
            "/chat/messages", json={"token": token, "event_id": str(n), "text": "a"}
        ).status_code
        for n in range(25)
    ]
    assert answers.count(429) == 5


def test_the_cited_sentence_is_marked_and_all_is_escaped(client: TestClient) -> None:
    html = client.get("/xem/dt1/1", params={"cau": "Câu hai <i>."}).text
    assert '<mark id="cau">Câu  hai &lt;i&gt;.</mark>' in html
    assert "Sách &lt;b&gt;" in html


def test_an_on_site_page_shows_no_text(client: TestClient) -> None:
    html = client.get("/xem/dt2/1", params={"cau": "Chữ không được lộ."}).text
    assert "không được lộ" not in html
    assert "đọc tại thư viện" in html


@pytest.mark.parametrize(
    "path", ["/xem/dt1/0", "/xem/dt1/x", "/xem/dt1/²", "/xem/none/1", "/widget/no"]
)
def test_what_is_not_there_is_a_courteous_404(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text


def test_home_and_widget_are_served(client: TestClient) -> None:
    assert "/widget/widget.js" in client.get("/").text
    assert client.get("/widget/widget.js").headers["content-type"].startswith("text/javascript")
    assert "Thư viện thử" in client.get("/widget/widget.js").text


def test_marking_nothing_keeps_the_text() -> None:
    assert marked("Một câu.", "khác") == [("Một câu.", False)]


def test_a_session_is_renewed_for_the_page_whose_message_linked(client: TestClient) -> None:
    token = client.post("/chat/session").json()["token"]
    other = client.post("/chat/session/renew", json={"token": token, "event_id": "e1"})
    assert other.status_code == 404
    moved = client.post("/chat/session/renew", json={"token": token, "event_id": "code"})
    assert moved.json()["token"].startswith("moved.")
    assert client.post("/chat/updates", json=moved.json()).status_code == 200
    forged = {"token": "a.b", "event_id": "code"}
    assert client.post("/chat/session/renew", json=forged).status_code == 401
