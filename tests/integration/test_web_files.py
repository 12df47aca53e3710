"""A reader's file on the web, the whole way: route, store, turn, page and desk. Rasa is away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from PIL import Image
from sqlalchemy import func, select, update

from bot.app.root import Assistant
from bot.app.web import create_app
from bot.desk import sign_in, signing
from bot.settings import Settings
from bot.store import files, schema
from bot.store.files import KEPT_SECONDS, MAX_A_DAY
from connectors.web.files import ADDRESS_PER_MINUTE, MAX_BODY, MAX_FILE, PATH, PER_MINUTE
from tests.fakes.photos import barcode, document, located, plain
from tests.fakes.small_app import small

ISBN, BOOK = "9786049540233", "Số đỏ"
SITE = {"Origin": "https://thuvien.example"}
TEXT = "Giấy giới thiệu của trường".encode()
PATIENCE = 8.0


@dataclass
class Page:
    """A reader's page."""

    http: TestClient
    app: Assistant
    token: str
    sent: int = field(default=0)

    def send(
        self, data: bytes, name: str = "anh.jpg", *, event: str = "", text: str = "", **more: Any
    ) -> Response:
        self.sent += 1
        fields = {"token": self.token, "event_id": event or f"e{self.sent}", "text": text}
        upload = {"file": (name, data, "application/octet-stream")}
        return self.http.post(PATH, data=fields, files=upload, **more)

    def say(self, text: str) -> None:
        self.sent += 1
        body = {"token": self.token, "event_id": f"e{self.sent}", "text": text}
        assert self.http.post("/chat/messages", json=body).status_code == 200

    def items(self, until: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
        """The transcript, once it is as wanted."""
        deadline = time.monotonic() + PATIENCE
        while True:
            asked = self.http.post("/chat/updates", json={"token": self.token})
            items: list[dict[str, Any]] = asked.json()["items"]
            if until(items):
                return items
            assert time.monotonic() < deadline, items
            time.sleep(0.05)

    def count(self) -> int:
        query = select(func.count()).select_from(schema.files)
        return self.app.store.database.run_now(lambda db: db.execute(query).scalar_one())

    def conversation(self) -> str:
        query = select(schema.conversations.c.id)
        return self.app.store.database.run_now(lambda db: str(db.execute(query).scalar_one()))

    def desk(self, path: str) -> Response:
        """As the librarian who took the conversation."""
        return self.http.get(f"/desk/api/conversations/{self.conversation()}{path}")

    def claimed(self) -> None:
        """The reader asks for a person, a signed-in librarian takes over."""
        self.say("cho mình gặp thủ thư")
        self.items(lambda items: self._owner() == "queue")
        now = self.app.clock.now().timestamp()
        database = self.app.store.database
        database.run_now(lambda db: signing.add(db, "lan", "Lan", "x"))
        staff, _ = database.run_now(lambda db: signing.known(db, "lan"))
        assert staff is not None
        token, _ = database.run_now(
            lambda db: signing.open_session(
                db, staff, now, name="lan", visitor=signing.Visitor("a")
            )
        )
        self.http.cookies.set(sign_in.COOKIE, token)
        who = database.run_now(lambda db: signing.signed_in(db, token, now))
        assert who is not None
        claim = f"/desk/api/conversations/{self.conversation()}/claim"
        assert self.http.post(claim, headers={"X-CSRF-Token": who.csrf}).status_code == 200

    def _owner(self) -> str:
        query = select(schema.conversations.c.owner)
        return self.app.store.database.run_now(lambda db: str(db.execute(query).scalar_one()))


def answered(items: list[dict[str, Any]]) -> bool:
    return bool(items) and items[-1]["who"] == "bot"


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    settings = Settings(
        home=tmp_path,
        rasa_url="http://127.0.0.1:9",
        origins=SITE["Origin"],
        url="http://testserver",
    )
    app = small(settings)
    with TestClient(create_app(app, with_rasa=False), raise_server_exceptions=False) as http:
        yield Page(http, app, http.post("/chat/session").json()["token"])


def test_a_photo_of_a_barcode_finds_the_book(page: Page) -> None:
    assert page.send(barcode(ISBN)).json() == {"fresh": True}
    items = page.items(answered)
    assert [file["kind"] for file in items[0]["files"]] == ["image"]
    assert BOOK in str(items[1:])


def test_any_other_photo_has_its_courteous_answer(page: Page) -> None:
    page.send(plain("PNG"))
    assert "ISBN" in page.items(answered)[-1]["text"]


def test_a_caption_is_answered(page: Page) -> None:
    page.send(plain("JPEG"), text="Truyện Kiều")
    items = page.items(answered)
    assert items[0]["text"] == "Truyện Kiều"
    assert "Truyện Kiều" in str(items[1:])


def test_a_repeat_is_one_message_and_one_file(page: Page) -> None:
    answers = [page.send(barcode(ISBN), event="same").json()["fresh"] for _ in range(3)]
    assert answers == [True, False, False]
    assert page.count() == 1
    items = page.items(answered)
    assert [item["who"] for item in items].count("reader") == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bia.jpg", b"MZ\x90\x00" + b"\0" * 500),
        ("don.pdf", b"<html><script>alert(1)</script>\x00"),
        ("trong.txt", b""),
        ("anh.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100),
        ("bang.docx", document("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
    ],
)
def test_a_kind_that_is_not_taken_is_415_and_nothing_is_kept(
    page: Page, name: str, data: bytes
) -> None:
    answer = page.send(data, name)
    assert answer.status_code == 415
    assert "PDF" in answer.json()["message"]
    assert page.count() == 0
    assert page.items(lambda items: True) == []


@pytest.mark.parametrize(("size", "status"), [(MAX_FILE, 200), (MAX_FILE + 1, 413)])
def test_five_megabytes_are_the_limit(page: Page, size: int, status: int) -> None:
    text = b"a" * size
    answer = page.send(text, "dai.txt")
    assert answer.status_code == status
    if status != 200:
        assert "5 MB" in answer.json()["message"]


def test_a_larger_body_is_refused_as_it_comes_and_other_paths_stay_at_one(page: Page) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(MAX_BODY // 50_000 + 2):
            yield b"x" * 50_000

    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    assert page.http.post(PATH, content=b"x" * (MAX_BODY + 1), headers=kind).status_code == 413
    begun = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    late = page.http.post(PATH, content=iter([begun, *chunks()]), headers=kind)
    assert late.status_code == 413
    assert "lớn" in late.json()["message"]
    for path in ("/chat/messages", f"{PATH}/picture", f"{PATH}/"):
        assert page.http.post(path, content=b"x" * 1_000_001).status_code == 413


FORM = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
FILE = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nabc\r\n'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--b--\r\n",
        b"nonsense",
        b"\xff" * 999,
        FORM % (b"token", b"t") + b"--b--\r\n",
        FILE + b"--b--\r\n",
        FILE + FILE + b"--b--\r\n",
        FILE,
        FORM % (b"file", b"words") + b"--b--\r\n",
        FORM % (b"event_id", b"e" * 65) + FORM % (b"token", b"t") + FILE + b"--b--\r\n",
        FORM % (b"text", b"x" * 30_000) + FILE + b"--b--\r\n",
        b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
        b'--b\r\nContent-Disposition: form-data; name="token"; filename="t"\r\n\r\nx\r\n--b--\r\n',
    ],
)
@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data; boundary=b", "multipart/form-data", "multipart/form-data; boundary=",
        "multipart/form-data; charset=no-such; boundary=b", "application/json", "",
        "application/x-www-form-urlencoded",
    ],
)  # fmt: skip
def test_a_form_that_is_none_is_400_in_words(page: Page, kind: str, body: bytes) -> None:
    answer = page.http.post(PATH, content=body, headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert answer.json() == {"message": "Yêu cầu không đúng dạng."}
    assert page.count() == 0


def test_only_its_own_session_and_site(page: Page) -> None:
    foreign = page.send(TEXT, headers={"Origin": "https://la.example"})
    assert foreign.status_code == 403
    assert page.send(TEXT, headers=SITE).status_code == 401
    page.token = "a.b"
    assert page.send(TEXT).status_code == 401
    assert page.count() == 0


def test_a_site_of_the_list_may_send_and_read_the_answer(page: Page) -> None:
    page.token = page.http.post("/chat/session", headers=SITE).json()["token"]
    answer = page.send(TEXT, "a.txt", headers=SITE)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == SITE["Origin"]
    refused = page.send(b"\0", "a.txt", headers=SITE)
    assert refused.headers["access-control-allow-origin"] == SITE["Origin"]


def test_a_flood_is_slowed(page: Page) -> None:
    told = [page.send(TEXT, "a.txt").status_code for _ in range(PER_MINUTE + 2)]
    assert told == [200] * PER_MINUTE + [429] * 2
    assert "nhanh" in page.send(TEXT, "a.txt").json()["message"]
    for _ in range(ADDRESS_PER_MINUTE):
        last = page.http.post(PATH, content=b"")
    assert last.status_code == 429


def test_a_day_has_an_end_and_nothing_of_the_refused_message_stays(page: Page) -> None:
    page.send(TEXT, "a.txt")
    page.items(answered)
    now = page.app.clock.now().timestamp()
    talk = page.conversation()

    def fill(db: Any) -> None:
        for number in range(MAX_A_DAY - 1):
            kept = files.Kept("txt", "", b"x")
            store = files.Files(page.app.store.sealer)
            store.put(db, talk, store.sealed(f"k{number}", kept), now)

    page.app.store.database.run_now(fill)
    answer = page.send(TEXT, "a.txt", event="late")
    assert answer.status_code == 429
    assert "thử lại" in answer.json()["message"]
    assert page.send(TEXT, "a.txt", event="e1").json() == {"fresh": False}
    query = select(func.count()).select_from(schema.inbox)
    assert page.app.store.database.run_now(lambda db: db.execute(query).scalar_one()) == 1


def test_the_page_has_its_own_picture_small_and_nobody_else(page: Page) -> None:
    page.send(located(), "bìa.jpg")
    key = page.items(answered)[0]["files"][0]["key"]
    mine = page.http.post(f"{PATH}/picture", json={"token": page.token, "key": key})
    assert mine.headers["content-type"] == "image/jpeg"
    assert mine.headers["x-content-type-options"] == "nosniff"
    assert mine.headers["cache-control"] == "no-store"
    shown = Image.open(BytesIO(mine.content))
    assert max(shown.size) == 480
    assert not shown.getexif().get_ifd(0x8825)
    other = page.http.post("/chat/session").json()["token"]
    for asked in ({"token": other, "key": key}, {"token": page.token, "key": "0" * 32}):
        assert page.http.post(f"{PATH}/picture", json=asked).status_code == 404
    for asked in ({"token": "a.b", "key": key}, {"token": "", "key": key}):
        assert page.http.post(f"{PATH}/picture", json=asked).status_code == 401


def test_a_document_is_no_picture(page: Page) -> None:
    page.send(document(), "đơn.docx")
    file = page.items(answered)[0]["files"][0]
    assert (file["kind"], file["name"]) == ("file", "đơn.docx")
    asked = {"token": page.token, "key": file["key"]}
    assert page.http.post(f"{PATH}/picture", json=asked).status_code == 404


def test_the_desk_shows_pictures_in_their_place_and_saves_the_rest(page: Page) -> None:
    photo = barcode(ISBN)
    page.send(photo)
    page.items(answered)
    page.send(b"<script>alert(1)</script>", '../"đơn\r\n.html')
    page.claimed()
    said = [m for m in page.desk("").json()["messages"] if m["files"]]
    shown, saved = said[0]["files"][0], said[1]["files"][0]
    assert (shown["line"], shown["picture"]) == ("[Ảnh]", True)
    assert (saved["line"], saved["picture"]) == ("[Tệp: đơn .html.txt]", False)
    picture, file = page.http.get(shown["url"]), page.http.get(saved["url"])
    assert picture.content == photo
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.headers["content-disposition"].startswith("inline;")
    assert file.headers["content-type"] == "text/plain; charset=utf-8"
    assert file.headers["content-disposition"].startswith("attachment;")
    for answer in (picture, file):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"


def test_files_are_for_the_librarian_who_holds_the_conversation(page: Page) -> None:
    page.send(plain("PNG"))
    key = page.items(answered)[0]["files"][0]["key"]
    assert page.desk(f"/files/{key}").status_code == 401
    page.claimed()
    assert page.desk(f"/files/{key}").status_code == 200
    assert page.desk(f"/files/{'0' * 32}").status_code == 410
    other = f"/desk/api/conversations/{'0' * 32}/files/{key}"
    assert page.http.get(other).status_code == 410
    page.http.cookies.clear()
    assert page.desk(f"/files/{key}").status_code == 401


def test_a_file_past_its_time_leaves_a_line(page: Page) -> None:
    page.send(plain("PNG"))
    page.items(answered)
    page.claimed()
    long_ago = page.app.clock.now().timestamp() - KEPT_SECONDS - 1
    page.app.store.database.run_now(lambda db: db.execute(update(schema.files).values(at=long_ago)))
    now = page.app.clock.now().timestamp()
    assert page.app.store.database.run_now(lambda db: files.purge(db, now)) == 1
    said = [m for m in page.desk("").json()["messages"] if m["files"]]
    assert said[0]["files"] == [{"line": "[Ảnh]", "picture": True, "url": ""}]


def test_the_rounds_forget_a_file_past_its_time(page: Page, tmp_path: Path) -> None:
    """They run at every start, then each hour."""
    page.send(plain("PNG"))
    page.items(answered)
    page.send(TEXT, "a.txt")
    long_ago = page.app.clock.now().timestamp() - KEPT_SECONDS - 1
    old = update(schema.files).where(schema.files.c.kind == "png").values(at=long_ago)
    page.app.store.database.run_now(lambda db: db.execute(old))
    again = small(Settings(home=tmp_path, rasa_url="http://127.0.0.1:9"))
    with TestClient(create_app(again, with_rasa=False)):
        deadline = time.monotonic() + PATIENCE
        while page.count() > 1 and time.monotonic() < deadline:
            time.sleep(0.05)
    kinds = page.app.store.database.run_now(
        lambda db: db.execute(select(schema.files.c.kind)).all()
    )
    assert [row.kind for row in kinds] == ["txt"]


def test_erasing_the_conversation_leaves_nothing_of_its_files(page: Page, tmp_path: Path) -> None:
    word = b"CHU-KHONG-DUOC-CON"
    page.send(word * 5_000, "rieng-tu-cua-toi.txt")
    page.items(answered)
    database, talk = page.app.store.database, page.conversation()
    assert page.count() == 1
    database.run_now(lambda db: page.app.store.conversations.erase(db, talk))
    assert page.count() == 0
    for table in (schema.files, schema.messages, schema.inbox):
        rows = database.run_now(lambda db, table=table: db.execute(select(table)).all())
        assert rows == []
    asyncio.run(database.settle())
    left = b"".join(path.read_bytes() for path in tmp_path.glob("store.sqlite*"))
    assert word not in left
    assert b"rieng-tu-cua-toi" not in left


def test_the_bytes_stand_sealed(page: Page, tmp_path: Path) -> None:
    word = b"CHU-KHONG-AI-DOC-DUOC"
    page.send(word * 5_000, "a.txt")
    left = b"".join(path.read_bytes() for path in tmp_path.glob("store.sqlite*"))
    assert word not in left
