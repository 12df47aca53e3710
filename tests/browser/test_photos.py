"""A reader's photo: made small, sent, shown, found by its barcode; a file for the librarian."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Dialog, Page, Route, expect
from sqlalchemy import select

from bot.privacy.seal import Sealer, secret
from bot.store import schema
from evaluation.assistant_fixture import AssistantFixture
from tests.browser.conftest import PHONE
from tests.browser.librarian import Librarian
from tests.browser.pictures import Camera
from tests.browser.reader import Reader
from tests.browser.test_access import LEAST_TOUCH, faults
from tests.fakes.photos import document, held_askew, plain

pytestmark = pytest.mark.browser
ISBN, BOOK = "9781593279288", "Python Crash Course"
Window = Callable[[dict[str, int]], Page]


def pick(reader: Reader, name: str, data: bytes, kind: str = "image/jpeg") -> None:
    """Through the button, as a hand does."""
    with reader.page.expect_file_chooser() as asked:
        reader.page.get_by_role("button", name="Gửi ảnh hoặc tệp").click()
    asked.value.set_files({"name": name, "mimeType": kind, "buffer": data})


def stored(stage: AssistantFixture) -> bytes:
    """The last file that came, opened."""
    row = schema.files
    query = select(row.c.body_sealed).order_by(row.c.at.desc()).limit(1)
    sealed = stage.app.store.database.run_now(lambda db: db.execute(query).scalar_one())
    return Sealer(secret(stage.app.settings.home, "store.key")).open_bytes(sealed)


def test_a_photo_of_a_barcode_finds_the_book(
    reader: Reader, camera: Camera, scene: AssistantFixture
) -> None:
    photo = held_askew(ISBN)
    before = reader.bubbles("bot").count()
    pick(reader, "IMG_2041.JPG", photo)
    assert BOOK in reader.answer(before)
    picture = reader.page.get_by_alt_text("Ảnh bạn đã gửi")
    expect(picture).to_have_count(1)
    assert picture.evaluate("image => image.naturalWidth") > 100
    small = stored(scene)
    assert max(Image.open(BytesIO(small)).size) == 1600
    assert 5 * len(small) < len(photo)
    camera.take(reader.page, "13-anh-ma-vach")
    assert faults(reader.page) == []
    reader.page.reload()
    expect(reader.bubbles("reader")).to_have_count(1)
    expect(picture).to_have_count(1)
    assert picture.evaluate("image => image.naturalWidth") > 100
    assert faults(reader.page) == []


def test_the_librarian_sees_what_was_sent(
    reader: Reader, librarian: Librarian, camera: Camera
) -> None:
    reader.page.get_by_label("Nhập câu hỏi của bạn").fill("gặp thủ thư")
    pick(reader, "bìa sau.jpg", held_askew("4006381333931"))
    expect(reader.bubbles("reader")).to_contain_text("gặp thủ thư")
    librarian.claim()
    pick(reader, "đơn đề nghị.docx", document(), "application/msword")
    shown = librarian.page.locator("#transcript img")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.naturalWidth") > 100
    file = librarian.page.get_by_role("link", name="[Tệp: đơn đề nghị.docx]")
    with librarian.page.expect_download() as saved:
        file.click()
    assert saved.value.suggested_filename == "đơn đề nghị.docx"
    assert Path(saved.value.path()).read_bytes() == document()
    camera.take(librarian.page, "13-ban-thu-thu-anh")
    assert faults(librarian.page) == []
    librarian.page.set_viewport_size(PHONE)
    shown.scroll_into_view_if_needed()
    camera.take(librarian.page, "13-ban-thu-thu-dien-thoai")
    assert faults(librarian.page) == []
    assert librarian.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(reader.bubbles("reader").last).to_contain_text("đơn đề nghị.docx")
    assert faults(reader.page) == []
    camera.take(reader.page, "13-anh-va-tep")


def test_what_cannot_be_sent_says_why_and_leaves_nothing(reader: Reader) -> None:
    state = reader.page.locator("#thuthu .state")
    pick(reader, "nhac.mp3", b"ID3" + b"\0" * 50, "audio/mpeg")
    expect(state).to_contain_text("PDF, DOCX, TXT")
    pick(reader, "dai.pdf", b"%PDF-" + b"0" * 5_000_001, "application/pdf")
    expect(state).to_contain_text("lớn hơn 5 MB")
    pick(reader, "hong.jpg", b"\xff\xd8\xff broken")
    note = reader.bubbles("reader").last
    expect(note).to_contain_text("Bạn chọn tệp khác")
    expect(note.get_by_role("button")).to_have_text(["Bỏ"])
    note.get_by_role("button", name="Bỏ").click()
    expect(reader.bubbles("reader")).to_have_count(0)


def test_a_photo_whose_sending_failed_waits_and_goes_out_once(
    reader: Reader, camera: Camera
) -> None:
    page = reader.page
    page.route("**/chat/files", lambda route: route.abort())
    pick(reader, "bia.jpg", plain("JPEG"))
    note = reader.bubbles("reader").last
    expect(note).to_contain_text("Chưa gửi được.")
    expect(note.get_by_alt_text("Ảnh bạn đã gửi")).to_be_visible()
    camera.take(page, "13-anh-chua-gui")
    for button in note.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None and box["height"] >= LEAST_TOUCH
    assert faults(page) == []
    page.unroute("**/chat/files")
    before = reader.bubbles("bot").count()
    note.get_by_role("button", name="Gửi lại").click()
    assert "ISBN" in reader.answer(before)
    expect(reader.bubbles("reader")).to_have_count(1)
    expect(reader.page.locator("#thuthu .note")).to_have_count(0)


def test_a_lost_answer_makes_no_second_photo(reader: Reader) -> None:
    def arrived(route: Route) -> None:
        route.fetch()
        route.abort()

    page = reader.page
    page.route("**/chat/files", arrived, times=1)
    before = reader.bubbles("bot").count()
    pick(reader, "bia.jpg", plain("JPEG"))
    assert "ISBN" in reader.answer(before)
    page.wait_for_timeout(500)
    expect(page.get_by_role("button", name="Gửi lại")).to_have_count(0)
    expect(reader.page.locator("#thuthu .note")).to_have_count(0)
    expect(reader.bubbles("reader")).to_have_count(1)


def test_a_photo_lost_with_its_page_is_told(reader: Reader) -> None:
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page = reader.page
    page.on("dialog", leave)
    page.route("**/chat/files", lambda route: route.abort())
    pick(reader, "bia.jpg", plain("JPEG"))
    expect(reader.bubbles("reader").last).to_contain_text("Chưa gửi được.")
    page.reload()
    assert asked == ["beforeunload"]
    expect(reader.bubbles("system")).to_contain_text("không còn được giữ")
    page.reload()
    expect(reader.bubbles("bot").first).to_be_visible()
    expect(reader.bubbles("system")).to_have_count(0)


def test_a_phone_is_offered_its_camera(
    scene: AssistantFixture, browser: object, camera: Camera
) -> None:
    context = browser.new_context(  # type: ignore[attr-defined]
        viewport=PHONE, has_touch=True, is_mobile=True, locale="vi-VN"
    )
    page = context.new_page()
    reader = Reader(page, scene)
    attach = page.get_by_role("button", name="Gửi ảnh hoặc tệp")
    expect(attach).to_have_attribute("aria-expanded", "false")
    attach.tap()
    expect(attach).to_have_attribute("aria-expanded", "true")
    box = attach.bounding_box()
    assert box is not None and min(box["width"], box["height"]) >= LEAST_TOUCH
    camera.take(page, "13-chon-cach-gui")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name="Chụp ảnh").tap()
    assert asked.value.element.get_attribute("capture") == "environment"
    before = reader.bubbles("bot").count()
    asked.value.set_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": held_askew(ISBN)})
    assert BOOK in reader.answer(before)
    context.close()
