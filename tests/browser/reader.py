"""A reader at the widget: writes, presses, and reads what is on the screen."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from evaluation.assistant_fixture import AssistantFixture
from library.demo.seed import id_of

PIN = "2468"


class Reader:
    """Everything goes through the page; only `linked` reaches behind it."""

    def __init__(self, page: Page, stage: AssistantFixture) -> None:
        self.page = page
        self._stage = stage
        self.page.goto(stage.app.settings.public_url)
        self.page.get_by_role("button", name="Hỏi thư viện").click()
        expect(self.bubbles("bot")).to_have_count(1)

    def bubbles(self, who: str) -> Locator:
        return self.page.locator(f"#thuthu li.{who}")

    @property
    def owner(self) -> Locator:
        return self.page.locator("#thuthu .owner")

    def say(self, text: str) -> str:
        """Write, send, and give what the assistant answered with."""
        before = self.bubbles("bot").count()
        self.write(text)
        return self.answer(before)

    def write(self, text: str) -> None:
        box = self.page.get_by_label("Nhập câu hỏi của bạn")
        box.fill(text)
        box.press("Enter")

    def press(self, name: str) -> str:
        before = self.bubbles("bot").count()
        self.page.locator("#thuthu li").last.get_by_role("button", name=name).click()
        return self.answer(before)

    def answer(self, before: int) -> str:
        """All new bubbles of the assistant, once they have come."""
        expect(self.bubbles("bot").nth(before)).to_be_visible()
        expect(self.page.locator("#thuthu li.unsent")).to_have_count(0)
        return "\n".join(self.bubbles("bot").nth(n).inner_text() for n in self._new(before))

    def _new(self, before: int) -> range:
        return range(before, self.bubbles("bot").count())

    def linked(self, card: str) -> None:
        """The card is linked already, as after a visit to the linking page."""
        token = self.page.evaluate("JSON.parse(localStorage.getItem('thuthu.session'))")
        key, app = token.partition(".")[0], self._stage.app
        now = self._stage.clock.now().timestamp()

        def link(db: object) -> None:
            found = app.store.conversations.find_or_open(db, "web", key, None, now)
            app.store.links.link(db, found, id_of(card), "test", now)

        app.store.database.run_now(link)

    def link(self, card: str) -> Page:
        """Through the linking page and back, by the code; the page is left open."""
        button = self.page.locator("#thuthu li").last.get_by_role("link", name="Liên kết thẻ")
        with self.page.context.expect_page() as opened:
            button.click()
        page = opened.value
        page.get_by_label("Số thẻ bạn đọc").fill(card)
        page.get_by_label("Mã PIN của thẻ").fill(PIN)
        page.get_by_label("Tôi đồng ý").check()
        page.get_by_role("button", name="Liên kết thẻ").click()
        expect(page.locator("#code")).not_to_be_empty()
        return page
