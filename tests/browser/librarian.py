"""A librarian at the desk."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from evaluation.assistant_fixture import AssistantFixture
from tests.conftest import PASSWORD


class Librarian:
    """Signed in, the list before them."""

    def __init__(self, page: Page, stage: AssistantFixture, username: str) -> None:
        self.page = page
        self.page.goto(f"{stage.app.settings.public_url}/desk")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()

    @property
    def rows(self) -> Locator:
        return self.page.locator("#rows li")

    @property
    def waiting(self) -> Locator:
        """The rows of the tab of those who wait, which is the first shown."""
        return self.rows

    def tab(self, name: str) -> None:
        self.page.locator("#tab-" + name).click()
        expect(self.page.locator("#tab-" + name)).to_have_attribute("aria-pressed", "true")

    def claim(self) -> None:
        self.waiting.first.get_by_role("button", name="Nhận").click()
        expect(self.page.locator("#conversation")).to_be_visible()

    def reply(self, text: str) -> None:
        self.page.get_by_label("Trả lời bạn đọc").fill(text)
        self.page.get_by_role("button", name="Gửi", exact=True).click()
        expect(self.page.locator("#transcript .librarian").last).to_contain_text(text)

    def finish(self, button: str, *, read: str, subject: str, outcome: str) -> None:
        """Close or hand back, with the level, the subject and the outcome."""
        self.page.get_by_role("button", name=button, exact=True).click()
        dialog = self.page.locator("#close-dialog")
        dialog.get_by_text(read).click()
        dialog.get_by_text(subject).click()
        dialog.get_by_role("button", name=outcome, exact=True).click()
        expect(self.page.locator("#conversation")).to_be_hidden()

    def cite(self, question: str, kind: str) -> str:
        """Search beside the chat and insert the first hit; its title."""
        self.page.get_by_role("radio", name=kind).check()
        self.page.locator("#q").fill(question)
        self.page.get_by_role("button", name="Tìm", exact=True).click()
        first = self.page.locator("#hits li").first
        first.get_by_role("button", name="Chèn trích dẫn").click()
        return first.locator(".title").inner_text()
