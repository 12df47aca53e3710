"""For everybody: axe finds no serious fault, the keyboard is enough, a poor network is borne."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from evaluation.assistant_fixture import AssistantFixture
from tests.browser.conftest import OFFICE, PHONE
from tests.browser.librarian import Librarian
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser
LEAST_TOUCH = 44
NO_SOCKETS = "window.WebSocket = function () { throw new Error('blocked'); };"
Window = Callable[[dict[str, int]], Page]


def faults(page: Page) -> list[str]:
    """Serious and critical ones, with the place."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:120]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def test_axe_on_home_and_widget(reader: Reader) -> None:
    reader.say("tìm sách của Nguyễn Nhật Ánh")
    reader.say("Nguyễn Công Trứ sinh năm nào?")
    assert faults(reader.page) == []


def test_axe_on_the_linking_page(reader: Reader) -> None:
    reader.say("liên kết thẻ")
    page = reader.link("HT000001")
    assert faults(page) == []


def test_axe_on_the_linking_form(window: Window, scene: AssistantFixture) -> None:
    page = window(PHONE)
    page.goto(f"{scene.app.settings.public_url}/lien-ket#khong-co")
    expect(page.locator("#message")).to_contain_text("hết hạn")
    page.evaluate("document.getElementById('form').hidden = false")
    assert faults(page) == []


def test_axe_on_a_cited_page(window: Window, reader: Reader) -> None:
    reader.say("Nguyễn Công Trứ sinh năm nào?")
    page = window(PHONE)
    page.goto(
        str(reader.page.locator("#thuthu .source a").first.get_attribute("href")),
        wait_until="networkidle",
    )
    assert faults(page) == []


def test_axe_on_the_desk(reader: Reader, librarian: Librarian, window: Window) -> None:
    reader.say("cho mình gặp thủ thư")
    librarian.claim()
    librarian.cite("Truyện Kiều", "Mục lục")
    assert faults(librarian.page) == []
    signing = window(OFFICE)
    signing.goto(librarian.page.url + "/dang-nhap")
    assert faults(signing) == []


def test_everything_to_press_is_big_enough(reader: Reader) -> None:
    reader.say("tìm sách của Nguyễn Nhật Ánh")
    reader.say("Nguyễn Công Trứ sinh năm nào?")
    small = reader.page.evaluate(
        """least => {
          const root = document.querySelector('#thuthu').shadowRoot;
          const all = [...root.querySelectorAll('button, a, textarea')];
          const seen = all.map(n => n.getBoundingClientRect());
          return seen.filter(r => r.height && (r.height < least || r.width < least)).length;
        }""",
        LEAST_TOUCH,
    )
    assert small == 0
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _focused(page: Page) -> str:
    return str(
        page.evaluate(
            """() => { let n = document.activeElement;
              const inner = () => n && n.shadowRoot && n.shadowRoot.activeElement;
              while (inner()) n = inner();
              if (!n || n === document.body) return '';
              return n.getAttribute('aria-label') || n.textContent; }"""
        )
    )


def _tab_to(page: Page, name: str, key: str = "Tab") -> None:
    for _ in range(60):
        if name in _focused(page):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{name} is not reached by {key}")


def test_a_keyboard_alone_is_enough(window: Window, scene: AssistantFixture) -> None:
    page = window(OFFICE)
    page.goto(scene.app.settings.public_url)
    _tab_to(page, "Hỏi thư viện")
    page.keyboard.press("Enter")
    assert _focused(page) == "Nhập câu hỏi của bạn"
    page.keyboard.type("tim sach cua nguyen nhat anh")
    page.keyboard.press("Enter")
    expect(page.locator("#thuthu .card").first).to_be_visible()
    _tab_to(page, "Xem chi tiết", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#thuthu li.bot").nth(2)).to_be_visible()
    page.keyboard.press("Escape")
    assert "Hỏi thư viện" in _focused(page)
    expect(page.locator("#thuthu .box")).to_be_hidden()


def test_the_log_is_told_to_screen_readers(reader: Reader) -> None:
    log = reader.page.get_by_label("Cuộc trò chuyện với thư viện")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(reader.page.locator("#thuthu .state")).to_have_attribute("role", "status")


def test_nothing_moves_for_who_asked_so(reader: Reader) -> None:
    reader.page.emulate_media(reduced_motion="reduce")
    dot = reader.page.locator("#thuthu .dots i").first
    assert dot.evaluate("dot => getComputedStyle(dot).animationName") == "none"


def test_history_is_there_after_a_reload(reader: Reader) -> None:
    answer = reader.say("thư viện mở cửa mấy giờ?")
    reader.page.reload()
    expect(reader.bubbles("reader")).to_have_count(1)
    expect(reader.bubbles("bot").last).to_contain_text(answer.splitlines()[-1])


def test_written_offline_it_is_sent_when_the_network_is_back(reader: Reader) -> None:
    reader.say("xin chào")
    context = reader.page.context
    context.set_offline(True)
    reader.page.evaluate("navigator.onLine")
    before = reader.bubbles("bot").count()
    reader.write("thư viện mở cửa mấy giờ?")
    expect(reader.page.locator("#thuthu li.reader").last).to_be_visible()
    reader.page.wait_for_timeout(300)
    context.set_offline(False)
    assert "7:30" in reader.answer(before)
    expect(reader.page.locator("#thuthu li.reader")).to_have_count(2)


def test_an_unsent_message_outlives_a_reload(reader: Reader) -> None:
    page = reader.page
    page.add_init_script(NO_SOCKETS)
    page.route("**/chat/**", lambda route: route.abort())
    page.reload()
    reader.write("thư viện mở cửa mấy giờ?")
    expect(page.locator("#thuthu .state")).to_contain_text("Chưa có mạng")
    page.unroute("**/chat/**")
    page.reload()
    assert "7:30" in reader.answer(1)
    expect(page.locator("#thuthu li.reader")).to_have_count(1)


def test_two_tabs_show_one_conversation(reader: Reader) -> None:
    other = reader.page.context.new_page()
    other.goto(reader.page.url)
    other.get_by_role("button", name="Hỏi thư viện").click()
    reader.say("thư viện mở cửa mấy giờ?")
    expect(other.locator("#thuthu li.reader")).to_have_count(1)
    expect(other.locator("#thuthu li.bot").nth(1)).to_contain_text("7:30")
    expect(reader.page.locator("#thuthu li.reader")).to_have_count(1)


def test_it_works_where_sockets_are_blocked(reader: Reader) -> None:
    reader.page.add_init_script(NO_SOCKETS)
    reader.page.reload()
    assert "7:30" in reader.say("thư viện mở cửa mấy giờ?")
