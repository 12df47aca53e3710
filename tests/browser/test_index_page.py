"""The index's state at the desk, as a librarian sees it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from evaluation.assistant_fixture import AssistantFixture
from tests.browser.conftest import OFFICE
from tests.browser.librarian import Librarian
from tests.browser.pictures import Camera
from tests.browser.test_access import Window, faults

pytestmark = pytest.mark.browser


def test_what_is_indexed_when_and_from_where(librarian: Librarian, camera: Camera) -> None:
    page = librarian.page
    page.get_by_role("link", name="Mục lục").click()
    expect(page.get_by_role("heading", name="Mục lục tra cứu")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("đã cập nhật")
    expect(page.get_by_text("Nhan đề trong mục lục")).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text("Biểu ghi thư mục")
    assert faults(page) == []
    camera.take(page, "12-muc-luc")
    page.get_by_role("link", name="Về bàn thủ thư").click()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()


def test_the_page_is_for_those_signed_in(scene: AssistantFixture, window: Window) -> None:
    page = window(OFFICE)
    page.goto(f"{scene.app.settings.public_url}/desk/muc-luc")
    expect(page.get_by_role("button", name="Đăng nhập")).to_be_visible()
