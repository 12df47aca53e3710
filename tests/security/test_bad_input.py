"""Bad input at every entrance of the web: a clear or courteous answer, never a 500."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.sync.client import ClientConnection, connect

from evaluation.assistant_fixture import AssistantFixture

pytestmark = pytest.mark.stack
TEXTS = {
    "empty": "",
    "spaces": "   ",
    "nul": "tìm\0sách",
    "lone surrogate": "sách \ud83d",
    "nfd": "ti\u0300m sa\u0301ch",
    "ligature": "\ufdfa" * 50,
    "html": "<b onmouseover=alert(1)>sách</b><script>alert(1)</script>",
    "emoji": "📚📖🙏",
    "controls": "\x01\x02\x1b[31m\u202e\u2066",
    "long": "sách " * 799,
    "one word": "a" * 3999,
}
BODIES = {
    "nothing": b"",
    "broken": b'{"token": ',
    "a list": b"[]",
    "a number": b"7",
    "null": b"null",
    "deep": b"[" * 100_000,
    "huge number": b'{"after": ' + b"9" * 5000 + b"}",
    "not utf-8": b'\xff\xfe{"a":1}',
    "wrong types": b'{"token": 7, "event_id": [], "text": {}, "username": {}}',
    "long token": json.dumps({"token": "t" * 5000, "event_id": "e", "text": "a"}).encode(),
    "infinity": b'{"token": "a", "after": Infinity}',
}
KINDS = (
    "application/json", "application/x-www-form-urlencoded", "text/plain",
    "multipart/form-data; boundary=b",
)  # fmt: skip
ENTRANCES = (
    "/chat/session", "/chat/messages", "/chat/updates", "/chat/files/picture",
    "/lien-ket/xem", "/lien-ket/the",
    "/desk/dang-nhap", "/desk/dang-xuat", "/desk/api/conversations/x/claim",
    "/desk/api/conversations/x/reply", "/desk/api/conversations/x/close", "/api/ask",
    "/rasa/actions",
)  # fmt: skip
PATHS = (
    "/xem/%00/1", "/xem/a/%EF%B7%BA", "/xem/a/99999999999999999999", "/xem/../1", "/xem/a/-1",
    "/xem/%ED%A0%BD/1", "/xem/a/1?cau=%00", "/xem/a/1/anh", "/widget/..%2f..%2fpyproject.toml",
    "/desk/static/..%2frouter.py", "/lien-ket/static/%00", "/desk/api/search?q=%00&kind=works",
    "/khong-co", "/%C0%AE", "/desk/api/conversations/%00",
)  # fmt: skip


@pytest.fixture(scope="module")
def web(started: AssistantFixture) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=started.app.settings.public_url, timeout=20) as client:
        yield client


def _clear(answer: httpx.Response) -> None:
    assert answer.status_code < 500, answer.text[:200]
    assert "Traceback" not in answer.text
    if answer.status_code >= 400 and "json" in answer.headers["content-type"]:
        assert answer.json()


@pytest.mark.parametrize("path", [*ENTRANCES, "/chat/files"])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_bodies(web: httpx.Client, path: str, body: bytes) -> None:
    for kind in KINDS:
        answer = web.post(path, content=body, headers={"Content-Type": kind})
        assert answer.status_code < 500, (kind, answer.text[:200])


@pytest.mark.parametrize("path", PATHS)
def test_paths(web: httpx.Client, path: str) -> None:
    _clear(web.get(path))


@pytest.mark.parametrize("path", ENTRANCES)
def test_a_megabyte_is_refused(web: httpx.Client, path: str) -> None:
    assert web.post(path, content=b"x" * 1_000_001).status_code == 413


@pytest.mark.parametrize("path", ["/chat/messages", "/lien-ket/xem", "/desk/dang-nhap"])
def test_a_megabyte_in_chunks_is_refused(web: httpx.Client, path: str) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 50_000

    kind = "application/x-www-form-urlencoded" if "desk" in path else "application/json"
    answer = web.post(path, content=chunks(), headers={"Content-Type": kind})
    assert answer.status_code == 413
    assert answer.json()["message"] == "Nội dung gửi quá lớn."


def test_a_length_that_is_no_number(started: AssistantFixture) -> None:
    """Straight over the socket: clients refuse to send it. The server closes or refuses."""
    url = urlsplit(started.app.settings.public_url)
    head = b"POST /chat/session HTTP/1.1\r\nHost: a\r\nContent-Length: \xc2\xb2\r\n\r\n"
    with socket.create_connection((url.hostname or "", url.port or 0), 5) as raw:
        raw.sendall(head)
        assert not raw.recv(100).startswith(b"HTTP/1.1 5")


def _new(started: AssistantFixture, web: httpx.Client) -> str:
    """A session; its limit of thirty a minute is waited out on the stage's clock."""
    answer = web.post("/chat/session")
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        started.clock.shown += timedelta(seconds=61)
        answer = web.post("/chat/session")
    return str(answer.json()["token"])


def test_whatever_a_reader_writes_is_answered_over_http(
    started: AssistantFixture, web: httpx.Client
) -> None:
    token = _new(started, web)
    for number, text in enumerate(TEXTS.values()):
        body = json.dumps({"token": token, "event_id": f"e{number}", "text": text})
        answer = web.post("/chat/messages", content=body)
        assert answer.json() == {"fresh": True}
    _answered(web, token, len(TEXTS))


def _answered(web: httpx.Client, token: str, count: int) -> None:
    """Every message has its bubble, and each at least one of ours after it."""
    items: list[dict[str, object]] = []
    for _ in range(150):
        items = web.post("/chat/updates", json={"token": token}).json()["items"]
        if sum(item["who"] == "reader" for item in items) == count:
            break
        time.sleep(0.2)
    whos = [item["who"] for item in items]
    assert whos.count("reader") == count
    assert all(b == "bot" for a, b in zip(whos, [*whos[1:], "end"], strict=True) if a == "reader")


def _socket(started: AssistantFixture, token: str) -> ClientConnection:
    url = started.app.settings.public_url.replace("http", "ws") + "/chat/ws"
    opened = connect(url)
    opened.send(json.dumps({"token": token, "after": 0}))
    return opened


def test_whatever_a_reader_writes_is_answered_over_the_socket(
    started: AssistantFixture, web: httpx.Client
) -> None:
    token = _new(started, web)
    with _socket(started, token) as ws:
        for number, text in enumerate(TEXTS.values()):
            ws.send(json.dumps({"event_id": f"w{number}", "text": text}))
        got = 0
        while got < len(TEXTS):
            got += "got" in json.loads(ws.recv(10))
    _answered(web, token, len(TEXTS))


@pytest.mark.parametrize("body", [BODIES[name] for name in BODIES if name != "long token"])
def test_the_socket_bears_broken_messages(
    started: AssistantFixture, web: httpx.Client, body: bytes
) -> None:
    with _socket(started, _new(started, web)) as ws:
        text = body.decode("utf-8", "replace")
        ws.send(text)
        ws.send(json.dumps({"event_id": "after", "text": ""}))
        said = [json.loads(ws.recv(10)) for _ in range(3)]
        assert {"refused": "format"} in said
        assert {"got": "after"} in said


def test_a_hello_that_is_none_ends_the_socket(started: AssistantFixture) -> None:
    url = started.app.settings.public_url.replace("http", "ws") + "/chat/ws"
    for hello in ("", "{", "[]", '{"token": "a.b"}', "x" * 1_000_000):
        with connect(url) as ws:
            ws.send(hello)
            with pytest.raises(Exception, match="1008"):
                ws.recv(5)
